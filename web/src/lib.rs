#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "on the host only the tests run, and what touches the browser is left out")
)]

mod amount;
mod api;
mod app;
mod bridge;
mod browser;
pub mod console;
pub mod designer;
mod features;
mod i18n;
mod pages;
mod printing;
mod texts;
mod ui;
mod vault;

/// Shows the page.
pub fn start() {
    console_error_panic_hook::set_once();
    browser::presence::watch();
    leptos::mount::mount_to_body(app::App);
}
