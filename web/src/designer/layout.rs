//! What editing does to a template: pure functions, so that every rule is tested without a browser.
//!
//! What stays true: carrier zones are never touched; an element stays in its own zone and on the paper; names are unique.

use std::collections::BTreeSet;

use label::{Content, Element, Mm, Part, Rotation, Template, Zone};

/// Where an element stands: its part, and its place among the part's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    pub part: usize,
    pub index: usize,
}

pub type Selection = BTreeSet<At>;

/// A box on the paper, in millimetres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub fn moved(self, dx: f64, dy: f64) -> Rect {
        Rect { x: self.x + dx, y: self.y + dy, ..self }
    }

    /// The smallest box around both.
    pub fn with(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Rect { x, y, width: right - x, height: bottom - y }
    }

    pub fn meets(self, other: Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// Nothing is made smaller than this; a line is as thin.
pub const MIN_SIDE_MM: f64 = 0.25;

pub fn is_locked(part: &Part) -> bool {
    part.zone == Zone::Carrier
}

/// Where a part begins on the paper.
pub fn top_of(template: &Template, part: usize) -> f64 {
    template.parts.iter().take(part).map(|part| part.height_mm.get()).sum()
}

pub fn element(template: &Template, at: At) -> Option<&Element> {
    template.parts.get(at.part)?.elements.get(at.index)
}

/// The element, unless its zone is locked.
pub fn element_mut(template: &mut Template, at: At) -> Option<&mut Element> {
    let part = template.parts.get_mut(at.part).filter(|part| !is_locked(part))?;
    part.elements.get_mut(at.index)
}

/// An element's box on the paper.
pub fn rect(template: &Template, at: At) -> Option<Rect> {
    let element = element(template, at)?;
    let y = top_of(template, at.part) + element.y.get();
    Some(Rect { x: element.x.get(), y, width: element.width.get(), height: element.height.get() })
}

/// The zone an element must stay in.
pub fn zone(template: &Template, part: usize) -> Rect {
    let height = template.parts.get(part).map_or(0.0, |part| part.height_mm.get());
    Rect { x: 0.0, y: top_of(template, part), width: template.paper.width_mm.get(), height }
}

/// The box around all of these.
pub fn around(template: &Template, selection: &Selection) -> Option<Rect> {
    selection.iter().filter_map(|at| rect(template, *at)).reduce(Rect::with)
}

/// Every element that may be changed.
pub fn free(template: &Template) -> Selection {
    let parts = template.parts.iter().enumerate().filter(|(_, part)| !is_locked(part));
    parts.flat_map(|(part, own)| (0..own.elements.len()).map(move |index| At { part, index })).collect()
}

/// The part new elements are put into: that of the selection, or the first free one.
pub fn home(template: &Template, selection: &Selection) -> Option<usize> {
    let chosen = selection.first().map(|at| at.part);
    chosen.or_else(|| template.parts.iter().position(|part| !is_locked(part)))
}

/// Sets an element's box, kept within its zone.
pub fn place(template: &mut Template, at: At, wanted: Rect) {
    let zone = zone(template, at.part);
    let width = wanted.width.clamp(MIN_SIDE_MM, zone.width.max(MIN_SIDE_MM));
    let height = wanted.height.clamp(MIN_SIDE_MM, zone.height.max(MIN_SIDE_MM));
    let x = wanted.x.clamp(0.0, (zone.width - width).max(0.0));
    let y = (wanted.y - zone.y).clamp(0.0, (zone.height - height).max(0.0));
    if let Some(element) = element_mut(template, at) {
        (element.x, element.y) = (Mm::new(x), Mm::new(y));
        (element.width, element.height) = (Mm::new(width), Mm::new(height));
    }
}

/// Moves all by the same way, as far as every one stays in its zone.
pub fn shift(template: &mut Template, selection: &Selection, dx: f64, dy: f64) {
    let (mut dx, mut dy) = (dx, dy);
    for at in selection {
        let (Some(own), zone) = (rect(template, *at), zone(template, at.part)) else { continue };
        // A box that lies outside already may come back, not go further.
        dx = dx.clamp((zone.x - own.x).min(0.0), (zone.right() - own.right()).max(0.0));
        dy = dy.clamp((zone.y - own.y).min(0.0), (zone.bottom() - own.bottom()).max(0.0));
    }
    for at in selection {
        if let Some(own) = rect(template, *at) {
            place(template, *at, own.moved(dx, dy));
        }
    }
}

/// One of the eight places a box is pulled at: -1 is left or top, 1 right or bottom, 0 leaves that direction alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    pub x: i8,
    pub y: i8,
}

impl Handle {
    pub const ALL: [Handle; 8] = [
        Handle { x: -1, y: -1 },
        Handle { x: 0, y: -1 },
        Handle { x: 1, y: -1 },
        Handle { x: 1, y: 0 },
        Handle { x: 1, y: 1 },
        Handle { x: 0, y: 1 },
        Handle { x: -1, y: 1 },
        Handle { x: -1, y: 0 },
    ];
}

/// The box after its handle was pulled this far; the opposite side stays where it is.
pub fn pulled(own: Rect, handle: Handle, dx: f64, dy: f64) -> Rect {
    let side = |start: f64, length: f64, way: i8, by: f64| match way {
        -1 => {
            let by = by.min(length - MIN_SIDE_MM);
            (start + by, length - by)
        }
        1 => (start, (length + by).max(MIN_SIDE_MM)),
        _ => (start, length),
    };
    let (x, width) = side(own.x, own.width, handle.x, dx);
    let (y, height) = side(own.y, own.height, handle.y, dy);
    Rect { x, y, width, height }
}

