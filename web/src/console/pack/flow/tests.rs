use chrono::DateTime;
use shared::{PackingId, contacts::MaskedParty, services::Services};
use units::Money;
use uuid::Uuid;

use super::*;

fn order(number: u128) -> PackingOrder {
    let receiver = MaskedParty {
        name: "周**".to_owned(),
        phone: "139******02".to_owned(),
        province: String::new(),
        city: String::new(),
        district: String::new(),
        detail: String::new(),
    };
    PackingOrder {
        order_id: OrderId(Uuid::from_u128(number)),
        shipment_id: None,
        waybill_no: None,
        order_no: Some(format!("A-{number}")),
        state: PackingState::Ready,
        receiver,
        goods: "茶叶".to_owned(),
        quantity: 1,
        weight_g: Some(1000),
        remark: String::new(),
        flag: String::new(),
        services: Services::default(),
        packed: None,
        others: 0,
        carrier_account_id: None,
    }
}

fn packing(number: u128, grams: u32) -> Box<Packing> {
    Box::new(Packing {
        id: PackingId(Uuid::from_u128(number)),
        order_id: OrderId(Uuid::from_u128(number)),
        shipment_id: ShipmentId(Uuid::from_u128(number + 1000)),
        waybill_no: format!("YD{number}"),
        order_no: None,
        weight_g: grams,
        from_scale: true,
        price: Money::from_fen(420),
        packed_by: "王".to_owned(),
        weighed_at: DateTime::from_timestamp(0, 0).unwrap(),
    })
}

/// The table with somebody at it.
struct Table {
    flow: Flow,
    acts: Vec<Act>,
}

impl Table {
    fn new() -> Table {
        Table { flow: Flow::new(), acts: Vec::new() }
    }

    fn does(&mut self, act: impl FnOnce(&mut Flow) -> Vec<Act>) -> &mut Table {
        self.acts = act(&mut self.flow);
        self
    }

    fn scans(&mut self, code: &str) -> &mut Table {
        self.does(|flow| flow.scanned(code))
    }

    /// Scans, and the service finds this.
    fn finds(&mut self, code: &str, found: Found) -> &mut Table {
        self.scans(code);
        let turn = self.asked().expect("the service is asked");
        self.does(|flow| flow.found(turn, found))
    }

    fn shows(&mut self, order: PackingOrder) -> &mut Table {
        let code = order.order_no.clone().unwrap();
        self.finds(&code, Found::Order { order: Box::new(order), is_waiting: false })
    }

    fn weighs(&mut self, grams: u32) -> &mut Table {
        self.does(|flow| flow.weighed(Weight { grams, from_scale: true }))
    }

    fn asked(&self) -> Option<u32> {
        self.acts.iter().find_map(|act| match act {
            Act::Find { turn, .. } => Some(*turn),
            _ => None,
        })
    }

    fn sent(&self) -> Option<(u32, PackingCreate)> {
        self.acts.iter().find_map(|act| match act {
            Act::Pack { turn, create, .. } => Some((*turn, (**create).clone())),
            _ => None,
        })
    }

    fn printed(&self) -> Vec<ShipmentId> {
        let print = |act: &Act| match act {
            Act::Print(id) | Act::PrintAgain(id) => Some(*id),
            _ => None,
        };
        self.acts.iter().filter_map(print).collect()
    }
}

#[test]
fn a_parcel_is_scanned_weighed_packed_and_its_label_printed() {
    let mut table = Table::new();
    table.shows(order(1));
    assert_eq!(table.flow.target().map(Target::name), Some("A-1"));
    table.weighs(1020);
    assert!(table.acts.iter().any(|act| matches!(act, Act::TakeWeight)));
    let (turn, create) = table.sent().unwrap();
    assert_eq!(create.order_id, Some(OrderId(Uuid::from_u128(1))));
    assert_eq!((create.code, create.weight_g, create.from_scale), (None, 1020, true));
    // The scale goes on showing it, and a stutter of the scanner means the same.
    assert!(table.weighs(1020).sent().is_none());
    assert!(table.scans("A-1").asked().is_none());
    table.does(|flow| flow.packed(turn, Ended::Packed(packing(1, 1020))));
    assert_eq!(table.printed(), [ShipmentId(Uuid::from_u128(1001))]);
    assert!(matches!(table.flow.outcome, Some(Outcome::Packed(_))));
    assert_eq!(table.flow.step, Step::Scanning);
    table.scans("reprint");
    assert!(matches!(table.acts.last(), Some(Act::PrintAgain(_))));
}

