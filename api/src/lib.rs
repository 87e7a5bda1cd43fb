#![doc = include_str!("../README.md")]

pub mod app;
pub mod cli;
pub mod config;
pub mod http;
pub mod jobs;
pub mod page;
pub mod startup;
pub mod telemetry;
