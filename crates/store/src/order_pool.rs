//! The order pool: orders that wait until they are shipped.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};
use shared::{
    CarrierAccountId, ContactId, DepartmentId, ImportId, OrderId, OrderRuleId, OwnerId, UserId, orders::OrderState,
};
use units::Money;

use crate::{
    OrderRecord, Part, PartyPii, Scoped, StoreError, WriteTx,
    entity::orders,
    orders::{RECEIVER, codes_column},
    search::askable,
    services::ServiceColumns,
    shipments::PlaceRecord,
};

/// Which orders of the pool are listed. All conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct OrderQuery {
    pub state: Option<OrderState>,
    pub is_held: Option<bool>,
    pub flag: Option<String>,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
    pub import: Option<ImportId>,
    pub order_no: Option<String>,
    /// Older than the last of the page before.
    pub after: Option<OrderId>,
    pub limit: u32,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// What the scope sees of the orders that are not shipped. The condition is written out, so that the pool's own index is used.
    fn pool(&self) -> Select<orders::Entity> {
        orders::Entity::find()
            .filter(orders::Column::MerchantId.eq(self.merchant))
            .filter(Expr::cust("orders.state <> 'shipped'"))
            .filter(self.visible_orders())
    }

    fn visible_orders(&self) -> Condition {
        use orders::Column;
        let all = Condition::all();
        let Some(narrowed) = self.narrowed else { return all };
        all.add(match narrowed.to {
            Part::Own => Column::CreatedBy.eq(narrowed.person.0),
            Part::Owners(seat) => Column::OwnerId.in_subquery(self.targets(seat.0)),
            Part::Departments(seat) => Column::DepartmentId.in_subquery(self.targets(seat.0)),
            Part::Senders(seat) => Column::SenderContactId.in_subquery(self.targets(seat.0)),
        })
    }

    /// Newest first.
    pub async fn pooled_orders(&self, query: &OrderQuery) -> Result<Vec<OrderRecord>, StoreError> {
        use orders::Column;
        let condition = Condition::all()
            .add_option(query.state.map(|state| Column::State.eq(state.as_str())))
            .add_option(query.is_held.map(|held| Column::IsHeld.eq(held)))
            .add_option(query.flag.as_deref().map(|flag| Column::Flag.eq(askable(flag))))
            .add_option(query.owner.map(|owner| Column::OwnerId.eq(owner.0)))
            .add_option(query.department.map(|department| Column::DepartmentId.eq(department.0)))
            .add_option(query.import.map(|import| Column::ImportId.eq(import.0)))
            .add_option(query.order_no.as_deref().map(|number| Column::OrderNo.eq(askable(number))))
            .add_option(query.after.map(|after| Column::Id.lt(after.0)));
        let rows = self.pool().filter(condition).order_by_desc(Column::Id).limit(u64::from(query.limit));
        rows.all(self.conn).await?.into_iter().map(|row| self.order_record(row)).collect()
    }

    /// The order of this number, as long as it is in the pool.
    pub async fn pooled_order_numbered(&self, order_no: &str) -> Result<Option<OrderRecord>, StoreError> {
        let row = self.pool().filter(orders::Column::DedupeKey.eq(askable(order_no))).one(self.conn).await?;
        row.map(|row| self.order_record(row)).transpose()
    }

    /// The open orders that wait for goods of this code alone, oldest first; where there is none, those that hold it among others.
    pub async fn open_orders_of_goods(&self, code: &str, limit: u32) -> Result<Vec<OrderRecord>, StoreError> {
        use orders::Column;
        let code = codes_column(&[askable(code).into_owned()]);
        let open = || {
            let open = self.pool().filter(Expr::cust("orders.state = 'open' AND orders.goods_codes <> ''"));
            open.filter(Column::IsHeld.eq(false)).order_by_asc(Column::Id).limit(u64::from(limit))
        };
        let mut rows = open().filter(Column::GoodsCodes.eq(code.as_str())).all(self.conn).await?;
        if rows.is_empty() {
            rows = open().filter(Column::GoodsCodes.contains(code.as_str())).all(self.conn).await?;
        }
        rows.into_iter().map(|row| self.order_record(row)).collect()
    }

    /// Whether an order that waits is to be sent with this account.
    pub async fn is_carrier_account_awaited(&self, id: CarrierAccountId) -> Result<bool, StoreError> {
        let first = orders::Entity::find()
            .filter(orders::Column::MerchantId.eq(self.merchant))
            .filter(Expr::cust("orders.state <> 'shipped'"))
            .filter(orders::Column::State.eq(OrderState::Open.as_str()))
            .filter(orders::Column::CarrierAccountId.eq(id.0))
            .limit(1)
            .one(self.conn)
            .await?;
        Ok(first.is_some())
    }

    pub async fn pooled_order(&self, id: OrderId) -> Result<Option<OrderRecord>, StoreError> {
        let row = self.pool().filter(orders::Column::Id.eq(id.0)).one(self.conn).await?;
        row.map(|row| self.order_record(row)).transpose()
    }

    fn order_record(&self, row: orders::Model) -> Result<OrderRecord, StoreError> {
        let count = |value: i32| u32::try_from(value).map_err(|_| StoreError::Corrupt("order count"));
        let services = ServiceColumns {
            cod_fen: row.cod_fen,
            receiver_pays: row.receiver_pays,
            signed_return: row.signed_return,
            delivery_window: row.delivery_window,
        };
        Ok(OrderRecord {
            id: OrderId(row.id),
            state: OrderState::parse(&row.state).ok_or(StoreError::Corrupt("order state"))?,
            import: row.import_id.map(ImportId),
            place: PlaceRecord {
                province: row.province,
                city: row.city,
                district: row.district,
                division_code: count(row.division_code)?,
            },
            receiver: PartyPii::open(self.keys, self.merchant, RECEIVER, &row.receiver_sealed)?,
            quantity: count(row.quantity)?,
            weight_g: row.weight_g.map(count).transpose()?,
            owner: row.owner_id.map(OwnerId),
            department: row.department_id.map(DepartmentId),
            sender: row.sender_contact_id.map(ContactId),
            insured: row.insured_fen.map(Money::from_fen),
            parent: row.parent_id.map(OrderId),
            created_by: row.created_by.map(UserId),
            order_no: row.order_no,
            dedupe_key: row.dedupe_key,
            source: row.source,
            goods: row.goods,
            remark: row.remark,
            is_held: row.is_held,
            flag: row.flag,
            created_at: row.created_at,
            services: services.services()?,
            shop: row.shop,
            template: Some(row.template_id).filter(|template| !template.is_empty()),
            goods_codes: row.goods_codes.split_whitespace().map(str::to_owned).collect(),
            rule: row.rule_id.map(OrderRuleId),
            carrier_account: row.carrier_account_id.map(CarrierAccountId),
        })
    }
}