#[test]
fn a_label_that_was_scanned_lies_on_the_parcel() {
    let mut table = Table::new();
    let shipped = PackingOrder {
        shipment_id: Some(ShipmentId(Uuid::from_u128(1001))),
        waybill_no: Some("YD1".to_owned()),
        ..order(1)
    };
    table.finds("YD1", Found::Order { order: Box::new(shipped), is_waiting: false }).weighs(1000);
    let (turn, _) = table.sent().unwrap();
    table.does(|flow| flow.packed(turn, Ended::Packed(packing(1, 1000))));
    assert_eq!(table.printed(), []);
}

#[test]
fn what_cannot_be_packed_is_refused() {
    let states =
        [PackingState::Held, PackingState::Packed, PackingState::Cancelled, PackingState::Gone, PackingState::Placing];
    for state in states {
        let mut table = Table::new();
        let shipment_id = Some(ShipmentId(Uuid::from_u128(7)));
        table.shows(PackingOrder { state, shipment_id, waybill_no: Some("YD7".to_owned()), ..order(1) });
        assert!(matches!(table.acts[..], [Act::Sound(Tone::Bad)]), "{state:?}");
        assert!(table.weighs(1000).sent().is_none(), "{state:?}");
        // Its own label is at hand for what was packed before, and for nothing else.
        let expected = if state == PackingState::Packed { shipment_id } else { None };
        assert_eq!(table.scans(REPRINT).printed().first().copied(), expected, "{state:?}");
    }
    let mut table = Table::new();
    table.finds("X", Found::Missing);
    assert_eq!(table.flow.outcome, Some(Outcome::Missing { code: "X".to_owned() }));
    table.finds("A-1", Found::Order { order: Box::new(order(1)), is_waiting: true });
    assert_eq!(table.flow.outcome, Some(Outcome::Waits { name: "A-1".to_owned() }));
    assert!(table.scans(&"9".repeat(65)).asked().is_none());
}

#[test]
fn a_weight_that_is_far_from_the_expected_one_is_asked_about() {
    let expected = |grams| PackingOrder { weight_g: grams, ..order(1) };
    let table_of = [
        (Some(1000), 1200, false),
        (Some(1000), 1201, true),
        (Some(1000), 799, true),
        (Some(100), 150, false),
        (Some(100), 151, true),
        (Some(0), 9000, false),
        (None, 9000, false),
    ];
    for (weight, grams, is_asked) in table_of {
        let mut table = Table::new();
        table.shows(expected(weight)).weighs(grams);
        assert_eq!(table.sent().is_none(), is_asked, "{weight:?} and {grams}");
        if is_asked {
            table.does(|flow| flow.confirm(None));
            assert_eq!(table.sent().unwrap().1.weight_g, grams);
        }
    }
    // Without its parcel on the scale there is nothing to confirm.
    let mut table = Table::new();
    table.shows(order(1)).weighs(3000);
    table.flow.scale_moved(|grams| grams == 3000);
    assert!(matches!(table.flow.step, Step::Asking { .. }));
    table.flow.scale_moved(|_| false);
    assert!(matches!(table.flow.step, Step::Weighing(_)));
    assert!(table.does(|flow| flow.confirm(None)).sent().is_none());
    // A typed one stays.
    table.does(|flow| flow.weighed(Weight { grams: 3000, from_scale: false }));
    table.flow.scale_moved(|_| false);
    assert!(!table.does(|flow| flow.confirm(None)).sent().unwrap().1.from_scale);
}

#[test]
fn no_parcel_weighs_nothing_or_more_than_a_scale_holds() {
    let mut table = Table::new();
    table.shows(order(1));
    for grams in [0, 50_001] {
        assert!(table.weighs(grams).sent().is_none());
    }
    assert!(table.does(|flow| flow.confirm(Some(1000))).sent().is_some());
}

