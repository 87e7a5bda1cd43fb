//! `cargo xtask openapi`: the API document as the service writes it, kept in `docs/openapi.json`.

use crate::{
    Result,
    command::{command, output},
    page, service,
    step::step,
    tools, workspace,
};

const FILE: &str = "docs/openapi.json";

pub fn run(args: &[String]) -> Result<()> {
    let check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("openapi takes only --check".into()),
    };
    step("tools", tools::ensure_web)?;
    step("page", page::build)?;
    step("service", service::build_tested)?;
    step("openapi", || if check { compare() } else { write() })
}

/// Fails when the kept document is not what the built service says.
pub fn compare() -> Result<String> {
    let kept = std::fs::read_to_string(workspace::root().join(FILE)).unwrap_or_default();
    let fresh = document()?;
    if kept == fresh {
        return Ok(format!("{FILE} is true ({} lines)", fresh.lines().count()));
    }
    let scratch = workspace::scratch()?.join("openapi.json");
    std::fs::write(&scratch, fresh)?;
    let diff = command("diff").args(["-u", FILE]).arg(&scratch).output()?;
    let diff = String::from_utf8_lossy(&diff.stdout).lines().take(80).collect::<Vec<_>>().join("\n");
    Err(format!("{FILE} is not what the service says; write it with `cargo xtask openapi`\n{diff}").into())
}

fn write() -> Result<String> {
    let fresh = document()?;
    std::fs::write(workspace::root().join(FILE), &fresh)?;
    Ok(format!("wrote {FILE} ({} lines)", fresh.lines().count()))
}

/// The document in a stable form: keys sorted, two spaces, one end of line.
fn document() -> Result<String> {
    let text = output(command(service::tested_binary("yundan")).arg("openapi"))?;
    let value: serde_json::Value = serde_json::from_str(&text)?;
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}
