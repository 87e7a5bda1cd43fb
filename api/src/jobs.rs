//! Background work: the runner, and one file a job.

mod deliver_outbox;
mod import_orders;
mod network_printing;
mod runner;
mod sweep;

pub use import_orders::{IMPORT_ORDERS, ImportPayload};
pub use network_printing::NetworkPrinting;
pub use runner::{LEASE, Runner, publish};
