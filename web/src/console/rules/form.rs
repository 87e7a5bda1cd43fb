//! Adding and changing a rule.

use leptos::prelude::*;
use shared::rules::{OrderRule, RULE_NAME_CHARS};

use super::{
    Book, Doing, conditions::ConditionFields, draft::Draft, focus_if_lost, outcome::OutcomeFields, row, service,
};
use crate::{
    api::IdempotencyKey,
    browser,
    console::deed::Deed,
    texts::{common, rules as texts},
    ui::{Button, ButtonKind, Checkbox, Dialog, Field},
};

const BESIDE: &[&str] = &[
    "/name",
    "/conditions/shops",
    "/conditions/sources",
    "/conditions/divisions",
    "/conditions/goods",
    "/conditions/weight_from_g",
    "/conditions/weight_below_g",
    "/outcome/sender_contact_id",
    "/outcome/owner_id",
    "/outcome/department_id",
    "/outcome/template_id",
    "/outcome/services",
    "/outcome/flag",
];

#[component]
pub fn RuleDialog() -> impl IntoView {
    let book = Book::expect();
    let edited = Memo::new(move |_| match book.doing.get() {
        Some(Doing::Edit(rule)) => Some(rule),
        _ => None,
    });
    let title = move || match edited.get() {
        Some(Some(rule)) => texts::EDIT_TITLE.fill(&[("name", &rule.name)]),
        Some(None) => texts::ADD.t().to_owned(),
        None => String::new(),
    };
    view! {
        <Dialog
            open=Memo::new(move |_| edited.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| book.doing.set(None)
            wide=true
        >
            {edited.get_untracked().map(|known| view! { <Form known=known.map(|rule| *rule) /> })}
        </Dialog>
    }
}

#[component]
fn Form(known: Option<OrderRule>) -> impl IntoView {
    let book = Book::expect();
    let deed = Deed::new();
    let key = IdempotencyKey::new();
    let tried = RwSignal::new(false);
    let draft = Draft::of(known.as_ref());
    let id = known.map(|rule| rule.id);
    let name_error = move || {
        let is_missing = tried.get() && draft.name.with(|name| name.trim().is_empty());
        is_missing.then(|| texts::NAME_MISSING.t().to_owned()).or_else(|| deed.error()?.field("/name"))
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(rule) = untrack(|| draft.write()) else {
            browser::focus_first_wrong();
            return;
        };
        let work = async move {
            let saved = match id {
                Some(id) => service::save(id, &rule).await,
                None => service::create(&rule, key).await,
            };
            if saved.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            saved
        };
        deed.run(work, move |rule| {
            book.toasts.done(texts::SAVED.fill(&[("name", &rule.name)]));
            let edit = row::edit_id(rule.id);
            book.put(rule);
            book.doing.set(None);
            focus_if_lost(edit);
        });
    };
    view! {
        <form class="rule-form" on:submit=save novalidate>
            <div class="name-line">
                <Field
                    label=texts::NAME.t()
                    value=draft.name
                    max_chars=RULE_NAME_CHARS
                    required=true
                    autofocus=true
                    error=Signal::derive(name_error)
                />
                <Checkbox
                    label=texts::IS_ACTIVE.t()
                    checked=draft.is_active
                    on_change=move |is_on| draft.is_active.set(is_on)
                />
            </div>
            <ConditionFields draft deed tried />
            <OutcomeFields draft deed tried />
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| book.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}
