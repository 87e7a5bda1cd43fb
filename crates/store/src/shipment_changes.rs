//! Changing what a shipment says, before it is picked up.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::Expr,
};

use crate::{
    ShipmentRecord, StoreError, WriteTx,
    entity::{charges, orders, shipment_tokens, shipments},
    orders::RECEIVER as ORDER_RECEIVER,
    services::ServiceColumns,
    shipments::{RECEIVER, column},
    stats::StatChange,
};

impl WriteTx<'_> {
    /// Puts `after` in place of `before`: the shipment, its order, its estimated charge, what it is found by and the statistics. Number,
    /// sender, state and prints stay as they are.
    pub async fn change_shipment(
        &self,
        before: &ShipmentRecord,
        after: &ShipmentRecord,
        charge_trace: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let services = ServiceColumns::of(&after.services)?;
        let size_mm = after.size_mm.map(|size| serde_json::to_string(&size)).transpose();
        let place = &after.place;
        let row = shipments::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(after.id.0),
            province_code: Set(place.code_column() / 10_000),
            route_code: Set(after.route_code.clone()),
            bag_hub: Set(after.bag_hub.clone()),
            province: Set(place.province.clone()),
            city: Set(place.city.clone()),
            district: Set(place.district.clone()),
            division_code: Set(place.code_column()),
            receiver_sealed: Set(after.receiver.seal(self.keys, self.merchant, RECEIVER)?),
            goods: Set(after.goods.clone()),
            quantity: Set(column(after.quantity)?),
            weight_g: Set(after.weight_g.map(column).transpose()?),
            size_mm: Set(size_mm.map_err(|_| StoreError::Corrupt("shipment size"))?),
            insured_fen: Set(after.insured.map(units::Money::fen)),
            remark: Set(after.remark.clone()),
            price_fen: Set(after.price.fen()),
            billed_weight_g: Set(column(after.billed_weight_g)?),
            department_id: Set(after.department.map(|department| department.0)),
            label_stale: Set(after.label_stale),
            edited_at: Set(after.edited_at),
            cod_fen: Set(services.cod_fen),
            receiver_pays: Set(services.receiver_pays),
            signed_return: Set(services.signed_return),
            delivery_window: Set(services.delivery_window),
            from_receiver_fen: Set(after.from_receiver.fen()),
            owner_price_fen: Set(after.owner_price.map(units::Money::fen)),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        self.change_order(after).await?;
        self.change_charge(after, charge_trace).await?;
        if before.receiver != after.receiver {
            self.change_tokens(after).await?;
        }
        self.apply_stats(StatChange::repriced(before, after).into()).await
    }

    /// What a shipment costs now: its price, the weight that it is billed at, and what of it others pay.
    pub async fn reprice(
        &self,
        before: &ShipmentRecord,
        after: &ShipmentRecord,
        charge_trace: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = shipments::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(after.id.0),
            price_fen: Set(after.price.fen()),
            billed_weight_g: Set(column(after.billed_weight_g)?),
            from_receiver_fen: Set(after.from_receiver.fen()),
            owner_price_fen: Set(after.owner_price.map(units::Money::fen)),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        self.change_charge(after, charge_trace).await?;
        self.apply_stats(StatChange::repriced(before, after).into()).await
    }

    /// The route that its carrier told after the number. `is_stale` where a label may have come out without it.
    pub async fn set_route(
        &self,
        shipment: &ShipmentRecord,
        (route_code, bag_hub): (&str, &str),
        is_stale: bool,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = shipments::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(shipment.id.0),
            route_code: Set(route_code.to_owned()),
            bag_hub: Set(bag_hub.to_owned()),
            label_stale: Set(shipment.label_stale || is_stale),
            edited_at: Set(Some(now)),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    async fn change_order(&self, after: &ShipmentRecord) -> Result<(), StoreError> {
        let place = &after.place;
        let services = ServiceColumns::of(&after.services)?;
        let row = orders::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(after.order.0),
            province: Set(place.province.clone()),
            city: Set(place.city.clone()),
            district: Set(place.district.clone()),
            division_code: Set(place.code_column()),
            receiver_sealed: Set(after.receiver.seal(self.keys, self.merchant, ORDER_RECEIVER)?),
            goods: Set(after.goods.clone()),
            quantity: Set(column(after.quantity)?),
            weight_g: Set(after.weight_g.map(column).transpose()?),
            remark: Set(after.remark.clone()),
            department_id: Set(after.department.map(|department| department.0)),
            insured_fen: Set(after.insured.map(units::Money::fen)),
            cod_fen: Set(services.cod_fen),
            receiver_pays: Set(services.receiver_pays),
            signed_return: Set(services.signed_return),
            delivery_window: Set(services.delivery_window),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    async fn change_charge(&self, after: &ShipmentRecord, trace: &str) -> Result<(), StoreError> {
        charges::Entity::update_many()
            .col_expr(charges::Column::AmountFen, Expr::val(after.price.fen()))
            .col_expr(charges::Column::BilledWeightG, Expr::val(column(after.billed_weight_g)?))
            .col_expr(charges::Column::Trace, Expr::val(trace))
            .filter(charges::Column::MerchantId.eq(self.merchant))
            .filter(charges::Column::ShipmentId.eq(after.id.0))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    async fn change_tokens(&self, after: &ShipmentRecord) -> Result<(), StoreError> {
        shipment_tokens::Entity::delete_many()
            .filter(shipment_tokens::Column::MerchantId.eq(self.merchant))
            .filter(shipment_tokens::Column::ShipmentId.eq(after.id.0))
            .exec(self.conn)
            .await?;
        let rows = self.token_rows(after);
        if !rows.is_empty() {
            shipment_tokens::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }
}
