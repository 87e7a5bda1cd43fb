//! A picture of four characters that a person reads and a program hardly does. It is asked for only where guessing goes on, and who cannot
//! see it signs in by a code instead.
//!
//! Nothing is kept of a captcha until it is answered: its id is the answer itself, sealed.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, TimeDelta, Utc};
use image::{GrayImage, Luma};
use label::{Dpi, Font, LabelData, Raster, Template};
use shared::{
    auth::{Captcha, CaptchaAnswer},
    limits::{ADDRESS_CAPTCHAS_MAX, CAPTCHA_CHARS, CAPTCHA_MIN},
};
use store::Origin;
use uuid::Uuid;

use crate::app::{App, AppError, Words, door};

/// No two of these are taken for each other, in print or by ear.
const ALPHABET: &[u8] = b"ACDEFHJKMNPQRTUWXY34679";
const SEALED_AS: &str = "captcha";
const WIDTH_MM: f64 = 24.0;
const HEIGHT_MM: f64 = 9.0;
/// Letters are this high: at the most, the widest (W) still fits its place, for a letter that does not is not drawn at all.
const LEAST_SIZE_MM: f64 = 5.2;
const MOST_SIZE_MM: f64 = 6.0;
/// How far a letter is moved to the right at most.
const MOVED_MM: f64 = 0.8;
const LINES: usize = 3;
/// Of a hundred dots so many are spots.
const SPOTS_PERCENT: u32 = 3;
/// An id is no longer than this.
const ID_CHARS_MAX: usize = 200;

pub async fn issue(app: &App, origin: &Origin) -> Result<Captcha, AppError> {
    door::admit_address(app, "captchas", origin, ADDRESS_CAPTCHAS_MAX, door::window()).await?;
    let mut dice = Dice::new()?;
    let answer: String = (0..CAPTCHA_CHARS).map(|_| char::from(ALPHABET[dice.below(ALPHABET.len())])).collect();
    let until = app.now() + TimeDelta::minutes(i64::from(CAPTCHA_MIN));
    let sealed = [app.id().as_bytes().as_slice(), &until.timestamp().to_be_bytes(), answer.as_bytes()].concat();
    let id = URL_SAFE_NO_PAD.encode(app.store.keys().seal(Uuid::nil(), SEALED_AS, &sealed)?);
    let png = encode(&distorted(&drawn(&answer, app.font, &mut dice)?, &mut dice))?;
    let image = format!("data:image/png;base64,{}", STANDARD.encode(png));
    Ok(Captcha { id, image, expires_in_s: CAPTCHA_MIN * 60 })
}

pub fn required() -> AppError {
    AppError::Unacceptable {
        code: "captcha_required",
        words: Words::new("请输入图片中的字符。", "Type the characters of the picture."),
    }
}

fn wrong() -> AppError {
    AppError::Unacceptable {
        code: "captcha_wrong",
        words: Words::new(
            "图片字符不对或已过期，请看新的图片。",
            "The characters are wrong, or the picture is too old; look at a new one.",
        ),
    }
}

/// Takes an answer, which uses the captcha up whether it is right or not.
pub async fn check(app: &App, given: &CaptchaAnswer) -> Result<(), AppError> {
    let (id, until, answer) = opened(app, &given.id).ok_or_else(wrong)?;
    if until <= app.now() || !app.store.network().spend(id, until).await? {
        return Err(wrong());
    }
    if given.answer.trim().eq_ignore_ascii_case(&answer) { Ok(()) } else { Err(wrong()) }
}

