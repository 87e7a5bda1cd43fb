//! Keys that make a repeated creation give the first answer again.

use leptos::prelude::*;
use uuid::Uuid;

/// The key of one thing to be made: made when a form opens, kept through every retry, renewed after success.
#[derive(Clone, Copy)]
pub struct IdempotencyKey(StoredValue<String>);

impl IdempotencyKey {
    pub fn new() -> IdempotencyKey {
        IdempotencyKey(StoredValue::new(fresh()))
    }

    pub fn text(self) -> String {
        self.0.try_get_value().unwrap_or_else(fresh)
    }

    /// The thing was made (or its content changed after a refusal): the next one is another.
    pub fn renew(self) {
        let _ = self.0.try_set_value(fresh());
    }
}

fn fresh() -> String {
    Uuid::new_v4().to_string()
}