impl WriteTx<'_> {
    /// Those of `ids` that are in the pool, oldest first, locked against other writers until this transaction ends.
    pub async fn pooled_orders_for_update(&self, ids: &[OrderId]) -> Result<Vec<OrderRecord>, StoreError> {
        let rows = self
            .pool()
            .filter(orders::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .order_by_asc(orders::Column::Id)
            .lock_exclusive()
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| self.order_record(row)).collect()
    }

    /// Fails with `UniqueViolation` where its key is taken.
    pub async fn set_order(&self, order: &OrderRecord) -> Result<(), StoreError> {
        let mut row = self.order_row(order)?;
        row.merchant_id = Unchanged(self.merchant);
        row.id = Unchanged(order.id.0);
        row.created_at = NotSet;
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Has these wait for a person.
    pub async fn hold_orders(&self, ids: &[OrderId]) -> Result<(), StoreError> {
        orders::Entity::update_many()
            .col_expr(orders::Column::IsHeld, Expr::val(true))
            .filter(orders::Column::MerchantId.eq(self.merchant))
            .filter(orders::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    pub async fn set_order_states(&self, ids: &[OrderId], state: OrderState) -> Result<(), StoreError> {
        orders::Entity::update_many()
            .col_expr(orders::Column::State, Expr::val(state.as_str()))
            .filter(orders::Column::MerchantId.eq(self.merchant))
            .filter(orders::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(self.conn)
            .await?;
        Ok(())
    }
}