#[test]
fn special_barcodes_skip_and_take_back() {
    let mut table = Table::new();
    table.shows(order(1)).scans("next");
    assert!(table.acts.iter().any(|act| matches!(act, Act::TakeWeight)), "the parcel still lies on the scale");
    assert_eq!(table.flow.outcome, Some(Outcome::Skipped { name: "A-1".to_owned() }));
    table.shows(order(1)).scans(CANCEL);
    assert!(table.flow.target().is_none() && table.flow.outcome.is_none());
    assert!(!table.acts.iter().any(|act| matches!(act, Act::TakeWeight)), "the right order is scanned for it");
    table.scans(REPRINT);
    assert_eq!(table.flow.outcome, Some(Outcome::NothingToReprint));
    // What is on its way stays on its way.
    table.shows(order(1)).weighs(1000).scans(CANCEL).scans(NEXT);
    assert!(matches!(table.flow.step, Step::Packing { .. }));
}

#[test]
fn a_scan_overtakes_another_and_waits_for_a_packing() {
    let mut table = Table::new();
    let first = table.scans("A-1").asked().unwrap();
    assert!(table.scans("A-1").asked().is_none(), "a stutter");
    let second = table.scans("A-2").asked().unwrap();
    table.does(|flow| flow.found(first, Found::Missing));
    assert!(matches!(table.flow.step, Step::Finding { .. }), "an answer that was overtaken");
    table.does(|flow| flow.found(second, Found::Order { order: Box::new(order(2)), is_waiting: false }));
    let (turn, _) = table.weighs(1000).sent().unwrap();
    assert!(table.scans("A-3").asked().is_none());
    table.does(|flow| flow.packed(turn, Ended::Packed(packing(2, 1000))));
    assert!(table.asked().is_some(), "scanned while the parcel before was packed");
}

#[test]
fn without_an_answer_the_code_and_the_weight_are_kept() {
    let mut table = Table::new();
    table.finds("A-1", Found::Silence { is_again: false }).weighs(700);
    let (turn, create) = table.sent().unwrap();
    assert_eq!((create.order_id, create.code.as_deref(), create.weight_g), (None, Some("A-1"), 700));
    table.does(|flow| flow.packed(turn, Ended::Kept));
    assert_eq!(table.flow.outcome, Some(Outcome::Kept { name: "A-1".to_owned(), grams: 700 }));
    // The same number twice is rather a mistake; the same goods twice are not.
    table.finds("A-1", Found::Silence { is_again: true }).weighs(700);
    assert!(matches!(table.flow.step, Step::Asking { doubt: Doubt::Again, .. }));
    assert!(table.does(|flow| flow.confirm(None)).sent().is_some());
}

#[test]
fn a_carrier_that_takes_its_time_holds_nobody_up() {
    let mut table = Table::new();
    let (turn, _) = table.shows(order(1)).weighs(1000).sent().unwrap();
    table.flow.given(turn + 1);
    assert!(matches!(table.flow.step, Step::Packing { is_given: false, .. }), "another turn");
    table.flow.given(turn);
    assert!(matches!(table.flow.step, Step::Packing { is_given: true, .. }));
    // The number comes in time.
    table.does(|flow| flow.packed(turn, Ended::Packed(packing(1, 1000))));
    assert_eq!(table.printed(), [ShipmentId(Uuid::from_u128(1001))]);
    // It does not: the next one is scanned, and no label is printed.
    let (turn, _) = table.shows(order(2)).weighs(1000).sent().unwrap();
    table.flow.given(turn);
    table.scans("A-3");
    table.does(|flow| flow.packed(turn, Ended::Given));
    assert_eq!(table.printed(), []);
    assert!(table.asked().is_some(), "scanned while the number was waited for");
    let (turn, _) = table.shows(order(4)).weighs(1000).sent().unwrap();
    table.does(|flow| flow.packed(turn, Ended::Given));
    assert_eq!(table.flow.outcome, Some(Outcome::Given { name: "A-4".to_owned() }));
}

#[test]
fn a_refusal_of_the_service_is_shown_and_the_next_one_goes_on() {
    let mut table = Table::new();
    let (turn, _) = table.shows(order(1)).weighs(1000).sent().unwrap();
    table.does(|flow| flow.packed(turn, Ended::Failed { words: "违禁品".to_owned() }));
    assert!(matches!(&table.flow.outcome, Some(Outcome::Failed { name, .. }) if name == "A-1"));
    table.shows(order(2));
    assert!(table.weighs(1000).sent().is_some());
}
