//! Names of people and companies on a label.

use crate::problem::Problem;
use crate::text;

/// What is wrong with a name: [`Problem`] with a `name_…` code.
pub type NameProblem = Problem;

/// The longest name, in characters.
pub const NAME_MAX: usize = 60;

/// The trimmed name, or why it cannot stand on a label.
///
/// Empty names, masked (`张*`) or platform-encrypted ones (`##…`, `$$…`), control characters and more than [`NAME_MAX`]
/// characters are refused.
pub fn check(text: &str) -> Result<String, NameProblem> {
    let name = text::unwrapped(text);
    if name.is_empty() {
        return Err(Problem::new("name_empty", &[]));
    }
    if text::is_masked(name) || name.contains(['*', '＊']) {
        return Err(Problem::new("name_masked", &[name]));
    }
    if name.chars().any(|c| c.is_control() || c == '\u{FFFD}') {
        return Err(Problem::new("name_bad_characters", &[]));
    }
    let name: String = name.chars().filter(|c| text::normal(*c).is_some()).collect();
    let length = name.chars().count();
    if length > NAME_MAX {
        return Err(Problem::new("name_too_long", &[&length.to_string(), &NAME_MAX.to_string()]));
    }
    if name.trim().is_empty() {
        return Err(Problem::new("name_empty", &[]));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, expected) in [
            ("张三", Ok("张三")),
            ("\t 欧阳 修 ", Ok("欧阳 修")),
            ("'李四", Ok("李四")),
            ("=\"王五\"", Ok("王五")),
            ("\u{FEFF}佛山某某公司（王工）", Ok("佛山某某公司（王工）")),
            ("", Err("name_empty")),
            (" \t", Err("name_empty")),
            ("\u{200B}", Err("name_empty")),
            ("张*", Err("name_masked")),
            ("张＊", Err("name_masked")),
            ("##Kx9s==", Err("name_masked")),
            ("$$ab", Err("name_masked")),
            ("张\u{7}三", Err("name_bad_characters")),
            ("张\n三", Err("name_bad_characters")),
        ] {
            assert_eq!(check(text).as_deref().map_err(|p| p.code), expected, "{text:?}");
        }
        assert_eq!(check(&"长".repeat(61)).map_err(|p| p.code), Err("name_too_long"));
        assert!(check(&"长".repeat(60)).is_ok());
    }
}
