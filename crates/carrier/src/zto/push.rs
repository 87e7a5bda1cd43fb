//! What the platform pushes: scans, states of pickup orders, settlements, labels; as a form or as JSON.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    Zto,
    sign::{checksum, same},
    track::{problem, scan},
    wire::{Code, Fen, Time, WireGrams, some_text},
};
use crate::{
    ProblemCode, ScanCode,
    remote::{
        Authenticity, IncomingPush, Label, Meaning, OrderNews, OrderStage, Push, PushError, Received, RemoteScan,
        ScanPlace, Settlement,
    },
};

/// A label is the largest thing that is pushed.
const BYTES_MAX: usize = 4 << 20;
/// Anything else makes the platform send it again.
const REPLY: &str = r#"{"status":true,"message":"","result":"","statusCode":""}"#;

pub(super) fn receive(zto: &Zto, push: &IncomingPush<'_>) -> Result<Received, PushError> {
    if push.body.len() > BYTES_MAX {
        return Err(PushError::TooLarge);
    }
    let fields = fields(push)?;
    if fields.contains_key("dataDigest") && fields.contains_key("printType") {
        let push = Push::Label(label(&fields)?);
        return Ok(Received { push, authenticity: Authenticity::ChecksumOnly, reply: REPLY });
    }
    let data = fields.get("data").or_else(|| fields.get("result")).ok_or(PushError::Malformed("data is missing"))?;
    let digest = fields.get("data_digest").ok_or(PushError::Malformed("data_digest is missing"))?;
    if !zto.app.signing.push_is_genuine(data, digest) {
        return Err(PushError::Forged);
    }
    // Only what is signed with our secret is read further; the key beside it must be ours too.
    if fields.get("company_id").is_some_and(|company| *company != zto.app.signing.app_key) {
        return Err(PushError::NotOurs);
    }
    let kind = fields.get("msg_type").map(String::as_str).unwrap_or_default();
    let push = match kind {
        "Traces" => Push::Scan(Box::new(trace(read(data)?))),
        "expState" => Push::Order(order_news(read(data)?)),
        "expPrice" => Push::Settlement(settlement(read(data)?)),
        other => Push::Unknown { kind: other.chars().take(40).collect() },
    };
    Ok(Received { push, authenticity: Authenticity::Signed, reply: REPLY })
}

/// A form or an object of texts, whatever the content type says: it has been seen wrong.
fn fields(push: &IncomingPush<'_>) -> Result<BTreeMap<String, String>, PushError> {
    let start = push.body.iter().find(|byte| !byte.is_ascii_whitespace());
    if start != Some(&b'{') {
        return Ok(form_urlencoded::parse(push.body).into_owned().collect());
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(push.body) else {
        return Err(PushError::Malformed("not a form and not JSON"));
    };
    let text = |value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        // An object was not signed as the bytes it came in, so it cannot be verified.
        _ => None,
    };
    Ok(object.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect())
}

