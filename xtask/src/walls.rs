//! Who may know whom: what the page's crates may not have in their tree.

use crate::{
    Result,
    command::{cargo, output, quiet},
};

/// Crates that run in the browser.
const BROWSER_CRATES: [&str; 3] = ["shared", "label", "address"];
/// Starts of names that belong to the server alone.
const SERVER_ONLY: [&str; 8] = ["actix", "sea-", "sqlx", "tokio", "hyper", "rusqlite", "libsqlite3-sys", "store "];
/// The domain must not know the API's types, or a new field there would touch it.
const DOMAIN_CRATES: [&str; 7] = ["units", "label", "tariff", "address", "sheet", "carrier", "payment"];

/// Builds the browser's crates for wasm32 and looks through their trees.
pub fn check() -> Result<String> {
    for package in BROWSER_CRATES {
        let tree = tree(package, Some("wasm32-unknown-unknown"))?;
        forbid(package, &tree, &SERVER_ONLY)?;
    }
    for package in DOMAIN_CRATES {
        forbid(package, &tree(package, None)?, &["shared ", "actix", "sea-", "sqlx"])?;
    }
    let mut build = cargo();
    build.args(["build", "--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]);
    for package in BROWSER_CRATES {
        build.args(["--package", package]);
    }
    quiet("walls", &mut build)?;
    Ok(format!("{} build for wasm32, nothing of the server in them", BROWSER_CRATES.join(", ")))
}

fn tree(package: &str, target: Option<&str>) -> Result<String> {
    let mut tree = cargo();
    tree.args(["tree", "--package", package, "--edges", "normal", "--prefix", "none"]);
    if let Some(target) = target {
        tree.args(["--target", target]);
    }
    output(&mut tree)
}

fn forbid(package: &str, tree: &str, forbidden: &[&str]) -> Result<()> {
    // The first line is the package itself.
    for line in tree.lines().skip(1) {
        if let Some(start) = forbidden.iter().find(|start| line.starts_with(**start)) {
            return Err(format!("{package} must not depend on {}* but has {line}", start.trim_end()).into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::forbid;

    #[test]
    fn a_server_crate_in_the_tree_is_named() {
        let tree = "label v0.1.0 (/x)\nserde v1.0\nactix-web v4.18.0\n";
        let error = forbid("label", tree, &["actix"]).unwrap_err().to_string();
        assert!(error.contains("actix-web v4.18.0"), "{error}");
        assert!(forbid("label", "label v0.1.0\nserde v1.0\n", &["actix"]).is_ok());
    }
}
