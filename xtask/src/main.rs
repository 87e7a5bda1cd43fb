#![doc = include_str!("../README.md")]

mod bench;
mod command;
mod debian;
mod deny;
mod dist;
mod hardware;
mod node;
mod openapi;
mod page;
mod postgres;
mod run;
mod service;
mod stamp;
mod step;
mod test;
mod tools;
mod walls;
mod workspace;

use std::process::ExitCode;

/// Any failure, in words for the person at the terminal.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
cargo xtask run [ARGS…]        build everything and start the demo network (ARGS go to `yundan demo`)
cargo xtask test [--only STEP]… [--keep-going] [--soak] [--list]
                               every test of the project; --soak prints the long run with 20 seeds
cargo xtask test --hardware    the page under a real kernel, in an emulated machine
cargo xtask bench [NAME]…      every benchmark, as a table, written to docs/benchmarks.md
cargo xtask openapi [--check]  write (or compare) docs/openapi.json
cargo xtask deny [--advisories] licences, sources and bans of the dependency tree
cargo xtask dist               the release binary in target/dist";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[] as &[String]),
    };
    let done = match command {
        "run" => run::run(rest),
        "test" => test::run(rest),
        "bench" => bench::run(rest),
        "openapi" => openapi::run(rest),
        "deny" => deny::run(rest),
        "dist" => dist::run(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("no command {other:?}\n\n{HELP}").into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
