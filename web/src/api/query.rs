//! Query strings from typed filters.

use serde::Serialize;
use serde_json::Value;

/// `?a=1&b=x` of the fields that are set, in a stable order; empty where none is.
pub fn encode(filter: &impl Serialize) -> String {
    let Ok(Value::Object(fields)) = serde_json::to_value(filter) else { return String::new() };
    let pairs: Vec<String> = fields
        .iter()
        .filter_map(|(name, value)| match value {
            Value::String(text) => Some(format!("{name}={}", percent(text))),
            Value::Number(number) => Some(format!("{name}={number}")),
            Value::Bool(flag) => Some(format!("{name}={flag}")),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        })
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub fn percent(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use shared::{shipments::ShipmentFilter, state::Phase};

    use super::*;

    #[test]
    fn filters_become_queries() {
        assert_eq!(encode(&ShipmentFilter::default()), "");
        let filter = ShipmentFilter {
            phase: Some(Phase::ToPrint),
            order_no: Some("A&B 1/单".to_owned()),
            printed: Some(false),
            province: Some(44),
            ..ShipmentFilter::default()
        };
        assert_eq!(encode(&filter), "?order_no=A%26B%201%2F%E5%8D%95&phase=to_print&printed=false&province=44");
    }
}
