//! What a call is about, for whoever looks for it later.

use serde_json::Value;

/// As the platform names the code that we give an order.
const CODES: [&str; 2] = ["partnerOrderCode", "unionCode"];
const NUMBER: &str = "billCode";
/// Where an answer has its payload.
const PAYLOADS: [&str; 2] = ["result", "data"];
/// Longer is neither number nor code.
const CHARS_MAX: usize = 40;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub waybill_no: String,
    pub partner_code: String,
}

impl About {
    /// Takes what a request or an answer names, where nothing is known yet. Of a list, what stands first.
    pub(super) fn read(&mut self, body: &[u8]) {
        let Ok(document) = serde_json::from_slice::<Value>(body) else { return };
        let payloads = PAYLOADS.iter().filter_map(|name| document.get(name));
        let payloads = payloads.filter_map(|payload| payload.as_array().map_or(Some(payload), |list| list.first()));
        for part in std::iter::once(&document).chain(payloads) {
            take(&mut self.waybill_no, part.get(NUMBER));
            CODES.iter().for_each(|name| take(&mut self.partner_code, part.get(name)));
        }
    }
}

fn take(known: &mut String, told: Option<&Value>) {
    let told = told.and_then(Value::as_str).unwrap_or_default();
    if known.is_empty() && told.chars().count() <= CHARS_MAX {
        told.clone_into(known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_are_found_in_questions_and_answers() {
        let of = |bodies: &[&str]| {
            let mut about = About::default();
            bodies.iter().for_each(|body| about.read(body.as_bytes()));
            (about.waybill_no, about.partner_code)
        };
        let named = |number: &str, code: &str| (number.to_owned(), code.to_owned());
        let created =
            [r#"{"partnerOrderCode":"A1"}"#, r#"{"result":{"billCode":"73100196611386","partnerOrderCode":"B"}}"#];
        assert_eq!(of(&created), named("73100196611386", "A1"));
        assert_eq!(of(&[r#"{"unionCode":"A1"}"#, r#"{"result":{"mark":"300-"}}"#]), named("", "A1"));
        assert_eq!(of(&[r#"{"a":1}"#, r#"{"data":[{"billCode":"7310"},{"billCode":"7311"}]}"#]), named("7310", ""));
        for odd in ["", "<html>", "[]", "7", r#"{"billCode":7}"#, r#"{"result":[]}"#] {
            assert_eq!(of(&[odd]), named("", ""), "{odd}");
        }
        let long = format!(r#"{{"billCode":"{}"}}"#, "7".repeat(CHARS_MAX + 1));
        assert_eq!(of(&[&long]), named("", ""));
    }
}
