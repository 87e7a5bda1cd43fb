//! The page as a whole: what every part shares, and which address shows what.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    api::{Live, Session},
    browser,
    features::{
        new_shipment::FormDesk,
        parts::PartsDesk,
        senders::SenderDesk,
        shell::{Finder, PrintDesk, Shortcuts, SignedIn, WantedPath},
    },
    i18n::{self, Language},
    pages::{
        ConsolePage, HomePage, ImportPage, ImportsPage, OtherPage, PasswordPage, PrintCentrePage, ShipmentsPage,
        SignInPage, StationPage, TemplatePage, TemplatesPage,
    },
    texts::common,
    ui::{ToastHost, Toasts},
};

/// Where the chosen language is remembered.
const LANGUAGE_KEY: &str = "yundan.language";

/// The language of the page, in context. Choosing another one draws the page anew.
#[derive(Clone, Copy)]
pub struct PageLanguage(RwSignal<Language>);

impl PageLanguage {
    fn provide() -> PageLanguage {
        let chosen = browser::remembered(LANGUAGE_KEY).and_then(|tag| Language::from_tag(&tag)).unwrap_or_default();
        i18n::set_current(chosen);
        browser::set_document_language(chosen.tag());
        let language = PageLanguage(RwSignal::new(chosen));
        provide_context(language);
        language
    }

    pub fn expect() -> PageLanguage {
        expect_context::<PageLanguage>()
    }

    pub fn choose(self, language: Language) {
        if self.0.get_untracked() == language {
            return;
        }
        browser::remember(LANGUAGE_KEY, language.tag());
        browser::set_document_language(language.tag());
        i18n::set_current(language);
        self.0.set(language);
    }
}

#[component]
pub fn App() -> impl IntoView {
    let language = PageLanguage::provide();
    let session = Session::provide();
    Live::provide();
    Toasts::provide();
    Shortcuts::provide();
    PrintDesk::provide();
    Finder::provide();
    SenderDesk::provide();
    PartsDesk::provide();
    FormDesk::provide();
    provide_context(WantedPath(RwSignal::new(None)));
    spawn_local(session.restore());
    move || {
        language.0.track();
        browser::set_title(common::APP_NAME.t());
        view! {
            <Router>
                <PageRoutes />
            </Router>
            <ToastHost />
        }
    }
}

#[component]
fn PageRoutes() -> impl IntoView {
    view! {
        <Routes fallback=OtherPage>
            <Route path=path!("/sign-in") view=SignInPage />
            <Route path=path!("/password") view=PasswordPage />
            <Route path=path!("/station") view=StationPage />
            <ParentRoute path=path!("") view=SignedIn>
                <Route path=path!("/") view=HomePage />
                <Route path=path!("/import") view=ImportsPage />
                <Route path=path!("/import/:id") view=ImportPage />
                <Route path=path!("/shipments") view=ShipmentsPage />
                <Route path=path!("/shipments/new") view=ConsolePage />
                <Route path=path!("/print") view=PrintCentrePage />
                <Route path=path!("/templates") view=TemplatesPage />
                <Route path=path!("/templates/:id") view=TemplatePage />
                <Route path=path!("/people/:tab?") view=ConsolePage />
                <Route path=path!("/orders/:tab?") view=ConsolePage />
                <Route path=path!("/handovers/:tab?") view=ConsolePage />
                <Route path=path!("/tracking/:tab?") view=ConsolePage />
                <Route path=path!("/timeliness") view=ConsolePage />
                <Route path=path!("/wallet") view=ConsolePage />
                <Route path=path!("/problems/:tab?") view=ConsolePage />
                <Route path=path!("/pack") view=ConsolePage />
                <Route path=path!("/contacts/:tab?") view=ConsolePage />
                <Route path=path!("/settings/:tab?") view=ConsolePage />
                <Route path=path!("/audit") view=ConsolePage />
                <Route path=path!("/api-keys") view=ConsolePage />
                <Route path=path!("/account") view=ConsolePage />
                <Route path=path!("/network/:tab?") view=ConsolePage />
            </ParentRoute>
        </Routes>
    }
}
