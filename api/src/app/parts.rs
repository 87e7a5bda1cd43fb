//! What a merchant divides its shipments by: owners (货主) and departments.

use shared::{
    ContactId, DepartmentId, OwnerId,
    contacts::ContactKind,
    parts::{
        DEPARTMENTS_MAX, Department, DepartmentWrite, MARKUP_A_PARCEL_MAX, MARKUP_BASIS_POINTS_MAX, Markup, OWNERS_MAX,
        Owner, OwnerWrite, PART_CODE_CHARS, PART_NAME_CHARS,
    },
};
use store::{Connection, ContactRecord, DepartmentRecord, IdempotencyKey, OwnerRecord, Part, Scoped};

use crate::app::{
    App, AppError, Caller, Words,
    caller::forbidden,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    label_templates,
    validation::Faults,
};

/// An owner's own people are not told the markup: from what they pay they would know what the merchant pays.
fn owner_view(caller: &Caller, record: OwnerRecord) -> Owner {
    Owner {
        id: record.id,
        code: record.code,
        name: record.name,
        is_active: record.is_active,
        sender_contact_id: record.sender,
        template_id: record.template,
        markup: if caller.is_an_owners() { Markup::default() } else { record.markup },
    }
}

fn department_view(record: DepartmentRecord) -> Department {
    Department { id: record.id, code: record.code, name: record.name, is_active: record.is_active }
}

fn too_many(most: usize) -> AppError {
    AppError::Conflict {
        code: "too_many",
        words: Words::new(format!("最多 {most} 个。"), format!("There are at most {most}.")),
    }
}

fn code_taken(error: AppError) -> AppError {
    match error {
        AppError::UniqueViolation => AppError::Invalid(vec![FieldFault::new(
            "/code",
            "code_taken",
            Words::new("这个编码已经用了。", "This code is taken."),
        )]),
        other => other,
    }
}

/// Code and name as they are kept.
fn named(code: &str, name: &str) -> Result<(String, String), AppError> {
    let mut faults = Faults::default();
    let code = faults.text("/code", code, true, PART_CODE_CHARS);
    let name = faults.text("/name", name, true, PART_NAME_CHARS);
    faults.settle()?;
    Ok((code, name))
}

/// Nobody sets what they pay themselves.
fn refuse_owners_people(caller: &Caller) -> Result<(), AppError> {
    if caller.is_an_owners() { Err(forbidden()) } else { Ok(()) }
}

/// An owner's code and name, where the markup is within its limits, too.
fn named_owner(request: &OwnerWrite) -> Result<(String, String), AppError> {
    let mut faults = Faults::default();
    let code = faults.text("/code", &request.code, true, PART_CODE_CHARS);
    let name = faults.text("/name", &request.name, true, PART_NAME_CHARS);
    let markup = request.markup.unwrap_or_default();
    faults.range("/markup/basis_points", markup.basis_points, 0, MARKUP_BASIS_POINTS_MAX);
    if markup.a_parcel.is_negative() || markup.a_parcel > MARKUP_A_PARCEL_MAX {
        faults.add(FieldFault::new(
            "/markup/a_parcel",
            "out_of_range",
            Words::new(
                format!("每票加价须在 0 到 {MARKUP_A_PARCEL_MAX} 元之间。"),
                format!("It must be 0 to {MARKUP_A_PARCEL_MAX} yuan a parcel."),
            ),
        ));
    }
    faults.settle()?;
    Ok((code, name))
}

pub async fn owners(app: &App, caller: &Caller) -> Result<Vec<Owner>, AppError> {
    Ok(app.store.read(caller.scope()?).owners().await?.into_iter().map(|record| owner_view(caller, record)).collect())
}

pub async fn departments(app: &App, caller: &Caller) -> Result<Vec<Department>, AppError> {
    Ok(app.store.read(caller.scope()?).departments().await?.into_iter().map(department_view).collect())
}

pub async fn known_sender<C: Connection>(reader: &Scoped<'_, C>, sender: Option<ContactId>) -> Result<(), AppError> {
    if let Some(id) = sender {
        self::sender(reader, id).await?;
    }
    Ok(())
}

/// A template that labels of waybills can have, if one is named.
async fn known_template<C: Connection>(reader: &Scoped<'_, C>, id: Option<&str>) -> Result<(), AppError> {
    let Some(id) = id else { return Ok(()) };
    let chosen = label_templates::chosen(reader, id, "/template_id").await?;
    label_templates::refuse_other_than_waybill(&chosen.template, "/template_id")
}

