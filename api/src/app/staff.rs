//! Who works for the network. There is always an administrator, and nobody both grants rights and reads the log of it.

use chrono::TimeDelta;
use shared::{
    OutletId, Page, Permission, Role, StaffId, UserId,
    merchants::{StaffInvite, StaffInvited, StaffMember, StaffPatch},
};
use store::{MessageRecord, NewStaff, NewUser, StaffRecord};

use crate::app::{
    App, AppError, Caller, Words,
    applications::views::outlet_names,
    error::FieldFault,
    invitations,
    messages::{self, MessageKind},
    paging::PageRequest,
    parties, password_reset, secret,
    validation::Faults,
};

const NAME_CHARS: usize = 30;

async fn views(app: &App, records: &[StaffRecord]) -> Result<Vec<StaffMember>, AppError> {
    let outlets = outlet_names(app).await?;
    let users: Vec<UserId> = records.iter().map(|record| record.user).collect();
    let people = app.store.network().find_users(&users).await?;
    let new = app.store.network().new_users(&users).await?;
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
            is_new: new.contains(&record.user),
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

/// A seat is one of the network's roles, at an outlet that exists.
async fn check_seat(
    app: &App,
    faults: &mut Faults,
    role: Option<Role>,
    outlet: Option<OutletId>,
) -> Result<(), AppError> {
    if role.is_some_and(|role| !Role::STAFF.contains(&role)) {
        let words = Words::new("这不是网点员工的角色。", "This is no role of the network's staff.");
        faults.add(FieldFault::new("/role", "not_staff_role", words));
    }
    if let Some(outlet) = outlet
        && app.store.network().find_outlet(outlet).await?.is_none()
    {
        let words = Words::new("没有这个网点。", "There is no such outlet.");
        faults.add(FieldFault::new("/outlet_id", "unknown_outlet", words));
    }
    Ok(())
}

pub async fn update(app: &App, caller: &Caller, id: StaffId, request: &StaffPatch) -> Result<StaffMember, AppError> {
    let mut faults = Faults::default();
    check_seat(app, &mut faults, request.role, request.outlet_id).await?;
    faults.settle()?;
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

/// Makes a person with a seat on the network side. They set their password by a link that is good once.
pub async fn invite(app: &App, caller: &Caller, request: &StaffInvite) -> Result<StaffInvited, AppError> {
    let mut faults = Faults::default();
    let user_name = invitations::user_name(&mut faults, "/user_name", &request.user_name);
    let display_name = faults.text("/display_name", &request.display_name, true, NAME_CHARS);
    let given =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let phone = given(&request.phone).and_then(|phone| parties::mobile(&mut faults, "/phone", &phone));
    let email = given(&request.email).and_then(|email| parties::email(&mut faults, "/email", &email));
    check_seat(app, &mut faults, Some(request.role), Some(request.outlet_id)).await?;
    require_free(app, &mut faults, &user_name, phone.as_deref(), email.as_deref()).await?;
    faults.settle()?;
    // Nobody knows it, and nobody needs to.
    let password_hash = app.password_work.hash(&secret::generate()?).await?;
    let user = NewUser {
        id: UserId(app.id()),
        user_name: Some(user_name),
        phone,
        email,
        display_name,
        password_hash,
        must_change_password: false,
    };
    let seat = NewStaff { id: StaffId(app.id()), user: user.id, outlet: request.outlet_id, role: request.role };
    let lasts = TimeDelta::hours(invitations::VALID_HOURS);
    let (link, token) = password_reset::new_link(app, &user.id.to_string(), Some(user.id), lasts)?;
    let message = message(app, caller, (user.email.as_deref(), user.phone.as_deref()), &token)?;
    let now = app.now();
    let made = app
        .store
        .write_network(async |tx| {
            tx.add_staff(&user, &seat, now).await?;
            tx.keep_code(&link, now).await?;
            if let Some(message) = &message {
                tx.add_message(message).await?;
            }
            let detail = format!("{} {}", user.user_name.as_deref().unwrap_or_default(), request.role.as_str());
            Ok::<_, AppError>(tx.add_audit_entry(caller.audit(app, "staff.invite", seat.id, detail)).await?)
        })
        .await;
    match made {
        Err(AppError::UniqueViolation) => return Err(AppError::invalid("/user_name", "taken", taken())),
        made => made?,
    }
    app.nudge.notify_one();
    let record = StaffRecord {
        id: seat.id,
        user: user.id,
        outlet: seat.outlet,
        role: seat.role,
        disabled_at: None,
        created_at: now,
    };
    let member = views(app, &[record]).await?.pop().ok_or_else(|| AppError::internal("a staff member has no view"))?;
    Ok(StaffInvited { member, token, expires_at: link.expires_at })
}

/// Another link for somebody who lost theirs, or came too late; the one of before is dead. Whoever set a password has their own ways to a
/// new one: nobody opens another's account.
pub async fn renew_link(app: &App, caller: &Caller, id: StaffId) -> Result<StaffInvited, AppError> {
    let network = app.store.network();
    let staff = app.store.write_network(async |tx| Ok::<_, AppError>(tx.lock_staff().await?)).await?;
    let record = staff.into_iter().find(|record| record.id == id).ok_or(AppError::NotFound)?;
    if record.disabled_at.is_some() || network.new_users(&[record.user]).await?.is_empty() {
        return Err(not_new());
    }
    let contact = network.user_contact(record.user).await?;
    let lasts = TimeDelta::hours(invitations::VALID_HOURS);
    let (link, token) = password_reset::new_link(app, &record.user.to_string(), Some(record.user), lasts)?;
    let message = message(app, caller, (contact.email.as_deref(), contact.phone.as_deref()), &token)?;
    let now = app.now();
    app.store
        .write_network(async |tx| {
            tx.lock_staff().await?;
            tx.keep_code(&link, now).await?;
            if let Some(message) = &message {
                tx.add_message(message).await?;
            }
            Ok::<_, AppError>(tx.add_audit_entry(caller.audit(app, "staff.link", id, "")).await?)
        })
        .await?;
    app.nudge.notify_one();
    let member = views(app, &[record]).await?.pop().ok_or_else(|| AppError::internal("a staff member has no view"))?;
    Ok(StaffInvited { member, token, expires_at: link.expires_at })
}

fn not_new() -> AppError {
    AppError::Conflict {
        code: "staff_active",
        words: Words::new(
            "只有还没设置密码的员工可以重新生成链接；设置过的请用“忘记密码”。",
            "Only somebody who has set no password yet gets another link; others reset theirs themselves.",
        ),
    }
}

fn taken() -> Words {
    Words::new("已被别人使用。", "Somebody else has it.")
}

/// A person who is known already keeps what they have.
async fn require_free(
    app: &App,
    faults: &mut Faults,
    user_name: &str,
    phone: Option<&str>,
    email: Option<&str>,
) -> Result<(), AppError> {
    let network = app.store.network();
    if network.find_user_by_name(user_name).await?.is_some() {
        faults.add(FieldFault::new("/user_name", "taken", taken()));
    }
    if let Some(phone) = phone
        && network.find_user_by_phone(phone).await?.is_some()
    {
        faults.add(FieldFault::new("/phone", "taken", taken()));
    }
    if let Some(email) = email
        && network.find_user_by_email(email).await?.is_some()
    {
        faults.add(FieldFault::new("/email", "taken", taken()));
    }
    Ok(())
}

fn message(
    app: &App,
    caller: &Caller,
    (email, phone): (Option<&str>, Option<&str>),
    token: &str,
) -> Result<Option<MessageRecord>, AppError> {
    let to = app.settings.messages.reach(email, phone);
    let Some(to) = to else { return Ok(None) };
    let (link, hours) = (password_reset::address_of(app, token), invitations::VALID_HOURS.to_string());
    let values = [("merchant", &*app.settings.network_name), ("link", &*link), ("hours", &*hours)];
    messages::message(app, to, MessageKind::Invitation, &values, caller.language).map(Some)
}
