//! Every standard template in every language, one of them at every resolution, as text that must be the same natively and in wasm.
//!
//! Natively it is printed. In wasm there is no output, so the text stays in memory between marks, where the node script
//! of the test finds it.

#[path = "../samples.rs"]
mod samples;

use std::fmt::Write as _;

use label::{Dpi, Font, Language, PrintOptions, ZplCompression, encode, encode_label, render, standard_templates};

fn main() -> Result<(), label::RenderError> {
    let text = outputs()?;
    if cfg!(target_family = "wasm") {
        std::hint::black_box(String::leak(format!("<<<parity\n{text}>>>")));
    } else {
        print!("{text}");
    }
    Ok(())
}

/// A line for each output: name and bytes in hexadecimal.
fn outputs() -> Result<String, label::RenderError> {
    let mut text = String::new();
    for template in standard_templates() {
        for dpi in Dpi::ALL {
            // Sheets and finer dots take long to write down, and differ in nothing but how many dots they have.
            if dpi != Dpi::D203 && template.id != "standard-76x130" {
                continue;
            }
            for (name, data) in samples::all() {
                if template.id.ends_with("-a4") && name != "usual" {
                    continue;
                }
                let label = render(template, &data, Font::embedded(), dpi)?;
                let paper = PrintOptions::for_paper(template.paper);
                let mut add = |what: &str, bytes: &[u8]| {
                    let _ = write!(text, "{} {} {name} {what} ", template.id, dpi.dots_per_inch());
                    for byte in bytes {
                        let _ = write!(text, "{byte:02x}");
                    }
                    text.push('\n');
                };
                add("dots", label.raster.bits());
                // What the languages add to the dots does not depend on how many they are.
                if dpi == Dpi::D203 && name == "usual" {
                    for language in Language::ALL {
                        add(language.name(), &encode(&label.raster, language, &paper));
                    }
                    let z64 = PrintOptions { zpl_compression: ZplCompression::Z64, ..paper.clone() };
                    add("zpl-z64", &encode(&label.raster, Language::Zpl, &z64));
                    let native = PrintOptions { native: true, ..paper };
                    add("zpl-native", &encode_label(&label, Language::Zpl, &native));
                    add("pdf", &label::pdf([&label]));
                    add("svg", label::svg(&label).as_bytes());
                } else {
                    add("zpl", &encode(&label.raster, Language::Zpl, &paper));
                }
            }
        }
    }
    Ok(text)
}
