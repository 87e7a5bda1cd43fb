//! The service: one binary with the page inside, in release or as the tests run it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result,
    command::{cargo, quiet, show},
    workspace,
};

/// The profile of everything that is tested on this machine, so that each dependency is compiled once.
pub const TESTED: &str = "tested";

/// With the features that the workspace as a whole asks of its dependencies: those the tests are built with, so that nothing is compiled
/// twice. What only tests want, no binary has.
fn build_command(profile: &str) -> Command {
    let mut build = cargo();
    build.args(["build", "--profile", profile, "--workspace", "--bin", "yundan"]);
    build
}

/// Builds `yundan` in release, with cargo's own progress on the terminal.
pub fn build() -> Result<String> {
    show(&mut build_command("release"))?;
    said(&workspace::service_binary())
}

/// Builds what the journeys run: `yundan`, and the stand-in of a carrier that they ship with.
pub fn build_tested() -> Result<String> {
    quiet("service", build_command(TESTED).args(["--bin", "fake-zto"]))?;
    said(&tested_binary("yundan"))
}

pub fn tested_binary(name: &str) -> PathBuf {
    workspace::target().join(TESTED).join(name)
}

fn said(binary: &Path) -> Result<String> {
    let shown = binary.strip_prefix(workspace::root()).unwrap_or(binary).display();
    Ok(format!("{shown} ({} MB)", std::fs::metadata(binary)?.len() / 1_000_000))
}
