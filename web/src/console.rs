//! Accounts and access: people, roles, keys, logs, and one's own account; the address book, owners and departments; the order pool, and what
//! is handed in for it; the pack station. A wasm module of its own,
//! loaded when one of its pages is looked at, so that those who ship do not wait for it. The page asks the service for it (see [`crate::bridge`]).

#[cfg(target_arch = "wasm32")]
mod account;
#[cfg(target_arch = "wasm32")]
mod api_keys;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod application_words;
#[cfg(target_arch = "wasm32")]
mod audit_log;
#[cfg(target_arch = "wasm32")]
mod confirm;
#[cfg(target_arch = "wasm32")]
mod contacts;
#[cfg(target_arch = "wasm32")]
mod deed;
#[cfg(target_arch = "wasm32")]
mod export_form;
#[cfg(target_arch = "wasm32")]
mod gate;
#[cfg(target_arch = "wasm32")]
mod grant;
#[cfg(target_arch = "wasm32")]
mod hand_in;
#[cfg(target_arch = "wasm32")]
mod join;
#[cfg(target_arch = "wasm32")]
mod listed;
#[cfg(target_arch = "wasm32")]
mod network;
#[cfg(target_arch = "wasm32")]
mod orders;
mod pack;
#[cfg(target_arch = "wasm32")]
mod paged;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod people;
#[cfg(target_arch = "wasm32")]
mod permission_list;
#[cfg(target_arch = "wasm32")]
mod second_factor;
#[cfg(target_arch = "wasm32")]
mod secret;
mod selection;
#[cfg(target_arch = "wasm32")]
mod service;
#[cfg(target_arch = "wasm32")]
mod sheet;
#[cfg(target_arch = "wasm32")]
mod terms;
mod words;

#[cfg(target_arch = "wasm32")]
pub use app::{close, open};
