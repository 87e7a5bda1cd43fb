//! Labels a second and bytes on the wire: `cargo run --release -p label --example label-speed [-- --json]`.

#[path = "../../tests/it/samples.rs"]
#[expect(dead_code, reason = "the tests use more of them")]
mod samples;

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use label::{Dpi, Font, Label, LabelData, Language, PrintOptions, Template, ZplCompression, encode, render};

/// Long enough for a steady figure.
const MEASURED: Duration = Duration::from_millis(1_500);

fn main() -> Result<(), Box<dyn Error>> {
    let font = Font::from_bytes(std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/label-font.ttf"))?)?;
    for template in label::standard_templates() {
        for dpi in [Dpi::D203, Dpi::D300] {
            let per_second = natively(template, dpi, &font)?;
            let name = format!("{} at {} dpi to ZPL, native", template.id, dpi.dots_per_inch());
            // The target is for the usual label; larger paper and finer print are shown beside it.
            let is_usual = template.id == "standard-76x130" && dpi == Dpi::D203;
            let target = if is_usual { "≥ 500/s on one core" } else { "" };
            print(&name, per_second, "/s", target, per_second >= 500.0);
        }
    }
    let per_second = in_wasm()?;
    print("standard-76x130 at 203 dpi to ZPL, wasm in node", per_second, "/s", "≥ 150/s", per_second >= 150.0);
    let template = label::standard_template("standard-76x130").ok_or("no template")?;
    let label = render(template, &samples::usual(), &font, Dpi::D203)?;
    let paper = PrintOptions::for_paper(template.paper);
    for language in Language::ALL {
        let bytes = encode(&label.raster, language, &paper).len() as f64;
        let name = format!("standard-76x130 at 203 dpi on the wire, {}", language.name());
        if language == Language::Zpl {
            print(&name, bytes, "bytes", "≤ 10 KB", bytes <= 10_240.0);
        } else {
            print(&name, bytes, "bytes", "", true);
        }
    }
    let z64 = PrintOptions { zpl_compression: ZplCompression::Z64, ..paper };
    let bytes = encode(&label.raster, Language::Zpl, &z64).len() as f64;
    print("standard-76x130 at 203 dpi on the wire, zpl as Z64", bytes, "bytes", "≤ 6 KB", bytes <= 6_144.0);
    Ok(())
}

fn print(name: &str, figure: f64, unit: &str, target: &str, met: bool) {
    if std::env::args().any(|arg| arg == "--json") {
        let target =
            if target.is_empty() { String::new() } else { format!(", \"target\": \"{target}\", \"met\": {met}") };
        println!("{{\"name\": \"{name}\", \"figure\": {figure:.1}, \"unit\": \"{unit}\"{target}}}");
    } else {
        println!("{name}: {figure:.0} {unit} {target}");
    }
}

/// Drawn and encoded a second, on one core.
fn natively(template: &Template, dpi: Dpi, font: &Font) -> Result<f64, label::RenderError> {
    let options = PrintOptions::for_paper(template.paper);
    let draw = |number: u64| -> Result<Label, label::RenderError> { render(template, &numbered(number), font, dpi) };
    let start = Instant::now();
    let mut drawn = 0;
    while start.elapsed() < MEASURED {
        std::hint::black_box(encode(&draw(drawn)?.raster, Language::Zpl, &options));
        drawn += 1;
    }
    Ok(drawn as f64 / start.elapsed().as_secs_f64())
}

fn numbered(number: u64) -> LabelData {
    LabelData { waybill_no: format!("YD731{:010}", 426 + number), ..samples::usual() }
}

/// Builds `many.rs` for wasm32 as the page is built, and has node time it.
fn in_wasm() -> Result<f64, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = folder.join("../../target/label-speed");
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--locked", "--package", "label", "--bin", "label-many"]);
    build.args(["--features", "embedded-font", "--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]);
    text(build.arg("--target-dir").arg(&target).current_dir(folder))?;
    let wasm = target.join("wasm32-unknown-unknown/wasm-release/label-many.wasm");
    Ok(text(Command::new("node").arg(folder.join("examples/label-speed/time.mjs")).arg(wasm))?.trim().parse()?)
}

fn text(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?}\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
