//! What a company tells of itself, checked and in one form.

use shared::{
    applications::{ApplicationForm, COMPANY_NAME_CHARS, DAILY_PARCELS_MAX},
    limits::NAME_CHARS,
    registry,
};

use crate::app::{Words, error::FieldFault, parties, validation::Faults};

pub struct CheckedForm {
    pub form: ApplicationForm,
    pub division_code: u32,
}

/// Checks everything; what is wrong is added to `faults` below `base`.
pub fn check(form: &ApplicationForm, base: &str, faults: &mut Faults) -> Option<CheckedForm> {
    let at = |field: &str| format!("{base}/{field}");
    let company_name = faults.text(&at("company_name"), &form.company_name, true, COMPANY_NAME_CHARS);
    let credit_code = form.credit_code.trim().to_ascii_uppercase();
    if !registry::is_credit_code(&credit_code) {
        let words = Words::new(
            "统一社会信用代码不对，请对照营业执照逐位核对。",
            "This is not a unified social credit code; compare it with the licence sign by sign.",
        );
        faults.add(FieldFault::new(at("credit_code"), "credit_code", words));
    }
    let responsible_name = faults.text(&at("responsible_name"), &form.responsible_name, true, NAME_CHARS);
    let identity_number = form.identity_number.trim().to_ascii_uppercase();
    if !registry::is_identity_number(&identity_number) {
        let words = Words::new("身份证号不对，请逐位核对。", "This is not an identity number; check it sign by sign.");
        faults.add(FieldFault::new(at("identity_number"), "identity_number", words));
    }
    let contact_name = faults.text(&at("contact_name"), &form.contact_name, true, NAME_CHARS);
    // Codes are sent to it, so it is a mobile.
    let contact_phone = parties::mobile(faults, &at("contact_phone"), &form.contact_phone);
    let contact_email = form.contact_email.as_deref().filter(|email| !email.trim().is_empty());
    let contact_email = contact_email.and_then(|email| parties::email(faults, &at("contact_email"), email));
    faults.range(&at("daily_parcels"), form.daily_parcels, 1, DAILY_PARCELS_MAX);
    let place = parties::place(&form.province, &form.city, &form.district, &form.detail, base, faults)?;
    Some(CheckedForm {
        division_code: place.division_code,
        form: ApplicationForm {
            company_name,
            credit_code,
            responsible_name,
            identity_number,
            contact_name,
            contact_phone: contact_phone?,
            contact_email,
            province: place.province,
            city: place.city,
            district: place.district,
            detail: place.detail,
            daily_parcels: form.daily_parcels,
            settlement: form.settlement,
        },
    })
}
