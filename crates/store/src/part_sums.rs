//! What the shipments of some days cost, by owner and by department.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, sea_query::Expr};
use shared::{DepartmentId, OwnerId, ShipmentState};
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

/// The sums of one department's shipments, or of those of none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DepartmentSums {
    pub department: Option<DepartmentId>,
    pub parcels: u32,
    pub billed_weight_g: u64,
    /// What the merchant pays.
    pub cost: Money,
}

#[derive(FromQueryResult)]
struct Row {
    part: Option<Uuid>,
    parcels: i64,
    billed_weight_g: i64,
    cost: i64,
    amount: i64,
    cod: i64,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Of the shipments with ids from `first` to before `before` that are for an owner and not voided.
    pub async fn owner_sums(&self, first: Uuid, before: Uuid) -> Result<Vec<OwnerSums>, StoreError> {
        let rows = self.sums(shipments::Column::OwnerId, first, before).await?;
        rows.into_iter().filter(|row| row.part.is_some()).map(owner).collect()
    }

    /// The same by department.
    pub async fn department_sums(&self, first: Uuid, before: Uuid) -> Result<Vec<DepartmentSums>, StoreError> {
        self.sums(shipments::Column::DepartmentId, first, before).await?.into_iter().map(department).collect()
    }

    async fn sums(&self, part: shipments::Column, first: Uuid, before: Uuid) -> Result<Vec<Row>, StoreError> {
        use shipments::Column;
        // A sum is a decimal in PostgreSQL.
        let sum = |what: &str| Expr::cust(format!("CAST(COALESCE(SUM({what}), 0) AS BIGINT)"));
        Ok(shipments::Entity::find()
            .select_only()
            .column_as(part, "part")
            .expr_as(Expr::cust("CAST(COUNT(*) AS BIGINT)"), "parcels")
            .expr_as(sum("billed_weight_g"), "billed_weight_g")
            .expr_as(sum("price_fen"), "cost")
            .expr_as(sum("COALESCE(owner_price_fen, price_fen)"), "amount")
            .expr_as(sum("cod_fen"), "cod")
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::Id.gte(first))
            .filter(Column::Id.lt(before))
            .filter(Column::State.ne(ShipmentState::OrderCancelled.as_str()))
            .filter(self.visible_shipments())
            .group_by(part)
            .into_model::<Row>()
            .all(self.conn)
            .await?)
    }
}

const CORRUPT: StoreError = StoreError::Corrupt("sums of shipments");

impl Row {
    fn parcels(&self) -> Result<u32, StoreError> {
        u32::try_from(self.parcels).map_err(|_| CORRUPT)
    }

    fn billed_weight_g(&self) -> Result<u64, StoreError> {
        u64::try_from(self.billed_weight_g).map_err(|_| CORRUPT)
    }
}

fn owner(row: Row) -> Result<OwnerSums, StoreError> {
    Ok(OwnerSums {
        owner: OwnerId(row.part.ok_or(CORRUPT)?),
        parcels: row.parcels()?,
        billed_weight_g: row.billed_weight_g()?,
        cost: Money::from_fen(row.cost),
        amount: Money::from_fen(row.amount),
        cod: Money::from_fen(row.cod),
    })
}

fn department(row: Row) -> Result<DepartmentSums, StoreError> {
    Ok(DepartmentSums {
        department: row.part.map(DepartmentId),
        parcels: row.parcels()?,
        billed_weight_g: row.billed_weight_g()?,
        cost: Money::from_fen(row.cost),
    })
}
