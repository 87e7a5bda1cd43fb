//! Handovers: what was given to the carrier together, how far it is, and the paper of it.

mod detail;
mod form;
mod list;
mod made;
mod making;
mod manifest;
pub mod pickup;
mod refused;
mod service;
mod window;

use leptos::prelude::*;
use shared::{HandoverId, Page, Permission, handovers::Handover};

pub use self::{form::HandOverForm, made::Made};
use super::{app::Desk, picked::Picked};
use crate::{
    amount,
    api::Remote,
    browser,
    texts::{common, handovers as texts},
    ui::{Button, ButtonKind, Pill, Symbol, Tone},
};

/// The address of the list.
const PATH: &str = "/handovers";

/// The address of a handover beside the list.
pub fn path(id: HandoverId) -> String {
    format!("{PATH}/{id}")
}

/// The handovers on the page, in context.
#[derive(Clone, Copy)]
struct Board {
    rows: Remote<Page<Handover>>,
    picked: Picked,
    /// The dialog for a new one is open.
    is_making: RwSignal<bool>,
}

impl Board {
    fn expect() -> Board {
        expect_context::<Board>()
    }

    fn load(self) {
        self.rows.load(service::list(None));
    }

    /// A handover as it is now, where the list shows how it was.
    fn put(self, handover: &Handover) {
        let is_old = |row: &Handover| row.id == handover.id && row != handover;
        if !self.rows.value().with_untracked(|page| page.iter().flat_map(|page| &page.items).any(is_old)) {
            return;
        }
        self.rows.value().update(|page| {
            for row in page.iter_mut().flat_map(|page| page.items.iter_mut()).filter(|row| row.id == handover.id) {
                row.clone_from(handover);
            }
        });
        self.picked.keep_focus(handover.id.0);
    }
}

#[component]
pub fn Handovers(open: String) -> impl IntoView {
    let may_write = Desk::expect().may(Permission::ShipmentsWrite);
    let board = Board { rows: Remote::new(), picked: Picked::new("handover"), is_making: RwSignal::new(false) };
    provide_context(board);
    if let Ok(id) = open.parse() {
        board.picked.pick(id);
    }
    board.load();
    // Not at once: the page may still be on its way here.
    let address = move || board.picked.get().map_or_else(|| PATH.to_owned(), |id| path(HandoverId(id)));
    Effect::watch(address, |address, _, _| browser::show_path(address), false);
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <div class="end">
                    <Button
                        kind=ButtonKind::Quiet
                        icon=Symbol::Refresh
                        busy=Signal::derive(move || board.rows.busy())
                        on_press=move |()| board.load()
                    >
                        {common::REFRESH.t()}
                    </Button>
                    {may_write.then(|| view! { <New /> })}
                </div>
            </div>
            <list::List may_write />
        </div>
        <making::Making />
    }
}

/// Begins a new one.
#[component]
fn New() -> impl IntoView {
    let board = Board::expect();
    view! {
        <Button kind=ButtonKind::Main icon=Symbol::Plus on_press=move |()| board.is_making.set(true)>
            {texts::NEW.t()}
        </Button>
    }
}

/// How far it is.
fn state(handover: &Handover) -> impl IntoView + use<> {
    let (n, total) = (count(handover.unscanned), count(handover.parcels));
    let values: [(&str, &str); 2] = [("n", &n), ("total", &total)];
    let (tone, words) = if handover.is_problem {
        (Tone::Bad, texts::PROBLEM.fill(&values))
    } else if handover.unscanned == 0 {
        (Tone::Ok, texts::PICKED_UP.t().to_owned())
    } else if handover.unscanned < handover.parcels {
        (Tone::Warn, texts::PARTLY.fill(&values))
    } else {
        (Tone::New, texts::WAITING.t().to_owned())
    };
    view! { <Pill tone words /> }
}

fn count(number: u32) -> String {
    amount::grouped(number.into())
}

/// At most 1 000 parcels of at most 1 000 kg: it fits.
fn weight(grams: u64) -> String {
    amount::kilograms(u32::try_from(grams).unwrap_or(u32::MAX))
}
