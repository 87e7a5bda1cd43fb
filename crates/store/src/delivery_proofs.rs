//! How parcels were received: by whom, and where the picture of it is.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr},
};
use shared::{ShipmentId, UserId, proofs::ReceivedBy};
use uuid::Uuid;

use crate::{Scoped, StoreError, TenantScope, WriteTx, connection::SystemStore, entity::delivery_proofs};

/// The name of who signed.
pub(crate) const SIGNER: &str = "proof signer";
/// Files named by one question.
const FILES_PAGE: u64 = 500;

/// No `Debug`: it names a person.
#[derive(Clone, PartialEq, Eq)]
pub struct DeliveryProofRecord {
    pub shipment: ShipmentId,
    pub received_by: ReceivedBy,
    /// None where nobody said, and where they are forgotten.
    pub signer: Option<String>,
    pub picture_key: Option<String>,
    pub place: String,
    pub at: DateTime<Utc>,
    /// Nobody where the network is simulated.
    pub recorded_by: Option<UserId>,
    pub recorded_at: DateTime<Utc>,
}

/// A picture among the files, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFile {
    pub scope: TenantScope,
    pub shipment: ShipmentId,
    pub key: String,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn delivery_proof(&self, shipment: ShipmentId) -> Result<Option<DeliveryProofRecord>, StoreError> {
        let found = delivery_proofs::Entity::find_by_id((self.merchant, shipment.0)).one(self.conn).await?;
        found.map(|row| self.proof_record(row)).transpose()
    }

    fn proof_record(&self, row: delivery_proofs::Model) -> Result<DeliveryProofRecord, StoreError> {
        let signer = match row.signer_sealed {
            Some(sealed) => {
                let plain = self.keys.open(self.merchant, SIGNER, &sealed)?;
                Some(String::from_utf8(plain).map_err(|_| StoreError::Sealed)?)
            }
            None => None,
        };
        Ok(DeliveryProofRecord {
            shipment: ShipmentId(row.shipment_id),
            received_by: ReceivedBy::parse(&row.received_by).ok_or(StoreError::Corrupt("who received a parcel"))?,
            signer,
            picture_key: row.picture_key,
            place: row.place,
            at: row.at,
            recorded_by: row.recorded_by.map(UserId),
            recorded_at: row.recorded_at,
        })
    }
}

impl WriteTx<'_> {
    /// Writes it whole, in place of the one before.
    pub async fn set_delivery_proof(&self, proof: &DeliveryProofRecord) -> Result<(), StoreError> {
        use delivery_proofs::Column;
        let signer = proof.signer.as_ref().map(|name| self.keys.seal(self.merchant, SIGNER, name.as_bytes()));
        let row = delivery_proofs::ActiveModel {
            merchant_id: Set(self.merchant),
            shipment_id: Set(proof.shipment.0),
            received_by: Set(proof.received_by.as_str().to_owned()),
            signer_sealed: Set(signer.transpose()?),
            picture_key: Set(proof.picture_key.clone()),
            place: Set(proof.place.clone()),
            at: Set(proof.at),
            recorded_by: Set(proof.recorded_by.map(|user| user.0)),
            recorded_at: Set(proof.recorded_at),
        };
        let replaced = [
            Column::ReceivedBy,
            Column::SignerSealed,
            Column::PictureKey,
            Column::Place,
            Column::At,
            Column::RecordedBy,
            Column::RecordedAt,
        ];
        delivery_proofs::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::MerchantId, Column::ShipmentId]).update_columns(replaced).to_owned(),
            )
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }

    /// Forgets who signed for these shipments, and their pictures; the files of these are still there, and their keys are the answer.
    pub(crate) async fn forget_signers(&self, shipments: &[Uuid]) -> Result<Vec<(ShipmentId, String)>, StoreError> {
        use delivery_proofs::Column;
        let keys: Vec<(Uuid, Option<String>)> = delivery_proofs::Entity::find()
            .select_only()
            .columns([Column::ShipmentId, Column::PictureKey])
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::ShipmentId.is_in(shipments.iter().copied()))
            .filter(Column::PictureKey.is_not_null())
            .into_tuple()
            .all(self.conn)
            .await?;
        delivery_proofs::Entity::update_many()
            .col_expr(Column::SignerSealed, Expr::val(None::<Vec<u8>>))
            .col_expr(Column::PictureKey, Expr::val(None::<String>))
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::ShipmentId.is_in(shipments.iter().copied()))
            .exec(self.conn)
            .await?;
        Ok(keys.into_iter().filter_map(|(shipment, key)| Some((ShipmentId(shipment), key?))).collect())
    }
}

impl SystemStore<'_> {
    /// Pictures of all merchants after this one, in the order of the key: for sealing them again.
    pub async fn picture_files(&self, after: Option<&PictureFile>) -> Result<Vec<PictureFile>, StoreError> {
        use delivery_proofs::Column;
        let mut query = delivery_proofs::Entity::find()
            .select_only()
            .columns([Column::MerchantId, Column::ShipmentId, Column::PictureKey])
            .filter(Column::PictureKey.is_not_null())
            .order_by_asc(Column::MerchantId)
            .order_by_asc(Column::ShipmentId)
            .limit(FILES_PAGE);
        if let Some(after) = after {
            let key = [Column::MerchantId, Column::ShipmentId].map(|column| SimpleExpr::from(Expr::col(column)));
            let values = [after.scope.merchant_id().0, after.shipment.0].map(|id| SimpleExpr::from(Expr::val(id)));
            query = query.filter(Expr::tuple(key).gt(Expr::tuple(values)));
        }
        let rows: Vec<(Uuid, Uuid, Option<String>)> = query.into_tuple().all(self.store.reader()).await?;
        let file = |(merchant, shipment, key): (Uuid, Uuid, Option<String>)| {
            Some(PictureFile { scope: TenantScope::of(merchant), shipment: ShipmentId(shipment), key: key? })
        };
        Ok(rows.into_iter().filter_map(file).collect())
    }
}
