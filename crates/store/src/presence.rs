//! Who is behind an access token at this moment: what every request of a person asks first, so it is two questions that are asked at once,
//! each of them by keys.

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryResult,
    sea_query::{Alias, Expr, ExprTrait, IntoIden, JoinType, Query, SelectStatement},
};
use shared::{MerchantId, OperatorId, SessionId, UserId};

use crate::{
    StoreError, TenantScope,
    connection::NetworkStore,
    entity::{merchants, operators, roles, sessions, users},
    merchants::MerchantRecord,
    operators::{OperatorRecord, Standing},
    sessions::SessionRecord,
};

const SESSION: &str = "session_";
const PERSON: &str = "person_";
const OPERATOR: &str = "operator_";
const ROLE: &str = "role_";
const MERCHANT: &str = "merchant_";

/// A session, and what its person has to do before anything else.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub session: SessionRecord,
    pub must_change_password: bool,
    pub has_totp: bool,
}

/// An operator's seat that may be worked in.
#[derive(Clone, Debug)]
pub struct Seated {
    pub operator: OperatorRecord,
    pub standing: Standing,
    pub merchant: MerchantRecord,
}

/// Every column of a table, each under its own name behind the prefix.
fn columns<E: EntityTrait>(select: &mut SelectStatement, table: E, prefix: &str) {
    for column in E::Column::iter() {
        let name = Alias::new(format!("{prefix}{}", column.as_str()));
        select.expr_as(Expr::col((table, column)), name);
    }
}

async fn one<C: ConnectionTrait>(conn: &C, select: &SelectStatement) -> Result<Option<QueryResult>, StoreError> {
    Ok(conn.query_one(select).await?)
}

impl NetworkStore<'_> {
    pub async fn signed_in(&self, session: SessionId) -> Result<Option<SignedIn>, StoreError> {
        let mut select = Query::select();
        columns(&mut select, sessions::Entity, SESSION);
        columns(&mut select, users::Entity, PERSON);
        select
            .from(sessions::Entity)
            .join(
                JoinType::InnerJoin,
                users::Entity,
                Expr::col((users::Entity, users::Column::Id)).equals((sessions::Entity, sessions::Column::UserId)),
            )
            .and_where(Expr::col((sessions::Entity, sessions::Column::Id)).eq(session.0));
        let Some(row) = one(self.store.reader(), &select).await? else { return Ok(None) };
        let person = users::Model::from_query_result(&row, PERSON)?;
        Ok(Some(SignedIn {
            session: SessionRecord::from_row(sessions::Model::from_query_result(&row, SESSION)?)?,
            must_change_password: person.must_change_password,
            has_totp: person.totp_sealed.is_some(),
        }))
    }

    /// None where the operator was disabled. Every table of it carries the merchant, so that it is asked in one place.
    pub async fn seated(&self, merchant: MerchantId, operator: OperatorId) -> Result<Option<Seated>, StoreError> {
        self.seated_where(merchant, Expr::col((operators::Entity, operators::Column::Id)).eq(operator.0)).await
    }

    /// The seat of a person with a merchant: what whoever made a program's key comes to, and so the most that the key does.
    pub async fn seated_person(&self, scope: TenantScope, person: UserId) -> Result<Option<Seated>, StoreError> {
        let whose = Expr::col((operators::Entity, operators::Column::UserId)).eq(person.0);
        self.seated_where(scope.merchant_id(), whose).await
    }

    async fn seated_where(&self, merchant: MerchantId, whose: Expr) -> Result<Option<Seated>, StoreError> {
        let mut select = Query::select();
        columns(&mut select, operators::Entity, OPERATOR);
        columns(&mut select, roles::Entity, ROLE);
        columns(&mut select, merchants::Entity, MERCHANT);
        let of_merchant = |table: sea_orm::DynIden, column: sea_orm::DynIden| {
            Expr::col((table, column)).equals((operators::Entity, operators::Column::MerchantId))
        };
        let own_role = of_merchant(roles::Entity.into_iden(), roles::Column::MerchantId.into_iden())
            .and(Expr::col((roles::Entity, roles::Column::Id)).equals((operators::Entity, operators::Column::RoleId)))
            .and(Expr::col((roles::Entity, roles::Column::DeletedAt)).is_null());
        select
            .from(operators::Entity)
            .join(
                JoinType::InnerJoin,
                merchants::Entity,
                of_merchant(merchants::Entity.into_iden(), merchants::Column::Id.into_iden()),
            )
            .join(JoinType::LeftJoin, roles::Entity, own_role)
            .and_where(Expr::col((operators::Entity, operators::Column::MerchantId)).eq(merchant.0))
            .and_where(whose)
            .and_where(Expr::col((operators::Entity, operators::Column::DisabledAt)).is_null());
        let Some(row) = one(self.store.reader(), &select).await? else { return Ok(None) };
        let operator = OperatorRecord::from_row(operators::Model::from_query_result(&row, OPERATOR)?)?;
        let own_role = roles::Model::from_query_result_optional(&row, ROLE)?;
        Ok(Some(Seated {
            standing: Standing::of_operator(&operator, own_role)?,
            operator,
            merchant: MerchantRecord::from_row(merchants::Model::from_query_result(&row, MERCHANT)?)?,
        }))
    }
}
