//! What people do before they are signed in.

mod amending;
mod apply;
mod calls;
mod code;
mod company_fields;
mod company_form;
mod follow;
mod forgot;
mod licence;
mod new_password;
mod outbox;
mod phone_code;
mod proof;
mod resend;
mod reset;
mod setup;
mod standing;
mod track;

use leptos::prelude::*;

use super::join::Join;
use crate::bridge::GatePage;

#[component]
pub fn Gate(page: GatePage, token: String) -> impl IntoView {
    match page {
        GatePage::Join => view! { <Join token /> }.into_any(),
        GatePage::Code => view! { <code::SignInByCode /> }.into_any(),
        GatePage::Forgot => view! { <forgot::Forgot /> }.into_any(),
        GatePage::Reset => view! { <reset::Reset token /> }.into_any(),
        GatePage::Apply => view! { <apply::Apply /> }.into_any(),
        GatePage::Follow => view! { <follow::Follow number=token /> }.into_any(),
        GatePage::Track => view! { <track::Track token /> }.into_any(),
        GatePage::Setup => view! { <setup::Setup /> }.into_any(),
        GatePage::Outbox => view! { <outbox::Outbox /> }.into_any(),
    }
}
