use std::collections::BTreeSet;

use shared::ShipmentId;

use super::*;
use crate::printing::status::Trouble;

fn content() -> LabelContent {
    let party = || shared::labels::LabelParty {
        name: String::new(),
        phone: String::new(),
        region: String::new(),
        detail: String::new(),
    };
    LabelContent {
        waybill_no: String::new(),
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
        shop: String::new(),
        owner: String::new(),
        items: Vec::new(),
    }
}

fn id(number: u32) -> PrintJobId {
    PrintJobId(uuid::Uuid::from_u128(number.into()))
}

fn job(number: u32, attempt: u32) -> PrintJob {
    PrintJob {
        id: id(number),
        shipment_id: ShipmentId(uuid::Uuid::from_u128(u128::from(number) + 1000)),
        waybill_no: format!("YD{number:011}"),
        seq: number,
        state: PrintJobState::Leased,
        reprint: false,
        batch_id: PrintBatchId(uuid::Uuid::from_u128(7)),
        template_id: "standard-76x130".to_owned(),
        template_version: None,
        attempt,
        content: Some(content()),
    }
}

/// The service as far as a queue of labels `1..=count` goes: it leases and begins in order, and hears reports at once.
struct Service {
    lease_no: u32,
    waiting: Vec<(u32, u32)>,
    at_hand: Vec<(u32, u32)>,
    begun: Vec<(u32, u32)>,
    unsure: Vec<u32>,
    out: Vec<u32>,
}

impl Service {
    fn new(count: u32) -> Service {
        let waiting = (1..=count).map(|number| (number, 1)).collect();
        Service { lease_no: 1, waiting, at_hand: vec![], begun: vec![], unsure: vec![], out: vec![] }
    }

    fn pause(&self) -> Option<PrintPause> {
        let at = "2026-06-15T04:00:00Z".parse().unwrap();
        let pause = PrintPause { code: PrintPauseCode::Unsure, reason: String::new(), by: None, at };
        (!self.unsure.is_empty()).then_some(pause)
    }

    fn hear(&mut self, queue: &mut Queue) {
        for item in queue.take_reports() {
            let number = item.print_job_id.0.as_u128() as u32;
            self.begun.retain(|(begun, _)| *begun != number);
            match item.result.state {
                PrintJobState::Unknown => self.unsure.push(number),
                PrintJobState::Sent | PrintJobState::Confirmed => self.out.push(number),
                _ => {}
            }
        }
    }

    fn ask(&mut self, queue: &mut Queue) {
        self.hear(queue);
        let wish = queue.wish(&BTreeSet::new());
        if self.unsure.is_empty() {
            while self.at_hand.len() < wish.max as usize && !self.waiting.is_empty() {
                self.at_hand.push(self.waiting.remove(0));
            }
            self.at_hand.sort_unstable();
            for _ in 0..wish.begin {
                if !self.at_hand.is_empty() {
                    self.begun.push(self.at_hand.remove(0));
                }
            }
        }
        queue.take(self.answer(&wish.known), &BTreeSet::new());
    }

    fn answer(&self, known: &[PrintJobId]) -> PrintLease {
        let held = self.begun.iter().chain(&self.at_hand);
        PrintLease {
            lease_no: self.lease_no,
            until: "2026-06-15T04:00:30Z".parse().unwrap(),
            seconds: 30,
            jobs: held.filter(|(number, _)| !known.contains(&id(*number))).map(|(n, a)| job(*n, *a)).collect(),
            at_hand: self.at_hand.iter().map(|(number, _)| id(*number)).collect(),
            begun: self.begun.iter().map(|(number, _)| id(*number)).collect(),
            waiting: self.waiting.len() as u32,
            pause: self.pause(),
        }
    }

    /// A person saw that these did not come out.
    fn again(&mut self) {
        for number in std::mem::take(&mut self.unsure) {
            self.waiting.insert(0, (number, 2));
        }
        self.waiting.sort_unstable();
    }
}

fn start(count: u32) -> (Queue, Service) {
    let mut queue = Queue::new(count as usize);
    queue.queued(count as usize, count as usize);
    let mut service = Service::new(count);
    service.ask(&mut queue);
    (queue, service)
}

fn send(queue: &mut Queue) -> u32 {
    let next = queue.next().expect("a label may go");
    queue.sending(next, false);
    next.0.as_u128() as u32
}

fn print(queue: &mut Queue, now_ms: f64) -> u32 {
    let number = send(queue);
    queue.came_out(id(number), PrintJobState::Confirmed, 9000, "ab", now_ms);
    number
}

#[test]
fn every_label_goes_once_in_order_and_little_is_held() {
    let (mut queue, mut service) = start(5_000);
    let mut printed = Vec::new();
    let mut most = 0;
    while !queue.is_over() {
        while queue.next().is_some() {
            printed.push(print(&mut queue, f64::from(printed.len() as u32) * 10.0));
        }
        most = most.max(queue.items.len());
        service.ask(&mut queue);
    }
    assert_eq!(printed, (1..=5_000).collect::<Vec<_>>());
    assert_eq!(service.out, printed);
    assert_eq!((queue.done(), queue.out(), queue.total()), (5_000, 5_000, 5_000));
    assert!(most <= BEGIN_MAX + AT_HAND, "{most}");
    assert_eq!(queue.speed().map(f64::round), Some(100.0));
}

