//! Questions to carriers with their answers, as they may be looked at: secrets and personal data were masked before they came here.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use shared::{CarrierCallId, MerchantId};
use uuid::Uuid;

use crate::{
    StoreError, TenantScope, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::carrier_calls,
    search::askable,
};

/// Rows of one sweep.
const SWEPT: u64 = 5_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierCallRecord {
    pub id: CarrierCallId,
    pub carrier: String,
    pub api: String,
    pub at: DateTime<Utc>,
    pub took_ms: u32,
    pub http_status: Option<u16>,
    pub carrier_code: String,
    pub outcome: String,
    pub request: String,
    pub answer: String,
    /// Of the parcel that it is about; otherwise empty.
    pub waybill_no: String,
    /// By which an order was given to the carrier; otherwise empty.
    pub partner_code: String,
}

/// Which calls; what is none is not asked for.
#[derive(Clone, Debug, Default)]
pub struct CarrierCallQuery {
    pub merchant: Option<MerchantId>,
    pub api: Option<String>,
    pub outcome: Option<String>,
    pub waybill_no: Option<String>,
    pub partner_code: Option<String>,
    pub after: Option<CarrierCallId>,
    pub limit: u32,
}

impl WriteTx<'_> {
    pub async fn add_carrier_calls(&self, calls: &[CarrierCallRecord]) -> Result<(), StoreError> {
        if calls.is_empty() {
            return Ok(());
        }
        let rows = calls.iter().map(|call| carrier_calls::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(call.id.0),
            carrier: Set(call.carrier.clone()),
            api: Set(call.api.clone()),
            at: Set(call.at),
            took_ms: Set(i32::try_from(call.took_ms).unwrap_or(i32::MAX)),
            http_status: Set(call.http_status.map(i32::from)),
            carrier_code: Set(call.carrier_code.clone()),
            outcome: Set(call.outcome.clone()),
            request: Set(call.request.clone()),
            answer: Set(call.answer.clone()),
            waybill_no: Set(call.waybill_no.clone()),
            partner_code: Set(call.partner_code.clone()),
        });
        carrier_calls::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl NetworkStore<'_> {
    /// Of all merchants, newest first: whoever looks after the connection to a carrier looks after all of it.
    pub async fn carrier_calls(
        &self,
        query: &CarrierCallQuery,
    ) -> Result<Vec<(TenantScope, CarrierCallRecord)>, StoreError> {
        let rows = wanted(query).all(self.store.reader()).await?;
        rows.into_iter().map(|row| Ok((TenantScope::of(row.merchant_id), record(row)?))).collect()
    }
}

pub(crate) fn wanted(query: &CarrierCallQuery) -> Select<carrier_calls::Entity> {
    use carrier_calls::Column;
    let texts = [
        (Column::Api, &query.api),
        (Column::Outcome, &query.outcome),
        (Column::WaybillNo, &query.waybill_no),
        (Column::PartnerCode, &query.partner_code),
    ];
    let asked = texts.into_iter().filter_map(|(column, text)| Some(column.eq(askable(text.as_deref()?))));
    let condition = asked
        .fold(Condition::all(), Condition::add)
        .add_option(query.merchant.map(|merchant| Column::MerchantId.eq(merchant.0)))
        .add_option(query.after.map(|after| Column::Id.lt(after.0)));
    carrier_calls::Entity::find().filter(condition).order_by_desc(Column::Id).limit(u64::from(query.limit))
}

impl SystemStore<'_> {
    /// Ends what was kept before `first_id`, a part at a time; answers how many went. The sweep belongs to no caller.
    pub async fn sweep_carrier_calls(&self, first_id: Uuid) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let old: Vec<Uuid> = carrier_calls::Entity::find()
                    .select_only()
                    .column(carrier_calls::Column::Id)
                    .filter(carrier_calls::Column::Id.lt(first_id))
                    .order_by_asc(carrier_calls::Column::Id)
                    .limit(SWEPT)
                    .into_tuple()
                    .all(tx)
                    .await?;
                let Some(last) = old.last() else { return Ok(0) };
                carrier_calls::Entity::delete_many().filter(carrier_calls::Column::Id.lte(*last)).exec(tx).await?;
                Ok(old.len() as u64)
            })
            .await
    }
}

fn record(row: carrier_calls::Model) -> Result<CarrierCallRecord, StoreError> {
    Ok(CarrierCallRecord {
        id: CarrierCallId(row.id),
        carrier: row.carrier,
        api: row.api,
        at: row.at,
        took_ms: u32::try_from(row.took_ms).map_err(|_| StoreError::Corrupt("time of a call"))?,
        http_status: row.http_status.map(u16::try_from).transpose().map_err(|_| StoreError::Corrupt("HTTP status"))?,
        carrier_code: row.carrier_code,
        outcome: row.outcome,
        request: row.request,
        answer: row.answer,
        waybill_no: row.waybill_no,
        partner_code: row.partner_code,
    })
}
