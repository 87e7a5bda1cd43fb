//! Logos: PNG to greys, greys to the size of the box, greys to dots. Whole numbers only, so that every machine gets the same dots.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Problem, Problems};
use crate::limits::PICTURE_PIXELS_MAX;
use crate::raster::Raster;
use crate::template::{Dither, Picture};

/// Room for the decoder: four bytes of two a pixel, and its own buffers.
const DECODER_BYTES_MAX: usize = PICTURE_PIXELS_MAX as usize * 10;
const WHITE: u32 = 255;

/// Greys in rows, 0 black to 255 white.
struct Greys {
    width: usize,
    height: usize,
    levels: Vec<u8>,
}

pub(super) fn draw(canvas: &mut Raster, picture: &Picture, problems: &mut Problems) {
    let Some(greys) = decode(picture) else {
        return problems.add(Problem::BadPicture);
    };
    let (room_width, room_height) = (canvas.width_dots() as usize, canvas.height_dots() as usize);
    // The larger factor that fits both ways: width / greys.width against height / greys.height, without fractions.
    let (width, height) = if room_width * greys.height <= room_height * greys.width {
        (room_width, (room_width * greys.height / greys.width).max(1))
    } else {
        ((room_height * greys.width / greys.height).max(1), room_height)
    };
    let mut scaled = scale(&greys, width, height);
    if picture.inverse {
        scaled.levels.iter_mut().for_each(|level| *level = !*level);
    }
    let black = dither(scaled, picture);
    let (left, top) = ((room_width - width) / 2, (room_height - height) / 2);
    for (index, _) in black.iter().enumerate().filter(|(_, black)| **black) {
        canvas.fill((left + index % width) as i32, (top + index / width) as i32, 1, 1);
    }
}

fn decode(picture: &Picture) -> Option<Greys> {
    picture.check().ok()?;
    let file = STANDARD.decode(&picture.png).ok()?;
    let mut decoder =
        png::Decoder::new_with_limits(std::io::Cursor::new(file), png::Limits { bytes: DECODER_BYTES_MAX });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().ok()?;
    let mut bytes = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut bytes).ok()?;
    let (width, height) = (frame.width as usize, frame.height as usize);
    let samples = frame.color_type.samples();
    let levels = bytes.get(..width * height * samples)?.chunks_exact(samples).map(grey).collect();
    Some(Greys { width, height, levels })
}

