//! What scales say: the bytes of a serial line become readings. Scales speak many ways and none of them says which, so each line is taken for
//! what its form says it is; what has no form of a scale is dropped.
//!
//! A byte is looked at once and what is remembered is one line, so it does not matter how the bytes are cut and nothing grows.

mod frame;
mod line;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::frame::{Direction, Held};

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const LF: u8 = b'\n';
const CR: u8 = b'\r';
/// Longer than any line of a scale.
const LINE_BYTES_MAX: usize = 48;

/// In what a scale counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Gram,
    #[default]
    Kilogram,
    Pound,
    Ounce,
}

impl Unit {
    const fn micrograms(self) -> u64 {
        match self {
            Unit::Gram => 1_000_000,
            Unit::Kilogram => 1_000_000_000,
            Unit::Pound => 453_592_370,
            Unit::Ounce => 28_349_523,
        }
    }
}

/// By which form a reading was understood, for people who wonder what their scale speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `ST,GS,+  1.234kg`
    Flagged,
    /// `S S     1.234 kg`
    Answer,
    /// `wn01.234kg`, `1.234 kg`
    Plain,
    /// `=0001.234`
    Equals,
    /// `=432.1000`, the same from behind
    Backwards,
    /// `␂+00123431B␃`
    Yaohua,
    /// `␂` three words of status, weight, tare
    Toledo,
}

impl Protocol {
    /// An example of it.
    pub const fn example(self) -> &'static str {
        match self {
            Protocol::Flagged => "ST,GS,+  1.234kg",
            Protocol::Answer => "S S     1.234 kg",
            Protocol::Plain => "1.234 kg",
            Protocol::Equals => "=0001.234",
            Protocol::Backwards => "=432.1000",
            Protocol::Yaohua => "XK3190",
            Protocol::Toledo => "Toledo",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Weight {
        grams: i32,
        /// Whether the scale calls it stable; none where it does not say.
        is_stable: Option<bool>,
    },
    /// More or less than it can weigh.
    OutOfRange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub protocol: Protocol,
    pub said: Said,
}

/// A number as a scale shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    is_negative: bool,
    /// Its digits without the point.
    digits: u32,
    /// How many of them stand behind the point; fewer than none are zeros before it.
    decimals: i8,
}

impl Number {
    /// To the gram; nothing where no parcel could weigh it.
    fn grams(self, unit: Unit) -> Option<i32> {
        let micrograms = u64::from(self.digits).checked_mul(unit.micrograms())?;
        let shift = 10u64.checked_pow(self.decimals.unsigned_abs().into())?;
        let micrograms = if self.decimals < 0 { micrograms.checked_mul(shift)? } else { micrograms / shift };
        let grams = i32::try_from(micrograms.checked_add(500_000)? / 1_000_000).ok()?;
        Some(if self.is_negative { -grams } else { grams })
    }

    fn said(self, unit: Unit, is_stable: Option<bool>) -> Option<Said> {
        Some(Said::Weight { grams: self.grams(unit)?, is_stable })
    }
}

/// How the line that is being heard began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begun {
    /// Somewhere in the middle: its rest may look like a whole line of another weight.
    Unheard,
    AfterEnd,
    ByStx,
    ByEquals,
}

/// Hears one scale.
#[derive(Clone, Debug)]
pub struct Listener {
    /// Taken where the scale says none.
    unit: Unit,
    begun: Begun,
    line: Vec<u8>,
    held: Option<Held>,
    direction: Direction,
}

impl Listener {
    pub fn new(unit: Unit) -> Listener {
        Listener {
            unit,
            begun: Begun::Unheard,
            line: Vec::with_capacity(LINE_BYTES_MAX),
            held: None,
            direction: Direction::default(),
        }
    }

    /// The readings that end with these bytes.
    pub fn hear(&mut self, bytes: &[u8]) -> Vec<Reading> {
        let mut readings = Vec::new();
        for byte in bytes {
            // A scale that sends seven bits and a parity to a line of eight is understood all the same.
            self.byte(byte & 0x7f, &mut readings);
        }
        readings
    }

    fn byte(&mut self, byte: u8, readings: &mut Vec<Reading>) {
        if let Some(held) = self.held.take() {
            let is_checksum = !matches!(byte, STX | CR | LF);
            if !is_checksum || held.is_whole_with(byte) {
                readings.push(held.reading);
            }
            if is_checksum {
                return;
            }
        }
        match byte {
            STX => self.begin(Begun::ByStx),
            CR | LF | ETX => {
                readings.extend(self.end(byte));
                self.begin(Begun::AfterEnd);
            }
            // Inside a frame it may be a word of status.
            b'=' if self.begun != Begun::ByStx => {
                readings.extend(self.end(byte));
                self.begin(Begun::ByEquals);
            }
            0 => {}
            _ if self.begun == Begun::Unheard => {}
            _ if self.line.len() == LINE_BYTES_MAX => self.begin(Begun::Unheard),
            _ => self.line.push(byte),
        }
    }

    fn begin(&mut self, begun: Begun) {
        self.begun = begun;
        self.line.clear();
    }

    /// What the line says that ends here.
    fn end(&mut self, by: u8) -> Option<Reading> {
        let line = self.line.as_slice();
        match self.begun {
            Begun::Unheard => None,
            Begun::ByStx => {
                if by == CR
                    && let Some(held) = frame::toledo(line)
                {
                    self.held = Some(held);
                    return None;
                }
                frame::yaohua(line, self.unit).or_else(|| line::read(line, self.unit))
            }
            Begun::ByEquals => frame::equals(line, self.unit, &mut self.direction),
            // What stops at another's beginning was cut off.
            Begun::AfterEnd if by == b'=' => None,
            Begun::AfterEnd => line::read(line, self.unit),
        }
    }
}
