//! Promised and actual time of what was delivered, by lane. What is shown is decided in [`view`], which knows no browser.

#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod service;
#[cfg(target_arch = "wasm32")]
mod spread;
#[cfg(target_arch = "wasm32")]
mod table;
mod view;

#[cfg(target_arch = "wasm32")]
pub use page::TimelinessPage;
