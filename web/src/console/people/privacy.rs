//! How long personal data is kept, and answering a person who asks for theirs.

use leptos::{ev, prelude::*};
use shared::{
    Permission,
    limits::REASON_CHARS,
    privacy::{PersonErased, PersonRequest, PrivacySettings, RETENTION_DAYS_MAX, RETENTION_DAYS_MIN},
};

use crate::{
    api::Remote,
    browser,
    console::{app::Desk, confirm::Confirm, deed::Deed, listed::Listed, service},
    texts::{common, privacy as texts},
    ui::{Button, ButtonKind, Field, Notice, Toasts},
};

const PHONE_CHARS: usize = 40;

/// Whether there is anything here for this person.
pub fn is_for(desk: Desk) -> bool {
    desk.may(Permission::SettingsWrite) || desk.may(Permission::PrivacyRequestsWrite)
}

#[component]
pub fn Privacy() -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <div class="flow top-gap">
            {desk.may(Permission::SettingsWrite).then(|| view! { <Retention /> })}
            {desk.may(Permission::PrivacyRequestsWrite).then(|| view! { <Request /> })}
        </div>
    }
}

#[component]
fn Retention() -> impl IntoView {
    let settings = Remote::<PrivacySettings>::new();
    let load = Callback::new(move |()| settings.load(service::privacy_settings()));
    load.run(());
    view! {
        <section class="panel narrow" aria-labelledby="retention">
            <header>
                <h2 id="retention">{texts::RETENTION.t()}</h2>
            </header>
            <Listed remote=settings load>
                <RetentionForm settings />
            </Listed>
        </section>
    }
}

#[component]
fn RetentionForm(settings: Remote<PrivacySettings>) -> impl IntoView {
    let toasts = Toasts::expect();
    let kept = move || settings.value().with_untracked(|value| value.as_ref().map(|value| value.retention_days));
    let days = RwSignal::new(kept().map(|days| days.to_string()).unwrap_or_default());
    let deed = Deed::new();
    let refused = deed.beside("/retention_days");
    let typed = move || {
        let days = days.get().trim().parse::<u32>().ok()?;
        (RETENTION_DAYS_MIN..=RETENTION_DAYS_MAX).contains(&days).then_some(days)
    };
    let error = Signal::derive(move || {
        let limits = [("min", RETENTION_DAYS_MIN.to_string()), ("max", RETENTION_DAYS_MAX.to_string())];
        let wrong = || texts::RETENTION_WRONG.fill(&[("min", &limits[0].1), ("max", &limits[1].1)]);
        typed().is_none().then(wrong).or_else(|| refused.get())
    });
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(retention_days) = untrack(typed) else {
            browser::focus_first_wrong();
            return;
        };
        deed.run(service::set_privacy_settings(PrivacySettings { retention_days }), move |saved| {
            toasts.done(texts::RETENTION_SAVED.fill(&[("days", &saved.retention_days.to_string())]));
        });
    };
    view! {
        <form class="inside" on:submit=save novalidate>
            <p class="sub lead">{texts::RETENTION_WHAT.t()}</p>
            <Field label=texts::RETENTION_DAYS.t() value=days inputmode="numeric" error required=true />
            {deed.refusal(&["/retention_days"])}
            <Button kind=ButtonKind::Main busy=deed.busy>
                {common::SAVE.t()}
            </Button>
        </form>
    }
}

/// What is typed about the person.
#[derive(Clone, Copy)]
struct Typed {
    phone: RwSignal<String>,
    reason: RwSignal<String>,
    tried: RwSignal<bool>,
}

impl Typed {
    /// The request, or none where something is missing, with the first such field at hand.
    fn request(self) -> Option<PersonRequest> {
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let request = PersonRequest { phone: text(self.phone), reason: text(self.reason) };
        let is_whole = !request.phone.is_empty() && !request.reason.is_empty();
        self.tried.set(!is_whole);
        if !is_whole {
            browser::focus_first_wrong();
        }
        is_whole.then_some(request)
    }

    fn missing(self, field: RwSignal<String>) -> bool {
        self.tried.get() && field.with(|text| text.trim().is_empty())
    }
}

