#![doc = include_str!("../README.md")]

mod adjust;
mod arithmetic;
mod average;
mod compare;
mod demo;
mod division;
mod fault;
mod grid;
mod model;
mod price;
mod rule;
mod service;
mod stored;
mod surcharge;
mod text;
mod trace;
mod validate;
mod versions;
mod weight;

pub use adjust::{Adjusted, Adjustment, adjusted};
pub use average::{AverageCharge, AverageWeight, average_charge};
pub use compare::{Comparison, compare};
pub use demo::demo;
pub use fault::{Problem, TariffFault};
pub use grid::{GridFault, GridProblem, grid_rows, zones_of_rows};
pub use model::{Tariff, Zone};
pub use price::{Parcel, Price, TariffError, Total, price, total};
pub use rule::{Continued, Lookup, Rule, Segment, SegmentPrice, StepRate};
pub use service::{ParcelServices, Service};
pub use surcharge::{PerStep, Share, Surcharge, SurchargeAmount, Window};
pub use trace::{Lang, TraceLine};
pub use versions::{Versions, in_force};
