//! Print stations, and what each signs its requests with.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use shared::{PrintStationId, UserId};

use crate::{
    Scoped, StoreError, TenantScope, WriteTx,
    connection::NetworkStore,
    entity::{print_stations, station_credentials},
};

/// Stations of one merchant.
const STATIONS_MAX: u64 = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintStationRecord {
    pub id: PrintStationId,
    pub name: String,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
}

/// What a station's token is compared with. No `Debug`: it holds hashes of secrets.
#[derive(Clone)]
pub struct StationCredential {
    pub station: PrintStationId,
    pub pairing_until: Option<DateTime<Utc>>,
    pub token_hash: Option<Vec<u8>>,
    pub next_token_hash: Option<Vec<u8>>,
    pub last_used_at: Option<DateTime<Utc>>,
    revoked: bool,
    merchant: uuid::Uuid,
}

impl StationCredential {
    /// The merchant it prints for. Only a credential that was not taken away opens the door.
    pub fn scope(&self) -> Option<TenantScope> {
        (!self.revoked).then(|| TenantScope::of(self.merchant))
    }

    fn from_row(row: station_credentials::Model) -> StationCredential {
        StationCredential {
            station: PrintStationId(row.id),
            pairing_until: row.pairing_until,
            token_hash: row.token_hash,
            next_token_hash: row.next_token_hash,
            last_used_at: row.last_used_at,
            revoked: row.revoked_at.is_some(),
            merchant: row.merchant_id,
        }
    }
}

fn record(row: print_stations::Model) -> PrintStationRecord {
    PrintStationRecord {
        id: PrintStationId(row.id),
        name: row.name,
        created_by: UserId(row.created_by),
        created_at: row.created_at,
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Oldest first, without those that were taken away.
    pub async fn print_stations(&self) -> Result<Vec<PrintStationRecord>, StoreError> {
        let rows = print_stations::Entity::find()
            .filter(print_stations::Column::MerchantId.eq(self.merchant))
            .filter(print_stations::Column::RevokedAt.is_null())
            .order_by_asc(print_stations::Column::Id)
            .limit(STATIONS_MAX)
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(record).collect())
    }

    pub async fn print_station(&self, id: PrintStationId) -> Result<Option<PrintStationRecord>, StoreError> {
        let row = print_stations::Entity::find_by_id((self.merchant, id.0))
            .filter(print_stations::Column::RevokedAt.is_null())
            .one(self.conn)
            .await?;
        Ok(row.map(record))
    }

    /// What the merchant's stations sign with, for showing when each was last heard of.
    pub async fn station_credentials(&self) -> Result<Vec<StationCredential>, StoreError> {
        let rows = station_credentials::Entity::find()
            .filter(station_credentials::Column::MerchantId.eq(self.merchant))
            .filter(station_credentials::Column::RevokedAt.is_null())
            .limit(STATIONS_MAX)
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(StationCredential::from_row).collect())
    }
}

impl WriteTx<'_> {
    pub async fn add_print_station(&self, station: &PrintStationRecord) -> Result<(), StoreError> {
        let row = print_stations::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(station.id.0),
            name: Set(station.name.clone()),
            created_by: Set(station.created_by.0),
            created_at: Set(station.created_at),
            revoked_at: Set(None),
        };
        print_stations::Entity::insert(row).exec_without_returning(self.conn).await?;
        let credential = station_credentials::ActiveModel {
            id: Set(station.id.0),
            merchant_id: Set(self.merchant),
            pairing_hash: Set(None),
            pairing_until: Set(None),
            token_hash: Set(None),
            next_token_hash: Set(None),
            last_used_at: Set(None),
            revoked_at: Set(None),
        };
        station_credentials::Entity::insert(credential).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// A browser may pair with the station by the code of this hash until then; one that was paired before stays so until a new one is.
    pub async fn offer_pairing(
        &self,
        id: PrintStationId,
        code_hash: &[u8],
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        station_credentials::Entity::update_many()
            .col_expr(station_credentials::Column::PairingHash, Expr::val(code_hash.to_vec()))
            .col_expr(station_credentials::Column::PairingUntil, Expr::val(until))
            .filter(station_credentials::Column::MerchantId.eq(self.merchant))
            .filter(station_credentials::Column::Id.eq(id.0))
            .exec(self.conn)
            .await?;
        Ok(())
    }

    /// Takes the station and its credential away.
    pub async fn revoke_print_station(&self, id: PrintStationId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = print_stations::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            revoked_at: Set(Some(now)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        station_credentials::Entity::update_many()
            .col_expr(station_credentials::Column::RevokedAt, Expr::val(now))
            .col_expr(station_credentials::Column::PairingHash, Expr::val(None::<Vec<u8>>))
            .col_expr(station_credentials::Column::TokenHash, Expr::val(None::<Vec<u8>>))
            .col_expr(station_credentials::Column::NextTokenHash, Expr::val(None::<Vec<u8>>))
            .filter(station_credentials::Column::MerchantId.eq(self.merchant))
            .filter(station_credentials::Column::Id.eq(id.0))
            .exec(self.conn)
            .await?;
        Ok(())
    }
}

