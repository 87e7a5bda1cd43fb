//! What owners are charged for the shipments of some days.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, sea_query::Expr};
use shared::{OwnerId, ShipmentState};
use units::Money;
use uuid::Uuid;

use crate::{Scoped, StoreError, entity::shipments};

/// The sums of one owner's shipments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerSums {
    pub owner: OwnerId,
    pub parcels: u32,
    pub billed_weight_g: u64,
    /// What the merchant pays.
    pub cost: Money,
    /// What the owner pays.
    pub amount: Money,
    /// What is collected from receivers.
    pub cod: Money,
}

#[derive(FromQueryResult)]
struct Row {
    owner_id: Uuid,
    parcels: i64,
    billed_weight_g: i64,
    cost: i64,
    amount: i64,
    cod: i64,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Of the shipments with ids from `first` to before `before` that are for an owner and not voided.
    pub async fn owner_sums(&self, first: Uuid, before: Uuid) -> Result<Vec<OwnerSums>, StoreError> {
        use shipments::Column;
        // A sum is a decimal in PostgreSQL.
        let sum = |what: &str| Expr::cust(format!("CAST(COALESCE(SUM({what}), 0) AS BIGINT)"));
        let rows = shipments::Entity::find()
            .select_only()
            .column(Column::OwnerId)
            .expr_as(Expr::cust("CAST(COUNT(*) AS BIGINT)"), "parcels")
            .expr_as(sum("billed_weight_g"), "billed_weight_g")
            .expr_as(sum("price_fen"), "cost")
            .expr_as(sum("COALESCE(owner_price_fen, price_fen)"), "amount")
            .expr_as(sum("cod_fen"), "cod")
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::OwnerId.is_not_null())
            .filter(Column::Id.gte(first))
            .filter(Column::Id.lt(before))
            .filter(Column::State.ne(ShipmentState::OrderCancelled.as_str()))
            .filter(self.visible_shipments())
            .group_by(Column::OwnerId)
            .into_model::<Row>()
            .all(self.conn)
            .await?;
        rows.into_iter().map(sums).collect()
    }
}

fn sums(row: Row) -> Result<OwnerSums, StoreError> {
    const CORRUPT: StoreError = StoreError::Corrupt("owner's sums");
    Ok(OwnerSums {
        owner: OwnerId(row.owner_id),
        parcels: u32::try_from(row.parcels).map_err(|_| CORRUPT)?,
        billed_weight_g: u64::try_from(row.billed_weight_g).map_err(|_| CORRUPT)?,
        cost: Money::from_fen(row.cost),
        amount: Money::from_fen(row.amount),
        cod: Money::from_fen(row.cod),
    })
}
