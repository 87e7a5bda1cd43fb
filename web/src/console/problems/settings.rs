//! After how long a shipment is a problem by itself.

use leptos::prelude::*;
use shared::problems::{CHECK_EVERY_H, ProblemSettings, THRESHOLD_MAX_H};

use super::service;
use crate::{
    api::Remote,
    browser,
    console::{
        deed::Deed,
        listed::Listed,
        problem_words::{THRESHOLDS, hours},
    },
    i18n::Text,
    texts::{common, problems as texts},
    ui::{Button, ButtonKind, Field, Toasts},
};

const BESIDE: &[&str] =
    &["/not_printed_h", "/no_pickup_h", "/no_movement_h", "/promised_h", "/not_signed_h", "/not_collected_h"];

#[component]
pub fn ProblemSettingsPage() -> impl IntoView {
    let settings = Remote::<ProblemSettings>::new();
    let load = Callback::new(move |()| settings.load(service::settings()));
    load.run(());
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::SETTINGS.t()}</h1>
            </div>
            <div class="flow">
                <section class="panel" aria-label=texts::SETTINGS.t()>
                    <div class="inside">
                        <p class="sub lead">{texts::S_WHY.t()}</p>
                        <Listed remote=settings load>
                            {move || settings.value().get_untracked().map(|settings| view! { <Form settings /> })}
                        </Listed>
                    </div>
                </section>
            </div>
        </div>
    }
}

#[component]
fn Form(settings: ProblemSettings) -> impl IntoView {
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let tried = RwSignal::new(false);
    let named = settings.named();
    let fields = THRESHOLDS.map(|(name, label, pointer)| {
        let known = named.iter().find(|(known, _)| *known == name).map(|(_, hours)| hours.to_string());
        (name, label, pointer, RwSignal::new(known.unwrap_or_default()))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let mut wanted = settings;
        for (name, _, _, value) in fields {
            let Some(hours) = value.with_untracked(|text| hours(text)) else {
                browser::focus_first_wrong();
                return;
            };
            wanted.set(name, hours);
        }
        deed.run(async move { service::set_settings(&wanted).await }, move |_| toasts.done(texts::S_SAVED.t()));
    };
    let range = texts::S_RANGE.fill(&[("from", &CHECK_EVERY_H.to_string()), ("to", &THRESHOLD_MAX_H.to_string())]);
    let range = StoredValue::new(range);
    let field = move |(_, label, pointer, value): (&'static str, Text, &'static str, RwSignal<String>)| {
        let beside = deed.beside(pointer);
        let error = Signal::derive(move || {
            let is_wrong = tried.get() && value.with(|text| hours(text).is_none());
            is_wrong.then(|| range.get_value()).or_else(|| beside.get())
        });
        view! { <Field label=label.t() value inputmode="numeric" required=true error /> }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="grid-2">{fields.map(field).collect_view()}</div>
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}
