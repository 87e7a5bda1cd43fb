//! The fields of a person, as text while they are typed.

use address::{Lang, Note, Parsed};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::contacts::Party;

use crate::{
    i18n::{self, Language, Text},
    texts::party,
};

/// What is typed, without signals: checked and kept as a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyText {
    pub name: String,
    pub phone: String,
    pub province: String,
    pub city: String,
    pub district: String,
    pub detail: String,
}

impl PartyText {
    pub fn of(party: &Party) -> PartyText {
        PartyText {
            name: party.name.clone(),
            phone: party.phone.clone(),
            province: party.province.clone(),
            city: party.city.clone(),
            district: party.district.clone(),
            detail: party.detail.clone(),
        }
    }

    pub fn party(&self) -> Party {
        Party {
            name: self.name.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            province: self.province.clone(),
            city: self.city.clone(),
            district: self.district.clone(),
            detail: self.detail.trim().to_owned(),
        }
    }

    /// What was understood of a pasted text. A part that it does not hold stays as it was.
    pub fn take(&mut self, parsed: Parsed) {
        if let Some(name) = parsed.name {
            self.name = name;
        }
        if let Some(phone) = parsed.phone {
            self.phone = phone;
        }
        if let Some(province) = parsed.province {
            self.province = province;
            self.city = parsed.city.unwrap_or_default();
            self.district = parsed.district.unwrap_or_default();
        }
        if !parsed.detail.is_empty() {
            self.detail = parsed.detail;
        }
    }

    /// What is wrong, as JSON pointer inside the party and words.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let lang = match i18n::current() {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        };
        let mut found = Vec::new();
        if let Err(problem) = address::name::check(&self.name) {
            found.push(("/name", problem.words(lang)));
        }
        if let Err(problem) = address::phone::check(&self.phone) {
            found.push(("/phone", problem.words(lang)));
        }
        if self.province.is_empty() {
            found.push(("/province", party::PROVINCE_MISSING.t().to_owned()));
        } else if let Err(problem) = address::locate(&self.province, &self.city, &self.district, &self.detail) {
            let region =
                matches!(problem.code, "address_missing_city" | "address_missing_district" | "address_contradicts");
            found.push((if region { "/province" } else { "/detail" }, problem.words(lang)));
        }
        found
    }

    /// Enough is known to ask for a price.
    pub fn has_region(&self) -> bool {
        !self.province.is_empty() && (!self.city.is_empty() || !self.district.is_empty())
    }
}

/// What the person who pasted should look at.
pub fn notes(notes: &[Note]) -> Vec<Text> {
    let words = notes.iter().map(|note| match note {
        Note::Completed => party::NOTE_COMPLETED,
        Note::Renamed => party::NOTE_RENAMED,
        Note::Ambiguous => party::NOTE_AMBIGUOUS,
        Note::NameGuessed => party::NOTE_NAME_GUESSED,
        Note::SecondPhone => party::NOTE_SECOND_PHONE,
        Note::Cut => party::NOTE_CUT,
    });
    words.collect()
}

/// The fields as signals.
#[derive(Clone, Copy)]
pub struct PartyFields {
    pub name: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub province: RwSignal<String>,
    pub city: RwSignal<String>,
    pub district: RwSignal<String>,
    pub detail: RwSignal<String>,
}

impl PartyFields {
    pub fn new() -> PartyFields {
        let field = || RwSignal::new(String::new());
        PartyFields {
            name: field(),
            phone: field(),
            province: field(),
            city: field(),
            district: field(),
            detail: field(),
        }
    }

    pub fn text(self) -> PartyText {
        PartyText {
            name: self.name.get(),
            phone: self.phone.get(),
            province: self.province.get(),
            city: self.city.get(),
            district: self.district.get(),
            detail: self.detail.get(),
        }
    }

    pub fn set(self, text: PartyText) {
        self.name.set(text.name);
        self.phone.set(text.phone);
        self.province.set(text.province);
        self.city.set(text.city);
        self.district.set(text.district);
        self.detail.set(text.detail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_text_fills_the_fields_and_is_right() {
        let mut text = PartyText::default();
        text.take(address::parse("李雷 13800138000 浙江省杭州市余杭区五常街道文一西路969号"));
        assert_eq!(
            (text.name.as_str(), text.phone.as_str(), text.district.as_str()),
            ("李雷", "13800138000", "余杭区")
        );
        assert_eq!(text.problems(), []);
    }

    #[test]
    fn problems_stand_at_their_field() {
        let at = |text: &PartyText| text.problems().into_iter().map(|(pointer, _)| pointer).collect::<Vec<_>>();
        assert_eq!(at(&PartyText::default()), ["/name", "/phone", "/province"]);
        let mut text = PartyText::default();
        text.take(address::parse("李雷 13800138000 浙江省杭州市余杭区五常街道文一西路969号"));
        text.phone = "12345".to_owned();
        assert_eq!(at(&text), ["/phone"]);
        text.phone = "13800138000".to_owned();
        text.detail.clear();
        assert_eq!(at(&text), ["/detail"]);
    }
}
