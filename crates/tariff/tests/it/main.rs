//! What the crate promises, by tables and by properties.

#![expect(clippy::unwrap_used, reason = "what fails in a test fails the test")]

mod adjusting;
mod average;
mod common;
mod comparison;
mod golden;
mod grid;
mod order;
mod pricing;
mod properties;
mod stored;
mod strategies;
mod surcharges;
mod validation;
mod versions;
