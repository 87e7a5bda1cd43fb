//! `cargo xtask run`: from a clone to a running demo network.

use std::os::unix::process::CommandExt;

use crate::{Result, command::command, page, service, step::step, tools, workspace};

pub fn run(args: &[String]) -> Result<()> {
    step("tools", tools::ensure_web)?;
    step("page", page::build)?;
    step("service", service::build)?;
    println!();
    // Becomes the service: signals, exit code and terminal are its own.
    Err(command(workspace::service_binary()).arg("demo").args(args).exec().into())
}
