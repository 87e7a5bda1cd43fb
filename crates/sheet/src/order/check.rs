//! What is wrong with single cells.

use super::PartyFields;
use crate::{
    cell::{Hidden, Personal, hidden},
    field::Field,
    grid::Flag,
    problem::{RowProblem, quoted},
    table::Reading,
};

/// A phone number has at least this many digits; fewer in an address are house numbers.
const PHONE_DIGITS: usize = 7;

pub(super) struct Checker<'t> {
    reading: &'t Reading,
    pub problems: Vec<RowProblem>,
}

impl<'t> Checker<'t> {
    pub fn new(reading: &'t Reading) -> Checker<'t> {
        Checker { reading, problems: Vec::new() }
    }

    /// What is wrong with a cell whatever it should hold.
    pub fn cell(&mut self, row: usize, column: usize, field: Field, text: &str) {
        match self.reading.grid.flag(row, column) {
            Some(Flag::TooLong(chars)) => {
                let limit = self.reading.limits.cell_chars.to_string();
                self.push(column, field, "cell_too_long", vec![chars.to_string(), limit]);
            }
            Some(Flag::Error) => self.push(column, field, "cell_error", vec![quoted(text)]),
            Some(Flag::DigitsLost) if field == Field::OrderNo || field.is_phone() => {
                self.push(column, field, "digits_lost", vec![quoted(text)]);
            }
            _ => {}
        }
        if text.contains('\u{fffd}') {
            self.push(column, field, "cell_unreadable", Vec::new());
        }
        if let Some(kind) = personal(field) {
            match hidden(text, kind) {
                Some(Hidden::Encrypted) => self.push(column, field, "platform_encrypted", Vec::new()),
                Some(Hidden::Masked) => self.push(column, field, "masked", Vec::new()),
                None => {}
            }
        }
    }

    /// A value that its field cannot take; `limit` becomes the second argument.
    pub fn refuse(&mut self, row: usize, field: Field, code: &'static str, text: &str, limit: Option<String>) {
        let args = std::iter::once(quoted(text)).chain(limit).collect();
        match self.reading.first_filled(row, field) {
            // A formula's error has been reported as what it is.
            Some((column, _)) if self.reading.grid.flag(row, column) == Some(&Flag::Error) => {}
            Some((column, _)) => self.push(column, field, code, args),
            None => self.push_at_field(field, code, args),
        }
    }

    pub fn refuse_at(&mut self, column: usize, field: Field, code: &'static str, text: &str) {
        self.push(column, field, code, vec![quoted(text)]);
    }

    /// Whom, how to reach them, and where: without these nothing can be delivered.
    pub fn required(&mut self, receiver: &PartyFields) {
        if receiver.address.is_empty() {
            self.missing(Field::Address);
        }
        let digits = receiver.address.bytes().filter(u8::is_ascii_digit).count();
        if self.reading.receiver_in_address() && digits >= PHONE_DIGITS {
            return;
        }
        if receiver.name.is_empty() {
            self.missing(Field::RecvName);
        }
        if receiver.any_phone().is_empty() {
            self.missing(Field::RecvMobile);
        }
    }

    /// A sender is taken whole or not at all.
    pub fn sender(&mut self, sender: &PartyFields) {
        let parts = [
            (Field::SenderName, sender.name.as_str()),
            (Field::SenderMobile, sender.any_phone()),
            (Field::SenderAddress, sender.address.as_str()),
        ];
        let missing: Vec<Field> = parts.iter().filter(|(_, text)| text.is_empty()).map(|(field, _)| *field).collect();
        if let Some(first) = missing.first().filter(|_| missing.len() < parts.len()) {
            let args = missing.iter().map(|field| field.as_str().to_owned()).collect();
            match self.reading.columns_of(*first).first() {
                Some(column) => self.push(*column, *first, "sender_incomplete", args),
                None => self.push_at_field(*first, "sender_incomplete", args),
            }
        }
    }

    fn missing(&mut self, field: Field) {
        let args = vec![field.as_str().to_owned()];
        match self.reading.columns_of(field).first() {
            Some(column) => self.push(*column, field, "required_missing", args),
            None => self.push_at_field(field, "required_missing", args),
        }
    }

    fn push(&mut self, column: usize, field: Field, code: &'static str, args: Vec<String>) {
        let column = self.reading.columns.get(column).map_or(field.as_str(), String::as_str).to_owned();
        self.add(RowProblem { column, field, code, args });
    }

    fn push_at_field(&mut self, field: Field, code: &'static str, args: Vec<String>) {
        self.add(RowProblem { column: field.as_str().to_owned(), field, code, args });
    }

    fn add(&mut self, problem: RowProblem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// What platforms hide or encrypt.
const fn personal(field: Field) -> Option<Personal> {
    Some(match field {
        Field::RecvName | Field::RecvLastName | Field::SenderName => Personal::Name,
        Field::RecvMobile | Field::RecvPhone | Field::SenderMobile | Field::SenderPhone => Personal::Phone,
        Field::Address | Field::Address2 | Field::Region | Field::Town | Field::SenderAddress => Personal::Address,
        _ => return None,
    })
}
