//! `.csv`: any of the encodings and separators that exports use, told by content.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Chosen, Pick, Sink, Step, no_header};
use crate::{
    header::{self, Wanted},
    limits::{HEADER_ROWS, Limits},
    problem::{FileProblem, quoted},
};

/// What separates cells; at equal recognition the first wins.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// First bytes of things that people upload by mistake and that decode as text all the same.
const NOT_TABLES: &[&[u8]] =
    &[b"%PDF", b"{\\rtf", b"<?xml", b"<html", b"<!doctype", b"<table", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"Rar!"];

/// One damaged character in so many is forgiven: the cell is reported, the file is read.
const DAMAGE: usize = 50;
/// UTF-8 with fewer broken places than one in so many of its characters beyond ASCII is UTF-8 all the same: text in another
/// encoding is broken at almost every one.
const UNICODE_DAMAGE: usize = 8;

/// A text is a single sheet that goes by the file's name without its ending.
pub(super) fn read(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    wanted: Wanted<'_>,
    pick: Pick<'_>,
) -> Result<Chosen, FileProblem> {
    let start = bytes.trim_ascii_start();
    if NOT_TABLES.iter().any(|magic| start.len() >= magic.len() && start[..magic.len()].eq_ignore_ascii_case(magic)) {
        return Err(FileProblem::new("not_a_spreadsheet"));
    }
    let text = decode(bytes).ok_or_else(|| FileProblem::new("not_a_spreadsheet"))?;
    let (text, said) = said_separator(&text);
    // A list of one column is separated by nothing.
    let single = matches!(wanted, Wanted::Lines).then_some(b'\t');
    let Some(separator) = said.or_else(|| best_separator(text, limits, wanted)).or(single) else {
        return Err(FileProblem::new("not_a_spreadsheet"));
    };
    let mut sink = Sink::new(limits, wanted);
    fill(text, separator, &mut sink, usize::MAX)?;
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if matches!(pick, Pick::Named(wanted) if wanted != name) {
        return Err(FileProblem::with("unknown_sheet", [quoted(name)]));
    }
    let filled = sink.grid.rows() > 0;
    sink.finish(name.to_owned(), None).map_err(|miss| no_header(Some(miss), filled))
}

/// The text, or `None` where these bytes are no text.
fn decode(bytes: &[u8]) -> Option<String> {
    let (encoding, bytes) = if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        (UTF_8, rest)
    } else if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        (UTF_16LE, rest)
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        (UTF_16BE, rest)
    } else if std::str::from_utf8(bytes).is_ok() {
        (UTF_8, bytes)
    } else {
        let damage = |text: &str| text.matches('\u{fffd}').count();
        let (chinese, _) = GB18030.decode_without_bom_handling(bytes);
        let (unicode, _) = UTF_8.decode_without_bom_handling(bytes);
        // A single broken byte must not turn a UTF-8 file into nonsense that GB18030 happens to accept.
        let is_unicode = damage(&unicode) * UNICODE_DAMAGE < unicode.chars().filter(|c| !c.is_ascii()).count();
        (if is_unicode && damage(&unicode) <= damage(&chinese).max(8) { UTF_8 } else { GB18030 }, bytes)
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let damaged = text.chars().filter(|c| *c == '\u{fffd}').count();
    let control = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).count();
    (!text.contains('\0') && (damaged + control) * DAMAGE <= text.chars().count()).then(|| text.into_owned())
}

/// Excel's own first line `sep=;`.
fn said_separator(text: &str) -> (&str, Option<u8>) {
    let line = text.lines().next().unwrap_or_default();
    match line.trim().strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if separator.is_ascii() => (&text[line.len()..], Some(*separator)),
        _ => (text, None),
    }
}

/// The separator under which the header is understood best; `None` where none separates anything.
fn best_separator(text: &str, limits: &Limits, wanted: Wanted<'_>) -> Option<u8> {
    let mut best: Option<((bool, usize, usize), u8)> = None;
    for separator in SEPARATORS {
        let mut sink = Sink::new(limits, Wanted::Guess);
        // What is wrong with a reading under a wrong separator says nothing about the file.
        let read = fill(text, separator, &mut sink, HEADER_ROWS);
        let grid = &sink.grid;
        let columns = (0..grid.rows()).map(|row| grid.cells(row).count()).max().unwrap_or(0);
        if columns < 2 && read.is_ok() {
            continue;
        }
        let (recognised, understood) = header::score(grid, HEADER_ROWS, wanted);
        let score = (recognised, understood, columns);
        if best.is_none_or(|(other, _)| score > other) {
            best = Some((score, separator));
        }
    }
    best.map(|(_, separator)| separator)
}

fn fill(text: &str, separator: u8, sink: &mut Sink<'_>, filled_rows: usize) -> Result<(), FileProblem> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0_u32;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        if !reader.read_record(&mut record).map_err(|_| FileProblem::new("corrupt"))? {
            return Ok(());
        }
        number = number.saturating_add(1 + blank_lines(text, start));
        let at_end = reader.position().byte() >= text.len() as u64;
        if at_end && is_unclosed(text.get(start..).unwrap_or_default()) {
            return Err(FileProblem::with("unclosed_quote", [number.to_string()]));
        }
        sink.begin_row(number);
        for (column, value) in record.iter().enumerate() {
            sink.text(column, value)?;
        }
        if sink.end_row()? == Step::Stop || sink.grid.rows() >= filled_rows {
            return Ok(());
        }
    }
}

/// Empty lines that the reader passes over, so that row numbers stay those a person sees. A line end split between two
/// records (`\r` | `\n`) is none.
fn blank_lines(text: &str, start: usize) -> u32 {
    let bytes = text.as_bytes();
    let mut at = start;
    if at > 0 && bytes.get(at) == Some(&b'\n') && bytes.get(at - 1) == Some(&b'\r') {
        at += 1;
    }
    let mut lines = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            b'\r' | b'\n' => at += 1,
            _ => break,
        }
        lines += 1;
    }
    lines
}

/// The last record runs over several lines because a quote was never closed.
fn is_unclosed(record: &str) -> bool {
    let record = record.trim();
    record.contains('\n') && record.bytes().filter(|b| *b == b'"').count() % 2 == 1
}
