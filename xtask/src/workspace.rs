//! Where things are.

use std::path::{Path, PathBuf};

use crate::Result;

/// The repository's root.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Cargo's output folder, which a user may have moved.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Tools this project needs beside Rust and Node; never outside the repository.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// The built page, which the service embeds.
pub fn web_dist() -> PathBuf {
    root().join("target/web")
}

/// Logs, stamps and other leftovers of this program.
pub fn scratch() -> Result<PathBuf> {
    let folder = root().join("target/xtask");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The service's release binary.
pub fn service_binary() -> PathBuf {
    target().join("release/yundan")
}

/// The version `Cargo.lock` holds for `package`; the highest when there are several.
pub fn locked_version(package: &str) -> Result<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))?;
    find_version(&lock, package).ok_or_else(|| format!("Cargo.lock does not hold {package}").into())
}

fn find_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut versions = Vec::new();
    let mut lines = lock.lines();
    while let Some(line) = lines.next() {
        if line == name {
            let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
            versions.push(version.to_owned());
        }
    }
    versions.into_iter().max_by_key(|version| numbers(version))
}

fn numbers(version: &str) -> Vec<u64> {
    version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::find_version;

    #[test]
    fn locked_version_is_the_highest_of_the_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.99\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(find_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(find_version(lock, "wasm"), None);
    }
}
