//! The pack station (打包台): a parcel is scanned, weighed on a scale at the browser, packed, and its label printed. What happens is decided in
//! [`flow`], [`weigher`], [`scale`] and [`parcels`], which know no browser; the rest brings them to the page.

#[cfg(target_arch = "wasm32")]
mod bench;
#[cfg(target_arch = "wasm32")]
mod codes;
mod flow;
#[cfg(target_arch = "wasm32")]
mod keeping;
#[cfg(target_arch = "wasm32")]
mod page;
mod parcels;
#[cfg(target_arch = "wasm32")]
mod port;
#[cfg(target_arch = "wasm32")]
mod recent;
mod scale;
#[cfg(target_arch = "wasm32")]
mod scanning;
#[cfg(target_arch = "wasm32")]
mod sending;
#[cfg(target_arch = "wasm32")]
mod service;
mod settings;
#[cfg(target_arch = "wasm32")]
mod setup;
#[cfg(target_arch = "wasm32")]
mod stage;
#[cfg(target_arch = "wasm32")]
#[cfg(target_arch = "wasm32")]
mod waiting;
mod weigher;
#[cfg(target_arch = "wasm32")]
mod weighing;

#[cfg(target_arch = "wasm32")]
pub use page::PackStation;
