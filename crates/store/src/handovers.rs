//! Parcels that are given to the carrier together.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use shared::{HandoverId, ShipmentId, UserId, limits::BULK_MAX, pickups::PickupState, state::Phase};
use uuid::Uuid;

use crate::{
    Scoped, StoreError, TenantScope, WriteTx,
    connection::NetworkStore,
    entity::{handover_items, handovers, shipments},
    search::askable,
    shipments::column,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverRecord {
    pub id: HandoverId,
    /// What its barcode carries; unique in the network.
    pub handover_no: String,
    pub parcels: u32,
    /// Of those whose weight is known.
    pub weight_g: u64,
    pub remark: String,
    /// When the parcels are to be fetched.
    pub pickup: Option<PickupRecord>,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
    /// When the courier scanned it.
    pub scanned_at: Option<DateTime<Utc>>,
}

/// A courier that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickupRecord {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub state: PickupState,
    /// Who comes, or why nobody does.
    pub said: String,
    pub answered_by: Option<UserId>,
    pub answered_at: Option<DateTime<Utc>>,
}

impl PickupRecord {
    /// Asked for, and not answered yet.
    pub fn asked(from: DateTime<Utc>, to: DateTime<Utc>) -> PickupRecord {
        let state = PickupState::Asked;
        PickupRecord { from, to, state, said: String::new(), answered_by: None, answered_at: None }
    }
}

/// What the network's people see, by the beginning of the window.
#[derive(Clone, Copy, Debug)]
pub struct PickupQuery {
    pub state: Option<PickupState>,
    /// Windows that began before are given up.
    pub since: DateTime<Utc>,
    pub after: Option<HandoverId>,
    pub limit: u32,
}

/// Of parcels that still wait for the courier.
const NOT_PICKED_UP: [Phase; 2] = [Phase::ToPrint, Phase::ToPickUp];

