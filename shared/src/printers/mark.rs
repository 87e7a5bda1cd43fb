//! The mark of the setup wizard: a box with a number, the same in every language, so that a person can say which one came out.
//!
//! Only the printer's own commands and no picture: what a printer does not understand it may print as text, and that stays a line or two.

use crate::printing::PrinterLanguage;

/// The languages in the order of their numbers, from 1: what most label printers speak comes first.
pub const MARKED: [PrinterLanguage; 5] =
    [PrinterLanguage::Tspl, PrinterLanguage::Zpl, PrinterLanguage::Cpcl, PrinterLanguage::Epl, PrinterLanguage::Escpos];

/// The number a language's mark shows.
pub fn number(language: PrinterLanguage) -> usize {
    MARKED.iter().position(|one| *one == language).map_or(0, |at| at + 1)
}

/// The commands that print the mark. Nothing of the printer's own settings is touched; each begins by ending whatever line came before.
pub fn mark(language: PrinterLanguage) -> Vec<u8> {
    let n = number(language);
    match language {
        PrinterLanguage::Tspl => {
            format!("\r\nCLS\r\nBOX 24,24,264,184,4\r\nTEXT 112,56,\"4\",0,3,3,\"{n}\"\r\nPRINT 1,1\r\n")
        }
        PrinterLanguage::Zpl => {
            format!("\r\n^XA^FO24,24^GB240,160,4^FS^FO112,56^A0N,104,104^FD{n}^FS^PQ1^XZ\r\n")
        }
        PrinterLanguage::Cpcl => {
            format!("\r\n! 0 200 200 216 1\r\nBOX 24 24 264 184 4\r\nSETMAG 3 3\r\nTEXT 4 0 112 56 {n}\r\nSETMAG 0 0\r\nFORM\r\nPRINT\r\n")
        }
        PrinterLanguage::Epl => {
            format!("\r\nN\r\nX24,24,4,264,184\r\nA112,56,0,4,4,4,N,\"{n}\"\r\nP1\r\n")
        }
        PrinterLanguage::Escpos => format!("\r\n\x1b@\x1d!\x55[{n}]\n\x1d!\0\n\n\n\n"),
    }
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_number_of_its_own_and_a_short_mark() {
        for (at, language) in MARKED.iter().enumerate() {
            assert_eq!(number(*language), at + 1);
            let bytes = mark(*language);
            assert!(bytes.len() < 160, "{} bytes of nonsense on a printer that speaks something else", bytes.len());
            assert!(bytes.starts_with(b"\r\n"));
        }
        assert!(PrinterLanguage::ALL.iter().all(|language| MARKED.contains(language)));
    }
}