/// A sending address of the merchant.
pub async fn sender<C: Connection>(reader: &Scoped<'_, C>, id: ContactId) -> Result<ContactRecord, AppError> {
    let found = reader.contact(id).await?.filter(|contact| contact.kind == ContactKind::Sender);
    found.ok_or_else(|| {
        unknown("/sender_contact_id", "unknown_sender", "没有这个寄件地址。", "There is no such sending address.")
    })
}

fn unknown(pointer: &str, code: &'static str, zh: &'static str, en: &'static str) -> AppError {
    AppError::invalid(pointer, code, Words::new(zh, en))
}

pub async fn create_owner(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &OwnerWrite,
) -> Result<Once<Owner>, AppError> {
    refuse_owners_people(caller)?;
    let (code, name) = named_owner(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                if tx.owners().await?.len() >= OWNERS_MAX {
                    return Err(too_many(OWNERS_MAX));
                }
                known_sender(&tx, request.sender_contact_id).await?;
                known_template(&tx, request.template_id.as_deref()).await?;
                let record = OwnerRecord {
                    id: OwnerId(app.id()),
                    code: code.clone(),
                    name: name.clone(),
                    is_active: request.is_active,
                    sender: request.sender_contact_id,
                    template: request.template_id.clone(),
                    markup: request.markup.unwrap_or_default(),
                };
                tx.add_owner(&record, app.now()).await?;
                tx.add_audit_entry(caller.audit(app, "owner.create", record.id, code.clone())).await?;
                Ok(owner_view(caller, record))
            })
            .await
        })
        .await
        .map_err(code_taken)
}

pub async fn update_owner(app: &App, caller: &Caller, id: OwnerId, request: &OwnerWrite) -> Result<Owner, AppError> {
    refuse_owners_people(caller)?;
    let (code, name) = named_owner(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let before = tx.owner(id).await?.ok_or(AppError::NotFound)?;
            known_sender(&tx, request.sender_contact_id).await?;
            // One that is gone meanwhile keeps nobody from changing the rest.
            let template = request.template_id.as_deref().filter(|id| before.template.as_deref() != Some(*id));
            known_template(&tx, template).await?;
            let record = OwnerRecord {
                id,
                code: code.clone(),
                name: name.clone(),
                is_active: request.is_active,
                sender: request.sender_contact_id,
                template: request.template_id.clone(),
                markup: request.markup.unwrap_or(before.markup),
            };
            tx.set_owner(&record, app.now()).await?;
            tx.add_audit_entry(caller.audit(app, "owner.change", id, code.clone())).await?;
            Ok(owner_view(caller, record))
        })
        .await
        .map_err(code_taken)
}

pub async fn create_department(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &DepartmentWrite,
) -> Result<Once<Department>, AppError> {
    let (code, name) = named(&request.code, &request.name)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                if tx.departments().await?.len() >= DEPARTMENTS_MAX {
                    return Err(too_many(DEPARTMENTS_MAX));
                }
                let record = DepartmentRecord {
                    id: DepartmentId(app.id()),
                    code: code.clone(),
                    name: name.clone(),
                    is_active: request.is_active,
                };
                tx.add_department(&record, app.now()).await?;
                tx.add_audit_entry(caller.audit(app, "department.create", record.id, code.clone())).await?;
                Ok(department_view(record))
            })
            .await
        })
        .await
        .map_err(code_taken)
}

pub async fn update_department(
    app: &App,
    caller: &Caller,
    id: DepartmentId,
    request: &DepartmentWrite,
) -> Result<Department, AppError> {
    let (code, name) = named(&request.code, &request.name)?;
    app.store
        .write(caller.scope()?, async |tx| {
            tx.department(id).await?.ok_or(AppError::NotFound)?;
            let record = DepartmentRecord { id, code: code.clone(), name: name.clone(), is_active: request.is_active };
            tx.set_department(&record, app.now()).await?;
            tx.add_audit_entry(caller.audit(app, "department.change", id, code.clone())).await?;
            Ok(department_view(record))
        })
        .await
        .map_err(code_taken)
}

/// For whom and from where something is shipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SentBy {
    pub sender: Option<ContactId>,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
}

/// What was asked for, completed and checked: everything exists and may be shipped for, and is in the part of the merchant that the scope
/// sees. An owner's own sending address takes the place of one that nobody named.
pub async fn sent_by<C: Connection>(reader: &Scoped<'_, C>, asked: SentBy) -> Result<SentBy, AppError> {
    Ok(completed(reader, asked).await?.0)
}

/// What is special to an owner's parcels.
#[derive(Clone, Debug, Default)]
pub struct OwnersTerms {
    /// What they pay beside what the merchant pays.
    pub markup: Option<Markup>,
    /// Their label template.
    pub template: Option<String>,
}

