//! A merchant's operators: what each may do, and who is let in no more.
//!
//! Two rules hold everywhere: nobody gives away, or touches, more than they may do themselves; and a merchant always keeps an owner who
//! can sign in.

mod roles;

use shared::{
    ContactId, DataScope, OperatorId, Permissions, Role, UserId,
    contacts::ContactKind,
    operators::{Grant, Operator, SCOPE_TARGETS_MAX},
};
use store::{Connection, OperatorRecord, RoleRecord, Scoped, WriteTx};
use uuid::Uuid;

pub use roles::{create_role, delete_role, list_roles, update_role};

use crate::app::{App, AppError, Caller, Words, door::Door, error::FieldFault, sessions::signed_out};

/// What a grant comes to.
#[derive(Clone, Debug)]
pub(in crate::app) struct Granted {
    pub role: Role,
    pub own_role: Option<RoleRecord>,
    pub data_scope: DataScope,
    /// The owners, departments or addresses of a scope that is chosen.
    pub scope_ids: Vec<Uuid>,
}

/// Reads a grant, and refuses one that gives more than the caller has.
pub(in crate::app) async fn granted<C: Connection>(
    caller: &Caller,
    reader: &Scoped<'_, C>,
    grant: &Grant,
    pointer: &str,
) -> Result<Granted, AppError> {
    let fault =
        |field: &str, code, words| AppError::Invalid(vec![FieldFault::new(format!("{pointer}/{field}"), code, words)]);
    let (role, own_role) = match (grant.role, grant.role_id) {
        (Some(role), None) if Role::OPERATORS.contains(&role) => (role, None),
        (None, Some(id)) => match reader.role(id).await? {
            // What stands behind an own role, should it ever be missing: looking only.
            Some(own) => (Role::ReadOnly, Some(own)),
            None => {
                return Err(fault("role_id", "unknown_role", Words::new("没有这个角色。", "There is no such role.")));
            }
        },
        (Some(_), None) => {
            let words = Words::new("这不是商家的角色。", "This is not a role of a merchant's operators.");
            return Err(fault("role", "unknown_role", words));
        }
        _ => {
            let words = Words::new("请给出 role 或 role_id 其中之一。", "Give either role or role_id.");
            return Err(fault("role", "one_role", words));
        }
    };
    let built_in = || role.permissions().iter().copied().collect();
    require_no_more(caller, own_role.as_ref().map_or_else(built_in, |own| own.permissions))?;
    let scope_ids = scope_ids(reader, grant).await?;
    let scope_ids = scope_ids.map_err(|(code, words)| fault("scope_ids", code, words))?;
    Ok(Granted { role, own_role, data_scope: grant.data_scope, scope_ids })
}

/// What a chosen scope names, each once; or what is wrong with it.
async fn scope_ids<C: Connection>(
    reader: &Scoped<'_, C>,
    grant: &Grant,
) -> Result<Result<Vec<Uuid>, (&'static str, Words)>, AppError> {
    let mut ids = grant.scope_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    let most = if grant.data_scope.is_chosen() { SCOPE_TARGETS_MAX } else { 0 };
    let least = usize::from(grant.data_scope.is_chosen());
    if !(least..=most).contains(&ids.len()) {
        let words = Words::new(format!("须为 {least} 到 {most} 个。"), format!("Give {least} to {most}."));
        return Ok(Err(("wrong_count", words)));
    }
    let known: Vec<Uuid> = match grant.data_scope {
        DataScope::All | DataScope::Own => Vec::new(),
        DataScope::Owners => reader.owners().await?.into_iter().map(|owner| owner.id.0).collect(),
        DataScope::Departments => reader.departments().await?.into_iter().map(|department| department.id.0).collect(),
        DataScope::Senders => {
            let contacts: Vec<ContactId> = ids.iter().copied().map(ContactId).collect();
            let senders = reader.contacts_by_id(&contacts).await?;
            let senders = senders.into_iter().filter(|contact| contact.kind == ContactKind::Sender);
            senders.map(|contact| contact.id.0).collect()
        }
    };
    if ids.iter().all(|id| known.contains(id)) {
        return Ok(Ok(ids));
    }
    Ok(Err((
        "unknown_choice",
        Words::new("选择的货主、部门或地址不存在。", "An owner, department or address that was chosen is not there."),
    )))
}