fn read<T: DeserializeOwned>(data: &str) -> Result<T, PushError> {
    serde_json::from_str(data).map_err(|_| PushError::Malformed("data is not what its kind has"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Trace {
    bill_code: String,
    action: String,
    action_time: Time,
    #[serde(default)]
    facility_code: Code,
    facility_name: Option<String>,
    city: Option<String>,
    #[serde(default)]
    next_node_code: Code,
    next_node_name: Option<String>,
    next_city: Option<String>,
    com_name: Option<String>,
    desc: Option<String>,
    courier: Option<String>,
    courier_phone: Option<String>,
    express_signer: Option<String>,
    #[serde(default)]
    problem_code: Code,
}

fn trace(trace: Trace) -> RemoteScan {
    // A terminal is known by its brand where it has no name of its own.
    let name = some_text(trace.facility_name).or_else(|| some_text(trace.com_name)).unwrap_or_default();
    let place = ScanPlace { code: trace.facility_code.0, name, city: some_text(trace.city).unwrap_or_default() };
    let next = some_text(trace.next_node_name).map(|name| ScanPlace {
        code: trace.next_node_code.0,
        name,
        city: some_text(trace.next_city).unwrap_or_default(),
    });
    RemoteScan {
        waybill_no: trace.bill_code,
        happened_at: trace.action_time.0,
        meaning: meaning(&trace.action),
        carrier_code: trace.action,
        problem_code: trace.problem_code.some(),
        description: trace.desc.unwrap_or_default(),
        place,
        other_place: next,
        signer: some_text(trace.express_signer),
        courier: some_text(trace.courier),
        courier_phone: some_text(trace.courier_phone),
    }
}

/// `action` of a push. Here ARRIVAL is the hub; in an answer to a question it is the locker (`track.rs`). No list of problem codes is
/// published, so a problem is one without a reason of ours.
fn meaning(action: &str) -> Meaning {
    match action {
        "GOT" => scan(ScanCode::Got),
        "DEPARTURE" => scan(ScanCode::Departure),
        "ARRIVAL" => scan(ScanCode::Arrival),
        "DISPATCH" => scan(ScanCode::Dispatch),
        "INBOUND" => scan(ScanCode::Inbound),
        "HANDOVERSCAN_SIGNED" => scan(ScanCode::HandoverSigned),
        "DEPARTURE_SIGNED" => scan(ScanCode::DepartureSigned),
        "SIGNED" => scan(ScanCode::Signed),
        "RETURN_SCAN" => scan(ScanCode::ReturnScan),
        "RETURN_SIGNED" => scan(ScanCode::ReturnSigned),
        "PROBLEM" => problem(ProblemCode::Other),
        _ => Meaning::Unknown,
    }
}

#[derive(Deserialize)]
struct WireNews {
    order_code: Code,
    #[serde(default)]
    bill_code: Code,
    pre_order_status: Code,
    error_msg: Option<String>,
}

fn order_news(news: WireNews) -> OrderNews {
    OrderNews {
        order_code: news.order_code.0,
        waybill_no: news.bill_code.some(),
        stage: stage(&news.pre_order_status.0),
        carrier_code: news.pre_order_status.0,
        reason: some_text(news.error_msg),
    }
}

fn stage(status: &str) -> OrderStage {
    match status {
        "1" | "2" | "3" => OrderStage::Assigned,
        "4" => OrderStage::PickedUp,
        "5" => OrderStage::Signed,
        "6" => OrderStage::Cancelled,
        "15" => OrderStage::NumberAssigned,
        _ => OrderStage::Unknown,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireSettlement {
    bill_code: String,
    settlement_weight: Option<WireGrams>,
    settlement_amount: Fen,
}

fn settlement(wire: WireSettlement) -> Settlement {
    Settlement {
        waybill_no: wire.bill_code,
        weight: wire.settlement_weight.map(|weight| weight.0),
        amount: wire.settlement_amount.0,
    }
}

/// Its checksum has no secret in it, so it only says that the bytes arrived whole.
fn label(fields: &BTreeMap<String, String>) -> Result<Label, PushError> {
    let field = |name| fields.get(name).ok_or(PushError::Malformed("a field of the label is missing"));
    let (number, result, digest) = (field("billCode")?, field("result")?, field("dataDigest")?);
    let sum = checksum(&[result.as_bytes(), number.as_bytes()]);
    if !same(&sum, digest) {
        return Err(PushError::Forged);
    }
    let file = STANDARD.decode(result).map_err(|_| PushError::Malformed("the label is not base64"))?;
    // By what it is, not by what it says it is: a browser will be given it.
    let media_type = match file.as_slice() {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        _ => return Err(PushError::Malformed("the label is neither JPEG nor PDF")),
    };
    Ok(Label { waybill_no: number.clone(), media_type, file, checksum: sum })
}

#[cfg(test)]
mod tests;
