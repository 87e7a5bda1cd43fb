//! How this browser's pack station is set up: remembered here, and nothing personal.

use serde::{Deserialize, Serialize};

use super::scale::Unit;
use crate::printing::link::{Parity, Wire};

pub const BAUD_RATES: [u32; 6] = [9600, 1200, 2400, 4800, 19_200, 115_200];

/// Whether a scale speaks by itself, or what it is asked with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    #[default]
    Never,
    /// Mettler's standard commands.
    S,
    Si,
    /// A&D and its likes.
    Q,
    W,
    R,
    P,
    Enq,
}

impl Asking {
    pub const ALL: [Asking; 8] =
        [Asking::Never, Asking::S, Asking::Si, Asking::Q, Asking::W, Asking::R, Asking::P, Asking::Enq];

    /// What is sent.
    pub const fn question(self) -> &'static [u8] {
        match self {
            Asking::Never => b"",
            Asking::S => b"S\r\n",
            Asking::Si => b"SI\r\n",
            Asking::Q => b"Q\r\n",
            Asking::W => b"W\r\n",
            Asking::R => b"R\r\n",
            Asking::P => b"P\r\n",
            Asking::Enq => b"\x05",
        }
    }

    /// As the scale's manual writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Asking::Never => "",
            Asking::S => "S",
            Asking::Si => "SI",
            Asking::Q => "Q",
            Asking::W => "W",
            Asking::R => "R",
            Asking::P => "P",
            Asking::Enq => "ENQ (05H)",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// A steady weight is taken by itself.
    pub is_automatic: bool,
    pub has_sound: bool,
    /// Which of the serial devices the scale is; none while there is no scale.
    pub device_key: Option<String>,
    pub baud_rate: u32,
    pub parity: Parity,
    pub data_bits: u8,
    /// In what a scale counts that does not say it.
    pub unit: Unit,
    pub asking: Asking,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            is_automatic: true,
            has_sound: true,
            device_key: None,
            baud_rate: BAUD_RATES[0],
            parity: Parity::None,
            data_bits: 8,
            unit: Unit::Kilogram,
            asking: Asking::Never,
        }
    }
}

impl Settings {
    /// What was remembered, as far as it makes sense.
    pub fn read(text: &str) -> Settings {
        let mut settings: Settings = serde_json::from_str(text).unwrap_or_default();
        if !BAUD_RATES.contains(&settings.baud_rate) {
            settings.baud_rate = BAUD_RATES[0];
        }
        settings.data_bits = settings.data_bits.clamp(7, 8);
        settings
    }

    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn wire(&self) -> Wire {
        Wire { baud_rate: self.baud_rate, parity: self.parity, data_bits: self.data_bits, ..Wire::default() }
    }

    /// Everything the line to the scale depends on is the same.
    pub fn has_line_of(&self, other: &Settings) -> bool {
        let line = |one: &Settings| Settings { is_automatic: true, has_sound: true, ..one.clone() };
        line(self) == line(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_remembered_comes_back_and_nonsense_does_not() {
        let settings = Settings {
            is_automatic: false,
            device_key: Some("serial:1a86:7523".to_owned()),
            baud_rate: 2400,
            parity: Parity::Even,
            data_bits: 7,
            unit: Unit::Gram,
            asking: Asking::Si,
            ..Settings::default()
        };
        assert_eq!(Settings::read(&settings.text()), settings);
        for text in ["", "{", "[]", r#"{"baud_rate":0,"data_bits":200}"#, r#"{"unit":"stone"}"#] {
            assert_eq!(Settings::read(text), Settings::default(), "{text:?}");
        }
        assert!(settings.has_line_of(&Settings { is_automatic: true, ..settings.clone() }));
        assert!(!settings.has_line_of(&Settings::default()));
    }
}
