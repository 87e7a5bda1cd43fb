//! Waybill numbers as people have them: typed in groups, pasted out of a chat, in full-width digits, or as the link of a label's QR code.

mod known;
mod link;

pub use known::{KnownCarrier, carrier_of};

/// The longest text that is read as one number; links are the longest.
const TEXT_CHARS: usize = 500;
/// A number of any carrier.
const NUMBER_CHARS: std::ops::RangeInclusive<usize> = 6..=32;
/// What stands alone among other words is a number from this length on, with so many digits.
const ALONE_CHARS: usize = 8;
const ALONE_DIGITS: usize = 6;
/// Printed numbers stand in groups of at most this many characters, and at most so many groups.
const GROUP_CHARS: usize = 6;
const GROUPS: usize = 6;
/// Characters that are kept of a line in which there is no number.
const UNREAD_CHARS: usize = 40;

/// A number in the form that databases and carriers know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub number: String,
    /// Whose it is by its form; none where no carrier has such numbers, or several.
    pub carrier: Option<KnownCarrier>,
    /// It carries a check digit, and that is wrong: one was mistyped.
    pub is_mistyped: bool,
}

/// The one number in a text; none where there is no number to be seen.
pub fn read(text: &str) -> Option<Reading> {
    if text.chars().nth(TEXT_CHARS).is_some() {
        return None;
    }
    let text = folded(text);
    let number = if link::is_link(&text) { link::number_of(&text) } else { number_of(&text) }?;
    let carrier = carrier_of(&number);
    let is_mistyped = carrier.is_some_and(|carrier| !carrier.has_right_check_digit(&number));
    Some(Reading { number, carrier, is_mistyped })
}

/// The numbers of a text of many lines, each as it stands there, to be read one by one. Where a line has numbers of a known form, other
/// words of it are left out: what is copied from a table has names and addresses beside them. A line with digits in which no number is to
/// be seen stays, so that whoever pasted it is told.
pub fn split(text: &str) -> Vec<String> {
    text.split(['\n', '\r']).flat_map(of_line).collect()
}

fn of_line(line: &str) -> Vec<String> {
    let line = folded(line);
    let cells: Vec<&str> = line.split([',', ';', '\t', '|', '、']).map(str::trim).collect();
    let known: Vec<String> = cells.iter().flat_map(|cell| known_in(cell)).collect();
    if !known.is_empty() {
        return known;
    }
    let alone: Vec<String> = cells.iter().flat_map(|cell| alone_in(cell)).collect();
    if !alone.is_empty() {
        return alone;
    }
    let has_digit = line.contains(|c: char| c.is_ascii_digit());
    let unread = || line.trim().chars().take(UNREAD_CHARS).collect();
    has_digit.then(unread).into_iter().collect()
}

/// Half-width, without what cannot be seen; other blanks become spaces, but tabs, which separate columns.
fn folded(text: &str) -> String {
    let fold = |c: char| match c {
        '\t' => Some('\t'),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => Some('-'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        c if c.is_control() || c.is_whitespace() => Some(' '),
        c => Some(c),
    };
    text.chars().filter_map(fold).collect()
}

/// Without spaces and hyphens, in capitals.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect()
}

fn is_number(text: &str) -> bool {
    NUMBER_CHARS.contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// It is a number even where nothing says so.
fn is_number_alone(text: &str) -> bool {
    is_number(text) && text.len() >= ALONE_CHARS && text.bytes().filter(u8::is_ascii_digit).count() >= ALONE_DIGITS
}

/// A text that is a number and nothing else, or has one known form, or one number alone, among other words.
fn number_of(text: &str) -> Option<String> {
    let bare = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let mut groups = bare.split_whitespace();
    let is_one = !bare.contains(' ') || groups.all(|group| group.len() <= GROUP_CHARS);
    let whole = compact(bare);
    if is_one && is_number(&whole) {
        return Some(whole);
    }
    if let Some(known) = known_in(text).into_iter().next() {
        return Some(known);
    }
    match <[String; 1]>::try_from(alone_in(text)) {
        Ok([alone]) => Some(alone),
        Err(_) => None,
    }
}

/// What numbers can be made of: letters, digits, spaces and hyphens.
fn runs(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == ' ' || c == '-'))
        .map(|run| run.split_whitespace().collect::<Vec<_>>())
        .filter(|groups| !groups.is_empty())
}

/// The numbers of a known form, whole or in groups.
fn known_in(text: &str) -> Vec<String> {
    if link::is_link(text) {
        return link::number_of(text).filter(|number| carrier_of(number).is_some()).into_iter().collect();
    }
    let mut found = Vec::new();
    for groups in runs(text) {
        let mut at = 0;
        while at < groups.len() {
            let most = GROUPS.min(groups.len() - at);
            let taken = (1..=most).rev().find_map(|count| {
                let some = &groups[at..at + count];
                let are_groups = count == 1 || some.iter().all(|group| group.len() <= GROUP_CHARS);
                let number = compact(&some.concat());
                (are_groups && carrier_of(&number).is_some()).then_some((count, number))
            });
            let count = taken.as_ref().map_or(1, |(count, _)| *count);
            found.extend(taken.map(|(_, number)| number));
            at += count;
        }
    }
    found
}

