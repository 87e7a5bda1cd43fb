//! Senders and receivers: checked, placed in the division data, and masked for showing.

use address::Lang;
use label::privacy::{mask_detail, mask_name, mask_phone};
use shared::{
    ContactId,
    applications::EMAIL_CHARS,
    contacts::{MaskedParty, Party},
};
use store::{PartyPii, PlaceRecord, TenantScope};

use crate::app::{App, AppError, Words, error::FieldFault, validation::Faults};

/// A party whose place is known and whose phone is normalised.
pub struct Resolved {
    pub place: PlaceRecord,
    pub pii: PartyPii,
}

impl Resolved {
    /// Of what was found right.
    pub fn of(name: String, phone: &address::Phone, place: address::Address) -> Resolved {
        Resolved {
            pii: PartyPii { name, phone: phone.to_string(), detail: place.detail },
            place: PlaceRecord {
                province: place.province,
                city: place.city,
                district: place.district,
                division_code: place.division_code,
            },
        }
    }
}

/// Words of a problem of the address crate.
pub fn words(problem: &address::Problem) -> Words {
    Words::new(problem.words(Lang::Zh), problem.words(Lang::En))
}

/// Checks everything; what is wrong is added to `faults` below `base`.
pub fn resolve(party: &Party, base: &str, faults: &mut Faults) -> Option<Resolved> {
    let mut fault = |field: &str, problem: &address::Problem| {
        faults.add(FieldFault::new(format!("{base}/{field}"), problem.code, words(problem)));
    };
    let name = address::name::check(&party.name).map_err(|problem| fault("name", &problem)).ok();
    let phone = address::phone::check(&party.phone).map_err(|problem| fault("phone", &problem)).ok();
    let place = address::locate(&party.province, &party.city, &party.district, &party.detail)
        .map_err(|problem| fault(address_field(&problem), &problem))
        .ok();
    Some(Resolved::of(name?, &phone?, place?))
}

/// Where a place without a person is, as an applicant's; what is wrong is added to `faults` below `base`.
pub fn place(
    province: &str,
    city: &str,
    district: &str,
    detail: &str,
    base: &str,
    faults: &mut Faults,
) -> Option<address::Address> {
    address::locate(province, city, district, detail)
        .map_err(|problem| {
            let pointer = format!("{base}/{}", address_field(&problem));
            faults.add(FieldFault::new(pointer, problem.code, words(&problem)));
        })
        .ok()
}

/// The field a person corrects for this problem.
fn address_field(problem: &address::Problem) -> &'static str {
    match problem.code {
        "address_missing_province" | "address_unknown_region" => "province",
        "address_missing_city" | "address_contradicts" => "city",
        "address_missing_district" | "address_ambiguous" => "district",
        _ => "detail",
    }
}

/// As lists show it: without the street.
pub fn masked_short(place: &PlaceRecord, pii: &PartyPii) -> MaskedParty {
    MaskedParty {
        name: mask_name(&pii.name),
        phone: mask_phone(&pii.phone),
        province: place.province.clone(),
        city: place.city.clone(),
        district: place.district.clone(),
        detail: String::new(),
    }
}

pub fn masked(place: &PlaceRecord, pii: &PartyPii) -> MaskedParty {
    MaskedParty { detail: mask_detail(&pii.detail), ..masked_short(place, pii) }
}

/// As a file shows it: in full, or hidden like on the page.
pub fn in_file(place: &PlaceRecord, pii: &PartyPii, in_full: bool) -> Party {
    if in_full {
        return revealed(place, pii);
    }
    let MaskedParty { name, phone, province, city, district, detail } = masked(place, pii);
    Party { name, phone, province, city, district, detail }
}

pub fn revealed(place: &PlaceRecord, pii: &PartyPii) -> Party {
    Party {
        name: pii.name.clone(),
        phone: pii.phone.clone(),
        province: place.province.clone(),
        city: place.city.clone(),
        district: place.district.clone(),
        detail: pii.detail.clone(),
    }
}

pub fn masked_name(name: &str) -> String {
    mask_name(name)
}

pub fn masked_phone(phone: &str) -> String {
    mask_phone(phone)
}

/// A mobile phone in the form people are found by.
pub fn mobile(faults: &mut Faults, pointer: &str, text: &str) -> Option<String> {
    match address::phone::check(text) {
        Ok(phone) if phone.kind == address::phone::PhoneKind::Mobile => Some(phone.number),
        Ok(_) => {
            let wrong = Words::new("请填写手机号，不是座机或分机。", "Give a mobile phone, no landline or extension.");
            faults.add(FieldFault::new(pointer, "not_mobile", wrong));
            None
        }
        Err(problem) => {
            faults.add(FieldFault::new(pointer, problem.code, words(&problem)));
            None
        }
    }
}

/// Something a mail can be sent to: one `@`, a domain with a dot, no spaces. Whether anybody reads it only a mail can tell.
pub fn email(faults: &mut Faults, pointer: &str, email: &str) -> Option<String> {
    let email = email.trim();
    let is_right = email.len() <= EMAIL_CHARS
        && !email.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'))
        && email.split_once('@').is_some_and(|(name, domain)| {
            let labels: Vec<&str> = domain.split('.').collect();
            !name.is_empty()
                && !domain.contains('@')
                && labels.len() > 1
                && labels.iter().all(|label| !label.is_empty())
        });
    if !is_right {
        let words = Words::new("邮箱地址不对。", "This is not a mail address.");
        faults.add(FieldFault::new(pointer, "email", words));
        return None;
    }
    Some(email.to_owned())
}

/// A receiver of the address book, if one is named.
pub async fn of_contact(app: &App, scope: TenantScope, id: Option<ContactId>) -> Result<Option<Resolved>, AppError> {
    let Some(id) = id else { return Ok(None) };
    let contact = app.store.read(scope).contact(id).await?;
    let contact = contact.ok_or_else(|| {
        let words = Words::new("地址簿里没有这个收件人。", "There is no such receiver in the address book.");
        AppError::invalid("/receiver_contact_id", "unknown_contact", words)
    })?;
    Ok(Some(Resolved { place: contact.place, pii: contact.party }))
}

/// The receiver as typed, or the one of the address book; one of them must be given.
pub fn receiver(typed: Option<&Party>, contact: Option<Resolved>, faults: &mut Faults) -> Option<Resolved> {
    match (typed, contact) {
        (Some(party), None) => resolve(party, "/receiver", faults),
        (None, Some(contact)) => Some(contact),
        (Some(_), Some(_)) => {
            let words = Words::new(
                "receiver 和 receiver_contact_id 只能给一个。",
                "Give either receiver or receiver_contact_id.",
            );
            faults.add(FieldFault::new("/receiver_contact_id", "one_receiver", words));
            None
        }
        (None, None) => {
            faults.add(FieldFault::new("/receiver", "required", Words::new("这一项必填。", "This field is required.")));
            None
        }
    }
}
