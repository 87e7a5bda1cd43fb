//! `cargo xtask test`: every test of the project. CI runs this and nothing else.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{
    Result,
    command::{cargo, command, quiet},
    debian, deny, hardware, node, openapi, page,
    postgres::Cluster,
    service,
    step::Report,
    tools, walls, workspace,
};

/// One profile for everything that runs on this machine, so that each dependency is compiled once.
const HOST: [&str; 3] = ["--workspace", "--profile", service::TESTED];
/// Without the examples, which clippy reads and nothing here runs.
const TESTS: [&str; 3] = ["--lib", "--bins", "--tests"];
/// What the page is built with; clippy shares its build scripts and macros.
const PAGE: [&str; 6] = ["--package", "web", "--target", "wasm32-unknown-unknown", "--profile", "wasm-release"];
/// Crates whose tests run against both databases.
const ON_BOTH_DATABASES: [&str; 2] = ["store", "yundan"];

/// Seeds of the long printing run of a usual test, and with `--soak`.
const SEEDS: u32 = 1;
const SOAK_SEEDS: u32 = 20;
static SOAK: AtomicBool = AtomicBool::new(false);

struct Step {
    name: &'static str,
    about: &'static str,
    /// Names of the steps without which this one cannot run.
    needs: &'static [&'static str],
    run: fn() -> Result<String>,
}

const STEPS: [Step; 17] = [
    Step { name: "fmt", about: "rustfmt has nothing to change", needs: &[], run: fmt },
    Step { name: "packages", about: "Debian packages the tests need", needs: &[], run: packages },
    Step { name: "tools", about: "wasm-bindgen, wasm-opt", needs: &[], run: tools::ensure_web },
    Step { name: "npm", about: "npm packages of e2e/", needs: &[], run: node::ensure_e2e_packages },
    Step { name: "page", about: "web/ built into target/web", needs: &["tools"], run: page::build },
    Step { name: "clippy", about: "no warning in any crate", needs: &["page"], run: clippy },
    Step { name: "clippy-web", about: "no warning in the page", needs: &["tools"], run: clippy_web },
    Step { name: "walls", about: "who may know whom", needs: &["tools"], run: walls::check },
    Step { name: "unit", about: "cargo test, on SQLite", needs: &["packages", "page"], run: unit },
    // The step `packages` installs zbar, so its reading of the barcodes is no option here.
    Step {
        name: "judges",
        about: "labels as programs of others draw and read them",
        needs: &["packages"],
        run: judges,
    },
    Step {
        name: "postgres",
        about: "the store's and the service's tests on PostgreSQL",
        needs: &["packages", "page"],
        run: postgres,
    },
    Step { name: "service", about: "the binary the journeys run", needs: &["page"], run: service::build_tested },
    Step { name: "openapi", about: "docs/openapi.json is true", needs: &["service"], run: openapi::compare },
    Step {
        name: "e2e",
        about: "the journeys in Chromium with virtual printers",
        needs: &["packages", "npm", "service"],
        run: e2e,
    },
    Step { name: "firefox", about: "a smoke run in Firefox", needs: &["packages", "npm", "service"], run: firefox },
    Step { name: "deny", about: "licences, bans, sources", needs: &[], run: check_tree },
    Step {
        name: HARDWARE,
        about: "the page under a real kernel, in an emulated machine (only with --hardware)",
        needs: &["packages", "npm", "service"],
        run: hardware::run,
    },
];
/// Minutes of emulation and a kernel to download: run when it is asked for.
const HARDWARE: &str = "hardware";

pub fn run(args: &[String]) -> Result<()> {
    let mut only = Vec::new();
    let mut keep_going = false;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--only" => only.push(args.next().ok_or("--only needs a step")?.as_str()),
            "--keep-going" => keep_going = true,
            "--hardware" => only.push(HARDWARE),
            "--soak" => SOAK.store(true, Ordering::Relaxed),
            "--list" => return list(),
            other => {
                let takes = "--only STEP, --hardware, --keep-going, --soak, --list";
                return Err(format!("test does not know {other:?}; it takes {takes}").into());
            }
        }
    }
    let chosen = choose(&only)?;
    let mut report = Report::default();
    let mut failed: Vec<&str> = Vec::new();
    for step in STEPS.iter().filter(|step| chosen.contains(&step.name)) {
        if step.needs.iter().any(|need| failed.contains(need)) {
            let words = format!("not run, it needs {}", step.needs.join(", "));
            report.step(step.name, || Err(words.into()));
            failed.push(step.name);
        } else if !report.step(step.name, step.run) {
            failed.push(step.name);
            if !keep_going {
                break;
            }
        }
    }
    report.finish()
}