/// Some parcel of a handover still waits for the courier: one scanned by itself, or voided, does not.
fn some_parcel_waits() -> SelectStatement {
    let of_handover = Condition::all()
        .add(
            Expr::col((handover_items::Entity, handover_items::Column::MerchantId))
                .equals((handovers::Entity, handovers::Column::MerchantId)),
        )
        .add(
            Expr::col((handover_items::Entity, handover_items::Column::HandoverId))
                .equals((handovers::Entity, handovers::Column::Id)),
        );
    let same = Condition::all()
        .add(
            Expr::col((shipments::Entity, shipments::Column::MerchantId))
                .equals((handover_items::Entity, handover_items::Column::MerchantId)),
        )
        .add(
            Expr::col((shipments::Entity, shipments::Column::Id))
                .equals((handover_items::Entity, handover_items::Column::ShipmentId)),
        );
    Query::select()
        .expr(Expr::val(1))
        .from(handover_items::Entity)
        .join(JoinType::InnerJoin, shipments::Entity, same)
        .cond_where(of_handover)
        .and_where(Expr::col((shipments::Entity, shipments::Column::Phase)).is_in(NOT_PICKED_UP.map(Phase::as_str)))
        .to_owned()
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    fn handover_record(&self, row: handovers::Model) -> Result<HandoverRecord, StoreError> {
        let said = row.pickup_said_sealed.map(|sealed| self.open_text(&sealed)).transpose()?.unwrap_or_default();
        let state = PickupState::parse(&row.pickup_state).ok_or(StoreError::Corrupt("pickup state"))?;
        let (answered_by, answered_at) = (row.pickup_answered_by.map(UserId), row.pickup_answered_at);
        let window = row.pickup_from.zip(row.pickup_to);
        Ok(HandoverRecord {
            id: HandoverId(row.id),
            handover_no: row.handover_no,
            parcels: u32::try_from(row.parcels).map_err(|_| StoreError::Corrupt("handover parcels"))?,
            weight_g: u64::try_from(row.weight_g).map_err(|_| StoreError::Corrupt("handover weight"))?,
            remark: row.remark,
            pickup: window.map(|(from, to)| PickupRecord { from, to, state, said, answered_by, answered_at }),
            created_by: UserId(row.created_by),
            created_at: row.created_at,
            scanned_at: row.scanned_at,
        })
    }

    /// Newest first, older than `after`; whose scope is narrowed has those they made.
    pub async fn handovers(&self, after: Option<HandoverId>, limit: u32) -> Result<Vec<HandoverRecord>, StoreError> {
        let mut query = handovers::Entity::find().filter(handovers::Column::MerchantId.eq(self.merchant));
        if let Some(person) = self.made_by() {
            query = query.filter(handovers::Column::CreatedBy.eq(person));
        }
        if let Some(after) = after {
            query = query.filter(handovers::Column::Id.lt(after.0));
        }
        let rows = query.order_by_desc(handovers::Column::Id).limit(u64::from(limit)).all(self.conn).await?;
        rows.into_iter().map(|row| self.handover_record(row)).collect()
    }

    pub async fn handover(&self, id: HandoverId) -> Result<Option<HandoverRecord>, StoreError> {
        let mut query = handovers::Entity::find_by_id((self.merchant, id.0));
        if let Some(person) = self.made_by() {
            query = query.filter(handovers::Column::CreatedBy.eq(person));
        }
        query.one(self.conn).await?.map(|row| self.handover_record(row)).transpose()
    }

    /// Its shipments in the order they were given.
    pub async fn handover_shipments(&self, id: HandoverId) -> Result<Vec<ShipmentId>, StoreError> {
        let ids: Vec<Uuid> = handover_items::Entity::find()
            .select_only()
            .column(handover_items::Column::ShipmentId)
            .filter(handover_items::Column::MerchantId.eq(self.merchant))
            .filter(handover_items::Column::HandoverId.eq(id.0))
            .order_by_asc(handover_items::Column::Place)
            .limit(BULK_MAX as u64)
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(ids.into_iter().map(ShipmentId).collect())
    }

    /// The shipment that stands first on its paper.
    pub async fn first_of_handover(&self, id: HandoverId) -> Result<Option<ShipmentId>, StoreError> {
        let first: Option<Uuid> = handover_items::Entity::find()
            .select_only()
            .column(handover_items::Column::ShipmentId)
            .filter(handover_items::Column::MerchantId.eq(self.merchant))
            .filter(handover_items::Column::HandoverId.eq(id.0))
            .order_by_asc(handover_items::Column::Place)
            .limit(1)
            .into_tuple()
            .one(self.conn)
            .await?;
        Ok(first.map(ShipmentId))
    }

    /// Which of these shipments were handed over already.
    pub async fn handed_over(&self, ids: &[ShipmentId]) -> Result<Vec<ShipmentId>, StoreError> {
        let ids: Vec<Uuid> = handover_items::Entity::find()
            .select_only()
            .column(handover_items::Column::ShipmentId)
            .filter(handover_items::Column::MerchantId.eq(self.merchant))
            .filter(handover_items::Column::ShipmentId.is_in(ids.iter().map(|id| id.0)))
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(ids.into_iter().map(ShipmentId).collect())
    }

    /// How many shipments of each of these handovers no courier scanned yet.
    pub async fn unscanned_of(&self, ids: &[HandoverId]) -> Result<Vec<(HandoverId, u32)>, StoreError> {
        let rows: Vec<(Uuid, i64)> = handover_items::Entity::find()
            .select_only()
            .column(handover_items::Column::HandoverId)
            .expr(Expr::cust("CAST(COUNT(*) AS BIGINT)"))
            .filter(handover_items::Column::MerchantId.eq(self.merchant))
            .filter(handover_items::Column::HandoverId.is_in(ids.iter().map(|id| id.0)))
            .filter(
                handover_items::Column::ShipmentId.in_subquery(sea_orm::QueryTrait::into_query(
                    shipments::Entity::find()
                        .select_only()
                        .column(shipments::Column::Id)
                        .filter(shipments::Column::MerchantId.eq(self.merchant))
                        .filter(shipments::Column::Phase.is_in(NOT_PICKED_UP.map(Phase::as_str)))
                        .filter(
                            Expr::col((shipments::Entity, shipments::Column::Id))
                                .equals((handover_items::Entity, handover_items::Column::ShipmentId)),
                        ),
                )),
            )
            .group_by(handover_items::Column::HandoverId)
            .into_tuple()
            .all(self.conn)
            .await?;
        let count = |count: i64| u32::try_from(count).map_err(|_| StoreError::Corrupt("handover count"));
        rows.into_iter().map(|(id, unscanned)| Ok((HandoverId(id), count(unscanned)?))).collect()
    }
}

