//! Which row of a list is open beside it.

use leptos::{ev, prelude::*};
use uuid::Uuid;

use crate::browser;

#[derive(Clone, Copy)]
pub struct Picked {
    id: RwSignal<Option<Uuid>>,
    /// Of the rows' ids.
    prefix: &'static str,
}

impl Picked {
    pub fn new(prefix: &'static str) -> Picked {
        Picked { id: RwSignal::new(None), prefix }
    }

    pub fn get(self) -> Option<Uuid> {
        self.id.get()
    }

    pub fn pick(self, id: Uuid) {
        self.id.set(Some(id));
    }

    pub fn is(self, id: Uuid) -> bool {
        self.id.get() == Some(id)
    }

    /// The id of the button that opens a row.
    pub fn row_id(self, id: Uuid) -> String {
        format!("{}-{id}", self.prefix)
    }

    /// Closes the panel; the focus goes back to where it was opened from.
    pub fn leave(self) {
        if let Some(id) = self.id.get_untracked() {
            self.id.set(None);
            browser::focus(&self.row_id(id));
        }
    }

    /// Escape closes the panel, unless a dialog stands over it.
    pub fn on_key(self, event: &ev::KeyboardEvent) {
        if event.key() == "Escape" && !browser::dialog_open() {
            self.leave();
        }
    }

    /// The row of this id was drawn anew, and may have had the focus.
    pub fn keep_focus(self, id: Uuid) {
        let row = self.row_id(id);
        request_animation_frame(move || {
            if browser::nothing_focused() {
                browser::focus(&row);
            }
        });
    }
}
