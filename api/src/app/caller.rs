//! Who asks.

use shared::{Permission, Role, SessionId, UserId};
use store::TenantScope;

use crate::app::{AppError, Language, Words};

/// A signed-in person whose session was looked up for this request.
#[derive(Clone, Debug)]
pub struct Caller {
    pub user: UserId,
    pub session: SessionId,
    pub role: Role,
    pub language: Language,
    scope: Option<TenantScope>,
    /// Until the first password is changed, nothing else is open.
    pub must_change_password: bool,
}

impl Caller {
    pub fn new(session: &store::SessionRecord, must_change_password: bool, language: Language) -> Caller {
        Caller {
            user: session.user,
            session: session.id,
            role: session.role,
            language,
            scope: session.scope(),
            must_change_password,
        }
    }

    /// The merchant's data this caller works with.
    pub fn scope(&self) -> Result<TenantScope, AppError> {
        self.scope.ok_or_else(forbidden)
    }

    pub fn require(&self, permission: Permission) -> Result<(), AppError> {
        if self.must_change_password {
            return Err(AppError::Forbidden {
                code: "password_change_required",
                words: Words::new("请先修改初始密码。", "Change the first password before anything else."),
            });
        }
        if self.role.may(permission) { Ok(()) } else { Err(forbidden()) }
    }
}

pub fn forbidden() -> AppError {
    AppError::Forbidden {
        code: "forbidden",
        words: Words::new("你没有做这件事的权限，请找主管开通。", "You may not do this; ask your administrator."),
    }
}
