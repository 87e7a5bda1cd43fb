//! `cargo xtask deny`: what may stand in the dependency tree.

use crate::{
    Result,
    command::{cargo, quiet},
    step::step,
    tools,
};

/// The workspace, and that of the judges of our labels.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "crates/label/judges/Cargo.toml"];

pub fn run(args: &[String]) -> Result<()> {
    let advisories = match args {
        [] => false,
        [flag] if flag == "--advisories" => true,
        _ => return Err("deny takes only --advisories".into()),
    };
    step("cargo-deny", tools::ensure_deny)?;
    step("tree", check)?;
    if advisories {
        step("advisories", || check_only(&["advisories"]))?;
    }
    Ok(())
}

/// Licences, bans and sources; needs no network.
pub fn check() -> Result<String> {
    check_only(&["licenses", "bans", "sources"])
}

fn check_only(what: &[&str]) -> Result<String> {
    for manifest in MANIFESTS {
        let mut deny = cargo();
        deny.args(["deny", "--log-level", "error", "--manifest-path", manifest, "--config", "deny.toml"]);
        quiet("deny", deny.args(["check", "--hide-inclusion-graph"]).args(what))?;
    }
    Ok(format!("{} clean", what.join(", ")))
}
