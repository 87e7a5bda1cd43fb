//! Who is signed in, and the token that proves it.

use std::cell::{Cell, RefCell};

use js_sys::Promise;
use leptos::{ev, prelude::*};
use shared::{
    DataScope, MerchantId, Permission,
    auth::{AccessToken, Me, PasswordChange, SignIn},
    operators::{SeatSwitch, SeatView},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::{ApiError, Call, locks, token};
use crate::browser;

/// Tabs renew one after another under this lock, so that none of them uses a refresh token twice.
const REFRESH_LOCK: &str = "yundan.refresh";
/// Whether this browser has signed in before; without it the page does not ask for a session on its first visit.
const SEEN_KEY: &str = "yundan.signed_in";
/// Who signed in last, as an opaque id: what someone else left behind is thrown away.
const LAST_KEY: &str = "yundan.last_user";
/// The seat the browser's session works from, as an opaque id: the other tabs learn of it.
const SEAT_KEY: &str = "yundan.seat";

/// Where the page stands with the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// Asking whether the browser still holds a session.
    Unknown,
    SignedOut,
    /// Nothing but a new password is open.
    MustChangePassword,
    SignedIn(Box<Me>),
    /// The service was not reached, so nobody knows.
    Unreachable(ApiError),
}

/// The session of this page, in context.
#[derive(Clone, Copy)]
pub struct Session {
    state: RwSignal<SessionState>,
}

