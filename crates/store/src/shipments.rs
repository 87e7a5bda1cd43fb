//! Shipments with their charges: one parcel, one waybill number.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use shared::{
    ChargeId, ContactId, DepartmentId, ImportId, MerchantId, OrderId, OwnerId, ShipmentId, ShipmentState, UserId,
    problems::CHECK_EVERY_H, services::Services,
};
use units::Money;
use uuid::Uuid;

use crate::{
    PartyPii, Scoped, StoreError, TenantScope, Timing, WriteTx,
    connection::NetworkStore,
    entity::{charges, shipment_tokens, shipments, waybill_directory},
    search::askable,
    services::ServiceColumns,
    stats::StatChange,
};

pub(crate) const SENDER: &str = "shipment sender";
pub(crate) const RECEIVER: &str = "shipment receiver";
/// Rows of one INSERT: stays under SQLite's 32 766 bound values with the widest table.
const INSERT_ROWS: usize = 500;
/// Narrow rows fit more.
const INSERT_NARROW_ROWS: usize = 2_500;

/// A place of the division data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRecord {
    pub province: String,
    pub city: String,
    pub district: String,
    /// GB/T 2260, six digits.
    pub division_code: u32,
}

impl PlaceRecord {
    pub(crate) fn code_column(&self) -> i32 {
        i32::try_from(self.division_code).unwrap_or_default()
    }
}

/// Counts and weights have limits far below this; what does not fit is a fault of the caller.
pub(crate) fn column(value: u32) -> Result<i32, StoreError> {
    i32::try_from(value).map_err(|_| StoreError::Corrupt("a number beyond every limit"))
}

fn from_column(value: i32) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| StoreError::Corrupt("a negative count"))
}

#[derive(Clone)]
pub struct ShipmentRecord {
    pub id: ShipmentId,
    pub waybill_no: String,
    pub order: OrderId,
    pub order_no: Option<String>,
    pub import: Option<ImportId>,
    pub carrier: String,
    pub state: ShipmentState,
    pub route_code: String,
    pub bag_hub: String,
    pub sender_province: String,
    pub sender_city: String,
    pub sender_district: String,
    pub sender: PartyPii,
    pub place: PlaceRecord,
    pub receiver: PartyPii,
    pub goods: String,
    pub quantity: u32,
    pub weight_g: Option<u32>,
    pub size_mm: Option<[u32; 3]>,
    pub insured: Option<Money>,
    pub remark: String,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
    pub shop: String,
    pub services: Services,
    /// The label template a rule gave it.
    pub template: Option<String>,
    /// What the receiver pays of the freight; it is not in the price.
    pub from_receiver: Money,
    /// What the owner pays for it.
    pub owner_price: Option<Money>,
    /// The sending address it was made from; the address itself is copied.
    pub sender_contact: Option<ContactId>,
    pub price: Money,
    pub billed_weight_g: u32,
    pub print_count: u32,
    pub first_printed_at: Option<DateTime<Utc>>,
    /// A label was printed that no longer says what the shipment says.
    pub label_stale: bool,
    /// When what it says was changed last.
    pub edited_at: Option<DateTime<Utc>>,
    pub timing: Timing,
    /// The day it was made, in the merchant's zone.
    pub created_day: NaiveDate,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A shipment and what is charged for it, as they are made together.
pub struct NewShipment {
    pub record: ShipmentRecord,
    pub charge_id: ChargeId,
    /// JSON of the rules that made the price.
    pub charge_trace: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeRecord {
    pub id: ChargeId,
    pub amount: Money,
    pub billed_weight_g: u32,
    pub trace: String,
}

/// A shipment's step from one state to the next.
#[derive(Clone, Copy, Debug)]
pub struct StateChange {
    pub from: ShipmentState,
    pub to: ShipmentState,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Only what the scope is narrowed to.
    fn own(&self, select: sea_orm::Select<shipments::Entity>) -> sea_orm::Select<shipments::Entity> {
        select.filter(self.visible_shipments())
    }

    pub async fn shipment(&self, id: ShipmentId) -> Result<Option<ShipmentRecord>, StoreError> {
        let row = self.own(shipments::Entity::find_by_id((self.merchant, id.0))).one(self.conn).await?;
        row.map(|row| self.shipment_record(row)).transpose()
    }

    /// The newest shipment that was made of an order.
    pub async fn shipment_of_order(&self, order: OrderId) -> Result<Option<ShipmentRecord>, StoreError> {
        let row = self
            .own(shipments::Entity::find())
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::OrderId.eq(order.0))
            .order_by_desc(shipments::Column::Id)
            .one(self.conn)
            .await?;
        row.map(|row| self.shipment_record(row)).transpose()
    }

