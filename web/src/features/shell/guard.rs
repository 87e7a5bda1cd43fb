//! What is shown depends on who is signed in.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};
use shared::Permission;

use super::Frame;
use crate::{
    api::{ApiError, Session, SessionState},
    texts::shell,
    ui::{EmptyState, ErrorState, Symbol},
};

/// The network's own pages stand below it.
const NETWORK: &str = "/network";

/// Where a signed-out person wanted to go, for after signing in.
#[derive(Clone, Copy)]
pub struct WantedPath(pub RwSignal<Option<String>>);

/// The frame with the page in it, for people who are signed in; everyone else is led to what comes first.
#[component]
pub fn SignedIn() -> impl IntoView {
    let session = Session::expect();
    let navigate = use_navigate();
    let location = use_location();
    let wanted = use_context::<WantedPath>();
    let standing = Memo::new(move |_| Standing::of(&session.state()));
    Effect::new(move |_| {
        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
        match standing.get() {
            Standing::SignedOut => {
                if let Some(WantedPath(wanted)) = wanted {
                    let path = location.pathname.get_untracked() + &location.search.get_untracked();
                    wanted.set((path != "/").then_some(path));
                }
                navigate("/sign-in", replace);
            }
            Standing::MustChangePassword => navigate("/password", replace),
            Standing::Unknown | Standing::SignedIn | Standing::Unreachable(_) => {}
        }
    });
    let go = use_navigate();
    Effect::new(move |_| {
        let elsewhere = location.pathname.with(|path| path != "/account");
        let Some(me) = session.me() else { return };
        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
        // Nothing else is open before these are done.
        if me.must_set_up_merchant {
            go("/setup", replace);
        } else if elsewhere && me.must_set_up_totp {
            go("/account", replace);
        } else if me.staff_view && location.pathname.with(|path| path.starts_with(NETWORK)) {
            // A look begins at the merchant's day; the network's pages are not open in it.
            go("/", replace);
        }
    });
    move || match standing.get() {
        Standing::SignedIn => view! { <Frame><Outlet /></Frame> }.into_any(),
        Standing::Unreachable(error) => {
            let retry = move |()| leptos::task::spawn_local(session.restore());
            view! { <main class="gate"><ErrorState error on_retry=Callback::new(retry) /></main> }.into_any()
        }
        Standing::Unknown | Standing::SignedOut | Standing::MustChangePassword => view! { <Opening /> }.into_any(),
    }
}

/// [`SessionState`] without who it is, so that a changed name does not rebuild the page.
#[derive(Clone, PartialEq)]
enum Standing {
    Unknown,
    SignedOut,
    MustChangePassword,
    SignedIn,
    Unreachable(ApiError),
}

impl Standing {
    fn of(state: &SessionState) -> Standing {
        match state {
            SessionState::Unknown => Standing::Unknown,
            SessionState::SignedOut => Standing::SignedOut,
            SessionState::MustChangePassword => Standing::MustChangePassword,
            SessionState::SignedIn(_) => Standing::SignedIn,
            SessionState::Unreachable(error) => Standing::Unreachable(error.clone()),
        }
    }
}

#[component]
pub fn Opening() -> impl IntoView {
    view! {
        <main class="gate" aria-busy="true">
            <span class="sr-only" role="status">{shell::CONNECTING.t()}</span>
        </main>
    }
}

/// A page that needs a permission; who lacks it is told so.
#[component]
pub fn Guarded(permission: Permission, children: ChildrenFn) -> impl IntoView {
    let session = Session::expect();
    if session.may(permission) { children().into_any() } else { view! { <NoAccess /> }.into_any() }
}

/// Says that a page is not open to the person.
#[component]
pub fn NoAccess() -> impl IntoView {
    view! { <EmptyState symbol=Symbol::Alert title=shell::NO_ACCESS_TITLE.t() words=shell::NO_ACCESS.t() /> }
}
