//! Passwords: Argon2id, and the rule a new one must meet (GB/T 22239-2019 asks for complexity).

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use shared::limits::{PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS};

use crate::app::{AppError, Words};

/// Classes of characters a password needs, of: lower case, upper case, digits, others.
const CLASSES_MIN: usize = 3;

/// Takes tens of milliseconds on purpose; call it where blocking is allowed.
pub fn hash(password: &str) -> Result<String, AppError> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(AppError::internal)
}

pub fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Spends the time a check would take, so that an unknown account answers no faster than a known one.
pub fn verify_nothing(password: &str) {
    static DECOY: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    if let Some(decoy) = DECOY.get_or_init(|| hash("no account has this password").ok()) {
        verify(password, decoy);
    }
}

/// The rule for a new password.
pub fn check(password: &str, user_name: Option<&str>) -> Result<(), AppError> {
    check_at("/new_password", password, user_name)
}

/// The same, for a field of another name.
pub fn check_at(pointer: &'static str, password: &str, user_name: Option<&str>) -> Result<(), AppError> {
    let refuse = |code, words| Err(AppError::invalid(pointer, code, words));
    let length = password.chars().count();
    if !(PASSWORD_MIN_CHARS..=PASSWORD_MAX_CHARS).contains(&length) {
        return refuse(
            "password_length",
            Words::new(
                format!("密码须为 {PASSWORD_MIN_CHARS} 到 {PASSWORD_MAX_CHARS} 个字符。"),
                format!("A password has {PASSWORD_MIN_CHARS} to {PASSWORD_MAX_CHARS} characters."),
            ),
        );
    }
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    let classes =
        has(|c| c.is_lowercase()) + has(|c| c.is_uppercase()) + has(|c| c.is_numeric()) + has(|c| !c.is_alphanumeric());
    if classes < CLASSES_MIN {
        return refuse(
            "password_too_simple",
            Words::new(
                "密码须含大写字母、小写字母、数字、符号中的三种。",
                "A password needs three of: upper case, lower case, digits, symbols.",
            ),
        );
    }
    let folded = password.to_lowercase();
    if user_name.is_some_and(|name| !name.is_empty() && folded.contains(&name.to_lowercase())) {
        return refuse(
            "password_has_user_name",
            Words::new("密码不能包含用户名。", "A password must not contain the user name."),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password() {
        let hash = hash("Correct-Horse-7").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify("Correct-Horse-7", &hash));
        assert!(!verify("Correct-Horse-8", &hash));
        assert!(!verify("x", "not a hash"));
    }

    #[test]
    fn the_rule() {
        assert!(check("Abcdefg-12", Some("chen")).is_ok());
        for (password, user) in
            [("Abc-12", None), ("abcdefghij1", None), ("Chen-12345678", Some("chen")), (&*"aA1-".repeat(40), None)]
        {
            assert!(check(password, user).is_err(), "{password}");
        }
    }
}
