//! What a template must fulfil: its own rules, an untouched carrier zone, and the right to show personal data.

use label::{Template, TemplateKind, Zone};
use shared::Permission;
use store::WriteTx;

use crate::app::{App, AppError, Caller, Words, error::FieldFault};

/// Faults a refusal lists; more would not help anyone.
const FAULTS_SHOWN: usize = 100;

/// Reads and checks a layout that may come from anywhere; `base` is where it stands in the request.
pub fn read(body: &str, base: &str) -> Result<Template, AppError> {
    let template = Template::from_json(body).map_err(|faults| {
        let shown = faults.iter().take(FAULTS_SHOWN);
        AppError::Invalid(shown.map(|fault| field_fault(fault, base)).collect())
    })?;
    check_zones(&template, base)?;
    Ok(template)
}

fn field_fault(fault: &label::Fault, base: &str) -> FieldFault {
    let words = match &fault.element {
        Some(element) => Words::new(
            format!("元素“{element}”：{}", fault.rule.zh()),
            format!("Element “{element}”: {}", fault.rule.en()),
        ),
        None => Words::new(fault.rule.zh(), fault.rule.en()),
    };
    FieldFault::new(format!("{base}{}", fault.pointer), fault.rule.code(), words)
}

pub fn not_a_template() -> AppError {
    AppError::invalid("", "not_json", Words::new(label::Rule::NotJson.zh(), label::Rule::NotJson.en()))
}

/// A waybill is made from a standard one and keeps its carrier zone; other kinds are free.
fn check_zones(template: &Template, base: &str) -> Result<(), AppError> {
    let standard = template.based_on.as_deref().map(|id| (id, label::standard_template(id)));
    let standard = match standard {
        Some((_, Some(standard))) => standard,
        Some((id, None)) => {
            return Err(AppError::invalid(
                format!("{base}/based_on"),
                "unknown_template",
                Words::new(format!("没有标准模板“{id}”。"), format!("There is no standard template “{id}”.")),
            ));
        }
        None if template.kind == TemplateKind::Waybill => {
            return Err(AppError::invalid(
                format!("{base}/based_on"),
                "required",
                Words::new(
                    "面单模板须从标准模板做起（based_on），承运区由它规定。",
                    "A waybill template is made from a standard one (based_on), which sets the carrier zone.",
                ),
            ));
        }
        None => return Ok(()),
    };
    if standard.parts.iter().all(|part| part.zone != Zone::Carrier) {
        return Ok(());
    }
    let changes = template.check_against(standard);
    if changes.is_empty() {
        return Ok(());
    }
    let fault = |change: &label::LockedChange| {
        let words = Words::new(
            format!("“{}”属于承运区，须与标准模板一致。", change.name),
            format!("“{}” belongs to the carrier zone and must stay as in the standard template.", change.name),
        );
        FieldFault::new(format!("{base}{}", change.pointer), change.what.code(), words)
    };
    Err(AppError::Invalid(changes.iter().take(FAULTS_SHOWN).map(fault).collect()))
}

/// Who may not see personal data in full may not have it printed either.
pub fn allow_showing(caller: &Caller, template: &Template) -> Result<(), AppError> {
    if !template.privacy.shows_something() {
        return Ok(());
    }
    caller.require(Permission::PersonalDataReveal).map_err(|_| AppError::Forbidden {
        code: "template_shows_personal_data",
        words: Words::new(
            "这个模板会印出完整的姓名、电话或地址，需要“查看个人信息”的权限。",
            "This template prints names, phones or addresses in full, which needs the permission to see them.",
        ),
    })
}

/// Writes down that labels with personal data in full were made; nothing where the template hides it.
pub async fn audit_showing(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    template: &Template,
    subject: String,
) -> Result<(), AppError> {
    if !template.privacy.shows_something() {
        return Ok(());
    }
    let detail = format!("label template {}", template.id);
    Ok(tx.add_audit_entry(caller.audit(app, "personal_data_printed", subject, detail)).await?)
}

/// Only a waybill says that a parcel has its label.
pub fn refuse_other_than_waybill(template: &Template, pointer: &str) -> Result<(), AppError> {
    if template.kind == TemplateKind::Waybill {
        return Ok(());
    }
    Err(AppError::invalid(
        pointer,
        "wrong_kind",
        Words::new("这里只能用面单模板。", "Only a waybill template can be used here."),
    ))
}
