//! Printers and labels.

mod bell;
mod connection;
mod detect;
mod dock;
mod engine;
pub mod hardware;
mod holder;
mod identity;
mod lease;
pub mod link;
mod obstacle;
mod pdf;
mod printers;
mod protocol;
mod queue;
mod queue_list;
mod reports;
mod reprint;
mod runner;
mod session;
mod setup;
mod status;
mod status_line;
mod tab_lock;
pub mod transport;
mod words;

use std::cell::RefCell;

use leptos::{ev, prelude::*};
use shared::UserId;

use crate::{
    api::{Live, Session},
    features::shell::PrintDesk,
    ui::Toasts,
};

pub use dock::PrintDock;
pub use printers::Standing;
pub use queue::{Mode, Pause, Queue};
pub use queue_list::QueueLabels;
pub use session::Printing;
pub use setup::Help;
pub use status_line::PrinterStatus;
pub use words::{error_words, link as link_words, standing as standing_words, state_pill, state_words};

thread_local! {
    /// Printing outlives the frame: a page drawn anew in another language goes on printing.
    static RUNNING: RefCell<Option<(UserId, Owner, Printing)>> = const { RefCell::new(None) };
}

/// Begins to take print requests; called once by the frame, inside its owner.
pub fn provide_printing() {
    let Some(user) = Session::expect().me().map(|me| me.user_id) else { return };
    let running = RUNNING.with_borrow(|running| running.as_ref().filter(|(whose, ..)| *whose == user).map(|r| r.2));
    let printing = running.unwrap_or_else(|| begin(user));
    provide_context(printing);
    let again = move |ids, reason| printing.print(ids, Some(reason));
    PrintDesk::expect().take_with(move |request| printing.request(request), again);
    printing.listen(Live::expect());
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        if printing.is_at_work() {
            event.prevent_default();
        }
    });
    on_cleanup(move || leaving.remove());
}

/// Prints for a station; called once by its page.
pub fn provide_station() -> Printing {
    let printing = Printing::new(Toasts::expect(), true);
    provide_context(printing);
    printing.listen(Live::expect());
    printing
}

/// Lets go of the printer; who is signed in now does not print, or is another.
pub fn end_printing() {
    if let Some((_, owner, printing)) = RUNNING.take() {
        leptos::task::spawn_local(async move {
            printing.printers.disconnect().await;
            owner.cleanup();
        });
    }
}

fn begin(user: UserId) -> Printing {
    end_printing();
    let (toasts, here) = (Toasts::expect(), Owner::current());
    let owner = Owner::new_root(None);
    let printing = owner.with(|| Printing::new(toasts, false));
    // A new root makes itself the current owner; the frame, which calls this, needs its own contexts again.
    if let Some(here) = here {
        here.set();
    }
    RUNNING.set(Some((user, owner, printing)));
    printing
}
