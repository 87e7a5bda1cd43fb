//! Who works for the network. There is always an administrator, and nobody both grants rights and reads the log of it.

use shared::{
    Page, Permission, Role, StaffId, UserId,
    merchants::{StaffMember, StaffPatch},
};
use store::StaffRecord;

use crate::app::{
    App, AppError, Caller, Words, applications::views::outlet_names, error::FieldFault, paging::PageRequest,
};

async fn views(app: &App, records: &[StaffRecord]) -> Result<Vec<StaffMember>, AppError> {
    let outlets = outlet_names(app).await?;
    let users: Vec<UserId> = records.iter().map(|record| record.user).collect();
    let people = app.store.network().find_users(&users).await?;
    let view = |record: &StaffRecord| {
        let person = people.iter().find(|person| person.id == record.user);
        let person = person.ok_or_else(|| AppError::internal("a staff member without a user"))?;
        Ok(StaffMember {
            id: record.id,
            display_name: person.display_name.clone(),
            user_name: person.user_name.clone(),
            role: record.role,
            outlet_id: record.outlet,
            outlet_name: outlets.get(&record.outlet).cloned().unwrap_or_default(),
            disabled: record.disabled_at.is_some(),
            created_at: record.created_at,
        })
    };
    records.iter().map(view).collect()
}

pub async fn list(app: &App, page: PageRequest) -> Result<Page<StaffMember>, AppError> {
    let rows = app.store.network().staff(page.after.map(StaffId), page.probe()).await?;
    let shown = page.page(rows, |row| row.id.0, |row| row);
    Ok(Page { items: views(app, &shown.items).await?, next_cursor: shown.next_cursor })
}

/// Does somebody still administer the network after the change?
fn require_administrator(staff: &[StaffRecord], changed: &StaffRecord) -> Result<(), AppError> {
    let administers = |record: &StaffRecord| record.disabled_at.is_none() && record.role.may(Permission::StaffWrite);
    let others = staff.iter().filter(|record| record.id != changed.id);
    if administers(changed) || others.into_iter().any(administers) {
        return Ok(());
    }
    Err(AppError::Conflict {
        code: "last_administrator",
        words: Words::new(
            "至少要有一位网点管理员，请先指定另一位。",
            "There must be an administrator; make another one first.",
        ),
    })
}

async fn change(
    app: &App,
    caller: &Caller,
    id: StaffId,
    (action, detail): (&'static str, String),
    apply: impl Fn(&mut StaffRecord),
) -> Result<StaffMember, AppError> {
    let changed = app
        .store
        .write_network(async |tx| {
            let staff = tx.lock_staff().await?;
            let mut changed = staff.iter().find(|record| record.id == id).cloned().ok_or(AppError::NotFound)?;
            apply(&mut changed);
            require_administrator(&staff, &changed)?;
            tx.set_staff(&changed).await?;
            tx.add_audit_entry(caller.audit(app, action, id, detail.clone())).await?;
            Ok::<_, AppError>(changed)
        })
        .await?;
    let view = views(app, std::slice::from_ref(&changed)).await?.pop();
    view.ok_or_else(|| AppError::internal("a staff member has no view"))
}

pub async fn update(app: &App, caller: &Caller, id: StaffId, request: &StaffPatch) -> Result<StaffMember, AppError> {
    let mut faults = Vec::new();
    if request.role.is_some_and(|role| !Role::STAFF.contains(&role)) {
        let words = Words::new("这不是网点员工的角色。", "This is no role of the network's staff.");
        faults.push(FieldFault::new("/role", "not_staff_role", words));
    }
    if let Some(outlet) = request.outlet_id
        && app.store.network().find_outlet(outlet).await?.is_none()
    {
        let words = Words::new("没有这个网点。", "There is no such outlet.");
        faults.push(FieldFault::new("/outlet_id", "unknown_outlet", words));
    }
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    let detail = request.role.map(|role| role.as_str().to_owned()).unwrap_or_default();
    change(app, caller, id, ("staff.update", detail), |record| {
        record.role = request.role.unwrap_or(record.role);
        record.outlet = request.outlet_id.unwrap_or(record.outlet);
    })
    .await
}

/// A disabled seat opens nothing from the next request on.
pub async fn set_disabled(app: &App, caller: &Caller, id: StaffId, disabled: bool) -> Result<StaffMember, AppError> {
    let now = app.now();
    let action = if disabled { "staff.disable" } else { "staff.enable" };
    change(app, caller, id, (action, String::new()), |record| record.disabled_at = disabled.then_some(now)).await
}
