//! The bar at the top: the brand, finding, the printer, the person.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::{Finder, Shortcuts};
use crate::{
    api::{Live, Session},
    app::PageLanguage,
    browser,
    i18n::{self, Language},
    printing::PrinterStatus,
    texts::{common, shell},
    ui::{Checkbox, Icon, Kbd, Mark, Menu, Symbol},
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
                {merchant.then(|| view! { <PrinterStatus /> })}
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
            <A href="/password" attr:class="menu-item" on:click=move |_| open.set(false)>
                {shell::CHANGE_PASSWORD.t()}
            </A>
            <hr />
            <button type="button" class="menu-item" on:click=sign_out>
                {shell::SIGN_OUT.t()}
            </button>
        </Menu>
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