/// The same, with what is special to the owner.
pub async fn completed<C: Connection>(
    reader: &Scoped<'_, C>,
    asked: SentBy,
) -> Result<(SentBy, OwnersTerms), AppError> {
    let (mut by, mut owners) = (asked, OwnersTerms::default());
    if let Some((part, seat)) = chosen(reader) {
        let targets: Vec<uuid::Uuid> =
            reader.scope_targets(&[seat]).await?.into_iter().map(|(_, target)| target).collect();
        let only = <[uuid::Uuid; 1]>::try_from(targets.as_slice()).ok().map(|[only]| only);
        let outside = |id: Option<uuid::Uuid>| id.is_some_and(|id| !targets.contains(&id));
        match part {
            Part::Owners(_) => {
                by.owner = by.owner.or(only.map(OwnerId));
                if by.owner.is_none() {
                    return Err(required("/owner_id", "请选择货主。", "Choose an owner."));
                }
            }
            Part::Departments(_) => {
                by.department = by.department.or(only.map(DepartmentId));
                if by.department.is_none() || outside(by.department.map(|id| id.0)) {
                    return Err(required("/department_id", "请选择你的部门。", "Choose a department of yours."));
                }
            }
            Part::Senders(_) => by.sender = by.sender.or(only.map(ContactId)),
            Part::Own => {}
        }
    }
    if let Some(id) = by.owner {
        let owner = reader.owner(id).await?;
        let owner =
            owner.ok_or_else(|| unknown("/owner_id", "unknown_owner", "没有这个货主。", "There is no such owner."))?;
        if !owner.is_active {
            return Err(unknown("/owner_id", "owner_inactive", "这个货主已停用。", "This owner is not active."));
        }
        by.sender = by.sender.or(owner.sender);
        owners = OwnersTerms { markup: Some(owner.markup), template: owner.template };
    }
    if let Some(id) = by.department {
        let department = reader.department(id).await?;
        let department = department.ok_or_else(|| {
            unknown("/department_id", "unknown_department", "没有这个部门。", "There is no such department.")
        })?;
        if !department.is_active {
            let (zh, en) = ("这个部门已停用。", "This department is not active.");
            return Err(unknown("/department_id", "department_inactive", zh, en));
        }
    }
    Ok((by, owners))
}

/// For whom and from where a person may ship at all.
#[derive(Default)]
pub struct Within {
    part: Option<Part>,
    targets: Vec<uuid::Uuid>,
}

pub async fn within<C: Connection>(reader: &Scoped<'_, C>) -> Result<Within, AppError> {
    let Some((part, seat)) = chosen(reader) else { return Ok(Within::default()) };
    let targets = reader.scope_targets(&[seat]).await?.into_iter().map(|(_, target)| target).collect();
    Ok(Within { part: Some(part), targets })
}

impl Within {
    fn allows(&self, is_about: bool, id: uuid::Uuid) -> bool {
        !is_about || self.targets.contains(&id)
    }

    /// What nobody named, where the person may name one alone, then what a rule says, as far as the person may.
    pub fn fill(&self, by: &mut SentBy, rule: SentBy) {
        let only = <[uuid::Uuid; 1]>::try_from(self.targets.as_slice()).ok().map(|[only]| only);
        let (owners, departments, senders) = (
            matches!(self.part, Some(Part::Owners(_))),
            matches!(self.part, Some(Part::Departments(_))),
            matches!(self.part, Some(Part::Senders(_))),
        );
        let own = |is_about: bool| only.filter(|_| is_about);
        by.owner = by.owner.or(own(owners).map(OwnerId)).or(rule.owner.filter(|id| self.allows(owners, id.0)));
        by.department = by.department.or(own(departments).map(DepartmentId));
        by.department = by.department.or(rule.department.filter(|id| self.allows(departments, id.0)));
        by.sender = by.sender.or(own(senders).map(ContactId)).or(rule.sender.filter(|id| self.allows(senders, id.0)));
    }
}

fn required(pointer: &str, zh: &'static str, en: &'static str) -> AppError {
    AppError::invalid(pointer, "required", Words::new(zh, en))
}

/// The seat whose choice narrows the scope.
fn chosen<C: Connection>(reader: &Scoped<'_, C>) -> Option<(Part, uuid::Uuid)> {
    let part = reader.scope().part()?;
    match part {
        Part::Owners(seat) | Part::Departments(seat) | Part::Senders(seat) => Some((part, seat.0)),
        Part::Own => None,
    }
}
