use secrecy::SecretString;
use serde_json::json;
use units::{Grams, Money};

use super::{
    super::{Signing, ZtoApp},
    *,
};

const TRACE: &str = r#"{"action":"SIGNED","actionTime":"2025-05-22 15:09:54","billCode":"73100196611386"}"#;
const DIGEST: &str = "M/HXbshlbVrfbH49+JYmEQ==";

fn zto() -> Zto {
    Zto::new(ZtoApp {
        base_url: super::super::SANDBOX.to_owned(),
        signing: Signing::new("app", SecretString::from("kfpttestkey==")),
    })
}

fn signed(data: &str) -> String {
    checksum(&[data.as_bytes(), b"kfpttestkey=="])
}

fn as_json(kind: &str, data: &str) -> String {
    json!({"data": data, "data_digest": signed(data), "msg_type": kind, "company_id": "app"}).to_string()
}

fn as_form(kind: &str, data: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("data", data)
        .append_pair("data_digest", &signed(data))
        .append_pair("msg_type", kind)
        .append_pair("company_id", "app")
        .finish()
}

fn receive_text(body: &str) -> Result<Received, PushError> {
    receive(&zto(), &IncomingPush { content_type: None, body: body.as_bytes() })
}

fn scan_of(body: &str) -> RemoteScan {
    match receive_text(body).expect("a push").push {
        Push::Scan(scan) => *scan,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_and_json_are_the_same_push() {
    assert_eq!(signed(TRACE), DIGEST);
    let (form, json) = (scan_of(&as_form("Traces", TRACE)), scan_of(&as_json("Traces", TRACE)));
    assert_eq!(form, json);
    assert_eq!(form.key(), json.key());
    assert_eq!(form.meaning, scan(ScanCode::Signed));
    assert_eq!(receive_text(&as_form("Traces", TRACE)).expect("a push").reply, REPLY);
}

#[test]
fn forged_foreign_and_broken_pushes_are_refused() {
    let good = as_json("Traces", TRACE);
    assert_eq!(receive_text(&good.replace("15:09:54", "15:09:55")), Err(PushError::Forged));
    assert_eq!(receive_text(&good.replace(DIGEST, "")), Err(PushError::Forged));
    let foreign = good.replace(r#""company_id":"app""#, r#""company_id":"other""#);
    assert_eq!(receive_text(&foreign), Err(PushError::NotOurs));
    for broken in ["", "{", "[]", "{}", "data=x", r#"{"data":{"action":"SIGNED"},"data_digest":"x"}"#] {
        assert!(matches!(receive_text(broken), Err(PushError::Malformed(_))), "{broken}");
    }
    for data in [r#"{"action":"SIGNED"}"#, r#"{"billCode":"1","action":"SIGNED","actionTime":"soon"}"#, "x"] {
        assert!(matches!(receive_text(&as_json("Traces", data)), Err(PushError::Malformed(_))), "{data}");
    }
    let large = vec![b' '; BYTES_MAX + 1];
    assert_eq!(receive(&zto(), &IncomingPush { content_type: None, body: &large }), Err(PushError::TooLarge));
}

#[test]
fn every_action_of_the_platform_and_one_nobody_knows() {
    let of = |action: &str| {
        let data = TRACE.replace("SIGNED", action);
        scan_of(&as_json("Traces", &data)).meaning
    };
    for (action, code) in [
        ("GOT", ScanCode::Got),
        ("DEPARTURE", ScanCode::Departure),
        ("ARRIVAL", ScanCode::Arrival),
        ("DISPATCH", ScanCode::Dispatch),
        ("INBOUND", ScanCode::Inbound),
        ("DEPARTURE_SIGNED", ScanCode::DepartureSigned),
        ("RETURN_SCAN", ScanCode::ReturnScan),
        ("RETURN_SIGNED", ScanCode::ReturnSigned),
    ] {
        assert_eq!(of(action), scan(code), "{action}");
    }
    assert_eq!(of("HANDOVERSCAN_SIGNED"), scan(ScanCode::HandoverSigned));
    assert_eq!(of("PROBLEM"), problem(ProblemCode::Other));
    assert_eq!(of("TELEPORTED"), Meaning::Unknown);
}

#[test]
fn a_trace_is_read_whole_and_hides_people() {
    let data = r#"{"action":"DEPARTURE","actionTime":"2025-05-22 15:06:35","billCode":"73100196611386","facilityCode":"02191",
        "facilityName":"青浦华新","city":"上海市","nextNodeCode":"37131","nextNodeName":"郑州高新区","nextCity":"郑州市",
        "courier":"王五","courierPhone":"13900000000","desc":"【上海市】王五","problemCode":""}"#;
    let scan = scan_of(&as_form("Traces", data));
    assert_eq!((scan.place.code.as_str(), scan.place.name.as_str()), ("02191", "青浦华新"));
    assert_eq!(scan.other_place.as_ref().map(|place| place.name.as_str()), Some("郑州高新区"));
    assert_eq!((scan.courier.as_deref(), scan.problem_code.as_deref()), (Some("王五"), None));
    let shown = format!("{scan:?}");
    assert!(!shown.contains("王五") && !shown.contains("13900000000"), "{shown}");
}

#[test]
fn who_signed_and_what_is_wrong_is_read() {
    let signed = TRACE.replace("}", r#","expressSigner":"王小明","city":"郑州市","desc":"已由【王小明】签收"}"#);
    let scan = scan_of(&as_json("Traces", &signed));
    assert_eq!((scan.signer.as_deref(), scan.place.city.as_str()), (Some("王小明"), "郑州市"));
    assert_eq!(scan.description, "已由【王小明】签收");
    assert!(!format!("{scan:?}").contains("王小明"));
    let held = TRACE.replace("SIGNED", "PROBLEM").replace("}", r#","problemCode":7,"expressSigner":" "}"#);
    let scan = scan_of(&as_json("Traces", &held));
    assert_eq!((scan.meaning, scan.problem_code.as_deref()), (problem(ProblemCode::Other), Some("7")));
    assert_eq!(scan.signer, None);
}

#[test]
fn order_states_and_settlements() {
    let news = r#"{"order_code":"250522000006047100","bill_code":"","pre_order_status":4,"error_msg":null}"#;
    let Push::Order(news) = receive_text(&as_json("expState", news)).expect("a push").push else { panic!("news") };
    assert_eq!((news.stage, news.waybill_no), (OrderStage::PickedUp, None));
    assert_eq!(stage("7"), OrderStage::Unknown);
    assert_eq!(stage("5").shipment_state(), None, "a delivery is told by scans");
    let price = r#"{"billCode":"73100196611386","settlementWeight":1250,"settlementAmount":"350","volume":"0"}"#;
    let body = as_json("expPrice", price).replace("\"data\":", "\"result\":");
    let Push::Settlement(price) = receive_text(&body).expect("a push").push else { panic!("a settlement") };
    assert_eq!((price.weight, price.amount), (Some(Grams::new(1250)), Money::from_fen(350)));
    let unknown = receive_text(&as_json("expNews", "{}")).expect("a push").push;
    assert_eq!(unknown, Push::Unknown { kind: "expNews".to_owned() });
}

#[test]
fn a_label_is_what_its_bytes_are_and_is_not_proof() {
    let of = |file: &[u8]| {
        let result = STANDARD.encode(file);
        let digest = checksum(&[result.as_bytes(), b"73100196611386"]);
        json!({"billCode": "73100196611386", "printType": 1, "result": result, "dataDigest": digest}).to_string()
    };
    let received = receive_text(&of(b"%PDF-1.7 ...")).expect("a label");
    assert_eq!(received.authenticity, Authenticity::ChecksumOnly);
    let Push::Label(label) = received.push else { panic!("a label") };
    assert_eq!((label.media_type, label.file.as_slice()), ("application/pdf", b"%PDF-1.7 ...".as_slice()));
    assert!(matches!(receive_text(&of(b"<script>")), Err(PushError::Malformed(_))));
    let other = of(b"%PDF-1.7 ...").replace("73100196611386", "73100196611387");
    assert_eq!(receive_text(&other), Err(PushError::Forged));
}
