//! Labels as a whole: their pictures, their barcodes, their bytes, here and in the browser.

#[path = "it/fields.rs"]
mod fields;
#[path = "it/layout.rs"]
mod layout;
#[path = "it/pages.rs"]
mod pages;
#[path = "it/parity.rs"]
mod parity;
#[path = "it/placed.rs"]
mod placed;
#[path = "it/robust.rs"]
mod robust;
#[path = "it/samples.rs"]
mod samples;
#[path = "it/snapshots.rs"]
mod snapshots;
#[path = "it/templates.rs"]
mod templates;
#[path = "it/warnings.rs"]
mod warnings;
#[path = "it/wires.rs"]
mod wires;

use std::sync::LazyLock;

use label::{Dpi, Font, Label, LabelData, render, standard_template};

static FONT: LazyLock<Font> = LazyLock::new(|| {
    let bytes: &[u8] = include_bytes!("../assets/label-font.ttf");
    Font::from_bytes(bytes).expect("the font of the repository")
});

fn draw(template: &str, data: &LabelData, dpi: Dpi) -> Label {
    render(standard_template(template).expect(template), data, &FONT, dpi).expect(template)
}
