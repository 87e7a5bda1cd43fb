//! Making a key.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use shared::{
    Permissions,
    api_keys::{API_KEY_NAME_CHARS, ApiKeyCreate, ApiKeyIssued},
};

use crate::{
    api::IdempotencyKey,
    browser,
    console::{app::Desk, deed::Deed, permission_list::PermissionChoice, service},
    texts::{api_keys as texts, common, people},
    ui::{Button, ButtonKind, Field, Select, TextArea},
};

const BESIDE: &[&str] = &["/name", "/networks", "/expires_at"];
const USUAL_DAYS: &str = "365";

#[component]
pub fn Making(#[prop(into)] on_made: Callback<ApiKeyIssued>, #[prop(into)] on_cancel: Callback<()>) -> impl IntoView {
    let mine = Desk::expect().permissions();
    let field = || RwSignal::new(String::new());
    let (name, networks, days) = (field(), field(), RwSignal::new(USUAL_DAYS.to_owned()));
    let chosen = RwSignal::new(Permissions::default());
    let deed = Deed::new();
    let key = IdempotencyKey::new();
    let tried = RwSignal::new(false);
    let nothing_chosen = move || chosen.get() == Permissions::default();
    let name_error = deed.missing_or_beside(name, tried, "/name");
    let terms = Signal::derive(|| {
        [("30", texts::DAYS_30), ("90", texts::DAYS_90), (USUAL_DAYS, texts::DAYS_365), ("", texts::FOREVER)]
            .map(|(days, words)| (days.to_owned(), words.t().to_owned()))
            .to_vec()
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let wanted = ApiKeyCreate {
            name: name.get_untracked().trim().to_owned(),
            scopes: chosen.get_untracked().iter().collect(),
            expires_at: days.with_untracked(|days| expiry(days)),
            networks: networks.with_untracked(|text| lines(text)),
        };
        if wanted.name.is_empty() || wanted.scopes.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let work = async move {
            let made = service::create_api_key(&wanted, key).await;
            if made.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            made
        };
        deed.run(work, move |made| on_made.run(made));
    };
    view! {
        <form on:submit=send novalidate>
            <div class="grid-2">
                <Field
                    label=texts::NAME.t()
                    value=name
                    error=name_error
                    max_chars=API_KEY_NAME_CHARS
                    placeholder=texts::NAME_EXAMPLE.t()
                    required=true
                    autofocus=true
                />
                <Select label=texts::EXPIRY.t() value=days options=terms error=deed.beside("/expires_at") />
            </div>
            <PermissionChoice legend=texts::MAY.t() chosen offered=mine />
            <p class="sub" class:wrong=move || tried.get() && nothing_chosen()>
                {move || if nothing_chosen() { texts::NONE_CHOSEN.t() } else { people::ONLY_YOURS.t() }}
            </p>
            <TextArea
                label=texts::NETWORKS.t()
                value=networks
                error=deed.beside("/networks")
                hint=Signal::derive(|| Some(texts::NETWORKS_HINT.t().to_owned()))
                rows=2
            />
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=on_cancel>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::MAKE.t()}
                </Button>
            </div>
        </form>
    }
}

/// So many days from now; without a number there is no end.
fn expiry(days: &str) -> Option<DateTime<Utc>> {
    let days = days.parse().ok()?;
    let now = DateTime::<Utc>::from_timestamp_millis(browser::now_ms() as i64)?;
    now.checked_add_signed(TimeDelta::days(days))
}

/// What stands on the lines, without those that say nothing.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