/// Nobody gives away, or touches, more than they may do themselves.
pub(in crate::app) fn require_no_more(caller: &Caller, permissions: Permissions) -> Result<(), AppError> {
    if caller.permissions.covers(permissions) && caller.data_scope == DataScope::All {
        return Ok(());
    }
    Err(AppError::Forbidden {
        code: "grants_more",
        words: Words::new(
            "这项权限比你自己的大，请找主管操作。",
            "This takes more than you may do yourself; ask an owner.",
        ),
    })
}

fn last_owner() -> AppError {
    AppError::Conflict {
        code: "last_owner",
        words: Words::new(
            "这是最后一位能登录的主管，请先指定另一位主管。",
            "This is the last owner who can sign in; make somebody else an owner first.",
        ),
    }
}

fn yourself() -> AppError {
    AppError::Conflict {
        code: "yourself",
        words: Words::new(
            "不能对自己这样做，请让另一位主管操作。",
            "You cannot do this to yourself; ask another owner.",
        ),
    }
}

fn is_owner(record: &OperatorRecord) -> bool {
    record.disabled_at.is_none() && record.own_role.is_none() && record.role == Role::MerchantOwner
}

pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Operator>, AppError> {
    let records = app.store.read(caller.scope()?).operators().await?;
    views(app, caller, records).await
}

async fn views(app: &App, caller: &Caller, records: Vec<OperatorRecord>) -> Result<Vec<Operator>, AppError> {
    let scope = caller.scope()?;
    let roles = app.store.read(scope).roles().await?;
    let users: Vec<UserId> = records.iter().map(|record| record.user).collect();
    let people = app.store.network().find_users(&users).await?;
    let used = app.store.network().operators_last_used(scope).await?;
    let seats: Vec<Uuid> = records.iter().map(|record| record.id.0).collect();
    let targets = app.store.read(scope).scope_targets(&seats).await?;
    let view = |record: OperatorRecord| {
        let own = record.own_role.and_then(|id| roles.iter().find(|role| role.id == id));
        let built_in = || record.role.permissions().to_vec();
        Operator {
            id: record.id,
            user_name: record.user_name.clone(),
            display_name: people
                .iter()
                .find(|person| person.id == record.user)
                .map(|person| person.display_name.clone())
                .unwrap_or_default(),
            grant: Grant {
                role: record.own_role.is_none().then_some(record.role),
                role_id: record.own_role,
                data_scope: record.data_scope,
                scope_ids: chosen_for(&targets, record.id.0),
            },
            permissions: own.map_or_else(built_in, |own| own.permissions.iter().collect()),
            is_first: record.is_first,
            disabled: record.disabled_at.is_some(),
            last_used_at: used.iter().find(|(id, _)| *id == record.id).map(|(_, at)| *at),
            created_at: record.created_at,
        }
    };
    Ok(records.into_iter().map(view).collect())
}

/// What was chosen for one seat, or one open invitation.
pub(in crate::app) fn chosen_for(targets: &[(Uuid, Uuid)], seat: Uuid) -> Vec<Uuid> {
    targets.iter().filter(|(other, _)| *other == seat).map(|(_, target)| *target).collect()
}

