//! Lists of shipments: keyset pages, newest first. UUIDv7 ids sort by time, so the key of a page is the last id alone.

use std::borrow::Cow;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, ExprTrait},
};
use shared::{DepartmentId, ImportId, OwnerId, ShipmentId, ShipmentState, state::Phase};
use uuid::Uuid;

use crate::{
    Scoped, ShipmentRecord, StoreError,
    entity::{handover_items, shipment_tokens, shipments},
    pii::search_tokens,
};

/// What somebody typed, as a database can be asked for it. PostgreSQL has no NUL in text, so what holds one is not there; the sign in its
/// place keeps the question well formed.
pub(crate) fn askable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// What a list shows. All conditions must hold.
#[derive(Clone, Default)]
pub struct ShipmentQuery {
    pub state: Option<ShipmentState>,
    pub phase: Option<Phase>,
    pub import: Option<ImportId>,
    pub waybill_no: Option<String>,
    pub order_no: Option<String>,
    pub printed: Option<bool>,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
    /// Printed labels that no longer say what the shipment says.
    pub label_stale: Option<bool>,
    /// Whether it is on a handover.
    pub handed_over: Option<bool>,
    /// The first two digits of the destination's division code, such as 44.
    pub province_code: Option<u32>,
    /// Without those that are voided.
    pub not_voided: bool,
    /// Ids from here on (inclusive): the first id of the first moment.
    pub first_id: Option<Uuid>,
    /// Ids before this one.
    pub before_id: Option<Uuid>,
    /// Older than the last of the page before.
    pub after: Option<ShipmentId>,
    pub limit: u32,
}

/// Asked shipment by shipment, along the page.
fn on_handover(merchant: Uuid, there: bool) -> Expr {
    use handover_items::Column;
    let items = handover_items::Entity::find()
        .select_only()
        .column(Column::ShipmentId)
        .filter(Column::MerchantId.eq(merchant))
        .filter(
            Expr::col((handover_items::Entity, Column::ShipmentId)).equals((shipments::Entity, shipments::Column::Id)),
        )
        .into_query();
    if there { Expr::exists(items) } else { Expr::exists(items).not() }
}

