//! A person with a phone and an address: pasted whole or filled in field by field.

mod fields;
#[cfg(target_arch = "wasm32")]
mod form;
pub mod region;

pub use fields::{PartyFields, PartyText};
#[cfg(target_arch = "wasm32")]
pub use form::PartyForm;
