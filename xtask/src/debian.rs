//! System packages of a Debian-like machine: installed where that is allowed, named where it is not.

use std::path::Path;

use crate::{
    Result,
    command::{command, output, quiet},
    step::announce,
};

/// One need, and the Debian package that meets it.
pub struct Need {
    pub package: &'static str,
    /// A file of the package; `*` stands for one folder name.
    pub proof: &'static str,
}

pub const CHROMIUM: Need = Need { package: "chromium", proof: "/usr/bin/chromium" };
pub const FIREFOX: Need = Need { package: "firefox-esr", proof: "/usr/bin/firefox-esr" };
pub const POSTGRESQL: Need = Need { package: "postgresql", proof: "/usr/lib/postgresql/*/bin/initdb" };
/// What the virtual printers and the judges of the end-to-end tests stand on.
pub const PRINTERS: [Need; 5] = [
    Need { package: "umockdev", proof: "/usr/bin/umockdev-run" },
    Need { package: "gir1.2-umockdev-1.0", proof: "/usr/lib/*/girepository-1.0/UMockdev-1.0.typelib" },
    Need { package: "python3-gi", proof: "/usr/lib/python3/dist-packages/gi/__init__.py" },
    Need { package: "fonts-noto-cjk", proof: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc" },
    Need { package: "zbar-tools", proof: "/usr/bin/zbarimg" },
];

/// Installs what is missing; says the exact command if it may not.
pub fn ensure<'a>(needs: impl IntoIterator<Item = &'a Need>) -> Result<String> {
    let missing: Vec<&str> = needs.into_iter().filter(|need| !is_there(need.proof)).map(|need| need.package).collect();
    if missing.is_empty() {
        return Ok("there".into());
    }
    let list = missing.join(" ");
    let by_hand = format!(
        "these Debian packages are missing; run:\n\n    sudo apt-get update && sudo apt-get install -y {list}\n"
    );
    let Some(sudo) = privilege() else {
        return Err(by_hand.into());
    };
    announce(&format!("installing {list} …"));
    let run = |words: &[&str], log: &str| {
        let mut all = sudo.clone();
        all.extend(words.iter().map(|word| (*word).to_owned()));
        quiet(log, command(&all[0]).args(&all[1..]).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    run(&["apt-get", "update"], "apt-update").map_err(|error| format!("{error}\n\n{by_hand}"))?;
    let mut install = vec!["apt-get", "install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    run(&install, "apt-install").map_err(|error| format!("{error}\n\n{by_hand}"))?;
    Ok(format!("installed {list}"))
}

/// The words before a command that needs root; nothing if this is root, `None` if it may not.
fn privilege() -> Option<Vec<String>> {
    if !Path::new("/usr/bin/apt-get").exists() {
        return None;
    }
    if is_root() {
        return Some(vec!["env".into()]);
    }
    let asks_nothing = output(command("sudo").args(["-n", "true"])).is_ok();
    asks_nothing.then(|| vec!["sudo".into(), "-n".into(), "-E".into()])
}

/// True for user id 0.
pub fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The newest file that fits a pattern in which `*` stands for one folder name.
pub fn newest(pattern: &str) -> Option<std::path::PathBuf> {
    let Some((before, after)) = pattern.split_once("/*/") else {
        return Some(pattern.into()).filter(|file: &std::path::PathBuf| file.exists());
    };
    let mut found: Vec<_> = std::fs::read_dir(before)
        .ok()?
        .flatten()
        .map(|entry| entry.path().join(after))
        .filter(|file| file.exists())
        .collect();
    found.sort();
    found.pop()
}

fn is_there(pattern: &str) -> bool {
    newest(pattern).is_some()
}
