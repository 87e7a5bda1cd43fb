//! The parts of the pages, one folder an area: components, and plain-Rust view models that are tested without a browser.

pub mod console;
pub mod dashboard;
pub mod imports;
pub mod module;
pub mod new_shipment;
pub mod parts;
pub mod password;
pub mod phases;
pub mod print_centre;
pub mod received;
pub mod reveal;
pub mod scans;
pub mod senders;
pub mod shell;
pub mod shipments;
pub mod sign_in;
pub mod station;
pub mod templates;
