#![doc = include_str!("../README.md")]

pub mod embedded;
mod gateway;
mod next;
mod problem;
pub mod reading;
mod scan;
mod state;

pub use gateway::{CarrierError, CarrierGateway, IssueRequest, Issued, Locality, NumberPool, Ports, Route, RouteTable};
pub use next::next_step;
pub use problem::ProblemCode;
pub use scan::{Scan, ScanCode, current_state, state_after};
pub use state::{Category, ShipmentState};

/// The language of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}
