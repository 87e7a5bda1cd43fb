//! Checks that every request shares: texts of bounded length without control characters, numbers in range, lists of bounded size.

use crate::app::{AppError, Words, error::FieldFault};

/// Collects every fault of a request, so that the caller hears all of them at once.
#[derive(Default)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    pub fn add(&mut self, fault: FieldFault) {
        self.0.push(fault);
    }

    /// Trimmed text of at most `most` characters; empty only where `required` is not set.
    pub fn text(&mut self, pointer: &str, value: &str, required: bool, most: usize) -> String {
        let text = value.trim();
        if required && text.is_empty() {
            self.add(FieldFault::new(pointer, "required", Words::new("这一项必填。", "This field is required.")));
        } else if text.chars().count() > most {
            self.add(FieldFault::new(
                pointer,
                "too_long",
                Words::new(format!("最多 {most} 个字。"), format!("At most {most} characters.")),
            ));
        } else if text.chars().any(char::is_control) {
            self.add(FieldFault::new(
                pointer,
                "bad_characters",
                Words::new(
                    "含有不可打印的字符，请删除后重填。",
                    "It has characters that cannot be printed; remove them.",
                ),
            ));
        }
        text.to_owned()
    }

    pub fn range(&mut self, pointer: &str, value: u32, from: u32, to: u32) {
        if !(from..=to).contains(&value) {
            self.add(FieldFault::new(
                pointer,
                "out_of_range",
                Words::new(format!("须在 {from} 到 {to} 之间。"), format!("It must be {from} to {to}.")),
            ));
        }
    }

    /// Millimetres; what is no number is out of range.
    pub fn length(&mut self, pointer: &str, mm: f64, from: f64, to: f64) {
        if !(from..=to).contains(&mm) {
            self.add(FieldFault::new(
                pointer,
                "out_of_range",
                Words::new(format!("须在 {from} 到 {to} 毫米之间。"), format!("It must be {from} to {to} mm.")),
            ));
        }
    }

    pub fn count(&mut self, pointer: &str, count: usize, most: usize) {
        self.count_between(pointer, count, 1, most);
    }

    pub fn count_between(&mut self, pointer: &str, count: usize, least: usize, most: usize) {
        if !(least..=most).contains(&count) {
            self.add(FieldFault::new(
                pointer,
                "wrong_count",
                Words::new(format!("须为 {least} 到 {most} 个。"), format!("Give {least} to {most} items.")),
            ));
        }
    }

    pub fn settle(self) -> Result<(), AppError> {
        if self.0.is_empty() { Ok(()) } else { Err(AppError::Invalid(self.0)) }
    }
}
