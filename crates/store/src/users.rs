//! People who sign in, and their seats: operator of a merchant, or staff of the network.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use serde::{Deserialize, Serialize};
use shared::{DataScope, MerchantId, OperatorId, OutletId, Role, RoleId, StaffId, UserId};
use uuid::Uuid;

use crate::{
    Keyring, NetworkTx, Scoped, StoreError, TenantScope, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{operators, sessions, staff, users},
    search::askable,
};

pub(crate) const PROFILE: &str = "profile";
pub(crate) const CONTACT: &str = "user contact";
const EMAIL: &str = "user email";
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
    /// Signs in with a second factor.
    pub has_totp: bool,
}

/// Where a person is reached. No `Debug`: it is personal.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserContact {
    pub phone: Option<String>,
    pub email: Option<String>,
}

pub struct NewUser {
    pub id: UserId,
    pub user_name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
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

/// An e-mail address in the one form it is found by; whoever reads it cares for no case.
fn folded(email: &str) -> String {
    email.trim().to_lowercase()
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

    /// Those of `ids` who never signed in and never set a password. At most a list's worth.
    pub async fn new_users(&self, ids: &[UserId]) -> Result<Vec<UserId>, StoreError> {
        let sessions_of = Query::select()
            .expr(Expr::val(1))
            .from(sessions::Entity)
            .and_where(
                Expr::col((sessions::Entity, sessions::Column::UserId)).equals((users::Entity, users::Column::Id)),
            )
            .to_owned();
        let rows: Vec<Uuid> = users::Entity::find()
            .select_only()
            .column(users::Column::Id)
            .filter(users::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Expr::col(users::Column::UpdatedAt).equals(users::Column::CreatedAt))
            .filter(Expr::exists(sessions_of).not())
            .into_tuple()
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(UserId).collect())
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

    pub async fn find_user_by_email(&self, email: &str) -> Result<Option<UserRecord>, StoreError> {
        let token = self.store.keys().token(Uuid::nil(), EMAIL, &folded(email));
        let row = users::Entity::find().filter(users::Column::EmailToken.eq(token)).one(self.store.reader()).await?;
        row.map(|row| self.user_record(row)).transpose()
    }

    pub async fn set_display_name(&self, id: UserId, name: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let sealed = self.store.keys().seal(Uuid::nil(), PROFILE, name.as_bytes())?;
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                let row = users::ActiveModel {
                    id: Unchanged(id.0),
                    profile_sealed: Set(sealed.clone()),
                    updated_at: Set(now),
                    ..Default::default()
                };
                row.update_without_returning(tx).await?;
                Ok(())
            })
            .await
    }

    pub async fn user_contact(&self, id: UserId) -> Result<UserContact, StoreError> {
        let row = users::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        let Some(sealed) = row.and_then(|row| row.contact_sealed) else { return Ok(UserContact::default()) };
        let plain = self.store.keys().open(Uuid::nil(), CONTACT, &sealed)?;
        serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt("contact"))
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

    /// What a person is called where they sign in: by their own user name, and by that of each of their seats.
    pub async fn user_names(&self, user: UserId) -> Result<Vec<String>, StoreError> {
        let own: Option<Option<String>> = users::Entity::find_by_id(user.0)
            .select_only()
            .column(users::Column::UserName)
            .into_tuple()
            .one(self.store.reader())
            .await?;
        let mut names: Vec<String> = operators::Entity::find()
            .select_only()
            .column(operators::Column::UserName)
            .filter(operators::Column::UserId.eq(user.0))
            .limit(SEATS_MAX)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        names.extend(own.flatten());
        Ok(names)
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
            has_totp: row.totp_sealed.is_some(),
        })
    }
}

fn operator_seat(row: &operators::Model) -> Result<Seat, StoreError> {
    Ok(Seat::Operator { merchant: MerchantId(row.merchant_id), id: OperatorId(row.id), role: role(&row.role)? })
}

pub(crate) async fn insert_user(
    tx: &DatabaseTransaction,
    keys: &Keyring,
    user: &NewUser,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let contact = UserContact { phone: user.phone.clone(), email: user.email.clone() };
    let contact = serde_json::to_vec(&contact).map_err(|_| StoreError::Corrupt("contact"))?;
    let row = users::ActiveModel {
        id: Set(user.id.0),
        user_name: Set(user.user_name.clone()),
        phone_token: Set(user.phone.as_deref().map(|phone| keys.token(Uuid::nil(), "user phone", phone))),
        profile_sealed: Set(keys.seal(Uuid::nil(), PROFILE, user.display_name.as_bytes())?),
        password_hash: Set(user.password_hash.clone()),
        must_change_password: Set(user.must_change_password),
        created_at: Set(now),
        updated_at: Set(now),
        contact_sealed: Set(Some(keys.seal(Uuid::nil(), CONTACT, &contact)?)),
        email_token: Set(user.email.as_deref().map(|email| keys.token(Uuid::nil(), EMAIL, &folded(email)))),
        totp_sealed: Set(None),
        totp_pending_sealed: Set(None),
        totp_step: Set(0),
    };
    users::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn insert_staff(tx: &DatabaseTransaction, seat: &NewStaff, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = staff::ActiveModel {
        id: Set(seat.id.0),
        user_id: Set(seat.user.0),
        outlet_id: Set(seat.outlet.0),
        role: Set(seat.role.as_str().to_owned()),
        created_at: Set(now),
        disabled_at: Set(None),
    };
    staff::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

impl SystemStore<'_> {
    pub async fn create_user(&self, user: &NewUser, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store.transact(async |tx| insert_user(tx, self.store.keys(), user, now).await).await
    }

    pub async fn create_staff(&self, seat: &NewStaff, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store.transact(async |tx| insert_staff(tx, seat, now).await).await
    }
}

impl NetworkTx<'_> {
    /// A person with a seat on the network side.
    pub async fn add_staff(&self, person: &NewUser, seat: &NewStaff, now: DateTime<Utc>) -> Result<(), StoreError> {
        insert_user(self.conn, self.keys, person, now).await?;
        insert_staff(self.conn, seat, now).await
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
