//! Scans asked for (zto.merchant.waybill.track.query) and subscribed to.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Zto,
    call::{Api, Payload},
    wire::{Code, Time, some_text},
};
use crate::{
    ProblemCode, Scan, ScanCode,
    remote::{Meaning, PhoneTail, RemoteError, RemotePorts, RemoteScan, ScanPlace, Subscription, TrackRequest},
};

const QUERY: Api = Api::reads("zto.merchant.waybill.track.query");
/// Spelled so, both of them. Subscribing twice is subscribing once.
const SUBSCRIBE: Api = Api::reads("zto.merchant.waybill.track.subsrcibe");
const SUBSCRIBE_ORDER: Api = Api::reads("zto.merchant.preorder.subsrcibe");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Named<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    bill_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_code: Option<&'a str>,
    /// The last four digits of the sender's or receiver's.
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_phone: Option<&'a str>,
}

impl<'a> Named<'a> {
    fn waybill(number: &'a str, phone: Option<&'a PhoneTail>) -> Named<'a> {
        Named { bill_code: Some(number), order_code: None, mobile_phone: phone.map(PhoneTail::expose) }
    }
}

pub(super) async fn track(
    zto: &Zto,
    ports: &RemotePorts<'_>,
    request: &TrackRequest,
) -> Result<Vec<RemoteScan>, RemoteError> {
    let payload = Payload::json(&Named::waybill(&request.waybill_no, request.phone.as_ref()))?;
    let rows: Option<Vec<Row>> = zto.call(ports, &QUERY, payload).await?;
    let mut scans: Vec<RemoteScan> =
        rows.unwrap_or_default().into_iter().map(|row| remote_scan(&request.waybill_no, row)).collect();
    // The platform does not say in which order they come.
    scans.sort_by_key(|scan| scan.happened_at);
    Ok(scans)
}

pub(super) async fn subscribe(zto: &Zto, ports: &RemotePorts<'_>, request: &Subscription) -> Result<(), RemoteError> {
    let (api, named) = match request {
        Subscription::Waybill { waybill_no, phone } => (&SUBSCRIBE, Named::waybill(waybill_no, phone.as_ref())),
        Subscription::Order { order_code } => {
            (&SUBSCRIBE_ORDER, Named { bill_code: None, order_code: Some(order_code), mobile_phone: None })
        }
    };
    zto.call::<Option<Value>>(ports, api, Payload::json(&named)?).await.map(|_| ())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    bill_code: Option<String>,
    #[serde(default)]
    scan_type: Code,
    scan_date: Time,
    desc: Option<String>,
    sign_man: Option<String>,
    operate_user: Option<String>,
    operate_user_phone: Option<String>,
    scan_site: Option<WireSite>,
    pre_or_next_site: Option<WireSite>,
}

#[derive(Deserialize)]
struct WireSite {
    #[serde(default)]
    code: Code,
    name: Option<String>,
    city: Option<String>,
}

impl From<WireSite> for ScanPlace {
    fn from(site: WireSite) -> ScanPlace {
        ScanPlace {
            code: site.code.0,
            name: some_text(site.name).unwrap_or_default(),
            city: some_text(site.city).unwrap_or_default(),
        }
    }
}

fn remote_scan(asked_for: &str, row: Row) -> RemoteScan {
    RemoteScan {
        waybill_no: some_text(row.bill_code).unwrap_or_else(|| asked_for.to_owned()),
        happened_at: row.scan_date.0,
        meaning: meaning(&row.scan_type.0),
        carrier_code: row.scan_type.0,
        problem_code: None,
        description: row.desc.unwrap_or_default(),
        place: row.scan_site.map(ScanPlace::from).unwrap_or_default(),
        other_place: row.pre_or_next_site.map(ScanPlace::from),
        signer: some_text(row.sign_man),
        courier: some_text(row.operate_user),
        courier_phone: some_text(row.operate_user_phone),
    }
}

pub(super) const fn scan(code: ScanCode) -> Meaning {
    Meaning::Scan(Scan { code, problem: None })
}

pub(super) const fn problem(problem: ProblemCode) -> Meaning {
    Meaning::Scan(Scan { code: ScanCode::Problem, problem: Some(problem) })
}

/// `scanType` of an answer. Here ARRIVAL is the locker; in a push it is the hub (`push.rs`).
fn meaning(scan_type: &str) -> Meaning {
    match scan_type {
        "收件" | "1" => scan(ScanCode::Got),
        "发件" | "2" => scan(ScanCode::Departure),
        "到件" | "3" => scan(ScanCode::Arrival),
        "派件" | "DELIVERY" | "4" => scan(ScanCode::Dispatch),
        "签收" | "5" => scan(ScanCode::Signed),
        // The platform's own word for RETURN_SCAN, which begins a return; it ends with 退件签收.
        "退件" | "8" => scan(ScanCode::ReturnScan),
        "退件签收" => scan(ScanCode::ReturnSigned),
        "问题件" | "事件" | "DEPARTURE" => problem(ProblemCode::Other),
        "ARRIVAL" | "44" => scan(ScanCode::Inbound),
        "SIGNED" => scan(ScanCode::DepartureSigned),
        // Taken out of a third party's station, to be delivered again.
        "45" => scan(ScanCode::Dispatch),
        "7" => scan(ScanCode::HandoverSigned),
        "转单" | "9" => scan(ScanCode::Transferred),
        "安检" => scan(ScanCode::Inspected),
        _ => Meaning::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_published_scan_type_means_something() {
        for published in [
            "收件",
            "发件",
            "到件",
            "派件",
            "签收",
            "退件",
            "问题件",
            "事件",
            "转单",
            "安检",
            "ARRIVAL",
            "SIGNED",
            "DELIVERY",
            "DEPARTURE",
            "1",
            "2",
            "3",
            "4",
            "5",
            "7",
            "8",
            "9",
            "44",
            "45",
        ] {
            assert_ne!(meaning(published), Meaning::Unknown, "{published}");
        }
        for other in ["", "6", "signed", "妥投", "签收 ", "99"] {
            assert_eq!(meaning(other), Meaning::Unknown, "{other}");
        }
        assert_eq!(meaning("ARRIVAL"), scan(ScanCode::Inbound), "the locker");
    }

    #[test]
    fn a_row_is_read_with_either_form_of_time() {
        let row = |date: Value| {
            json!({"billCode": null, "scanType": 5, "scanDate": date, "signMan": "本人", "desc": "已签收",
                "scanSite": {"code": "02191", "name": "青浦华新", "isCenter": "F"}, "preOrNextSite": null})
        };
        let new = remote_scan("73100196611386", serde_json::from_value(row(json!(1_747_897_794_123_i64))).unwrap());
        let old = remote_scan("73100196611386", serde_json::from_value(row(json!("2025-05-22 15:09:54"))).unwrap());
        assert_eq!(new.meaning, scan(ScanCode::Signed));
        assert_eq!(new.key(), old.key());
        assert_eq!((new.place.name.as_str(), new.signer.as_deref()), ("青浦华新", Some("本人")));
        assert_eq!(new.description, "已签收");
        assert!(!format!("{new:?}").contains("本人"));
    }
}
