//! What is known of a person or an address: sealed at rest, found by tokens.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Keyring, StoreError};

/// Name, phone and address detail of a sender or receiver. It has no `Debug`: it must not reach a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyPii {
    pub name: String,
    pub phone: String,
    pub detail: String,
}

/// The shortest part of a phone that finds it.
const LAST_DIGITS: usize = 4;

impl PartyPii {
    pub(crate) fn seal(&self, keys: &Keyring, owner: Uuid, purpose: &'static str) -> Result<Vec<u8>, StoreError> {
        let plain = serde_json::to_vec(self).map_err(|_| StoreError::Sealed)?;
        keys.seal(owner, purpose, &plain)
    }

    pub(crate) fn open(
        keys: &Keyring,
        owner: Uuid,
        purpose: &'static str,
        sealed: &[u8],
    ) -> Result<PartyPii, StoreError> {
        let plain = keys.open(owner, purpose, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| StoreError::Sealed)
    }

    /// What a shipment to this person is found by: full phone, its last four digits, the name, its pinyin and its initials.
    pub(crate) fn tokens(&self, keys: &Keyring, owner: Uuid) -> Vec<i64> {
        let digits = phone_digits(&self.phone);
        let mut tokens = Vec::with_capacity(5);
        if !digits.is_empty() {
            tokens.push(keys.token(owner, "phone", &digits));
        }
        if digits.len() >= LAST_DIGITS {
            tokens.push(keys.token(owner, "last4", &digits[digits.len() - LAST_DIGITS..]));
        }
        let name = folded(&self.name);
        if !name.is_empty() {
            tokens.push(keys.token(owner, "name", &name));
            let (full, initials) = pinyin_of(&name);
            if full != name {
                tokens.push(keys.token(owner, "pinyin", &full));
                tokens.push(keys.token(owner, "pinyin", &initials));
            }
        }
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }
}

/// The tokens a search text could mean.
pub(crate) fn search_tokens(keys: &Keyring, owner: Uuid, text: &str) -> Vec<i64> {
    let (digits, name) = (phone_digits(text), folded(text));
    let mut tokens = Vec::new();
    let numeric = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+'));
    if numeric && digits.len() == LAST_DIGITS {
        tokens.push(keys.token(owner, "last4", &digits));
    } else if numeric && digits.len() > LAST_DIGITS {
        tokens.push(keys.token(owner, "phone", &digits));
    } else if !name.is_empty() {
        tokens.push(keys.token(owner, "name", &name));
        if name.chars().all(|c| c.is_ascii_alphabetic()) {
            tokens.push(keys.token(owner, "pinyin", &name));
        }
    }
    tokens
}

/// A phone as it is compared: digits alone, without the country code of mainland mobiles.
pub fn phone_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("86") {
        Some(mobile) if mobile.len() == 11 && mobile.starts_with('1') => mobile.to_owned(),
        _ => digits,
    }
}

/// A text as it is compared: lower case, without spaces.
pub fn folded(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Surnames that are read otherwise than the character alone.
const SURNAME_READINGS: [(char, &str); 12] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('区', "ou"),
    ('查', "zha"),
    ('朴', "piao"),
    ('任', "ren"),
    ('盖', "ge"),
    ('翟', "zhai"),
    ('覃', "qin"),
    ('乐', "yue"),
];

/// A folded name in pinyin, and its initials; what is no Chinese character stays as it is.
pub fn pinyin_of(name: &str) -> (String, String) {
    use pinyin::ToPinyin;
    let (mut full, mut initials) = (String::new(), String::new());
    for (at, (char, pinyin)) in name.chars().zip(name.to_pinyin()).enumerate() {
        let surname = SURNAME_READINGS.iter().find(|(surname, _)| at == 0 && *surname == char);
        match surname.map(|(_, reading)| *reading).or(pinyin.map(|pinyin| pinyin.plain())) {
            Some(pinyin) => {
                full.push_str(pinyin);
                initials.extend(pinyin.chars().next());
            }
            None => {
                full.push(char);
                initials.push(char);
            }
        }
    }
    (full, initials)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MasterKeys;

    fn finds(party: &PartyPii, text: &str) -> bool {
        let keys = Keyring::new(&MasterKeys::parse(&"07".repeat(32)).unwrap());
        let owner = Uuid::from_u128(1);
        let tokens = party.tokens(&keys, owner);
        search_tokens(&keys, owner, text).iter().any(|token| tokens.contains(token))
    }

    #[test]
    fn found_by_phone_last_digits_name_pinyin_and_initials() {
        let party = PartyPii { name: "王小明".into(), phone: "138 0013 8000".into(), detail: "x".into() };
        for text in ["13800138000", "+86 138-0013-8000", "8000", "王小明", "wangxiaoming", "wxm", "WXM"] {
            assert!(finds(&party, text), "{text}");
        }
        for text in ["1380013800", "8001", "王小", "wangxiao", "", " "] {
            assert!(!finds(&party, text), "{text}");
        }
    }

    #[test]
    fn foreign_names_are_found_as_written() {
        let party = PartyPii { name: "Anna Lee".into(), phone: "+852 9123 4567".into(), detail: String::new() };
        assert!(finds(&party, "anna lee"));
        assert!(finds(&party, "85291234567"));
    }
}
