//! The list of shipments: found, filtered, selected, printed, voided.

mod bulk_bar;
mod carrier_line;
mod changes;
mod charge;
mod column_menu;
pub mod columns;
mod detail;
mod estimate;
mod filter_bar;
pub mod filters;
mod journey;
mod label_picture;
mod list;
mod proof;
mod reveal;
mod row;
pub mod rows;
pub mod selection;
mod settlement;
mod state;
mod table;
mod void_dialog;

#[cfg(target_arch = "wasm32")]
pub use carrier_line::CarrierLine;
#[cfg(target_arch = "wasm32")]
pub use charge::ChargeTrace;
#[cfg(target_arch = "wasm32")]
pub use estimate::Estimate;
#[cfg(target_arch = "wasm32")]
pub use journey::{RouteLine, Timeline, lasting};
pub use list::ShipmentList;
pub use row::destination;
