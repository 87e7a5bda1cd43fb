//! What is done with the problems that are chosen.

use leptos::prelude::*;
use shared::limits::BULK_MAX;

use super::{Board, Doing};
use crate::{
    console::selection::Selection,
    texts::problems as texts,
    ui::{Button, ButtonKind},
};

#[component]
pub fn BulkBar() -> impl IntoView {
    let board = Board::expect();
    let count = Memo::new(move |_| board.chosen.with(Selection::len));
    let is_any = Memo::new(move |_| count.get() > 0);
    // More than one request takes are not done at once.
    let too_many = Signal::derive(move || count.get() > BULK_MAX);
    let chosen = move || untrack(|| board.chosen_ids());
    let acts = move || {
        view! {
            <b role="status">
                {move || texts::SELECTED.fill(&[("n", &count.get().to_string())])}
            </b>
            <Button disabled=too_many on_press=move |()| board.doing.set(Some(Doing::Assign(chosen())))>
                {texts::ASSIGN.t()}
            </Button>
            <Button disabled=too_many on_press=move |()| board.doing.set(Some(Doing::Settle(chosen())))>
                {texts::SETTLE.t()}
            </Button>
            <Button kind=ButtonKind::Quiet on_press=move |()| board.chosen.update(Selection::clear)>
                {texts::CLEAR_SELECTION.t()}
            </Button>
        }
    };
    view! {
        <div class="bulk">{move || is_any.get().then(acts)} <span class="end">{texts::HINT.t()}</span></div>
    }
}
