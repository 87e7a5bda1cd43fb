//! What printers say about themselves: the question in each language, and how the answer is read.
//!
//! Sources: Zebra `~HS`; TSC manual `<ESC>!?`; Epson and Citizen manuals `DLE EOT n`.

use crate::printing::PrinterLanguage;

/// Why a printer does not print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    PaperOut,
    RibbonOut,
    HeadOpen,
    Jam,
    /// Paused at the printer.
    Paused,
    /// It says that something is wrong, and no more.
    Fault,
    /// It answered before and does not now; Zebra printers are silent with the head open or the paper out.
    Silent,
}

impl Trouble {
    /// The code of a print job's report.
    pub const fn code(self) -> &'static str {
        match self {
            Trouble::PaperOut => "paper_out",
            Trouble::RibbonOut => "ribbon_out",
            Trouble::HeadOpen => "head_open",
            Trouble::Jam => "jam",
            Trouble::Paused => "printer_paused",
            Trouble::Fault => "printer_fault",
            Trouble::Silent => "timeout",
        }
    }
}

/// One reading of a printer's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub trouble: Option<Trouble>,
    /// Labels it holds and has not printed; `None` where the language cannot tell.
    pub unprinted: Option<u32>,
}

impl Reading {
    const fn of(trouble: Option<Trouble>) -> Reading {
        Reading { trouble, unprinted: None }
    }
}

/// The question that changes nothing, or `None` where the language has none that is known well enough.
pub const fn question(language: PrinterLanguage) -> Option<&'static [u8]> {
    match language {
        PrinterLanguage::Zpl => Some(b"~HS\r\n"),
        PrinterLanguage::Tspl => Some(b"\x1b!?"),
        PrinterLanguage::Escpos => Some(b"\x10\x04\x02"),
        PrinterLanguage::Cpcl | PrinterLanguage::Epl => None,
    }
}

/// Reads an answer as far as it has come: `None` while it is not whole.
pub fn read(language: PrinterLanguage, answer: &[u8]) -> Option<Reading> {
    match language {
        PrinterLanguage::Zpl => zpl(answer),
        PrinterLanguage::Tspl => answer.last().map(|byte| tspl(*byte)),
        PrinterLanguage::Escpos => answer.iter().rev().find_map(|byte| escpos(*byte)),
        PrinterLanguage::Cpcl | PrinterLanguage::Epl => None,
    }
}

/// The last whole answer to `~HS`: three lines between STX and ETX, of 12, 11 and 2 fields.
fn zpl(answer: &[u8]) -> Option<Reading> {
    let text = String::from_utf8_lossy(answer);
    let lines: Vec<Vec<&str>> = text
        .split('\x02')
        .filter_map(|part| part.split_once('\x03'))
        .map(|(line, _)| line.split(',').map(str::trim).collect())
        .collect();
    let [.., first, second, third] = lines.as_slice() else { return None };
    if first.len() < 12 || second.len() < 11 || third.len() < 2 {
        return None;
    }
    let set = |flag: &str| flag.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0');
    let number = |field: &str| field.parse::<u32>().unwrap_or_default();
    let trouble = if set(first[1]) {
        Some(Trouble::PaperOut)
    } else if set(second[3]) {
        Some(Trouble::RibbonOut)
    } else if set(second[2]) {
        Some(Trouble::HeadOpen)
    } else if set(first[2]) {
        Some(Trouble::Paused)
    } else if set(first[10]) || set(first[11]) || set(first[9]) {
        Some(Trouble::Fault)
    } else {
        None
    };
    Some(Reading { trouble, unprinted: Some(number(first[4]).saturating_add(number(second[8]))) })
}

fn tspl(byte: u8) -> Reading {
    let has = |bit: u8| byte & (1 << bit) != 0;
    let trouble = if has(2) {
        Some(Trouble::PaperOut)
    } else if has(3) {
        Some(Trouble::RibbonOut)
    } else if has(0) || has(6) {
        Some(Trouble::HeadOpen)
    } else if has(1) {
        Some(Trouble::Jam)
    } else if has(4) {
        Some(Trouble::Paused)
    } else if has(7) {
        Some(Trouble::Fault)
    } else {
        None
    };
    // The printing bit counts nothing: while it is set, every label may still be inside.
    Reading { trouble, unprinted: Some(if has(5) { u32::MAX } else { 0 }) }
}

/// `DLE EOT 2`; a status byte has bits 0 and 7 clear, 1 and 4 set.
fn escpos(byte: u8) -> Option<Reading> {
    if byte & 0x93 != 0x12 {
        return None;
    }
    Some(Reading::of(if byte & 0x20 != 0 {
        Some(Trouble::PaperOut)
    } else if byte & 0x04 != 0 {
        Some(Trouble::HeadOpen)
    } else if byte & 0x40 != 0 {
        Some(Trouble::Fault)
    } else {
        None
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host_status(paper: u8, pause: u8, formats: &str, head: u8, left: &str) -> Vec<u8> {
        format!(
            "\x02030,{paper},{pause},1040,{formats},0,0,0,000,0,0,0\x03\r\n\x02000,0,{head},0,0,2,4,0,{left},1,000\x03\r\n\x021234,0\x03\r\n"
        )
        .into_bytes()
    }

    #[test]
    fn zebra_answers_are_read_when_they_are_whole() {
        let answer = host_status(0, 0, "002", 0, "00000001");
        let ready = Reading { trouble: None, unprinted: Some(3) };
        assert_eq!(read(PrinterLanguage::Zpl, &answer), Some(ready));
        for end in 0..answer.len() - 2 {
            assert_eq!(read(PrinterLanguage::Zpl, &answer[..end]), None, "cut at {end}");
        }
        let trouble = |answer: Vec<u8>| read(PrinterLanguage::Zpl, &answer).and_then(|reading| reading.trouble);
        assert_eq!(trouble(host_status(1, 1, "000", 1, "00000000")), Some(Trouble::PaperOut));
        assert_eq!(trouble(host_status(0, 1, "000", 1, "00000000")), Some(Trouble::HeadOpen));
        assert_eq!(trouble(host_status(0, 1, "000", 0, "00000000")), Some(Trouble::Paused));
    }

    #[test]
    fn the_newest_of_several_answers_counts() {
        let both = [host_status(1, 0, "000", 0, "00000000"), host_status(0, 0, "000", 0, "00000000")].concat();
        assert_eq!(read(PrinterLanguage::Zpl, &both), Some(Reading { trouble: None, unprinted: Some(0) }));
        assert_eq!(
            read(PrinterLanguage::Tspl, &[0x04, 0x20]),
            Some(Reading { trouble: None, unprinted: Some(u32::MAX) })
        );
    }

    #[test]
    fn one_byte_answers() {
        let tspl = |byte| read(PrinterLanguage::Tspl, &[byte]).and_then(|reading| reading.trouble);
        assert_eq!(
            (tspl(0), tspl(0x04), tspl(0x05), tspl(0x01)),
            (None, Some(Trouble::PaperOut), Some(Trouble::PaperOut), Some(Trouble::HeadOpen))
        );
        let escpos = |byte| read(PrinterLanguage::Escpos, &[byte]);
        assert_eq!(escpos(0x12), Some(Reading::of(None)));
        assert_eq!(escpos(0x12 | 0x20), Some(Reading::of(Some(Trouble::PaperOut))));
        assert_eq!((escpos(0), escpos(0xff), read(PrinterLanguage::Tspl, &[])), (None, None, None));
    }
}
