//! People who sign in, and their seats: operator of a merchant, or staff of the network.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use shared::{DataScope, MerchantId, OperatorId, OutletId, Role, RoleId, StaffId, UserId};
use uuid::Uuid;

use crate::{
    Scoped, StoreError, TenantScope, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{operators, staff, users},
    search::askable,
};

const PROFILE: &str = "profile";
/// Seats one person can choose among.
const SEATS_MAX: u64 = 100;

/// A person, as far as signing in is concerned. No `Debug`: it holds a name and a password hash.
#[derive(Clone)]
pub struct UserRecord {
    pub id: UserId,
    pub user_name: Option<String>,
    pub display_name: String,
    pub password_hash: String,
    pub must_change_password: bool,
    pub failed_count: u32,
    /// When the present run of failures began.
    pub failed_since: Option<DateTime<Utc>>,
    pub locked_until: Option<DateTime<Utc>>,
}

pub struct NewUser {
    pub id: UserId,
    pub user_name: Option<String>,
    pub phone: Option<String>,
    pub display_name: String,
    pub password_hash: String,
    pub must_change_password: bool,
}

pub struct NewOperator {
    pub id: OperatorId,
    pub user: UserId,
    pub user_name: String,
    pub role: Role,
    pub own_role: Option<RoleId>,
    pub data_scope: DataScope,
    pub is_first: bool,
}

pub struct NewStaff {
    pub id: StaffId,
    pub user: UserId,
    pub outlet: OutletId,
    pub role: Role,
}

/// What a person signs in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    Operator { merchant: MerchantId, id: OperatorId, role: Role },
    Staff { id: StaffId, outlet: OutletId, role: Role },
}

fn role(text: &str) -> Result<Role, StoreError> {
    Role::parse(text).ok_or(StoreError::Corrupt("role"))
}

impl NetworkStore<'_> {
    pub async fn find_user(&self, id: UserId) -> Result<Option<UserRecord>, StoreError> {
        let row = users::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        row.map(|row| self.user_record(row)).transpose()
    }

    /// Those of `ids` that exist, in no order. At most a list's worth.
    pub async fn find_users(&self, ids: &[UserId]) -> Result<Vec<UserRecord>, StoreError> {
        let rows = users::Entity::find()
            .filter(users::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(|row| self.user_record(row)).collect()
    }

    pub async fn find_user_by_name(&self, user_name: &str) -> Result<Option<UserRecord>, StoreError> {
        let row = users::Entity::find()
            .filter(users::Column::UserName.eq(askable(user_name)))
            .one(self.store.reader())
            .await?;
        row.map(|row| self.user_record(row)).transpose()
    }

    pub async fn find_user_by_phone(&self, phone: &str) -> Result<Option<UserRecord>, StoreError> {
        let token = self.store.keys().token(Uuid::nil(), "user phone", phone);
        let row = users::Entity::find().filter(users::Column::PhoneToken.eq(token)).one(self.store.reader()).await?;
        row.map(|row| self.user_record(row)).transpose()
    }

    /// The seat a customer code leads to: the named operator, or the merchant's first.
    pub async fn find_operator(
        &self,
        merchant: MerchantId,
        user_name: Option<&str>,
    ) -> Result<Option<(UserId, Seat)>, StoreError> {
        let query = operators::Entity::find()
            .filter(operators::Column::MerchantId.eq(merchant.0))
            .filter(operators::Column::DisabledAt.is_null());
        let query = match user_name {
            Some(name) => query.filter(operators::Column::UserName.eq(askable(name))),
            None => query.filter(operators::Column::IsFirst.eq(true)),
        };
        let row = query.one(self.store.reader()).await?;
        row.map(|row| Ok((UserId(row.user_id), operator_seat(&row)?))).transpose()
    }

    /// Every seat of a person, operators' seats first, oldest first.
    pub async fn seats(&self, user: UserId) -> Result<Vec<Seat>, StoreError> {
        let operators = operators::Entity::find()
            .filter(operators::Column::UserId.eq(user.0))
            .filter(operators::Column::DisabledAt.is_null())
            .order_by_asc(operators::Column::CreatedAt)
            .limit(SEATS_MAX)
            .all(self.store.reader())
            .await?;
        let mut seats = operators.iter().map(operator_seat).collect::<Result<Vec<Seat>, StoreError>>()?;
        let staff = staff::Entity::find()
            .filter(staff::Column::UserId.eq(user.0))
            .filter(staff::Column::DisabledAt.is_null())
            .one(self.store.reader())
            .await?;
        if let Some(row) = staff {
            seats.push(Seat::Staff { id: StaffId(row.id), outlet: OutletId(row.outlet_id), role: role(&row.role)? });
        }
        Ok(seats)
    }

    /// The door a seat opens, for what is written on the way in.
    pub fn scope_of_seat(&self, seat: &Seat) -> Option<TenantScope> {
        match seat {
            Seat::Operator { merchant, .. } => Some(TenantScope::of(merchant.0)),
            Seat::Staff { .. } => None,
        }
    }

    /// What the network's people call a staff member.
    pub async fn staff_name(&self, id: StaffId) -> Result<Option<String>, StoreError> {
        let Some(row) = staff::Entity::find_by_id(id.0).one(self.store.reader()).await? else { return Ok(None) };
        Ok(self.find_user(UserId(row.user_id)).await?.map(|user| user.display_name))
    }

    fn user_record(&self, row: users::Model) -> Result<UserRecord, StoreError> {
        let name = self.store.keys().open(Uuid::nil(), PROFILE, &row.profile_sealed)?;
        Ok(UserRecord {
            id: UserId(row.id),
            user_name: row.user_name,
            display_name: String::from_utf8(name).map_err(|_| StoreError::Corrupt("profile"))?,
            password_hash: row.password_hash,
            must_change_password: row.must_change_password,
            failed_count: u32::try_from(row.failed_count).unwrap_or(0),
            failed_since: row.failed_since,
            locked_until: row.locked_until,
        })
    }

    /// Counts one failed sign-in. `restart` begins a new run at `now`; the counting is the database's, so parallel guesses all count.
    pub async fn count_failure(&self, user: UserId, restart: bool, now: DateTime<Utc>) -> Result<u32, StoreError> {
        self.store
            .transact(async |tx| -> Result<u32, StoreError> {
                let count = if restart { Expr::val(1) } else { Expr::col(users::Column::FailedCount).add(1) };
                let mut update = users::Entity::update_many().col_expr(users::Column::FailedCount, count);
                if restart {
                    update = update.col_expr(users::Column::FailedSince, Expr::val(now));
                }
                update.filter(users::Column::Id.eq(user.0)).exec(tx).await?;
                let row = users::Entity::find_by_id(user.0).one(tx).await?.ok_or(StoreError::Corrupt("user"))?;
                Ok(u32::try_from(row.failed_count).unwrap_or(u32::MAX))
            })
            .await
    }

    pub async fn lock_user(&self, user: UserId, until: DateTime<Utc>) -> Result<(), StoreError> {
        self.update_user(user, |row| row.locked_until = Set(Some(until))).await
    }

    pub async fn clear_failures(&self, user: UserId) -> Result<(), StoreError> {
        self.update_user(user, |row| {
            row.failed_count = Set(0);
            row.failed_since = Set(None);
            row.locked_until = Set(None);
        })
        .await
    }

    pub async fn set_password(&self, user: UserId, hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.update_user(user, |row| {
            row.password_hash = Set(hash.to_owned());
            row.must_change_password = Set(false);
            row.updated_at = Set(now);
        })
        .await
    }

    async fn update_user(&self, user: UserId, change: impl Fn(&mut users::ActiveModel)) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                let mut row = users::ActiveModel { id: Unchanged(user.0), ..Default::default() };
                change(&mut row);
                row.update(tx).await?;
                Ok(())
            })
            .await
    }
}