impl NetworkStore<'_> {
    /// A station signs in by itself: its merchant is not known before.
    pub async fn find_station_credential(&self, id: PrintStationId) -> Result<Option<StationCredential>, StoreError> {
        let row = station_credentials::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        Ok(row.map(StationCredential::from_row))
    }

    /// Pairs the station whose code this is with a token, once.
    pub async fn pair_station(
        &self,
        code_hash: &[u8],
        token_hash: impl Fn(PrintStationId) -> Result<Vec<u8>, StoreError>,
        now: DateTime<Utc>,
    ) -> Result<Option<PrintStationId>, StoreError> {
        use station_credentials::Column as Col;
        self.store
            .transact(async |tx| -> Result<Option<PrintStationId>, StoreError> {
                let found = station_credentials::Entity::find()
                    .filter(Col::PairingHash.eq(code_hash.to_vec()))
                    .filter(Col::PairingUntil.gt(now))
                    .filter(Col::RevokedAt.is_null())
                    .lock_exclusive()
                    .one(tx)
                    .await?;
                let Some(row) = found else { return Ok(None) };
                let station = PrintStationId(row.id);
                station_credentials::Entity::update_many()
                    .col_expr(Col::PairingHash, Expr::val(None::<Vec<u8>>))
                    .col_expr(Col::PairingUntil, Expr::val(None::<DateTime<Utc>>))
                    .col_expr(Col::TokenHash, Expr::val(token_hash(station)?))
                    .col_expr(Col::NextTokenHash, Expr::val(None::<Vec<u8>>))
                    .col_expr(Col::LastUsedAt, Expr::val(now))
                    .filter(Col::Id.eq(row.id))
                    .exec(tx)
                    .await?;
                Ok(Some(station))
            })
            .await
    }

    /// Offers a token to come; the present one is good until the next one is used.
    pub async fn offer_station_token(&self, id: PrintStationId, hash: &[u8]) -> Result<(), StoreError> {
        self.set_credential(id, |update| {
            update.col_expr(station_credentials::Column::NextTokenHash, Expr::val(hash.to_vec()))
        })
        .await
    }

    /// The next token was used: the one before is no longer good.
    pub async fn adopt_station_token(&self, id: PrintStationId, hash: &[u8]) -> Result<(), StoreError> {
        self.set_credential(id, |update| {
            update
                .col_expr(station_credentials::Column::TokenHash, Expr::val(hash.to_vec()))
                .col_expr(station_credentials::Column::NextTokenHash, Expr::val(None::<Vec<u8>>))
                .filter(station_credentials::Column::NextTokenHash.eq(hash.to_vec()))
        })
        .await
    }

    pub async fn station_was_seen(&self, id: PrintStationId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.set_credential(id, |update| update.col_expr(station_credentials::Column::LastUsedAt, Expr::val(now))).await
    }

    async fn set_credential(
        &self,
        id: PrintStationId,
        change: impl Fn(
            sea_orm::UpdateMany<station_credentials::Entity>,
        ) -> sea_orm::UpdateMany<station_credentials::Entity>,
    ) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                change(station_credentials::Entity::update_many())
                    .filter(station_credentials::Column::Id.eq(id.0))
                    .filter(station_credentials::Column::RevokedAt.is_null())
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
    }
}
