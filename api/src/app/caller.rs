//! Who asks.

use shared::{ApiKeyId, DataScope, OperatorId, Permission, Permissions, Role, SessionId, UserId};
use store::{AuditEntry, Narrowed, Origin, Part, Seated, Standing, TenantScope};

use crate::app::{App, AppError, Language, Words, sessions::signed_out};

/// What the caller signs requests with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A person who signed in.
    Session(SessionId),
    /// A program, with a key of this name that the person made.
    Key { id: ApiKeyId, name: String },
}

/// What a person has to do before anything else is open to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Must {
    pub change_password: bool,
    pub set_up_totp: bool,
    /// The merchant was opened, and nobody said yet where it sends from.
    pub set_up_merchant: bool,
}

/// A person or a program, looked up for this request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who signed in, or who made the program's key.
    pub user: UserId,
    pub credential: Credential,
    pub role: Role,
    /// The merchant's own role that takes the place of `role`.
    pub own_role: Option<String>,
    pub permissions: Permissions,
    pub data_scope: DataScope,
    pub language: Language,
    pub origin: Origin,
    scope: Option<TenantScope>,
    pub must: Must,
}

/// The merchant of a session, or the part of it that the seat sees.
fn scope_of(session: &store::SessionRecord, data_scope: DataScope) -> Option<TenantScope> {
    let scope = session.scope()?;
    Some(part_of(scope, session.user, session.operator, data_scope))
}

fn part_of(scope: TenantScope, person: UserId, seat: Option<OperatorId>, data_scope: DataScope) -> TenantScope {
    match narrowed(person, seat, data_scope) {
        Some(narrowed) => scope.narrowed_to(narrowed),
        None => scope,
    }
}

/// The part of the merchant that a person in this seat sees; none where it is all of it.
pub fn narrowed(person: UserId, seat: Option<OperatorId>, data_scope: DataScope) -> Option<Narrowed> {
    let to = match (data_scope, seat) {
        (DataScope::All, _) => return None,
        (DataScope::Owners, Some(seat)) => Part::Owners(seat),
        (DataScope::Departments, Some(seat)) => Part::Departments(seat),
        (DataScope::Senders, Some(seat)) => Part::Senders(seat),
        (DataScope::Own | DataScope::Owners | DataScope::Departments | DataScope::Senders, _) => Part::Own,
    };
    Some(Narrowed { person, to })
}

impl Caller {
    pub fn person(
        session: &store::SessionRecord,
        standing: Standing,
        must: Must,
        language: Language,
        origin: Origin,
    ) -> Caller {
        Caller {
            user: session.user,
            credential: Credential::Session(session.id),
            role: standing.role,
            own_role: standing.own_role.map(|role| role.name),
            permissions: standing.permissions,
            data_scope: standing.data_scope,
            language,
            origin,
            scope: scope_of(session, standing.data_scope),
            must,
        }
    }

    /// A program may what its key was given, as far as whoever made it may the same at this moment, and sees no more than they do.
    pub fn program(
        key: &store::ApiKeyRecord,
        maker: &Seated,
        scope: TenantScope,
        language: Language,
        origin: Origin,
    ) -> Caller {
        let Standing { permissions, data_scope, .. } = &maker.standing;
        Caller {
            user: key.created_by,
            credential: Credential::Key { id: key.id, name: key.name.clone() },
            role: Role::ReadOnly,
            own_role: None,
            permissions: key.scopes.iter().copied().filter(|scope| permissions.may(*scope)).collect(),
            data_scope: *data_scope,
            language,
            origin,
            scope: Some(part_of(scope, key.created_by, Some(maker.operator.id), *data_scope)),
            must: Must::default(),
        }
    }

    /// The merchant's data this caller works with.
    pub fn scope(&self) -> Result<TenantScope, AppError> {
        self.scope.ok_or_else(forbidden)
    }

    /// Whether it is an owner's person, who sees what the owner pays and not what the merchant pays.
    pub fn is_an_owners(&self) -> bool {
        matches!(self.scope.and_then(TenantScope::part), Some(store::Part::Owners(_)))
    }

    /// The session of a person; a program has none.
    pub fn session(&self) -> Result<SessionId, AppError> {
        match self.credential {
            Credential::Session(id) => Ok(id),
            Credential::Key { .. } => Err(signed_out()),
        }
    }

    /// What limits on how often a person does something count by.
    pub fn throttle_key(&self) -> i64 {
        let (_, low) = self.user.0.as_u64_pair();
        i64::from_be_bytes(low.to_be_bytes())
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.must == Must::default() && self.permissions.may(permission)
    }

    pub fn require(&self, permission: Permission) -> Result<(), AppError> {
        if self.must.change_password {
            return Err(AppError::Forbidden {
                code: "password_change_required",
                words: Words::new("请先修改初始密码。", "Change the first password before anything else."),
            });
        }
        if self.must.set_up_totp {
            return Err(AppError::Forbidden {
                code: "totp_setup_required",
                words: Words::new("请先开启两步验证。", "Set up a second factor before anything else."),
            });
        }
        if self.must.set_up_merchant {
            return Err(AppError::Forbidden {
                code: "setup_required",
                words: Words::new(
                    "请主管先完成开户设置：姓名和发货地址。",
                    "The owner completes the account first: their name and where parcels are sent from.",
                ),
            });
        }
        if self.permissions.may(permission) { Ok(()) } else { Err(forbidden()) }
    }

    /// Has this staff member, being the only one, more rights than their role?
    fn stands_in(&self) -> bool {
        self.scope.is_none() && self.permissions.iter().any(|permission| !self.role.may(permission))
    }

    /// An entry of the audit log about what this caller does. `subject` and `detail` hold ids and numbers, never personal data.
    pub fn audit(
        &self,
        app: &App,
        action: &'static str,
        subject: impl ToString,
        detail: impl Into<String>,
    ) -> AuditEntry {
        let actor = match &self.credential {
            Credential::Session(_) if self.stands_in() => "sole staff".to_owned(),
            Credential::Session(_) => String::new(),
            Credential::Key { name, .. } => format!("key {name}"),
        };
        AuditEntry {
            user: Some(self.user),
            actor,
            action,
            subject: subject.to_string(),
            detail: detail.into(),
            origin: self.origin.clone(),
            at: app.now(),
        }
    }
}

pub fn forbidden() -> AppError {
    AppError::Forbidden {
        code: "forbidden",
        words: Words::new("你没有做这件事的权限，请找主管开通。", "You may not do this; ask your administrator."),
    }
}
