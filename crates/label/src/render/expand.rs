//! `{field}` places in template texts.

use crate::data::LabelData;

/// Puts the fields in. What comes out of a field is never read as a place again, so data cannot reach other fields.
pub(super) fn expand(value: &str, data: &LabelData) -> Result<String, String> {
    let mut expanded = String::with_capacity(value.len() + 32);
    let mut rest = value;
    while let Some(at) = rest.find('{') {
        expanded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            expanded.push('{');
            rest = after;
            continue;
        }
        let Some((name, after)) = rest.split_once('}') else {
            return Err("a { without }".to_owned());
        };
        expanded.push_str(data.field(name).ok_or_else(|| format!("no field is called {name}"))?);
        rest = after;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_put_in_once() {
        let data = LabelData { waybill_no: "{remark}".to_owned(), remark: "x".to_owned(), ..LabelData::default() };
        assert_eq!(expand("a{waybill_no}b{{{reprint}", &data), Ok("a{remark}b{".to_owned()));
        assert!(expand("{nothing}", &data).is_err());
        assert!(expand("{remark", &data).is_err());
    }
}
