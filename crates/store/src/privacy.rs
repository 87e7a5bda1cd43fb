//! Ending what is kept of people: by time, and when a person asks. Numbers, regions and amounts stay, for the books; names, phones and street
//! addresses go, with the tokens that found them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use shared::{ImportId, MerchantId, OrderId, ShipmentId, ShipmentState, orders::OrderState, state::Phase};
use uuid::Uuid;

use crate::{
    ContactRecord, OrderQuery, OrderRecord, PartyPii, Scoped, StoreError, TenantScope, WriteTx,
    connection::SystemStore,
    entity::{carrier_orders, contacts, import_rows, imports, merchants, orders, shipment_tokens, shipments},
    orders::RECEIVER as ORDER_RECEIVER,
    shipments::{RECEIVER, SENDER},
};

/// States after which nobody needs to reach anybody of a shipment any more: it arrived, came back, was lost, or never went.
const ENDED: [ShipmentState; 5] = [
    ShipmentState::OrderCancelled,
    ShipmentState::Delivered,
    ShipmentState::SignedByThirdParty,
    ShipmentState::ReturnedToSender,
    ShipmentState::Lost,
];

/// Contacts of one question.
const CONTACTS_PAGE: u64 = 2_000;
/// Shipments of one question, of which their numbers and senders are read.
const SENDERS_PAGE: u64 = 5_000;
/// Orders that were not shipped, looked through for one person: nothing finds them by phone.
const POOL_MAX: usize = 100_000;
/// Of one question.
const POOL_PAGE: u32 = 1_000;

/// A shipment whose people are to be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgettable {
    pub shipment: ShipmentId,
    pub order: Uuid,
}

/// Did it arrive, or was it voided before it went?
pub fn is_over(state: ShipmentState) -> bool {
    matches!(state.phase(), Phase::Delivered | Phase::Voided)
}

/// Is it at an end, so that its people may be forgotten?
pub fn has_ended(state: ShipmentState) -> bool {
    ENDED.contains(&state)
}

impl PartyPii {
    /// Whoever it was is forgotten.
    pub fn is_nobody(&self) -> bool {
        self.phone.is_empty()
    }
}

fn nobody() -> PartyPii {
    PartyPii { name: "*".to_owned(), phone: String::new(), detail: String::new() }
}

