//! The link of a mail: sets a new password, once.

use leptos::prelude::*;
use shared::auth::PasswordReset;

use super::{
    calls,
    forgot::Done,
    new_password::{Choice, NewPassword},
};
use crate::{
    bridge::GatePage,
    console::deed::Deed,
    texts::{gate as texts, shell},
    ui::{Button, ButtonKind},
};

#[component]
pub fn Reset(token: String) -> impl IntoView {
    let is_done = RwSignal::new(false);
    let is_empty = token.is_empty();
    let token = StoredValue::new(token);
    let choice = Choice::new();
    let setting = Deed::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reset = PasswordReset {
            account: None,
            code: None,
            token: Some(token.get_value()),
            new_password: choice.password(),
        };
        setting.run(async move { calls::reset_password(&reset).await }, move |()| is_done.set(true));
    };
    let is_dead = Memo::new(move |_| is_empty || setting.beside("/token").get().is_some());
    move || {
        if is_done.get() {
            return view! { <Done /> }.into_any();
        }
        if is_dead.get() {
            return view! { <Dead /> }.into_any();
        }
        view! {
            <form class="card" on:submit=submit novalidate>
                <h1>{shell::GATE_RESET.t()}</h1>
                <p class="why">{texts::RESET_WHY.t()}</p>
                {setting.refusal(&["/new_password"])}
                <NewPassword choice error=setting.beside("/new_password") />
                <Button
                    kind=ButtonKind::Main
                    busy=setting.busy
                    disabled=Signal::derive(move || !choice.is_met())
                >
                    {texts::SET.t()}
                </Button>
            </form>
        }
        .into_any()
    }
}

#[component]
fn Dead() -> impl IntoView {
    view! {
        <div class="card" role="alert">
            <h1>{texts::DEAD_TITLE.t()}</h1>
            <p class="why">{texts::DEAD.t()}</p>
            <a class="btn main" href=GatePage::Forgot.path()>{shell::GATE_FORGOT.t()}</a>
        </div>
    }
}
