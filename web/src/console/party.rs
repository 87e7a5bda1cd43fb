//! A person with a phone and an address: pasted whole or filled in field by field.

mod fields;
mod form;
pub mod region;

pub use fields::{PartyFields, PartyText, notes};
pub use form::PartyForm;
