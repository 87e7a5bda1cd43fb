//! How long parcels take on each lane, kept in step with the shipments so that no report reads them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, SimpleExpr},
};

use crate::{
    Scoped, ShipmentRecord, StoreError, WriteTx,
    connection::NetworkStore,
    entity::{lane_times, shipments},
};

/// Shipments of one statement: every one of them is compared with every other.
const TIMED_AT_ONCE: usize = 100;
/// Rows of one report: a merchant with ten sending cities reaches every city of the country in ten different numbers of days. Where there are
/// more, those with the most deliveries are read.
pub const LANE_ROWS_MAX: u64 = 40_000;

/// Where a parcel is on its way in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// When the carrier first had it.
    pub picked_up_at: Option<DateTime<Utc>>,
    /// When it was first to be had: signed for, or waiting in a locker or a station.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// What a delivered parcel adds to its lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transit {
    /// Of the delivery: `2026-11`.
    pub month: String,
    /// Days of the calendar since pickup.
    pub days: u32,
    pub minutes: u32,
}

/// A shipment whose timing is another than its record says.
pub struct TimedShipment<'a> {
    pub shipment: &'a ShipmentRecord,
    pub timing: Timing,
    /// What it added until now.
    pub before: Option<Transit>,
    pub after: Option<Transit>,
}

/// From where to where, and with whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane {
    pub carrier: String,
    pub from_province: String,
    pub from_city: String,
    pub province: String,
    pub city: String,
}

impl Lane {
    pub fn of(shipment: &ShipmentRecord) -> Lane {
        Lane {
            carrier: shipment.carrier.clone(),
            from_province: shipment.sender_province.clone(),
            from_city: shipment.sender_city.clone(),
            province: shipment.place.province.clone(),
            city: shipment.place.city.clone(),
        }
    }
}

/// How many parcels of a lane took so many days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneDays {
    pub lane: Lane,
    pub days: u32,
    pub deliveries: u64,
    /// Of all of them together.
    pub minutes: u64,
}

#[derive(FromQueryResult)]
struct Row {
    carrier: String,
    from_province: String,
    from_city: String,
    province: String,
    city: String,
    days: i32,
    deliveries: i64,
    minutes: i64,
}

