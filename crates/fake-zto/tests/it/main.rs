//! The adapter of `crates/carrier` against the stand-in, over the loopback with the real transport.

mod faults;
mod orders;
mod pushes;
mod support;
