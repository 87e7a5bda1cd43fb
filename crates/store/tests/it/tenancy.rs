//! One merchant never meets another's rows.

use shared::{
    ContactId, JobId, PrintBatchId, PrintJobId, PrinterId, ScanEventId, ShipmentState, UserId, contacts::ContactKind,
    jobs::JobState, printing::PrintJobState,
};
use store::{
    ContactQuery, ContactRecord, IdempotencyKey, KeptAnswer, NewJob, NewPrintBatch, PrintJobRecord, PrintOutcome,
    PrinterRecord, Remembered, ScanEventRecord, ShipmentQuery, StateChange, StoreError, TemplateUse,
};
use uuid::Uuid;

use crate::support::{Made, World, count, now, setup};

fn scan(made: &Made) -> ScanEventRecord {
    ScanEventRecord {
        id: ScanEventId(Uuid::now_v7()),
        shipment: made.record.id,
        code: "GOT".to_owned(),
        problem_code: String::new(),
        place: "青浦".to_owned(),
        next_place: String::new(),
        at: now(),
        recorded_at: now(),
        city: String::new(),
        carrier_problem: String::new(),
        said: None,
    }
}

fn contact(made: &Made) -> ContactRecord {
    ContactRecord {
        id: ContactId(Uuid::now_v7()),
        kind: ContactKind::Sender,
        is_default: true,
        group: String::new(),
        owner: None,
        place: made.record.place.clone(),
        party: made.record.receiver.clone(),
    }
}

fn print_job(made: &Made, batch: &NewPrintBatch) -> PrintJobRecord {
    PrintJobRecord {
        id: PrintJobId(Uuid::now_v7()),
        batch: batch.id,
        printer: batch.printer,
        shipment: made.record.id,
        seq: 1,
        state: PrintJobState::Queued,
        reprint: false,
        reprint_reason: String::new(),
        error_code: String::new(),
        bytes: None,
        sha256: String::new(),
        template: None,
        lease_no: 0,
        attempt: 1,
        created_by: batch.created_by,
        place: String::new(),
        created_at: now(),
        updated_at: now(),
    }
}

#[tokio::test]
async fn another_merchant_finds_nothing() {
    let world = World::new().await;
    let made = Made::new(2);
    world.add(world.a, std::slice::from_ref(&made)).await;
    let printer = PrinterRecord { id: PrinterId(Uuid::now_v7()), setup: setup(), created_at: now() };
    let (event, sender) = (scan(&made), contact(&made));
    let job = NewJob { id: JobId(Uuid::now_v7()), kind: "import", payload: "{}".to_owned() };
    world
        .store
        .write(world.a, async |tx| -> Result<(), StoreError> {
            tx.add_printer(&printer).await?;
            tx.add_scan_events(std::slice::from_ref(&event)).await?;
            tx.add_contacts(std::slice::from_ref(&sender), now()).await?;
            tx.add_job(&job, now()).await
        })
        .await
        .unwrap();
    for (scope, found) in [(world.a, 1), (world.b, 0)] {
        let read = world.store.read(scope);
        let (id, all) = (made.record.id, ShipmentQuery { limit: 10, ..ShipmentQuery::default() });
        let number = std::slice::from_ref(&made.record.waybill_no);
        let counts = [
            usize::from(read.shipment(id).await.unwrap().is_some()),
            read.shipments_by_id(&[id]).await.unwrap().len(),
            read.shipments_by_waybill_no(number).await.unwrap().len(),
            read.waybill_nos(&[id]).await.unwrap().len(),
            read.list_shipments(&all).await.unwrap().len(),
            read.list_shipment_ids(&all).await.unwrap().len(),
            read.search_by_numbers(number, &all).await.unwrap().len(),
            read.search_by_person("13800000002", &all).await.unwrap().len(),
            usize::from(read.charge_of(id).await.unwrap().is_some()),
            read.known_orders(std::slice::from_ref(&made.order.dedupe_key)).await.unwrap().len(),
            read.scan_events(id).await.unwrap().len(),
            read.tracked(number).await.unwrap().len(),
            read.shipment_stats(None).await.unwrap().len(),
            read.printers().await.unwrap().len(),
            usize::from(read.printer(printer.id).await.unwrap().is_some()),
            usize::from(read.printer_name(printer.id).await.unwrap().is_some()),
            read.contacts(&ContactQuery { kind: Some(ContactKind::Sender), limit: 10, ..ContactQuery::default() })
                .await
                .unwrap()
                .len(),
            usize::from(read.contact(sender.id).await.unwrap().is_some()),
            usize::from(read.default_sender().await.unwrap().is_some()),
            usize::from(read.job(job.id).await.unwrap().is_some()),
        ];
        assert_eq!(counts, [found; 20]);
    }
    let found = world.store.network().find_waybills(&[made.record.waybill_no.clone(), "?".into()]).await.unwrap();
    assert_eq!(found, vec![(made.record.waybill_no, world.a, made.record.id)]);
}

