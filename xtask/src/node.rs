//! Node and the packages of `e2e/` and of the web tools.

use crate::{
    Result,
    command::{command, find, output, quiet},
    stamp::Stamp,
    step::announce,
    workspace,
};

/// The oldest Node the tests run on.
const NODE_MAJOR: u32 = 20;

/// Checks Node's version; its words are for the person who has to install it.
pub fn ensure() -> Result<String> {
    if find("node").is_none() || find("npm").is_none() {
        return Err(format!("Node is missing; install Node {NODE_MAJOR} or newer with npm (https://nodejs.org)").into());
    }
    let version = output(command("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE_MAJOR => Ok(version.trim().to_owned()),
        _ => Err(format!("Node {NODE_MAJOR} or newer is needed, this is {}", version.trim()).into()),
    }
}

/// `npm ci` in `e2e/`, skipped while its lock file is the one last installed from.
pub fn ensure_e2e_packages() -> Result<String> {
    ensure()?;
    let folder = workspace::root().join("e2e");
    let stamp = Stamp::of("e2e-npm", &["e2e/package.json", "e2e/package-lock.json"], "")?;
    if stamp.is_fresh()? && folder.join("node_modules").is_dir() {
        return Ok("npm packages there".into());
    }
    announce("npm ci in e2e/ …");
    quiet("npm-ci", command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    stamp.write()?;
    Ok("npm packages installed".into())
}
