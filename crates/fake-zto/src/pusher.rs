//! Pushes: signed as the platform signs them, as a form or as JSON, and repeated until they are taken.

use std::{io, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    Stand,
    api::{china, sentence},
    locked,
    network::TraceEvent,
    numbers::{mixed, number_of, shuffled},
    sign::label_digest,
};

/// As often as the platform tries.
const TRIES: u32 = 16;
/// Between two tries; shorter than the platform's, so that nobody waits.
const BETWEEN: Duration = Duration::from_millis(50);
const TIMEOUT: Duration = Duration::from_secs(3);

/// How a journey ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    Signed,
    /// Put into a station and taken out of it.
    Locker,
    Returned,
    /// Stands still after a problem.
    Problem,
    /// Stands still after a problem on its way, before anybody delivers it.
    Held,
    /// Seen for a reason that no document names, and signed for by a third party.
    ThirdParty,
}

/// How its scans are pushed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PushStyle {
    /// Each of them twice.
    pub twice: bool,
    /// In an order of their own.
    pub out_of_order: bool,
    /// Among them one with a wrong signature, that claims the parcel was signed for.
    pub forged: bool,
}

/// What became of pushes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    pub taken: u32,
    /// Not taken within all tries.
    pub lost: u32,
    /// Forged ones that were refused, as they should be.
    pub refused_forgeries: u32,
}

pub(crate) struct WantedLabel {
    pub(crate) bill_code: String,
    pub(crate) print_type: i64,
}

pub(crate) fn client() -> io::Result<reqwest::Client> {
    // Every client of the process takes its cryptography from here; that it is there already is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(TIMEOUT).build().map_err(io::Error::other)
}

fn url(stand: &Stand) -> Result<String, String> {
    locked(&stand.push_url).clone().ok_or_else(|| "nobody has said where pushes go".to_owned())
}

/// One push. Whether it is a form or JSON follows from what is in it.
async fn send_once(stand: &Stand, url: &str, kind: &str, data: &str, digest: &str) -> bool {
    let fields =
        [("data", data), ("data_digest", digest), ("msg_type", kind), ("company_id", &stand.signatures.app_key)];
    let (content_type, body) = if mixed(&[stand.seed, number_of(data)]).is_multiple_of(2) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        ("application/x-www-form-urlencoded", body)
    } else {
        let object: serde_json::Map<String, Value> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        ("application/json;charset=UTF-8", Value::Object(object).to_string())
    };
    taken(stand, url, content_type, body).await
}

/// Taken is what is answered with `status: true`.
async fn taken(stand: &Stand, url: &str, content_type: &str, body: String) -> bool {
    let answer = stand.client.post(url).header("content-type", content_type).body(body).send().await;
    let Ok(answer) = answer else { return false };
    let Ok(body) = answer.bytes().await else { return false };
    serde_json::from_slice::<Value>(&body).is_ok_and(|reply| reply["status"] == true)
}

async fn send(stand: &Stand, url: &str, kind: &str, data: &str) -> bool {
    let digest = stand.signatures.push_digest(data);
    for _ in 0..TRIES {
        if send_once(stand, url, kind, data, &digest).await {
            return true;
        }
        actix_web::rt::time::sleep(BETWEEN).await;
    }
    false
}

/// Action, outlet or hub, city, hours after pickup. An hour is over in a second, so that no scan is of a day that is still to come.
type Step = (&'static str, (&'static str, &'static str), &'static str, i64);

const OUTLET: (&str, &str) = ("02191", "青浦华新");
const HUB: (&str, &str) = ("02100", "上海中转部");
const FAR: (&str, &str) = ("37131", "郑州高新区");

fn steps(ending: Ending) -> Vec<Step> {
    let mut steps: Vec<Step> = vec![
        ("GOT", OUTLET, "上海市", 0),
        ("DEPARTURE", OUTLET, "上海市", 2),
        ("ARRIVAL", HUB, "上海市", 5),
        ("DEPARTURE", HUB, "上海市", 6),
        ("ARRIVAL", FAR, "郑州市", 20),
    ];
    if ending == Ending::Held {
        steps.push(("PROBLEM", FAR, "郑州市", 21));
        return steps;
    }
    steps.push(("DISPATCH", FAR, "郑州市", 22));
    steps.extend(match ending {
        Ending::Signed => vec![("SIGNED", FAR, "郑州市", 25)],
        Ending::ThirdParty => vec![("SECURITY_CHECK", FAR, "郑州市", 23), ("HANDOVERSCAN_SIGNED", FAR, "郑州市", 25)],
        Ending::Locker => vec![("INBOUND", FAR, "郑州市", 24), ("DEPARTURE_SIGNED", FAR, "郑州市", 30)],
        Ending::Returned => vec![
            ("PROBLEM", FAR, "郑州市", 25),
            ("RETURN_SCAN", FAR, "郑州市", 27),
            ("ARRIVAL", HUB, "上海市", 40),
            ("RETURN_SIGNED", OUTLET, "上海市", 46),
        ],
        Ending::Problem | Ending::Held => vec![("PROBLEM", FAR, "郑州市", 25)],
    });
    steps
}

