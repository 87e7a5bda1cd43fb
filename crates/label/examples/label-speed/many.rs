//! Two hundred labels to ZPL, nothing printed: what `speed` times in wasm.

#[path = "../../tests/it/samples.rs"]
#[expect(dead_code, reason = "the tests use more of them")]
mod samples;

use label::{Dpi, Font, LabelData, Language, PrintOptions, encode, render};

const LABELS: u32 = 200;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let template = label::standard_template("standard-76x130").ok_or("no template")?;
    let options = PrintOptions::for_paper(template.paper);
    for number in 0..LABELS {
        let data = LabelData { waybill_no: format!("YD731{number:010}"), ..samples::usual() };
        let label = render(template, &data, Font::embedded(), Dpi::D203)?;
        std::hint::black_box(encode(&label.raster, Language::Zpl, &options));
    }
    Ok(())
}
