#![doc = include_str!("../README.md")]

pub mod breaker;
mod capability;
pub mod embedded;
mod gateway;
pub mod http;
mod next;
mod problem;
pub mod reading;
pub mod remote;
mod scan;
mod state;
mod transition;
pub mod zto;

pub use capability::{Capabilities, Capability};
pub use gateway::{
    Carrier, CarrierError, CarrierGateway, IssueRequest, Issued, Lane, Locality, NumberPool, Ports, Route, RouteTable,
};
pub use next::next_step;
pub use problem::ProblemCode;
pub use remote::{RemoteCarrier, RemoteError, RemotePorts};
pub use scan::{Scan, ScanCode, current_state, state_after};
pub use state::{Category, ShipmentState};
pub use transition::follows;

/// The language of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}
