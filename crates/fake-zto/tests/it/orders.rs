//! Every operation, when nothing goes wrong.

use carrier::{
    Capability,
    remote::{
        Account, Ask, BindRequest, CancelOutcome, CancelReason, CancelRequest, InterceptDestination, InterceptRef,
        InterceptRequest, InterceptState, OrderKind, OrderRef, PhoneTail, Place, QuoteRequest, RemoteCarrier,
        RemoteError, RemoteOrderState, RouteRequest, Serviceability, ServiceabilityRequest, Subscription, TrackRequest,
    },
    zto::{Algorithm, Encoding, HeaderNames, Signing},
};
use fake_zto::{Ending, PushStyle, Settings, Signatures};
use secrecy::SecretString;
use units::{Grams, Money};

use crate::support::{Desk, account, order, person, signing};

fn place() -> Place {
    Place::of(&person("", ""))
}

#[actix_web::test]
async fn every_kind_of_order_is_made_and_asked_about() {
    let desk = Desk::open(Settings::default()).await;
    for kind in OrderKind::ALL {
        let order = order(&format!("kind-{kind:?}"), kind);
        let created = desk.zto.create(&desk.ports(), &order).await.expect("an order");
        assert_eq!(created.waybill_no.is_none(), kind == OrderKind::PickupOnly, "{kind:?}");
        if let Some(number) = &created.waybill_no {
            assert!(carrier::zto::is_waybill_no(number), "{number}");
            assert_eq!(number.starts_with("74"), kind == OrderKind::SharedWaybill);
        }
        assert!(created.route.is_some_and(|route| route.bag_hub == "郑州"));
        let named = match created.waybill_no {
            Some(number) if !kind.is_pickup() => OrderRef::WaybillNo(number),
            _ => OrderRef::OrderCode(created.order_code.clone()),
        };
        let found = desk.zto.query(&desk.ports(), &named).await.expect("the order");
        assert_eq!((found.state, found.order_code), (RemoteOrderState::Placed, created.order_code));
        // The same code is the same order, whoever asks.
        let again = desk.zto.create(&desk.ports(), &order).await.expect("the order");
        assert_eq!(again.partner_code, order.partner_code);
    }
    assert_eq!(desk.fake.network(|network| network.orders().count()), OrderKind::ALL.len());
    let group = Account::Group { customer_id: "GP1".to_owned() };
    for kind in [OrderKind::Waybill, OrderKind::PickupWithWaybill] {
        let order = carrier::remote::NewOrder { account: group.clone(), ..order(&format!("group-{kind:?}"), kind) };
        assert!(desk.zto.create(&desk.ports(), &order).await.is_ok(), "{kind:?}");
    }
    desk.fake.stop().await;
}

#[actix_web::test]
async fn only_pickups_are_cancelled_there() {
    let desk = Desk::open(Settings::default()).await;
    let pickup = desk.ship(&order("p", OrderKind::PickupOnly)).await.expect("an order");
    let named = OrderRef::OrderCode(pickup.order_code);
    let request =
        CancelRequest { kind: OrderKind::PickupOnly, order: named.clone(), reason: CancelReason::PickupTooSlow };
    assert_eq!(desk.zto.cancel(&desk.ports(), &request).await, Ok(CancelOutcome::Cancelled));
    assert_eq!(desk.zto.cancel(&desk.ports(), &request).await, Ok(CancelOutcome::AlreadyGone));
    let found = desk.zto.query(&desk.ports(), &named).await.expect("the order");
    assert_eq!(found.state, RemoteOrderState::Cancelled);
    let waybill = desk.ship(&order("w", OrderKind::Waybill)).await.expect("an order");
    let named = OrderRef::WaybillNo(waybill.waybill_no.expect("a number"));
    let request = CancelRequest { kind: OrderKind::Waybill, order: named, reason: CancelReason::NotWanted };
    assert_eq!(desk.zto.cancel(&desk.ports(), &request).await, Ok(CancelOutcome::LocalOnly));
    assert_eq!(desk.fake.network(|network| network.calls("zto.open.cancelPreOrder")), 2, "the last was not asked");
    desk.fake.stop().await;
}

