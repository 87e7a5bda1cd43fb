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

/// A county that nothing but the division data names: by it, a module that carries the country is known.
const COUNTY: &str = "积石山保安族东乡族撒拉族自治县";

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
    check_first_load()?;
    stamp.write()?;
    Ok(format!("built into target/web ({})", size()?))
}

/// The first load has no room for the country's divisions: whatever needs them belongs into a module that is loaded when it is looked at.
fn check_first_load() -> Result<()> {
    for entry in std::fs::read_dir(workspace::web_dist())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_first = name.starts_with("web-") && name.ends_with(".wasm");
        if is_first && std::fs::read(&path)?.windows(COUNTY.len()).any(|bytes| bytes == COUNTY.as_bytes()) {
            return Err(
                format!("{name} carries the division data of crates/address; only the console may call it").into()
            );
        }
    }
    Ok(())
}

fn size() -> Result<String> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(workspace::web_dist())? {
        bytes += entry?.metadata()?.len();
    }
    Ok(format!("{} KB before compression", bytes / 1000))
}
