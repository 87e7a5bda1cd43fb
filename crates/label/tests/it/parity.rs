//! The browser's bytes are the service's bytes.
//!
//! Builds `tests/it/parity/program.rs` natively and for wasm32 (into target folders of their own, so that this never waits for
//! the build that runs it), runs the wasm in node, and compares the SHA-256 of every output.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

#[test]
fn wasm_and_native_give_the_same_bytes() {
    let folder = target_folder().join("label-parity");
    let build = |extra: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "label",
            "--bin",
            "label-parity",
            "--features",
            "embedded-font",
        ]);
        run(command.args(extra).arg("--target-dir").arg(&folder).current_dir(env!("CARGO_MANIFEST_DIR")));
    };
    build(&["--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]);
    build(&[]);

    let native = run(&mut Command::new(folder.join("debug/label-parity")));
    let native: Vec<String> = native.lines().map(digest_line).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/parity/digest.mjs");
    let wasm = folder.join("wasm32-unknown-unknown/wasm-release/label-parity.wasm");
    let browser = run(Command::new("node").arg(script).arg(wasm));
    let browser: Vec<&str> = browser.lines().collect();

    assert!(native.len() > 40, "{} outputs", native.len());
    assert_eq!(native, browser);
}

/// `name hex` to `name SHA-256`.
fn digest_line(line: &str) -> String {
    let (name, hex) = line.rsplit_once(' ').expect("a name and bytes");
    let digit = |byte: u8| (byte as char).to_digit(16).expect("hexadecimal") as u8;
    let bytes: Vec<u8> = hex.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect();
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{name} {hash}")
}

fn run(command: &mut Command) -> String {
    let shown = format!("{command:?}");
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{shown}: {error}; node and rustup's wasm32-unknown-unknown target are needed"));
    assert!(output.status.success(), "{shown}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The folder of the running build: …/target/debug/deps/it-… → …/target.
pub fn target_folder() -> PathBuf {
    let own = std::env::current_exe().expect("a test has a file");
    own.ancestors().nth(3).expect("target/profile/deps").to_owned()
}