/// Cuts a box to its zone, so that pulling a side over the edge stops there and does not push the box.
pub fn within(own: Rect, zone: Rect) -> Rect {
    let (x, y) = (own.x.max(zone.x), own.y.max(zone.y));
    let width = (own.right().min(zone.right()) - x).max(MIN_SIDE_MM);
    let height = (own.bottom().min(zone.bottom()) - y).max(MIN_SIDE_MM);
    Rect { x, y, width, height }
}

/// What elements are lined up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Left,
    Centre,
    Right,
    Top,
    Middle,
    Bottom,
}

/// Lines the elements up with each other; a single one with its zone.
pub fn align(template: &mut Template, selection: &Selection, line: Line) {
    let Some(first) = selection.first() else { return };
    let Some(frame) =
        (if selection.len() > 1 { around(template, selection) } else { Some(zone(template, first.part)) })
    else {
        return;
    };
    for at in selection {
        let Some(own) = rect(template, *at) else { continue };
        let wanted = match line {
            Line::Left => Rect { x: frame.x, ..own },
            Line::Centre => Rect { x: frame.x + (frame.width - own.width) / 2.0, ..own },
            Line::Right => Rect { x: frame.right() - own.width, ..own },
            Line::Top => Rect { y: frame.y, ..own },
            Line::Middle => Rect { y: frame.y + (frame.height - own.height) / 2.0, ..own },
            Line::Bottom => Rect { y: frame.bottom() - own.height, ..own },
        };
        place(template, *at, wanted);
    }
}

/// Makes the gaps between three or more elements equal, left to right or top to bottom; the outermost stay.
pub fn distribute(template: &mut Template, selection: &Selection, across: bool) {
    let mut boxes: Vec<(At, Rect)> = selection.iter().filter_map(|at| Some((*at, rect(template, *at)?))).collect();
    let start = |own: &Rect| if across { own.x } else { own.y };
    let length = |own: &Rect| if across { own.width } else { own.height };
    boxes.sort_by(|(_, a), (_, b)| start(a).total_cmp(&start(b)));
    let (Some((_, first)), Some((_, last)), 3..) = (boxes.first(), boxes.last(), boxes.len()) else { return };
    let filled: f64 = boxes.iter().map(|(_, own)| length(own)).sum();
    #[expect(clippy::cast_precision_loss, reason = "a handful of elements")]
    let gap = (start(last) + length(last) - start(first) - filled) / (boxes.len() - 1) as f64;
    let mut next = start(first);
    for (at, own) in boxes.clone() {
        let wanted = if across { Rect { x: next, ..own } } else { Rect { y: next, ..own } };
        place(template, at, wanted);
        next += length(&own) + gap;
    }
}

/// Where elements go in what lies over what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Front,
    Forward,
    Backward,
    Back,
}

/// Moves one element over or under others of its part; answers where it stands then.
pub fn reorder(template: &mut Template, at: At, order: Order) -> At {
    let Some(part) = template.parts.get_mut(at.part).filter(|part| !is_locked(part)) else { return at };
    if at.index >= part.elements.len() {
        return at;
    }
    let last = part.elements.len() - 1;
    let to = match order {
        Order::Front => last,
        Order::Forward => (at.index + 1).min(last),
        Order::Backward => at.index.saturating_sub(1),
        Order::Back => 0,
    };
    let moved = part.elements.remove(at.index);
    part.elements.insert(to, moved);
    At { index: to, ..at }
}

/// Takes the elements away, those of locked zones excepted.
pub fn remove(template: &mut Template, selection: &Selection) {
    // From the last, so that the places of the others stay right.
    for at in selection.iter().rev() {
        let part = template.parts.get_mut(at.part).filter(|part| !is_locked(part));
        if let Some(part) = part.filter(|part| at.index < part.elements.len()) {
            part.elements.remove(at.index);
        }
    }
}

/// Adds copies to a part, each with a name of its own; answers where they stand.
pub fn insert(template: &mut Template, part: usize, elements: Vec<Element>, offset_mm: f64) -> Selection {
    let mut added = Selection::new();
    for mut element in elements {
        element.name = fresh_name(template, &element.name);
        let Some(own) = template.parts.get_mut(part).filter(|part| !is_locked(part)) else { return added };
        own.elements.push(element);
        let at = At { part, index: own.elements.len() - 1 };
        if let Some(own) = rect(template, at) {
            place(template, at, own.moved(offset_mm, offset_mm));
        }
        added.insert(at);
    }
    added
}

/// `name`, or with the next free number behind it.
pub fn fresh_name(template: &Template, name: &str) -> String {
    let is_taken = |name: &str| template.parts.iter().flat_map(|part| &part.elements).any(|one| one.name == name);
    if !is_taken(name) {
        return name.to_owned();
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let mut number = 2;
    loop {
        let fresh = format!("{stem}_{number}");
        if !is_taken(&fresh) {
            return fresh;
        }
        number += 1;
    }
}

/// Turns an element by a quarter, clockwise, about its centre.
pub fn turn(template: &mut Template, at: At) {
    let Some(own) = rect(template, at) else { return };
    if let Some(element) = element_mut(template, at)
        && !matches!(element.content, Content::Line)
    {
        element.rotation = match element.rotation {
            Rotation::None => Rotation::Quarter,
            Rotation::Quarter => Rotation::Half,
            Rotation::Half => Rotation::ThreeQuarters,
            Rotation::ThreeQuarters => Rotation::None,
        };
    }
    let (dx, dy) = ((own.width - own.height) / 2.0, (own.height - own.width) / 2.0);
    place(template, at, Rect { x: own.x + dx, y: own.y + dy, width: own.height, height: own.width });
}

#[cfg(test)]
mod tests;
