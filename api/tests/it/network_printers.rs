mod printing;

use serde_json::json;
use shared::{
    printers::{
        DARKNESS_STEPS, Finish, NetworkFinding, NetworkTrialOutcome, PaperGap, PrintDirection, PrinterOptions,
        ZplCompression, detect::FoundBy, mark,
    },
    printing::{Printer, PrinterConnection, PrinterLanguage},
};

use crate::support::{
    TestApp,
    fake_printer::{FakePrinter, Manner},
    samples,
};

fn at(printer: &FakePrinter) -> serde_json::Value {
    json!({ "network": { "host": "127.0.0.1", "port": printer.port } })
}

#[actix_web::test]
async fn the_service_finds_out_what_answers() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = FakePrinter::start(Manner::Zebra);
    let found: NetworkFinding = owner.post("/network-printers/ask", &at(&printer)).await.expect(200).json();
    assert_eq!((found.language, found.dpi, found.found_by), (Some(PrinterLanguage::Zpl), Some(300), FoundBy::Answer));
    assert_eq!(found.profile_id.as_deref(), Some("zebra-zd620"));
}

#[actix_web::test]
async fn hostile_printers_are_asked_in_bounded_time_and_say_nothing() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    for manner in [Manner::Silent, Manner::Garbage, Manner::Half, Manner::Endless] {
        let printer = FakePrinter::start(manner);
        let began = std::time::Instant::now();
        let found: NetworkFinding = owner.post("/network-printers/ask", &at(&printer)).await.expect(200).json();
        assert_eq!((found.language, found.found_by), (None, FoundBy::Nothing), "{manner:?}");
        assert!(began.elapsed().as_secs() < 10, "{manner:?} took {:?}", began.elapsed());
    }
    let printer = FakePrinter::start(Manner::Closes);
    owner.post("/network-printers/ask", &at(&printer)).await.problem(422, "printer_disconnected");
}

#[actix_web::test]
async fn a_test_label_and_the_marks_arrive_whole() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = FakePrinter::start(Manner::Zebra);
    let mut setup = samples::network_printer("localhost", printer.port);
    setup["name"] = json!("");
    setup["options"] = json!({ "density": 9 });
    let body = json!({ "setup": setup, "paper": "label" });
    let outcome: NetworkTrialOutcome = owner.post("/network-printers/try", &body).await.expect(200).json();
    assert!(outcome.confirmed);
    let bytes = printer.received();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("^XA") && text.contains("^PW608") && text.contains("^XZ"), "a whole label");
    let printer = FakePrinter::start(Manner::Silent);
    let setup = samples::network_printer("127.0.0.1", printer.port);
    let body = json!({ "setup": setup, "paper": "marks" });
    let outcome: NetworkTrialOutcome = owner.post("/network-printers/try", &body).await.expect(200).json();
    assert!(!outcome.confirmed);
    let marks: Vec<u8> = mark::MARKED.iter().flat_map(|language| mark::mark(*language)).collect();
    assert_eq!(printer.received(), marks);
    // The calibration page once, and once for each darkness with that darkness in it.
    let printer = FakePrinter::start(Manner::Zebra);
    let setup = samples::network_printer("127.0.0.1", printer.port);
    for (paper, labels) in [("ruler", 1), ("darkness", DARKNESS_STEPS.len())] {
        let before = printer.received().len();
        let body = json!({ "setup": setup, "paper": paper });
        let outcome: NetworkTrialOutcome = owner.post("/network-printers/try", &body).await.expect(200).json();
        assert!(outcome.confirmed, "{paper}");
        let text = String::from_utf8_lossy(&printer.received()[before..]).into_owned();
        assert_eq!(text.matches("^XZ").count(), labels, "{paper}");
    }
    let printer = FakePrinter::start(Manner::ZebraOutOfPaper);
    let body = json!({ "setup": samples::network_printer("127.0.0.1", printer.port), "paper": "label" });
    let outcome: NetworkTrialOutcome = owner.post("/network-printers/try", &body).await.expect(200).json();
    assert!(!outcome.confirmed);
}