thread_local! {
    static STATE: Cell<Option<RwSignal<SessionState>>> = const { Cell::new(None) };
    /// The token is good for one look at a merchant's pages, and for no renewal.
    static IS_LOOK: Cell<bool> = const { Cell::new(false) };
    static RENEWAL: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

impl Session {
    /// The one session of the page; call it once, at the start.
    pub fn provide() -> Session {
        let session = Session { state: RwSignal::new(SessionState::Unknown) };
        STATE.set(Some(session.state));
        provide_context(session);
        follow_seat();
        session
    }

    /// The session; the page provides it before anything is drawn.
    pub fn expect() -> Session {
        expect_context::<Session>()
    }

    pub fn state(self) -> SessionState {
        self.state.get()
    }

    /// Who is signed in.
    pub fn me(self) -> Option<Me> {
        self.state.with(|state| match state {
            SessionState::SignedIn(me) => Some((**me).clone()),
            _ => None,
        })
    }

    /// Whether the signed-in person works for a merchant, not for the network. Not tracked, as [`Session::may`].
    pub fn is_merchant(self) -> bool {
        self.state.with_untracked(|state| matches!(state, SessionState::SignedIn(me) if me.merchant.is_some()))
    }

    /// Whether the signed-in person may. Not tracked: the page is drawn anew for whoever signs in next.
    pub fn may(self, permission: Permission) -> bool {
        self.state
            .with_untracked(|state| matches!(state, SessionState::SignedIn(me) if me.permissions.contains(&permission)))
    }

    /// Whether the merchant's money is theirs to see: an owner's people see what the owner pays. Not tracked, as [`Session::may`].
    pub fn sees_wallet(self) -> bool {
        let is_the_merchants = self.state.with_untracked(
            |state| matches!(state, SessionState::SignedIn(me) if me.merchant.is_some() && me.data_scope != DataScope::Owners),
        );
        is_the_merchants && self.may(Permission::WalletRead)
    }

    /// Whether a page that asks for this permission is open to them.
    pub fn may_open(self, permission: Permission) -> bool {
        if permission == Permission::WalletRead { self.sees_wallet() } else { self.may(permission) }
    }

    /// Asks whether the browser still holds a session.
    pub async fn restore(self) {
        if browser::remembered(SEEN_KEY).as_deref() != Some("1") {
            self.state.set(SessionState::SignedOut);
            return;
        }
        match bearer().await {
            Ok(_) => self.learn().await,
            Err(ApiError::Unreachable | ApiError::Unreadable) => {
                self.state.set(SessionState::Unreachable(ApiError::Unreachable));
            }
            Err(_) => self.state.set(SessionState::SignedOut),
        }
    }

    pub async fn sign_in(self, request: &SignIn) -> Result<(), ApiError> {
        let answer: AccessToken = Call::post("auth/sign-in").body(request).unsigned().json().await?;
        self.take(&answer).await;
        Ok(())
    }

    pub async fn change_password(self, request: &PasswordChange) -> Result<(), ApiError> {
        let answer: AccessToken = Call::post("auth/change-password").body(request).json().await?;
        self.take(&answer).await;
        Ok(())
    }

    /// Works from another seat of the same person: what was shown and drafted for the one before is gone.
    pub async fn switch_seat(self, seat: &SeatSwitch) -> Result<(), ApiError> {
        let answer: AccessToken = Call::post("auth/switch-seat").body(seat).json().await?;
        token::hold(&answer);
        crate::vault::destroy().await;
        browser::load("/");
        Ok(())
    }

    /// Shows a merchant's pages to a member of staff, until the tab is loaded anew or the look is over.
    pub async fn view(self, merchant: MerchantId) -> Result<(), ApiError> {
        let answer: AccessToken = Call::post(format!("merchants/{merchant}/view")).json().await?;
        token::hold(&answer);
        IS_LOOK.set(true);
        // The frame is drawn anew, as for whoever signs in next.
        self.state.set(SessionState::Unknown);
        self.learn().await;
        Ok(())
    }

    /// Ends the session here and at the service, and throws away what was kept for it.
    pub async fn sign_out(self) {
        let _ = Call::post("auth/sign-out").nothing().await;
        crate::vault::destroy().await;
        ended();
    }

    async fn take(self, answer: &AccessToken) {
        token::hold(answer);
        browser::remember(SEEN_KEY, "1");
        if answer.must_change_password {
            self.state.set(SessionState::MustChangePassword);
        } else {
            self.learn().await;
        }
    }

    async fn learn(self) {
        match Call::get("me").json::<Me>().await {
            Ok(me) if me.must_change_password => self.state.set(SessionState::MustChangePassword),
            Ok(me) => {
                let id = me.user_id.to_string();
                if browser::remembered(LAST_KEY).is_some_and(|last| last != id) {
                    crate::vault::destroy().await;
                }
                browser::remember(LAST_KEY, &id);
                if !me.staff_view {
                    browser::remember(SEAT_KEY, &seat_of(&me));
                }
                self.state.set(SessionState::SignedIn(Box::new(me)));
            }
            Err(ApiError::SignedOut) => self.state.set(SessionState::SignedOut),
            Err(error) => self.state.set(SessionState::Unreachable(error)),
        }
    }
}

/// The seats the signed-in person can take.
pub async fn seats() -> Result<Vec<SeatView>, ApiError> {
    Call::get("me/seats").json().await
}

/// The id of a seat, whichever side it is on.
fn seat_of(me: &Me) -> String {
    let operator = me.merchant.as_ref().and_then(|merchant| merchant.operator_id).map(|id| id.to_string());
    operator.or_else(|| me.staff.as_ref().map(|staff| staff.id.to_string())).unwrap_or_default()
}

/// Begins anew when another tab took another seat, or signed in as somebody else: the browser has one session.
fn follow_seat() {
    let listener = window_event_listener(ev::storage, |event| {
        if event.key().as_deref() == Some(SEAT_KEY) && !token::is_station() {
            browser::load("/");
        }
    });
    on_cleanup(move || listener.remove());
}

/// Nobody is signed in any more: the page goes back to signing in.
pub fn ended() {
    if token::is_station() {
        return;
    }
    token::forget_any();
    browser::remember(SEEN_KEY, "0");
    if let Some(state) = STATE.get() {
        state.set(SessionState::SignedOut);
    }
}

/// An access token good for one call, renewed if need be.
pub async fn bearer() -> Result<String, ApiError> {
    if token::is_station() {
        return token::of_station().ok_or(ApiError::SignedOut);
    }
    if let Some(text) = token::fresh() {
        return Ok(text);
    }
    if IS_LOOK.get() {
        browser::load("/network/merchants");
        return Err(ApiError::SignedOut);
    }
    let renewal = RENEWAL.with_borrow_mut(|slot| slot.get_or_insert_with(begin_renewal).clone());
    let outcome = JsFuture::from(renewal).await;
    RENEWAL.set(None);
    match outcome.ok().and_then(|status| status.as_string()).as_deref() {
        Some("renewed") => token::fresh().ok_or(ApiError::Unreadable),
        Some("refused") => {
            ended();
            Err(ApiError::SignedOut)
        }
        _ => Err(ApiError::Unreachable),
    }
}

fn begin_renewal() -> Promise {
    future_to_promise(locks::exclusively(REFRESH_LOCK, async {
        if token::fresh().is_some() {
            return Ok(JsValue::from_str("renewed"));
        }
        let status = match Call::post("auth/refresh").unsigned().json::<AccessToken>().await {
            Ok(answer) => {
                token::hold(&answer);
                "renewed"
            }
            Err(ApiError::Problem(problem)) if problem.status < 500 && problem.status != 429 => "refused",
            Err(_) => "unreachable",
        };
        Ok(JsValue::from_str(status))
    }))
}
