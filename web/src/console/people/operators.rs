//! Everyone who may sign in for the merchant.

use leptos::{ev, prelude::*};
use shared::{OperatorId, operators::Operator};

use super::{Everyone, operator::OperatorPanel};
use crate::{
    browser::{self, dates},
    console::{
        app::Desk,
        listed::{Listed, content},
        words,
    },
    texts::{access, people as texts},
    ui::{Button, EmptyState, Pill, Symbol, Tone},
};

#[component]
pub fn Operators(may_write: bool) -> impl IntoView {
    let everyone = Everyone::expect();
    let list = everyone.operators;
    let picked = RwSignal::new(None::<OperatorId>);
    let is_empty = Memo::new(move |_| list.value().with(|list| list.as_ref().is_some_and(Vec::is_empty)));
    let close = move |event: ev::KeyboardEvent| {
        // A dialog over it closes first.
        if event.key() == "Escape" && !browser::dialog_open() {
            leave(picked);
        }
    };
    let left = Callback::new(move |()| leave(picked));
    let shown = Memo::new(move |_| {
        let id = picked.get()?;
        list.value().with(|list| list.iter().flatten().find(|one| one.id == id).cloned())
    });
    view! {
        <div class="body" on:keydown=close>
            <div class="list-side">
                <div class="list">
                    <Listed remote=list load=Callback::new(move |()| everyone.load_operators())>
                        {move || {
                            if is_empty.get() {
                                view! { <Nobody may_write /> }.into_any()
                            } else {
                                view! { <Table picked /> }.into_any()
                            }
                        }}
                    </Listed>
                </div>
            </div>
            {move || picked.get().map(|_| view! { <OperatorPanel shown left may_write /> })}
        </div>
    }
}

/// The id of the button that opens an operator.
pub fn row_id(id: OperatorId) -> String {
    format!("operator-{id}")
}

/// Closes the panel; the focus goes back to where it was opened from.
fn leave(picked: RwSignal<Option<OperatorId>>) {
    if let Some(id) = picked.get_untracked() {
        picked.set(None);
        browser::focus(&row_id(id));
    }
}

#[component]
fn Nobody(may_write: bool) -> impl IntoView {
    let everyone = Everyone::expect();
    view! {
        <EmptyState symbol=Symbol::People title=texts::OPERATORS_EMPTY_TITLE.t() words=texts::OPERATORS_EMPTY.t()>
            {may_write
                .then(|| {
                    view! { <Button on_press=move |()| everyone.inviting.set(true)>{texts::INVITE.t()}</Button> }
                })}
        </EmptyState>
    }
}

#[component]
fn Table(picked: RwSignal<Option<OperatorId>>) -> impl IntoView {
    let everyone = Everyone::expect();
    view! {
        <table class="people">
            <thead>
                <tr>
                    <th>{texts::COL_USER.t()}</th>
                    <th>{texts::COL_NAME.t()}</th>
                    <th>{access::ROLE.t()}</th>
                    <th>{texts::COL_SCOPE.t()}</th>
                    <th>{texts::COL_USED.t()}</th>
                    <th>{texts::COL_STATE.t()}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || everyone.operators.value().get().unwrap_or_default() key=content let:operator>
                    <Row operator picked />
                </For>
            </tbody>
        </table>
    }
}

#[component]
fn Row(operator: Operator, picked: RwSignal<Option<OperatorId>>) -> impl IntoView {
    let everyone = Everyone::expect();
    let id = operator.id;
    let is_picked = move || picked.get() == Some(id);
    let is_self = Desk::expect().operator() == Some(id);
    let (grant, scope) = (operator.grant.clone(), operator.grant.clone());
    let used = operator.last_used_at.map_or_else(|| texts::NEVER.t().to_owned(), dates::moment);
    view! {
        <tr class="pick" class:picked=is_picked on:click=move |_| picked.set(Some(id))>
            <td>
                <button id=row_id(id) type="button" class="link" aria-expanded=move || is_picked().to_string()>
                    {operator.user_name}
                </button>
                {operator.is_first.then(|| view! { " " <span title=texts::FIRST_WHY.t()><Pill tone=Tone::Move words=texts::FIRST.t() /></span> })}
            </td>
            <td>
                {operator.display_name}
                {is_self.then(|| view! { <span class="sub">" · " {texts::YOU.t()}</span> })}
            </td>
            <td>{move || words::granted_role(&grant, &everyone.known_roles())}</td>
            <td class="sub">{move || everyone.scope_words(&scope)}</td>
            <td class="sub" title=operator.last_used_at.map(dates::full)>{used}</td>
            <td>{state(operator.disabled)}</td>
        </tr>
    }
}

pub fn state(is_disabled: bool) -> impl IntoView {
    let (tone, words) = if is_disabled { (Tone::Bad, texts::DISABLED) } else { (Tone::Ok, texts::ENABLED) };
    view! { <Pill tone words=words.t() /> }
}