impl ShipmentQuery {
    fn condition(&self, merchant: Uuid) -> Condition {
        use shipments::Column;
        Condition::all()
            .add(Column::MerchantId.eq(merchant))
            .add_option(self.state.map(|state| Column::State.eq(state.as_str())))
            .add_option(self.phase.map(|phase| Column::Phase.eq(phase.as_str())))
            .add_option(self.import.map(|import| Column::ImportId.eq(import.0)))
            .add_option(self.waybill_no.as_deref().map(|number| Column::WaybillNo.eq(askable(number))))
            .add_option(self.order_no.as_deref().map(|number| Column::OrderNo.eq(askable(number))))
            .add_option(self.owner.map(|owner| Column::OwnerId.eq(owner.0)))
            .add_option(self.department.map(|department| Column::DepartmentId.eq(department.0)))
            .add_option(self.label_stale.map(|stale| Column::LabelStale.eq(stale)))
            .add_option(self.handed_over.map(|there| on_handover(merchant, there)))
            .add_option(self.province_code.map(|code| Column::ProvinceCode.eq(i32::try_from(code).unwrap_or(-1))))
            .add_option(self.printed.map(|printed| {
                if printed { Column::FirstPrintedAt.is_not_null() } else { Column::FirstPrintedAt.is_null() }
            }))
            .add_option(self.not_voided.then(|| Column::State.ne(ShipmentState::OrderCancelled.as_str())))
            .add_option(self.first_id.map(|id| Column::Id.gte(id)))
            .add_option(self.before_id.map(|id| Column::Id.lt(id)))
            .add_option(self.after.map(|id| Column::Id.lt(id.0)))
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn list_shipments(&self, query: &ShipmentQuery) -> Result<Vec<ShipmentRecord>, StoreError> {
        let rows = self.page(query).all(self.conn).await?;
        rows.into_iter().map(|row| self.shipment_record(row)).collect()
    }

    pub async fn list_shipment_ids(&self, query: &ShipmentQuery) -> Result<Vec<ShipmentId>, StoreError> {
        let ids: Vec<Uuid> =
            self.page(query).select_only().column(shipments::Column::Id).into_tuple().all(self.conn).await?;
        Ok(ids.into_iter().map(ShipmentId).collect())
    }

    /// Are there more than `most` that the query finds? Only ids are looked at.
    pub async fn has_more_shipments(&self, query: &ShipmentQuery, most: u64) -> Result<bool, StoreError> {
        let next: Option<Uuid> = self
            .page(query)
            .select_only()
            .column(shipments::Column::Id)
            .limit(1)
            .offset(most)
            .into_tuple()
            .one(self.conn)
            .await?;
        Ok(next.is_some())
    }

    pub(crate) fn page(&self, query: &ShipmentQuery) -> Select<shipments::Entity> {
        shipments::Entity::find()
            .filter(query.condition(self.merchant))
            .filter(self.visible_shipments())
            .order_by_desc(shipments::Column::Id)
            .limit(u64::from(query.limit))
    }

    /// Finds by many numbers at once: each is a waybill number or an order number.
    pub async fn search_by_numbers(
        &self,
        numbers: &[String],
        query: &ShipmentQuery,
    ) -> Result<Vec<ShipmentRecord>, StoreError> {
        use shipments::Column;
        // Two seeks, each with an index of its own; an OR over both columns would read the whole list.
        let mut found = Vec::new();
        for column in [Column::WaybillNo, Column::OrderNo] {
            let rows = self
                .page(query)
                .filter(column.is_in(numbers.iter().map(|number| askable(number))))
                .all(self.conn)
                .await?;
            found.extend(rows);
        }
        found.sort_by_key(|row| std::cmp::Reverse(row.id));
        found.dedup_by_key(|row| row.id);
        found.truncate(query.limit as usize);
        found.into_iter().map(|row| self.shipment_record(row)).collect()
    }

    /// Finds by phone, last four digits, name, pinyin or initials.
    pub async fn search_by_person(&self, text: &str, query: &ShipmentQuery) -> Result<Vec<ShipmentRecord>, StoreError> {
        let tokens = search_tokens(self.keys, self.merchant, text);
        let mut found = Vec::new();
        for token in tokens {
            found.extend(self.page_of_token(token, query).all(self.conn).await?);
        }
        found.sort_by_key(|row| std::cmp::Reverse(row.id));
        found.dedup_by_key(|row| row.id);
        found.truncate(query.limit as usize);
        found.into_iter().map(|row| self.shipment_record(row)).collect()
    }

    /// Are there more than `most` of one phone, name, pinyin or initials?
    pub async fn has_more_of_person(&self, text: &str, query: &ShipmentQuery, most: u64) -> Result<bool, StoreError> {
        for token in search_tokens(self.keys, self.merchant, text) {
            let page = self.page_of_token(token, query).select_only().column(shipments::Column::Id);
            let next: Option<Uuid> = page.limit(1).offset(most).into_tuple().one(self.conn).await?;
            if next.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The page among the shipments of one search token. It is walked along the token's own index, so that a page deep in a common name
    /// costs what the first one costs.
    fn page_of_token(&self, token: i64, query: &ShipmentQuery) -> Select<shipments::Entity> {
        use shipment_tokens::Column;
        let tokens = shipments::Entity::belongs_to(shipment_tokens::Entity)
            .from((shipments::Column::MerchantId, shipments::Column::Id))
            .to((Column::MerchantId, Column::ShipmentId));
        shipments::Entity::find()
            .join(JoinType::InnerJoin, tokens.into())
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::Token.eq(token))
            .filter(query.condition(self.merchant))
            .filter(self.visible_shipments())
            .filter(Condition::all().add_option(query.after.map(|id| Column::ShipmentId.lt(id.0))))
            .order_by_desc(Column::ShipmentId)
            .limit(u64::from(query.limit))
    }
}
