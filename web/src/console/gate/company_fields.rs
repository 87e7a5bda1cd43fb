//! The fields of a company on the page, by what they are about.

use leptos::prelude::*;
use shared::{
    applications::{COMPANY_NAME_CHARS, EMAIL_CHARS, Settlement},
    limits::{DETAIL_CHARS, NAME_CHARS, PHONE_CHARS, REGION_CHARS},
};

use super::company_form::{CompanyForm, Entry};
use crate::{
    console::{application_words::settlements, deed::Deed},
    i18n::Text,
    texts::{applications as texts, apply},
    ui::{Field, Select},
};

/// What the service may refuse beside a field of the form.
pub const BESIDE: &[&str] = &[
    "/form/company_name",
    "/form/credit_code",
    "/form/responsible_name",
    "/form/identity_number",
    "/form/contact_name",
    "/form/contact_phone",
    "/form/contact_email",
    "/form/province",
    "/form/city",
    "/form/district",
    "/form/detail",
    "/form/daily_parcels",
    "/form/settlement",
    "/phone_code",
    "/answer",
];
/// Of a number that is typed with spaces by mistake.
const CODE_CHARS: usize = 24;
const DAILY_CHARS: usize = 9;

/// All fields; the children stand under the phone.
#[component]
pub fn CompanyFields(
    form: CompanyForm,
    deed: Deed,
    /// The phone stays as it is.
    #[prop(optional)]
    keeps_phone: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <Company form deed />
        <fieldset class="part">
            <legend>{texts::CONTACT.t()}</legend>
            <div class="grid-2">
                <Line
                    form
                    deed
                    entry=form.contact_name
                    pointer="/form/contact_name"
                    label=texts::NAME
                    max_chars=NAME_CHARS
                    autocomplete="name"
                />
                {if keeps_phone {
                    let phone = form.contact_phone.value.get_untracked();
                    view! {
                        <div class="field">
                            <span class="label">{texts::PHONE.t()}</span>
                            <p class="fixed">{phone}</p>
                            <p class="note">{apply::PHONE_FIXED.t()}</p>
                        </div>
                    }
                        .into_any()
                } else {
                    view! {
                        <Line
                            form
                            deed
                            entry=form.contact_phone
                            pointer="/form/contact_phone"
                            label=texts::PHONE
                            hint=texts::PHONE_HINT
                            max_chars=PHONE_CHARS
                            kind="tel"
                            inputmode="tel"
                            autocomplete="tel"
                        />
                    }
                        .into_any()
                }}
            </div>
            {children.map(|children| children())}
            <Line
                form
                deed
                entry=form.contact_email
                pointer="/form/contact_email"
                label=texts::EMAIL
                hint=crate::texts::common::OPTIONAL
                max_chars=EMAIL_CHARS
                kind="email"
                inputmode="email"
                autocomplete="email"
            />
        </fieldset>
        <PickUp form deed />
        <Shipping form deed />
    }
}

#[component]
fn Company(form: CompanyForm, deed: Deed) -> impl IntoView {
    view! {
        <fieldset class="part">
            <legend>{texts::COMPANY.t()}</legend>
            <div class="grid-2">
                <Line
                    form
                    deed
                    entry=form.company_name
                    pointer="/form/company_name"
                    label=texts::COMPANY_NAME
                    hint=texts::COMPANY_NAME_HINT
                    max_chars=COMPANY_NAME_CHARS
                    autocomplete="organization"
                />
                <Line
                    form
                    deed
                    entry=form.credit_code
                    pointer="/form/credit_code"
                    label=texts::CREDIT_CODE
                    hint=texts::CREDIT_CODE_HINT
                    max_chars=CODE_CHARS
                />
            </div>
        </fieldset>
        <fieldset class="part">
            <legend>{texts::RESPONSIBLE.t()}</legend>
            <div class="grid-2">
                <Line
                    form
                    deed
                    entry=form.responsible_name
                    pointer="/form/responsible_name"
                    label=texts::NAME
                    max_chars=NAME_CHARS
                />
                <Line
                    form
                    deed
                    entry=form.identity_number
                    pointer="/form/identity_number"
                    label=texts::IDENTITY
                    hint=texts::IDENTITY_HINT
                    max_chars=CODE_CHARS
                />
            </div>
        </fieldset>
    }
}

#[component]
fn PickUp(form: CompanyForm, deed: Deed) -> impl IntoView {
    view! {
        <fieldset class="part">
            <legend>{texts::PICK_UP.t()}</legend>
            <div class="grid-3">
                <Line
                    form
                    deed
                    entry=form.province
                    pointer="/form/province"
                    label=texts::PROVINCE
                    max_chars=REGION_CHARS
                    autocomplete="address-level1"
                />
                <Line
                    form
                    deed
                    entry=form.city
                    pointer="/form/city"
                    label=texts::CITY
                    max_chars=REGION_CHARS
                    autocomplete="address-level2"
                />
                <Line
                    form
                    deed
                    entry=form.district
                    pointer="/form/district"
                    label=texts::DISTRICT
                    max_chars=REGION_CHARS
                    autocomplete="address-level3"
                />
            </div>
            <Line
                form
                deed
                entry=form.detail
                pointer="/form/detail"
                label=texts::STREET
                max_chars=DETAIL_CHARS
                autocomplete="street-address"
            />
        </fieldset>
    }
}

#[component]
fn Shipping(form: CompanyForm, deed: Deed) -> impl IntoView {
    let why = Signal::derive(move || {
        let why = match Settlement::parse(&form.settlement.get())? {
            Settlement::Prepaid => texts::PREPAID_WHY,
            Settlement::Credit => texts::CREDIT_WHY,
        };
        Some(why.t().to_owned())
    });
    view! {
        <fieldset class="part">
            <legend>{texts::SHIPPING.t()}</legend>
            <div class="grid-2">
                <Line
                    form
                    deed
                    entry=form.daily_parcels
                    pointer="/form/daily_parcels"
                    label=texts::DAILY
                    max_chars=DAILY_CHARS
                    inputmode="numeric"
                />
                <Select
                    label=texts::SETTLEMENT.t()
                    value=form.settlement
                    options=Signal::derive(settlements)
                    error=deed.beside("/form/settlement")
                    hint=why
                />
            </div>
        </fieldset>
    }
}

/// One field, which says what is wrong with it when it is left.
#[component]
fn Line(
    form: CompanyForm,
    deed: Deed,
    entry: Entry,
    pointer: &'static str,
    label: Text,
    max_chars: usize,
    #[prop(optional)] hint: Option<Text>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
) -> impl IntoView {
    let refused = deed.beside(pointer);
    let error = Signal::derive(move || form.wrong(entry).map(str::to_owned).or_else(|| refused.get()));
    view! {
        <div on:focusout=move |_| entry.leave()>
            <Field
                label=label.t()
                value=entry.value
                error
                hint=Signal::derive(move || hint.map(|hint| hint.t().to_owned()))
                kind
                inputmode
                autocomplete
                max_chars
                required=entry.is_required()
            />
        </div>
    }
}
