//! One shipment by form.

mod draft;
mod form;
mod made;
mod price;
mod sender;

pub use form::NewShipment;
