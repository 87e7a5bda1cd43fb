//! Every fault: no order twice, none lost, the outcome right.

use std::collections::BTreeSet;

use carrier::remote::{CallOutcome, OrderKind, OrderRef, RemoteCarrier, RemoteError};
use fake_zto::{Fault, FaultPlan, Settings};

use crate::support::{Desk, order};

const CREATE: &str = "zto.open.createOrder";

/// What one spoilt creation is to the adapter.
#[derive(Debug, PartialEq)]
enum Seen {
    /// Nothing happened there.
    Unavailable,
    Unknown,
    Config,
}

fn expected(fault: Fault) -> Seen {
    match fault {
        Fault::Unavailable | Fault::Quota | Fault::Flow => Seen::Unavailable,
        Fault::BadSignature => Seen::Config,
        Fault::Slow
        | Fault::TimeoutAfter
        | Fault::TimeoutBefore
        | Fault::Backend
        | Fault::Html
        | Fault::HalfBody
        | Fault::CutJson
        | Fault::Empty
        | Fault::NotFound
        | Fault::OddStatus
        | Fault::DropBefore
        | Fault::DropAfter => Seen::Unknown,
    }
}

#[actix_web::test]
async fn each_fault_alone_is_seen_for_what_it_is() {
    let desk = Desk::open(Settings::default()).await;
    for fault in Fault::ALL.iter().copied() {
        desk.clock.wait(600);
        desk.fake.set_faults(FaultPlan::next(Some(CREATE), &[fault]));
        let order = order(&format!("alone-{}", fault.name()), OrderKind::Waybill);
        let before = desk.fake.network(|network| network.orders().count());
        let seen = match desk.zto.create(&desk.ports(), &order).await {
            Err(RemoteError::Unavailable { .. }) => Seen::Unavailable,
            Err(RemoteError::OutcomeUnknown) => Seen::Unknown,
            Err(RemoteError::Config(_)) => Seen::Config,
            other => panic!("{}: {other:?}", fault.name()),
        };
        assert_eq!(seen, expected(fault), "{}", fault.name());
        let made = desk.fake.network(|network| network.orders().count()) - before;
        assert_eq!(made, usize::from(fault.works()), "{}", fault.name());
        // Whether it was made or not, asking with the same code ends with the one order.
        desk.clock.wait(600);
        let created = desk.zto.resolve(&desk.ports(), &order).await.expect("the order");
        let kept = desk.fake.network(|network| network.order(&order.partner_code).cloned()).expect("the order");
        assert_eq!(created.waybill_no, kept.bill_code);
    }
    let orders = desk.fake.network(|network| network.orders().count());
    assert_eq!(orders, Fault::ALL.len());
    desk.fake.stop().await;
}

#[actix_web::test]
async fn a_reading_call_spoilt_is_unavailable_and_never_a_success() {
    let desk = Desk::open(Settings::default()).await;
    let created = desk.ship(&order("read", OrderKind::Waybill)).await.expect("an order");
    let named = OrderRef::WaybillNo(created.waybill_no.expect("a number"));
    for fault in Fault::ALL.iter().copied() {
        desk.clock.wait(600);
        desk.fake.set_faults(FaultPlan::next(Some("zto.open.getOrderInfo"), &[fault]));
        match (fault, desk.zto.query(&desk.ports(), &named).await) {
            (Fault::BadSignature, Err(RemoteError::Config(_))) | (_, Err(RemoteError::Unavailable { .. })) => {}
            (fault, other) => panic!("{}: {other:?}", fault.name()),
        }
        desk.clock.wait(600);
        let found = desk.zto.query(&desk.ports(), &named).await.expect("the order");
        assert_eq!(found.partner_code.as_deref(), Some("read"));
    }
    desk.fake.stop().await;
}

