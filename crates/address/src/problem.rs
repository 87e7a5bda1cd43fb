//! What is wrong with a piece of text, as a stable code and as words.

use serde::Serialize;

/// The language of [`Problem::words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// A stable code and the values that its words need. The values may be personal data: show them only to the owner of the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable, machine-readable, such as `address_missing_district`.
    pub code: &'static str,
    /// In the order in which the words use them; each at most [`ARG_MAX`] characters.
    pub args: Vec<String>,
}

/// What is wrong with an address: [`Problem`] with an `address_…` code.
pub type AddressProblem = Problem;

/// The longest value quoted in a problem, in characters.
pub const ARG_MAX: usize = 40;

/// Code, Chinese, English; `{0}` and `{1}` stand for the values.
const WORDS: &[(&str, &str, &str)] = &[
    ("address_empty", "地址为空", "the address is empty"),
    ("address_missing_province", "缺省市区：无法从“{0}”认出省市区", "no province, city or district found in “{0}”"),
    ("address_missing_city", "缺城市和区县：“{0}”之后没有认出城市", "no city or district found after “{0}”"),
    ("address_missing_district", "缺区县：“{0}”之后没有认出区县", "no district found after “{0}”"),
    (
        "address_ambiguous",
        "省市区不明确：“{0}”在 {1} 处都有，请补充省市",
        "“{0}” exists in {1} places: add the province and city",
    ),
    ("address_unknown_region", "不认识的地区：“{0}”", "unknown region “{0}”"),
    ("address_contradicts", "省市区不一致：“{0}”不在“{1}”内", "“{0}” is not in “{1}”"),
    ("address_no_detail", "缺详细地址（街道、门牌号）", "the detail (street, number) is missing"),
    ("address_too_long", "详细地址太长：{0} 个字，最多 {1} 个", "the detail is too long: {0} characters, at most {1}"),
    ("address_masked", "地址被平台隐藏或加密，无法投递", "the address is masked or encrypted by the platform"),
    ("address_bad_characters", "地址含有不可打印的字符", "the address has unprintable characters"),
    ("phone_empty", "缺电话", "the phone number is missing"),
    ("phone_masked", "电话被隐藏或加密：“{0}”", "the phone number is masked or encrypted: “{0}”"),
    (
        "phone_bad_characters",
        "电话含有不能识别的字符：“{0}”",
        "the phone number has characters that do not belong: “{0}”",
    ),
    ("phone_no_area_code", "座机缺区号：“{0}”", "the landline lacks its area code: “{0}”"),
    ("phone_wrong_length", "电话位数不对：“{0}”有 {1} 位", "wrong length: “{0}” has {1} digits"),
    ("phone_unknown", "不是有效的电话：“{0}”", "not a valid phone number: “{0}”"),
    ("phone_bad_extension", "分机号不对：“{0}”", "the extension is not valid: “{0}”"),
    ("name_empty", "缺姓名", "the name is missing"),
    ("name_masked", "姓名被隐藏或加密：“{0}”", "the name is masked or encrypted: “{0}”"),
    ("name_bad_characters", "姓名含有不可打印的字符", "the name has unprintable characters"),
    ("name_too_long", "姓名太长：{0} 个字，最多 {1} 个", "the name is too long: {0} characters, at most {1}"),
];

impl Problem {
    pub(crate) fn new(code: &'static str, args: &[&str]) -> Self {
        let args = args.iter().map(|arg| arg.chars().filter(|c| !c.is_control()).take(ARG_MAX).collect()).collect();
        Self { code, args }
    }

    /// The problem in words for the owner of the data.
    pub fn words(&self, lang: Lang) -> String {
        words(self.code, &self.args, lang)
    }
}

/// The words of any code of this crate, such as one read back from storage; the code itself when it is unknown.
pub fn words(code: &str, args: &[String], lang: Lang) -> String {
    let Some((_, zh, en)) = WORDS.iter().find(|(known, _, _)| *known == code) else {
        return code.to_owned();
    };
    let pattern = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut out = String::new();
    let mut rest = *pattern;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let index = rest[at + 1..].chars().next().and_then(|c| c.to_digit(10)).unwrap_or(0);
        if let Some(arg) = args.get(index as usize) {
            out.push_str(arg);
        }
        rest = rest[at..].find('}').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    out
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_both_languages() {
        let problem = Problem::new("address_ambiguous", &["鼓楼区", "5"]);
        assert_eq!(problem.words(Lang::Zh), "省市区不明确：“鼓楼区”在 5 处都有，请补充省市");
        assert_eq!(problem.words(Lang::En), "“鼓楼区” exists in 5 places: add the province and city");
        assert_eq!(words("other_code", &[], Lang::En), "other_code");
    }

    #[test]
    fn quoted_values_are_bounded_and_printable() {
        let long = "\u{7}很".repeat(500);
        let problem = Problem::new("address_unknown_region", &[&long]);
        assert_eq!(problem.args[0].chars().count(), ARG_MAX);
        assert!(!problem.args[0].contains('\u{7}'));
    }
}
