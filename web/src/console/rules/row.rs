//! One rule of the list: its sentence, its switch, and its place.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    OrderRuleId,
    rules::{OrderRule, OrderRuleWrite},
};
use web_sys::HtmlInputElement;

use super::{Book, Doing, focus_if_lost, service};
use crate::{
    console::rule_words,
    i18n::Text,
    texts::rules as texts,
    ui::{Icon, Pill, Symbol, Tone},
};

pub fn up_id(id: OrderRuleId) -> String {
    format!("rule-up-{id}")
}

pub fn down_id(id: OrderRuleId) -> String {
    format!("rule-down-{id}")
}

pub fn edit_id(id: OrderRuleId) -> String {
    format!("rule-edit-{id}")
}

fn switch_id(id: OrderRuleId) -> String {
    format!("rule-on-{id}")
}

#[component]
pub fn Row(rule: OrderRule) -> impl IntoView {
    let book = Book::expect();
    let id = rule.id;
    let number = Memo::new(move |_| book.place_of(id).unwrap_or_default() + 1);
    let is_over = RwSignal::new(false);
    let is_dragging = move || book.dragged.with(|dragged| dragged.is_some_and(|dragged| dragged != id));
    let over = move |event: ev::DragEvent| {
        if untrack(is_dragging) {
            event.prevent_default();
            is_over.set(true);
        }
    };
    let drop = move |event: ev::DragEvent| {
        is_over.set(false);
        if let Some(dragged) = book.dragged.get_untracked() {
            event.prevent_default();
            book.dragged.set(None);
            book.shift(dragged, number.get_untracked() - 1);
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        let place = number.get_untracked() - 1;
        let to = match event.key().as_str() {
            "ArrowUp" => place.checked_sub(1),
            "ArrowDown" => Some(place + 1),
            _ => return,
        };
        if event.alt_key() && book.may_write {
            event.prevent_default();
            if let Some(to) = to {
                book.shift(id, to);
            }
        }
    };
    let (conditions, outcome) = (rule.conditions.clone(), rule.outcome.clone());
    let then = move || book.names.with(|names| rule_words::then(&outcome, names));
    let is_off = !rule.is_active;
    let inactive = is_off.then(|| view! { <Pill tone=Tone::New words=texts::INACTIVE.t() /> });
    let name = rule.name.clone();
    view! {
        <li
            class="order-rule"
            class:off=is_off
            class:over=is_over
            on:keydown=keys
            on:dragover=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop
        >
            {book.may_write.then(|| grip(book, id))}
            <span class="rule-number">
                <span class="sr-only">{move || texts::NUMBER.fill(&[("n", &number.get().to_string())])}</span>
                <span aria-hidden="true">{move || number.get().to_string()}</span>
            </span>
            <div class="rule-text">
                <b>{name}</b>
                " "
                {inactive}
                <p>
                    <span class="sub">{texts::WHEN.t()}</span>
                    " "
                    {rule_words::when(&conditions)}
                    " "
                    <span class="sub">{texts::THEN.t()}</span>
                    " "
                    {then}
                </p>
            </div>
            {book.may_write.then(|| view! { <RowActs rule number /> })}
        </li>
    }
}

/// What a rule is dragged by; the keyboard has buttons and keys for it.
fn grip(book: Book, id: OrderRuleId) -> impl IntoView {
    let start = move |event: ev::DragEvent| {
        if let Some(carried) = event.data_transfer() {
            // Some browsers drag nothing that carries nothing.
            let _ = carried.set_data("text/plain", &id.to_string());
            carried.set_effect_allowed("move");
        }
        book.dragged.set(Some(id));
    };
    view! {
        <span
            class="grip"
            draggable="true"
            aria-hidden="true"
            title=texts::DRAG.t()
            on:dragstart=start
            on:dragend=move |_| book.dragged.set(None)
        >
            "⋮⋮"
        </span>
    }
}

#[component]
fn RowActs(rule: OrderRule, number: Memo<usize>) -> impl IntoView {
    let book = Book::expect();
    let id = rule.id;
    let last = Memo::new(move |_| book.rules.value().with(|rules| rules.as_ref().map_or(0, Vec::len)));
    let (edited, deleted) = (Box::new(rule.clone()), Box::new(rule.clone()));
    let named = |text: Text| text.fill(&[("name", &rule.name)]);
    let (edit, delete) = (named(texts::CHANGE_NAMED), named(texts::DELETE_NAMED));
    view! {
        <div class="acts">
            <Switch rule=rule.clone() />
            <button
                id=up_id(id)
                type="button"
                class="btn quiet square up"
                title=named(texts::UP)
                aria-label=named(texts::UP)
                disabled=move || number.get() == 1
                on:click=move |_| book.shift(id, number.get_untracked().saturating_sub(2))
            >
                <Icon symbol=Symbol::ChevronDown />
            </button>
            <button
                id=down_id(id)
                type="button"
                class="btn quiet square"
                title=named(texts::DOWN)
                aria-label=named(texts::DOWN)
                disabled=move || number.get() == last.get()
                on:click=move |_| book.shift(id, number.get_untracked())
            >
                <Icon symbol=Symbol::ChevronDown />
            </button>
            <button
                id=edit_id(id)
                type="button"
                class="btn"
                aria-label=edit
                on:click=move |_| book.doing.set(Some(Doing::Edit(Some(edited.clone()))))
            >
                {texts::CHANGE.t()}
            </button>
            <button
                type="button"
                class="btn quiet square"
                title=delete.clone()
                aria-label=delete
                on:click=move |_| book.doing.set(Some(Doing::Delete(deleted.clone())))
            >
                <Icon symbol=Symbol::Trash />
            </button>
        </div>
    }
}

/// Whether it is asked at all.
#[component]
fn Switch(rule: OrderRule) -> impl IntoView {
    let book = Book::expect();
    let id = rule.id;
    let is_on = RwSignal::new(rule.is_active);
    let busy = RwSignal::new(false);
    let label = texts::ACTIVE.fill(&[("name", &rule.name)]);
    let turn = move |event: ev::Event| {
        let is_active = event_target::<HtmlInputElement>(&event).checked();
        is_on.set(is_active);
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let rule = rule.clone();
        spawn_local(async move {
            let write =
                OrderRuleWrite { name: rule.name, is_active, conditions: rule.conditions, outcome: rule.outcome };
            let saved = service::save(id, &write).await;
            let _ = busy.try_set(false);
            focus_if_lost(switch_id(id));
            match saved {
                Ok(rule) => {
                    let text = if rule.is_active { texts::SWITCHED_ON } else { texts::SWITCHED_OFF };
                    book.toasts.done(text.fill(&[("name", &rule.name)]));
                    book.put(rule);
                }
                Err(error) => {
                    book.toasts.failed(error.words());
                    let _ = is_on.try_set(!is_active);
                }
            }
        });
    };
    view! {
        <label class="switch">
            <input
                id=switch_id(id)
                type="checkbox"
                role="switch"
                aria-label=label
                prop:checked=is_on
                disabled=busy
                on:change=turn
            />
            <span aria-hidden="true">{texts::IS_ACTIVE.t()}</span>
        </label>
    }
}
