use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::merchants::MerchantSetup;

use crate::{
    api::{ApiError, Session, SessionState},
    browser,
    features::{
        party::{PartyFields, PartyForm},
        shell::LanguageChoice,
    },
    texts::{setup, shell},
    ui::{Button, ButtonKind, Field, Notice},
};

/// Longer than any name.
const NAME_CHARS: usize = 30;

/// What the first operator of a merchant says before anything else is open: who they are, and where parcels are sent from.
#[component]
pub fn SetupPage() -> impl IntoView {
    let session = Session::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let away = move |path: &str| {
        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(path, replace));
    };
    Effect::new(move |_| match session.state() {
        SessionState::SignedIn(me) if me.must_set_up_merchant => {}
        SessionState::Unknown => {}
        // Nothing to set up, or nobody to do it.
        _ => away("/"),
    });
    let name = RwSignal::new(untrack(|| session.me()).map(|me| me.display_name).unwrap_or_default());
    Effect::new(move |_| {
        if let Some(me) = session.me()
            && name.with_untracked(String::is_empty)
        {
            name.set(me.display_name);
        }
    });
    let may = move || session.me().is_some_and(|me| me.permissions.contains(&shared::Permission::SettingsWrite));
    let fields = PartyFields::new();
    let (tried, busy) = (RwSignal::new(false), RwSignal::new(false));
    let refused = RwSignal::new(None::<ApiError>);
    let error = move |(pointer,): (&'static str,)| {
        let local = tried
            .get()
            .then(|| fields.text().problems().into_iter().find(|(at, _)| *at == pointer).map(|(_, words)| words))
            .flatten();
        local.or_else(|| refused.with(|e| e.as_ref()?.field(&format!("/sender{pointer}"))))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = untrack(move || fields.text());
        if !text.problems().is_empty() || busy.get_untracked() {
            browser::focus_first_wrong();
            return;
        }
        let request = MerchantSetup { display_name: name.get_untracked().trim().to_owned(), sender: text.party() };
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = session.set_up(&request).await {
                refused.try_set(Some(error));
            }
            busy.try_set(false);
        });
    };
    let sign_out = move |()| spawn_local(session.sign_out());
    view! {
        <main class="gate wide">
            <div>
                <form class="card" on:submit=submit novalidate>
                    <h1>{setup::TITLE.t()}</h1>
                    {move || {
                        if may() {
                            view! {
                                <p class="why">{setup::WHY.t()}</p>
                                {move || {
                                    let refused = refused.get()?;
                                    (!refused.is_all_beside(&["/sender", "/display_name"]))
                                        .then(|| view! { <Notice tone="bad">{refused.words()}</Notice> })
                                }}
                                <Field
                                    label=setup::NAME.t()
                                    value=name
                                    max_chars=NAME_CHARS
                                    required=true
                                    error=Signal::derive(move || refused.with(|e| e.as_ref()?.field("/display_name")))
                                />
                                <h2>{setup::SENDER.t()}</h2>
                                <PartyForm fields error />
                                <Button kind=ButtonKind::Main busy>
                                    {setup::SUBMIT.t()}
                                </Button>
                            }
                                .into_any()
                        } else {
                            view! { <p class="why">{setup::WAIT.t()}</p> }.into_any()
                        }
                    }}
                    <p class="under">
                        <Button kind=ButtonKind::Quiet on_press=sign_out>
                            {shell::SIGN_OUT.t()}
                        </Button>
                    </p>
                </form>
                <div class="under-card">
                    <LanguageChoice />
                </div>
            </div>
        </main>
    }
    .into_any()
}