/// The orders of a bad day, four desks at a time.
#[actix_web::test]
async fn a_thousand_orders_through_every_fault() {
    const ORDERS: usize = 1_000;
    // Slow ones are tried alone above: a thousand of them would only be slow.
    let faults: Vec<Fault> = Fault::ALL.iter().copied().filter(|fault| *fault != Fault::Slow).collect();
    let settings = Settings { faults: FaultPlan::chance(&faults, 400, 3, 20_261_127), ..Settings::default() };
    let desk = Desk::open(settings).await;
    let orders: Vec<_> = (0..ORDERS).map(|n| order(&format!("day-{n:04}"), OrderKind::Waybill)).collect();
    let desk_ref = &desk;
    let shipped = orders.chunks(ORDERS / 4).map(|share| async move {
        let mut numbers = Vec::new();
        for order in share {
            let created = desk_ref.ship(order).await.unwrap_or_else(|error| panic!("{}: {error}", order.partner_code));
            numbers.push((order.partner_code.clone(), created.waybill_no.expect("a number")));
        }
        numbers
    });
    let shipped: Vec<(String, String)> = futures_util::future::join_all(shipped).await.into_iter().flatten().collect();

    let different: BTreeSet<&String> = shipped.iter().map(|(_, number)| number).collect();
    assert_eq!(different.len(), ORDERS, "each its own number");
    desk.fake.network(|network| {
        assert_eq!(network.orders().count(), ORDERS, "none twice, none lost");
        for (code, number) in &shipped {
            assert_eq!(network.order(code).and_then(|order| order.bill_code.as_ref()), Some(number), "{code}");
        }
        assert_eq!(network.available("test"), Some(10_000 - ORDERS as u64), "each took one number");
        let repeated = network.orders().filter(|order| order.asked > 1).count();
        assert!(repeated > 100, "only {repeated} were asked for again, so the day was too good");
    });
    let unknown = desk.calls.0.borrow().iter().filter(|call| call.outcome == CallOutcome::Unknown).count();
    assert!(unknown > 200, "{unknown} outcomes were unknown");
    desk.fake.stop().await;
}

#[actix_web::test]
async fn a_carrier_that_is_gone_is_left_alone_and_found_again() {
    let desk = Desk::open(Settings::default()).await;
    desk.fake.set_faults(FaultPlan::next(None, &[Fault::Html; 5]));
    let named = OrderRef::WaybillNo("73100196611386".to_owned());
    for _ in 0..5 {
        assert!(matches!(desk.zto.query(&desk.ports(), &named).await, Err(RemoteError::Unavailable { .. })));
    }
    let before = desk.fake.network(|network| network.calls("zto.open.getOrderInfo"));
    let Err(RemoteError::Unavailable { retry_after_s }) = desk.zto.query(&desk.ports(), &named).await else {
        panic!("nobody asks now")
    };
    assert_eq!(desk.fake.network(|network| network.calls("zto.open.getOrderInfo")), before, "nothing was sent");
    assert_eq!(desk.calls.0.borrow().last().map(|call| call.outcome), Some(CallOutcome::NotAsked));
    // A creation that was not sent has a known outcome.
    let refused = desk.zto.create(&desk.ports(), &order("later", OrderKind::Waybill)).await;
    assert!(matches!(refused, Err(RemoteError::Unavailable { .. })));
    desk.clock.wait(retry_after_s);
    assert!(matches!(desk.zto.query(&desk.ports(), &named).await, Err(RemoteError::Refused(_))));
    assert!(desk.zto.create(&desk.ports(), &order("later", OrderKind::Waybill)).await.is_ok());
    desk.fake.stop().await;
}

#[actix_web::test]
async fn nobody_listening_is_not_an_unknown_outcome() {
    let desk = Desk::open(Settings::default()).await;
    let gone = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = gone.local_addr().expect("an address");
    drop(gone);
    let app = carrier::zto::ZtoApp { base_url: format!("http://{address}"), signing: crate::support::signing() };
    let zto = carrier::zto::Zto::new(app);
    let answer = zto.create(&desk.ports(), &order("nobody", OrderKind::Waybill)).await;
    assert!(matches!(answer, Err(RemoteError::Unavailable { .. })), "{answer:?}");
    desk.fake.stop().await;
}