#[actix_web::test]
async fn places_prices_and_accounts() {
    let desk = Desk::open(Settings::default()).await;
    let ports = desk.ports();
    let request = RouteRequest { id: "1".to_owned(), from: place(), to: place() };
    let route = desk.zto.route(&ports, &request).await.expect("a route");
    assert!(route.route_code.split_whitespace().count() == 3, "{}", route.route_code);
    let quote = |grams| QuoteRequest { from: place(), to: place(), weight: Grams::new(grams) };
    let heavy = desk.zto.quote(&ports, &quote(2_500)).await.expect("a price");
    assert_eq!((heavy.price, heavy.first_weight_price), (Some(Money::from_fen(1_200)), Some(Money::from_fen(800))));
    let light = desk.zto.quote(&ports, &quote(500)).await.expect("a price");
    assert_eq!(light.price, None);
    assert!(matches!(desk.zto.quote(&ports, &quote(0)).await, Err(RemoteError::Invalid { .. })));
    let open = ServiceabilityRequest { place: place() };
    assert_eq!(desk.zto.serviceability(&ports, &open).await, Ok(Serviceability::Open));
    let closed = ServiceabilityRequest { place: Place { address: "停发路1号".to_owned(), ..place() } };
    let closed = desk.zto.serviceability(&ports, &closed).await.expect("an answer");
    assert!(matches!(closed, Serviceability::Closed { carrier_code, .. } if carrier_code == "A03"));
    desk.ship(&order("one", OrderKind::Waybill)).await.expect("an order");
    let balance = desk.zto.balance(&ports, &account()).await.expect("a balance");
    assert_eq!((balance.bought, balance.available), (10_000, 9_999));
    let bind = |password: &str| BindRequest {
        account: "test".to_owned(),
        password: SecretString::from(password),
        site_code: "02100".to_owned(),
    };
    assert_eq!(desk.zto.bind_account(&ports, &bind("ZTO123")).await, Ok(()));
    let wrong = desk.zto.bind_account(&ports, &bind("wrong")).await;
    assert!(matches!(wrong, Err(RemoteError::AskPerson { ask: Ask::Account, .. })), "{wrong:?}");
    let regions = desk.zto.regions(&ports).await.expect("a table, by a signed form");
    assert!(regions.iter().any(|region| region.full_name == "青浦区" && region.enabled));
    let beyond: Vec<Capability> =
        Capability::ALL.iter().copied().filter(|capability| !desk.zto.capabilities().has(*capability)).collect();
    use Capability::{DeliveryWindow, ReceiverPays, SignedReturn};
    assert_eq!(beyond, [ReceiverPays, SignedReturn, DeliveryWindow]);
    desk.fake.stop().await;
}

#[actix_web::test]
async fn an_account_may_be_empty_or_wrong() {
    let accounts = vec![("test".to_owned(), "ZTO123".to_owned(), 1)];
    let desk = Desk::open(Settings { accounts, ..Settings::default() }).await;
    desk.ship(&order("first", OrderKind::Waybill)).await.expect("an order");
    assert!(matches!(desk.ship(&order("second", OrderKind::Waybill)).await, Err(RemoteError::Refused(_))));
    let stranger = Account::Waybill { id: "test".to_owned(), password: SecretString::from("wrong") };
    let wrong = carrier::remote::NewOrder { account: stranger, ..order("third", OrderKind::Waybill) };
    let Err(RemoteError::AskPerson { ask: Ask::Account, refusal }) = desk.ship(&wrong).await else {
        panic!("a person is asked")
    };
    assert_eq!(refusal.code, "account_may_not_order");
    assert_eq!(desk.fake.network(|network| network.orders().count()), 1);
    desk.fake.stop().await;
}

