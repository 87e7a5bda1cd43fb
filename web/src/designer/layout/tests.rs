use label::standard_template;

use super::*;

fn template() -> Template {
    let mut template = standard_template("standard-76x130").expect("it is always there").clone();
    let own = template.parts.iter_mut().find(|part| !is_locked(part)).expect("a zone of the merchant's");
    own.elements.clear();
    template
}

fn own_part(template: &Template) -> usize {
    home(template, &Selection::new()).expect("a free part")
}

fn line(name: &str, x: f64, y: f64, width: f64, height: f64) -> Element {
    Element {
        name: name.to_owned(),
        x: Mm::new(x),
        y: Mm::new(y),
        width: Mm::new(width),
        height: Mm::new(height),
        rotation: Rotation::None,
        show: label::Condition::Always,
        content: Content::Line,
    }
}

fn three(template: &mut Template) -> Selection {
    let part = own_part(template);
    let lines = vec![line("a", 5.0, 2.0, 10.0, 1.0), line("b", 20.0, 5.0, 4.0, 1.0), line("c", 40.0, 9.0, 6.0, 1.0)];
    insert(template, part, lines, 0.0)
}

fn xs(template: &Template, selection: &Selection) -> Vec<f64> {
    selection.iter().map(|at| rect(template, *at).expect("there").x).collect()
}

#[test]
fn nothing_leaves_its_zone() {
    let mut template = template();
    let all = three(&mut template);
    let part = own_part(&template);
    let before: Vec<Rect> = all.iter().map(|at| rect(&template, *at).expect("there")).collect();
    shift(&mut template, &all, -100.0, -100.0);
    let after: Vec<Rect> = all.iter().map(|at| rect(&template, *at).expect("there")).collect();
    let top = top_of(&template, part);
    assert_eq!((after[0].x, after[0].y), (0.0, top));
    // They keep their distance from each other.
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((before.x - after.x, before.y - after.y), (5.0, 2.0));
    }
    let first = *all.first().expect("three");
    place(&mut template, first, Rect { x: 500.0, y: 0.0, width: 500.0, height: 500.0 });
    let own = rect(&template, first).expect("there");
    assert_eq!(own, zone(&template, part));
}

#[test]
fn locked_zones_are_never_touched() {
    let original = standard_template("standard-76x130").expect("it is always there").clone();
    let mut template = original.clone();
    let part = template.parts.iter().position(is_locked).expect("a carrier zone");
    let locked = Selection::from([At { part, index: 0 }, At { part, index: 1 }, At { part, index: 2 }]);
    shift(&mut template, &locked, 3.0, 3.0);
    align(&mut template, &locked, Line::Left);
    distribute(&mut template, &locked, true);
    turn(&mut template, At { part, index: 0 });
    reorder(&mut template, At { part, index: 0 }, Order::Front);
    remove(&mut template, &locked);
    assert!(insert(&mut template, part, vec![line("x", 0.0, 0.0, 1.0, 1.0)], 0.0).is_empty());
    assert_eq!(template, original);
    assert!(free(&template).iter().all(|at| at.part != part));
}

#[test]
fn pulling_a_side_leaves_the_other_where_it_is() {
    let own = Rect { x: 10.0, y: 10.0, width: 20.0, height: 8.0 };
    let left = pulled(own, Handle { x: -1, y: 0 }, 5.0, 3.0);
    assert_eq!(left, Rect { x: 15.0, width: 15.0, ..own });
    let corner = pulled(own, Handle { x: 1, y: 1 }, -100.0, 2.0);
    assert_eq!(corner, Rect { width: MIN_SIDE_MM, height: 10.0, ..own });
    let over = pulled(own, Handle { x: -1, y: -1 }, 100.0, -100.0);
    assert_eq!((over.right(), over.width), (30.0, MIN_SIDE_MM));
    let cut = within(over, Rect { x: 0.0, y: 0.0, width: 76.0, height: 130.0 });
    assert_eq!((cut.y, cut.bottom()), (0.0, 18.0));
}

#[test]
fn elements_are_lined_up_and_spread() {
    let mut template = template();
    let all = three(&mut template);
    distribute(&mut template, &all, true);
    // 41 mm from the first to the last, 20 of them filled, in two gaps.
    assert_eq!(xs(&template, &all), [5.0, 25.5, 40.0]);
    align(&mut template, &all, Line::Right);
    assert_eq!(xs(&template, &all), [36.0, 42.0, 40.0]);
    align(&mut template, &all, Line::Left);
    assert_eq!(xs(&template, &all), [36.0, 36.0, 36.0]);
    // One alone is lined up with its zone.
    let one = Selection::from([*all.first().expect("three")]);
    align(&mut template, &one, Line::Centre);
    assert_eq!(xs(&template, &one), [33.0]);
}

#[test]
fn copies_have_names_of_their_own() {
    let mut template = template();
    let all = three(&mut template);
    let part = own_part(&template);
    let again = vec![line("a", 5.0, 2.0, 10.0, 1.0), line("a_2", 5.0, 2.0, 10.0, 1.0)];
    let added = insert(&mut template, part, again, 2.0);
    let names: Vec<&str> = added.iter().map(|at| element(&template, *at).expect("there").name.as_str()).collect();
    assert_eq!(names, ["a_2", "a_3"]);
    assert_eq!(xs(&template, &added), [7.0, 7.0]);
    remove(&mut template, &all);
    assert_eq!(template.parts[part].elements.len(), 2);
}

#[test]
fn what_lies_over_what_changes_step_by_step() {
    let mut template = template();
    three(&mut template);
    let part = own_part(&template);
    let names = |template: &Template| -> String {
        template.parts[part].elements.iter().map(|element| element.name.as_str()).collect()
    };
    let at = |index| At { part, index };
    assert_eq!(reorder(&mut template, at(0), Order::Forward), at(1));
    assert_eq!(names(&template), "bac");
    assert_eq!(reorder(&mut template, at(2), Order::Back), at(0));
    assert_eq!(names(&template), "cba");
    assert_eq!(reorder(&mut template, at(0), Order::Front), at(2));
    assert_eq!(reorder(&mut template, at(0), Order::Backward), at(0));
    assert_eq!(names(&template), "bac");
}

#[test]
fn a_turned_box_stays_about_its_centre() {
    let mut template = template();
    let part = own_part(&template);
    let mut text = line("t", 20.0, 10.0, 10.0, 4.0);
    text.content = Content::Frame { stroke_mm: Mm::new(0.5), radius_mm: Mm::default(), fill: false };
    let at = *insert(&mut template, part, vec![text], 0.0).first().expect("one");
    let top = top_of(&template, part);
    turn(&mut template, at);
    assert_eq!(rect(&template, at), Some(Rect { x: 23.0, y: top + 7.0, width: 4.0, height: 10.0 }));
    assert_eq!(element(&template, at).expect("there").rotation, Rotation::Quarter);
    for _ in 0..3 {
        turn(&mut template, at);
    }
    assert_eq!(rect(&template, at), Some(Rect { x: 20.0, y: top + 10.0, width: 10.0, height: 4.0 }));
    assert_eq!(element(&template, at).expect("there").rotation, Rotation::None);
}
