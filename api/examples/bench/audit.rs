//! What an entry of the audit log adds to the write it tells of. The entry is in the write's own transaction, so its cost is the
//! difference between two equal transactions, one of them with an entry; the write it is set against is a shipment made by the service.

use std::time::{Duration, Instant};

use chrono::{SubsecRound, Utc};
use serde_json::json;
use shared::{DepartmentId, MerchantId, MerchantStatus, OutletId};
use store::{AuditEntry, DepartmentRecord, MerchantRecord, Origin, OutletRecord, Store, StoreError, TenantScope};
use test_db::TestDb;
use uuid::Uuid;

use crate::{
    Result,
    figure::{Figure, percentile},
    service::Service,
};

const SHIPMENTS: usize = 1_000;
const WRITES: usize = 2_000;

pub fn measure(service: &Service) -> Result<()> {
    let shipment = shipment_millis(service)?;
    let entry = tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(entry_millis())?;
    let without = shipment - entry;
    Figure {
        name: "a shipment made, against one without its audit entry",
        figure: shipment,
        unit: "ms",
        floor: Some(without),
        target: "≤ 1.1 ×",
        met: shipment <= 1.1 * without,
    }
    .print();
    Ok(())
}

/// The median over one connection.
fn shipment_millis(service: &Service) -> Result<f64> {
    let mut millis = Vec::new();
    for at in 0..SHIPMENTS {
        let body = json!({
            "receiver": {
                "name": "欧阳晓雯", "phone": format!("1392{at:07}"), "province": "广东省", "city": "深圳市",
                "district": "南山区", "detail": "科技园南区高新南一道8号",
            },
            "order_no": format!("A{at}"), "goods": "连衣裙", "weight_g": 900,
        });
        let sent = Instant::now();
        service.post("/shipments", &body)?;
        millis.push(sent.elapsed().as_secs_f64() * 1e3);
    }
    Ok(percentile(&mut millis, 0.5))
}

/// The median of a write with an entry less that of the same write without, in turns.
async fn entry_millis() -> Result<f64> {
    let db = TestDb::new().await;
    let store = db.open().await;
    let scope = merchant(&store).await?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for at in 0..WRITES {
        without.push(write(&store, scope, 2 * at, false).await?.as_secs_f64() * 1e3);
        with.push(write(&store, scope, 2 * at + 1, true).await?.as_secs_f64() * 1e3);
    }
    Ok(percentile(&mut with, 0.5) - percentile(&mut without, 0.5))
}

async fn write(store: &Store, scope: TenantScope, at: usize, logged: bool) -> Result<Duration> {
    let now = Utc::now().trunc_subsecs(6);
    let code = format!("D{at}");
    let department = DepartmentRecord { id: DepartmentId(Uuid::now_v7()), name: code.clone(), code, is_active: true };
    let entry = AuditEntry {
        user: None,
        actor: "key 0190b2c4".to_owned(),
        action: "shipment.create",
        subject: format!("shipment {}", department.id),
        detail: "order A1 of 广东省深圳市".to_owned(),
        origin: Origin { ip: "198.51.100.7".to_owned(), place: "Chrome on Windows".to_owned() },
        at: now,
    };
    let begin = Instant::now();
    store
        .write(scope, async |tx| {
            tx.add_department(&department, now).await?;
            if logged {
                tx.add_audit_entry(entry.clone()).await?;
            }
            Ok::<(), StoreError>(())
        })
        .await?;
    Ok(begin.elapsed())
}

async fn merchant(store: &Store) -> Result<TenantScope> {
    let now = Utc::now().trunc_subsecs(6);
    let outlet = OutletId(Uuid::now_v7());
    let record = OutletRecord { id: outlet, code: "31000".to_owned(), name: "上海".to_owned(), is_default: true };
    store.write_network(async |tx| tx.add_outlet(&record, &[], now).await).await?;
    let merchant = MerchantRecord {
        id: MerchantId(Uuid::now_v7()),
        code: "A001".to_owned(),
        name: "商家".to_owned(),
        outlet,
        time_zone: "Asia/Shanghai".to_owned(),
        status: MerchantStatus::Open,
        account_manager: None,
        require_totp: false,
        needs_setup: false,
    };
    Ok(store.system().create_merchant(&merchant, now).await?)
}
