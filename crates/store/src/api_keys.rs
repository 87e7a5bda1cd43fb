//! Keys of programs, and what each signs its requests with.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use shared::{ApiKeyId, Permission, UserId, api_keys::API_KEYS_MAX};

use crate::{
    Scoped, StoreError, TenantScope, WriteTx,
    connection::NetworkStore,
    entity::{api_key_credentials, api_keys},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyRecord {
    pub id: ApiKeyId,
    pub name: String,
    pub scopes: Vec<Permission>,
    /// Where it may be used from; empty: from anywhere.
    pub networks: Vec<String>,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a key's secret is compared with. No `Debug`: it holds hashes of secrets.
#[derive(Clone)]
pub struct ApiKeyCredential {
    pub id: ApiKeyId,
    pub token_hash: Vec<u8>,
    pub previous_token_hash: Option<Vec<u8>>,
    pub previous_until: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub last_used_ip: String,
    revoked: bool,
    merchant: uuid::Uuid,
}

impl ApiKeyCredential {
    /// The merchant it works for. Only a credential that was not taken away opens the door.
    pub fn scope(&self) -> Option<TenantScope> {
        (!self.revoked).then(|| TenantScope::of(self.merchant))
    }

    fn from_row(row: api_key_credentials::Model) -> ApiKeyCredential {
        ApiKeyCredential {
            id: ApiKeyId(row.id),
            token_hash: row.token_hash,
            previous_token_hash: row.previous_token_hash,
            previous_until: row.previous_until,
            last_used_at: row.last_used_at,
            last_used_ip: row.last_used_ip,
            revoked: row.revoked_at.is_some(),
            merchant: row.merchant_id,
        }
    }
}

fn record(row: api_keys::Model) -> Result<ApiKeyRecord, StoreError> {
    // A permission of a later version is passed over: it opens nothing here.
    let scopes: Vec<serde_json::Value> =
        serde_json::from_str(&row.scopes).map_err(|_| StoreError::Corrupt("api key scopes"))?;
    Ok(ApiKeyRecord {
        id: ApiKeyId(row.id),
        name: row.name,
        scopes: scopes.into_iter().filter_map(|name| serde_json::from_value(name).ok()).collect(),
        networks: serde_json::from_str(&row.networks).map_err(|_| StoreError::Corrupt("api key networks"))?,
        created_by: UserId(row.created_by),
        created_at: row.created_at,
        expires_at: row.expires_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Oldest first, without those that were taken away.
    pub async fn api_keys(&self) -> Result<Vec<ApiKeyRecord>, StoreError> {
        let rows = api_keys::Entity::find()
            .filter(api_keys::Column::MerchantId.eq(self.merchant))
            .filter(api_keys::Column::RevokedAt.is_null())
            .order_by_asc(api_keys::Column::Id)
            .limit(API_KEYS_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    pub async fn api_key(&self, id: ApiKeyId) -> Result<Option<ApiKeyRecord>, StoreError> {
        let row = api_keys::Entity::find_by_id((self.merchant, id.0))
            .filter(api_keys::Column::RevokedAt.is_null())
            .one(self.conn)
            .await?;
        row.map(record).transpose()
    }

    /// What the merchant's keys sign with, for showing when each was used last.
    pub async fn api_key_credentials(&self) -> Result<Vec<ApiKeyCredential>, StoreError> {
        let rows = api_key_credentials::Entity::find()
            .filter(api_key_credentials::Column::MerchantId.eq(self.merchant))
            .filter(api_key_credentials::Column::RevokedAt.is_null())
            .limit(API_KEYS_MAX as u64)
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(ApiKeyCredential::from_row).collect())
    }
}

impl WriteTx<'_> {
    pub async fn add_api_key(&self, key: &ApiKeyRecord, token_hash: &[u8]) -> Result<(), StoreError> {
        let json = |_| StoreError::Corrupt("api key");
        let row = api_keys::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(key.id.0),
            name: Set(key.name.clone()),
            scopes: Set(serde_json::to_string(&key.scopes).map_err(json)?),
            networks: Set(serde_json::to_string(&key.networks).map_err(json)?),
            created_by: Set(key.created_by.0),
            created_at: Set(key.created_at),
            expires_at: Set(key.expires_at),
            revoked_at: Set(None),
        };
        api_keys::Entity::insert(row).exec_without_returning(self.conn).await?;
        let credential = api_key_credentials::ActiveModel {
            id: Set(key.id.0),
            merchant_id: Set(self.merchant),
            token_hash: Set(token_hash.to_vec()),
            previous_token_hash: Set(None),
            previous_until: Set(None),
            last_used_at: Set(None),
            last_used_ip: Set(String::new()),
            revoked_at: Set(None),
        };
        api_key_credentials::Entity::insert(credential).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// A new secret; the one of before is good until then.
    pub async fn rotate_api_key(
        &self,
        id: ApiKeyId,
        token_hash: &[u8],
        previous_until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        use api_key_credentials::Column as Col;
        api_key_credentials::Entity::update_many()
            .col_expr(Col::PreviousTokenHash, Expr::col(Col::TokenHash))
            .col_expr(Col::PreviousUntil, Expr::val(previous_until))
            .col_expr(Col::TokenHash, Expr::val(token_hash.to_vec()))
            .filter(Col::MerchantId.eq(self.merchant))
            .filter(Col::Id.eq(id.0))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    /// Takes the key and its secret away.
    pub async fn revoke_api_key(&self, id: ApiKeyId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = api_keys::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            revoked_at: Set(Some(now)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        let credential = api_key_credentials::ActiveModel {
            id: Unchanged(id.0),
            token_hash: Set(Vec::new()),
            previous_token_hash: Set(None),
            revoked_at: Set(Some(now)),
            ..Default::default()
        };
        credential.update_without_returning(self.conn).await?;
        Ok(())
    }
}

impl NetworkStore<'_> {
    /// A program signs by itself: its merchant is not known before.
    pub async fn find_api_key_credential(&self, id: ApiKeyId) -> Result<Option<ApiKeyCredential>, StoreError> {
        let row = api_key_credentials::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        Ok(row.map(ApiKeyCredential::from_row))
    }

    pub async fn api_key_was_used(&self, id: ApiKeyId, ip: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                api_key_credentials::Entity::update_many()
                    .col_expr(api_key_credentials::Column::LastUsedAt, Expr::val(now))
                    .col_expr(api_key_credentials::Column::LastUsedIp, Expr::val(ip))
                    .filter(api_key_credentials::Column::Id.eq(id.0))
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
    }
}
