//! Passwords: Argon2id, and the rules a new one must meet (GB/T 22239-2019 asks for complexity and for a history).

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use shared::limits::{PASSWORD_HISTORY, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS};
use zxcvbn::Score;

use crate::app::{App, AppError, Words};

/// Classes of characters a password needs, of: lower case, upper case, digits, others.
const CLASSES_MIN: usize = 3;
/// Of zxcvbn's estimate: more than a million guesses by somebody who knows the common passwords, words, names and patterns.
const SCORE_MIN: Score = Score::Two;

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

/// The rule for a new password of somebody who signs in by these names.
pub fn check<N: AsRef<str>>(password: &str, user_names: &[N]) -> Result<(), AppError> {
    check_at("/new_password", password, user_names)
}

/// The same, for a field of another name.
pub fn check_at<N: AsRef<str>>(pointer: &'static str, password: &str, user_names: &[N]) -> Result<(), AppError> {
    let user_names: Vec<&str> = user_names.iter().map(AsRef::as_ref).filter(|name| !name.is_empty()).collect();
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
    if user_names.iter().any(|name| folded.contains(&name.to_lowercase())) {
        return refuse(
            "password_has_user_name",
            Words::new("密码不能包含用户名。", "A password must not contain the user name."),
        );
    }
    // Leaked and common passwords, also with a capital in front and a digit behind: what is tried first is no password.
    if zxcvbn::zxcvbn(password, &user_names).score() < SCORE_MIN {
        return refuse(
            "password_common",
            Words::new(
                "这个密码太常见，容易被猜到，请换一个。",
                "This password is common and easily guessed; choose another.",
            ),
        );
    }
    Ok(())
}

/// A new password must be none of the last ones.
pub async fn check_history(
    app: &App,
    user: shared::UserId,
    pointer: &'static str,
    password: &str,
) -> Result<(), AppError> {
    for hash in app.store.network().password_hashes(user, PASSWORD_HISTORY as u64).await? {
        if app.password_work.verify(password, &hash).await? {
            let words = Words::new(
                format!("不能和最近 {PASSWORD_HISTORY} 次用过的密码相同。"),
                format!("It must be none of your last {PASSWORD_HISTORY} passwords."),
            );
            return Err(AppError::invalid(pointer, "password_used_before", words));
        }
    }
    Ok(())
}

/// Sets a new password that was checked.
pub async fn set(app: &App, user: shared::UserId, password: &str) -> Result<(), AppError> {
    let hash = app.password_work.hash(password).await?;
    Ok(app.store.network().set_password(user, &hash, (app.id(), PASSWORD_HISTORY as u64), app.now()).await?)
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
        assert!(check("Abcdefg-12", &["chen"]).is_ok());
        for (password, user) in [
            ("Abc-12", None),
            ("abcdefghij1", None),
            ("Chen-12345678", Some("chen")),
            (&*"aA1-".repeat(40), None),
            // Common ones in disguise.
            ("Password123!", None),
            ("Qwertyuiop1", None),
            ("P@ssw0rd11", None),
            ("Iloveyou1!", None),
            ("1234567890aA", None),
        ] {
            assert!(check(password, user.as_slice()).is_err(), "{password}");
        }
    }
}
