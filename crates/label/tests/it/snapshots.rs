//! The accepted pictures of labels, in `tests/snapshots`. A picture that differs is written to `target/label-snapshots`,
//! beside one in which red dots are new and blue dots are gone; accept it by copying it over, or all at once with
//! `UPDATE_SNAPSHOTS=1 cargo test -p label`.

use std::fs;
use std::path::{Path, PathBuf};

use image::{GrayImage, Rgb, RgbImage};
use label::{Dpi, Raster, png, standard_templates};

use crate::parity::target_folder;
use crate::{draw, samples};

#[test]
fn labels_look_as_accepted() {
    let mut problems = Vec::new();
    let mut seen = Vec::new();
    for template in standard_templates() {
        for (sample, data) in &samples::all() {
            for dpi in Dpi::ALL {
                // Finer dots show the same layout; they are kept where most labels are printed.
                if dpi != Dpi::D203 && (*sample != "usual" || template.id != "standard-76x130") {
                    continue;
                }
                let name = format!("{}-{}-{sample}.png", template.id, dpi.dots_per_inch());
                problems.extend(compare(&name, &draw(&template.id, data, dpi).raster));
                seen.push(name);
            }
        }
    }
    let stale =
        fs::read_dir(folder()).expect("the folder of snapshots").map(|entry| entry.expect("an entry").file_name());
    problems.extend(
        stale
            .filter(|name| !seen.iter().any(|seen| **seen == **name))
            .map(|name| format!("{name:?} belongs to no label")),
    );
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn compare(name: &str, raster: &Raster) -> Option<String> {
    let accepted = folder().join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&accepted, png(raster)).expect("writing a snapshot");
        return None;
    }
    let before = image::open(&accepted).ok().map(|image| image.to_luma8());
    let now = image::load_from_memory(&png(raster)).expect("our own PNG").to_luma8();
    if before.as_ref() == Some(&now) {
        return None;
    }
    let beside = target_folder().join("label-snapshots");
    fs::create_dir_all(&beside).expect("a folder in target");
    fs::write(beside.join(name), png(raster)).expect("writing the new picture");
    let changes = before.map(|before| difference(&before, &now));
    if let Some(changes) = changes {
        changes.save(beside.join(format!("changed-{name}"))).expect("writing the difference");
    }
    Some(format!("{name} is not as accepted: see {}", beside.join(name).display()))
}

fn difference(before: &GrayImage, now: &GrayImage) -> RgbImage {
    let (width, height) = (before.width().max(now.width()), before.height().max(now.height()));
    let black = |image: &GrayImage, x: u32, y: u32| image.get_pixel_checked(x, y).is_some_and(|pixel| pixel[0] < 128);
    RgbImage::from_fn(width, height, |x, y| match (black(before, x, y), black(now, x, y)) {
        (false, false) => Rgb([255, 255, 255]),
        (true, true) => Rgb([150, 150, 150]),
        (false, true) => Rgb([220, 0, 0]),
        (true, false) => Rgb([0, 0, 220]),
    })
}
