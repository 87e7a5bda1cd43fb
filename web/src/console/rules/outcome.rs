//! What becomes of an order that a rule takes.

use leptos::prelude::*;

use super::{Book, draft::Draft};
use crate::{
    console::{
        deed::Deed,
        flags,
        parcel_services::{ServiceChoice, wrong_or_refused},
        parts::Parts,
    },
    features::parts::{DepartmentSelect, OwnerSelect},
    i18n::Text,
    texts::rules as texts,
    ui::{Checkbox, Notice, Select},
};

#[component]
pub fn OutcomeFields(draft: Draft, deed: Deed, tried: RwSignal<bool>) -> impl IntoView {
    let book = Book::expect();
    let known = Parts::expect();
    let senders = Signal::derive(move || {
        let named = book.names.with(|names| names.senders.clone());
        choices(named.into_iter().map(|(id, words)| (id.to_string(), words)).collect(), draft.sender)
    });
    let templates = Signal::derive(move || choices(book.names.with(|names| names.templates.clone()), draft.template));
    let accounts = Signal::derive(move || choices(book.names.with(|names| names.accounts.clone()), draft.account));
    let flag_options = Signal::derive(move || {
        let mut options = flags::options(texts::AS_IT_IS);
        keep_chosen(&mut options, draft.flag, flags::words);
        options
    });
    let is_missing = Memo::new(move |_| tried.get() && draft.arranges_nothing());
    let services_error = wrong_or_refused(draft.services, tried, deed, "/outcome");
    view! {
        <fieldset class="rule-part">
            <legend>{texts::OUTCOME.t()}</legend>
            <p class="sub">{texts::OUTCOME_WHY.t()}</p>
            <div class="grid-2">
                {choice(texts::SENDER, draft.sender, senders, deed.beside("/outcome/sender_contact_id"))}
                <OwnerSelect
                    names=known.names
                    value=draft.owner
                    none=texts::AS_IT_IS
                    error=deed.beside("/outcome/owner_id")
                />
                <DepartmentSelect
                    names=known.names
                    value=draft.department
                    none=texts::AS_IT_IS
                    error=deed.beside("/outcome/department_id")
                />
                {choice(texts::CARRIER, draft.account, accounts, deed.beside("/outcome/carrier_account_id"))}
                {choice(texts::TEMPLATE, draft.template, templates, deed.beside("/outcome/template_id"))}
                <Select
                    label=texts::FLAG.t()
                    value=draft.flag
                    options=flag_options
                    error=deed.beside("/outcome/flag")
                />
            </div>
            <Checkbox label=texts::HOLD.t() checked=draft.hold on_change=move |is_on| draft.hold.set(is_on) />
            <ServiceChoice fields=draft.services error=services_error is_order=false />
            {move || {
                is_missing.get().then(|| view! { <Notice tone="bad">{texts::OUTCOME_MISSING.t()}</Notice> })
            }}
        </fieldset>
    }
}

/// A select, where there is something to choose.
fn choice(
    label: Text,
    value: RwSignal<String>,
    options: Signal<Vec<(String, String)>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let has_any = Memo::new(move |_| options.with(|options| options.len() > 1));
    move || has_any.get().then(|| view! { <Select label=label.t() value options error /> })
}

/// Value and words of what can be chosen, after what leaves it as it is.
fn choices(named: Vec<(String, String)>, chosen: RwSignal<String>) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), texts::AS_IT_IS.t().to_owned())];
    options.extend(named);
    keep_chosen(&mut options, chosen, |_| texts::UNKNOWN.t().to_owned());
    options
}

/// What is chosen stays to be seen where it is not known here, as for who may not read what it is called.
fn keep_chosen(options: &mut Vec<(String, String)>, chosen: RwSignal<String>, words: fn(&str) -> String) {
    let chosen = chosen.get_untracked();
    if !options.iter().any(|(value, _)| *value == chosen) {
        let words = words(&chosen);
        options.push((chosen, words));
    }
}
