//! Single shipments through the API: number, route and price included.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    Result,
    figure::{Figure, percentile},
    service::Service,
};

const CONNECTIONS: usize = 8;
const MEASURED: Duration = Duration::from_secs(5);

pub fn measure(service: &Service) -> Result<()> {
    let begin = Instant::now();
    let workers: Vec<Result<Vec<f64>>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..CONNECTIONS)
            .map(|worker| scope.spawn(move || work(service, worker).map_err(|e| e.to_string())))
            .collect();
        running.into_iter().map(|thread| Ok(thread.join().map_err(|_| "a worker panicked")??)).collect()
    });
    let elapsed = begin.elapsed().as_secs_f64();
    let mut millis = Vec::new();
    for worker in workers {
        millis.extend(worker?);
    }
    let rate = millis.len() as f64 / elapsed;
    Figure {
        name: "create at 8 connections",
        figure: rate,
        unit: "/s",
        floor: None,
        target: "≥ 500/s",
        met: rate >= 500.0,
    }
    .print();
    let p99 = percentile(&mut millis, 0.99);
    Figure { name: "create, p99", figure: p99, unit: "ms", floor: None, target: "< 50 ms", met: p99 < 50.0 }.print();
    Ok(())
}

/// One connection, one shipment after the other; any refusal ends it.
fn work(service: &Service, worker: usize) -> Result<Vec<f64>> {
    let mut millis = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < MEASURED {
        let body = json!({
            "receiver": {
                "name": "欧阳晓雯", "phone": format!("1391{:07}", millis.len()), "province": "广东省", "city": "深圳市",
                "district": "南山区", "detail": "科技园南区高新南一道8号",
            },
            "order_no": format!("C{worker}-{}", millis.len()), "goods": "连衣裙", "weight_g": 900,
        });
        let sent = Instant::now();
        service.post("/shipments", &body)?;
        millis.push(sent.elapsed().as_secs_f64() * 1e3);
    }
    Ok(millis)
}
