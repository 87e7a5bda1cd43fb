//! A merchant's operators, and the roles it made: who may do what.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{
    DataScope, OperatorId, Permission, Permissions, Role, RoleId, UserId,
    operators::{OPERATORS_MAX, ROLES_MAX},
};

use crate::{
    Scoped, StoreError, WriteTx,
    connection::NetworkStore,
    entity::{operators, roles, staff},
    sessions::SessionRecord,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorRecord {
    pub id: OperatorId,
    pub user: UserId,
    pub user_name: String,
    pub role: Role,
    /// Takes the place of `role` where it is set.
    pub own_role: Option<RoleId>,
    pub data_scope: DataScope,
    pub is_first: bool,
    pub disabled_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRecord {
    pub id: RoleId,
    pub name: String,
    pub permissions: Permissions,
}

/// What a seat comes to at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub role: Role,
    /// The merchant's own role that takes its place.
    pub own_role: Option<RoleRecord>,
    pub permissions: Permissions,
    pub data_scope: DataScope,
}

impl Standing {
    fn of(role: Role, own_role: Option<RoleRecord>, data_scope: DataScope) -> Standing {
        let built_in = || role.permissions().iter().copied().collect();
        let permissions = own_role.as_ref().map_or_else(built_in, |role| role.permissions);
        Standing { role, own_role, permissions, data_scope }
    }

    /// What an operator's role and scope come to; `own_role` is the one it names, where that is still there.
    pub(crate) fn of_operator(
        operator: &OperatorRecord,
        own_role: Option<roles::Model>,
    ) -> Result<Standing, StoreError> {
        Ok(Standing::of(operator.role, own_role.map(role).transpose()?, operator.data_scope))
    }
}

impl OperatorRecord {
    pub(crate) fn from_row(row: operators::Model) -> Result<OperatorRecord, StoreError> {
        Ok(OperatorRecord {
            id: OperatorId(row.id),
            user: UserId(row.user_id),
            user_name: row.user_name,
            role: Role::parse(&row.role).ok_or(StoreError::Corrupt("role"))?,
            own_role: row.role_id.map(RoleId),
            data_scope: DataScope::parse(&row.data_scope).ok_or(StoreError::Corrupt("data scope"))?,
            is_first: row.is_first,
            disabled_at: row.disabled_at,
            created_at: row.created_at,
        })
    }
}

fn role(row: roles::Model) -> Result<RoleRecord, StoreError> {
    // A permission of a later version is passed over: it opens nothing here.
    let names: Vec<serde_json::Value> =
        serde_json::from_str(&row.permissions).map_err(|_| StoreError::Corrupt("permissions"))?;
    let permissions = names.into_iter().filter_map(|name| serde_json::from_value::<Permission>(name).ok()).collect();
    Ok(RoleRecord { id: RoleId(row.id), name: row.name, permissions })
}

fn permissions_column(permissions: Permissions) -> Result<String, StoreError> {
    let list: Vec<Permission> = permissions.iter().collect();
    serde_json::to_string(&list).map_err(|_| StoreError::Corrupt("permissions"))
}

impl NetworkStore<'_> {
    /// What a staff member's session comes to now; none where the seat was disabled. What an operator's comes to: `seated`.
    pub async fn staff_standing(&self, session: &SessionRecord) -> Result<Option<Standing>, StoreError> {
        let Some(staff_id) = session.staff else { return Ok(None) };
        let row = staff::Entity::find_by_id(staff_id.0).one(self.store.reader()).await?;
        let Some(row) = row.filter(|row| row.disabled_at.is_none()) else { return Ok(None) };
        let role = Role::parse(&row.role).ok_or(StoreError::Corrupt("role"))?;
        let mut standing = Standing::of(role, None, DataScope::All);
        // Whoever is alone does everybody's work; the moment a second one is there, rights are divided.
        if self.is_sole_staff(staff_id).await? {
            standing.permissions = Permission::ALL.iter().copied().filter(|one| one.is_networks()).collect();
        }
        // A look at a merchant's pages: reading only, and only as long as looking is allowed.
        if session.scope().is_some() {
            let may_look = standing.permissions.may(Permission::MerchantsView);
            return Ok(may_look.then(|| Standing::of(Role::ReadOnly, None, DataScope::All)));
        }
        Ok(Some(standing))
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Oldest first, the disabled ones too.
    pub async fn operators(&self) -> Result<Vec<OperatorRecord>, StoreError> {
        let rows = operators::Entity::find()
            .filter(operators::Column::MerchantId.eq(self.merchant))
            .order_by_asc(operators::Column::Id)
            .limit(OPERATORS_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(OperatorRecord::from_row).collect()
    }

    pub async fn operator(&self, id: OperatorId) -> Result<Option<OperatorRecord>, StoreError> {
        operators::Entity::find_by_id((self.merchant, id.0))
            .one(self.conn)
            .await?
            .map(OperatorRecord::from_row)
            .transpose()
    }

    /// What an operator's role and scope come to.
    pub async fn standing(&self, record: &OperatorRecord) -> Result<Standing, StoreError> {
        let own = match record.own_role {
            Some(id) => self.role(id).await?,
            None => None,
        };
        Ok(Standing::of(record.role, own, record.data_scope))
    }

    pub async fn roles(&self) -> Result<Vec<RoleRecord>, StoreError> {
        let rows = roles::Entity::find()
            .filter(roles::Column::MerchantId.eq(self.merchant))
            .filter(roles::Column::DeletedAt.is_null())
            .order_by_asc(roles::Column::Id)
            .limit(ROLES_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(role).collect()
    }

    pub async fn role(&self, id: RoleId) -> Result<Option<RoleRecord>, StoreError> {
        let row = roles::Entity::find_by_id((self.merchant, id.0))
            .filter(roles::Column::DeletedAt.is_null())
            .one(self.conn)
            .await?;
        row.map(role).transpose()
    }

    pub async fn has_seat(&self, user: UserId) -> Result<bool, StoreError> {
        Ok(operators::Entity::find()
            .filter(operators::Column::MerchantId.eq(self.merchant))
            .filter(operators::Column::UserId.eq(user.0))
            .one(self.conn)
            .await?
            .is_some())
    }
}

impl WriteTx<'_> {
    /// Takes turns with everybody else who changes the merchant's operators: two owners who remove each other at once must not both succeed.
    pub async fn lock_operators(&self) -> Result<Vec<OperatorRecord>, StoreError> {
        let rows = operators::Entity::find()
            .filter(operators::Column::MerchantId.eq(self.merchant))
            .order_by_asc(operators::Column::Id)
            .limit(OPERATORS_MAX as u64)
            .lock_exclusive()
            .all(self.conn)
            .await?;
        rows.into_iter().map(OperatorRecord::from_row).collect()
    }

    pub async fn set_operator(&self, record: &OperatorRecord) -> Result<(), StoreError> {
        let row = operators::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(record.id.0),
            role: Set(record.role.as_str().to_owned()),
            role_id: Set(record.own_role.map(|role| role.0)),
            data_scope: Set(record.data_scope.as_str().to_owned()),
            is_first: Set(record.is_first),
            disabled_at: Set(record.disabled_at),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn add_role(&self, record: &RoleRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = roles::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            name: Set(record.name.clone()),
            permissions: Set(permissions_column(record.permissions)?),
            created_at: Set(now),
            updated_at: Set(now),
            deleted_at: Set(None),
        };
        roles::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_role(&self, record: &RoleRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = roles::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(record.id.0),
            name: Set(record.name.clone()),
            permissions: Set(permissions_column(record.permissions)?),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Takes a role away; whoever asks made sure that nobody has it.
    pub async fn delete_role(&self, id: RoleId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = roles::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            deleted_at: Set(Some(now)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }
}
