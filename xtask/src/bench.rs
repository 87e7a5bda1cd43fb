//! `cargo xtask bench`: runs the crates' own measurements and makes one table of them.

use std::{fmt::Write, process::Command};

use serde_json::Value;

use crate::{
    Result,
    command::{cargo, command, output, show},
    debian, node, page, service,
    step::{announce, clock},
    tools, workspace,
};

const FILE: &str = "docs/benchmarks.md";

/// One program that measures. Run with `--json` it prints lines
/// `{"name": "…", "figure": 1.5, "unit": "s", "floor": 1.0, "target": "≤ 5 s", "met": true}`, of which `floor`, `target` and `met` may be missing.
struct Bench {
    name: &'static str,
    program: Program,
}

enum Program {
    /// An example of a crate.
    Example(&'static str),
    /// A script of `e2e/`, for what only a browser can show.
    Browser(&'static str),
}

const BENCHES: [Bench; 6] = [
    Bench { name: "address", program: Program::Example("accuracy") },
    Bench { name: "label", program: Program::Example("label-speed") },
    Bench { name: "sheet", program: Program::Example("sheet-speed") },
    Bench { name: "tariff", program: Program::Example("tariff-speed") },
    Bench { name: "service", program: Program::Example("bench") },
    Bench { name: "page", program: Program::Browser("bench.mjs") },
];

pub fn run(args: &[String]) -> Result<()> {
    if let Some(unknown) = args.iter().find(|arg| BENCHES.iter().all(|bench| bench.name != arg.as_str())) {
        let names: Vec<_> = BENCHES.iter().map(|bench| bench.name).collect();
        return Err(format!("no bench {unknown:?}; there are {}", names.join(", ")).into());
    }
    tools::ensure_web()?;
    page::build()?;
    service::build()?;
    let mut rows = Vec::new();
    for bench in BENCHES.iter().filter(|bench| args.is_empty() || args.iter().any(|arg| arg == bench.name)) {
        let mut program = prepared(&bench.program)?;
        announce(&format!("measuring {} …", bench.name));
        let start = std::time::Instant::now();
        let text = output(program.env("YUNDAN_BINARY", workspace::service_binary()))?;
        println!("{} {}", clock(start.elapsed()), bench.name);
        for line in text.lines().filter(|line| line.starts_with('{')) {
            rows.push(row(bench.name, &serde_json::from_str(line)?)?);
        }
    }
    let table = table(&rows)?;
    println!("\n{table}");
    if args.is_empty() {
        std::fs::write(workspace::root().join(FILE), document(&table)?)?;
        println!("written to {FILE}");
    }
    Ok(())
}

/// What to run, with all it needs built and installed.
fn prepared(program: &Program) -> Result<Command> {
    match program {
        Program::Example(example) => {
            // As the tests and the service are built: a package alone would have other features, and everything would be compiled again.
            show(cargo().args(["build", "--release", "--workspace", "--example", example]))?;
            let mut run = command(workspace::target().join("release/examples").join(example));
            run.arg("--json");
            Ok(run)
        }
        Program::Browser(script) => {
            debian::ensure(debian::PRINTERS.iter().chain([&debian::CHROMIUM]))?;
            node::ensure_e2e_packages()?;
            let mut run = command("node");
            run.arg(script).current_dir(workspace::root().join("e2e"));
            Ok(run)
        }
    }
}

fn row(bench: &str, line: &Value) -> Result<[String; 5]> {
    let name = line["name"].as_str().ok_or_else(|| format!("{bench}: a line without a name: {line}"))?;
    let figure = line["figure"].as_f64().ok_or_else(|| format!("{bench}: {name} has no figure"))?;
    let unit = line["unit"].as_str().unwrap_or_default();
    let (floor, ratio) = match line["floor"].as_f64() {
        Some(floor) if floor > 0.0 => (amount(floor, unit), format!("{:.2} ×", figure / floor)),
        _ => ("–".into(), "–".into()),
    };
    let target = match (line["target"].as_str().filter(|target| !target.is_empty()), line["met"].as_bool()) {
        (Some(target), Some(true)) => format!("{target} ✓"),
        (Some(target), Some(false)) => format!("{target} ✗"),
        (Some(target), None) => target.to_owned(),
        (None, _) => "–".into(),
    };
    Ok([format!("{bench}: {name}"), amount(figure, unit), floor, ratio, target])
}

/// Three significant digits are more than a shared machine repeats.
fn amount(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        value if value >= 100.0 => 0,
        value if value >= 10.0 => 1,
        value if value >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.digits$} {unit}").trim_end().to_owned()
}

fn table(rows: &[[String; 5]]) -> Result<String> {
    let mut text =
        String::from("| what | figure | floor in the same run | ratio | target |\n|---|---:|---:|---:|---|\n");
    for row in rows {
        writeln!(text, "| {} |", row.join(" | "))?;
    }
    Ok(text)
}

fn document(table: &str) -> Result<String> {
    let machine = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = machine
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or(": unknown")
        .trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism()?;
    let rust = output(command("rustc").arg("--version"))?;
    Ok(format!(
        "# Benchmarks\n\nRepeat with `cargo xtask bench`; it writes this page. Figures are of one run, on {cores} cores of {cpu}, {}.\n\
         A floor is the least work that could do the same, measured in the same run: the ratio travels between machines, the figure does not.\n\n{table}",
        rust.trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::{row, table};

    #[test]
    fn a_line_becomes_a_row_with_its_ratio() {
        let line = serde_json::json!({"name": "import", "figure": 3.0, "unit": "s", "floor": 1.5, "target": "≤ 5 s", "met": true});
        let row = row("service", &line).unwrap();
        assert_eq!(row, ["service: import", "3.00 s", "1.50 s", "2.00 ×", "≤ 5 s ✓"]);
        assert!(table(&[row]).unwrap().ends_with("| service: import | 3.00 s | 1.50 s | 2.00 × | ≤ 5 s ✓ |\n"));
    }
}
