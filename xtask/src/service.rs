//! The service: one release binary with the page inside.

use std::process::Command;

use crate::{
    Result,
    command::{cargo, quiet, show},
    workspace,
};

/// With the features that the workspace as a whole asks of its dependencies: those the tests are built with, so that nothing is compiled
/// twice. What only tests want, no binary has.
fn build_command() -> Command {
    let mut build = cargo();
    build.args(["build", "--release", "--workspace", "--bin", "yundan"]);
    build
}

/// Builds `yundan` in release, with cargo's own progress on the terminal.
pub fn build() -> Result<String> {
    show(&mut build_command())?;
    said()
}

/// The same with the progress in a log, and the stand-in of a carrier that the journeys ship with.
pub fn build_quietly() -> Result<String> {
    quiet("service", build_command().args(["--bin", "fake-zto"]))?;
    said()
}

fn said() -> Result<String> {
    let bytes = std::fs::metadata(workspace::service_binary())?.len();
    Ok(format!("target/release/yundan ({} MB)", bytes / 1_000_000))
}
