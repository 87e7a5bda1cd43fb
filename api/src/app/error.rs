//! What a use case answers when it cannot do what was asked. Two audiences: words for the caller, and what only the log may say.

use std::borrow::Cow;

use store::{StoreError, StoreFailure};

use crate::app::Language;

/// A sentence for people, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    zh: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Words {
    pub fn new(zh: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Words {
        Words { zh: zh.into(), en: en.into() }
    }

    pub fn in_language(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}

/// One field that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// JSON pointer into the body, `?name` of a query parameter, or `Name:` of a header.
    pub pointer: String,
    pub code: &'static str,
    pub words: Words,
}

impl FieldFault {
    pub fn new(pointer: impl Into<String>, code: &'static str, words: Words) -> FieldFault {
        FieldFault { pointer: pointer.into(), code, words }
    }
}

/// Choose by what the caller can do about it.
#[derive(Clone, Debug)]
pub enum AppError {
    /// It does not exist, or belongs to someone else: the same answer, so that nobody can tell.
    NotFound,
    /// The request is well formed, but fields are not acceptable; all of them at once.
    Invalid(Vec<FieldFault>),
    /// Acceptable by itself, but not as things stand.
    Unacceptable {
        code: &'static str,
        words: Words,
    },
    /// It collides with what exists.
    Conflict {
        code: &'static str,
        words: Words,
    },
    /// It was changed since the caller read it (`If-Match`).
    Stale {
        words: Words,
    },
    /// Not signed in, or no longer.
    Unauthenticated {
        code: &'static str,
        words: Words,
    },
    /// Signed in, but may not.
    Forbidden {
        code: &'static str,
        words: Words,
    },
    /// Too often; try again after that many seconds.
    TooMany {
        code: &'static str,
        retry_after_s: u32,
        words: Words,
    },
    /// The body cannot be read as what it should be.
    Malformed {
        code: &'static str,
        words: Words,
        faults: Vec<FieldFault>,
    },
    TooLarge {
        code: &'static str,
        words: Words,
    },
    /// Something outside is not available; trying again later helps.
    Unavailable {
        code: &'static str,
        retry_after_s: u32,
        words: Words,
    },
    /// A fault of ours. The text is for the log only and holds no personal data.
    Internal(String),
    /// Lost against another transaction; the write path tries again.
    Contention,
    /// A unique key is taken; the use case says what that means before it answers.
    UniqueViolation,
    /// A worker's job is another worker's now; nothing of the write was kept.
    LeaseLost,
}

impl AppError {
    pub fn invalid(pointer: impl Into<String>, code: &'static str, words: Words) -> AppError {
        AppError::Invalid(vec![FieldFault::new(pointer, code, words)])
    }

    pub fn internal(text: impl std::fmt::Display) -> AppError {
        AppError::Internal(text.to_string())
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        match error {
            StoreError::Contention => AppError::Contention,
            StoreError::UniqueViolation => AppError::UniqueViolation,
            StoreError::LeaseLost => AppError::LeaseLost,
            StoreError::NumbersExhausted { .. } => AppError::Unavailable {
                code: "numbers_exhausted",
                retry_after_s: 3_600,
                words: Words::new(
                    "运单号已用完，请联系网点补号。",
                    "There are no waybill numbers left; ask your outlet for more.",
                ),
            },
            other => AppError::Internal(other.to_string()),
        }
    }
}

impl StoreFailure for AppError {
    fn is_contention(&self) -> bool {
        matches!(self, AppError::Contention)
    }
}