#[test]
fn only_what_is_begun_goes_and_never_past_one_that_is_not() {
    let (mut queue, _) = start(4);
    assert_eq!(queue.begun().len(), BEGIN_MIN);
    assert_eq!((send(&mut queue), send(&mut queue)), (1, 2));
    assert_eq!(queue.next(), None, "the third is not begun");
    assert!(queue.wish(&BTreeSet::new()).is_urgent);
}

#[test]
fn few_are_handed_over_ahead_of_their_confirmation() {
    let (mut queue, mut service) = start(9);
    for _ in 0..AHEAD_MAX {
        service.ask(&mut queue);
        send(&mut queue);
    }
    service.ask(&mut queue);
    assert_eq!(queue.next(), None);
    queue.came_out(id(1), PrintJobState::Confirmed, 1, "", 0.0);
    assert_eq!(queue.next(), Some(id(4)));
}

#[test]
fn a_lost_label_stops_all_that_comes_after_until_a_person_looked() {
    let (mut queue, mut service) = start(4);
    print(&mut queue, 0.0);
    send(&mut queue);
    service.ask(&mut queue);
    queue.lost(id(2), "disconnected");
    assert_eq!(queue.mode(), Mode::Paused(Pause::Unsure), "before the service has heard");
    assert_eq!(queue.next(), None);
    service.ask(&mut queue);
    assert!(matches!(queue.mode(), Mode::Paused(Pause::Service(_))));
    queue.recovered();
    assert_eq!(queue.next(), None);
    assert_eq!((queue.done(), queue.total()), (1, 4));
    service.again();
    service.ask(&mut queue);
    assert_eq!(
        (queue.mode(), queue.next()),
        (Mode::Running, None),
        "it is back, and nothing overtakes it before it is begun"
    );
    service.ask(&mut queue);
    // At its old place, before what was begun already.
    assert_eq!((print(&mut queue, 1.0), queue.next()), (2, Some(id(3))));
}

#[test]
fn what_was_sent_is_not_sent_again_however_the_answers_come() {
    let (mut queue, service) = start(2);
    let late = service.answer(&[]);
    assert_eq!(print(&mut queue, 0.0), 1);
    queue.take(late, &BTreeSet::new());
    assert_eq!(queue.next(), Some(id(2)));
    // A report on its way is as good as sent.
    let (mut fresh, service) = (Queue::new(2), Service { begun: vec![(1, 1), (2, 1)], ..Service::new(0) });
    fresh.take(service.answer(&[]), &BTreeSet::from([id(1)]));
    assert_eq!(fresh.next(), Some(id(2)));
}

#[test]
fn a_lapsed_lease_takes_back_what_was_at_hand_and_begun() {
    let (mut queue, mut service) = start(5);
    send(&mut queue);
    service.lease_no = 2;
    (service.begun, service.at_hand, service.waiting) = (vec![], vec![], vec![(2, 1), (3, 1), (4, 1), (5, 1)]);
    queue.take(service.answer(&[]), &BTreeSet::new());
    assert_eq!((queue.next(), queue.under_way()), (None, vec![id(1)]));
    service.ask(&mut queue);
    assert_eq!(queue.next(), Some(id(2)));
}

#[test]
fn labels_taken_out_by_somebody_are_not_waited_for() {
    let (mut queue, mut service) = start(5);
    service.at_hand.clear();
    service.ask(&mut queue);
    assert_eq!((print(&mut queue, 0.0), print(&mut queue, 0.0)), (1, 2));
    service.ask(&mut queue);
    assert!(queue.is_over());
    assert_eq!((queue.done(), queue.total()), (2, 2));
}

#[test]
fn a_printer_in_trouble_holds_the_queue_until_it_is_fine() {
    let (mut queue, _) = start(2);
    queue.stand(Pause::Printer(Trouble::PaperOut));
    assert_eq!(queue.next(), None);
    assert_eq!(queue.wish(&BTreeSet::new()).begin, 0);
    queue.recovered();
    assert_eq!(print(&mut queue, 0.0), 1);
}

#[test]
fn what_cannot_be_drawn_fails_and_waits_for_a_person() {
    let (mut queue, mut service) = start(2);
    queue.fail_drawing(id(1));
    assert_eq!(queue.mode(), Mode::Paused(Pause::Drawing));
    queue.recovered();
    assert_eq!(queue.next(), None);
    queue.resume();
    print(&mut queue, 0.0);
    service.ask(&mut queue);
    assert!(queue.is_over());
    assert_eq!((queue.done(), queue.out()), (2, 1));
}

#[test]
fn a_queue_found_prints_nothing_by_itself() {
    let mut queue = Queue::found(&PrintQueue {
        printer_id: shared::PrinterId(uuid::Uuid::nil()),
        holder: None,
        pause: None,
        station: None,
        waiting: 3,
        under_way: 0,
        unsure: 0,
        condition: String::new(),
        condition_at: None,
        run_done: 0,
        run_started_at: None,
    });
    assert_eq!((queue.mode(), queue.total()), (Mode::Paused(Pause::Found), 3));
    queue.stand(Pause::Printer(Trouble::PaperOut));
    queue.recovered();
    assert_eq!(queue.mode(), Mode::Paused(Pause::Found));
    queue.resume();
    assert_eq!(queue.mode(), Mode::Running);
}
