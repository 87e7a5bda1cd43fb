//! Scanning on the network side: many numbers, one kind of scan, one place; a handover's number stands for its parcels.

mod batch;
mod form;
mod gun;
mod looking;
mod made;
mod parcel;
mod proof;
mod sending;

pub use form::ScanForm;