/// The numbers of no known form that are numbers nevertheless.
fn alone_in(text: &str) -> Vec<String> {
    if link::is_link(text) {
        return link::number_of(text).into_iter().collect();
    }
    let mut found = Vec::new();
    for groups in runs(text) {
        let words: Vec<String> = groups.iter().map(|group| compact(group)).collect();
        let whole = words.concat();
        let single = words.iter().filter(|word| is_number_alone(word)).cloned();
        let before = found.len();
        found.extend(single);
        if found.len() == before && words.iter().all(|word| word.len() <= GROUP_CHARS) && is_number_alone(&whole) {
            found.push(whole);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "XW2611240018213";

    fn own() -> String {
        crate::embedded::WaybillNo::from_serial(261_124_001_821).unwrap().to_string()
    }

    fn number(text: &str) -> Option<String> {
        read(text).map(|reading| reading.number)
    }

    #[test]
    fn a_number_is_read_however_it_is_written() {
        assert_eq!(own()[..14], OWN[..14]);
        let own = own();
        let grouped = format!("{} {} {} {}", &own[..6], &own[6..10], &own[10..14], &own[14..]);
        let wide: String = own.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect();
        for text in [
            own.clone(),
            own.to_lowercase(),
            grouped.clone(),
            grouped.replace(' ', "-"),
            grouped.replace(' ', "\u{3000}"),
            grouped.replace(' ', "\u{2013}"),
            wide,
            format!("{own}\r\n"),
            format!("\u{feff}\u{200b}{own}\u{202c}"),
            format!("'{own}"),
            format!("【{own}】"),
            format!("运单号：{grouped}，请查收"),
            format!("您的快递{own}已到 3 号柜"),
            format!("https://ship.example/t/{own}"),
            format!("HTTPS://SHIP.EXAMPLE/T/{}", own.to_lowercase()),
            format!("ship.example/t/{own}?from=qr"),
            format!("https://ship.example/t#{own}.dGhpcyBpcyBubyBjb2Rl"),
            format!("https://m.example/q?ts=1717000000000&mailNo={own}"),
            format!("https://m.example/q?x=1&no={}", own.replace('X', "%58")),
        ] {
            let reading = read(&text).unwrap_or_else(|| panic!("{text} is not read"));
            assert_eq!((reading.number, reading.carrier), (own.clone(), Some(KnownCarrier::Embedded)), "{text}");
            assert!(!reading.is_mistyped, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in ["", " ", "\r\n", "运单号", "-", "12345", "abcdefgh", "https://ship.example/", "\u{0}", "👩‍👩‍👧‍👦"]
        {
            assert_eq!(number(text), None, "{text:?}");
        }
        assert_eq!(number(&"9".repeat(400)), None);
        assert_eq!(number(&format!("{}{OWN}", " ".repeat(600))), None, "too long to be one number");
        assert_eq!(number("11223344556677 99887766554433"), None, "these are two");
    }

    #[test]
    fn a_wrong_check_digit_is_told() {
        let mut wrong = own();
        let last = wrong.pop().unwrap();
        wrong.push(if last == '0' { '1' } else { '0' });
        let reading = read(&wrong).unwrap();
        assert!(reading.is_mistyped && reading.carrier == Some(KnownCarrier::Embedded));
        assert!(!read("RB123456785SG").unwrap().is_mistyped);
        assert!(read("RB123456784SG").unwrap().is_mistyped);
    }

    #[test]
    fn lines_are_split_into_their_numbers() {
        let own = own();
        let grouped = format!("{} {} {} {}", &own[..6], &own[6..10], &own[10..14], &own[14..]);
        let text = format!(
            "运单号\r\n{grouped}\r\n{own} 73123456789012\r\n张三\t13800138000\t{own}\t杭州市文三路1号\r\nSF1234567890123，YT1234567890123\n\n\
             谢谢\n20261127AB、20261128AB\n第 3 批\n1122 3344 5566"
        );
        let expected = [
            &own,
            &own,
            "73123456789012",
            &own,
            "SF1234567890123",
            "YT1234567890123",
            "20261127AB",
            "20261128AB",
            "第 3 批",
            "112233445566",
        ];
        assert_eq!(split(&text), expected);
        assert!(split("").is_empty() && split("没有单号").is_empty());
    }

    #[test]
    fn a_phone_with_an_extension_is_no_number_of_the_post() {
        assert_eq!(split("13800138000 12"), ["13800138000"]);
    }
}
