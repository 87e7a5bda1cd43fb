//! A carrier gives its number when it likes: the order is kept, given to it, and its number waited for.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    CarrierAccountId, OrderId,
    orders::{Order, OrderCreate, OrderOutcome, OrderShip},
    shipments::{Shipment, ShipmentCreate},
};

use crate::{
    amount,
    api::{ApiError, IdempotencyKey},
    console::{
        orders,
        placed::{Said, said, wait_for_number},
        service::make,
        shipments::get,
    },
    texts::new_shipment,
    ui::{Button, ButtonKind, Icon, Notice, Symbol, Toasts},
};

/// The service's code for it.
pub const BY_RULE: &str = "carrier_by_rule";
/// So often a number is looked for, once a second; then the order goes on by itself.
const LOOKS_MAX: u32 = 60;

/// What became of what was sent.
pub enum Given {
    Shipped(Box<Shipment>),
    /// To a carrier.
    OnItsWay(OrderId),
    /// It waits in the order pool.
    Kept {
        why: String,
    },
}

impl Given {
    pub fn shipped(shipment: Shipment) -> Given {
        Given::Shipped(Box::new(shipment))
    }
}

/// Keeps it in the order pool and gives it to the carrier of the account, or the one a rule names. Asked again with the same key it is the same
/// order, so that what was lost on the way is given once.
pub async fn give(
    shipment: ShipmentCreate,
    account: Option<CarrierAccountId>,
    key: IdempotencyKey,
) -> Result<Given, ApiError> {
    let order: Order = make("orders", &order_of(shipment, account), key).await?;
    let how = OrderShip { order_ids: vec![order.id], carrier_account_id: None, by_network: false };
    let outcome = match orders::service::ship(how).await {
        Ok(outcome) => outcome,
        // It is kept: a new key would keep another one.
        Err(error) if error.is_final() => return Ok(Given::Kept { why: error.words() }),
        Err(error) => return Err(error),
    };
    let refused = match outcome.items.into_iter().find(|item| item.order_id == order.id) {
        Some(item) if !item.ok => item,
        // No rule names an account any more.
        Some(OrderOutcome { shipment_id: Some(id), .. }) => return get(id).await.map(Given::shipped),
        _ => return Ok(Given::OnItsWay(order.id)),
    };
    // It may have been given before, and only the answer was lost.
    let found = orders::service::placements(vec![order.id]).await?;
    if found.is_empty() || matches!(said(&found, order.id), Said::Refused { .. }) {
        return Ok(Given::Kept { why: refused.detail.unwrap_or_default() });
    }
    Ok(Given::OnItsWay(order.id))
}

fn order_of(shipment: ShipmentCreate, account: Option<CarrierAccountId>) -> OrderCreate {
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
        carrier_account_id: account,
        shop: shipment.shop,
        goods_codes: Vec::new(),
        services: shipment.services,
    }
}

/// The order whose number the page waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    order: OrderId,
    /// Nobody looks any more.
    is_late: bool,
}

/// Shows that the number is on its way, and the shipment once it is there. Of an order that was overtaken by another one only a word is said.
pub fn await_number(
    order: OrderId,
    awaited: RwSignal<Option<Awaited>>,
    made: RwSignal<Option<Shipment>>,
    toasts: Toasts,
) {
    awaited.set(Some(Awaited { order, is_late: false }));
    let is_shown =
        move || awaited.try_with_untracked(|awaited| awaited.as_ref().is_some_and(|awaited| awaited.order == order));
    let late = move || {
        if is_shown() == Some(true) {
            let _ = awaited.try_set(Some(Awaited { order, is_late: true }));
        }
    };
    spawn_local(async move {
        // The page is left where nothing says whether it is shown.
        let said = wait_for_number(order, LOOKS_MAX, || is_shown().is_some()).await;
        if is_shown().is_none() {
            return;
        }
        match said {
            Said::Number(id) => match get(id).await {
                Ok(shipment) if is_shown() == Some(true) => {
                    let _ = awaited.try_set(None);
                    let _ = made.try_set(Some(shipment));
                }
                Ok(shipment) => {
                    let no = amount::waybill(&shipment.waybill_no);
                    toasts.done(new_shipment::NUMBER_CAME.fill(&[("no", &no)]));
                }
                Err(error) => {
                    late();
                    toasts.failed(error.words());
                }
            },
            Said::Refused { words } => {
                if is_shown() == Some(true) {
                    let _ = awaited.try_set(None);
                }
                toasts.failed(new_shipment::REFUSED.fill(&[("why", &words)]));
            }
            Said::Nothing => late(),
        }
    });
}

/// Where the number is that is not there yet, with the way to look again.
#[component]
pub fn OnItsWay(standing: Awaited, #[prop(into)] on_again: Callback<OrderId>) -> impl IntoView {
    let Awaited { order, is_late } = standing;
    let words = if is_late { new_shipment::NUMBER_LATE } else { new_shipment::GIVEN };
    view! {
        <section class="panel made awaited" role="status">
            <div class="inside">
                <Icon symbol=Symbol::Clock />
                <div>
                    <p>{words.t()}</p>
                    <p class="sub">
                        <a href="/orders/placing">{new_shipment::SHOW_PLACING.t()}</a>
                    </p>
                </div>
                {is_late
                    .then(|| {
                        view! {
                            <div class="end">
                                <Button icon=Symbol::Refresh on_press=move |()| on_again.run(order)>
                                    {new_shipment::LOOK_AGAIN.t()}
                                </Button>
                            </div>
                        }
                    })}
            </div>
        </section>
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