fn list() -> Result<()> {
    for step in &STEPS {
        println!("{:<11} {}", step.name, step.about);
    }
    Ok(())
}

/// The chosen steps and all they need; every step but the one for real kernels if none is chosen.
fn choose(only: &[&str]) -> Result<Vec<&'static str>> {
    let mut chosen = Vec::new();
    let mut open: Vec<&str> = if only.is_empty() {
        STEPS.iter().map(|step| step.name).filter(|name| *name != HARDWARE).collect()
    } else {
        only.to_vec()
    };
    while let Some(name) = open.pop() {
        let step =
            STEPS.iter().find(|step| step.name == name).ok_or_else(|| format!("no step {name:?}; see --list"))?;
        if !chosen.contains(&step.name) {
            chosen.push(step.name);
            open.extend(step.needs);
        }
    }
    Ok(chosen)
}

fn fmt() -> Result<String> {
    quiet("fmt", cargo().args(["fmt", "--all", "--check"]))?;
    Ok("clean".into())
}

fn packages() -> Result<String> {
    debian::ensure(debian::PRINTERS.iter().chain([&debian::CHROMIUM, &debian::FIREFOX, &debian::POSTGRESQL]))
}

fn clippy() -> Result<String> {
    quiet("clippy", cargo().arg("clippy").args(HOST).args(["--all-targets", "--", "-D", "warnings"]))?;
    Ok("clean".into())
}

fn clippy_web() -> Result<String> {
    quiet("clippy-web", cargo().arg("clippy").args(PAGE).args(["--", "-D", "warnings"]))?;
    Ok("clean".into())
}

fn unit() -> Result<String> {
    let tests = quiet("unit", cargo().arg("test").args(HOST).args(TESTS))?.text()?;
    let documents = quiet("unit-doc", cargo().arg("test").args(HOST).arg("--doc"))?.text()?;
    count(&(tests + &documents))
}

/// The programs that judge our labels have a workspace of their own; what they share with this one is compiled once.
fn judges() -> Result<String> {
    let mut judges = cargo();
    judges.args(["test", "--profile", service::TESTED, "--locked"]);
    judges.args(["--manifest-path", "crates/label/judges/Cargo.toml"]);
    let logged = quiet("judges", judges.env("CARGO_TARGET_DIR", workspace::target()).env("YUNDAN_NEEDS_ZBAR", "1"))?;
    count(&logged.text()?)
}

/// Runs the test binaries the `unit` step built, so nothing is compiled again for the second database.
fn postgres() -> Result<String> {
    let built = quiet(
        "postgres-build",
        cargo().arg("test").args(HOST).args(TESTS).args(["--no-run", "--message-format", "json"]),
    )?;
    let mut binaries = Vec::new();
    for line in built.text()?.lines().filter(|line| line.starts_with('{')) {
        binaries.extend(test_binary(&serde_json::from_str(line)?));
    }
    if binaries.is_empty() {
        return Err(format!("no test binaries of {}", ON_BOTH_DATABASES.join(", ")).into());
    }
    let cluster = Cluster::start()?;
    let mut text = String::new();
    for (folder, binary) in binaries {
        let mut run = command(&binary);
        run.current_dir(&folder).env("CARGO_MANIFEST_DIR", &folder).env("YUNDAN_TEST_DATABASE_URL", &cluster.url);
        text += &quiet("postgres", &mut run)?.text()?;
    }
    count(&text)
}

