//! Numbers in links, as QR codes of labels and messages carry them.

use super::{carrier_of, compact, is_number_alone};

/// Names of parameters that carry a waybill number, in small letters without `_` and `-`.
const NAMES: [&str; 14] = [
    "waybillno",
    "waybillnos",
    "waybill",
    "mailno",
    "billcode",
    "billno",
    "trackingno",
    "trackingnumber",
    "expressno",
    "nu",
    "num",
    "no",
    "number",
    "code",
];

/// With a scheme, with `www.`, or a host with a path.
pub fn is_link(text: &str) -> bool {
    let text = text.trim();
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let is_host = |host: &str| {
        host.contains('.')
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
            && host.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    begins("http://")
        || begins("https://")
        || begins("www.")
        || text.split_once(['/', '?']).is_some_and(|(host, _)| is_host(host))
}

/// What is named as a number comes first, then the end of the path; what has the form of a carrier comes before what has none.
pub fn number_of(text: &str) -> Option<String> {
    let link = text.trim();
    let link = link.split_once("://").map_or(link, |(_, rest)| rest);
    let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let mut segments: Vec<String> = path.split('/').skip(1).map(decoded).collect();
    segments.reverse();
    let (mut named, mut other) = (Vec::new(), Vec::new());
    for pair in query.split(['&', ';']).chain(fragment.split(['&', ';'])) {
        match pair.split_once('=') {
            Some((name, value)) if is_name(name) => named.push(decoded(value)),
            Some((_, value)) => other.push(decoded(value)),
            None => other.push(decoded(pair)),
        }
    }
    let mut values = named.iter().chain(&segments).chain(&other);
    let known = values.find_map(|value| known_in(value));
    known.or_else(|| {
        let values = named.iter().chain(segments.first());
        values.map(|value| compact(value)).find(|value| is_number_alone(value))
    })
}

fn is_name(name: &str) -> bool {
    let name: String = name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect();
    NAMES.contains(&name.as_str())
}

/// The whole value, or a word of it, where it has the form of a carrier's number.
fn known_in(value: &str) -> Option<String> {
    let words = value.split(|c: char| !c.is_ascii_alphanumeric());
    std::iter::once(value).chain(words).map(compact).find(|word| carrier_of(word).is_some())
}

/// `%58` is `X`; what is no such code stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, after) {
            (b'%', [high, low, behind @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or_default() << 4 | hex(low).unwrap_or_default());
                rest = behind;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
