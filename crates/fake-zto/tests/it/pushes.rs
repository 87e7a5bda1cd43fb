//! Pushes that come twice, in any order, forged: the state at the end is right.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    web::{self, Bytes, Data},
};
use carrier::{
    Scan, ShipmentState, current_state,
    remote::{
        Authenticity, IncomingPush, LabelFormat, LabelRequest, Meaning, OrderKind, OrderStage, Push, PushError,
        RemoteCarrier, RemoteScan, Subscription,
    },
    zto::{Zto, ZtoApp},
};
use fake_zto::{Ending, PushStyle, Settings};
use units::{Grams, Money};

use crate::support::{Desk, order, signing};

/// What a receiver keeps: each push once, by its key.
#[derive(Default)]
struct Inbox {
    kept: BTreeMap<String, Push>,
    taken: u32,
    refused: Vec<PushError>,
    /// So many first pushes are answered with an error of ours.
    trouble: u32,
}

type Shared = Data<Mutex<Inbox>>;

async fn receive(inbox: Shared, request: HttpRequest, body: Bytes) -> HttpResponse {
    let zto = Zto::new(ZtoApp { base_url: carrier::zto::SANDBOX.to_owned(), signing: signing() });
    let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    let mut inbox = inbox.lock().expect("the inbox");
    if inbox.trouble > 0 {
        inbox.trouble -= 1;
        return HttpResponse::InternalServerError().finish();
    }
    match zto.receive(&IncomingPush { content_type, body: &body }) {
        Ok(received) => {
            let signed = !matches!(received.push, Push::Label(_));
            assert_eq!(received.authenticity == Authenticity::Signed, signed);
            inbox.taken += 1;
            inbox.kept.insert(received.push.key(), received.push);
            HttpResponse::Ok().content_type("application/json").body(received.reply)
        }
        Err(error) => {
            inbox.refused.push(error);
            HttpResponse::BadRequest().finish()
        }
    }
}

async fn listening(desk: &Desk) -> Arc<Mutex<Inbox>> {
    let inbox = Arc::new(Mutex::new(Inbox::default()));
    let data = Data::from(inbox.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::PayloadConfig::new(1 << 20))
            .app_data(data.clone())
            .route("/push", web::post().to(receive))
    })
    .workers(1)
    .disable_signals()
    .bind("127.0.0.1:0")
    .expect("a free port");
    desk.fake.set_push_url(format!("http://{}/push", server.addrs()[0]));
    actix_web::rt::spawn(server.run());
    inbox
}

fn scans(inbox: &Mutex<Inbox>, number: &str) -> Vec<RemoteScan> {
    let inbox = inbox.lock().expect("the inbox");
    let mut scans: Vec<RemoteScan> = inbox
        .kept
        .values()
        .filter_map(|push| match push {
            Push::Scan(scan) if scan.waybill_no == number => Some((**scan).clone()),
            _ => None,
        })
        .collect();
    scans.sort_by_key(|scan| scan.happened_at);
    scans
}

fn state(scans: &[RemoteScan]) -> ShipmentState {
    let known = |scan: &RemoteScan| match scan.meaning {
        Meaning::Scan(scan) => scan,
        other => panic!("{other:?}"),
    };
    current_state(scans.iter().map(known).collect::<Vec<Scan>>())
}

#[actix_web::test]
async fn every_ending_is_right_however_its_scans_arrive() {
    let desk = Desk::open(Settings::default()).await;
    let inbox = listening(&desk).await;
    let endings = [
        (Ending::Signed, ShipmentState::Delivered),
        (Ending::Locker, ShipmentState::Delivered),
        (Ending::Returned, ShipmentState::ReturnedToSender),
        (Ending::Problem, ShipmentState::Exception),
    ];
    for round in 0..5 {
        for (ending, wanted) in endings {
            let created =
                desk.ship(&order(&format!("{ending:?}-{round}"), OrderKind::Waybill)).await.expect("an order");
            let number = created.waybill_no.expect("a number");
            let subscription = Subscription::Waybill { waybill_no: number.clone(), phone: None };
            desk.zto.subscribe(&desk.ports(), &subscription).await.expect("a subscription");
            let style = PushStyle { twice: true, out_of_order: true, forged: true };
            let delivered = desk.fake.journey(&number, ending, style).await.expect("a journey");
            assert_eq!((delivered.lost, delivered.refused_forgeries), (0, 1));
            let happened = desk.fake.network(|network| network.track(&number).len());
            let scans = scans(&inbox, &number);
            assert_eq!(scans.len(), happened, "each once");
            assert_eq!(delivered.taken as usize, 2 * happened, "and each came twice");
            assert_eq!(state(&scans), wanted, "{ending:?}");
            // What is asked for afterwards has the same keys, so nothing is kept twice.
            let request = carrier::remote::TrackRequest { waybill_no: number.clone(), phone: None };
            let asked = desk.zto.track(&desk.ports(), &request).await.expect("a track");
            let keys = |scans: &[RemoteScan]| scans.iter().map(RemoteScan::key).collect::<Vec<_>>();
            assert_eq!(keys(&asked), keys(&scans));
        }
    }
    assert!(inbox.lock().expect("the inbox").refused.iter().all(|error| *error == PushError::Forged));
    desk.fake.stop().await;
}

#[actix_web::test]
async fn what_is_not_taken_comes_again() {
    let desk = Desk::open(Settings::default()).await;
    let inbox = listening(&desk).await;
    inbox.lock().expect("the inbox").trouble = 3;
    let created = desk.ship(&order("again", OrderKind::PickupWithWaybill)).await.expect("an order");
    let delivered = desk.fake.push_order_status(&created.order_code, 4).await.expect("a push");
    assert_eq!(delivered.taken, 1);
    let number = created.waybill_no.expect("a number");
    desk.fake.push_settlement(&number, 1_250, 350).await.expect("a push");
    let inbox = inbox.lock().expect("the inbox");
    let mut stages = inbox.kept.values().filter_map(|push| match push {
        Push::Order(news) => Some(news.stage),
        _ => None,
    });
    assert_eq!(stages.next(), Some(OrderStage::PickedUp));
    let settled = inbox.kept.values().find_map(|push| match push {
        Push::Settlement(settled) => Some((settled.weight, settled.amount)),
        _ => None,
    });
    assert_eq!(settled, Some((Some(Grams::new(1_250)), Money::from_fen(350))));
}

#[actix_web::test]
async fn labels_arrive_as_what_was_asked_for() {
    let desk = Desk::open(Settings::default()).await;
    let inbox = listening(&desk).await;
    let created = desk.ship(&order("label", OrderKind::Waybill)).await.expect("an order");
    let number = created.waybill_no.expect("a number");
    for (format, wanted) in [(LabelFormat::Pdf, "application/pdf"), (LabelFormat::Jpg, "image/jpeg")] {
        let request = LabelRequest { waybill_no: number.clone(), format, logo: false };
        desk.zto.request_label(&desk.ports(), &request).await.expect("taken");
        let came = async {
            loop {
                let found = inbox.lock().expect("the inbox").kept.values().any(|push| {
                    matches!(push, Push::Label(label) if label.media_type == wanted && label.waybill_no == number)
                });
                if found {
                    break;
                }
                actix_web::rt::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        actix_web::rt::time::timeout(std::time::Duration::from_secs(10), came).await.expect(wanted);
    }
    desk.fake.stop().await;
}
