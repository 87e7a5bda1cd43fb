//! What orders can still cost, always in sight of who may see it.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use shared::ledger::Wallet;

use crate::{
    amount,
    api::{self, Live, Remote, Session},
    browser,
    texts::wallet as texts,
    ui::{Icon, Symbol},
};

/// Shipments change many times a second while a file is imported; it is asked no more often than this.
const APART: Duration = Duration::from_secs(10);

#[component]
pub fn Balance() -> impl IntoView {
    let session = Session::expect();
    session.sees_wallet().then(|| view! { <Shown /> })
}

/// Asks at once, and again after shipments changed.
fn follow(wallet: Remote<Wallet>) {
    let live = Live::expect();
    let load = move || wallet.load(api::wallet::get());
    load();
    let is_waiting = StoredValue::new(false);
    Effect::watch(
        move || live.shipments_version(),
        move |_, _, _| {
            if is_waiting.get_value() {
                return;
            }
            is_waiting.set_value(true);
            spawn_local(async move {
                browser::sleep(APART).await;
                // Nobody may look any more.
                if is_waiting.try_set_value(false).is_none() {
                    load();
                }
            });
        },
        false,
    );
}

/// Its place is there before the amount is, so that nothing beside it moves.
#[component]
fn Shown() -> impl IntoView {
    let wallet = Remote::<Wallet>::new();
    follow(wallet);
    let is_low = Memo::new(move |_| wallet.value().with(|wallet| wallet.as_ref().is_some_and(|wallet| wallet.is_low)));
    let available = Memo::new(move |_| {
        let there = wallet.value().with(|wallet| wallet.as_ref().map(|wallet| amount::money(wallet.available)));
        there.unwrap_or_else(|| "–".to_owned())
    });
    // It is not said where the service does not say it.
    let is_refused = Memo::new(move |_| {
        wallet.error().is_some_and(|error| error.problem().is_some_and(|problem| problem.status == 403))
    });
    move || {
        (!is_refused.get()).then(|| {
            view! {
                <span class="balance" class:low=is_low>
                    <A href="/wallet">
                        {move || {
                            let symbol = if is_low.get() { Symbol::Alert } else { Symbol::Wallet };
                            view! { <Icon symbol /> }
                        }}
                        <span class="sub">
                            {move || if is_low.get() { texts::LOW.t() } else { texts::AVAILABLE_SHORT.t() }}
                        </span>
                        <b>{available}</b>
                    </A>
                </span>
            }
        })
    }
}
