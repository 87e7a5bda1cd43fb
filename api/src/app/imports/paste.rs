//! Orders that were pasted instead of a file: cells of a spreadsheet, or addresses as people copy them from a chat.

use crate::app::AppError;

/// Its name in the list of imports.
const NAME: &str = "粘贴.csv";

/// What was pasted, as a file. Cells under a header that is understood stay as they are. Anything else is taken for addresses, one a line,
/// or one a paragraph where paragraphs of several lines stand apart; what each says is put into columns beside the text itself.
pub fn as_file(text: &str) -> Result<(String, Vec<u8>), AppError> {
    let is_table = sheet::open(text.as_bytes(), NAME, None, &sheet::Limits::default()).is_ok();
    if is_table || text.lines().next().is_some_and(|line| line.contains('\t')) {
        return Ok((NAME.to_owned(), text.as_bytes().to_vec()));
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
    fn one_address_a_line_or_a_paragraph() {
        assert_eq!(pieces("甲\n\n乙\n丙\n"), ["甲", "乙 丙"]);
        assert_eq!(pieces("甲\n乙\n\n"), ["甲", "乙"]);
        assert_eq!(pieces("收件人：甲\n电话：1\n地址：乙"), ["收件人：甲 电话：1 地址：乙"]);
        assert!(pieces(" \n \n").is_empty());
    }
}
