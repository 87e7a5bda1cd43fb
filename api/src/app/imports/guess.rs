//! What columns without names hold, told by their first cells; for a person to confirm.

use std::collections::BTreeMap;

use sheet::{Field, OutlineColumn};

/// A longer text is no name of a person.
const NAME_CHARS: usize = 12;

/// Whether a cell can only be content: it is a phone number, or says a place.
pub fn is_content(cell: &str) -> bool {
    is_phone(cell) || is_address(cell)
}

fn is_phone(cell: &str) -> bool {
    address::phone::check(cell).is_ok()
}

fn is_address(cell: &str) -> bool {
    let parsed = address::parse(cell);
    parsed.division_code.is_some() && !parsed.detail.is_empty()
}

fn is_name(cell: &str) -> bool {
    let is_short = cell.chars().count() <= NAME_CHARS && !cell.chars().any(|c| c.is_ascii_digit());
    is_short && address::name::check(cell).is_ok()
}

/// The columns of receiver, phone and address, as far as their samples tell: the receiver beside the phone, the longest of the addresses.
pub fn mapping(columns: &[OutlineColumn]) -> BTreeMap<String, String> {
    let all = |at: &usize, is: fn(&str) -> bool| {
        let samples = &columns[*at].samples;
        !samples.is_empty() && samples.iter().all(|sample| is(sample))
    };
    let phone = (0..columns.len()).find(|at| all(at, is_phone));
    let length = |at: &usize| columns[*at].samples.iter().map(|sample| sample.chars().count()).max();
    let address = (0..columns.len()).filter(|at| all(at, is_address)).max_by_key(length);
    let names = (0..columns.len()).filter(|at| Some(*at) != address && all(at, is_name));
    let name = names.min_by_key(|at| phone.map_or(0, |phone| phone.abs_diff(*at)));
    let found = [(name, Field::RecvName), (phone, Field::RecvMobile), (address, Field::Address)];
    let named = found.into_iter().filter_map(|(at, field)| Some((columns[at?].name.clone(), field)));
    named.map(|(column, field)| (column, field.as_str().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(samples: &[&[&str]]) -> Vec<OutlineColumn> {
        let names = ('A'..='Z').map(String::from);
        let column = |(name, samples): (String, &&[&str])| OutlineColumn {
            name,
            suggested: None,
            samples: samples.iter().map(|sample| (*sample).to_owned()).collect(),
        };
        names.zip(samples).map(column).collect()
    }

    #[test]
    fn columns_are_told_by_what_they_hold() {
        let guessed = mapping(&columns(&[
            &["茶叶", "图书"],
            &["欧阳春晓", "李四光"],
            &["13812345670", "0571-88886666"],
            &["1", "2"],
            &["浙江省杭州市余杭区西溪路569号", "广东省深圳市南山区科技园路1号"],
            &[],
        ]));
        let expected = [("B", "recv_name"), ("C", "recv_mobile"), ("E", "address")];
        let expected = expected.map(|(column, field)| (column.to_owned(), field.to_owned()));
        assert_eq!(guessed, BTreeMap::from(expected));
    }

    #[test]
    fn what_is_not_told_is_not_said() {
        assert_eq!(mapping(&columns(&[&["1"], &["2"]])), BTreeMap::new());
        for header in ["收件人", "手机号", "甲", "地址", "省"] {
            assert!(!is_content(header), "{header}");
        }
        assert!(is_content("13812345670") && is_content("浙江省杭州市余杭区西溪路569号"));
    }
}
