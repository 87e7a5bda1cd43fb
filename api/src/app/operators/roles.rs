//! Roles a merchant makes for itself.

use shared::{
    Permission, Permissions, Role, RoleId,
    operators::{ROLE_NAME_CHARS, ROLES_MAX, RoleCreate, RoleView},
};
use store::{IdempotencyKey, OperatorRecord, RoleRecord, WriteTx};

use super::require_no_more;
use crate::app::{
    App, AppError, Caller, Words,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    validation::Faults,
};

/// The built-in roles, and then the merchant's own.
pub async fn list_roles(app: &App, caller: &Caller) -> Result<Vec<RoleView>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let operators = reader.operators().await?;
    let built_in = Role::OPERATORS.into_iter().map(|role| RoleView {
        id: None,
        built_in: Some(role),
        name: String::new(),
        permissions: role.permissions().to_vec(),
        operators: having(&operators, |operator| operator.own_role.is_none() && operator.role == role),
    });
    let own = reader.roles().await?.into_iter().map(|role| view(role, &operators));
    Ok(built_in.chain(own).collect())
}

fn having(operators: &[OperatorRecord], has: impl Fn(&OperatorRecord) -> bool) -> u32 {
    u32::try_from(operators.iter().filter(|operator| has(operator)).count()).unwrap_or(u32::MAX)
}

fn view(role: RoleRecord, operators: &[OperatorRecord]) -> RoleView {
    RoleView {
        operators: having(operators, |operator| operator.own_role == Some(role.id)),
        id: Some(role.id),
        built_in: None,
        name: role.name,
        permissions: role.permissions.iter().collect(),
    }
}

fn detail(role: &RoleRecord) -> String {
    let names: Vec<String> = role
        .permissions
        .iter()
        .filter_map(|permission| serde_json::to_value(permission).ok()?.as_str().map(str::to_owned))
        .collect();
    format!("{}: {}", role.name, names.join(", "))
}

/// The role as asked for, where it is acceptable.
async fn checked(tx: &WriteTx<'_>, caller: &Caller, id: RoleId, request: &RoleCreate) -> Result<RoleRecord, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, ROLE_NAME_CHARS);
    faults.count("/permissions", request.permissions.len(), Permission::ALL.len());
    if request.permissions.iter().any(|permission| permission.is_networks()) {
        let words = Words::new("含有网点一侧的权限。", "It has permissions of the network side.");
        faults.add(FieldFault::new("/permissions", "not_a_merchants", words));
    }
    let roles = tx.roles().await?;
    if roles.iter().any(|role| role.name == name && role.id != id) {
        let words = Words::new("已有同名的角色。", "There is a role of this name already.");
        faults.add(FieldFault::new("/name", "taken", words));
    }
    faults.settle()?;
    let permissions: Permissions = request.permissions.iter().copied().collect();
    require_no_more(caller, permissions)?;
    Ok(RoleRecord { id, name, permissions })
}

pub async fn create_role(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &RoleCreate,
) -> Result<Once<RoleView>, AppError> {
    let id = RoleId(app.id());
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                // One maker at a time, so that no two roles get the same name.
                tx.lock_operators().await?;
                if tx.roles().await?.len() >= ROLES_MAX {
                    let words =
                        Words::new(format!("最多 {ROLES_MAX} 个自建角色。"), format!("At most {ROLES_MAX} own roles."));
                    return Err(AppError::Conflict { code: "too_many_roles", words });
                }
                let role = checked(&tx, caller, id, request).await?;
                tx.add_role(&role, app.now()).await?;
                tx.add_audit_entry(caller.audit(app, "role.create", id, detail(&role))).await?;
                Ok(view(role, &[]))
            })
            .await
        })
        .await
}

/// Changes what a role holds; whoever has it may do that at once.
pub async fn update_role(app: &App, caller: &Caller, id: RoleId, request: &RoleCreate) -> Result<RoleView, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let operators = tx.lock_operators().await?;
            let before = tx.role(id).await?.ok_or(AppError::NotFound)?;
            require_no_more(caller, before.permissions)?;
            let role = checked(&tx, caller, id, request).await?;
            tx.set_role(&role, app.now()).await?;
            let change = format!("{} → {}", detail(&before), detail(&role));
            tx.add_audit_entry(caller.audit(app, "role.update", id, change)).await?;
            Ok(view(role, &operators))
        })
        .await
}

pub async fn delete_role(app: &App, caller: &Caller, id: RoleId) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let operators = tx.lock_operators().await?;
            let role = tx.role(id).await?.ok_or(AppError::NotFound)?;
            require_no_more(caller, role.permissions)?;
            let held = operators.iter().any(|operator| operator.own_role == Some(id));
            let offered = tx.open_invitations().await?.iter().any(|invitation| invitation.own_role == Some(id));
            if held || offered {
                let words = Words::new(
                    "还有人员或邀请使用这个角色，请先给他们换一个。",
                    "Operators or invitations still have this role; give them another one first.",
                );
                return Err(AppError::Conflict { code: "role_in_use", words });
            }
            tx.delete_role(id, app.now()).await?;
            Ok(tx.add_audit_entry(caller.audit(app, "role.delete", id, role.name.clone())).await?)
        })
        .await
}
