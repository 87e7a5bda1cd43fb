//! Turning what a merchant wants shipped into shipments: price, route, number and rows, in one transaction. The form, programs and
//! imports all come through here.

mod refusal;
mod terms;

use carrier::{
    CarrierError, CarrierGateway, IssueRequest, Issued, Locality, NumberPool, Ports, RouteTable, ScanCode, embedded,
};
use chrono::{DateTime, Utc};
pub use refusal::{Refusal, no_route, refused_goods, unpriced};
use shared::{
    CarrierAccountId, ChargeId, ImportId, OrderId, OrderRuleId, OutboxId, ScanEventId, ShipmentId, ShipmentState,
    orders::OrderState, parts::Markup, services::Services,
};
use store::{NewShipment, OrderRecord, PartyPii, PlaceRecord, ScanEventRecord, ShipmentRecord, Timing, WriteTx};
use tariff::{Parcel, Price};
pub use terms::{Terms, tariff_in_force, terms, terms_from};
use units::{Grams, Millimetres, Money};

use crate::app::{App, AppError, Words, ledger, live::SHIPMENTS_CHANGED, parts::SentBy, services};

/// Who carries it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SentWith {
    /// A rule may say so; otherwise the network.
    #[default]
    Unsaid,
    Network,
    /// The carrier of this account of the merchant.
    Account(CarrierAccountId),
}

impl SentWith {
    /// As an order says it.
    pub fn of(account: Option<CarrierAccountId>) -> SentWith {
        account.map_or(SentWith::Unsaid, SentWith::Account)
    }

    pub fn account(self) -> Option<CarrierAccountId> {
        match self {
            SentWith::Account(account) => Some(account),
            SentWith::Unsaid | SentWith::Network => None,
        }
    }
}

/// One parcel that has been checked, not priced or numbered yet.
#[derive(Clone, Default)]
pub struct Draft {
    /// The order of the pool it is made of; none: an order is made with it.
    pub order: Option<OrderId>,
    pub order_no: Option<String>,
    pub dedupe_key: String,
    pub source: String,
    pub import: Option<ImportId>,
    pub place: PlaceRecord,
    pub receiver: PartyPii,
    pub goods: String,
    pub quantity: u32,
    pub weight_g: Option<u32>,
    pub size_mm: Option<[u32; 3]>,
    pub insured: Option<Money>,
    pub remark: String,
    pub shop: String,
    /// The merchant's own codes of its goods.
    pub goods_codes: Vec<String>,
    pub services: Services,
    /// For whom and from where, as the order or a rule says it.
    pub by: SentBy,
    pub sent_with: SentWith,
    /// The label template a rule gave it.
    pub template: Option<String>,
    /// The rule that took it.
    pub rule: Option<OrderRuleId>,
    /// It is to wait in the pool for a person.
    pub is_held: bool,
    pub flag: String,
}

/// A draft with its price: everything is known that can be refused.
#[derive(Clone)]
pub struct PricedDraft {
    pub draft: Draft,
    pub price: Price,
}

pub fn parcel(
    place: &PlaceRecord,
    weight_g: Option<u32>,
    size_mm: Option<[u32; 3]>,
    insured: Option<Money>,
    services: &Services,
) -> Parcel {
    Parcel {
        destination: place.division_code,
        weight: weight_g.map(Grams::new),
        size: size_mm.map(|size| size.map(Millimetres::new)),
        insured,
        services: services::of_parcel(services),
    }
}

/// Reads what the network's staff change, where it is old: goods that must not be sent, and routes. Whoever begins a transaction that ships
/// does this before.
pub async fn freshen(app: &App) -> Result<(), AppError> {
    let now = app.now();
    app.forbidden_goods.current(&app.store, now).await?;
    app.routes.refresh(&app.store, now).await
}

/// Prices a draft, and sees that its goods may be sent and, where the network carries it, that it goes there.
pub fn priced(app: &App, terms: &Terms, draft: Draft) -> Result<PricedDraft, Refusal> {
    if let Some(refusal) = refused_goods(&terms.forbidden_goods, &draft.goods) {
        return Err(refusal);
    }
    let parcel = parcel(&draft.place, draft.weight_g, draft.size_mm, draft.insured, &draft.services);
    if draft.sent_with.account().is_none() && app.routes.route(parcel.destination).is_none() {
        return Err(no_route());
    }
    let price = tariff::price(&terms.tariff, &parcel, terms.day).map_err(unpriced)?;
    Ok(PricedDraft { draft, price })
}

