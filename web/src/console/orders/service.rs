//! The order pool of the service, asked through the page.

use serde::Serialize;
use shared::{
    CarrierAccountId, ImportId, OrderId, OwnerId, Page,
    carriers::Placement,
    contacts::Party,
    limits::{BULK_MAX, PAGE_MAX},
    orders::{
        Order, OrderBatchEdit, OrderGroup, OrderIds, OrderOutcome, OrderOutcomes, OrderPatch, OrderShip, OrderSplit,
        OrderState, OrderUpdate, ParcelPart,
    },
};

use crate::{
    api::{ApiError, encode_query},
    bridge::{
        Asked, Errand,
        asking::{read, run, with_body},
    },
};

/// Few enough that the count goes on while people look.
const PORTION: usize = 100;

/// Which orders are wanted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    pub state: OrderState,
    pub is_held: Option<bool>,
    pub flag: Option<String>,
    pub owner_id: Option<OwnerId>,
    pub import_id: Option<ImportId>,
    pub order_no: Option<String>,
}

#[derive(Serialize)]
struct ListQuery {
    #[serde(flatten)]
    question: Question,
    limit: u32,
    cursor: Option<String>,
}

pub async fn list(question: Question, cursor: Option<String>) -> Result<Page<Order>, ApiError> {
    let query = ListQuery { question, limit: PAGE_MAX, cursor };
    read(Asked::plain("GET", format!("orders{}", encode_query(&query)))).await
}

pub async fn mergeable() -> Result<Vec<OrderGroup>, ApiError> {
    read(Asked::plain("GET", "orders/mergeable")).await
}

/// How the orders look when they are changed so; with `preview` they are not changed yet.
pub async fn batch_edit(ids: Vec<OrderId>, change: OrderPatch, preview: bool) -> Result<Vec<Order>, ApiError> {
    let mut changed = Vec::with_capacity(ids.len());
    for portion in ids.chunks(BULK_MAX) {
        let edit = OrderBatchEdit { order_ids: portion.to_vec(), change: change.clone(), preview };
        let orders: Vec<Order> = read(with_body("POST", "orders/batch-edit", &edit)?).await?;
        changed.extend(orders);
    }
    Ok(changed)
}

pub async fn merge(order_ids: Vec<OrderId>) -> Result<Order, ApiError> {
    read(with_body("POST", "orders/merge", &OrderIds { order_ids })?).await
}

/// `receiver` only where it is another one.
pub async fn update(id: OrderId, receiver: Option<Party>, change: OrderPatch) -> Result<Order, ApiError> {
    let update = OrderUpdate { receiver, change };
    read(with_body("PATCH", format!("orders/{id}"), &update)?).await
}

pub async fn split(id: OrderId, parcels: Vec<ParcelPart>) -> Result<Vec<Order>, ApiError> {
    read(with_body("POST", format!("orders/{id}/split"), &OrderSplit { parcels })?).await
}

/// What is done to many, each with its own outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Ship,
    Cancel,
    Reopen,
}

impl Act {
    const fn path(self) -> &'static str {
        match self {
            Act::Ship => "orders/ship",
            Act::Cancel => "orders/cancel",
            Act::Reopen => "orders/reopen",
        }
    }
}

pub async fn placements(order_ids: Vec<OrderId>) -> Result<Vec<Placement>, ApiError> {
    read(with_body("POST", "orders/placements", &OrderIds { order_ids })?).await
}

/// Who carries what is shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentWith {
    /// Each order says so itself.
    Order,
    Network,
    Account(CarrierAccountId),
}

impl SentWith {
    /// As it is chosen: nothing, [`NETWORK`], or an account.
    pub fn chosen(value: &str) -> SentWith {
        if value == NETWORK { SentWith::Network } else { value.parse().map_or(SentWith::Order, SentWith::Account) }
    }

    pub fn account(self) -> Option<CarrierAccountId> {
        match self {
            SentWith::Account(id) => Some(id),
            SentWith::Order | SentWith::Network => None,
        }
    }

    fn of(self, order_ids: Vec<OrderId>) -> OrderShip {
        OrderShip { order_ids, carrier_account_id: self.account(), by_network: self == SentWith::Network }
    }
}

/// The network itself, as it is chosen.
pub const NETWORK: &str = "network";

pub async fn ship(how: OrderShip) -> Result<OrderOutcomes, ApiError> {
    read(with_body("POST", Act::Ship.path(), &how)?).await
}

/// Does it to all of them, shipping with whom is said; `told` hears how many are done. What was done before a failure is told beside it.
pub async fn act(
    act: Act,
    ids: Vec<OrderId>,
    with: SentWith,
    told: impl Fn(usize),
) -> (Vec<OrderOutcome>, Option<ApiError>) {
    let mut items = Vec::with_capacity(ids.len());
    for portion in ids.chunks(PORTION) {
        told(items.len());
        let order_ids = portion.to_vec();
        let asked = match act {
            Act::Ship => with_body("POST", act.path(), &with.of(order_ids)),
            Act::Cancel | Act::Reopen => with_body("POST", act.path(), &OrderIds { order_ids }),
        };
        let answer: Result<OrderOutcomes, ApiError> = match asked {
            Ok(asked) => read(asked).await,
            Err(error) => Err(error),
        };
        match answer {
            Ok(outcomes) => items.extend(outcomes.items),
            Err(error) => return (items, Some(error)),
        }
    }
    (items, None)
}

/// Has the page print labels.
pub async fn print(shipment_ids: Vec<shared::ShipmentId>) -> Result<(), ApiError> {
    run(&Errand::Print(shipment_ids)).await.map(|_| ())
}
