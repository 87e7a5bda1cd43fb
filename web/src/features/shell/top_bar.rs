//! The bar at the top: the brand, finding, the printer, the person.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::{
    Permission,
    operators::{SeatSwitch, SeatView},
};

use super::{Finder, Shortcuts, balance::Balance};
use crate::{
    api::{Live, Remote, Session, session},
    app::PageLanguage,
    browser,
    i18n::{self, Language},
    printing::PrinterStatus,
    texts::{common, shell},
    ui::{Checkbox, Icon, Kbd, Mark, Menu, Symbol, Toasts},
};

#[component]
pub fn TopBar(help: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let finder = Finder::expect();
    let live = Live::expect();
    let merchant = session.is_merchant();
    let key = if browser::is_mac() { "⌘K" } else { "Ctrl K" };
    view! {
        <header class="top">
            <A href="/" attr:class="brand">
                <Mark />
                {common::APP_NAME.t()}
            </A>
            {merchant
                .then(|| {
                    view! {
                        <button type="button" class="find" on:click=move |_| finder.palette.set(true)>
                            <Icon symbol=Symbol::Search />
                            <span>{shell::FIND.t()}</span>
                            <Kbd key />
                        </button>
                    }
                })}
            <div class="end">
                {move || {
                    (merchant && !live.connected() && live.lost())
                        .then(|| view! { <span class="sub" role="status">{shell::OFFLINE.t()}</span> })
                }}
                <Balance />
                {session.may(Permission::LabelsPrint).then(|| view! { <PrinterStatus /> })}
                <UserMenu help />
            </div>
        </header>
    }
}

#[component]
fn UserMenu(help: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let shortcuts = Shortcuts::expect();
    let finder = Finder::expect();
    let open = RwSignal::new(false);
    let name = move || session.me().map(|me| me.display_name).unwrap_or_default();
    let place = move || {
        let me = session.me()?;
        me.merchant.map(|merchant| merchant.name).or(me.staff.map(|staff| staff.outlet_name))
    };
    let trigger = move || {
        view! {
            <Icon symbol=Symbol::User />
            {name}
            {move || place().map(|place| view! { <span class="sub">{place}</span> })}
            <Icon symbol=Symbol::ChevronDown />
        }
    };
    // Before the menu opens, so that it does not grow under the cursor.
    let seats = Remote::<Vec<SeatView>>::new();
    seats.load(session::seats());
    let sign_out = move |_| {
        open.set(false);
        finder.clear();
        spawn_local(session.sign_out());
    };
    view! {
        <Menu trigger open>
            <LanguageChoice />
            <Checkbox
                label=shell::SHORTCUTS.t()
                checked=Signal::derive(move || shortcuts.enabled())
                on_change=move |on| shortcuts.set_enabled(on)
            />
            <hr />
            <button
                type="button"
                class="menu-item"
                on:click=move |_| {
                    open.set(false);
                    help.set(true);
                }
            >
                {shell::SHORTCUTS_HELP.t()}
            </button>
            <A href="/account" attr:class="menu-item" on:click=move |_| open.set(false)>
                {shell::ACCOUNT.t()}
            </A>
            <A href="/password" attr:class="menu-item" on:click=move |_| open.set(false)>
                {shell::CHANGE_PASSWORD.t()}
            </A>
            <Seats seats />
            <Help />
            <hr />
            <button type="button" class="menu-item" on:click=sign_out>
                {shell::SIGN_OUT.t()}
            </button>
        </Menu>
    }
}

/// The other places the person works at, if there are any.
#[component]
fn Seats(seats: Remote<Vec<SeatView>>) -> impl IntoView {
    let session = Session::expect();
    let toasts = Toasts::expect();
    let button = move |seat: SeatView| {
        let switch = move |_| {
            spawn_local(async move {
                if let Err(error) = session.switch_seat(&SeatSwitch { id: seat.id }).await {
                    toasts.failed(error.words());
                }
            });
        };
        view! {
            <button type="button" class="menu-item" on:click=switch>
                {seat.name}
                {seat.merchant_code.map(|code| view! { <span class="sub">{code}</span> })}
            </button>
        }
    };
    move || {
        let others: Vec<SeatView> = seats.value().get()?.into_iter().filter(|seat| !seat.current).collect();
        (!others.is_empty()).then(|| {
            view! {
                <hr />
                <div role="group" aria-label=shell::SEATS.t()>
                    <span class="menu-title">{shell::SEATS.t()}</span>
                    {others.into_iter().map(button).collect_view()}
                </div>
            }
        })
    }
}

/// Whom to ask at the network: the account manager, and the phone for everybody.
#[component]
fn Help() -> impl IntoView {
    let session = Session::expect();
    move || {
        let me = session.me()?;
        let manager = me.merchant.and_then(|merchant| merchant.account_manager);
        let manager = manager.map(|name| shell::MANAGER.fill(&[("name", &name)]));
        let hotline = me.hotline.map(|phone| shell::HOTLINE.fill(&[("phone", &phone)]));
        let lines: Vec<String> = manager.into_iter().chain(hotline).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <hr />
                <div role="group" aria-label=shell::HELP_BY.t()>
                    {lines.into_iter().map(|line| view! { <span class="menu-title">{line}</span> }).collect_view()}
                </div>
            }
        })
    }
}

/// One button a language.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let language = PageLanguage::expect();
    let button = move |choice: Language| {
        view! {
            <button
                type="button"
                lang=choice.tag()
                aria-pressed=(i18n::current() == choice).to_string()
                on:click=move |_| language.choose(choice)
            >
                {choice.own_name()}
            </button>
        }
    };
    view! {
        <div class="languages" role="group" aria-label=shell::LANGUAGE.t()>
            {Language::ALL.map(button).collect_view()}
        </div>
    }
}
