//! Column names: how they are compared, and which row of a sheet holds them.

pub(crate) mod alias;

use unicode_normalization::UnicodeNormalization;

use crate::{
    field::Field,
    grid::Grid,
    mapping::{Mapped, Mapping},
    platform::Platform,
};

/// The name of the first column of a workbook of rejected rows; a column of this name is never read.
pub(crate) const REASONS: [&str; 2] = ["退回原因", "Why returned"];

/// A column name without what differs between exports of the same column: width, case, spaces, `*`, `（必填）`, units.
pub(crate) fn key(header: &str) -> String {
    let ignored = |c: &char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '*' | '_' | '-' | '.' | '/' | ':' | '\'' | '"' | '!' | '、' | '\u{feff}' | '\u{200b}'..='\u{200f}'
            )
    };
    let plain: String = header.nfkc().flat_map(char::to_lowercase).filter(|c| !ignored(c)).collect();
    let mut rest = plain.replace(['【', '['], "(").replace(['】', ']'], ")");
    loop {
        let before = rest.len();
        if let Some(open) = rest.rfind('(')
            && rest.ends_with(')')
            && open > 0
            && is_annotation(&rest[open + 1..rest.len() - 1])
        {
            rest.truncate(open);
        }
        if let Some(close) = rest.find(')')
            && rest.starts_with('(')
            && is_annotation(&rest[1..close])
        {
            rest.drain(..=close);
        }
        if rest.len() == before {
            return rest;
        }
    }
}

/// What stands in brackets behind a column name without changing its meaning.
fn is_annotation(text: &str) -> bool {
    const UNITS: &[&str] = &[
        "元",
        "件",
        "个",
        "kg",
        "g",
        "克",
        "千克",
        "公斤",
        "斤",
        "人民币",
        "rmb",
        "cny",
        "¥",
        "是否",
        "yesno",
        "yn",
        "手机",
        "电话",
        "y",
        "n",
    ];
    const NOTES: &[&str] = &["必填", "选填", "必选", "可选", "非必", "可空", "required", "optional"];
    const OPENINGS: &[&str] = &["如", "例", "默认", "单位", "填", "最多", "不填", "eg"];
    UNITS.contains(&text)
        || NOTES.iter().any(|note| text.contains(note))
        || OPENINGS.iter().any(|opening| text.starts_with(opening))
}

/// The row that names the columns and what they mean.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// Index into the grid's rows.
    pub row: usize,
    pub platform: Platform,
    /// One for every column: the header's text, made unique, or the column's letter.
    pub columns: Vec<String>,
    /// Ordered by column.
    pub mapped: Vec<Mapped>,
}

/// Fields that were looked for in vain, and how many were found in the same row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Miss {
    pub missing: Vec<Field>,
    pub found: usize,
}

/// How the columns' meaning is known.
#[derive(Clone, Copy)]
pub(crate) enum Wanted<'a> {
    /// Guessed from their names; a header must at least say whom, how to reach them, and where.
    Guess,
    /// Said by a person.
    Said(&'a Mapping),
    /// Guessed as far as it goes: for somebody who is going to say it.
    Look,
    /// It has none: every row is content.
    Lines,
}

/// The best header among the first rows of a grid.
pub(crate) fn find(grid: &Grid, rows: usize, wanted: Wanted<'_>) -> Result<Header, Miss> {
    let mut best: Option<(usize, Header)> = None;
    let mut miss = Miss { missing: required(&[]), found: 0 };
    if matches!(wanted, Wanted::Lines) {
        let none = Header { row: 0, platform: Platform::Generic, columns: Vec::new(), mapped: Vec::new() };
        return if grid.rows() > 0 { Ok(none) } else { Err(miss) };
    }
    for row in 0..grid.rows().min(rows) {
        let cells: Vec<&str> = (0..grid.width()).map(|column| grid.cell(row, column)).collect();
        let columns = unique_names(&cells);
        let keys: Vec<String> = cells.iter().map(|cell| key(cell)).collect();
        let fingerprint = Platform::of_header(&keys);
        let platform = fingerprint.unwrap_or(Platform::Generic);
        let mapped = match wanted {
            Wanted::Said(mapping) => mapping.apply(&columns),
            Wanted::Guess | Wanted::Look | Wanted::Lines => {
                crate::mapping::guess(platform, &keys, &group_keys(grid, row))
            }
        };
        let found = distinct(&mapped);
        let missing = required(&mapped);
        let accepted = match wanted {
            Wanted::Said(_) => missing.is_empty(),
            Wanted::Guess => fingerprint.is_some() || missing.is_empty(),
            // A header names its columns; a row of one filled cell is a title.
            Wanted::Look | Wanted::Lines => cells.iter().filter(|cell| !cell.is_empty()).count() > 1,
        };
        if !accepted {
            if found > miss.found {
                miss = Miss { missing, found };
            }
            continue;
        }
        let score = found + if fingerprint.is_some() { columns.len() } else { 0 };
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, Header { row, platform, columns, mapped }));
        }
    }
    best.map(|(_, header)| header).ok_or(miss)
}