fn opened(app: &App, id: &str) -> Option<(Uuid, DateTime<Utc>, String)> {
    if id.len() > ID_CHARS_MAX {
        return None;
    }
    let plain = app.store.keys().open(Uuid::nil(), SEALED_AS, &URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
    let (id, rest) = plain.split_first_chunk::<16>()?;
    let (until, answer) = rest.split_first_chunk::<8>()?;
    let until = DateTime::from_timestamp(i64::from_be_bytes(*until), 0)?;
    Some((Uuid::from_bytes(*id), until, String::from_utf8(answer.to_vec()).ok()?))
}

/// Random numbers of one picture.
struct Dice {
    bytes: [u8; 512],
    at: usize,
}

impl Dice {
    fn new() -> Result<Dice, AppError> {
        let mut bytes = [0; 512];
        getrandom::fill(&mut bytes).map_err(AppError::internal)?;
        Ok(Dice { bytes, at: 0 })
    }

    fn next(&mut self) -> u32 {
        if self.at + 4 > self.bytes.len() {
            // The spots need more than there is; a chain of mixed numbers is good enough for them.
            self.at = 0;
            let mut mixed = 0x9e37_79b9_u32;
            for byte in &mut self.bytes {
                mixed = (mixed ^ u32::from(*byte)).wrapping_mul(0x85eb_ca6b).rotate_left(13);
                *byte = mixed.to_be_bytes()[0];
            }
        }
        let four = [0, 1, 2, 3].map(|offset| self.bytes[self.at + offset]);
        self.at += 4;
        u32::from_be_bytes(four)
    }

    fn below(&mut self, most: usize) -> usize {
        self.next() as usize % most
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * f64::from(self.next()) / f64::from(u32::MAX)
    }
}

/// The characters side by side, each a little higher or lower and larger or smaller than the last.
fn drawn(answer: &str, font: &Font, dice: &mut Dice) -> Result<Raster, AppError> {
    let letters: Vec<(char, f64)> =
        answer.chars().map(|letter| (letter, dice.between(LEAST_SIZE_MM, MOST_SIZE_MM))).collect();
    set(&letters, font, dice)
}

/// Draws letters of given sizes.
fn set(letters: &[(char, f64)], font: &Font, dice: &mut Dice) -> Result<Raster, AppError> {
    let place = (WIDTH_MM - 3.0) / CAPTCHA_CHARS as f64;
    let elements: Vec<serde_json::Value> = letters
        .iter()
        .enumerate()
        .map(|(at, (letter, size))| {
            serde_json::json!({
                "name": format!("letter {at}"), "kind": "text", "value": letter.to_string(),
                "x_mm": 1.0 + place * at as f64 + dice.between(0.0, MOVED_MM), "y_mm": dice.between(0.3, 1.4),
                "width_mm": place + 0.6, "height_mm": 7.4, "size_mm": size, "min_size_mm": size,
            })
        })
        .collect();
    let part =
        serde_json::json!({ "name": "letters", "zone": "customer", "height_mm": HEIGHT_MM, "elements": elements });
    let template: Template = serde_json::from_value(serde_json::json!({
        "id": "captcha", "name": "captcha", "kind": "item", "parts": [part],
        "paper": { "width_mm": WIDTH_MM, "height_mm": HEIGHT_MM },
    }))
    .map_err(AppError::internal)?;
    label::render(&template, &LabelData::default(), font, Dpi::D203)
        .map(|label| label.raster)
        .map_err(AppError::internal)
}

/// Bends what was drawn, and crosses it with lines and spots.
fn distorted(raster: &Raster, dice: &mut Dice) -> GrayImage {
    let (width, height) = (raster.width_dots(), raster.height_dots());
    let wave = |dice: &mut Dice, least: f64, most: f64| {
        (dice.between(least, most), dice.between(30.0, 60.0), dice.between(0.0, std::f64::consts::TAU))
    };
    let (down, across) = (wave(dice, 3.0, 5.0), wave(dice, 1.5, 3.0));
    let slant = dice.between(-0.25, 0.25);
    let bent =
        |(reach, length, phase): (f64, f64, f64), at: f64| reach * (at / length * std::f64::consts::TAU + phase).sin();
    let is_black = |x: f64, y: f64| {
        let (x, y) = (x.round(), y.round());
        (0.0..f64::from(width)).contains(&x)
            && (0.0..f64::from(height)).contains(&y)
            && raster.is_black(x as u32, y as u32)
    };
    let mut picture = GrayImage::from_fn(width, height, |x, y| {
        let (at_x, at_y) = (f64::from(x), f64::from(y));
        let from_x = at_x + bent(across, at_y) + slant * (at_y - f64::from(height) / 2.0);
        let ink = is_black(from_x, at_y + bent(down, from_x));
        Luma([if ink { 40 } else { 255 }])
    });
    for _ in 0..LINES {
        let (begin, end) = (dice.between(0.0, f64::from(height)), dice.between(0.0, f64::from(height)));
        let swing = wave(dice, 2.0, 6.0);
        for x in 0..width {
            let along = f64::from(x) / f64::from(width);
            let y = begin + (end - begin) * along + bent(swing, f64::from(x));
            for thick in 0..2 {
                let y = (y as i64 + thick).clamp(0, i64::from(height) - 1);
                picture.put_pixel(x, u32::try_from(y).unwrap_or(0), Luma([60]));
            }
        }
    }
    for _ in 0..width * height * SPOTS_PERCENT / 100 {
        let (x, y) = (dice.below(width as usize) as u32, dice.below(height as usize) as u32);
        let shade = if dice.below(2) == 0 { 60 } else { 200 };
        picture.put_pixel(x, y, Luma([shade]));
    }
    picture
}

fn encode(picture: &GrayImage) -> Result<Vec<u8>, AppError> {
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).map_err(AppError::internal)?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_fits_its_place_at_its_smallest_and_largest() {
        let mut dice = Dice::new().unwrap();
        for letter in ALPHABET.iter().map(|letter| char::from(*letter)) {
            for size in [LEAST_SIZE_MM, MOST_SIZE_MM] {
                let raster = set(&[(letter, size)], Font::embedded(), &mut dice).unwrap();
                let ink = (0..raster.width_dots())
                    .flat_map(|x| (0..raster.height_dots()).map(move |y| (x, y)))
                    .filter(|(x, y)| raster.is_black(*x, *y))
                    .count();
                assert!(ink > 60, "{letter} of {size} mm: {ink}");
            }
        }
    }

    #[test]
    fn no_picture_is_drawn_twice() {
        let pictures: std::collections::HashSet<Vec<u8>> = (0..4)
            .map(|_| {
                let mut dice = Dice::new().unwrap();
                let raster = drawn("AC3X", Font::embedded(), &mut dice).unwrap();
                encode(&distorted(&raster, &mut dice)).unwrap()
            })
            .collect();
        assert_eq!(pictures.len(), 4);
        for png in pictures {
            image::load_from_memory(&png).unwrap();
        }
    }

    #[test]
    fn the_alphabet_has_no_characters_that_look_alike() {
        for twin in ["0O", "1IL", "2Z", "5S", "8B", "GC", "VU"] {
            let there = twin.bytes().filter(|letter| ALPHABET.contains(letter)).count();
            assert!(there <= 1, "{twin}");
        }
    }
}
