//! Orders: what a merchant wants shipped.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use shared::{
    CarrierAccountId, ContactId, DepartmentId, ImportId, OrderId, OrderRuleId, OwnerId, UserId, orders::OrderState,
    services::Services,
};
use units::Money;

use crate::{
    PartyPii, Scoped, StoreError, WriteTx, entity::orders, search::askable, services::ServiceColumns,
    shipments::PlaceRecord,
};

pub(crate) const RECEIVER: &str = "order receiver";
/// Rows of one INSERT: stays under SQLite's 32 766 bound values.
const INSERT_ROWS: usize = 500;

#[derive(Clone)]
pub struct OrderRecord {
    pub id: OrderId,
    pub order_no: Option<String>,
    /// The order number, or where there is none what else makes it the same order: `~` and the file and row it came from.
    pub dedupe_key: String,
    /// `api`, `form`, or the format of the import.
    pub source: String,
    pub state: OrderState,
    pub import: Option<ImportId>,
    pub place: PlaceRecord,
    pub receiver: PartyPii,
    pub goods: String,
    pub quantity: u32,
    pub weight_g: Option<u32>,
    pub remark: String,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
    /// Where it is to be sent from; none: the owner's address, or the default.
    pub sender: Option<ContactId>,
    pub insured: Option<Money>,
    pub is_held: bool,
    /// A mark of the merchant's own, such as `red`; empty: none.
    pub flag: String,
    /// The order it was merged into, or split from.
    pub parent: Option<OrderId>,
    pub shop: String,
    /// The merchant's own codes of its goods, without spaces.
    pub goods_codes: Vec<String>,
    pub services: Services,
    /// The label template a rule gave it.
    pub template: Option<String>,
    /// The rule that took it.
    pub rule: Option<OrderRuleId>,
    /// The merchant's account at the carrier it is to be sent with; none: with the network.
    pub carrier_account: Option<CarrierAccountId>,
    pub created_by: Option<UserId>,
    pub created_at: DateTime<Utc>,
}

/// Each between spaces, so that one is found by ` CODE `.
pub(crate) fn codes_column(codes: &[String]) -> String {
    if codes.is_empty() { String::new() } else { format!(" {} ", codes.join(" ")) }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Which of these keys are taken by orders that exist.
    pub async fn known_orders(&self, dedupe_keys: &[String]) -> Result<Vec<(String, OrderId)>, StoreError> {
        let mut known = Vec::new();
        for keys in dedupe_keys.chunks(INSERT_ROWS) {
            let rows: Vec<(String, uuid::Uuid)> = orders::Entity::find()
                .select_only()
                .columns([orders::Column::DedupeKey, orders::Column::Id])
                .filter(orders::Column::MerchantId.eq(self.merchant))
                .filter(orders::Column::DedupeKey.is_in(keys.iter().map(|key| askable(key))))
                .into_tuple()
                .all(self.conn)
                .await?;
            known.extend(rows.into_iter().map(|(key, id)| (key, OrderId(id))));
        }
        Ok(known)
    }

    /// Where these orders came from.
    pub async fn order_sources(&self, ids: &[OrderId]) -> Result<Vec<(OrderId, String)>, StoreError> {
        let mut sources = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(INSERT_ROWS) {
            let rows: Vec<(uuid::Uuid, String)> = orders::Entity::find()
                .select_only()
                .columns([orders::Column::Id, orders::Column::Source])
                .filter(orders::Column::MerchantId.eq(self.merchant))
                .filter(orders::Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.conn)
                .await?;
            sources.extend(rows.into_iter().map(|(id, source)| (OrderId(id), source)));
        }
        Ok(sources)
    }
}

impl WriteTx<'_> {
    /// Fails with `UniqueViolation` where a key is taken.
    pub async fn add_orders(&self, orders: &[OrderRecord]) -> Result<(), StoreError> {
        for chunk in orders.chunks(INSERT_ROWS) {
            let rows = chunk.iter().map(|order| self.order_row(order)).collect::<Result<Vec<_>, StoreError>>()?;
            orders::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }

    pub(crate) fn order_row(&self, order: &OrderRecord) -> Result<orders::ActiveModel, StoreError> {
        let services = ServiceColumns::of(&order.services)?;
        Ok(orders::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(order.id.0),
            order_no: Set(order.order_no.clone()),
            dedupe_key: Set(order.dedupe_key.clone()),
            source: Set(order.source.clone()),
            state: Set(order.state.as_str().to_owned()),
            import_id: Set(order.import.map(|import| import.0)),
            province: Set(order.place.province.clone()),
            city: Set(order.place.city.clone()),
            district: Set(order.place.district.clone()),
            division_code: Set(order.place.code_column()),
            receiver_sealed: Set(order.receiver.seal(self.keys, self.merchant, RECEIVER)?),
            goods: Set(order.goods.clone()),
            quantity: Set(crate::shipments::column(order.quantity)?),
            weight_g: Set(order.weight_g.map(crate::shipments::column).transpose()?),
            remark: Set(order.remark.clone()),
            owner_id: Set(order.owner.map(|owner| owner.0)),
            department_id: Set(order.department.map(|department| department.0)),
            sender_contact_id: Set(order.sender.map(|sender| sender.0)),
            insured_fen: Set(order.insured.map(Money::fen)),
            is_held: Set(order.is_held),
            flag: Set(order.flag.clone()),
            parent_id: Set(order.parent.map(|parent| parent.0)),
            created_by: Set(order.created_by.map(|person| person.0)),
            created_at: Set(order.created_at),
            cod_fen: Set(services.cod_fen),
            receiver_pays: Set(services.receiver_pays),
            signed_return: Set(services.signed_return),
            delivery_window: Set(services.delivery_window),
            shop: Set(order.shop.clone()),
            template_id: Set(order.template.clone().unwrap_or_default()),
            goods_codes: Set(codes_column(&order.goods_codes)),
            rule_id: Set(order.rule.map(|rule| rule.0)),
            carrier_account_id: Set(order.carrier_account.map(|account| account.0)),
            anonymised_at: NotSet,
        })
    }
}
