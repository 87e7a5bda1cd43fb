//! The page: web/ → target/web.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use crate::{
    Result,
    command::{cargo, command, output, quiet},
    stamp::Stamp,
    workspace,
};

/// What the page is made from. Anything else may change without a new build.
const SOURCES: [&str; 9] = [
    "web",
    "shared",
    "crates/units",
    "crates/address",
    "crates/label",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
    "xtask/src/page.rs",
];

/// A module of the page: a binary of `web`, and how it is loaded.
struct Module {
    name: &'static str,
    /// What wasm-bindgen calls the way of loading: `web` is an ES module, `no-modules` a script for a worker.
    target: &'static str,
}

const MODULES: [Module; 4] = [
    Module { name: "web", target: "web" },
    Module { name: "designer", target: "web" },
    Module { name: "console", target: "web" },
    Module { name: "label_worker", target: "no-modules" },
];

/// Starts the label worker: the module's script, then its wasm.
const WORKER_LOADER: (&str, &str) =
    ("label_worker_loader.js", "importScripts(\"/label_worker.js\");wasm_bindgen(\"/label_worker_bg.wasm\");\n");

/// Files that are loaded under their own name, when they are wanted.
const COPIED: [&str; 4] =
    ["web/style/designer.css", "web/style/console.css", "web/workers/clock.js", "crates/label/assets/label-font.ttf"];
/// Folders with the files that `index.html` names.
const NAMED: [&str; 1] = ["web/style"];

const INDEX: &str = "index.html";

/// A county that nothing but the division data names: by it, a module that carries the country is known.
const COUNTY: &str = "积石山保安族东乡族撒拉族自治县";

/// Builds the page unless the one in `target/web` was made from the same sources.
pub fn build() -> Result<String> {
    let stamp = Stamp::of("page", &SOURCES, "")?;
    let dist = workspace::web_dist();
    if stamp.is_fresh()? && dist.join(INDEX).is_file() {
        return Ok("unchanged".into());
    }
    compile()?;
    let made = workspace::scratch()?.join("web");
    empty(&made)?;
    bind(&made)?;
    check_first_load(&made)?;
    assemble(&made)?;
    // Whoever reads the folder meanwhile finds the old page or the new one, never half of one.
    if dist.exists() {
        std::fs::remove_dir_all(&dist)?;
    }
    std::fs::rename(&made, &dist)?;
    stamp.write()?;
    Ok(format!("built into target/web ({} KB before compression)", size(&dist)? / 1000))
}

/// All modules in one call of cargo, so that they are linked beside each other.
fn compile() -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--package", "web", "--bins", "--target", "wasm32-unknown-unknown"]);
    quiet("page", build.args(["--profile", "wasm-release"])).map(drop)
}

/// What wasm-bindgen and wasm-opt make of the modules.
fn bind(made: &Path) -> Result<()> {
    let compiled = workspace::target().join("wasm32-unknown-unknown/wasm-release");
    std::thread::scope(|scope| {
        let bound = MODULES.map(|module| {
            let compiled = compiled.join(module.name).with_extension("wasm");
            scope.spawn(move || bind_module(&module, &compiled, made).map_err(|error| error.to_string()))
        });
        bound.into_iter().try_for_each(|module| match module.join() {
            Ok(done) => done.map_err(Into::into),
            Err(_) => Err("a thread that binds a module panicked".into()),
        })
    })
}

fn bind_module(module: &Module, compiled: &Path, made: &Path) -> Result<()> {
    let mut bindgen = command("wasm-bindgen");
    bindgen.args(["--no-typescript", "--target", module.target, "--out-name", module.name, "--out-dir"]);
    output(bindgen.arg(made).arg(compiled))?;
    let wasm = made.join(format!("{}_bg.wasm", module.name));
    output(command("wasm-opt").arg("-Oz").arg("--output").arg(&wasm).arg(&wasm))?;
    Ok(())
}

/// Puts the other files beside the modules, and the hash of its content into the name of each that `index.html` names: those may
/// be kept by a browser for ever.
fn assemble(made: &Path) -> Result<()> {
    let root = workspace::root();
    std::fs::write(made.join(WORKER_LOADER.0), WORKER_LOADER.1)?;
    for file in COPIED.map(|file| root.join(file)) {
        std::fs::copy(&file, made.join(file.file_name().unwrap_or_default()))?;
    }
    let mut index = std::fs::read_to_string(root.join("web").join(INDEX))?;
    for name in named(&index) {
        let file = std::iter::once(made.to_path_buf())
            .chain(NAMED.map(|folder| root.join(folder)))
            .map(|folder| folder.join(&name))
            .find(|file| file.is_file())
            .ok_or_else(|| format!("{INDEX} names /{name}, which is nowhere"))?;
        let content = std::fs::read(&file)?;
        let hashed = with_hash(&name, &content);
        std::fs::write(made.join(&hashed), content)?;
        if file.starts_with(made) {
            std::fs::remove_file(file)?;
        }
        index = index.replace(&format!("\"/{name}\""), &format!("\"/{hashed}\""));
    }
    Ok(std::fs::write(made.join(INDEX), index)?)
}

/// The files that a document names as `"/name.ending"`, each once.
fn named(index: &str) -> Vec<String> {
    let mut names: Vec<String> = index
        .split('"')
        .filter_map(|part| part.strip_prefix('/'))
        .filter(|name| {
            name.contains('.') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte))
        })
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// `web_bg.wasm` → `web-0123456789abcdef_bg.wasm`, `base.css` → `base-0123456789abcdef.css`.
fn with_hash(name: &str, content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    let (stem, rest) = name.split_at(name.find(['_', '.']).unwrap_or(name.len()));
    format!("{stem}-{:016x}{rest}", hasher.finish())
}

/// The first load has no room for the country's divisions: whatever needs them belongs into a module that is loaded when it is looked at.
fn check_first_load(made: &Path) -> Result<()> {
    let first = made.join("web_bg.wasm");
    if std::fs::read(first)?.windows(COUNTY.len()).any(|bytes| bytes == COUNTY.as_bytes()) {
        return Err("web.wasm carries the division data of crates/address; only the console may call it".into());
    }
    Ok(())
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(std::fs::create_dir_all(folder)?)
}

fn size(folder: &Path) -> Result<u64> {
    let files: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.iter().map(|file| Ok(std::fs::metadata(file)?.len())).sum()
}

#[cfg(test)]
mod tests {
    use super::{named, with_hash};

    #[test]
    fn the_files_a_document_names_are_found_once_and_get_their_hash() {
        let index = r#"<html lang="zh-CN"><link href="/base.css" /><script>import "/web.js"; init("/web_bg.wasm", "/web.js")</script>"#;
        assert_eq!(named(index), ["base.css", "web.js", "web_bg.wasm"]);
        let hashed = with_hash("web_bg.wasm", b"one");
        assert!(hashed.starts_with("web-") && hashed.ends_with("_bg.wasm") && hashed.len() == "web_bg.wasm".len() + 17);
        assert_ne!(hashed, with_hash("web_bg.wasm", b"two"));
    }
}
