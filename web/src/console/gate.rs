//! What people do before they are signed in.

mod apply;
mod code;
mod follow;
mod forgot;
mod new_password;
mod outbox;
mod resend;
mod reset;

use leptos::prelude::*;

use crate::bridge::GatePage;

#[component]
pub fn Gate(page: GatePage, token: String) -> impl IntoView {
    match page {
        GatePage::Code => view! { <code::SignInByCode /> }.into_any(),
        GatePage::Forgot => view! { <forgot::Forgot /> }.into_any(),
        GatePage::Reset => view! { <reset::Reset token /> }.into_any(),
        GatePage::Apply => view! { <apply::Apply /> }.into_any(),
        GatePage::Follow => view! { <follow::Follow number=token /> }.into_any(),
        GatePage::Outbox => view! { <outbox::Outbox /> }.into_any(),
    }
}
