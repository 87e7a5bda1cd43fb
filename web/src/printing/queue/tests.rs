use super::*;

fn job(number: u128) -> PrintJob {
    let party = || shared::labels::LabelParty {
        name: String::new(),
        phone: String::new(),
        region: String::new(),
        detail: String::new(),
    };
    PrintJob {
        id: PrintJobId(uuid::Uuid::from_u128(number)),
        shipment_id: ShipmentId(uuid::Uuid::from_u128(number + 1000)),
        waybill_no: format!("YD{number:011}"),
        seq: number as u32,
        state: PrintJobState::Queued,
        reprint: false,
        template_id: "standard-76x130".to_owned(),
        template_version: None,
        content: LabelContent {
            waybill_no: format!("YD{number:011}"),
            route_code: String::new(),
            bag_hub: String::new(),
            service: String::new(),
            sender: party(),
            receiver: party(),
            goods: String::new(),
            quantity: String::new(),
            weight: String::new(),
            remark: String::new(),
            order_no: String::new(),
            track_url: String::new(),
            printed_at: String::new(),
            sequence: String::new(),
            reprint: false,
            merchant: String::new(),
            items: Vec::new(),
        },
    }
}

fn queue(count: u128) -> Queue {
    let mut queue = Queue::new(count as usize);
    queue.add((1..=count).map(job).collect(), count as usize);
    queue
}

fn print(queue: &mut Queue, now_ms: f64) -> usize {
    let at = queue.next().expect("a label waits");
    queue.sending(at);
    queue.confirmed(at, 9000, "ab", now_ms);
    at
}

fn states(queue: &mut Queue) -> Vec<PrintJobState> {
    queue.take_reports().into_iter().map(|item| item.result.state).collect()
}

#[test]
fn every_label_is_printed_once_in_order_and_reported() {
    let mut queue = queue(3);
    assert_eq!((0..3).map(|n| print(&mut queue, f64::from(n) * 500.0)).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(queue.is_over());
    assert_eq!(queue.next(), None);
    use PrintJobState::{Confirmed, Sending};
    assert_eq!(states(&mut queue), [Sending, Confirmed, Sending, Confirmed, Sending, Confirmed]);
    assert!(queue.take_reports().is_empty(), "reports are given once");
    assert_eq!(queue.speed(), Some(2.0));
}

#[test]
fn a_queue_waits_for_batches_still_to_come() {
    let mut queue = Queue::new(2);
    queue.add(vec![job(1)], 1);
    print(&mut queue, 0.0);
    assert!(!queue.is_over());
    assert_eq!((queue.total(), queue.done()), (2, 1));
    queue.add(vec![], 1);
    assert!(queue.is_over(), "refused labels are not awaited for ever");
}

#[test]
fn a_lost_label_is_never_sent_again_without_a_person() {
    let mut queue = queue(3);
    print(&mut queue, 0.0);
    let at = queue.next().unwrap();
    queue.sending(at);
    queue.lost(at, Pause::Link(LinkError::Disconnected));
    assert_eq!((queue.next(), queue.unsure(), queue.stands_at()), (None, vec![1], Some(1)));
    queue.resume();
    assert_eq!(queue.next(), None, "resuming does not settle it");
    queue.settle_unsure(at, false, 0.0);
    queue.resume();
    assert_eq!(queue.next(), Some(1), "it did not come out, so it is sent again");
    queue.sending(1);
    queue.lost(1, Pause::Link(LinkError::Timeout));
    queue.settle_unsure(1, true, 0.0);
    queue.resume();
    assert_eq!(queue.next(), Some(2), "it came out, so the next one follows");
    let last = queue.take_reports().pop().unwrap();
    assert_eq!((last.result.state, last.result.error_code), (PrintJobState::Sent, None));
}

#[test]
fn paper_out_holds_the_label_and_goes_on_by_itself() {
    let mut queue = queue(2);
    queue.held(0, Pause::Printer(Trouble::PaperOut));
    assert_eq!((queue.next(), queue.first_queued()), (None, Some(0)));
    assert!(queue.take_reports().is_empty(), "nothing reached the printer, so nothing is reported");
    queue.recovered();
    assert_eq!(queue.next(), Some(0));
    queue.stand(Pause::ByPerson);
    queue.recovered();
    assert_eq!(queue.next(), None, "what a person paused stays paused");
}

#[test]
fn skipping_stopping_and_starting_further_on() {
    let mut queue = queue(6);
    queue.start_from(2);
    assert_eq!((queue.next(), queue.count(PrintJobState::Skipped)), (Some(2), 2));
    queue.skip(2);
    print(&mut queue, 0.0);
    let at = queue.next().unwrap();
    queue.sending(at);
    queue.stop();
    assert!(queue.is_over());
    assert_eq!(queue.items()[4].state, PrintJobState::Unknown, "what is under way may come out");
    assert_eq!(queue.items()[5].state, PrintJobState::Skipped);
    assert_eq!(queue.take_reports().last().unwrap().result.error_code.as_deref(), Some("stopped"));
}

#[test]
fn a_batch_that_comes_after_stopping_is_not_printed() {
    let mut queue = Queue::new(2);
    queue.add(vec![job(1)], 1);
    queue.stop();
    queue.take_reports();
    queue.add(vec![job(2)], 1);
    assert!(queue.is_over());
    assert_eq!(states(&mut queue), [PrintJobState::Skipped]);
}

#[test]
fn no_more_than_a_few_labels_are_under_way() {
    let mut queue = queue(10);
    let mut sent = 0;
    while let Some(at) = queue.next() {
        queue.sending(at);
        sent += 1;
    }
    assert_eq!(sent, AHEAD_MAX);
    queue.confirmed(0, 1, "", 0.0);
    assert_eq!(queue.next(), Some(3));
}

#[test]
fn a_label_that_cannot_be_drawn_stops_only_itself() {
    let mut queue = queue(2);
    queue.fail_drawing(0);
    assert_eq!(queue.next(), None);
    queue.resume();
    assert_eq!(queue.next(), Some(1));
    let report = &queue.take_reports()[0].result;
    assert_eq!((report.state, report.error_code.as_deref()), (PrintJobState::Failed, Some("render_failed")));
}