/// How many columns of a grid's best row are understood: tells one separator of a text file from another.
pub(crate) fn score(grid: &Grid, rows: usize, wanted: Wanted<'_>) -> (bool, usize) {
    match find(grid, rows, wanted) {
        Ok(header) => (true, distinct(&header.mapped).max(1) + header.columns.len()),
        Err(miss) => (false, miss.found),
    }
}

fn distinct(mapped: &[Mapped]) -> usize {
    let mut fields: Vec<Field> = mapped.iter().map(|m| m.field).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// What a file of no known shop must at least say: whom, how to reach them, and where.
fn required(mapped: &[Mapped]) -> Vec<Field> {
    let has = |fields: &[Field]| mapped.iter().any(|m| fields.contains(&m.field));
    let mut missing = Vec::new();
    if !has(&[Field::RecvName, Field::RecvLastName]) {
        missing.push(Field::RecvName);
    }
    if !has(&[Field::RecvMobile, Field::RecvPhone]) {
        missing.push(Field::RecvMobile);
    }
    if !has(&[Field::Address]) {
        missing.push(Field::Address);
    }
    missing
}

/// For every column the key of the heading above it, where the row above groups columns (寄件信息 | 收件信息).
fn group_keys(grid: &Grid, row: usize) -> Vec<String> {
    let Some(above) = row.checked_sub(1) else { return Vec::new() };
    let mut group = String::new();
    let headings: Vec<&str> = grid.cells(above).collect();
    if headings.iter().filter(|heading| !heading.is_empty()).count() < 2 {
        return Vec::new();
    }
    (0..grid.cells(row).count())
        .map(|column| {
            if let Some(heading) = headings.get(column).filter(|heading| !heading.is_empty()) {
                group = key(heading);
            }
            group.clone()
        })
        .collect()
}

/// The headers as names that differ: a second 联系电话 becomes `联系电话 (2)`, a column without a header its letter.
fn unique_names(cells: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(cells.len());
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for (index, cell) in cells.iter().enumerate() {
        let base = if cell.is_empty() { column_letter(index) } else { crate::cell::one_line(cell).into_owned() };
        let count = seen.entry(base.clone()).or_default();
        *count += 1;
        names.push(if *count == 1 { base } else { format!("{base} ({count})") });
    }
    names
}

/// What tells one header from another: the names of its columns, without the letters of those that have none.
pub(crate) fn identity(columns: &[String]) -> String {
    let named = columns.iter().enumerate().filter(|(at, name)| **name != column_letter(*at));
    named.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("\n")
}

/// A name without the number that made it unique.
pub(crate) fn plain_name(name: &str) -> &str {
    let numbered = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    match numbered {
        Some((plain, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => plain,
        _ => name,
    }
}

/// `A`, `B`, … `Z`, `AA` as spreadsheets show it.
pub fn column_letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_what_exports_vary() {
        for (header, normal) in [
            ("收货地址 ", "收货地址"),
            ("＊收件人（必填）", "收件人"),
            ("【必填】收件人", "收件人"),
            ("重量（kg）", "重量"),
            ("商品总价(元)", "商品总价"),
            ("商家编码-规格维度", "商家编码规格维度"),
            ("到付(是/否)", "到付"),
            ("Receiver name *", "receivername"),
            ("商家备注等级（等级1-5为由高到低）", "商家备注等级(等级15为由高到低)"),
            ("(必填)", ""),
        ] {
            assert_eq!(key(header), normal, "{header}");
        }
    }

    #[test]
    fn columns_have_letters() {
        for (index, letter) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letter(index), letter);
        }
    }
}
