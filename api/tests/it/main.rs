//! The service as its callers see it. One binary, so that one template of the database serves every test.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod api_keys;
mod applications;
mod audit;
mod auth;
mod carriers;
mod console;
mod contacts;
mod conventions;
mod coverage;
mod first_setup;
mod forbidden_goods;
mod handovers;
mod imports;
mod label_templates;
mod limits;
mod network_printers;
mod number_pools;
mod operators;
mod orders;
mod outlets;
mod owner_bills;
mod packing;
mod parts;
mod printing;
mod privacy;
mod problems;
mod routes;
mod rules;
mod saved_views;
mod services;
mod shipments;
mod simulation;
mod support;
mod tracks;
mod wallets;
