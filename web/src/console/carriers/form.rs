//! Binding an account, and changing one.

use leptos::prelude::*;
use shared::{
    carriers::{
        ACCOUNT_CHARS, COD_ACCOUNT_CHARS, CarrierAccount, CarrierAccountCreate, CarrierAccountKind,
        CarrierAccountPatch, CarrierView, LOW_BALANCE,
    },
    limits::NAME_CHARS,
};

use super::{Desk, service};
use crate::{
    amount::grouped,
    browser,
    console::deed::Deed,
    texts::{carriers as texts, common},
    ui::{Button, ButtonKind, Checkbox, Field, Select},
};

const BESIDE: &[&str] = &["/name", "/account", "/password", "/site_code", "/low_at", "/cod_account"];

fn kinds() -> Vec<(String, String)> {
    let words = |kind| match kind {
        CarrierAccountKind::Waybill => texts::KIND_WAYBILL,
        CarrierAccountKind::Group => texts::KIND_GROUP,
    };
    CarrierAccountKind::ALL.map(|kind| (kind.as_str().to_owned(), words(kind).t().to_owned())).into()
}

#[component]
pub fn AccountForm(desk: Desk, carrier: CarrierView, known: Option<CarrierAccount>) -> impl IntoView {
    let field = |text: String| RwSignal::new(text);
    let name = field(known.as_ref().map(|one| one.name.clone()).unwrap_or_default());
    let (account, password, site_code) = (field(String::new()), field(String::new()), field(String::new()));
    let cod_account = field(String::new());
    let cod_known = known.as_ref().and_then(|one| one.cod_account.clone());
    let no_more_cod = RwSignal::new(false);
    let low_at = field(known.as_ref().map_or(LOW_BALANCE, |one| one.low_at).to_string());
    let kind = field(known.as_ref().map(|one| one.kind).unwrap_or_default().as_str().to_owned());
    let is_group = Memo::new(move |_| kind.with(|kind| kind == CarrierAccountKind::Group.as_str()));
    let deed = Deed::new();
    let tried = RwSignal::new(false);
    let is_new = known.is_none();
    let missing = move |value, pointer| deed.missing_or_beside(value, tried, pointer);
    let low_refused = deed.beside("/low_at");
    let low_error = Signal::derive(move || {
        let is_wrong = tried.get() && low_at.with(|text| text.trim().parse::<u32>().is_err());
        is_wrong.then(|| texts::WHOLE_NUMBER.t().to_owned()).or_else(|| low_refused.get())
    });
    let code = StoredValue::new(carrier.code);
    let id = known.as_ref().map(|one| one.id);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let low = text(low_at).parse::<u32>().ok();
        let is_group = is_group.get_untracked();
        let has_password = is_group || !text(password).is_empty();
        let is_whole = !text(name).is_empty() && (!is_new || (!text(account).is_empty() && has_password));
        if !is_whole || low.is_none() {
            browser::focus_first_wrong();
            return;
        }
        let done = move |made: CarrierAccount| {
            let words = match made.balance.map(grouped).filter(|_| is_new) {
                Some(left) => texts::DONE.fill(&[("name", &made.name), ("left", &left)]),
                None if is_new => texts::DONE_GROUP.fill(&[("name", &made.name)]),
                None => texts::SAVED.t().to_owned(),
            };
            desk.done(words);
        };
        match id {
            Some(id) => {
                let password = Some(text(password)).filter(|text| !text.is_empty());
                let typed = Some(text(cod_account)).filter(|text| !text.is_empty());
                let cod_account = if no_more_cod.get_untracked() { Some(String::new()) } else { typed };
                let patch = CarrierAccountPatch { name: Some(text(name)), password, low_at: low, cod_account };
                deed.run(async move { service::change(id, &patch).await }, done);
            }
            None => {
                let wanted = CarrierAccountCreate {
                    carrier: code.get_value(),
                    kind: if is_group { CarrierAccountKind::Group } else { CarrierAccountKind::Waybill },
                    name: text(name),
                    account: text(account),
                    // What was typed before another kind was chosen is none of its.
                    password: if is_group { String::new() } else { text(password) },
                    site_code: if is_group { String::new() } else { text(site_code) },
                    low_at: low,
                    cod_account: text(cod_account),
                };
                deed.run(async move { service::bind(&wanted).await }, done);
            }
        }
    };
    let hint = |text: crate::i18n::Text| Signal::derive(move || Some(text.t().to_owned()));
    let (password_label, password_hint) =
        if is_new { (texts::PASSWORD, texts::PASSWORD_HINT) } else { (texts::PASSWORD_NEW, texts::PASSWORD_KEEP) };
    let password_error = if is_new { missing(password, "/password") } else { deed.beside("/password") };
    view! {
        <form on:submit=submit novalidate autocomplete="off">
            <Field
                label=texts::NAME.t()
                value=name
                error=missing(name, "/name")
                max_chars=NAME_CHARS
                placeholder=texts::NAME_EXAMPLE.t()
                required=true
                autofocus=true
            />
            {is_new.then(|| view! { <Select label=texts::KIND.t() value=kind options=kinds() /> })}
            {move || {
                is_new
                    .then(|| {
                        if is_group.get() {
                            return view! {
                                <Field
                                    label=texts::CUSTOMER.t()
                                    value=account
                                    error=missing(account, "/account")
                                    hint=hint(texts::CUSTOMER_HINT)
                                    max_chars=ACCOUNT_CHARS
                                    required=true
                                />
                            }
                                .into_any();
                        }
                        view! {
                            <div class="grid-2">
                                <Field
                                    label=texts::ACCOUNT.t()
                                    value=account
                                    error=missing(account, "/account")
                                    max_chars=ACCOUNT_CHARS
                                    required=true
                                />
                                <Field
                                    label=texts::SITE_CODE.t()
                                    value=site_code
                                    error=deed.beside("/site_code")
                                    hint=hint(texts::SITE_CODE_HINT)
                                    max_chars=ACCOUNT_CHARS
                                />
                            </div>
                        }
                            .into_any()
                    })
            }}
            {move || {
                (!is_group.get())
                    .then(|| {
                        view! {
                            <Field
                                label=password_label.t()
                                value=password
                                kind="password"
                                autocomplete="new-password"
                                error=password_error
                                hint=hint(password_hint)
                                max_chars=ACCOUNT_CHARS
                                required=is_new
                            />
                            <Field label=texts::LOW_AT.t() value=low_at error=low_error inputmode="numeric" />
                        }
                    })
            }}
            <Field
                label=texts::COD_ACCOUNT.t()
                value=cod_account
                error=deed.beside("/cod_account")
                hint=Signal::stored(
                    Some(
                        match &cod_known {
                            Some(end) => texts::COD_ACCOUNT_KNOWN.fill(&[("end", end)]),
                            None => texts::COD_ACCOUNT_HINT.t().to_owned(),
                        },
                    ),
                )
                max_chars=COD_ACCOUNT_CHARS
            />
            {cod_known
                .is_some()
                .then(|| {
                    view! {
                        <Checkbox label=texts::COD_NO_MORE.t() checked=no_more_cod on_change=move |on| no_more_cod.set(on) />
                    }
                })}
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| desk.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {if is_new { texts::BIND.t() } else { common::SAVE.t() }}
                </Button>
            </div>
        </form>
    }
}