fn trace(bill_code: &str, event: &TraceEvent, signer: &str) -> String {
    json!({
        "billCode": bill_code,
        "action": event.action,
        "actionTime": china(event.at),
        "facilityCode": event.site_code,
        "facilityName": event.site_name,
        "city": event.city,
        "courier": "王五",
        "courierPhone": "13800000000",
        "expressSigner": if event.action == "SIGNED" { Value::from(signer) } else { Value::Null },
        "problemCode": if event.action == "PROBLEM" { Value::from("7") } else { Value::Null },
        "desc": sentence(event, signer),
    })
    .to_string()
}

/// Writes the whole journey into the track and pushes it where somebody listens and the waybill is subscribed.
pub(crate) async fn journey(
    stand: &Stand,
    bill_code: &str,
    ending: Ending,
    style: PushStyle,
) -> Result<Delivered, String> {
    let (events, listens, signer) = {
        let mut network = locked(&stand.network);
        let order = network.by_bill(bill_code).ok_or_else(|| "no such waybill".to_owned())?;
        order.status = 99;
        let start: DateTime<Utc> = order.created_at + TimeDelta::seconds(1);
        let events: Vec<TraceEvent> = steps(ending)
            .into_iter()
            .map(|(action, (site_code, site_name), city, hours)| TraceEvent {
                action,
                at: start + TimeDelta::seconds(hours),
                site_code,
                site_name,
                city,
            })
            .collect();
        network.tracks.insert(bill_code.to_owned(), events.clone());
        (events, network.subscribed.contains(bill_code), network.signer(bill_code).to_owned())
    };
    let Some(url) = locked(&stand.push_url).clone().filter(|_| listens) else { return Ok(Delivered::default()) };
    let mut pushes: Vec<(String, bool)> =
        events.iter().map(|event| (trace(bill_code, event, &signer), false)).collect();
    if style.twice {
        pushes = pushes.into_iter().flat_map(|push| [push.clone(), push]).collect();
    }
    if style.forged {
        let lie = TraceEvent { action: "SIGNED", at: events[0].at, ..events[0].clone() };
        pushes.push((trace(bill_code, &lie, &signer), true));
    }
    if style.out_of_order {
        pushes = shuffled(pushes, stand.seed ^ number_of(bill_code));
    }
    let mut delivered = Delivered::default();
    for (data, forged) in pushes {
        if forged {
            let wrong = stand.signatures.push_digest(&format!("{data} "));
            let refused = !send_once(stand, &url, "Traces", &data, &wrong).await;
            delivered.refused_forgeries += u32::from(refused);
        } else if send(stand, &url, "Traces", &data).await {
            delivered.taken += 1;
        } else {
            delivered.lost += 1;
        }
    }
    Ok(delivered)
}

fn one(taken: bool) -> Delivered {
    Delivered { taken: u32::from(taken), lost: u32::from(!taken), refused_forgeries: 0 }
}

/// `status` as pushes count: 1 to 3 assigned, 4 picked up, 5 signed, 6 cancelled, 15 number assigned.
pub(crate) async fn order_status(stand: &Stand, order_code: &str, status: i64) -> Result<Delivered, String> {
    let url = url(stand)?;
    let data = {
        let mut network = locked(&stand.network);
        let order = network.by_order_code(order_code).ok_or_else(|| "no such order".to_owned())?;
        // The same states have other numbers in getOrderInfo.
        order.status = match status {
            1..=3 => status,
            4 | 5 => 99,
            6 => -2,
            _ => order.status,
        };
        let bill_code = order.bill_code.clone();
        json!({"order_code": order_code, "bill_code": bill_code, "pre_order_status": status, "error_msg": ""})
    };
    Ok(one(send(stand, &url, "expState", &data.to_string()).await))
}

pub(crate) async fn settlement(
    stand: &Stand,
    bill_code: &str,
    weight_g: u32,
    amount_fen: i64,
) -> Result<Delivered, String> {
    let url = url(stand)?;
    let data = json!({
        "billCode": bill_code,
        "settlementWeight": weight_g,
        "settlementAmount": amount_fen,
        "volume": 0,
    });
    Ok(one(send(stand, &url, "expPrice", &data.to_string()).await))
}

/// A JPEG of one grey pixel or a PDF of one empty page: what is asked for, and obviously no label.
pub(crate) async fn label(stand: &Stand, wanted: WantedLabel) {
    let Ok(url) = url(stand) else { return };
    let file: &[u8] =
        if wanted.print_type == 0 { include_bytes!("../data/pixel.jpg") } else { include_bytes!("../data/empty.pdf") };
    let result = STANDARD.encode(file);
    let digest = label_digest(&result, &wanted.bill_code);
    let body = json!({
        "billCode": wanted.bill_code,
        "printType": wanted.print_type,
        "result": result,
        "dataDigest": digest,
    });
    for _ in 0..TRIES {
        if taken(stand, &url, "application/json;charset=UTF-8", body.to_string()).await {
            return;
        }
        actix_web::rt::time::sleep(BETWEEN).await;
    }
}
