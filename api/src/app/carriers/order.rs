//! An order as a carrier wants it.

use carrier::{
    Capabilities, Capability, RemoteError, Route,
    remote::{Created, Item, NewOrder, OrderKind, Parcel, Party, Place, RouteRequest, Service},
};
use shared::services::Services;
use store::{CarrierAccountRecord, CarrierOrderRecord, OrderRecord, PartyPii, PlaceRecord, SentFrom};
use units::{Grams, Money};

use super::{Line, accounts::account_of};
use crate::app::{App, Words};
use store::TenantScope;

/// What an order asks for that the account's carrier is not given by us.
pub(super) fn cannot(capabilities: Capabilities, account: &CarrierAccountRecord, services: &Services) -> Option<Words> {
    let lacks = |is_asked: bool, capability: Capability| is_asked && !capabilities.has(capability);
    if lacks(services.cod.is_some(), Capability::CashOnDelivery) {
        return Some(Words::new("代收货款不能用快递账号下单。", "Cash on delivery cannot be ordered there."));
    }
    if services.cod.is_some() && account.cod_account.is_none() {
        return Some(Words::new(
            "代收货款需要收款账号：先在快递账号里填写。",
            "Cash on delivery needs a collection account: enter it with the carrier account first.",
        ));
    }
    if lacks(services.receiver_pays, Capability::ReceiverPays) {
        return Some(Words::new("到付不能用快递账号下单。", "Freight paid by the receiver cannot be ordered there."));
    }
    if lacks(services.delivery.is_some(), Capability::DeliveryWindow) {
        return Some(Words::new(
            "预约派送时段不能用快递账号下单。",
            "A time of delivery cannot be ordered there; the carrier is not told it.",
        ));
    }
    lacks(services.signed_return, Capability::SignedReturn)
        .then(|| Words::new("签单返还不能用快递账号下单。", "A signed paper that comes back cannot be ordered there."))
}

pub(super) fn party(place: &PlaceRecord, pii: &PartyPii) -> Party {
    let is_mobile =
        address::phone::check(&pii.phone).is_ok_and(|phone| phone.kind == address::phone::PhoneKind::Mobile);
    let phone = Some(pii.phone.clone());
    let Place { province, city, district, address } = self::place(place, &pii.detail);
    Party {
        name: pii.name.clone(),
        mobile: phone.clone().filter(|_| is_mobile),
        phone: phone.filter(|_| !is_mobile),
        province,
        city,
        district,
        address,
    }
}

pub(super) fn place(place: &PlaceRecord, detail: &str) -> Place {
    named(&place.province, &place.city, &place.district, detail)
}

/// Places that have no level of their own (市辖区, 省直辖县) are named by the level above.
pub(super) fn named(province: &str, city: &str, district: &str, detail: &str) -> Place {
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    let city = or(city, province);
    Place { province: province.to_owned(), district: or(district, &city), city, address: detail.to_owned() }
}

/// The order as it is sent. The order of the pool is locked while it is placed, and its sender is kept with the reservation: every
/// try says the same.
pub(super) fn new_order(
    record: &CarrierOrderRecord,
    account: &CarrierAccountRecord,
    sender: &SentFrom,
    order: &OrderRecord,
) -> NewOrder {
    let insured = order.insured.filter(|value| *value > Money::ZERO);
    NewOrder {
        partner_code: record.partner_code.clone(),
        kind: OrderKind::Waybill,
        account: account_of(account),
        waybill_no: None,
        sender: party(&sender.place, &sender.party),
        receiver: party(&order.place, &order.receiver),
        services: services(account, order, insured),
        parcel: Parcel { quantity: Some(order.quantity), goods_value: insured, ..Parcel::default() },
        items: goods(order),
        pickup: None,
        hall_code: None,
        locker: None,
        remark: Some(order.remark.clone()).filter(|text| !text.is_empty()),
    }
}

fn services(account: &CarrierAccountRecord, order: &OrderRecord, insured: Option<Money>) -> Vec<Service> {
    let insured = insured.map(|value| Service::Insured { value });
    let collected = order.services.cod.zip(account.cod_account.clone());
    let collected =
        collected.map(|(amount, collection_account)| Service::CashOnDelivery { amount, collection_account });
    insured.into_iter().chain(collected).collect()
}

/// What is in it. The weight is the parcel's, so it is an item's only where there is one.
fn goods(order: &OrderRecord) -> Vec<Item> {
    let weight = order.weight_g.filter(|_| order.quantity == 1).map(Grams::new);
    let (name, quantity) = (order.goods.clone(), order.quantity);
    vec![Item { name, quantity, weight, category: None, material: None, unit_price: None, remark: None }]
}

/// The route the carrier gave, or the one it is asked for.
pub(super) async fn route(
    app: &App,
    scope: TenantScope,
    line: &Line,
    order: &NewOrder,
    created: &Created,
) -> Result<Route, RemoteError> {
    use carrier::RemoteCarrier;
    if let Some(route) = &created.route {
        return Ok(route.clone());
    }
    let request =
        RouteRequest { id: order.partner_code.clone(), from: Place::of(&order.sender), to: Place::of(&order.receiver) };
    line.ask(app, scope, async |carrier, ports| carrier.route(ports, &request).await).await
}
