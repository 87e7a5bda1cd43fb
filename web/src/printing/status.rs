//! What printers say about themselves; the service reads the same answers.

pub use shared::printers::status::{Reading, Trouble, question, read};
