//! The page: web/ → target/web.

use crate::{
    Result,
    command::{command, quiet},
    stamp::Stamp,
    workspace,
};

/// What the page is made from. Anything else may change without a new build.
const SOURCES: [&str; 10] = [
    "web",
    "shared",
    "crates/units",
    "crates/address",
    "crates/label",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    ".cargo/config.toml",
    "xtask/src/page.rs",
];

/// Builds the page unless the one in `target/web` was made from the same sources.
pub fn build() -> Result<String> {
    let stamp = Stamp::of("page", &SOURCES, "")?;
    if stamp.is_fresh()? && workspace::web_dist().join("index.html").is_file() {
        return Ok("unchanged".into());
    }
    let mut trunk = command("trunk");
    // NO_COLOR=1 is common, and trunk reads it as an argument that must be true or false.
    trunk.args(["build", "--release"]).arg("--dist").arg(workspace::web_dist()).env_remove("NO_COLOR");
    quiet("page", &mut trunk)?;
    stamp.write()?;
    Ok(format!("built into target/web ({})", size()?))
}

fn size() -> Result<String> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(workspace::web_dist())? {
        bytes += entry?.metadata()?.len();
    }
    Ok(format!("{} KB before compression", bytes / 1000))
}
