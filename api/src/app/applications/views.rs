//! Applications as they are shown: to the applicant, and to the network.

use std::collections::{BTreeMap, BTreeSet};

use label::privacy::{mask_detail, mask_name, mask_phone};
use shared::{
    OutletId, StaffId,
    applications::{
        Application, ApplicationEvent, ApplicationForm, ApplicationRow, ApplicationState, ApplicationStatus,
        LicenceFile, OfferedTerms, Wanted,
    },
};
use store::{ApplicationEventRecord, ApplicationRecord};

use crate::app::{
    App, AppError, Language,
    applications::{spoken, terms},
};

pub fn state_words(state: ApplicationState) -> (&'static str, &'static str) {
    match state {
        ApplicationState::Submitted => ("已提交", "submitted"),
        ApplicationState::InReview => ("审核中", "in review"),
        ApplicationState::Asked => ("待补充", "waiting for an answer"),
        ApplicationState::Offered => ("待确认条款", "waiting for the terms to be accepted"),
        ApplicationState::Accepted => ("条款已确认", "terms accepted"),
        ApplicationState::Approved => ("已开户", "account open"),
        ApplicationState::Rejected => ("未通过", "rejected"),
    }
}

fn event_words(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "submitted" => ("提交了申请", "The application was sent"),
        "licence" => ("上传了营业执照", "The business licence was sent"),
        "phone_verified" => ("手机号已验证", "The phone was verified"),
        "taken" => ("网点开始审核", "The outlet began its review"),
        "taken_over" => ("换了审核人", "Another reviewer took it over"),
        "asked" => ("网点需要补充材料", "The outlet asks for more"),
        "amended" => ("补充了材料", "An answer was sent"),
        "outlet_kept" => (
            "新地址属于另一网点，仍由原网点继续审核",
            "The address is another outlet's now; the outlet that began goes on with it",
        ),
        "offered" => ("网点给出了合作条款", "The outlet offered terms"),
        "accepted" => ("确认了合作条款", "The terms were accepted"),
        "approved" => ("开户完成", "The account was opened"),
        store::FORGOTTEN => {
            ("保存期已过，证件号码和营业执照已清除", "The identity number and the licence were erased after their time")
        }
        "rejected" => ("申请未通过", "The application was rejected"),
        _ => ("有更新", "There was a change"),
    }
}

fn event_view(
    record: &ApplicationEventRecord,
    language: Language,
    staff: &BTreeMap<StaffId, String>,
) -> ApplicationEvent {
    let (zh, en) = event_words(&record.kind);
    ApplicationEvent {
        at: record.at,
        kind: record.kind.clone(),
        words: language.pick(zh, en).to_owned(),
        text: record.text.clone(),
        staff_name: record.staff.and_then(|id| staff.get(&id).cloned()),
    }
}

fn last_text(events: &[ApplicationEventRecord], kind: &str) -> Option<String> {
    events.iter().rev().find(|event| event.kind == kind).and_then(|event| event.text.clone())
}

fn offered(record: &ApplicationRecord) -> Result<Option<OfferedTerms>, AppError> {
    record.terms.as_ref().map(|terms| terms::view(terms, record.accepted_at)).transpose()
}

fn wanted(record: &ApplicationRecord) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let is_early = matches!(
        record.state,
        ApplicationState::Submitted | ApplicationState::InReview | ApplicationState::Asked | ApplicationState::Offered
    );
    if is_early && record.licence.is_none() {
        wanted.push(Wanted::Licence);
    }
    if record.state == ApplicationState::Asked {
        wanted.push(Wanted::Answer);
    }
    if record.state == ApplicationState::Offered {
        wanted.push(Wanted::Acceptance);
    }
    wanted
}

async fn customer_code(app: &App, record: &ApplicationRecord) -> Result<Option<String>, AppError> {
    match record.merchant {
        Some(merchant) => Ok(app.store.network().find_merchant(merchant).await?.map(|merchant| merchant.code)),
        None => Ok(None),
    }
}

