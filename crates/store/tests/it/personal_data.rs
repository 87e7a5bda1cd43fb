//! Names, phones and addresses never lie in the database in clear.

use sea_orm::ConnectionTrait;
use sea_orm::DbBackend;
use shared::{ContactId, ScanEventId, contacts::ContactKind};
use store::{CarrierSaid, ContactRecord, IdempotencyKey, KeptAnswer, ScanEventRecord, StoreError};
use uuid::Uuid;

use crate::support::{Made, World, ask, now};

/// Everything the database holds, as it lies there.
async fn dump(world: &World) -> Vec<u8> {
    let raw = world.db.raw().await;
    if raw.get_database_backend() == DbBackend::Postgres {
        let list = "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'";
        let mut text = String::new();
        for row in ask(&raw, list, list).await {
            let table: String = row.try_get("", "name").unwrap();
            // bytea as text would be hex, which hides what it holds; escaped, clear text shows.
            raw.execute_unprepared("SET bytea_output = 'escape'").await.unwrap();
            let rows = format!("SELECT t::text AS line FROM {table} t");
            for row in ask(&raw, &rows, &rows).await {
                text += &row.try_get::<String>("", "line").unwrap();
            }
        }
        return text.into_bytes();
    }
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(world.db.folder()).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    bytes
}

fn holds(dump: &[u8], text: &str) -> bool {
    // PostgreSQL escapes bytes beyond ASCII as octal.
    let octal: String = text
        .bytes()
        .map(|byte| if byte.is_ascii() { (byte as char).to_string() } else { format!("\\\\{byte:03o}") })
        .collect();
    [text.as_bytes(), octal.as_bytes()].iter().any(|needle| dump.windows(needle.len()).any(|window| window == *needle))
}

#[tokio::test]
async fn the_database_holds_no_personal_data_in_clear() {
    let world = World::new().await;
    let made = Made::new(8);
    world.add(world.a, std::slice::from_ref(&made)).await;
    world.user("zhaocaozuo").await;
    let contact = ContactRecord {
        id: ContactId(Uuid::now_v7()),
        kind: ContactKind::Sender,
        is_default: true,
        group: String::new(),
        owner: None,
        place: made.record.place.clone(),
        party: made.record.sender.clone(),
    };
    let scan = ScanEventRecord {
        id: ScanEventId(Uuid::now_v7()),
        shipment: made.record.id,
        code: "SIGNED".to_owned(),
        problem_code: String::new(),
        place: "郑州高新区".to_owned(),
        next_place: String::new(),
        at: now(),
        recorded_at: now(),
        city: "郑州市".to_owned(),
        carrier_problem: String::new(),
        said: Some(CarrierSaid {
            sentence: "快件已由【孙签收】签收，业务员13600136000".to_owned(),
            signer: Some("孙签收".to_owned()),
            courier: Some("李派件".to_owned()),
        }),
    };
    let key = IdempotencyKey { key_hash: vec![1; 32], fingerprint: vec![2; 32] };
    let added: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            tx.add_contacts(std::slice::from_ref(&contact), now()).await?;
            tx.add_scan_events(std::slice::from_ref(&scan)).await?;
            tx.claim_idempotency_keys(&[&key], now()).await?;
            let body = "收件人 王小明".as_bytes().to_vec();
            tx.keep_answers(&[KeptAnswer { key: &key, status: 201, body }], now()).await
        })
        .await;
    added.unwrap();
    let dump = dump(&world).await;
    // What may be read proves that the dump holds the rows at all.
    for public in ["YD0000000008", "SO-000008", "南山区", "zhaocaozuo", "郑州市"] {
        assert!(holds(&dump, public), "{public}");
    }
    for personal in [
        "王小明",
        "wangxiaoming",
        "13800000008",
        "科技园",
        "1203",
        "钱掌柜",
        "13900139000",
        "华新镇",
        "赵操作",
        "13700137000",
        "孙签收",
        "李派件",
        "13600136000",
    ] {
        assert!(!holds(&dump, personal), "{personal}");
    }
}