/// One pixel as grey on white paper (luma of ITU-R BT.601 in 1/256).
fn grey(pixel: &[u8]) -> u8 {
    let (luma, alpha) = match *pixel {
        [grey] => (u32::from(grey), WHITE),
        [grey, alpha] => (u32::from(grey), u32::from(alpha)),
        [red, green, blue] => (luma(red, green, blue), WHITE),
        [red, green, blue, alpha] => (luma(red, green, blue), u32::from(alpha)),
        _ => (WHITE, WHITE),
    };
    ((luma * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE) as u8
}

fn luma(red: u8, green: u8, blue: u8) -> u32 {
    (u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29 + 128) >> 8
}

/// Every dot is the average of the pixels under it, at least one.
fn scale(greys: &Greys, width: usize, height: usize) -> Greys {
    let span = |at: usize, from: usize, to: usize| {
        let start = at * from / to;
        start..((at + 1) * from / to).max(start + 1).min(from)
    };
    let mut levels = Vec::with_capacity(width * height);
    for y in 0..height {
        let rows = span(y, greys.height, height);
        for x in 0..width {
            let columns = span(x, greys.width, width);
            let count = (rows.len() * columns.len()).max(1) as u64;
            let sum: u64 = rows
                .clone()
                .flat_map(|row| &greys.levels[row * greys.width..][columns.clone()])
                .map(|level| u64::from(*level))
                .sum();
            levels.push(((sum + count / 2) / count) as u8);
        }
    }
    Greys { width, height, levels }
}

fn dither(greys: Greys, picture: &Picture) -> Vec<bool> {
    let threshold = i32::from(picture.threshold);
    match picture.dither {
        Dither::Threshold => greys.levels.iter().map(|level| i32::from(*level) < threshold).collect(),
        Dither::FloydSteinberg => floyd_steinberg(&greys, threshold),
        Dither::Ordered => {
            let limit = |index: usize| i32::from(BAYER[index / greys.width % 8][index % greys.width % 8]) * 4 + 2;
            greys.levels.iter().enumerate().map(|(index, level)| i32::from(*level) < limit(index)).collect()
        }
    }
}

/// The order in which the dots of an 8 × 8 square turn white as grey brightens.
const BAYER: [[u8; 8]; 8] = [
    [0, 32, 8, 40, 2, 34, 10, 42],
    [48, 16, 56, 24, 50, 18, 58, 26],
    [12, 44, 4, 36, 14, 46, 6, 38],
    [60, 28, 52, 20, 62, 30, 54, 22],
    [3, 35, 11, 43, 1, 33, 9, 41],
    [51, 19, 59, 27, 49, 17, 57, 25],
    [15, 47, 7, 39, 13, 45, 5, 37],
    [63, 31, 55, 23, 61, 29, 53, 21],
];

/// The error of each dot goes to its neighbours: 7/16 right, 3/16, 5/16 and 1/16 below.
fn floyd_steinberg(greys: &Greys, threshold: i32) -> Vec<bool> {
    let width = greys.width;
    let mut levels: Vec<i32> = greys.levels.iter().map(|level| i32::from(*level)).collect();
    let mut black = vec![false; levels.len()];
    for at in 0..levels.len() {
        let x = at % width;
        black[at] = levels[at] < threshold;
        let error = levels[at] - if black[at] { 0 } else { WHITE as i32 };
        let mut give = |to: usize, share: i32| {
            if let Some(level) = levels.get_mut(to) {
                *level += error * share / 16;
            }
        };
        if x + 1 < width {
            give(at + 1, 7);
            give(at + width + 1, 1);
        }
        if x > 0 {
            give(at + width - 1, 3);
        }
        give(at + width, 5);
    }
    black
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dpi;

    /// A ramp from black to white.
    fn ramp(width: u32, height: u32) -> String {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().unwrap();
        let levels: Vec<u8> = (0..height).flat_map(|_| (0..width).map(|x| (x * 255 / (width - 1)) as u8)).collect();
        writer.write_image_data(&levels).unwrap();
        writer.finish().unwrap();
        STANDARD.encode(bytes)
    }

    fn drawn(picture: &Picture, width: u32, height: u32) -> (Raster, Problems) {
        let mut canvas = Raster::new(width, height, Dpi::D203);
        let mut problems = Problems::default();
        draw(&mut canvas, picture, &mut problems);
        (canvas, problems)
    }

    fn ink(raster: &Raster) -> u32 {
        raster.bits().iter().map(|byte| byte.count_ones()).sum()
    }

    #[test]
    fn half_of_a_ramp_is_black_by_every_way() {
        for dither in [Dither::Threshold, Dither::FloydSteinberg, Dither::Ordered] {
            let picture = Picture { png: ramp(64, 32), dither, threshold: 128, inverse: false };
            let (raster, problems) = drawn(&picture, 128, 64);
            assert!(problems.others.is_empty());
            let share = f64::from(ink(&raster)) / (128.0 * 64.0);
            assert!((0.47..0.53).contains(&share), "{dither:?}: {share}");
            let inverse = drawn(&Picture { inverse: true, ..picture }, 128, 64).0;
            assert!((ink(&inverse) + ink(&raster)).abs_diff(128 * 64) < 300, "{dither:?}");
        }
    }

    #[test]
    fn proportions_stay() {
        let picture = Picture { png: ramp(64, 32), dither: Dither::Threshold, threshold: 255, inverse: false };
        let (raster, _) = drawn(&picture, 64, 64);
        let rows: Vec<u32> = (0..64).filter(|y| raster.row(*y).iter().any(|byte| *byte != 0)).collect();
        assert_eq!((rows.first(), rows.last()), (Some(&16), Some(&47)));
    }

    #[test]
    fn broken_pictures_are_reported() {
        let whole = ramp(64, 32);
        for png in ["", "AAAA", &whole[..60], &whole[4..]] {
            let picture = Picture { png: png.to_owned(), dither: Dither::Threshold, threshold: 128, inverse: false };
            let (raster, problems) = drawn(&picture, 40, 40);
            assert_eq!((problems.others, ink(&raster)), (vec![Problem::BadPicture], 0), "{png}");
        }
    }
}