impl SystemStore<'_> {
    /// Merchants with how many days they keep personal data, after this one; the sweep belongs to no caller.
    pub async fn retention_days(
        &self,
        after: Option<MerchantId>,
        limit: u64,
    ) -> Result<Vec<(TenantScope, u32)>, StoreError> {
        let mut query = merchants::Entity::find().order_by_asc(merchants::Column::Id).limit(limit);
        if let Some(after) = after {
            query = query.filter(merchants::Column::Id.gt(after.0));
        }
        let rows = query.all(self.store.reader()).await?;
        let days = |row: merchants::Model| {
            let days = u32::try_from(row.retention_days).map_err(|_| StoreError::Corrupt("retention days"))?;
            Ok((TenantScope::of(row.id), days))
        };
        rows.into_iter().map(days).collect()
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn own_retention_days(&self) -> Result<u32, StoreError> {
        let row = merchants::Entity::find_by_id(self.merchant).one(self.conn).await?;
        let row = row.ok_or(StoreError::Corrupt("a scope without its merchant"))?;
        u32::try_from(row.retention_days).map_err(|_| StoreError::Corrupt("retention days"))
    }

    /// Shipments made before `first_id` that are at an end and still name people, oldest first.
    pub async fn forgettable(&self, first_id: Uuid, limit: u64) -> Result<Vec<Forgettable>, StoreError> {
        let rows: Vec<(Uuid, Uuid)> = shipments::Entity::find()
            .select_only()
            .columns([shipments::Column::Id, shipments::Column::OrderId])
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::AnonymisedAt.is_null())
            .filter(shipments::Column::Id.lt(first_id))
            .filter(shipments::Column::State.is_in(ENDED.map(ShipmentState::as_str)))
            .order_by_asc(shipments::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(|(id, order)| Forgettable { shipment: ShipmentId(id), order }).collect())
    }

    /// Imports made before `first_id` whose file, or rows, are still kept.
    pub async fn forgettable_imports(&self, first_id: Uuid, limit: u64) -> Result<Vec<ImportId>, StoreError> {
        let rows: Vec<Uuid> = imports::Entity::find()
            .select_only()
            .column(imports::Column::Id)
            .filter(imports::Column::MerchantId.eq(self.merchant))
            .filter(imports::Column::FileSealed.is_not_null())
            .filter(imports::Column::FinishedAt.is_not_null())
            .filter(imports::Column::Id.lt(first_id))
            .order_by_asc(imports::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(ImportId).collect())
    }

    /// Orders made before `first_id` that are never going to be shipped and still name people, oldest first.
    pub async fn forgettable_orders(&self, first_id: Uuid, limit: u64) -> Result<Vec<OrderId>, StoreError> {
        let rows: Vec<Uuid> = orders::Entity::find()
            .select_only()
            .column(orders::Column::Id)
            .filter(orders::Column::MerchantId.eq(self.merchant))
            // As the index has it, word for word.
            .filter(Expr::cust("state IN ('merged', 'cancelled') AND anonymised_at IS NULL"))
            .filter(orders::Column::Id.lt(first_id))
            .order_by_asc(orders::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(OrderId).collect())
    }

    /// Orders made before `first_id` that still wait to be shipped, oldest first.
    pub async fn outdated_orders(&self, first_id: Uuid, limit: u64) -> Result<Vec<OrderId>, StoreError> {
        let rows: Vec<Uuid> = orders::Entity::find()
            .select_only()
            .column(orders::Column::Id)
            .filter(orders::Column::MerchantId.eq(self.merchant))
            // As the pool's index has it, so that it is used.
            .filter(Expr::cust("orders.state <> 'shipped'"))
            .filter(orders::Column::State.eq(OrderState::Open.as_str()))
            .filter(orders::Column::Id.lt(first_id))
            .order_by_asc(orders::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(OrderId).collect())
    }

    /// Orders of exactly this receiver's phone that were not shipped, newest first.
    pub async fn pooled_orders_of_phone(&self, phone: &str) -> Result<Vec<OrderRecord>, StoreError> {
        let mut query = OrderQuery { limit: POOL_PAGE, ..OrderQuery::default() };
        let (mut found, mut seen) = (Vec::new(), 0);
        while seen < POOL_MAX {
            let page = self.pooled_orders(&query).await?;
            let Some(last) = page.last() else { break };
            query.after = Some(last.id);
            seen += page.len();
            found.extend(page.into_iter().filter(|order| order.receiver.phone == phone));
        }
        Ok(found)
    }

    /// Contacts of exactly this phone, newest first: nothing finds them by phone, so all are looked through.
    pub async fn contacts_of_phone(&self, phone: &str) -> Result<Vec<ContactRecord>, StoreError> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let rows = contacts::Entity::find()
                .filter(contacts::Column::MerchantId.eq(self.merchant))
                .filter(Condition::all().add_option(after.map(|after: Uuid| contacts::Column::Id.lt(after))))
                .order_by_desc(contacts::Column::Id)
                .limit(CONTACTS_PAGE)
                .all(self.conn)
                .await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = Some(last.id);
            for row in rows {
                let record = self.contact_record(row)?;
                if record.party.phone == phone {
                    found.push(record);
                }
            }
        }
    }

    /// The newest shipments, at most `limit`, whose sender has exactly this phone. Nothing finds a sender by phone, so all that still name
    /// people are looked through.
    pub async fn shipments_sent_by(&self, phone: &str, limit: usize) -> Result<Vec<ShipmentId>, StoreError> {
        let (mut found, mut after) = (Vec::new(), None);
        while found.len() < limit {
            let rows: Vec<(Uuid, Vec<u8>)> = shipments::Entity::find()
                .select_only()
                .columns([shipments::Column::Id, shipments::Column::SenderSealed])
                .filter(shipments::Column::MerchantId.eq(self.merchant))
                .filter(shipments::Column::AnonymisedAt.is_null())
                .filter(self.visible_shipments())
                .filter(Condition::all().add_option(after.map(|after: Uuid| shipments::Column::Id.lt(after))))
                .order_by_desc(shipments::Column::Id)
                .limit(SENDERS_PAGE)
                .into_tuple()
                .all(self.conn)
                .await?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(*last);
            for (id, sealed) in &rows {
                if PartyPii::open(self.keys, self.merchant, SENDER, sealed)?.phone == phone {
                    found.push(ShipmentId(*id));
                }
            }
        }
        found.truncate(limit);
        Ok(found)
    }
}

