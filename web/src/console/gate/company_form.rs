//! What a company tells of itself: the fields, and what is wrong with them before anybody is asked.

use leptos::prelude::*;
use shared::{
    applications::{ApplicationForm, DAILY_PARCELS_MAX, Settlement},
    registry,
};

use crate::{i18n::Text, texts::applications as texts};

/// Digits of a mainland mobile number.
const MOBILE_DIGITS: usize = 11;

/// What a field must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Free,
    Required,
    CreditCode,
    Identity,
    Mobile,
    Email,
    Daily,
}

impl Rule {
    const fn is_required(self) -> bool {
        !matches!(self, Rule::Free | Rule::Email)
    }

    fn wrong(self, text: &str) -> Option<Text> {
        let (is_right, words) = match self {
            Rule::Free | Rule::Required => return None,
            Rule::CreditCode => (registry::is_credit_code(&text.to_ascii_uppercase()), texts::CREDIT_CODE_WRONG),
            Rule::Identity => (registry::is_identity_number(&text.to_ascii_uppercase()), texts::IDENTITY_WRONG),
            Rule::Mobile => (is_mobile(text), texts::PHONE_WRONG),
            Rule::Email => (is_email(text), texts::EMAIL_WRONG),
            Rule::Daily => (daily(text).is_some(), texts::DAILY_WRONG),
        };
        (!is_right).then_some(words)
    }
}

fn is_mobile(text: &str) -> bool {
    let bare: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
    let number = bare.strip_prefix("+86").unwrap_or(&bare);
    number.len() == MOBILE_DIGITS && number.starts_with('1') && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// Enough to find a slip; whether there is such a mailbox only a mail tells.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.ends_with('.'))
}

fn daily(text: &str) -> Option<u32> {
    text.replace(',', "").parse().ok().filter(|count| (1..=DAILY_PARCELS_MAX).contains(count))
}

/// One field, as it is typed.
#[derive(Clone, Copy)]
pub struct Entry {
    pub value: RwSignal<String>,
    /// The person went on: what is wrong is said now.
    left: RwSignal<bool>,
    rule: Rule,
}

impl Entry {
    fn new(rule: Rule) -> Entry {
        Entry { value: RwSignal::new(String::new()), left: RwSignal::new(false), rule }
    }

    pub const fn is_required(self) -> bool {
        self.rule.is_required()
    }

    pub fn leave(self) {
        // The field may lose the focus because it goes.
        let _ = self.left.try_set(true);
    }

    fn text(self) -> String {
        self.value.with(|text| text.trim().to_owned())
    }

    /// What is wrong, once the person went on or tried to send.
    fn wrong(self, tried: bool) -> Option<Text> {
        let text = self.text();
        if text.is_empty() {
            return (tried && self.is_required()).then_some(texts::REQUIRED);
        }
        if tried || self.left.get() { self.rule.wrong(&text) } else { None }
    }
}

#[derive(Clone, Copy)]
pub struct CompanyForm {
    pub company_name: Entry,
    pub credit_code: Entry,
    pub responsible_name: Entry,
    pub identity_number: Entry,
    pub contact_name: Entry,
    pub contact_phone: Entry,
    pub contact_email: Entry,
    pub province: Entry,
    pub city: Entry,
    pub district: Entry,
    pub detail: Entry,
    pub daily_parcels: Entry,
    pub settlement: RwSignal<String>,
    tried: RwSignal<bool>,
}

impl CompanyForm {
    pub fn new() -> CompanyForm {
        CompanyForm {
            company_name: Entry::new(Rule::Required),
            credit_code: Entry::new(Rule::CreditCode),
            responsible_name: Entry::new(Rule::Required),
            identity_number: Entry::new(Rule::Identity),
            contact_name: Entry::new(Rule::Required),
            contact_phone: Entry::new(Rule::Mobile),
            contact_email: Entry::new(Rule::Email),
            province: Entry::new(Rule::Free),
            city: Entry::new(Rule::Free),
            district: Entry::new(Rule::Free),
            detail: Entry::new(Rule::Required),
            daily_parcels: Entry::new(Rule::Daily),
            settlement: RwSignal::new(Settlement::Prepaid.as_str().to_owned()),
            tried: RwSignal::new(false),
        }
    }

    /// As it was sent, to be corrected.
    pub fn of(sent: &ApplicationForm) -> CompanyForm {
        let form = CompanyForm::new();
        let texts = [
            sent.company_name.clone(),
            sent.credit_code.clone(),
            sent.responsible_name.clone(),
            sent.identity_number.clone(),
            sent.contact_name.clone(),
            sent.contact_phone.clone(),
            sent.contact_email.clone().unwrap_or_default(),
            sent.province.clone(),
            sent.city.clone(),
            sent.district.clone(),
            sent.detail.clone(),
            sent.daily_parcels.to_string(),
            sent.settlement.as_str().to_owned(),
        ];
        form.fill(texts.into());
        form
    }

    fn entries(self) -> [Entry; 12] {
        [
            self.company_name,
            self.credit_code,
            self.responsible_name,
            self.identity_number,
            self.contact_name,
            self.contact_phone,
            self.contact_email,
            self.province,
            self.city,
            self.district,
            self.detail,
            self.daily_parcels,
        ]
    }

    fn values(self) -> impl Iterator<Item = RwSignal<String>> {
        self.entries().into_iter().map(|entry| entry.value).chain([self.settlement])
    }

    /// Everything as it is typed, in the order of [`CompanyForm::fill`].
    pub fn typed(self) -> Vec<String> {
        self.values().map(|value| value.get()).collect()
    }

    pub fn fill(self, typed: Vec<String>) {
        for (value, text) in self.values().zip(typed) {
            value.set(text);
        }
    }

    /// From now on every field says what is wrong with it.
    pub fn check(self) {
        self.tried.set(true);
    }

    /// What is wrong with a field, as far as the page knows.
    pub fn wrong(self, entry: Entry) -> Option<&'static str> {
        entry.wrong(self.tried.get()).map(Text::t)
    }

    /// The phone, where it is one.
    pub fn phone(self) -> Option<String> {
        let text = self.contact_phone.text();
        is_mobile(&text).then_some(text)
    }

    /// The form as the service takes it; nothing while something is wrong.
    pub fn sheet(self) -> Option<ApplicationForm> {
        if self.entries().into_iter().any(|entry| entry.wrong(true).is_some()) {
            return None;
        }
        Some(ApplicationForm {
            company_name: self.company_name.text(),
            credit_code: self.credit_code.text().to_ascii_uppercase(),
            responsible_name: self.responsible_name.text(),
            identity_number: self.identity_number.text().to_ascii_uppercase(),
            contact_name: self.contact_name.text(),
            contact_phone: self.contact_phone.text(),
            contact_email: Some(self.contact_email.text()).filter(|email| !email.is_empty()),
            province: self.province.text(),
            city: self.city.text(),
            district: self.district.text(),
            detail: self.detail.text(),
            daily_parcels: daily(&self.daily_parcels.text())?,
            settlement: Settlement::parse(&self.settlement.get())?,
        })
    }
}
