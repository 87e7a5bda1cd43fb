//! What a rule gives to a carrier cannot be shipped at once: the two ways there are.

use leptos::prelude::*;
use shared::{
    OrderId,
    orders::{Order, OrderCreate, OrderShip},
    shipments::ShipmentCreate,
};

use crate::{
    api::{ApiError, IdempotencyKey},
    console::{orders, service::make},
    texts::new_shipment,
    ui::{Button, ButtonKind, Notice},
};

/// The service's code for it.
pub const BY_RULE: &str = "carrier_by_rule";

/// Keeps it in the order pool and gives it to the carrier; why not, where that failed: it waits in the pool then.
pub async fn give(shipment: ShipmentCreate, key: IdempotencyKey) -> Result<Option<String>, ApiError> {
    let order: Order = make("orders", &order_of(shipment), key).await?;
    let outcome =
        orders::service::ship(OrderShip { order_ids: vec![order.id], carrier_account_id: None, by_network: false })
            .await?;
    let refused = |id: OrderId| outcome.items.iter().find(|item| item.order_id == id && !item.ok);
    Ok(refused(order.id).map(|item| item.detail.clone().unwrap_or_default()))
}

fn order_of(shipment: ShipmentCreate) -> OrderCreate {
    OrderCreate {
        receiver: shipment.receiver,
        receiver_contact_id: shipment.receiver_contact_id,
        order_no: shipment.order_no,
        goods: shipment.goods,
        quantity: shipment.quantity,
        weight_g: shipment.weight_g,
        insured: shipment.insured,
        remark: shipment.remark,
        sender_contact_id: shipment.sender_contact_id,
        owner_id: shipment.owner_id,
        department_id: shipment.department_id,
        carrier_account_id: None,
        shop: shipment.shop,
        goods_codes: Vec::new(),
        services: shipment.services,
    }
}

/// Why it is not shipped at once, and both ways on.
#[component]
pub fn Ways(
    words: String,
    busy: RwSignal<bool>,
    #[prop(into)] on_give: Callback<()>,
    #[prop(into)] on_network: Callback<()>,
) -> impl IntoView {
    view! {
        <Notice tone="warn">
            <div>
                <p>{words}</p>
                <div class="acts">
                    <Button busy on_press=on_network>{new_shipment::BY_NETWORK.t()}</Button>
                    <Button kind=ButtonKind::Main busy on_press=on_give>{new_shipment::BY_CARRIER.t()}</Button>
                </div>
            </div>
        </Notice>
    }
}
