//! A form that was filled in elsewhere.

use leptos::prelude::*;

use super::draft::Draft;

/// Where another page leaves what the form is to begin with, in context. It may name a person, so it lives in memory only.
#[derive(Clone, Copy)]
pub struct FormDesk(StoredValue<Option<Draft>>);

impl FormDesk {
    pub fn provide() {
        provide_context(FormDesk(StoredValue::new(None)));
    }

    pub fn expect() -> FormDesk {
        expect_context::<FormDesk>()
    }

    pub fn leave(self, draft: Draft) {
        self.0.set_value(Some(draft));
    }

    pub fn take(self) -> Option<Draft> {
        self.0.try_update_value(Option::take).flatten()
    }
}
