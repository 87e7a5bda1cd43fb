//! What is known of printer models: `shared/data/printers.json`, each entry with where it is known from.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{PrinterOptions, ZplCompression};
use crate::printing::PrinterLanguage;

/// What is different about a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quirks {
    /// Its answers cannot be counted on; what it does not say is no trouble.
    pub unidirectional: bool,
    /// It prints white on black.
    pub invert: bool,
    /// Its ZPL lacks Z64.
    pub no_z64: bool,
    pub chunk_bytes: Option<u32>,
    pub chunk_delay_ms: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub id: String,
    pub name: String,
    /// None: it speaks a language of its own and prints by PDF only.
    #[serde(default)]
    pub language: Option<PrinterLanguage>,
    /// What it understands besides.
    #[serde(default)]
    pub also: Vec<PrinterLanguage>,
    /// The usual resolution first.
    pub dpi: Vec<u32>,
    /// Of the print head.
    #[serde(default)]
    pub width_mm: Option<u32>,
    /// `vendor:product`, in hex.
    #[serde(default)]
    pub usb: Vec<String>,
    /// Parts of the model's name as its device id or its own answer has it.
    pub models: Vec<String>,
    #[serde(default)]
    pub quirks: Quirks,
    /// Keys of `sources`.
    pub source: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    pub usb: String,
    pub name: String,
    /// What most of its printers speak.
    pub language: PrinterLanguage,
}

#[derive(Debug, Default, Deserialize)]
struct Catalogue {
    profiles: Vec<Profile>,
    vendors: Vec<Vendor>,
}

/// A test holds that the file can be read and what is in it.
static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/printers.json")).unwrap_or_default());

pub fn profiles() -> &'static [Profile] {
    &CATALOGUE.profiles
}

/// Letters and digits alone, because makers write `LP 2844` and `LP2844`, `XP-420B` and `XP420B`.
fn key(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// The profile whose model's name is the longest part of this one.
pub fn by_model(model: &str) -> Option<&'static Profile> {
    let said = key(model);
    let best = |profile: &Profile| {
        profile.models.iter().map(|part| key(part)).filter(|part| said.contains(part)).map(|part| part.len()).max()
    };
    profiles()
        .iter()
        .filter_map(|profile| Some((best(profile)?, profile)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, profile)| profile)
}

pub fn by_usb(vendor: u16, product: u16) -> Option<&'static Profile> {
    let id = format!("{vendor:04x}:{product:04x}");
    profiles().iter().find(|profile| profile.usb.contains(&id))
}

pub fn vendor(vendor: u16) -> Option<&'static Vendor> {
    let id = format!("{vendor:04x}");
    CATALOGUE.vendors.iter().find(|vendor| vendor.usb == id)
}

/// The makers of every printer that is known, so that a browser's list can show those that do not say that they are printers.
pub fn vendor_ids() -> Vec<u16> {
    let of_profiles = profiles().iter().flat_map(|profile| &profile.usb).filter_map(|id| id.get(..4));
    let all = of_profiles.chain(CATALOGUE.vendors.iter().map(|vendor| vendor.usb.as_str()));
    let mut ids: Vec<u16> = all.filter_map(|id| u16::from_str_radix(id, 16).ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Profile {
    /// The options a printer of this model begins with.
    pub fn options(&self) -> PrinterOptions {
        let usual = PrinterOptions::default();
        PrinterOptions {
            invert: self.quirks.invert,
            zpl_compression: ZplCompression::Acs,
            chunk_bytes: self.quirks.chunk_bytes.unwrap_or(usual.chunk_bytes),
            chunk_delay_ms: self.quirks.chunk_delay_ms.unwrap_or(usual.chunk_delay_ms),
            ..usual
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let file: serde_json::Value = serde_json::from_str(include_str!("../../data/printers.json")).unwrap();
        let sources: BTreeMap<String, String> = serde_json::from_value(file["sources"].clone()).unwrap();
        assert_eq!(profiles().len(), file["profiles"].as_array().unwrap().len());
        assert_eq!(CATALOGUE.vendors.len(), file["vendors"].as_array().unwrap().len());
        let (mut ids, mut usb) = (BTreeSet::new(), BTreeSet::new());
        for profile in profiles() {
            assert!(ids.insert(&profile.id), "{} twice", profile.id);
            assert!(!profile.source.is_empty(), "{} is from nowhere", profile.id);
            assert!(profile.source.iter().all(|source| sources.contains_key(source)), "{}", profile.id);
            assert!(profile.dpi.iter().all(|dpi| [203, 300, 600].contains(dpi)) && !profile.dpi.is_empty());
            assert!(profile.models.iter().all(|part| key(part).len() >= 3), "{} would match anything", profile.id);
            assert!(profile.also.iter().all(|one| Some(*one) != profile.language), "{}", profile.id);
            for id in &profile.usb {
                assert!(usb.insert(id), "{id} twice");
                assert!(
                    id.len() == 9
                        && u16::from_str_radix(&id[..4], 16).is_ok()
                        && u16::from_str_radix(&id[5..], 16).is_ok()
                );
            }
        }
    }

    #[test]
    fn the_longest_name_wins() {
        let id = |model: &str| by_model(model).map(|profile| profile.id.as_str());
        assert_eq!(id("LP2844"), Some("zebra-lp2844"));
        assert_eq!(id("LP2844-Z"), Some("zebra-lp2844-z"));
        assert_eq!(id("ZTC GK420d"), Some("zebra-gk420"));
        assert_eq!(id("XP420B"), Some("xprinter-xp-420b"));
        assert_eq!((id("Thermal Printer"), id("")), (None, None));
    }

    #[test]
    fn usb_ids_are_found_exactly() {
        assert_eq!(by_usb(0x1203, 0x0230).map(|profile| profile.id.as_str()), Some("tsc-tx200"));
        assert!(by_usb(0x1203, 0xffff).is_none());
        assert!(vendor_ids().contains(&0x1203) && vendor_ids().contains(&0x0a5f));
        assert_eq!(vendor(0x1203).map(|vendor| vendor.language), Some(PrinterLanguage::Tspl));
    }
}
