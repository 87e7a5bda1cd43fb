//! Scanning on the network side: many numbers, one kind of scan, one place.

mod batch;
mod form;

pub use form::ScanForm;