#[component]
fn Request() -> impl IntoView {
    let toasts = Toasts::expect();
    let field = || RwSignal::new(String::new());
    let typed = Typed { phone: field(), reason: field(), tried: RwSignal::new(false) };
    let (handing, erasing) = (Deed::new(), Deed::new());
    let asked = RwSignal::new(None::<PersonRequest>);
    let erased = RwSignal::new(None::<PersonErased>);
    let beside = |pointer: &'static str| {
        let (one, other) = (handing.beside(pointer), erasing.beside(pointer));
        move || one.get().or_else(|| other.get())
    };
    let (of_phone, of_reason) = (beside("/phone"), beside("/reason"));
    let phone_error = Signal::derive(move || {
        typed.missing(typed.phone).then(|| texts::PHONE_WRONG.t().to_owned()).or_else(&of_phone)
    });
    let reason_error = Signal::derive(move || {
        typed.missing(typed.reason).then(|| texts::REASON_WRONG.t().to_owned()).or_else(&of_reason)
    });
    let hand_out = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(request) = typed.request() {
            erasing.clear();
            handing.run(service::save_person(request, texts::FILE.t().to_owned()), move |()| {
                toasts.done(texts::EXPORTED.t().to_owned());
            });
        }
    };
    let ask_erase = move |()| {
        handing.clear();
        erased.set(None);
        asked.set(typed.request());
    };
    let erase = move |()| {
        let Some(request) = asked.get_untracked() else { return };
        erasing.run(service::erase_person(request), move |outcome| {
            erased.set(Some(outcome));
            asked.set(None);
        });
    };
    let title = move || {
        let phone = asked.with(|asked| asked.as_ref().map(|request| request.phone.clone()).unwrap_or_default());
        texts::ERASE_TITLE.fill(&[("phone", &phone)])
    };
    view! {
        <section class="panel narrow" aria-labelledby="person">
            <header>
                <h2 id="person">{texts::REQUEST.t()}</h2>
            </header>
            <form class="inside" on:submit=hand_out novalidate>
                <p class="sub lead">{texts::REQUEST_WHAT.t()}</p>
                <Field
                    label=texts::PHONE.t()
                    value=typed.phone
                    inputmode="tel"
                    error=phone_error
                    max_chars=PHONE_CHARS
                    required=true
                />
                <Field
                    label=texts::REASON.t()
                    value=typed.reason
                    hint=Signal::derive(|| Some(texts::REASON_HINT.t().to_owned()))
                    error=reason_error
                    max_chars=REASON_CHARS
                    required=true
                />
                {handing.refusal(&["/phone", "/reason"])}
                <div class="acts">
                    <Button kind=ButtonKind::Main busy=handing.busy>
                        {texts::EXPORT.t()}
                    </Button>
                    <Button kind=ButtonKind::Danger on_press=ask_erase>
                        {texts::ERASE.t()}
                    </Button>
                </div>
                {move || erased.get().map(outcome)}
            </form>
        </section>
        <Confirm
            open=Signal::derive(move || asked.with(Option::is_some))
            title=Signal::derive(title)
            what=Signal::derive(|| texts::ERASE_CONFIRM.t().to_owned())
            verb=Signal::derive(|| texts::ERASE)
            deed=erasing
            on_yes=erase
            on_close=move |()| asked.set(None)
        />
    }
}

/// What was erased, and what could not be yet.
fn outcome(erased: PersonErased) -> impl IntoView {
    let count = |count: u32| count.to_string();
    let words = texts::ERASED.fill(&[
        ("shipments", &count(erased.shipments)),
        ("sent", &count(erased.sent)),
        ("orders", &count(erased.orders)),
        ("contacts", &count(erased.contacts)),
    ]);
    let kept = (!erased.kept.is_empty()).then(|| texts::KEPT.fill(&[("numbers", &erased.kept.join("、"))]));
    let waiting = u32::try_from(erased.kept_orders.len()).unwrap_or(u32::MAX);
    let waiting = (waiting > 0).then(|| texts::KEPT_ORDERS.count(waiting));
    let tone = if kept.is_some() || waiting.is_some() { "warn" } else { "" };
    view! {
        <Notice tone>
            <span>{words} " " {kept} " " {waiting}</span>
        </Notice>
    }
}
