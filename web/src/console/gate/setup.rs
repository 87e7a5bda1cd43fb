//! What the first operator of a merchant says before anything else is open: who they are, and where parcels are sent from.

use leptos::prelude::*;
use shared::{Permission, auth::Me, merchants::MerchantSetup};

use crate::{
    api::Remote,
    browser,
    console::{
        app::Desk,
        deed::Deed,
        listed::Listed,
        party::{PartyFields, PartyForm},
        service,
    },
    texts::{setup as texts, shell},
    ui::{Button, ButtonKind, Field},
};

/// Longer than any name.
const NAME_CHARS: usize = 30;

#[component]
pub fn Setup() -> impl IntoView {
    let desk = Desk::expect();
    // The page was opened before it knew who is signed in, perhaps.
    let me = Remote::<Me>::new();
    let load = Callback::new(move |()| me.load(service::me()));
    load.run(());
    Effect::new(move |_| {
        // Nothing to set up any more.
        if me.value().with(|me| me.as_ref().is_some_and(|me| !me.must_set_up_merchant)) {
            desk.go("/");
        }
    });
    view! {
        <div class="card">
            <h1>{shell::GATE_SETUP.t()}</h1>
            <Listed remote=me load>
                {move || me.value().get().map(|me| view! { <Form me /> })}
            </Listed>
            <p class="under">
                <a href="/sign-in">{texts::OTHER_ACCOUNT.t()}</a>
            </p>
        </div>
    }
}

#[component]
fn Form(me: Me) -> impl IntoView {
    if !me.permissions.contains(&Permission::SettingsWrite) {
        return view! { <p class="why">{texts::WAIT.t()}</p> }.into_any();
    }
    let name = RwSignal::new(me.display_name);
    let fields = PartyFields::new();
    let tried = RwSignal::new(false);
    let deed = Deed::new();
    let error = move |(pointer,): (&'static str,)| {
        let problems = || fields.text().problems().into_iter().find(|(at, _)| *at == pointer).map(|(_, words)| words);
        let refused = || match pointer {
            "/name" => deed.beside("/sender/name").get(),
            "/phone" => deed.beside("/sender/phone").get(),
            "/province" => deed.beside("/sender/province").get(),
            "/city" => deed.beside("/sender/city").get(),
            "/district" => deed.beside("/sender/district").get(),
            _ => deed.beside("/sender/detail").get(),
        };
        tried.get().then(problems).flatten().or_else(refused)
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = untrack(move || fields.text());
        if !text.problems().is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let setup = MerchantSetup { display_name: name.get_untracked().trim().to_owned(), sender: text.party() };
        // Everything is open from then on, and the page does not know yet.
        deed.run(async move { service::set_up_merchant(&setup).await }, |()| browser::load("/"));
    };
    view! {
        <form on:submit=submit novalidate>
            <p class="why">{texts::WHY.t()}</p>
            {deed.refusal(&["/sender", "/display_name"])}
            <Field
                label=texts::NAME.t()
                value=name
                max_chars=NAME_CHARS
                required=true
                error=deed.beside("/display_name")
            />
            <section class="part">
                <h2>{texts::SENDER.t()}</h2>
                <PartyForm fields error />
            </section>
            <Button kind=ButtonKind::Main busy=deed.busy>
                {texts::SUBMIT.t()}
            </Button>
        </form>
    }
    .into_any()
}