fn operator_seat(row: &operators::Model) -> Result<Seat, StoreError> {
    Ok(Seat::Operator { merchant: MerchantId(row.merchant_id), id: OperatorId(row.id), role: role(&row.role)? })
}

impl SystemStore<'_> {
    pub async fn create_user(&self, user: &NewUser, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store.transact(async |tx| self.insert_user(tx, user, now).await).await
    }

    pub(crate) async fn insert_user(
        &self,
        tx: &DatabaseTransaction,
        user: &NewUser,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let keys = self.store.keys();
        let row = users::ActiveModel {
            id: Set(user.id.0),
            user_name: Set(user.user_name.clone()),
            phone_token: Set(user.phone.as_deref().map(|phone| keys.token(Uuid::nil(), "user phone", phone))),
            profile_sealed: Set(keys.seal(Uuid::nil(), PROFILE, user.display_name.as_bytes())?),
            password_hash: Set(user.password_hash.clone()),
            must_change_password: Set(user.must_change_password),
            failed_count: Set(0),
            failed_since: Set(None),
            locked_until: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
        };
        users::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    }

    pub async fn create_staff(&self, seat: &NewStaff, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = staff::ActiveModel {
            id: Set(seat.id.0),
            user_id: Set(seat.user.0),
            outlet_id: Set(seat.outlet.0),
            role: Set(seat.role.as_str().to_owned()),
            created_at: Set(now),
            disabled_at: Set(None),
        };
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                staff::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                Ok(())
            })
            .await
    }
}

impl WriteTx<'_> {
    pub async fn add_operator(&self, seat: &NewOperator, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = operators::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(seat.id.0),
            user_id: Set(seat.user.0),
            user_name: Set(seat.user_name.clone()),
            role: Set(seat.role.as_str().to_owned()),
            role_id: Set(seat.own_role.map(|role| role.0)),
            data_scope: Set(seat.data_scope.as_str().to_owned()),
            is_first: Set(seat.is_first),
            created_at: Set(now),
            disabled_at: Set(None),
        };
        operators::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// What the merchant's people call the person behind an action: an operator's user name.
    pub async fn operator_name(&self, user: UserId) -> Result<Option<String>, StoreError> {
        let row = operators::Entity::find()
            .filter(operators::Column::MerchantId.eq(self.merchant))
            .filter(operators::Column::UserId.eq(user.0))
            .one(self.conn)
            .await?;
        Ok(row.map(|row| row.user_name))
    }

    /// The person an operator's user name belongs to.
    pub async fn operator_of_name(&self, user_name: &str) -> Result<Option<UserId>, StoreError> {
        let row = operators::Entity::find()
            .filter(operators::Column::MerchantId.eq(self.merchant))
            .filter(operators::Column::UserName.eq(askable(user_name)))
            .one(self.conn)
            .await?;
        Ok(row.map(|row| UserId(row.user_id)))
    }
}
