//! The web tools: wasm-bindgen, wasm-opt, and cargo-deny. All in `target/tools` unless PATH has the right version.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::{
    Result,
    command::{cargo, command, find, output, quiet},
    node,
    step::announce,
    workspace,
};

/// Must know the wasm features this Rust emits; distributions' copies are often too old.
const BINARYEN: &str = "132.0.0";
const CARGO_DENY: &str = "0.20.2";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Everything a build of the page needs.
pub fn ensure_web() -> Result<String> {
    let mut made = Vec::new();
    made.extend(ensure_wasm_target()?);
    let bindgen = workspace::locked_version("wasm-bindgen")?;
    // Not --locked: its own lock file is older than what today's compilers like.
    made.extend(ensure_crate("wasm-bindgen-cli", "wasm-bindgen", &bindgen, false, "1 to 2 minutes on 2 cores")?);
    made.extend(ensure_wasm_opt()?);
    Ok(if made.is_empty() { "there".into() } else { format!("installed {}", made.join(", ")) })
}

/// The checker of licences, sources and bans.
pub fn ensure_deny() -> Result<String> {
    let made = ensure_crate("cargo-deny", "cargo-deny", CARGO_DENY, true, "several minutes")?;
    Ok(made.unwrap_or_else(|| "there".into()))
}

fn ensure_wasm_target() -> Result<Option<String>> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(None);
    }
    if find("rustup").is_none() {
        return Err(format!("this Rust has no {WASM_TARGET} target and there is no rustup to add it").into());
    }
    announce(&format!("rustup target add {WASM_TARGET} …"));
    quiet("rustup-target", command("rustup").args(["target", "add", WASM_TARGET]))?;
    Ok(Some(WASM_TARGET.into()))
}

/// `cargo install` into `target/tools`, unless the right version is found.
fn ensure_crate(package: &str, binary: &str, version: &str, locked: bool, wait: &str) -> Result<Option<String>> {
    if find(binary).is_some_and(|file| has_version(&file, version)) {
        return Ok(None);
    }
    announce(&format!("cargo install {package} {version} (once, {wait}) …"));
    let mut install = cargo();
    install.args(["install", package, "--version", version, "--force", "--root"]).arg(workspace::tools());
    install.env("CARGO_TARGET_DIR", workspace::root().join("target/tools/build"));
    // The tools' own profiles want the smallest, fastest program; here the wait for it is longer than all it would ever save.
    for (setting, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "1"), ("DEBUG", "0")] {
        install.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
    }
    if locked {
        install.arg("--locked");
    }
    quiet(&format!("install-{binary}"), &mut install)?;
    // What the tool was made of is larger than everything else in the folder.
    let _ = std::fs::remove_dir_all(workspace::root().join("target/tools/build"));
    Ok(Some(format!("{package} {version}")))
}

fn has_version(binary: &Path, version: &str) -> bool {
    output(command(binary).arg("--version")).is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

/// Its releases stand on GitHub, where not every machine may fetch; npm's `binaryen` is the same program for Node.
fn ensure_wasm_opt() -> Result<Option<String>> {
    let wrapper = workspace::tools().join("bin/wasm-opt");
    let script = workspace::tools().join("binaryen/node_modules/binaryen/bin/wasm-opt");
    let major = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    if wrapper.is_file() && has_version(&wrapper, major) {
        return Ok(None);
    }
    node::ensure()?;
    announce(&format!("npm install binaryen {BINARYEN} (once) …"));
    let folder = workspace::tools().join("binaryen");
    std::fs::create_dir_all(&folder)?;
    std::fs::create_dir_all(workspace::tools().join("bin"))?;
    let mut install = command("npm");
    install.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder);
    quiet("install-wasm-opt", install.arg(format!("binaryen@{BINARYEN}")))?;
    std::fs::write(&wrapper, format!("#!/bin/sh\nexec node '{}' \"$@\"\n", script.display()))?;
    std::fs::set_permissions(&wrapper, std::fs::Permissions::from_mode(0o755))?;
    if !has_version(&wrapper, major) {
        return Err(format!("{} does not run", wrapper.display()).into());
    }
    Ok(Some(format!("wasm-opt {major}")))
}
