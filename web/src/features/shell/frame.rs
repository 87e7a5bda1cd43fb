//! The frame: top bar, navigation, the page, the print dock.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::Permission;

use super::{
    CommandPalette, Finder, Shortcut, Shortcuts,
    guard::WantedPath,
    help::Help,
    nav::{self, Nav},
    search::use_scan_finder,
    top_bar::TopBar,
};
use crate::{
    api::{Live, Session},
    browser,
    features::{console, parts::PartsDesk, senders::SenderPlace},
    printing::{self, PrintDock},
    texts::shell,
    ui::{Button, Notice},
};

/// The frame of every page. It listens to the service and to the keyboard while it is there.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let session = Session::expect();
    let live = Live::expect();
    let finder = Finder::expect();
    let shortcuts = Shortcuts::expect();
    let help = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |path: &str| navigate.with_value(|navigate| navigate(path, NavigateOptions::default()));

    if let Some(WantedPath(wanted)) = use_context::<WantedPath>() {
        wanted.set(None);
    }
    let path = use_location().pathname;
    Effect::new(move |_| browser::set_title(&path.with(|path| nav::title(path, session))));
    shortcuts.listen();
    shortcuts.on(Shortcut::Help, move || help.set(true));
    let merchant = session.is_merchant();
    if merchant {
        if session.may(Permission::ShipmentsRead) {
            PartsDesk::expect().begin();
        }
        live.start();
        on_cleanup(move || live.stop());
        shortcuts.on(Shortcut::Palette, move || finder.palette.set(true));
        shortcuts.on(Shortcut::Search, move || finder.palette.set(true));
        if session.may(Permission::ShipmentsWrite) {
            shortcuts.on(Shortcut::New, move || go("/shipments/new"));
            console::fetch_console();
        }
        shortcuts.on_scan(use_scan_finder());
    }
    let may_print = session.may(Permission::LabelsPrint);
    if may_print {
        printing::provide_printing();
    } else {
        // Somebody else may have printed here before.
        printing::end_printing();
    }
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        browser::focus("content");
    };
    view! {
        <div class="app">
            <a class="skip" href="#content" on:click=skip>
                {shell::SKIP.t()}
            </a>
            <TopBar help />
            <Nav />
            <main id="content" tabindex="-1">
                <Look />
                {children()}
            </main>
            {may_print.then(|| view! { <PrintDock /> })}
            {merchant.then(|| view! { <CommandPalette /> <SenderPlace /> })}
            <Help open=help />
        </div>
    }
}

/// Says that staff look at a merchant's pages.
#[component]
fn Look() -> impl IntoView {
    let session = Session::expect();
    move || {
        let me = session.me().filter(|me| me.staff_view)?;
        let merchant = me.merchant?.name;
        Some(view! {
            <Notice tone="warn">
                {shell::LOOKING.fill(&[("merchant", &merchant)])}
                <span class="end">
                    <Button on_press=|()| browser::load("/network/merchants")>{shell::END_LOOK.t()}</Button>
                </span>
            </Notice>
        })
    }
}
