//! Waybill numbers of the embedded network: `XW`, twelve digits, one check digit.
//!
//! Two letters and thirteen digits match no published form of a Chinese carrier, so a demo label is never taken for a real one. The check
//! digit is Damm's, which finds every single wrong digit and every pair of neighbours that changed places.

use std::{fmt, str::FromStr};

const PREFIX: &str = "XW";
const SERIAL_DIGITS: usize = 12;
/// The highest serial a number can carry.
pub const SERIAL_MAX: u64 = 999_999_999_999;

/// A well-formed number with a right check digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaybillNo(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WaybillNoError {
    #[error("the serial has more than twelve digits")]
    SerialTooLarge,
    #[error("not XW and thirteen digits")]
    WrongForm,
    #[error("the check digit is wrong")]
    WrongCheckDigit,
}

impl WaybillNo {
    pub fn from_serial(serial: u64) -> Result<WaybillNo, WaybillNoError> {
        if serial > SERIAL_MAX { Err(WaybillNoError::SerialTooLarge) } else { Ok(WaybillNo(serial)) }
    }

    pub fn serial(self) -> u64 {
        self.0
    }

    /// In groups, as people read it out: `XW2611 2400 1821 3`.
    pub fn grouped(self) -> String {
        let text = self.to_string();
        [&text[..6], &text[6..10], &text[10..14], &text[14..]].join(" ")
    }
}

/// H. Michael Damm, "Total anti-symmetrische Quasigruppen" (2004): the quasigroup of order 10.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn check_digit(digits: &str) -> u8 {
    digits.bytes().filter(u8::is_ascii_digit).fold(0, |interim, byte| DAMM[interim as usize][(byte - b'0') as usize])
}

impl fmt::Display for WaybillNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0width$}", self.0, width = SERIAL_DIGITS);
        write!(f, "{PREFIX}{digits}{}", check_digit(&digits))
    }
}

impl FromStr for WaybillNo {
    type Err = WaybillNoError;

    fn from_str(text: &str) -> Result<WaybillNo, WaybillNoError> {
        let digits = text.strip_prefix(PREFIX).ok_or(WaybillNoError::WrongForm)?;
        if digits.len() != SERIAL_DIGITS + 1 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(WaybillNoError::WrongForm);
        }
        let (serial, check) = digits.split_at(SERIAL_DIGITS);
        if check != check_digit(serial).to_string() {
            return Err(WaybillNoError::WrongCheckDigit);
        }
        serial.parse().map(WaybillNo).map_err(|_| WaybillNoError::WrongForm)
    }
}
