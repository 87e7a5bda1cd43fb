//! Every standard template with usual, long, odd and bare data as PNG, to be looked at:
//! `cargo run --release -p label --example pictures FOLDER [DPI]`.

#[path = "../tests/it/samples.rs"]
mod samples;

use std::error::Error;
use std::path::Path;

use label::{Dpi, Font};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("which folder?")?;
    let dpi = arguments.next().map_or(Ok(203), |dpi| dpi.parse::<u16>())?;
    std::fs::create_dir_all(&folder)?;
    let font = Font::from_bytes(std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/label-font.ttf"))?)?;
    for template in label::standard_templates() {
        for (name, data) in samples::all() {
            for (page, label) in label::label_pages(template, &data, &font, Dpi::try_from(dpi)?)?.take(2).enumerate() {
                let label = label?;
                let file = format!("{}-{dpi}-{name}-{}.png", template.id, page + 1);
                std::fs::write(Path::new(&folder).join(&file), label::png(&label.raster))?;
                println!("{file}: {:?}", label.warnings);
            }
        }
    }
    Ok(())
}