impl WriteTx<'_> {
    pub async fn set_retention_days(&self, days: u32) -> Result<(), StoreError> {
        let row = merchants::ActiveModel {
            id: Unchanged(self.merchant),
            retention_days: Set(i32::try_from(days).map_err(|_| StoreError::Corrupt("retention days"))?),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Forgets the people of these shipments and of their orders. The answer names the files that show who received them: whoever calls
    /// deletes them before this is committed, so that none stays that nothing names.
    pub async fn forget_people(
        &self,
        which: &[Forgettable],
        now: DateTime<Utc>,
    ) -> Result<Vec<(ShipmentId, String)>, StoreError> {
        if which.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = which.iter().map(|one| one.shipment.0).collect();
        let empty = |purpose| nobody().seal(self.keys, self.merchant, purpose);
        shipments::Entity::update_many()
            .col_expr(shipments::Column::ReceiverSealed, Expr::val(empty(RECEIVER)?))
            .col_expr(shipments::Column::SenderSealed, Expr::val(empty(SENDER)?))
            .col_expr(shipments::Column::Remark, Expr::val(""))
            .col_expr(shipments::Column::AnonymisedAt, Expr::val(now))
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.is_in(ids.iter().copied()))
            .exec(self.conn)
            .await?;
        orders::Entity::update_many()
            .col_expr(orders::Column::ReceiverSealed, Expr::val(empty(ORDER_RECEIVER)?))
            .col_expr(orders::Column::Remark, Expr::val(""))
            .filter(orders::Column::MerchantId.eq(self.merchant))
            .filter(orders::Column::Id.is_in(which.iter().map(|one| one.order)))
            .exec(self.conn)
            .await?;
        shipment_tokens::Entity::delete_many()
            .filter(shipment_tokens::Column::MerchantId.eq(self.merchant))
            .filter(shipment_tokens::Column::ShipmentId.is_in(ids.iter().copied()))
            .exec(self.conn)
            .await?;
        self.forget_problem_texts(&ids).await?;
        self.forget_carrier_words(which.iter().map(|one| one.order)).await?;
        self.forget_scan_words(&ids).await?;
        self.forget_signers(&ids).await
    }

    /// What a carrier said of an order may repeat names and addresses.
    async fn forget_carrier_words(&self, orders: impl Iterator<Item = Uuid>) -> Result<(), StoreError> {
        use carrier_orders::Column;
        carrier_orders::Entity::update_many()
            .col_expr(Column::WordsZh, Expr::val(""))
            .col_expr(Column::WordsEn, Expr::val(""))
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::OrderId.is_in(orders))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    /// Forgets who sent these shipments; who gets them is somebody else. Whoever sent one may have signed for it when it came back.
    pub async fn forget_senders(&self, ids: &[ShipmentId]) -> Result<(), StoreError> {
        self.forget_scan_words(&ids.iter().map(|id| id.0).collect::<Vec<_>>()).await?;
        shipments::Entity::update_many()
            .col_expr(shipments::Column::SenderSealed, Expr::val(nobody().seal(self.keys, self.merchant, SENDER)?))
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    /// Cancels orders that waited too long to be shipped; what became of one meanwhile stays.
    pub async fn give_up_orders(&self, ids: &[OrderId]) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        orders::Entity::update_many()
            .col_expr(orders::Column::State, Expr::val(OrderState::Cancelled.as_str()))
            .filter(orders::Column::MerchantId.eq(self.merchant))
            .filter(orders::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(orders::Column::State.eq(OrderState::Open.as_str()))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    /// Forgets the people of orders that are never going to be shipped.
    pub async fn forget_people_of_orders(&self, ids: &[OrderId], now: DateTime<Utc>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        orders::Entity::update_many()
            .col_expr(
                orders::Column::ReceiverSealed,
                Expr::val(nobody().seal(self.keys, self.merchant, ORDER_RECEIVER)?),
            )
            .col_expr(orders::Column::Remark, Expr::val(""))
            .col_expr(orders::Column::AnonymisedAt, Expr::val(now))
            .filter(orders::Column::MerchantId.eq(self.merchant))
            .filter(orders::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Expr::cust("state IN ('merged', 'cancelled')"))
            .exec(self.conn)
            .await?;
        self.forget_carrier_words(ids.iter().map(|id| id.0)).await
    }

    /// Forgets the file of an import and the rows kept of it; what became of each row stays.
    pub async fn forget_import(&self, id: ImportId) -> Result<(), StoreError> {
        imports::Entity::update_many()
            .col_expr(imports::Column::FileSealed, Expr::val(None::<Vec<u8>>))
            .filter(imports::Column::MerchantId.eq(self.merchant))
            .filter(imports::Column::Id.eq(id.0))
            .exec(self.conn)
            .await?;
        import_rows::Entity::update_many()
            .col_expr(import_rows::Column::KeptSealed, Expr::val(None::<Vec<u8>>))
            .filter(import_rows::Column::MerchantId.eq(self.merchant))
            .filter(import_rows::Column::ImportId.eq(id.0))
            .exec(self.conn)
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem_watch::UNDER_WAY;

    #[test]
    fn a_shipment_is_under_way_or_at_an_end() {
        for state in ShipmentState::ALL {
            let is_named = UNDER_WAY.contains(&format!("'{}'", state.as_str()));
            assert_eq!(has_ended(*state), is_named, "{state:?}");
            assert!(has_ended(*state) || !is_over(*state), "{state:?}");
        }
    }
}