/// The package's folder and the test binary of one line of cargo's report, if it is one that needs a database.
fn test_binary(line: &serde_json::Value) -> Option<(PathBuf, PathBuf)> {
    let manifest = PathBuf::from(line["manifest_path"].as_str()?);
    let is_test = line["profile"]["test"].as_bool()?;
    let package = line["package_id"].as_str()?;
    let wanted = ON_BOTH_DATABASES
        .iter()
        .any(|name| package.contains(&format!("/{name}#")) || package.contains(&format!("#{name}@")));
    (is_test && wanted).then_some((manifest.parent()?.to_path_buf(), PathBuf::from(line["executable"].as_str()?)))
}

fn e2e() -> Result<String> {
    let mut run = command("npx");
    run.args(["--no-install", "playwright", "test"]).current_dir(workspace::root().join("e2e"));
    run.env("YUNDAN_BINARY", service::tested_binary("yundan"));
    run.env("FAKE_ZTO_BINARY", service::tested_binary("fake-zto"));
    let seeds = if SOAK.load(Ordering::Relaxed) { SOAK_SEEDS } else { SEEDS };
    let seeds = (1..=seeds).map(|seed| seed.to_string()).collect::<Vec<_>>().join(",");
    run.env("YUNDAN_SOAK_SEEDS", seeds);
    let text = quiet("e2e", &mut run)?.text()?;
    let flaky = text.lines().find(|line| line.trim().ends_with(" flaky")).map(|line| format!(", {}", line.trim()));
    let passed = text.lines().rev().find(|line| line.contains(" passed")).unwrap_or_default().trim().to_owned();
    Ok(passed + &flaky.unwrap_or_default())
}

fn firefox() -> Result<String> {
    let mut run = command("node");
    run.arg("firefox/smoke.mjs").current_dir(workspace::root().join("e2e"));
    let text = quiet("firefox", run.env("YUNDAN_BINARY", service::tested_binary("yundan")))?.text()?;
    Ok(text.lines().last().unwrap_or_default().to_owned())
}

fn check_tree() -> Result<String> {
    tools::ensure_deny()?;
    deny::check()
}

/// Sums cargo's `test result:` lines. No test at all is a failure, not a success.
fn count(text: &str) -> Result<String> {
    let mut passed = 0;
    let mut ignored = 0;
    for line in text.lines().filter_map(|line| line.strip_prefix("test result: ok. ")) {
        for part in line.split("; ") {
            match part.split_once(' ') {
                Some((number, "passed")) => passed += number.parse::<u32>()?,
                Some((number, "ignored")) => ignored += number.parse::<u32>()?,
                _ => {}
            }
        }
    }
    match (passed, ignored) {
        (0, _) => Err("no test ran".into()),
        (passed, 0) => Ok(format!("{passed} tests passed")),
        (passed, ignored) => Ok(format!("{passed} tests passed, {ignored} ignored")),
    }
}

#[cfg(test)]
mod tests {
    use super::{HARDWARE, STEPS, choose, count, test_binary};

    #[test]
    fn a_step_brings_what_it_needs_and_needs_stand_before_it() {
        let chosen = choose(&["e2e"]).unwrap();
        for name in ["tools", "page", "service", "npm", "packages", "e2e"] {
            assert!(chosen.contains(&name), "{name} of {chosen:?}");
        }
        assert!(!chosen.contains(&"clippy"));
        for (at, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(STEPS[..at].iter().any(|before| before.name == *need), "{} before {need}", step.name);
            }
        }
        assert!(choose(&["no-such-step"]).is_err());
        assert!(!choose(&[]).unwrap().contains(&HARDWARE));
    }

    #[test]
    fn results_are_summed_and_nothing_is_a_failure() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                    test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        assert_eq!(count(text).unwrap(), "7 tests passed, 1 ignored");
        assert!(count("").is_err());
    }

    #[test]
    fn only_test_binaries_of_the_database_crates_are_run_twice() {
        let line = |id: &str, test: bool| serde_json::json!({"package_id": id, "manifest_path": "/x/crates/store/Cargo.toml", "profile": {"test": test}, "executable": "/t/store-1"});
        assert!(test_binary(&line("path+file:///x/crates/store#0.1.0", true)).is_some());
        assert!(test_binary(&line("path+file:///x/api#yundan@0.1.0", true)).is_some());
        assert!(test_binary(&line("path+file:///x/crates/store#0.1.0", false)).is_none());
        assert!(test_binary(&line("path+file:///x/crates/label#0.1.0", true)).is_none());
    }
}
