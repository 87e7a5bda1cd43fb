//! What there is, and whether it is too little.

use leptos::prelude::*;
use shared::{applications::Settlement, ledger::Wallet};

use crate::{
    amount,
    console::app::Desk,
    i18n::Text,
    texts::{shell, wallet as texts},
    ui::{Icon, Notice, Symbol},
};

/// More days are said in words.
const DAYS_SAID: u32 = 365;

/// What happens or will happen to orders, and what to do about it.
fn warning(wallet: &Wallet) -> Option<(&'static str, Text)> {
    let is_credit = wallet.settlement == Settlement::Credit;
    if wallet.floor.is_some_and(|floor| wallet.available <= floor) {
        return Some(("bad", if is_credit { texts::REFUSED_CREDIT } else { texts::REFUSED_PREPAID }));
    }
    let words = match wallet.floor {
        None => texts::LOW_UNBOUND,
        Some(_) if is_credit => texts::LOW_CREDIT,
        Some(_) => texts::LOW_PREPAID,
    };
    wallet.is_low.then_some(("warn", words))
}

fn floor(wallet: &Wallet) -> String {
    wallet.floor.map_or_else(|| texts::NO_FLOOR.t().to_owned(), amount::money)
}

fn days(left: u32) -> String {
    if left > DAYS_SAID { texts::LONG.t().to_owned() } else { texts::DAYS.count(left) }
}

#[component]
pub fn Facts(wallet: Wallet) -> impl IntoView {
    let hotline = Desk::expect().me().and_then(|me| me.hotline);
    let call = hotline.map(|phone| shell::HOTLINE.fill(&[("phone", &phone)]));
    let warning = warning(&wallet).map(|(tone, words)| {
        view! {
            <Notice tone>
                <Icon symbol=Symbol::Alert />
                <span>{words.t()} " " {call}</span>
            </Notice>
        }
    });
    let limit = (wallet.settlement == Settlement::Credit).then(|| amount::money(wallet.credit_limit));
    let facts = [
        (texts::BALANCE, Some(amount::money(wallet.balance))),
        (texts::FROZEN, Some(amount::money(wallet.frozen))),
        (texts::CREDIT_LIMIT, limit),
        (texts::FLOOR, Some(floor(&wallet))),
        (texts::DAYS_LEFT, Some(wallet.days_left.map_or_else(|| "–".to_owned(), days))),
    ];
    let fact = |(name, value): (Text, Option<String>)| {
        value.map(|value| {
            view! {
                <div>
                    <dt>{name.t()}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
    };
    view! {
        {warning}
        <dl class="wallet-sums">
            <div class="main">
                <dt>{texts::AVAILABLE.t()}</dt>
                <dd>{amount::yuan(wallet.available)}</dd>
            </div>
            {facts.map(fact).collect_view()}
        </dl>
    }
}
