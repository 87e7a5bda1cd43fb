//! How many shipments of a day stand in which state, kept in step with the shipments so that no count reads them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use shared::ShipmentState;
use units::Money;

use crate::{
    Part, Scoped, ShipmentRecord, StateChange, StoreError, WriteTx,
    entity::{shipment_stats, shipments},
};

/// Shipments in one state, and their freight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatRecord {
    pub state: ShipmentState,
    pub count: u64,
    pub price: Money,
}

pub(crate) struct StatChange {
    day: NaiveDate,
    state: ShipmentState,
    count: i64,
    price_fen: i64,
}

impl StatChange {
    pub(crate) fn made(record: &ShipmentRecord) -> StatChange {
        StatChange { day: record.created_day, state: record.state, count: 1, price_fen: record.price.fen() }
    }

    pub(crate) fn repriced(before: &ShipmentRecord, after: &ShipmentRecord) -> [StatChange; 1] {
        let price_fen = after.price.fen() - before.price.fen();
        [StatChange { day: before.created_day, state: before.state, count: 0, price_fen }]
    }

    pub(crate) fn moved(record: &ShipmentRecord, change: StateChange) -> [StatChange; 2] {
        let (day, fen) = (record.created_day, record.price.fen());
        [
            StatChange { day, state: change.from, count: -1, price_fen: -fen },
            StatChange { day, state: change.to, count: 1, price_fen: fen },
        ]
    }
}

impl WriteTx<'_> {
    /// Adds up and applies, in the order of the key so that two writers never wait for each other in a circle.
    pub(crate) async fn apply_stats(&self, changes: Vec<StatChange>) -> Result<(), StoreError> {
        let mut sums: BTreeMap<(NaiveDate, &'static str), (i64, i64)> = BTreeMap::new();
        for change in changes {
            let sum = sums.entry((change.day, change.state.as_str())).or_default();
            sum.0 += change.count;
            sum.1 += change.price_fen;
        }
        for ((day, state), (count, price_fen)) in sums {
            let row = shipment_stats::ActiveModel {
                merchant_id: Set(self.merchant),
                day: Set(day.to_string()),
                state: Set(state.to_owned()),
                count: Set(count),
                price_fen: Set(price_fen),
            };
            let add = |column: shipment_stats::Column, value: i64| {
                (column, Expr::col((shipment_stats::Entity, column)).add(value))
            };
            let key = [shipment_stats::Column::MerchantId, shipment_stats::Column::Day, shipment_stats::Column::State];
            shipment_stats::Entity::insert(row)
                .on_conflict(
                    OnConflict::columns(key)
                        .values([
                            add(shipment_stats::Column::Count, count),
                            add(shipment_stats::Column::PriceFen, price_fen),
                        ])
                        .to_owned(),
                )
                .exec_without_returning(self.conn)
                .await?;
        }
        Ok(())
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Every state's shipments, of one day or of all. Cost: one row a day and state, never one a shipment; in a scope that is narrowed, one
    /// index entry a shipment of it.
    pub async fn shipment_stats(&self, day: Option<NaiveDate>) -> Result<Vec<StatRecord>, StoreError> {
        let rows =
            if self.narrowed.is_some() { self.stats_of_part(day).await? } else { self.stats_of_all(day).await? };
        rows.into_iter()
            .map(|(state, count, price_fen)| {
                Ok(StatRecord {
                    state: ShipmentState::parse(&state).ok_or(StoreError::Corrupt("statistics state"))?,
                    count: u64::try_from(count).map_err(|_| StoreError::Corrupt("statistics count"))?,
                    price: Money::from_fen(price_fen),
                })
            })
            .collect()
    }

    async fn stats_of_part(&self, day: Option<NaiveDate>) -> Result<Vec<(String, i64, i64)>, StoreError> {
        // An owner's people see what the owner pays.
        let is_an_owners = matches!(self.scope().part(), Some(Part::Owners(_)));
        let price = if is_an_owners { "COALESCE(owner_price_fen, price_fen)" } else { "price_fen" };
        let mut query = shipments::Entity::find()
            .select_only()
            .column(shipments::Column::State)
            .expr(Expr::cust("CAST(COUNT(*) AS BIGINT)"))
            .expr(Expr::cust(format!("CAST(SUM({price}) AS BIGINT)")))
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(self.visible_shipments());
        if let Some(day) = day {
            query = query.filter(shipments::Column::CreatedDay.eq(day.to_string()));
        }
        Ok(query.group_by(shipments::Column::State).into_tuple().all(self.conn).await?)
    }

    async fn stats_of_all(&self, day: Option<NaiveDate>) -> Result<Vec<(String, i64, i64)>, StoreError> {
        let mut query = shipment_stats::Entity::find()
            .select_only()
            .column(shipment_stats::Column::State)
            .expr(Expr::cust("CAST(SUM(count) AS BIGINT)"))
            .expr(Expr::cust("CAST(SUM(price_fen) AS BIGINT)"))
            .filter(shipment_stats::Column::MerchantId.eq(self.merchant));
        if let Some(day) = day {
            query = query.filter(shipment_stats::Column::Day.eq(day.to_string()));
        }
        Ok(query.group_by(shipment_stats::Column::State).into_tuple().all(self.conn).await?)
    }
}