/// What an owner pays for a shipment of this price.
pub fn owner_price(markup: Option<Markup>, price: Money) -> Option<Money> {
    markup.and_then(|markup| markup.price(price))
}

/// Numbers of the merchant's blocks, taken in the transaction that writes the shipments.
struct BlockNumbers<'a, 'tx> {
    tx: &'a WriteTx<'tx>,
    now: DateTime<Utc>,
}

#[async_trait::async_trait(?Send)]
impl NumberPool for BlockNumbers<'_, '_> {
    async fn take(&mut self, count: u32) -> Result<Vec<u64>, CarrierError> {
        self.tx.take_serials(embedded::CODE, count, self.now).await.map_err(|error| match error {
            store::StoreError::Contention => CarrierError::Contention,
            store::StoreError::NumbersExhausted { .. } => CarrierError::NumbersExhausted,
            other => CarrierError::Internal(other.to_string()),
        })
    }
}

/// A shipment as it was just made, with what a reader would find beside it.
pub struct Shipped {
    pub record: ShipmentRecord,
    pub trace: Vec<tariff::TraceLine>,
    pub ordered: ScanEventRecord,
}

/// Makes orders and shipments of all drafts, or of none: all are refused where the balance does not cover them together.
pub async fn ship(
    app: &App,
    tx: &WriteTx<'_>,
    terms: &Terms,
    drafts: &[PricedDraft],
) -> Result<Vec<Shipped>, AppError> {
    let wallet = ledger::cover(tx, drafts.iter().map(|priced| priced.price.total)).await?;
    debug_assert_eq!(app.carrier.locality(), Locality::InTransaction, "a carrier over the network is asked outside");
    let requests: Vec<IssueRequest> =
        drafts.iter().map(|priced| IssueRequest { destination: priced.draft.place.division_code }).collect();
    let mut numbers = BlockNumbers { tx, now: terms.now };
    let mut ports = Ports { numbers: &mut numbers, routes: &*app.routes };
    let issued = app.carrier.issue(&mut ports, &requests).await.map_err(carrier_error)?;
    let issued = issued.into_iter().map(|issued| issued.map_err(carrier_error)).collect::<Result<Vec<_>, _>>()?;
    let made = write(app, tx, terms, drafts, issued, app.carrier.code()).await?;
    ledger::freeze(app, tx, wallet, made.iter().map(|made| &made.record)).await?;
    Ok(made)
}

/// Writes orders and shipments of drafts whose numbers are there, each draft with its own. Nothing is paid for: other carriers charge the
/// merchant themselves.
pub async fn write(
    app: &App,
    tx: &WriteTx<'_>,
    terms: &Terms,
    drafts: &[PricedDraft],
    issued: Vec<Issued>,
    carrier: &str,
) -> Result<Vec<Shipped>, AppError> {
    let (mut orders, mut pooled) = (Vec::with_capacity(drafts.len()), Vec::new());
    let mut shipments = Vec::with_capacity(drafts.len());
    let mut events = Vec::with_capacity(drafts.len());
    for (priced, issued) in drafts.iter().zip(issued) {
        let order = match priced.draft.order {
            Some(order) => {
                pooled.push(order);
                order
            }
            None => {
                let order = order_record(app, terms, &priced.draft, OrderState::Shipped);
                let id = order.id;
                orders.push(order);
                id
            }
        };
        let shipment = shipment_record(app, terms, priced, order, issued, carrier);
        events.push(event(app, shipment.id, ScanCode::Ordered, terms.now));
        shipments.push(NewShipment {
            charge_id: ChargeId(app.id()),
            charge_trace: serde_json::to_string(&priced.price.trace).map_err(AppError::internal)?,
            record: shipment,
        });
    }
    if !pooled.is_empty() {
        tx.set_order_states(&pooled, OrderState::Shipped).await?;
    }
    tx.add_orders(&orders).await?;
    tx.add_shipments(&shipments).await?;
    tx.add_scan_events(&events).await?;
    let count = shipments.len();
    tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, serde_json::json!({ "count": count }).to_string(), terms.now)
        .await?;
    let made = shipments.into_iter().zip(events).zip(drafts);
    Ok(made
        .map(|((new, ordered), priced)| Shipped { record: new.record, trace: priced.price.trace.clone(), ordered })
        .collect())
}