#[actix_web::test]
async fn only_printers_of_allowed_networks_are_reached() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let ask = async |host: &str, port: u16| {
        owner.post("/network-printers/ask", &json!({ "network": { "host": host, "port": port } })).await
    };
    for forbidden in ["169.254.169.254", "8.8.8.8", "::ffff:169.254.169.254", "0.0.0.0", "fe80::1"] {
        ask(forbidden, 9100).await.problem(422, "printer_address_forbidden");
    }
    for port in [22, 80, 5432, 9099, 9110] {
        ask("127.0.0.1", port).await.faults(&[("/network/port", "out_of_range")]);
    }
    for bad in ["http://10.0.0.1", "10.0.0.1/x", "a b", "名字"] {
        ask(bad, 9100).await.faults(&[("/network/host", "bad_host")]);
    }
    ask("no-such-printer.invalid", 9100).await.problem(422, "printer_unknown_host");
    let setup = json!({ "setup": samples::printer(), "paper": "marks" });
    owner.post("/network-printers/try", &setup).await.faults(&[("/setup/connection", "not_allowed")]);
}

#[actix_web::test]
async fn how_a_printer_prints_is_kept_and_checked() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let options = PrinterOptions {
        density: Some(12),
        speed: Some(5),
        gap: PaperGap::BlackMark { mm: 3.5 },
        direction: PrintDirection::BottomFirst,
        mirror: true,
        offset_x_mm: -1.25,
        offset_y_mm: 2.5,
        copies: 2,
        finish: Some(Finish::Cut),
        invert: true,
        zpl_compression: ZplCompression::Z64,
        native: true,
        cpcl_binary: true,
        chunk_bytes: 512,
        chunk_delay_ms: 15,
        ..PrinterOptions::default()
    };
    let mut body = samples::network_printer("Printer-3.example", 9101);
    body["options"] = serde_json::to_value(&options).unwrap();
    let made: Printer = owner.post("/printers", &body).await.expect(201).json();
    assert_eq!(
        (made.setup.connection, made.setup.device_key.as_str()),
        (PrinterConnection::Tcp, "tcp:printer-3.example:9101")
    );
    let listed: Vec<Printer> = app.clerk().await.read("/printers").await;
    assert_eq!(listed[0].setup.options, options, "every workstation sees the same");
    assert_eq!(listed[0].setup.network.as_ref().map(|network| network.port), Some(9101));
    // A setup from before these options existed is one with the usual options.
    let usual: Printer = owner.post("/printers", &samples::printer()).await.expect(201).json();
    assert_eq!((usual.setup.options, usual.setup.network), (PrinterOptions::default(), None));
    for (field, value) in [
        ("density", json!(16)),
        ("speed", json!(0)),
        ("offset_x_mm", json!(20.5)),
        ("offset_y_mm", json!(-1e300)),
        ("copies", json!(0)),
        ("chunk_bytes", json!(1)),
        ("chunk_delay_ms", json!(60_000)),
    ] {
        let mut body = samples::printer();
        body["options"] = json!({ field: value });
        owner.post("/printers", &body).await.faults(&[(&format!("/options/{field}"), "out_of_range")]);
    }
    let mut body = samples::printer();
    body["options"] = json!({ "gap": { "kind": "gap", "mm": -1 } });
    owner.post("/printers", &body).await.faults(&[("/options/gap/mm", "out_of_range")]);
    let mut body = samples::network_printer("10.0.0.9", 9100);
    body["network"] = json!(null);
    owner.post("/printers", &body).await.faults(&[("/network", "required")]);
    let mut body = samples::printer();
    body["network"] = json!({ "host": "10.0.0.9" });
    owner.post("/printers", &body).await.faults(&[("/network", "not_allowed")]);
}

/// The page's worker and the service hand the options to the engine as JSON; a name that one side does not know would be lost unseen.
#[test]
fn the_engine_takes_every_option_by_the_same_name() {
    let options = serde_json::to_value(PrinterOptions::default()).unwrap();
    let engine = serde_json::to_value(label::PrintOptions::default()).unwrap();
    let of_the_line = ["chunk_delay_ms", "flow_control"];
    let unknown: Vec<&String> = options
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| engine.get(name.as_str()).is_none() && !of_the_line.contains(&name.as_str()))
        .collect();
    assert_eq!(unknown, Vec::<&String>::new());
}
