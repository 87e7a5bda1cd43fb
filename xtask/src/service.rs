//! The service: one release binary with the page inside.

use crate::{
    Result,
    command::{cargo, show},
    workspace,
};

/// Builds `yundan` in release, with cargo's own progress on the terminal.
pub fn build() -> Result<String> {
    show(cargo().args(["build", "--release", "--package", "yundan"]))?;
    let bytes = std::fs::metadata(workspace::service_binary())?.len();
    Ok(format!("target/release/yundan ({} MB)", bytes / 1_000_000))
}
