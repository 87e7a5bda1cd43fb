//! A list of any length of which only the rows in sight exist.

use std::ops::Range;

use leptos::{html, prelude::*};

use crate::browser;

/// Rows drawn above and below those in sight, so that scrolling never shows a gap.
const OVERSCAN: usize = 12;

/// Which rows of a list are in sight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListWindow {
    pub scroll_top: f64,
    pub height: f64,
    pub row_height: f64,
}

impl ListWindow {
    /// The rows to draw of `len`.
    pub fn rows(&self, len: usize) -> Range<usize> {
        if self.row_height <= 0.0 {
            return 0..0;
        }
        let first = (self.scroll_top / self.row_height).floor().max(0.0) as usize;
        let count = (self.height / self.row_height).ceil().max(1.0) as usize + 1;
        let start = first.saturating_sub(OVERSCAN).min(len);
        start..first.saturating_add(count + OVERSCAN).min(len)
    }

    /// How many rows exist at once: enough for any place of the list, so that scrolling makes none and throws none away.
    pub fn slots(&self) -> usize {
        ListWindow { scroll_top: self.row_height * OVERSCAN as f64, ..*self }.rows(usize::MAX).len()
    }

    /// Where to scroll so that `row` is in sight below a sticky header; `None` where it is already.
    pub fn reveal(&self, row: usize, header: f64) -> Option<f64> {
        let top = row as f64 * self.row_height;
        let bottom = top + self.row_height;
        if top < self.scroll_top {
            Some(top)
        } else if bottom + header > self.scroll_top + self.height {
            Some(bottom + header - self.height)
        } else {
            None
        }
    }
}

/// The row that a slot holds: rows keep their slot while they are in sight, and a slot takes the next row when its own leaves.
fn row_of_slot(slot: usize, slots: usize, rows: &Range<usize>) -> Option<usize> {
    let slots = slots.max(1);
    let index = rows.start + (slot + slots - rows.start % slots) % slots;
    (index < rows.end).then_some(index)
}

/// Draws `row(index)` for the rows in sight of `len`, under a sticky `header`. `window` tells what is in sight; setting
/// `scroll_to` brings a row there.
#[component]
pub fn VirtualList(
    #[prop(into)] len: Signal<usize>,
    row_height: f64,
    #[prop(into)] label: String,
    /// The header's height, which rows must not hide under.
    #[prop(default = 0.0)]
    header_height: f64,
    #[prop(optional, into)] header: ViewFn,
    /// The row that has the focus of the list, for screen readers.
    #[prop(optional, into)]
    active: Signal<Option<String>>,
    #[prop(optional)] window: Option<RwSignal<ListWindow>>,
    #[prop(optional, into)] scroll_to: Option<RwSignal<Option<usize>>>,
    /// Draws the row at an index that changes as the list is scrolled.
    #[prop(into)]
    row: Callback<(Signal<usize>,), AnyView>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let window = window.unwrap_or_else(|| RwSignal::new(ListWindow { scroll_top: 0.0, height: 800.0, row_height }));
    let measure = move || measure(node, window, row_height);
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    node.on_load(move |_| request_animation_frame(measure));
    Effect::new(move |_| {
        len.track();
        request_animation_frame(measure);
    });
    if let Some(scroll_to) = scroll_to {
        Effect::new(move |_| {
            let Some(wanted) = scroll_to.get() else { return };
            scroll_to.set(None);
            let top = window.with_untracked(|window| window.reveal(wanted, header_height));
            if let (Some(top), Some(list)) = (top, node.get_untracked()) {
                browser::set_scroll_top(&list, top);
                measure();
            }
        });
    }
    let rows = Memo::new(move |_| window.with(|window| window.rows(len.get())));
    let slots = Memo::new(move |_| window.with(ListWindow::slots));
    view! {
        <div
            class="list"
            node_ref=node
            role="grid"
            tabindex="0"
            aria-label=label
            aria-multiselectable="true"
            aria-rowcount=move || len.get() + 1
            aria-activedescendant=move || active.get()
            on:scroll=move |_| measure()
        >
            {header.run()}
            <div class="rows" role="rowgroup" style:height=move || format!("{}px", len.get() as f64 * row_height)>
                <For each=move || 0..slots.get() key=|nth| *nth let:nth>
                    <ListSlot nth slots rows row_height row />
                </For>
            </div>
        </div>
    }
}

/// Looks at what is in sight. The list may have gone by the time a frame is drawn.
fn measure(node: NodeRef<html::Div>, window: RwSignal<ListWindow>, row_height: f64) {
    let Some(list) = node.try_get_untracked().flatten() else { return };
    let seen =
        ListWindow { scroll_top: browser::scroll_top(&list), height: f64::from(list.client_height()), row_height };
    if window.try_get_untracked().is_some_and(|window| window != seen) {
        window.set(seen);
    }
}

#[component]
fn ListSlot(
    nth: usize,
    slots: Memo<usize>,
    rows: Memo<Range<usize>>,
    row_height: f64,
    row: Callback<(Signal<usize>,), AnyView>,
) -> impl IntoView {
    let place = Memo::new(move |_| rows.with(|rows| row_of_slot(nth, slots.get(), rows)));
    // A slot without a row keeps its last one, out of sight.
    let index = Memo::new(move |last: Option<&usize>| place.get().or(last.copied()).unwrap_or_default());
    view! {
        <div
            class="row-at"
            role="presentation"
            hidden=move || place.get().is_none()
            style:transform=move || format!("translateY({}px)", index.get() as f64 * row_height)
        >
            {row.run((index.into(),))}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(scroll_top: f64) -> ListWindow {
        ListWindow { scroll_top, height: 720.0, row_height: 36.0 }
    }

    #[test]
    fn only_rows_in_sight_are_drawn() {
        assert_eq!(at(0.0).rows(100_000), 0..33);
        assert_eq!(at(36.0 * 50_000.0).rows(100_000), 49_988..50_033);
        assert_eq!(at(36.0 * 99_980.0).rows(100_000), 99_968..100_000);
        assert_eq!(at(0.0).rows(3), 0..3);
        assert_eq!(at(1e9).rows(3), 3..3);
    }

    #[test]
    fn rows_keep_their_slot_and_each_has_one() {
        let slots = at(0.0).slots();
        for top in [0.0, 400.0, 36.0 * 777.0] {
            let rows = at(top).rows(1000);
            let mut held: Vec<usize> = (0..slots).filter_map(|slot| row_of_slot(slot, slots, &rows)).collect();
            held.sort_unstable();
            assert_eq!(held, rows.clone().collect::<Vec<_>>());
        }
        assert_eq!(row_of_slot(5, slots, &(0..20)), row_of_slot(5, slots, &(3..23)));
        assert_eq!(row_of_slot(0, slots, &(0..0)), None);
    }

    #[test]
    fn a_row_is_brought_into_sight_with_the_least_movement() {
        assert_eq!(at(0.0).reveal(0, 32.0), None);
        assert_eq!(at(360.0).reveal(2, 32.0), Some(72.0));
        assert_eq!(at(0.0).reveal(19, 32.0), Some(32.0));
        assert_eq!(at(0.0).reveal(18, 32.0), None);
    }
}