impl WriteTx<'_> {
    /// Writes when shipments were picked up and delivered; their lanes follow. At most a bulk request's worth.
    pub async fn time_shipments(&self, timed: &[TimedShipment<'_>]) -> Result<(), StoreError> {
        use shipments::Column;
        let all = || timed.iter();
        let picked_up: Vec<_> =
            all().filter(|one| one.timing.picked_up_at != one.shipment.timing.picked_up_at).collect();
        for some in picked_up.chunks(TIMED_AT_ONCE) {
            let at = each(some, |one| Expr::val(one.timing.picked_up_at));
            self.update_timed(some, vec![(Column::PickedUpAt, at)]).await?;
        }
        let delivered: Vec<_> = all()
            .filter(|one| one.timing.delivered_at != one.shipment.timing.delivered_at || one.before != one.after)
            .collect();
        for some in delivered.chunks(TIMED_AT_ONCE) {
            let at = each(some, |one| Expr::val(one.timing.delivered_at));
            let days = each(some, |one| Expr::val(one.after.as_ref().map(|transit| days_column(transit.days))));
            self.update_timed(some, vec![(Column::DeliveredAt, at), (Column::TransitDays, days)]).await?;
        }
        self.apply_transits(timed).await
    }

    async fn update_timed(
        &self,
        some: &[&TimedShipment<'_>],
        values: Vec<(shipments::Column, SimpleExpr)>,
    ) -> Result<(), StoreError> {
        let update = shipments::Entity::update_many()
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.is_in(some.iter().map(|one| one.shipment.id.0)));
        let update = values.into_iter().fold(update, |update, (column, value)| update.col_expr(column, value));
        update.exec(self.conn).await?;
        Ok(())
    }

    /// In the order of the key, so that two writers never wait for each other in a circle.
    async fn apply_transits(&self, timed: &[TimedShipment<'_>]) -> Result<(), StoreError> {
        let mut sums: BTreeMap<(Lane, &str, u32), (i64, i64)> = BTreeMap::new();
        for one in timed.iter().filter(|one| one.before != one.after) {
            for (transit, sign) in [(&one.before, -1), (&one.after, 1)] {
                let Some(transit) = transit else { continue };
                let key = (Lane::of(one.shipment), transit.month.as_str(), transit.days);
                let sum = sums.entry(key).or_default();
                sum.0 += sign;
                sum.1 += sign * i64::from(transit.minutes);
            }
        }
        for ((lane, month, days), (deliveries, minutes)) in sums {
            self.add_to_lane(lane, month, days, deliveries, minutes).await?;
        }
        Ok(())
    }

    async fn add_to_lane(
        &self,
        lane: Lane,
        month: &str,
        days: u32,
        deliveries: i64,
        minutes: i64,
    ) -> Result<(), StoreError> {
        use lane_times::Column;
        let row = lane_times::ActiveModel {
            merchant_id: Set(self.merchant),
            carrier: Set(lane.carrier),
            month: Set(month.to_owned()),
            from_province: Set(lane.from_province),
            from_city: Set(lane.from_city),
            province: Set(lane.province),
            city: Set(lane.city),
            days: Set(days_column(days)),
            deliveries: Set(deliveries),
            minutes: Set(minutes),
        };
        let key = [
            Column::MerchantId,
            Column::Carrier,
            Column::Month,
            Column::FromProvince,
            Column::FromCity,
            Column::Province,
            Column::City,
            Column::Days,
        ];
        let add = |column: Column, value: i64| (column, Expr::col((lane_times::Entity, column)).add(value));
        lane_times::Entity::insert(row)
            .on_conflict(
                OnConflict::columns(key)
                    .values([add(Column::Deliveries, deliveries), add(Column::Minutes, minutes)])
                    .to_owned(),
            )
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// What was delivered from the first to the last month, by lane and days. Cost: one row a lane, month and number of days, never one a
    /// shipment.
    pub async fn lane_days(&self, first_month: &str, last_month: &str) -> Result<Vec<LaneDays>, StoreError> {
        use lane_times::Column;
        let query = sums(lane_times::Entity::find())
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::Month.between(first_month, last_month));
        let query = query.order_by_desc(Expr::cust("SUM(deliveries)")).limit(LANE_ROWS_MAX);
        rows(query.into_model::<Row>().all(self.conn).await?)
    }

    /// The same of the part that the scope is narrowed to, from the shipments themselves, for deliveries from `from` to before `before`.
    pub async fn lane_days_of_part(
        &self,
        from: DateTime<Utc>,
        before: DateTime<Utc>,
    ) -> Result<Vec<LaneDays>, StoreError> {
        use shipments::Column;
        let query = shipments::Entity::find()
            .select_only()
            .columns([Column::Carrier, Column::Province, Column::City])
            .column_as(Column::SenderProvince, "from_province")
            .column_as(Column::SenderCity, "from_city")
            .column_as(Column::TransitDays, "days")
            .expr_as(Expr::cust("CAST(COUNT(*) AS BIGINT)"), "deliveries")
            // What a part takes on average is not told: databases count time in different ways.
            .expr_as(Expr::cust("CAST(0 AS BIGINT)"), "minutes")
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::TransitDays.is_not_null())
            .filter(Column::DeliveredAt.gte(from))
            .filter(Column::DeliveredAt.lt(before))
            .filter(self.visible_shipments())
            .group_by(Column::Carrier)
            .group_by(Column::SenderProvince)
            .group_by(Column::SenderCity)
            .group_by(Column::Province)
            .group_by(Column::City)
            .group_by(Column::TransitDays);
        let query = query.order_by_desc(Expr::cust("COUNT(*)")).limit(LANE_ROWS_MAX);
        rows(query.into_model::<Row>().all(self.conn).await?)
    }

    /// How many of the merchant's parcels took so many days on this lane, since that month.
    pub async fn days_of_lane(&self, lane: &Lane, first_month: &str) -> Result<Vec<(u32, u64)>, StoreError> {
        let query = between_cities(lane, first_month).filter(lane_times::Column::MerchantId.eq(self.merchant));
        by_days(query, self.conn).await
    }
}