impl WriteTx<'_> {
    /// Fails with `UniqueViolation` where the number is taken, or a shipment was handed over already.
    pub async fn add_handover(&self, new: &HandoverRecord, shipments: &[ShipmentId]) -> Result<(), StoreError> {
        let row = handovers::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(new.id.0),
            handover_no: Set(new.handover_no.clone()),
            parcels: Set(column(new.parcels)?),
            weight_g: Set(i64::try_from(new.weight_g).map_err(|_| StoreError::Corrupt("handover weight"))?),
            remark: Set(new.remark.clone()),
            created_by: Set(new.created_by.0),
            created_at: Set(new.created_at),
            scanned_at: Set(new.scanned_at),
            ..self.pickup_columns(new.pickup.as_ref())?
        };
        handovers::Entity::insert(row).exec_without_returning(self.conn).await?;
        let items = (1..).zip(shipments).map(|(place, shipment)| handover_items::ActiveModel {
            merchant_id: Set(self.merchant),
            handover_id: Set(new.id.0),
            shipment_id: Set(shipment.0),
            place: Set(place),
        });
        handover_items::Entity::insert_many(items).exec_without_returning(self.conn).await?;
        Ok(())
    }

    fn pickup_columns(&self, pickup: Option<&PickupRecord>) -> Result<handovers::ActiveModel, StoreError> {
        let said = pickup.map(|pickup| pickup.said.as_str()).filter(|said| !said.is_empty());
        Ok(handovers::ActiveModel {
            pickup_from: Set(pickup.map(|pickup| pickup.from)),
            pickup_to: Set(pickup.map(|pickup| pickup.to)),
            pickup_state: Set(pickup.map_or(PickupState::Asked, |pickup| pickup.state).as_str().to_owned()),
            pickup_said_sealed: Set(self.seal_text(said)?),
            pickup_answered_by: Set(pickup.and_then(|pickup| pickup.answered_by).map(|person| person.0)),
            pickup_answered_at: Set(pickup.and_then(|pickup| pickup.answered_at)),
            ..Default::default()
        })
    }

    pub async fn handover_for_update(&self, id: HandoverId) -> Result<Option<HandoverRecord>, StoreError> {
        let mut query = handovers::Entity::find_by_id((self.merchant, id.0));
        if let Some(person) = self.made_by() {
            query = query.filter(handovers::Column::CreatedBy.eq(person));
        }
        query.lock_exclusive().one(self.conn).await?.map(|row| self.handover_record(row)).transpose()
    }

    /// Asks for a courier, keeps what was said about it, or asks for none.
    pub async fn set_pickup(&self, id: HandoverId, pickup: Option<&PickupRecord>) -> Result<(), StoreError> {
        let mut row = self.pickup_columns(pickup)?;
        (row.merchant_id, row.id) = (Unchanged(self.merchant), Unchanged(id.0));
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_handover_scanned(&self, id: HandoverId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let row = handovers::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            scanned_at: Set(Some(at)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }
}

impl NetworkStore<'_> {
    /// A courier's scanner knows numbers, not merchants: whose handover this is.
    pub async fn find_handover(&self, handover_no: &str) -> Result<Option<(TenantScope, HandoverId)>, StoreError> {
        let row = handovers::Entity::find()
            .filter(handovers::Column::HandoverNo.eq(askable(handover_no)))
            .one(self.store.reader())
            .await?;
        Ok(row.map(|row| (TenantScope::of(row.merchant_id), HandoverId(row.id))))
    }

    /// What couriers are still to fetch, of any merchant; each with whose it is.
    pub async fn pickups(&self, query: &PickupQuery) -> Result<Vec<(TenantScope, HandoverRecord)>, StoreError> {
        use handovers::Column;
        let open =
            || handovers::Entity::find().filter(Column::PickupFrom.is_not_null()).filter(Column::ScannedAt.is_null());
        let mut select = open()
            .filter(Column::PickupFrom.gte(query.since))
            .filter(Expr::exists(some_parcel_waits()))
            .order_by_asc(Column::PickupFrom)
            .order_by_asc(Column::Id)
            .limit(u64::from(query.limit));
        if let Some(state) = query.state {
            select = select.filter(Column::PickupState.eq(state.as_str()));
        }
        if let Some(after) = query.after {
            let last = open().filter(Column::Id.eq(after.0)).one(self.store.reader()).await?;
            // One that nobody is to come for any more has no place: the list begins anew.
            if let Some(from) = last.and_then(|last| last.pickup_from) {
                let later = Condition::all().add(Column::PickupFrom.eq(from)).add(Column::Id.gt(after.0));
                select = select.filter(Condition::any().add(Column::PickupFrom.gt(from)).add(later));
            }
        }
        let rows = select.all(self.store.reader()).await?;
        let record = |row: handovers::Model| {
            let scope = TenantScope::of(row.merchant_id);
            Ok((scope, self.store.read(scope).handover_record(row)?))
        };
        rows.into_iter().map(record).collect()
    }
}
