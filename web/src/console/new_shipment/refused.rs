//! Why an order was refused, where no field says it, and the way to what can be done about it.

use leptos::prelude::*;

use crate::{api::ApiError, console::app::Desk, texts::wallet as texts, ui::Notice};

/// The service's word for an account that does not cover the order.
const BALANCE_TOO_LOW: &str = "balance_too_low";

#[component]
pub fn Refused(error: ApiError) -> impl IntoView {
    let is_about_money = error.code() == Some(BALANCE_TOO_LOW);
    let to_wallet = (is_about_money && Desk::expect().sees_wallet()).then(|| {
        view! {
            <span class="end">
                <a href="/wallet">{texts::TO_WALLET.t()}</a>
            </span>
        }
    });
    view! {
        <Notice tone="bad">
            {error.words()}
            {to_wallet}
        </Notice>
    }
}
