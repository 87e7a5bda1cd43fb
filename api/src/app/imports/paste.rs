//! Orders that were pasted instead of a file: cells of a spreadsheet, or addresses as people copy them from a chat.

use super::guess;
use crate::app::AppError;

/// Its name in the list of imports.
const NAME: &str = "粘贴.csv";

/// What was pasted, as a file. Cells under a header that is understood stay as they are; cells without one get the letters of their columns
/// for a header, so that none of them is taken for names, and a person says what they are. Anything else is taken for addresses, one a line,
/// or one a paragraph where paragraphs of several lines stand apart; what each says is put into columns beside the text itself.
pub fn as_file(text: &str) -> Result<(String, Vec<u8>), AppError> {
    let is_table = sheet::open(text.as_bytes(), NAME, None, &sheet::Limits::default()).is_ok();
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if is_table || first.contains('\t') {
        let letters = if is_table || !begins_with_content(first) { String::new() } else { letters(text) };
        return Ok((NAME.to_owned(), format!("{letters}{text}").into_bytes()));
    }
    let mut file = String::from("收件人,手机,地址,原文\r\n");
    for piece in pieces(text) {
        let parsed = address::parse(&piece);
        let place = [parsed.province, parsed.city, parsed.district].into_iter().flatten().collect::<String>();
        let cells = [
            parsed.name.unwrap_or_default(),
            parsed.phone.unwrap_or_default(),
            format!("{place}{}", parsed.detail),
            piece,
        ];
        // Only a cell that a spreadsheet would misread is marked by an apostrophe, and reading takes it away again.
        file.push_str(&sheet::csv_row(&cells.map(|cell| sheet::Cell::from(cell.as_str()))));
    }
    Ok((NAME.to_owned(), file.into_bytes()))
}

/// The first row of cells is no header: it has nothing that a column is called, and something that only an order has.
fn begins_with_content(line: &str) -> bool {
    let cells = || line.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
    cells().all(|cell| sheet::Field::of_header(cell).is_none()) && cells().any(guess::is_content)
}

/// A header of as many letters as the widest row has cells.
fn letters(text: &str) -> String {
    let width = text.lines().map(|line| line.split('\t').count()).max().unwrap_or_default();
    let letters: Vec<String> = (0..width).map(sheet::column_letter).collect();
    letters.join("\t") + "\n"
}

/// The addresses of a text, each in one line.
fn pieces(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let paragraphs: Vec<Vec<&str>> =
        lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()).map(<[&str]>::to_vec).collect();
    if paragraphs.len() > 1 && paragraphs.iter().any(|lines| lines.len() > 1) {
        return paragraphs.into_iter().map(|lines| lines.join(" ")).collect();
    }
    // One paragraph whose lines are labelled (收件人：… 电话：… 地址：…) is one address.
    if let [lines] = paragraphs.as_slice()
        && lines.len() > 1
        && lines.iter().all(|line| line.chars().take(6).any(|c| matches!(c, ':' | '：')))
    {
        return vec![lines.join(" ")];
    }
    paragraphs.into_iter().flatten().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stays_and_addresses_become_one() {
        let table = "收件人\t手机\t地址\n李雷\t13800000001\t浙江省杭州市西湖区文三路1号";
        assert_eq!(as_file(table).unwrap().1, table.as_bytes());
        let file = String::from_utf8(as_file("李雷 13800000001 浙江省杭州市西湖区文三路1号").unwrap().1).unwrap();
        assert!(file.contains("\r\n李雷,13800000001,浙江省杭州市西湖区文三路1号,"), "{file}");
    }

    #[test]
    fn cells_without_a_header_lose_none() {
        let cells = "李雷\t13800000001\t浙江省杭州市西湖区文三路1号\n韩梅梅\t13800000002\t北京市朝阳区建国路1号\t快\n";
        let file = String::from_utf8(as_file(cells).unwrap().1).unwrap();
        assert_eq!(file, format!("A\tB\tC\tD\n{cells}"));
        // Names of columns, known or not, are a header.
        for header in ["甲\t乙\t丙", "姓名\t号码\t去向"] {
            let table = format!("{header}\n{cells}");
            assert_eq!(as_file(&table).unwrap().1, table.as_bytes());
        }
    }

    #[test]
    fn one_address_a_line_or_a_paragraph() {
        assert_eq!(pieces("甲\n\n乙\n丙\n"), ["甲", "乙 丙"]);
        assert_eq!(pieces("甲\n乙\n\n"), ["甲", "乙"]);
        assert_eq!(pieces("收件人：甲\n电话：1\n地址：乙"), ["收件人：甲 电话：1 地址：乙"]);
        assert!(pieces(" \n \n").is_empty());
    }
}