/// Changes one operator with everybody else who changes operators kept out, and says it in the log.
async fn change(
    app: &App,
    caller: &Caller,
    id: OperatorId,
    action: &'static str,
    work: impl AsyncFn(&WriteTx<'_>, &mut OperatorRecord) -> Result<String, AppError>,
) -> Result<Operator, AppError> {
    let scope = caller.scope()?;
    let changed = app
        .store
        .write(scope, async |tx| {
            let all = tx.lock_operators().await?;
            // Whoever asks may have been shut out while they waited for their turn.
            if all.iter().any(|other| other.user == caller.user && other.disabled_at.is_some()) {
                return Err(signed_out());
            }
            let mut record = all.iter().find(|record| record.id == id).cloned().ok_or(AppError::NotFound)?;
            require_no_more(caller, tx.standing(&record).await?.permissions)?;
            let detail = work(&tx, &mut record).await?;
            let others = all.iter().filter(|other| other.id != id);
            if !others.chain([&record]).any(is_owner) {
                return Err(last_owner());
            }
            if record.is_first {
                for first in all.iter().filter(|other| other.is_first && other.id != id) {
                    tx.set_operator(&OperatorRecord { is_first: false, ..first.clone() }).await?;
                }
            }
            tx.set_operator(&record).await?;
            tx.add_audit_entry(caller.audit(app, action, id, detail)).await?;
            Ok(record)
        })
        .await?;
    if changed.disabled_at.is_some() {
        app.store.network().end_seat_sessions(scope, id, "disabled", app.now()).await?;
    }
    let view = views(app, caller, vec![changed]).await?.pop();
    view.ok_or_else(|| AppError::internal("an operator has no view"))
}

fn grant_text(role: Role, own: Option<&str>, scope: DataScope) -> String {
    format!("{} ({})", own.unwrap_or(role.as_str()), scope.as_str())
}

pub async fn update(app: &App, caller: &Caller, id: OperatorId, grant: &Grant) -> Result<Operator, AppError> {
    change(app, caller, id, "operator.change", async |tx, record| {
        let granted = granted(caller, tx, grant, "").await?;
        let before = tx.standing(record).await?;
        record.role = granted.role;
        record.own_role = granted.own_role.as_ref().map(|own| own.id);
        record.data_scope = granted.data_scope;
        tx.set_scope_targets(id.0, &granted.scope_ids).await?;
        let was = grant_text(before.role, before.own_role.as_ref().map(|own| own.name.as_str()), before.data_scope);
        let own = granted.own_role.as_ref().map(|own| own.name.as_str());
        Ok(format!("{was} → {}", grant_text(granted.role, own, granted.data_scope)))
    })
    .await
}

/// Lets somebody in no more; their sessions end at once.
pub async fn disable(app: &App, caller: &Caller, id: OperatorId) -> Result<Operator, AppError> {
    change(app, caller, id, "operator.disable", async |_, record| {
        if record.user == caller.user {
            return Err(yourself());
        }
        record.disabled_at = record.disabled_at.or(Some(app.now()));
        Ok(String::new())
    })
    .await
}

pub async fn enable(app: &App, caller: &Caller, id: OperatorId) -> Result<Operator, AppError> {
    change(app, caller, id, "operator.enable", async |_, record| {
        record.disabled_at = None;
        Ok(String::new())
    })
    .await
}

/// Hands the merchant over: a bare customer code leads to this one from now on, and they are an owner.
pub async fn make_first(app: &App, caller: &Caller, id: OperatorId) -> Result<Operator, AppError> {
    require_no_more(caller, Role::MerchantOwner.permissions().iter().copied().collect())?;
    change(app, caller, id, "operator.make_first", async |tx, record| {
        if record.disabled_at.is_some() {
            let words =
                Words::new("已停用的人员不能成为首位主管。", "A disabled operator cannot become the first one.");
            return Err(AppError::Conflict { code: "operator_disabled", words });
        }
        (record.role, record.own_role, record.data_scope) = (Role::MerchantOwner, None, DataScope::All);
        record.is_first = true;
        tx.set_scope_targets(id.0, &[]).await?;
        Ok(String::new())
    })
    .await
}

/// Lifts the lock that failed sign-ins put on an operator.
pub async fn unlock(app: &App, caller: &Caller, id: OperatorId) -> Result<(), AppError> {
    let user = app
        .store
        .write(caller.scope()?, async |tx| {
            let record = tx.operator(id).await?.ok_or(AppError::NotFound)?;
            require_no_more(caller, tx.standing(&record).await?.permissions)?;
            tx.add_audit_entry(caller.audit(app, "operator.unlock", id, record.user_name)).await?;
            Ok::<_, AppError>(record.user)
        })
        .await?;
    Door::of(app, "", Some(user), &caller.origin).passed(app).await.map(|_| ())
}

/// Signs somebody out everywhere.
pub async fn end_sessions(app: &App, caller: &Caller, id: OperatorId) -> Result<(), AppError> {
    let scope = caller.scope()?;
    app.store
        .write(scope, async |tx| {
            let record = tx.operator(id).await?.ok_or(AppError::NotFound)?;
            require_no_more(caller, tx.standing(&record).await?.permissions)?;
            Ok::<(), AppError>(tx.add_audit_entry(caller.audit(app, "operator.end_sessions", id, "")).await?)
        })
        .await?;
    Ok(app.store.network().end_seat_sessions(scope, id, "ended by an owner", app.now()).await?)
}