#[tokio::test]
async fn another_merchant_changes_nothing() {
    let world = World::new().await;
    let made = Made::new(2);
    world.add(world.a, std::slice::from_ref(&made)).await;
    let printer = PrinterRecord { id: PrinterId(Uuid::now_v7()), setup: setup(), created_at: now() };
    let job = NewJob { id: JobId(Uuid::now_v7()), kind: "import", payload: "{}".to_owned() };
    world
        .store
        .write(world.a, async |tx| -> Result<(), StoreError> {
            tx.add_printer(&printer).await?;
            tx.add_job(&job, now()).await
        })
        .await
        .unwrap();
    let queued = world.store.read(world.a).job(job.id).await.unwrap().unwrap();
    let write = world.store.clone();
    let change = StateChange { from: made.record.state, to: ShipmentState::Delivered };
    let refused: [Result<(), StoreError>; 5] = [
        write.write(world.b, async |tx| tx.change_states(&[(&made.record, change)], now()).await).await,
        write.write(world.b, async |tx| tx.delete_printer(printer.id, now()).await).await,
        write.write(world.b, async |tx| tx.set_printer(printer.id, &setup()).await).await,
        write.write(world.b, async |tx| tx.ask_to_cancel(job.id).await).await,
        write.write(world.b, async |tx| tx.finish_job(&queued, JobState::Failed, "", now()).await).await,
    ];
    for (nth, refused) in refused.iter().enumerate() {
        assert!(refused.is_err(), "{nth}");
    }
    let counted: Result<(), StoreError> =
        write.write(world.b, async |tx| tx.count_prints(&made.record, now(), now()).await).await;
    counted.unwrap();
    let locked = write.write(world.b, async |tx| tx.shipment_for_update(made.record.id).await).await.unwrap();
    assert!(locked.is_none());
    let read = world.store.read(world.a);
    let shipment = read.shipment(made.record.id).await.unwrap().unwrap();
    assert_eq!((shipment.state, shipment.print_count), (made.record.state, made.record.print_count));
    assert!(read.printer(printer.id).await.unwrap().is_some());
    let job = read.job(job.id).await.unwrap().unwrap();
    assert_eq!((job.state, job.cancel_asked), (JobState::Queued, false));
    assert!(world.store.read(world.b).shipment_stats(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn rows_that_point_at_another_merchants_are_refused() {
    let world = World::new().await;
    let (theirs, mine) = (Made::new(2), Made::new(3));
    world.add(world.a, std::slice::from_ref(&theirs)).await;
    world.add(world.b, std::slice::from_ref(&mine)).await;
    let printer = PrinterRecord { id: PrinterId(Uuid::now_v7()), setup: setup(), created_at: now() };
    let added: Result<(), StoreError> = world.store.write(world.a, async |tx| tx.add_printer(&printer).await).await;
    added.unwrap();
    let batch = NewPrintBatch {
        id: PrintBatchId(Uuid::now_v7()),
        printer: printer.id,
        template: TemplateUse { id: "standard-76x130".to_owned(), version: None },
        created_by: UserId(Uuid::now_v7()),
        created_at: now(),
    };
    let mut stolen = Made::new(4);
    stolen.record.order = theirs.order.id;
    let event = scan(&theirs);
    let job = print_job(&theirs, &batch);
    let store = &world.store;
    let refused: [Result<(), StoreError>; 4] = [
        store.write(world.b, async |tx| tx.add_shipments(&[stolen.shipment()]).await).await,
        store.write(world.b, async |tx| tx.add_scan_events(std::slice::from_ref(&event)).await).await,
        store.write(world.b, async |tx| tx.add_print_batch(&batch, &[]).await).await,
        // A batch of mine, a shipment of theirs.
        store
            .write(world.b, async |tx| {
                let own = PrinterRecord { id: PrinterId(Uuid::now_v7()), ..printer.clone() };
                tx.add_printer(&own).await?;
                let batch = NewPrintBatch { printer: own.id, ..batch.clone() };
                tx.add_print_batch(&batch, std::slice::from_ref(&job)).await
            })
            .await,
    ];
    for (nth, refused) in refused.iter().enumerate() {
        assert!(matches!(refused, Err(StoreError::Database(_))), "{nth}: {refused:?}");
    }
    let raw = world.db.raw().await;
    assert_eq!((count(&raw, "scan_events").await, count(&raw, "print_batches").await), (0, 0));
    assert_eq!(count(&raw, "shipments").await, 2);
}

#[tokio::test]
async fn the_same_idempotency_key_of_two_merchants_is_two_keys() {
    let world = World::new().await;
    let key = IdempotencyKey { key_hash: vec![1; 32], fingerprint: vec![2; 32] };
    for scope in [world.a, world.b] {
        let claimed: Result<_, StoreError> = world
            .store
            .write(scope, async |tx| {
                let claimed = tx.claim_idempotency_keys(&[&key], now()).await?.remove(0);
                tx.keep_answers(&[KeptAnswer { key: &key, status: 201, body: b"{}".to_vec() }], now()).await?;
                Ok(claimed)
            })
            .await;
        assert_eq!(claimed.unwrap(), Remembered::Fresh);
    }
}

#[tokio::test]
async fn a_print_outcome_of_another_merchant_is_refused() {
    let world = World::new().await;
    let outcome =
        PrintOutcome { state: PrintJobState::Sent, bytes: Some(9), sha256: String::new(), error_code: String::new() };
    let missing = PrintJobId(Uuid::now_v7());
    let refused: Result<(), StoreError> =
        world.store.write(world.b, async |tx| tx.set_print_outcome(missing, &outcome, now()).await).await;
    assert!(refused.is_err());
}
