//! One shipment by form.

#[cfg(target_arch = "wasm32")]
mod beginning;
#[cfg(target_arch = "wasm32")]
mod by_carrier;
pub mod carrier;
#[cfg(target_arch = "wasm32")]
mod carrying;
#[cfg(target_arch = "wasm32")]
mod contact;
pub mod draft;
pub mod fields;
#[cfg(target_arch = "wasm32")]
mod form;
#[cfg(target_arch = "wasm32")]
mod goods;
#[cfg(target_arch = "wasm32")]
mod made;
pub mod parcel;
#[cfg(target_arch = "wasm32")]
mod price;
#[cfg(target_arch = "wasm32")]
mod reach;
#[cfg(target_arch = "wasm32")]
mod receiver;
#[cfg(target_arch = "wasm32")]
mod refused;
#[cfg(target_arch = "wasm32")]
mod sender;
pub mod services;

#[cfg(target_arch = "wasm32")]
pub use form::NewShipment;
