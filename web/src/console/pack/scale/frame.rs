//! Frames with a beginning of their own.

use super::{Number, Protocol, Reading, Said, Unit, line};

/// A Toledo frame that has come to its end: a checksum may follow, or the next frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub reading: Reading,
    /// Of its bytes, from STX to CR.
    sum: u8,
}

impl Held {
    /// With the checksum, the sum of all is nothing in its lowest seven bits.
    pub fn is_whole_with(self, checksum: u8) -> bool {
        self.sum.wrapping_add(checksum) & 0x7f == 0
    }
}

/// The continuous output of Toledo: three words of status, six digits of weight, six of tare.
pub(super) fn toledo(line: &[u8]) -> Option<Held> {
    let ([a, b, c], numbers) = line.split_first_chunk::<3>()?;
    let (weight, tare) = numbers.split_at_checked(6)?;
    let is_word = |word: &u8| word & 0x20 != 0;
    if tare.len() != 6 || ![a, b, c].into_iter().all(is_word) || digits(tare).is_none() {
        return None;
    }
    let number = Number { is_negative: b & 0x02 != 0, digits: digits(weight)?, decimals: (a & 0x07) as i8 - 2 };
    let unit = match (c & 0x07, b & 0x10 != 0) {
        (0, true) => Unit::Kilogram,
        (0, false) => Unit::Pound,
        (1, _) => Unit::Gram,
        (3, _) => Unit::Ounce,
        _ => return None,
    };
    let is_stable = b & 0x08 == 0;
    let said = if b & 0x04 != 0 { Said::OutOfRange } else { number.said(unit, Some(is_stable))? };
    let sum = line.iter().fold(super::STX.wrapping_add(super::CR), |sum, byte| sum.wrapping_add(*byte));
    Some(Held { reading: Reading { protocol: Protocol::Toledo, said }, sum })
}

/// Digits with spaces in the place of leading zeros.
fn digits(text: &[u8]) -> Option<u32> {
    let text = text.trim_ascii_start();
    (!text.is_empty() && text.iter().all(u8::is_ascii_digit)).then_some(())?;
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// XK3190 (耀华) in its format 0: sign, six digits, the place of the point, and the XOR of them all in hex.
pub(super) fn yaohua(line: &[u8], unit: Unit) -> Option<Reading> {
    let (body, checksum) = line.split_last_chunk::<2>()?;
    let [sign @ (b'+' | b'-'), number @ .., decimals @ b'0'..=b'4'] = body else { return None };
    if number.len() != 6 || !number.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let said = u8::from_str_radix(std::str::from_utf8(checksum).ok()?, 16).ok()?;
    if body.iter().fold(0, |sum, byte| sum ^ byte) != said {
        return None;
    }
    let decimals = (decimals - b'0') as i8;
    let number = Number { is_negative: *sign == b'-', digits: digits(number)?, decimals };
    Some(Reading { protocol: Protocol::Yaohua, said: number.said(unit, None)? })
}

/// So many lines must agree before a direction is known by their zeros.
const VOTES: i8 = 2;
/// Scales show no more places behind the point.
const DECIMALS_MAX: usize = 3;

/// Which way a scale that begins with `=` writes its digits. Lines may leave it open, so those before are remembered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Direction {
    /// Above nothing: forwards; below: backwards.
    votes: i8,
}

impl Direction {
    fn is_known(self) -> bool {
        self.votes.abs() >= VOTES
    }

    fn vote(&mut self, forwards: bool) {
        let vote = if forwards { 1 } else { -1 };
        self.votes = (self.votes + vote).clamp(-2 * VOTES, 2 * VOTES);
    }

    fn set(&mut self, forwards: bool) {
        self.votes = if forwards { 2 * VOTES } else { -2 * VOTES };
    }

    /// What a line tells of the direction: the side of its sign or spaces, too many places behind the point for one of the ways, or zeros that
    /// can only lead.
    fn learn(&mut self, line: &[u8], body: &[u8]) {
        let [first, .., last] = line else { return };
        let pads = |byte: &u8| matches!(byte, b'-' | b' ');
        if pads(first) != pads(last) {
            return self.set(pads(first));
        }
        if let Some(point) = body.iter().position(|byte| *byte == b'.') {
            let (before, behind) = (point, body.len() - point - 1);
            if (before > DECIMALS_MAX) != (behind > DECIMALS_MAX) {
                return self.set(before > DECIMALS_MAX);
            }
        }
        let [first, .., last] = body else { return };
        if (*first == b'0') != (*last == b'0') {
            self.vote(*first == b'0');
        }
    }
}

/// A line behind `=`: XK3190 in its formats 1 (backwards) and 2, and its many likes.
pub(super) fn equals(line: &[u8], unit: Unit, direction: &mut Direction) -> Option<Reading> {
    if line.iter().any(u8::is_ascii_alphabetic) {
        return line::read(line, unit);
    }
    let is_negative = line.contains(&b'-');
    let body = trim(line);
    let count = body.iter().filter(|byte| byte.is_ascii_digit()).count();
    let points = body.iter().filter(|byte| **byte == b'.').count();
    if !(5..=8).contains(&count) || points > 1 || count + points != body.len() {
        return None;
    }
    direction.learn(line, body);
    let forwards = direction.votes > 0;
    let protocol = if forwards { Protocol::Equals } else { Protocol::Backwards };
    let ordered: Vec<u8> = if forwards { body.to_vec() } else { body.iter().rev().copied().collect() };
    let number = line::number(&ordered, is_negative)?;
    // Nothing is nothing either way; anything else waits until the way is known.
    (number.digits == 0 || direction.is_known()).then_some(())?;
    Some(Reading { protocol, said: number.said(unit, None)? })
}

/// Without sign and spaces around.
fn trim(line: &[u8]) -> &[u8] {
    let is_pad = |byte: &u8| matches!(byte, b' ' | b'-' | b'+');
    let start = line.iter().position(|byte| !is_pad(byte)).unwrap_or(line.len());
    let end = line.iter().rposition(|byte| !is_pad(byte)).map_or(start, |last| last + 1);
    line.get(start..end).unwrap_or_default()
}
