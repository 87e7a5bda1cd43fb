//! `{field}` places in template texts.

use crate::fields::Scope;

/// Puts the fields in. What comes out of a field is never read as a place again, so data cannot reach other fields.
/// [`crate::Template::faults`] has refused places that are none; such a one would stay as it is.
pub(super) fn expand(value: &str, scope: &Scope<'_>) -> String {
    let mut expanded = String::with_capacity(value.len() + 32);
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('{') {
        expanded.push_str(before);
        if let Some(after) = after.strip_prefix('{') {
            expanded.push('{');
            rest = after;
            continue;
        }
        let field = after.split_once('}').and_then(|(name, after)| Some((scope.field(name)?, after)));
        let Some((field, after)) = field else {
            expanded.push('{');
            rest = after;
            continue;
        };
        expanded.push_str(&field);
        rest = after;
    }
    expanded.push_str(rest);
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LabelData;

    #[test]
    fn fields_are_put_in_once() {
        let data = LabelData { waybill_no: "{remark}".to_owned(), remark: "x".to_owned(), ..LabelData::default() };
        let scope = Scope::of(&data);
        assert_eq!(expand("a{waybill_no}b{{{reprint}", &scope), "a{remark}b{");
        assert_eq!(expand("{nothing}{remark", &scope), "{nothing}{remark");
    }
}
