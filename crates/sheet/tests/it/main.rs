//! The crate from outside, on real files.

mod books;
mod fixtures;
mod hostile;
mod lists;
mod properties;
mod several;
mod support;