impl NetworkStore<'_> {
    /// How many parcels of all merchants took so many days on this lane, since that month. Cost: one row a merchant, month and number of days.
    pub async fn days_of_lane(&self, lane: &Lane, first_month: &str) -> Result<Vec<(u32, u64)>, StoreError> {
        by_days(between_cities(lane, first_month), self.store.reader()).await
    }

    /// The same between the lane's provinces, whatever the cities. Cost: the same for every pair of cities.
    pub async fn days_between_provinces(&self, lane: &Lane, first_month: &str) -> Result<Vec<(u32, u64)>, StoreError> {
        by_days(between_provinces(lane, first_month), self.store.reader()).await
    }
}

/// The value of each shipment, by its id.
fn each(some: &[&TimedShipment<'_>], value: impl Fn(&TimedShipment<'_>) -> SimpleExpr) -> SimpleExpr {
    let case = some.iter().fold(CaseStatement::new(), |case, one| {
        case.case(Expr::col(shipments::Column::Id).eq(one.shipment.id.0), value(one))
    });
    case.into()
}

fn between_provinces(lane: &Lane, first_month: &str) -> Select<lane_times::Entity> {
    use lane_times::Column;
    lane_times::Entity::find()
        .filter(Column::Carrier.eq(&lane.carrier))
        .filter(Column::FromProvince.eq(&lane.from_province))
        .filter(Column::Province.eq(&lane.province))
        .filter(Column::Month.gte(first_month))
}

fn between_cities(lane: &Lane, first_month: &str) -> Select<lane_times::Entity> {
    between_provinces(lane, first_month)
        .filter(lane_times::Column::FromCity.eq(&lane.from_city))
        .filter(lane_times::Column::City.eq(&lane.city))
}

async fn by_days(
    query: Select<lane_times::Entity>,
    conn: &impl ConnectionTrait,
) -> Result<Vec<(u32, u64)>, StoreError> {
    let rows: Vec<(i32, i64)> = query
        .select_only()
        .column(lane_times::Column::Days)
        .expr(Expr::cust("CAST(SUM(deliveries) AS BIGINT)"))
        .group_by(lane_times::Column::Days)
        .into_tuple()
        .all(conn)
        .await?;
    let corrupt = |_| StoreError::Corrupt("times of a lane");
    rows.into_iter()
        .map(|(days, deliveries)| {
            Ok((u32::try_from(days).map_err(corrupt)?, u64::try_from(deliveries).map_err(corrupt)?))
        })
        .collect()
}

/// By lane and days, months together.
fn sums(query: Select<lane_times::Entity>) -> Select<lane_times::Entity> {
    use lane_times::Column;
    let lane = [Column::Carrier, Column::FromProvince, Column::FromCity, Column::Province, Column::City, Column::Days];
    let sum = |what: &str| Expr::cust(format!("CAST(SUM({what}) AS BIGINT)"));
    let query = query.select_only().columns(lane);
    let query = query.expr_as(sum("deliveries"), "deliveries").expr_as(sum("minutes"), "minutes");
    lane.into_iter().fold(query, |query, column| query.group_by(column))
}

fn days_column(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
}

fn rows(rows: Vec<Row>) -> Result<Vec<LaneDays>, StoreError> {
    let corrupt = |_| StoreError::Corrupt("times of a lane");
    let read = |row: Row| {
        Ok(LaneDays {
            days: u32::try_from(row.days).map_err(corrupt)?,
            deliveries: u64::try_from(row.deliveries).map_err(corrupt)?,
            minutes: u64::try_from(row.minutes).map_err(corrupt)?,
            lane: Lane {
                carrier: row.carrier,
                from_province: row.from_province,
                from_city: row.from_city,
                province: row.province,
                city: row.city,
            },
        })
    };
    // What was taken back again leaves nothing behind.
    rows.into_iter().filter(|row| row.deliveries != 0).map(read).collect()
}
