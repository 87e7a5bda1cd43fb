//! Zones as rows of a table, and back.

use tariff::{
    Continued, GridProblem, Lang, Lookup, Rule, Segment, StepRate, Tariff, Zone, demo, grid_rows, zones_of_rows,
};

use crate::common::{kg, per_kg, yuan};

fn rows(text: &[&[&str]]) -> Vec<Vec<String>> {
    text.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn faults(text: &[&[&str]]) -> Vec<(usize, usize, GridProblem)> {
    let faults = zones_of_rows(&rows(text)).expect_err("a fault");
    faults.into_iter().map(|fault| (fault.row, fault.column, fault.problem)).collect()
}

fn outlet() -> Vec<Zone> {
    let zone = |name: &str, divisions: &[u32], rule| Zone { name: name.into(), divisions: divisions.into(), rule };
    let mixed = vec![
        Segment::fixed(kg("0.5"), yuan("2.20")),
        Segment::fixed(kg("3"), yuan("4.70")),
        Segment::continued(kg("30"), per_kg("3", "4.70", "0.80")),
        Segment::above(Continued::whole(yuan("3.80"), kg("1"), yuan("0.80"))),
    ];
    let rate = |up_to: Option<&str>, price| StepRate { up_to: up_to.map(kg), price: yuan(price) };
    let freight = Continued {
        rates: vec![rate(Some("70"), "1.20"), rate(None, "1.10")],
        min_steps: 2,
        pro_rata: true,
        ..per_kg("30", "45.00", "0.00")
    };
    vec![
        zone("一区", &[31, 32], Rule { min_charge: yuan("2.00"), ..Rule::of(mixed) }),
        zone("二区", &[44, 4403], Rule::of(vec![Segment::fixed(kg("1"), yuan("5.00"))])),
        zone(
            "三区",
            &[65],
            Rule {
                lookup: Lookup::Raw,
                ..Rule::of(vec![Segment::fixed(kg("30"), yuan("9.00")), Segment::above(freight)])
            },
        ),
    ]
}

#[test]
fn zones_as_people_see_them() {
    assert_eq!(
        grid_rows(&outlet(), Lang::Zh),
        rows(&[
            &["分区", "目的地", "0–0.5 kg", "0.5–1 kg", "1–3 kg", "3–30 kg", "30 kg 以上", "最低收费", "分段依据"],
            &["一区", "31、32", "2.20", "→", "4.70", "4.70+0.80/1kg", "3.80+0.80/1kg >0kg", "2.00", "计费重"],
            &["二区", "44、4403", "→", "5.00", "—", "—", "—", "0.00", "计费重"],
            &["三区", "65", "→", "→", "→", "9.00", "45.00+1.20≤70kg;1.10/1kg min2 exact", "0.00", "实重"],
        ])
    );
}

#[test]
fn what_is_written_is_read_back() {
    for lang in [Lang::Zh, Lang::En] {
        assert_eq!(zones_of_rows(&grid_rows(&outlet(), lang)), Ok(outlet()));
        assert_eq!(zones_of_rows(&grid_rows(&demo().zones, lang)), Ok(demo().zones));
    }
}

#[test]
fn a_table_typed_by_hand() {
    let typed = rows(&[
        &["分区", "目的地", "0-1", "1~3公斤", "3以上"],
        &["一区", "31, 32", "2.4", "3.5", "４.7＋0.8／1公斤"],
        &["", "", "", "", ""],
        &["二区", "33 34", "3", "→", "3＋1/0.5"],
    ]);
    let zones = zones_of_rows(&typed).unwrap();
    assert_eq!(zones.len(), 2);
    assert_eq!(zones[0].rule.segments[2], Segment::above(per_kg("3", "4.70", "0.80")));
    assert_eq!(zones[1].divisions, [33, 34]);
    let half_kilograms = Continued::beyond(kg("0"), yuan("3"), kg("0.5"), yuan("1"));
    assert_eq!(zones[1].rule.segments[1], Segment::above(Continued { beyond: kg("1"), ..half_kilograms }));
    assert_eq!(Tariff { zones, ..demo() }.validate(), Ok(()));
}

#[test]
fn headings_that_are_none() {
    use GridProblem::{ColumnTwice, Gap, NoHeading, NoWeights, NotARange, Overlap, UnknownColumn};
    assert_eq!(faults(&[]), [(1, 1, NoHeading)]);
    assert_eq!(faults(&[&["目的地", "分区", "0–1"]]), [(1, 1, NoHeading)]);
    assert_eq!(faults(&[&["分区", "目的地", "最低收费"]]), [(1, 3, NoWeights)]);
    assert_eq!(faults(&[&["分区", "目的地", "0–1", "备注"]]), [(1, 4, UnknownColumn)]);
    assert_eq!(faults(&[&["分区", "目的地", "分区", "0–1"]]), [(1, 3, ColumnTwice)]);
    assert_eq!(faults(&[&["分区", "目的地", "0–0.4", "0.5–1"]]), [(1, 4, Gap)]);
    assert_eq!(faults(&[&["分区", "目的地", "0.1–1"]]), [(1, 3, Gap)]);
    assert_eq!(faults(&[&["分区", "目的地", "0–1", "0.5–2", "1.5以上"]]), [(1, 4, Overlap), (1, 5, Overlap)]);
    assert_eq!(faults(&[&["分区", "目的地", "0以上", "1–2"]]), [(1, 4, Overlap)]);
    for range in ["1–0.5", "0–1.0001", "0–99999999", "0–1–2", "1kg"] {
        assert_eq!(faults(&[&["分区", "目的地", range]]), [(1, 3, NotARange)], "{range}");
    }
}

#[test]
fn cells_that_are_none() {
    use GridProblem::{
        AfterNotCarried, GoesNowhere, NoDivisions, NoName, NoPrice, NoZones, NotADivision, NotALookup, NotAPrice,
        UnknownColumn,
    };
    const HEADING: &[&str] = &["分区", "目的地", "0–1", "1–2", "最低收费", "分段依据"];
    assert_eq!(faults(&[HEADING]), [(2, 1, NoZones)]);
    let row = |cells: [&str; 6]| faults(&[HEADING, &["一区", "31", "1", "2"], &cells]);
    assert_eq!(row(["", "44", "1", "2", "", ""]), [(3, 1, NoName)]);
    assert_eq!(row(["二区", "", "1", "2", "", ""]), [(3, 2, NoDivisions)]);
    assert_eq!(row(["二区", "广东", "1", "2", "", ""]), [(3, 2, NotADivision)]);
    assert_eq!(row(["二区", "44、999", "1", "2", "", ""]), [(3, 2, NotADivision)]);
    assert_eq!(row(["二区", "44", "", "2", "", ""]), [(3, 3, NoPrice)]);
    assert_eq!(row(["二区", "44", "1", "→", "", ""]), [(3, 4, GoesNowhere)]);
    assert_eq!(row(["二区", "44", "→", "—", "", ""]), [(3, 3, GoesNowhere)]);
    assert_eq!(row(["二区", "44", "—", "2", "", ""]), [(3, 4, AfterNotCarried)]);
    assert_eq!(row(["二区", "44", "1", "2", "x", "轻"]), [(3, 5, NotAPrice), (3, 6, NotALookup)]);
    for price in [
        "x",
        "1.234",
        "1 2",
        "1+",
        "1+2",
        "1+2/",
        "1+2/kg",
        "1+2/1kg more",
        "1+2/1kg >x",
        "1+2/1kg minx",
        "1+2≤/1kg",
        "=1+2/1",
    ] {
        assert_eq!(row(["二区", "44", price, "2", "", ""]), [(3, 3, NotAPrice)], "{price}");
    }
    assert_eq!(faults(&[HEADING, &["一区", "31", "1", "2", "", "", "", "more"]]), [(2, 8, UnknownColumn)]);
    let fault = &zones_of_rows(&rows(&[HEADING, &["一区", "31", "1", ""]])).unwrap_err()[0];
    assert_eq!(fault.words(Lang::Zh), "第 2 行第 4 列：请填写价格；与后一列同价写“→”，不送达写“—”。");
    assert!(fault.words(Lang::En).starts_with("row 2, column 4: give a price"));
    assert_eq!(fault.problem.code(), "no_price");
}
