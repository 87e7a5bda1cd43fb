//! One shipment by form.

mod contact;
mod desk;
pub mod draft;
pub mod fields;
mod form;
mod made;
pub mod parcel;
mod price;
mod receiver;
mod sender;

pub use desk::FormDesk;
pub use form::NewShipment;