    /// Those of `ids` that exist, in no order. At most a bulk request's worth.
    pub async fn shipments_by_id(&self, ids: &[ShipmentId]) -> Result<Vec<ShipmentRecord>, StoreError> {
        self.shipments_where(shipments::Column::Id.is_in(ids.iter().map(|id| id.0))).await
    }

    pub async fn shipments_by_waybill_no(&self, numbers: &[String]) -> Result<Vec<ShipmentRecord>, StoreError> {
        self.shipments_where(shipments::Column::WaybillNo.is_in(numbers.iter().map(|number| askable(number)))).await
    }

    async fn shipments_where(&self, condition: Expr) -> Result<Vec<ShipmentRecord>, StoreError> {
        let rows = self
            .own(shipments::Entity::find())
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(condition)
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| self.shipment_record(row)).collect()
    }

    /// The numbers of these shipments, without opening anything sealed.
    pub async fn waybill_nos(&self, ids: &[ShipmentId]) -> Result<Vec<(ShipmentId, String)>, StoreError> {
        let rows: Vec<(uuid::Uuid, String)> = self
            .own(shipments::Entity::find())
            .select_only()
            .columns([shipments::Column::Id, shipments::Column::WaybillNo])
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(|(id, number)| (ShipmentId(id), number)).collect())
    }

    pub async fn charge_of(&self, shipment: ShipmentId) -> Result<Option<ChargeRecord>, StoreError> {
        let row = charges::Entity::find()
            .filter(charges::Column::MerchantId.eq(self.merchant))
            .filter(charges::Column::ShipmentId.eq(shipment.0))
            .limit(1)
            .one(self.conn)
            .await?;
        row.map(|row| {
            Ok(ChargeRecord {
                id: ChargeId(row.id),
                amount: Money::from_fen(row.amount_fen),
                billed_weight_g: from_column(row.billed_weight_g)?,
                trace: row.trace,
            })
        })
        .transpose()
    }

    pub(crate) fn shipment_record(&self, row: shipments::Model) -> Result<ShipmentRecord, StoreError> {
        let size_mm = row.size_mm.map(|text| serde_json::from_str(&text)).transpose();
        let services = ServiceColumns {
            cod_fen: row.cod_fen,
            receiver_pays: row.receiver_pays,
            signed_return: row.signed_return,
            delivery_window: row.delivery_window,
        };
        Ok(ShipmentRecord {
            id: ShipmentId(row.id),
            order: OrderId(row.order_id),
            import: row.import_id.map(ImportId),
            state: ShipmentState::parse(&row.state).ok_or(StoreError::Corrupt("shipment state"))?,
            sender: PartyPii::open(self.keys, self.merchant, SENDER, &row.sender_sealed)?,
            receiver: PartyPii::open(self.keys, self.merchant, RECEIVER, &row.receiver_sealed)?,
            place: PlaceRecord {
                province: row.province,
                city: row.city,
                district: row.district,
                division_code: from_column(row.division_code)?,
            },
            quantity: from_column(row.quantity)?,
            weight_g: row.weight_g.map(from_column).transpose()?,
            size_mm: size_mm.map_err(|_| StoreError::Corrupt("shipment size"))?,
            insured: row.insured_fen.map(Money::from_fen),
            price: Money::from_fen(row.price_fen),
            billed_weight_g: from_column(row.billed_weight_g)?,
            print_count: from_column(row.print_count)?,
            created_day: row.created_day.parse().map_err(|_| StoreError::Corrupt("shipment day"))?,
            created_by: UserId(row.created_by),
            waybill_no: row.waybill_no,
            order_no: row.order_no,
            carrier: row.carrier,
            route_code: row.route_code,
            bag_hub: row.bag_hub,
            sender_province: row.sender_province,
            sender_city: row.sender_city,
            sender_district: row.sender_district,
            goods: row.goods,
            remark: row.remark,
            owner: row.owner_id.map(OwnerId),
            department: row.department_id.map(DepartmentId),
            sender_contact: row.sender_contact_id.map(ContactId),
            label_stale: row.label_stale,
            edited_at: row.edited_at,
            timing: Timing { picked_up_at: row.picked_up_at, delivered_at: row.delivered_at },
            shop: row.shop,
            services: services.services()?,
            template: Some(row.template_id).filter(|template| !template.is_empty()),
            from_receiver: Money::from_fen(row.from_receiver_fen),
            owner_price: row.owner_price_fen.map(Money::from_fen),
            first_printed_at: row.first_printed_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl WriteTx<'_> {
    /// Adds shipments with their charges, search tokens, directory entries and statistics.
    pub async fn add_shipments(&self, new: &[NewShipment]) -> Result<(), StoreError> {
        for chunk in new.chunks(INSERT_ROWS) {
            let rows =
                chunk.iter().map(|new| self.shipment_row(&new.record)).collect::<Result<Vec<_>, StoreError>>()?;
            shipments::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
            let rows = chunk.iter().map(|new| self.charge_row(new)).collect::<Result<Vec<_>, StoreError>>()?;
            charges::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
            let rows = chunk.iter().map(|new| self.directory_row(&new.record));
            waybill_directory::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        let tokens: Vec<shipment_tokens::ActiveModel> =
            new.iter().flat_map(|new| self.token_rows(&new.record)).collect();
        for chunk in tokens.chunks(INSERT_NARROW_ROWS) {
            shipment_tokens::Entity::insert_many(chunk.to_vec()).exec_without_returning(self.conn).await?;
        }
        let made = new.iter().map(|new| StatChange::made(&new.record));
        self.apply_stats(made.collect()).await
    }

    fn shipment_row(&self, record: &ShipmentRecord) -> Result<shipments::ActiveModel, StoreError> {
        let services = ServiceColumns::of(&record.services)?;
        let size_mm = record.size_mm.map(|size| serde_json::to_string(&size)).transpose();
        Ok(shipments::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            waybill_no: Set(record.waybill_no.clone()),
            order_id: Set(record.order.0),
            order_no: Set(record.order_no.clone()),
            import_id: Set(record.import.map(|import| import.0)),
            carrier: Set(record.carrier.clone()),
            state: Set(record.state.as_str().to_owned()),
            phase: Set(record.state.phase().as_str().to_owned()),
            province_code: Set(record.place.code_column() / 10_000),
            route_code: Set(record.route_code.clone()),
            bag_hub: Set(record.bag_hub.clone()),
            sender_province: Set(record.sender_province.clone()),
            sender_city: Set(record.sender_city.clone()),
            sender_district: Set(record.sender_district.clone()),
            sender_sealed: Set(record.sender.seal(self.keys, self.merchant, SENDER)?),
            province: Set(record.place.province.clone()),
            city: Set(record.place.city.clone()),
            district: Set(record.place.district.clone()),
            division_code: Set(record.place.code_column()),
            receiver_sealed: Set(record.receiver.seal(self.keys, self.merchant, RECEIVER)?),
            goods: Set(record.goods.clone()),
            quantity: Set(column(record.quantity)?),
            weight_g: Set(record.weight_g.map(column).transpose()?),
            size_mm: Set(size_mm.map_err(|_| StoreError::Corrupt("shipment size"))?),
            insured_fen: Set(record.insured.map(Money::fen)),
            remark: Set(record.remark.clone()),
            price_fen: Set(record.price.fen()),
            billed_weight_g: Set(column(record.billed_weight_g)?),
            print_count: Set(column(record.print_count)?),
            first_printed_at: Set(record.first_printed_at),
            created_day: Set(record.created_day.to_string()),
            created_by: Set(record.created_by.0),
            created_at: Set(record.created_at),
            updated_at: Set(record.updated_at),
            anonymised_at: Set(None),
            owner_id: Set(record.owner.map(|owner| owner.0)),
            department_id: Set(record.department.map(|department| department.0)),
            sender_contact_id: Set(record.sender_contact.map(|contact| contact.0)),
            label_stale: Set(record.label_stale),
            edited_at: Set(record.edited_at),
            cod_fen: Set(services.cod_fen),
            receiver_pays: Set(services.receiver_pays),
            signed_return: Set(services.signed_return),
            delivery_window: Set(services.delivery_window),
            shop: Set(record.shop.clone()),
            template_id: Set(record.template.clone().unwrap_or_default()),
            from_receiver_fen: Set(record.from_receiver.fen()),
            owner_price_fen: Set(record.owner_price.map(Money::fen)),
            check_at: Set(record.created_at + TimeDelta::hours(i64::from(CHECK_EVERY_H))),
            scan_count: Set(0),
            picked_up_at: Set(record.timing.picked_up_at),
            delivered_at: Set(record.timing.delivered_at),
            transit_days: Set(None),
        })
    }

    fn charge_row(&self, new: &NewShipment) -> Result<charges::ActiveModel, StoreError> {
        Ok(charges::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(new.charge_id.0),
            shipment_id: Set(new.record.id.0),
            kind: Set("freight_estimate".to_owned()),
            amount_fen: Set(new.record.price.fen()),
            billed_weight_g: Set(column(new.record.billed_weight_g)?),
            trace: Set(new.charge_trace.clone()),
            created_at: Set(new.record.created_at),
        })
    }

    fn directory_row(&self, record: &ShipmentRecord) -> waybill_directory::ActiveModel {
        waybill_directory::ActiveModel {
            waybill_no: Set(record.waybill_no.clone()),
            merchant_id: Set(self.merchant),
            shipment_id: Set(record.id.0),
        }
    }

    pub(crate) fn token_rows(&self, record: &ShipmentRecord) -> Vec<shipment_tokens::ActiveModel> {
        let row = |token| shipment_tokens::ActiveModel {
            merchant_id: Set(self.merchant),
            token: Set(token),
            shipment_id: Set(record.id.0),
        };
        record.receiver.tokens(self.keys, self.merchant).into_iter().map(row).collect()
    }

    /// Locks the shipment against other writers until this transaction ends, and reads it.
    pub async fn shipment_for_update(&self, id: ShipmentId) -> Result<Option<ShipmentRecord>, StoreError> {
        let row =
            self.own(shipments::Entity::find_by_id((self.merchant, id.0))).lock_exclusive().one(self.conn).await?;
        row.map(|row| self.shipment_record(row)).transpose()
    }

    /// The same for many: those of `ids` that exist, in the order of their ids.
    pub async fn shipments_for_update(&self, ids: &[ShipmentId]) -> Result<Vec<ShipmentRecord>, StoreError> {
        let rows = self
            .own(shipments::Entity::find())
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .order_by_asc(shipments::Column::Id)
            .lock_exclusive()
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| self.shipment_record(row)).collect()
    }

    /// Moves shipments on, at most a bulk request's worth; the statistics follow.
    pub async fn change_states(
        &self,
        changes: &[(&ShipmentRecord, StateChange)],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let moved: Vec<_> = changes.iter().filter(|(_, change)| change.from != change.to).collect();
        let mut by_state: BTreeMap<&'static str, (ShipmentState, Vec<Uuid>)> = BTreeMap::new();
        for (record, change) in &moved {
            by_state.entry(change.to.as_str()).or_insert((change.to, Vec::new())).1.push(record.id.0);
        }
        for (to, ids) in by_state.into_values() {
            let count = ids.len() as u64;
            let done = shipments::Entity::update_many()
                .col_expr(shipments::Column::State, Expr::val(to.as_str()))
                .col_expr(shipments::Column::Phase, Expr::val(to.phase().as_str()))
                .col_expr(shipments::Column::UpdatedAt, Expr::val(now))
                .filter(shipments::Column::MerchantId.eq(self.merchant))
                .filter(shipments::Column::Id.is_in(ids))
                .exec(self.conn)
                .await?;
            // Another merchant's shipment must not be counted as one of these.
            if done.rows_affected != count {
                return Err(DbErr::RecordNotUpdated.into());
            }
        }
        let stats = moved.iter().flat_map(|(record, change)| StatChange::moved(record, *change));
        self.apply_stats(stats.collect()).await
    }

    /// Records that a label came out of a printer that was asked for at `asked_at`. A label that was asked for after the last change says
    /// what the shipment says.
    pub async fn count_prints(
        &self,
        shipment: &ShipmentRecord,
        asked_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut update = shipments::Entity::update_many()
            .col_expr(shipments::Column::PrintCount, Expr::col(shipments::Column::PrintCount).add(1))
            .col_expr(shipments::Column::UpdatedAt, Expr::val(now));
        if shipment.label_stale && shipment.edited_at.is_none_or(|edited| asked_at >= edited) {
            update = update.col_expr(shipments::Column::LabelStale, Expr::val(false));
        }
        if shipment.first_printed_at.is_none() {
            update = update.col_expr(shipments::Column::FirstPrintedAt, Expr::val(now));
        }
        update
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.eq(shipment.id.0))
            .exec(self.conn)
            .await?;
        Ok(())
    }
}

impl NetworkStore<'_> {
    /// Scanners know numbers, not merchants: the directory says whose each is. What is unknown is left out.
    pub async fn find_waybills(
        &self,
        numbers: &[String],
    ) -> Result<Vec<(String, TenantScope, ShipmentId)>, StoreError> {
        let rows = waybill_directory::Entity::find()
            .filter(waybill_directory::Column::WaybillNo.is_in(numbers.iter().map(|number| askable(number))))
            .all(self.store.reader())
            .await?;
        let found = |row: waybill_directory::Model| {
            (row.waybill_no, TenantScope::of(MerchantId(row.merchant_id).0), ShipmentId(row.shipment_id))
        };
        Ok(rows.into_iter().map(found).collect())
    }
}
