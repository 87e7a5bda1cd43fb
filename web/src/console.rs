//! Accounts and access: people, roles, keys, logs, and one's own account; the address book, owners, what they are charged, and departments;
//! order rules, the order form, the order pool, and what is handed in for it; the pack station; handovers; following parcels; problems; saved
//! filters. A wasm module of its own,
//! loaded when one of its pages is looked at, or while the browser has nothing else to do: the first load has no room for the country's divisions.
//! The page asks the service for it (see [`crate::bridge`]).

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
mod carriers;
#[cfg(target_arch = "wasm32")]
mod confirm;
#[cfg(target_arch = "wasm32")]
mod contacts;
#[cfg(target_arch = "wasm32")]
mod deed;
mod divisions;
#[cfg(target_arch = "wasm32")]
mod export_form;
mod flags;
#[cfg(target_arch = "wasm32")]
mod gate;
mod goods_words;
#[cfg(target_arch = "wasm32")]
mod grant;
#[cfg(target_arch = "wasm32")]
mod hand_in;
#[cfg(target_arch = "wasm32")]
mod handovers;
#[cfg(target_arch = "wasm32")]
mod join;
#[cfg(target_arch = "wasm32")]
mod listed;
#[cfg(target_arch = "wasm32")]
mod network;
mod new_shipment;
#[cfg(target_arch = "wasm32")]
mod orders;
#[cfg(target_arch = "wasm32")]
mod owner_bills;
mod pack;
#[cfg(target_arch = "wasm32")]
mod paged;
mod parcel_services;
#[cfg(target_arch = "wasm32")]
mod parts;
mod party;
#[cfg(target_arch = "wasm32")]
mod people;
#[cfg(target_arch = "wasm32")]
mod permission_list;
#[cfg(target_arch = "wasm32")]
mod picked;
mod pickup_window;
mod placed;
#[cfg(target_arch = "wasm32")]
mod places;
mod problem_words;
#[cfg(target_arch = "wasm32")]
mod problems;
mod rule_words;
#[cfg(target_arch = "wasm32")]
mod rules;
#[cfg(target_arch = "wasm32")]
mod saved_views;
#[cfg(target_arch = "wasm32")]
mod second_factor;
#[cfg(target_arch = "wasm32")]
mod secret;
mod selection;
#[cfg(target_arch = "wasm32")]
mod senders;
#[cfg(target_arch = "wasm32")]
mod service;
#[cfg(target_arch = "wasm32")]
mod sheet;
#[cfg(target_arch = "wasm32")]
mod shipments;
#[cfg(target_arch = "wasm32")]
mod terms;
mod timeliness;
#[cfg(target_arch = "wasm32")]
mod tracking;
#[cfg(target_arch = "wasm32")]
mod wallet;
mod words;

#[cfg(target_arch = "wasm32")]
pub use app::{close, open};
