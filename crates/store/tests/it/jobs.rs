//! Jobs and outbox messages: leased once, and again when the worker is gone.

use std::collections::BTreeSet;

use chrono::Duration;
use futures_util::future::join_all;
use shared::{JobId, OutboxId, PrinterId, jobs::JobState};
use store::{ClaimedJob, NewJob, OutboxMessage, PrinterRecord, StoreError};
use uuid::Uuid;

use crate::support::{World, now, setup};

async fn add_jobs(world: &World, count: usize) {
    for scope in [world.a, world.b] {
        let added: Result<(), StoreError> = world
            .store
            .write(scope, async |tx| {
                for _ in 0..count / 2 {
                    let job = NewJob { id: JobId(Uuid::now_v7()), kind: "import", payload: "{}".to_owned() };
                    tx.add_job(&job, now()).await?;
                }
                Ok(())
            })
            .await;
        added.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_workers_claim_each_job_once() {
    let world = World::new().await;
    add_jobs(&world, 200).await;
    let (start, lease) = (now(), now() + Duration::minutes(5));
    let workers = (0..8).map(|_| async {
        let mut mine = Vec::new();
        while let Some(claimed) = world.store.system().claim_job(start, lease).await.unwrap() {
            assert_eq!(claimed.job.attempts, 1);
            mine.push(claimed);
        }
        mine
    });
    let claimed: Vec<_> = join_all(workers).await.into_iter().flatten().collect();
    let ids: BTreeSet<JobId> = claimed.iter().map(|claimed| claimed.job.id).collect();
    assert_eq!((claimed.len(), ids.len()), (200, 200));
    for claimed in &claimed {
        assert!(world.store.read(claimed.scope).job(claimed.job.id).await.unwrap().is_some(), "the scope fits the job");
    }
}

#[tokio::test]
async fn a_job_whose_worker_is_gone_is_claimed_again() {
    let world = World::new().await;
    add_jobs(&world, 2).await;
    let system = world.store.system();
    let start = now();
    let lease = start + Duration::seconds(30);
    let first = system.claim_job(start, lease).await.unwrap().unwrap();
    system.claim_job(start, lease).await.unwrap().unwrap();
    assert!(system.claim_job(start + Duration::seconds(29), lease).await.unwrap().is_none(), "both are leased");
    let later = lease + Duration::seconds(1);
    let reported: Result<bool, StoreError> = world
        .store
        .write(first.scope, async |tx| tx.report_job(&first.job, 10, Some(20), later + Duration::minutes(1)).await)
        .await;
    assert!(!reported.unwrap(), "nobody asked to stop");
    let again = system.claim_job(later, later + Duration::seconds(30)).await.unwrap().unwrap();
    assert_ne!(again.job.id, first.job.id, "a report keeps the lease");
    assert_eq!(again.job.attempts, 2);
    assert!(system.claim_job(later, later + Duration::seconds(30)).await.unwrap().is_none());
    for claimed in [&first, &again] {
        let finished: Result<(), StoreError> = world
            .store
            .write(claimed.scope, async |tx| tx.finish_job(&claimed.job, JobState::Succeeded, "", later).await)
            .await;
        finished.unwrap();
    }
    assert!(system.claim_job(later + Duration::days(1), later + Duration::days(2)).await.unwrap().is_none());
    assert!(!system.has_open_jobs().await.unwrap());
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_writes_nothing() {
    let world = World::new().await;
    add_jobs(&world, 2).await;
    let system = world.store.system();
    let lease = now() + Duration::seconds(30);
    let late = system.claim_job(now(), lease).await.unwrap().unwrap();
    system.claim_job(now(), lease).await.unwrap().unwrap();
    let later = lease + Duration::seconds(1);
    let mut successor = system.claim_job(later, later + Duration::seconds(30)).await.unwrap().unwrap();
    while successor.job.id != late.job.id {
        successor = system.claim_job(later, later + Duration::seconds(30)).await.unwrap().unwrap();
    }
    let printer = PrinterRecord { id: PrinterId(Uuid::now_v7()), setup: setup(), created_at: now() };
    let report: Result<(), StoreError> = world
        .store
        .write(late.scope, async |tx| {
            tx.add_printer(&printer).await?;
            tx.report_job(&late.job, 500, Some(1_000), later).await.map(drop)
        })
        .await;
    assert!(matches!(report, Err(StoreError::LeaseLost)), "{report:?}");
    assert!(world.store.read(late.scope).printer(printer.id).await.unwrap().is_none(), "its write is undone");
    let finish = async |claimed: &ClaimedJob| -> Result<(), StoreError> {
        world
            .store
            .write(claimed.scope, async |tx| tx.finish_job(&claimed.job, JobState::Failed, "", later).await)
            .await
    };
    assert!(matches!(finish(&late).await, Err(StoreError::LeaseLost)));
    finish(&successor).await.unwrap();
    assert!(matches!(finish(&successor).await, Err(StoreError::LeaseLost)), "what is over stays as it ended");
}

async fn send(world: &World, count: usize) {
    let sent: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            for n in 0..count {
                tx.send(OutboxId(Uuid::now_v7()), "shipment.created", format!("{{\"n\":{n}}}"), now()).await?;
            }
            Ok(())
        })
        .await;
    sent.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_leased_once_and_again_until_it_is_delivered() {
    let world = World::new().await;
    send(&world, 60).await;
    let (start, retry) = (now(), now() + Duration::seconds(30));
    let workers = (0..4).map(|_| async {
        let mut mine: Vec<OutboxMessage> = Vec::new();
        loop {
            let leased = world.store.system().lease_outbox(7, start, retry).await.unwrap();
            if leased.is_empty() {
                return mine;
            }
            mine.extend(leased);
        }
    });
    let leased: Vec<_> = join_all(workers).await.into_iter().flatten().collect();
    let ids: BTreeSet<Uuid> = leased.iter().map(|message| message.id.0).collect();
    assert_eq!((leased.len(), ids.len()), (60, 60));
    let system = world.store.system();
    system.mark_delivered(&leased[..45], start).await.unwrap();
    let later = retry + Duration::seconds(1);
    let again = system.lease_outbox(100, later, later + Duration::seconds(30)).await.unwrap();
    let undelivered: BTreeSet<Uuid> = leased[45..].iter().map(|message| message.id.0).collect();
    assert_eq!(again.iter().map(|message| message.id.0).collect::<BTreeSet<_>>(), undelivered);
    assert!(again.iter().all(|message| message.attempts == 2 && message.scope == world.a));
    system.mark_delivered(&again, later).await.unwrap();
    assert_eq!(system.forget_delivered(later + Duration::days(1)).await.unwrap(), 60);
}

#[tokio::test]
async fn a_message_of_an_undone_write_is_never_sent() {
    let world = World::new().await;
    let undone: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            tx.send(OutboxId(Uuid::now_v7()), "shipment.created", "{}".to_owned(), now()).await?;
            Err(StoreError::Corrupt("on purpose"))
        })
        .await;
    assert!(undone.is_err());
    let (start, retry) = (now() + Duration::days(1), now() + Duration::days(2));
    assert!(world.store.system().lease_outbox(10, start, retry).await.unwrap().is_empty());
}