/// What the applicant sees.
pub async fn status(app: &App, language: Language, record: ApplicationRecord) -> Result<ApplicationStatus, AppError> {
    let network = app.store.network();
    let events = network.application_events(record.id).await?;
    let nobody = BTreeMap::new();
    let shown = |event: &&ApplicationEventRecord| event.kind != "taken_over";
    Ok(ApplicationStatus {
        application_no: spoken(&record.application_no),
        state: record.state,
        wanted: wanted(&record),
        question: if record.state == ApplicationState::Asked { last_text(&events, "asked") } else { None },
        reason: if record.state == ApplicationState::Rejected { last_text(&events, "rejected") } else { None },
        terms: offered(&record)?,
        history: events.iter().filter(shown).map(|event| event_view(event, language, &nobody)).collect(),
        customer_code: customer_code(app, &record).await?,
        outlet_name: network.find_outlet_name(record.outlet).await?.unwrap_or_default(),
        form: if record.state == ApplicationState::Asked { Some(record.form) } else { None },
    })
}

pub fn row(record: &ApplicationRecord, outlets: &BTreeMap<OutletId, String>) -> ApplicationRow {
    ApplicationRow {
        id: record.id,
        application_no: spoken(&record.application_no),
        state: record.state,
        company_name: record.form.company_name.clone(),
        outlet_id: record.outlet,
        outlet_name: outlets.get(&record.outlet).cloned().unwrap_or_default(),
        daily_parcels: record.form.daily_parcels,
        settlement: record.form.settlement,
        has_licence: record.licence.is_some(),
        phone_verified: record.phone_verified_at.is_some(),
        taken_by: record.taken_by,
        created_at: record.created_at,
        updated_at: record.updated_at,
    }
}

pub async fn outlet_names(app: &App) -> Result<BTreeMap<OutletId, String>, AppError> {
    let outlets = app.store.network().outlets().await?;
    Ok(outlets.into_iter().map(|outlet| (outlet.id, outlet.name)).collect())
}

/// Without what only the reviewer needs.
fn masked(form: ApplicationForm) -> ApplicationForm {
    let hidden = |text: &str| "*".repeat(text.chars().count().min(18));
    ApplicationForm {
        responsible_name: mask_name(&form.responsible_name),
        identity_number: hidden(&form.identity_number),
        contact_name: mask_name(&form.contact_name),
        contact_phone: mask_phone(&form.contact_phone),
        contact_email: form.contact_email.as_deref().map(hidden),
        detail: mask_detail(&form.detail),
        ..form
    }
}

/// What the network sees. `in_full` is for who reviews.
pub async fn detail(
    app: &App,
    language: Language,
    record: ApplicationRecord,
    in_full: bool,
) -> Result<Application, AppError> {
    let network = app.store.network();
    let events = network.application_events(record.id).await?;
    let ids: BTreeSet<StaffId> = events.iter().filter_map(|event| event.staff).chain(record.taken_by).collect();
    let mut staff = BTreeMap::new();
    for id in ids {
        staff.insert(id, network.staff_name(id).await?.unwrap_or_default());
    }
    let licence = record.licence.as_ref().map(|file| LicenceFile {
        media_type: file.media_type.clone(),
        bytes: u64::from(file.bytes),
        sent_at: file.at,
    });
    Ok(Application {
        row: row(&record, &outlet_names(app).await?),
        reviewer_name: record.taken_by.and_then(|id| staff.get(&id).cloned()),
        licence,
        phone_verified_at: record.phone_verified_at,
        terms: offered(&record)?,
        history: events.iter().map(|event| event_view(event, language, &staff)).collect(),
        merchant_id: record.merchant,
        customer_code: customer_code(app, &record).await?,
        form: if in_full { record.form } else { masked(record.form) },
    })
}
