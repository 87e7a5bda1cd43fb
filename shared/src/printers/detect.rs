//! Which printer this is: by its device id, then by what it answers, then by its USB id. What a device says may be anything: garbage, half an
//! answer, or what was sent to it.
//!
//! Sources: Zebra `~HI`; TSC manual `<ESC>!?` and `~!T`; Epson and Citizen manuals `DLE EOT n`; EPL2 manual `UQ`.

use serde::{Deserialize, Serialize};

use super::{
    DeviceId,
    device_id::plain,
    profile::{self, Profile},
};
use crate::printing::PrinterLanguage;

/// A longer answer to a probe is none.
pub const ANSWER_BYTES_MAX: usize = 4096;
/// How long a printer may think about a probe. Zebra answers within 100 ms; slow lines need more.
pub const PROBE_MS: u32 = 700;

/// A question that prints nothing on printers that understand it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    TsplStatus,
    TsplModel,
    EscposOnline,
    ZplIdentity,
    EplSettings,
}

impl Probe {
    pub const fn question(self) -> &'static [u8] {
        match self {
            Probe::TsplStatus => b"\x1b!?",
            Probe::TsplModel => b"~!T\r\n",
            Probe::EscposOnline => b"\x10\x04\x01",
            Probe::ZplIdentity => b"~HI\r\n",
            Probe::EplSettings => b"\r\nUQ\r\n",
        }
    }
}

/// What is known of a device so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clues {
    pub device_id: Option<DeviceId>,
    /// Vendor and product.
    pub usb: Option<(u16, u16)>,
    /// Probes that were sent, and all that was heard within the time.
    pub answers: Vec<(Probe, Vec<u8>)>,
}

/// How a printer was found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    DeviceId,
    Answer,
    UsbId,
    /// Only the maker is known.
    Vendor,
    /// The model is known to speak a language of its own.
    OwnLanguage,
    Nothing,
}

/// What the clues say.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What people may call it; empty where nothing is known.
    pub name: String,
    pub profile: Option<&'static Profile>,
    pub language: Option<PrinterLanguage>,
    pub dpi: Option<u32>,
    pub by: FoundBy,
}

/// The next probe worth sending. Printers that understand none of the earlier ones print at most a line of nonsense for the later ones, so the
/// silent ones come first.
pub fn next_probe(clues: &Clues) -> Option<Probe> {
    let language = clues.device_id.as_ref().and_then(DeviceId::language).or_else(|| heard(clues).language);
    let wanted: &[Probe] = match language {
        Some(PrinterLanguage::Zpl) => &[Probe::ZplIdentity],
        Some(PrinterLanguage::Tspl) => &[Probe::TsplModel],
        Some(_) => &[],
        None => &[Probe::TsplStatus, Probe::EscposOnline, Probe::ZplIdentity, Probe::EplSettings],
    };
    wanted.iter().copied().find(|probe| clues.answers.iter().all(|(asked, _)| asked != probe))
}

pub fn find(clues: &Clues) -> Finding {
    let heard = heard(clues);
    let id = clues.device_id.clone().unwrap_or_default();
    let by_id = profile::by_model(&id.model);
    let by_answer = heard.model.as_deref().and_then(profile::by_model);
    let by_usb = clues.usb.and_then(|(vendor, product)| profile::by_usb(vendor, product));
    let profile = by_id.or(by_answer).or(by_usb);
    let vendor = clues.usb.and_then(|(vendor, _)| profile::vendor(vendor));
    let of = |profile: Option<&'static Profile>| profile.and_then(|profile| profile.language);
    // What the device itself says stands before what is known of its model: many take several languages.
    let (language, by) = [
        (id.language().or(of(by_id)), FoundBy::DeviceId),
        (heard.language.or(of(by_answer)), FoundBy::Answer),
        (of(by_usb), FoundBy::UsbId),
        (vendor.filter(|_| profile.is_none()).map(|vendor| vendor.language), FoundBy::Vendor),
    ]
    .into_iter()
    .find(|(language, _)| language.is_some())
    .unwrap_or((None, if profile.is_some() { FoundBy::OwnLanguage } else { FoundBy::Nothing }));
    let names = [
        Some(id.name()),
        profile.map(|profile| profile.name.clone()),
        heard.model,
        vendor.map(|vendor| vendor.name.clone()),
    ];
    Finding {
        name: names.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_default(),
        profile,
        language,
        dpi: heard.dpi.or_else(|| profile.and_then(|profile| profile.dpi.first().copied())),
        by,
    }
}

#[derive(Default)]
struct Heard {
    language: Option<PrinterLanguage>,
    model: Option<String>,
    dpi: Option<u32>,
}

fn heard(clues: &Clues) -> Heard {
    let mut heard = Heard::default();
    for (probe, answer) in &clues.answers {
        if answer.len() > ANSWER_BYTES_MAX {
            continue;
        }
        match probe {
            Probe::ZplIdentity => {
                if let Some((model, dpi)) = zpl_identity(answer) {
                    return Heard { language: Some(PrinterLanguage::Zpl), model: Some(model), dpi };
                }
            }
            Probe::TsplStatus if answer.len() == 1 => heard.language = Some(PrinterLanguage::Tspl),
            Probe::TsplModel => {
                heard.model = tspl_model(answer);
                if heard.model.is_some() {
                    heard.language = Some(PrinterLanguage::Tspl);
                }
            }
            Probe::EscposOnline if matches!(answer.as_slice(), [byte] if byte & 0x93 == 0x12) => {
                heard.language.get_or_insert(PrinterLanguage::Escpos);
            }
            Probe::EplSettings => {
                if let Some(model) = epl_settings(answer) {
                    heard = Heard { language: Some(PrinterLanguage::Epl), model: Some(model), dpi: None };
                }
            }
            Probe::TsplStatus | Probe::EscposOnline => {}
        }
    }
    heard
}

/// `<STX>MODEL,FIRMWARE,DOTS A MILLIMETRE,MEMORY,OPTIONS<ETX>`.
fn zpl_identity(answer: &[u8]) -> Option<(String, Option<u32>)> {
    let text = String::from_utf8_lossy(answer);
    let inside = text.split('\x02').find_map(|part| part.split_once('\x03'))?.0;
    let fields: Vec<&str> = inside.split(',').map(str::trim).collect();
    let [model, firmware, dots, _memory, ..] = fields.as_slice() else { return None };
    if model.is_empty() || firmware.is_empty() || model.chars().any(char::is_control) {
        return None;
    }
    let digits: String = dots.chars().take_while(char::is_ascii_digit).collect();
    let dpi = match digits.as_str() {
        "8" => Some(203),
        "12" => Some(300),
        "24" => Some(600),
        _ => None,
    };
    Some((plain(model), dpi))
}

/// One line that names the model; not what was sent, as an echoing port gives it back.
fn tspl_model(answer: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(answer).ok()?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let is_name = line.len() >= 3
        && line.len() <= 40
        && line.chars().all(|c| c.is_ascii_graphic() || c == ' ')
        && line.chars().filter(char::is_ascii_alphanumeric).count() >= 3
        && !line.starts_with('~');
    is_name.then(|| plain(line))
}

/// The settings of an EPL printer: model and firmware, then lines of which two are always there.
fn epl_settings(answer: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(answer).ok()?;
    let has = |words: &str| text.to_ascii_lowercase().contains(words);
    if !has("serial port") && !has("image buffer size") {
        return None;
    }
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(plain(first.split_whitespace().next()?))
}

#[cfg(test)]
mod tests;
