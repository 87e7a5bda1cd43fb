//! What an applicant proves themselves with.

use std::cell::RefCell;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    pub number: String,
    pub phone: String,
}

impl Proof {
    /// The number as an address has it.
    pub fn plain_number(&self) -> String {
        self.number.chars().filter(char::is_ascii_alphanumeric).collect()
    }

    /// The phone as a header can carry it.
    pub fn plain_phone(&self) -> String {
        self.phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
    }
}

thread_local! {
    /// In memory only, so that another language or the next page finds it and nobody else does.
    static KEPT: RefCell<Option<Proof>> = const { RefCell::new(None) };
    /// The application that was made on this page: its number is shown until it is put away.
    static MADE: RefCell<Option<Proof>> = const { RefCell::new(None) };
}

pub fn keep(proof: Proof) {
    KEPT.set(Some(proof));
}

pub fn kept() -> Option<Proof> {
    KEPT.with_borrow(Clone::clone)
}

pub fn forget() {
    KEPT.set(None);
}

pub fn keep_made(proof: Proof) {
    keep(proof.clone());
    MADE.set(Some(proof));
}

pub fn made() -> Option<Proof> {
    MADE.with_borrow(Clone::clone)
}

pub fn forget_made() {
    MADE.set(None);
}
