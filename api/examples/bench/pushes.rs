//! What a carrier pushes: scans of parcels that were ordered with it, one after the other as it sends them, each durable before the answer.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::{TimeDelta, Utc};
use fake_zto::Signatures;
use serde_json::{Value, json};

use crate::{
    Result,
    figure::{Figure, percentile},
    service::Service,
};

const PARCELS: usize = 40;
/// Scans of each parcel.
const SCANS: usize = 50;
const WAY: [&str; 3] = ["GOT", "DEPARTURE", "ARRIVAL"];
const PATIENCE: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(50);
const PATH: &str = "/carriers/zto/push";

/// The stand-in of the carrier as a program of its own; killed when dropped.
struct Carrier {
    child: Child,
    url: String,
}

impl Carrier {
    fn start() -> Result<Carrier> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let binary = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/fake-zto");
        let child = Command::new(&binary)
            .args(["--listen", &address.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", binary.display()))?;
        Ok(Carrier { child, url: format!("http://{address}") })
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        // It may be gone already; there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn measure() -> Result<()> {
    let (carrier, signatures) = (Carrier::start()?, Signatures::sample());
    let service = Service::start_with(&[
        "--zto-url",
        &carrier.url,
        "--zto-app-key",
        &signatures.app_key,
        "--zto-app-secret",
        &signatures.app_secret,
    ])?;
    let numbers = ordered(&service)?;
    let begin = Utc::now() - TimeDelta::hours(1);
    let mut took = Vec::with_capacity(PARCELS * SCANS);
    for nth in 0..SCANS {
        for number in &numbers {
            let at = begin + TimeDelta::seconds(nth as i64);
            let data = trace(number, WAY[nth.min(1) + nth % 2], at);
            let fields = [
                ("data", data.as_str()),
                ("data_digest", &signatures.push_digest(&data)),
                ("msg_type", "Traces"),
                ("company_id", &signatures.app_key),
            ];
            let began = Instant::now();
            let status = service.push(PATH, &fields)?;
            took.push(began.elapsed().as_secs_f64() * 1e3);
            if status["status"] != true {
                return Err(format!("a push was not taken: {status}").into());
            }
        }
    }
    let track = service.post("/tracks/query", &json!({ "waybill_nos": numbers }))?;
    if track["counts"]["phases"] != json!([{ "phase": "in_transit", "count": PARCELS }]) {
        return Err(format!("the scans moved not every parcel: {}", track["counts"]).into());
    }
    let p99 = percentile(&mut took, 0.99);
    let target = "p99 < 20 ms";
    Figure { name: "a carrier's push taken", figure: p99, unit: "ms", floor: None, target, met: p99 < 20.0 }.print();
    Ok(())
}

/// Orders given to the carrier by an account of the merchant; the numbers it gave.
fn ordered(service: &Service) -> Result<Vec<String>> {
    let account = json!({ "carrier": "zto", "name": "bench", "account": "test", "password": "ZTO123", "low_at": 0 });
    let account = service.post("/carrier-accounts", &account)?;
    let mut orders: Vec<Value> = Vec::new();
    for nth in 0..PARCELS {
        let receiver = json!({
            "name": "欧阳晓雯", "phone": format!("1381000{nth:04}"), "province": "浙江省", "city": "杭州市",
            "district": "余杭区", "detail": "文一西路969号",
        });
        let order =
            json!({ "receiver": receiver, "order_no": format!("PUSH-{nth}"), "goods": "茶叶", "weight_g": 800 });
        orders.push(service.post("/orders", &order)?["id"].clone());
    }
    service.post("/orders/ship", &json!({ "order_ids": orders, "carrier_account_id": account["id"] }))?;
    let begin = Instant::now();
    loop {
        let page = service.get("/shipments?limit=200")?;
        let items = page["items"].as_array().ok_or("no list")?;
        let is_ours = |item: &&Value| item["order_no"].as_str().is_some_and(|number| number.starts_with("PUSH-"));
        let numbers: Vec<String> =
            items.iter().filter(is_ours).filter_map(|item| Some(item["waybill_no"].as_str()?.to_owned())).collect();
        if numbers.len() == PARCELS {
            return Ok(numbers);
        }
        if begin.elapsed() > PATIENCE {
            return Err(format!("the carrier gave {} of {PARCELS} numbers", numbers.len()).into());
        }
        std::thread::sleep(POLL);
    }
}

fn trace(number: &str, action: &str, at: chrono::DateTime<Utc>) -> String {
    let china = at + TimeDelta::hours(8);
    json!({
        "billCode": number, "action": action, "actionTime": china.format("%Y-%m-%d %H:%M:%S").to_string(),
        "facilityCode": "02100", "facilityName": "上海中转部", "city": "上海市", "desc": "【上海市】上海中转部",
    })
    .to_string()
}
