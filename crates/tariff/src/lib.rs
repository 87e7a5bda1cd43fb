#![doc = include_str!("../README.md")]

mod demo;
mod model;
mod price;
mod trace;
mod validate;

pub use demo::demo;
pub use model::{Rule, Service, Surcharge, SurchargeAmount, Tariff, WeightBracket, Zone};
pub use price::{Parcel, ParcelServices, Price, TariffError, price};
pub use trace::{Lang, TraceLine};
pub use validate::TariffFault;
