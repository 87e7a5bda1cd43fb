#![doc = include_str!("../README.md")]

mod ids;
mod paging;
mod permission;
mod problem;
mod skip;
mod table;

pub mod api_keys;
pub mod applications;
pub mod audit;
pub mod auth;
pub mod carriers;
pub mod contacts;
pub mod dashboard;
pub mod events;
pub mod goods;
pub mod handovers;
pub mod imports;
pub mod jobs;
pub mod labels;
pub mod ledger;
pub mod limits;
pub mod merchants;
pub mod numbers;
pub mod operators;
pub mod orders;
pub mod packing;
pub mod parts;
pub mod pickups;
pub mod print_queue;
pub mod print_stations;
pub mod printers;
pub mod printing;
pub mod privacy;
pub mod problems;
pub mod proofs;
pub mod provinces;
pub mod registry;
pub mod routes;
pub mod rules;
pub mod saved_views;
pub mod services;
pub mod shipments;
pub mod state;
pub mod timeliness;
pub mod tracks;

pub use ids::*;
pub use merchants::MerchantStatus;
pub use paging::Page;
pub use permission::{DataScope, Permission, Permissions, Role};
pub use problem::{FieldProblem, Problem};
pub use state::ShipmentState;
pub use table::TableFormat;

/// Every route of the API stands below this path.
pub const API_BASE: &str = "/api/v1";
