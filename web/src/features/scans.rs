//! Scanning on the network side: many numbers, one kind of scan, one place; a handover's number stands for its parcels.

mod batch;
mod form;
mod parcel;
mod proof;

pub use form::ScanForm;