/// Keeps an order without shipping it.
pub fn order_record(app: &App, terms: &Terms, draft: &Draft, state: OrderState) -> OrderRecord {
    OrderRecord {
        id: OrderId(app.id()),
        order_no: draft.order_no.clone(),
        dedupe_key: draft.dedupe_key.clone(),
        source: draft.source.clone(),
        state,
        import: draft.import,
        place: draft.place.clone(),
        receiver: draft.receiver.clone(),
        goods: draft.goods.clone(),
        quantity: draft.quantity,
        weight_g: draft.weight_g,
        remark: draft.remark.clone(),
        owner: terms.owner,
        department: terms.department,
        sender: terms.asked_sender,
        insured: draft.insured,
        is_held: state == OrderState::Open && draft.is_held,
        flag: draft.flag.clone(),
        parent: None,
        shop: draft.shop.clone(),
        goods_codes: draft.goods_codes.clone(),
        services: draft.services,
        carrier_account: draft.sent_with.account(),
        template: draft.template.clone(),
        rule: draft.rule,
        created_by: Some(terms.made_by),
        created_at: terms.now,
    }
}

fn shipment_record(
    app: &App,
    terms: &Terms,
    priced: &PricedDraft,
    order: OrderId,
    issued: Issued,
    carrier: &str,
) -> ShipmentRecord {
    let (draft, sender) = (&priced.draft, &terms.sender);
    ShipmentRecord {
        id: ShipmentId(app.id()),
        waybill_no: issued.waybill_no,
        order,
        order_no: draft.order_no.clone(),
        import: draft.import,
        carrier: carrier.to_owned(),
        state: ShipmentState::OrderCreated,
        route_code: issued.route.route_code,
        bag_hub: issued.route.bag_hub,
        sender_province: sender.place.province.clone(),
        sender_city: sender.place.city.clone(),
        sender_district: sender.place.district.clone(),
        sender: sender.party.clone(),
        place: draft.place.clone(),
        receiver: draft.receiver.clone(),
        goods: draft.goods.clone(),
        quantity: draft.quantity,
        weight_g: draft.weight_g,
        size_mm: draft.size_mm,
        insured: draft.insured,
        remark: draft.remark.clone(),
        owner: terms.owner,
        department: terms.department,
        shop: draft.shop.clone(),
        services: draft.services,
        template: draft.template.clone().or_else(|| terms.template.clone()),
        from_receiver: priced.price.from_receiver,
        owner_price: owner_price(terms.markup, priced.price.total),
        sender_contact: Some(sender.contact),
        price: priced.price.total,
        billed_weight_g: priced.price.billed_weight.get(),
        print_count: 0,
        first_printed_at: None,
        label_stale: false,
        edited_at: None,
        timing: Timing::default(),
        created_day: terms.day,
        created_by: terms.made_by,
        created_at: terms.now,
        updated_at: terms.now,
    }
}

/// An event the service itself writes.
pub fn event(app: &App, shipment: ShipmentId, code: ScanCode, at: DateTime<Utc>) -> ScanEventRecord {
    ScanEventRecord {
        id: ScanEventId(app.id()),
        shipment,
        code: code.as_str().to_owned(),
        problem_code: String::new(),
        place: String::new(),
        next_place: String::new(),
        at,
        recorded_at: at,
        city: String::new(),
        carrier_problem: String::new(),
        said: None,
    }
}

pub fn carrier_error(error: CarrierError) -> AppError {
    match error {
        CarrierError::Contention => AppError::Contention,
        CarrierError::Rejected { code } => AppError::Unacceptable { code, words: no_route().words },
        CarrierError::Unavailable { retry_after_s } => AppError::Unavailable {
            code: "carrier_unavailable",
            retry_after_s,
            words: Words::new("承运商暂时没有响应，请稍后重试。", "The carrier does not answer; try again later."),
        },
        CarrierError::NumbersExhausted => {
            store::StoreError::NumbersExhausted { carrier: embedded::CODE.to_owned(), wanted: 1 }.into()
        }
        CarrierError::OutcomeUnknown | CarrierError::Internal(_) => AppError::internal(error),
    }
}