#[actix_web::test]
async fn tracks_come_sorted_and_only_to_who_knows_the_phone() {
    let desk = Desk::open(Settings::default()).await;
    let created = desk.ship(&order("t", OrderKind::Waybill)).await.expect("an order");
    let number = created.waybill_no.expect("a number");
    desk.fake.journey(&number, Ending::Locker, PushStyle::default()).await.expect("a journey");
    let ask = |phone: Option<&str>| TrackRequest { waybill_no: number.clone(), phone: phone.and_then(PhoneTail::of) };
    let scans = desk.zto.track(&desk.ports(), &ask(Some("13500005514"))).await.expect("a track");
    assert!(scans.is_sorted_by_key(|scan| scan.happened_at));
    let expected: Vec<&str> =
        desk.fake.network(|network| network.track(&number).iter().map(|event| event.action).collect());
    let codes: Vec<&str> = scans
        .iter()
        .map(|scan| match scan.meaning {
            carrier::remote::Meaning::Scan(scan) => scan.code.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(codes, expected, "the locker's ARRIVAL is read as INBOUND");
    let stranger = desk.zto.track(&desk.ports(), &ask(Some("0000"))).await;
    assert!(matches!(stranger, Err(RemoteError::AskPerson { ask: Ask::Phone, .. })), "{stranger:?}");
    let foreign = TrackRequest { waybill_no: "73999999999999".to_owned(), phone: None };
    let foreign = desk.zto.track(&desk.ports(), &foreign).await;
    assert!(matches!(foreign, Err(RemoteError::AskPerson { ask: Ask::PhoneTail, .. })), "{foreign:?}");
    let none = TrackRequest { waybill_no: "1".to_owned(), phone: None };
    assert!(matches!(desk.zto.track(&desk.ports(), &none).await, Err(RemoteError::Refused(_))));
    let order_news = Subscription::Order { order_code: created.order_code };
    assert_eq!(desk.zto.subscribe(&desk.ports(), &order_news).await, Ok(()));
    desk.fake.stop().await;
}

#[actix_web::test]
async fn intercepts() {
    let desk = Desk::open(Settings::default()).await;
    let created = desk.ship(&order("i", OrderKind::Waybill)).await.expect("an order");
    let waybill_no = created.waybill_no.expect("a number");
    let request = |id: &str, destination| InterceptRequest {
        waybill_no: waybill_no.clone(),
        request_id: id.to_owned(),
        destination,
    };
    let early = desk.zto.intercept(&desk.ports(), &request("r0", InterceptDestination::Sender)).await;
    assert!(matches!(early, Err(RemoteError::Refused(refusal)) if refusal.code == "intercept_no_trace"));
    desk.fake.network(|network| network.scan(&waybill_no, "GOT"));
    let to = InterceptDestination::NewAddress(person("王小二", "13700001111"));
    let first = desk.zto.intercept(&desk.ports(), &request("r1", to)).await.expect("an intercept");
    let again =
        desk.zto.intercept(&desk.ports(), &request("r1", InterceptDestination::Sender)).await.expect("the same");
    assert!(first.number.is_some());
    assert_eq!(first, again, "the same request is the same intercept");
    let named = InterceptRef { waybill_no: waybill_no.clone(), request_id: "r1".to_owned() };
    assert_eq!(desk.zto.intercept_state(&desk.ports(), &named).await, Ok(InterceptState::Asked));
    assert_eq!(desk.zto.cancel_intercept(&desk.ports(), &named).await, Ok(()));
    assert_eq!(desk.zto.intercept_state(&desk.ports(), &named).await, Ok(InterceptState::Cancelled));
    let over = desk.zto.cancel_intercept(&desk.ports(), &named).await;
    assert!(matches!(over, Err(RemoteError::Refused(refusal)) if refusal.code == "intercept_not_running"));
    desk.fake.stop().await;
}

#[actix_web::test]
async fn every_way_to_sign_is_taken_and_a_wrong_one_is_not() {
    let hmac = || {
        (
            Algorithm::HmacSha256 { key: SecretString::from("secret_key") },
            fake_zto::Algorithm::HmacSha256 { key: "secret_key".to_owned() },
        )
    };
    for (algorithm, theirs) in
        [(Algorithm::Md5, fake_zto::Algorithm::Md5), (Algorithm::Sha256, fake_zto::Algorithm::Sha256), hmac()]
    {
        for (encoding, their_encoding) in
            [(Encoding::Base64, fake_zto::Encoding::Base64), (Encoding::Hex, fake_zto::Encoding::Hex)]
        {
            for (header_names, timestamped) in [(HeaderNames::Current, true), (HeaderNames::Sdk, false)] {
                let signatures =
                    Signatures { algorithm: theirs.clone(), encoding: their_encoding, ..Signatures::sample() };
                let ours = Signing { algorithm: algorithm.clone(), encoding, header_names, timestamped, ..signing() };
                let desk = Desk::signing_with(Settings { signatures, ..Settings::default() }, ours).await;
                assert!(desk.zto.create(&desk.ports(), &order("s", OrderKind::Waybill)).await.is_ok());
                assert!(desk.zto.regions(&desk.ports()).await.is_ok(), "a form is signed otherwise");
                desk.fake.stop().await;
            }
        }
    }
    let wrong = Signing::new("kfpttestCode", SecretString::from("another"));
    let desk = Desk::signing_with(Settings::default(), wrong).await;
    let answer = desk.zto.create(&desk.ports(), &order("s", OrderKind::Waybill)).await;
    assert!(matches!(answer, Err(RemoteError::Config(refusal)) if refusal.code == "bad_signature"));
    assert_eq!(desk.fake.network(|network| network.refused_signatures()), 1);
    desk.fake.stop().await;
}

#[actix_web::test]
async fn calls_are_kept_without_people_and_secrets() {
    let desk = Desk::open(Settings::default()).await;
    let created = desk.ship(&order("kept", OrderKind::Waybill)).await.expect("an order");
    let number = created.waybill_no.expect("a number");
    desk.fake.journey(&number, Ending::Signed, PushStyle::default()).await.expect("a journey");
    let request = TrackRequest { waybill_no: number.clone(), phone: PhoneTail::of("5514") };
    desk.zto.track(&desk.ports(), &request).await.expect("a track");
    desk.zto.balance(&desk.ports(), &account()).await.expect("a balance");
    let calls = desk.calls.0.take();
    let kept = format!("{calls:?}");
    for hidden in
        ["张三丰", "李四光", "13900001234", "13500005514", "5514", "科学大道", "ZTO123", "kfpttestkey", "王五"]
    {
        assert!(!kept.contains(hidden), "{hidden} in {kept}");
    }
    assert!(kept.contains(&number) && kept.contains("kept"));
    assert_eq!(calls.len(), 3);
    assert!(calls.iter().all(|call| call.http_status == Some(200)));
    desk.fake.stop().await;
}
