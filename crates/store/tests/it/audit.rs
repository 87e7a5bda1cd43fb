//! The audit log is a chain: entries of many writers stand in one order without a gap, and whoever changes one is found out.

use sea_orm::ConnectionTrait;
use shared::UserId;
use store::{AuditEntry, AuditQuery, Origin, StoreError, TenantScope};
use uuid::Uuid;

use crate::support::{World, now};

fn entry(subject: &str) -> AuditEntry {
    AuditEntry {
        user: Some(UserId(Uuid::from_u128(7))),
        actor: String::new(),
        action: "shipment.void",
        subject: subject.to_owned(),
        detail: "order_created → cancelled".to_owned(),
        origin: Origin { ip: "203.0.113.7".to_owned(), place: "Chrome · Windows".to_owned() },
        at: now(),
    }
}

async fn add(world: &World, scope: TenantScope, subject: &str) {
    let entry = entry(subject);
    let added = world.store.write(scope, async |tx| tx.add_audit_entry(entry.clone()).await).await;
    added.unwrap_or_else(|error: StoreError| panic!("an entry is added: {error}"));
}

async fn faults(world: &World) -> Vec<(bool, u64, &'static str)> {
    let report = world.store.system().verify_audit_log().await.unwrap();
    report.faults.into_iter().map(|fault| (fault.merchant.is_some(), fault.seq, fault.fault)).collect()
}

#[tokio::test]
async fn entries_of_many_writers_stand_in_one_chain() {
    let world = World::new().await;
    let subjects: Vec<String> = (0..40).map(|at| format!("YD{at}")).collect();
    futures_util::future::join_all(subjects.iter().map(|subject| add(&world, world.a, subject))).await;
    add(&world, world.b, "other").await;
    world.store.network().add_audit_entry(entry("staff")).await.unwrap();
    let query = AuditQuery { limit: 100, ..AuditQuery::default() };
    let log = world.store.read(world.a).audit_log(&query).await.unwrap();
    let seqs: Vec<u64> = log.iter().map(|record| record.seq).collect();
    assert_eq!(seqs, (1..=40).rev().collect::<Vec<u64>>());
    let report = world.store.system().verify_audit_log().await.unwrap();
    assert_eq!((report.chains, report.entries, report.faults), (3, 42, Vec::new()));
}

#[tokio::test]
async fn a_write_that_fails_leaves_no_entry() {
    let world = World::new().await;
    let failed: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            tx.add_audit_entry(entry("undone")).await?;
            Err(StoreError::Corrupt("on purpose"))
        })
        .await;
    assert!(failed.is_err());
    add(&world, world.a, "kept").await;
    assert_eq!(faults(&world).await, []);
}

#[tokio::test]
async fn whoever_touches_the_log_breaks_it() {
    for (sql, fault) in [
        ("UPDATE audit_log SET detail = 'nothing' WHERE seq = 3", (true, 3, "an entry is not what was written")),
        ("UPDATE audit_log SET user_id = NULL WHERE seq = 1", (true, 1, "an entry is not what was written")),
        ("UPDATE audit_log SET hash = NULL WHERE seq = 2", (true, 2, "an entry is not what was written")),
        ("DELETE FROM audit_log WHERE seq = 2", (true, 2, "an entry is missing")),
        ("DELETE FROM audit_log WHERE seq = 5", (true, 5, "the last entries are missing")),
        ("UPDATE network_audit_log SET subject = 'me' WHERE seq = 1", (false, 1, "an entry is not what was written")),
    ] {
        let world = World::new().await;
        for at in 0..5 {
            add(&world, world.a, &format!("YD{at}")).await;
        }
        world.store.network().add_audit_entry(entry("staff")).await.unwrap();
        assert_eq!(faults(&world).await, []);
        world.db.raw().await.execute_unprepared(sql).await.unwrap();
        assert_eq!(faults(&world).await, [fault], "{sql}");
    }
}

#[tokio::test]
async fn entries_are_found_by_what_they_say() {
    let world = World::new().await;
    for subject in ["YD1", "YD2", "YD1"] {
        add(&world, world.a, subject).await;
    }
    let read = world.store.read(world.a);
    let found = async |query: AuditQuery| read.audit_log(&query).await.unwrap().len();
    let all = AuditQuery { limit: 10, ..AuditQuery::default() };
    assert_eq!(found(all.clone()).await, 3);
    assert_eq!(found(AuditQuery { subjects: vec!["YD1".to_owned()], ..all.clone() }).await, 2);
    assert_eq!(found(AuditQuery { action: Some("shipment.create".to_owned()), ..all.clone() }).await, 0);
    assert_eq!(found(AuditQuery { before: Some(2), ..all.clone() }).await, 1);
    assert_eq!(found(AuditQuery { user: Some(UserId(Uuid::from_u128(8))), ..all.clone() }).await, 0);
    assert_eq!(found(AuditQuery { from: Some(now()), ..all }).await, 0);
    let other = AuditQuery { limit: 10, ..AuditQuery::default() };
    assert_eq!(world.store.read(world.b).audit_log(&other).await.unwrap(), []);
}
