//! Applications for an account: the network's own until there is a merchant.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use shared::{
    ApplicationId, MerchantId, OutletId, StaffId,
    applications::{ApplicationForm, ApplicationState},
};
use uuid::Uuid;

use crate::{
    Keyring, NetworkTx, StoreError,
    connection::{NetworkStore, SystemStore},
    entity::{application_events, applications},
    search::askable,
};

pub(crate) const FORM: &str = "application form";
pub(crate) const TEXT: &str = "application text";
/// In the history: what proved who applied is no longer kept.
pub const FORGOTTEN: &str = "forgotten";
/// What one application's history shows at most.
const EVENTS_MAX: u64 = 500;

/// The licence that was sent last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenceRecord {
    /// Where the file store has it.
    pub key: String,
    pub media_type: String,
    pub bytes: u32,
    pub at: DateTime<Utc>,
}

/// Terms that are offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsRecord {
    /// JSON.
    pub terms: String,
    /// SHA-256 of it, in hex.
    pub hash: String,
}

/// No `Debug`: it holds personal data.
#[derive(Clone)]
pub struct ApplicationRecord {
    pub id: ApplicationId,
    pub application_no: String,
    pub request_id: Uuid,
    /// Keyed token of the request it was made by.
    pub request_token: i64,
    pub outlet: OutletId,
    pub state: ApplicationState,
    /// Keyed token of the contact's phone.
    pub phone_token: i64,
    pub division_code: u32,
    pub form: ApplicationForm,
    pub phone_verified_at: Option<DateTime<Utc>>,
    pub taken_by: Option<StaffId>,
    pub licence: Option<LicenceRecord>,
    pub terms: Option<TermsRecord>,
    pub accepted_hash: Option<String>,
    pub accepted_at: Option<DateTime<Utc>>,
    pub merchant: Option<MerchantId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone)]
pub struct ApplicationEventRecord {
    pub id: Uuid,
    pub application: ApplicationId,
    pub kind: String,
    pub staff: Option<StaffId>,
    pub text: Option<String>,
    pub at: DateTime<Utc>,
}

/// What a queue shows, newest first. All conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct ApplicationQuery {
    pub state: Option<ApplicationState>,
    pub outlet: Option<OutletId>,
    pub after: Option<ApplicationId>,
    pub limit: u32,
}

fn column(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

impl ApplicationRecord {
    fn from_row(keys: &Keyring, row: applications::Model) -> Result<ApplicationRecord, StoreError> {
        let plain = keys.open(row.id, FORM, &row.form_sealed)?;
        let licence = match (row.licence_key, row.licence_type, row.licence_bytes, row.licence_at) {
            (Some(key), Some(media_type), Some(bytes), Some(at)) => {
                Some(LicenceRecord { key, media_type, bytes: u32::try_from(bytes).unwrap_or(0), at })
            }
            _ => None,
        };
        Ok(ApplicationRecord {
            id: ApplicationId(row.id),
            application_no: row.application_no,
            request_id: row.request_id,
            request_token: row.request_token,
            outlet: OutletId(row.outlet_id),
            state: ApplicationState::parse(&row.state).ok_or(StoreError::Corrupt("application state"))?,
            phone_token: row.phone_token,
            division_code: u32::try_from(row.division_code).unwrap_or(0),
            form: serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt("application form"))?,
            phone_verified_at: row.phone_verified_at,
            taken_by: row.taken_by.map(StaffId),
            licence,
            terms: row.terms.zip(row.terms_hash).map(|(terms, hash)| TermsRecord { terms, hash }),
            accepted_hash: row.accepted_hash,
            accepted_at: row.accepted_at,
            merchant: row.merchant_id.map(MerchantId),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    fn row(&self, keys: &Keyring) -> Result<applications::ActiveModel, StoreError> {
        let plain = serde_json::to_vec(&self.form).map_err(|_| StoreError::Sealed)?;
        let licence = self.licence.as_ref();
        Ok(applications::ActiveModel {
            id: Set(self.id.0),
            application_no: Set(self.application_no.clone()),
            request_id: Set(self.request_id),
            request_token: Set(self.request_token),
            outlet_id: Set(self.outlet.0),
            state: Set(self.state.as_str().to_owned()),
            company_name: Set(self.form.company_name.clone()),
            credit_code: Set(self.form.credit_code.clone()),
            division_code: Set(column(self.division_code)),
            form_sealed: Set(keys.seal(self.id.0, FORM, &plain)?),
            phone_token: Set(self.phone_token),
            daily_parcels: Set(column(self.form.daily_parcels)),
            settlement: Set(self.form.settlement.as_str().to_owned()),
            phone_verified_at: Set(self.phone_verified_at),
            taken_by: Set(self.taken_by.map(|staff| staff.0)),
            licence_key: Set(licence.map(|file| file.key.clone())),
            licence_type: Set(licence.map(|file| file.media_type.clone())),
            licence_bytes: Set(licence.map(|file| column(file.bytes))),
            licence_at: Set(licence.map(|file| file.at)),
            terms: Set(self.terms.as_ref().map(|terms| terms.terms.clone())),
            terms_hash: Set(self.terms.as_ref().map(|terms| terms.hash.clone())),
            accepted_hash: Set(self.accepted_hash.clone()),
            accepted_at: Set(self.accepted_at),
            merchant_id: Set(self.merchant.map(|merchant| merchant.0)),
            created_at: Set(self.created_at),
            updated_at: Set(self.updated_at),
        })
    }
}

impl NetworkStore<'_> {
    pub async fn find_application(&self, id: ApplicationId) -> Result<Option<ApplicationRecord>, StoreError> {
        let row = applications::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        row.map(|row| ApplicationRecord::from_row(self.store.keys(), row)).transpose()
    }

    /// An applicant has no session: the number and the phone are what they know.
    pub async fn find_application_by_no(&self, number: &str) -> Result<Option<ApplicationRecord>, StoreError> {
        let row = applications::Entity::find()
            .filter(applications::Column::ApplicationNo.eq(askable(number)))
            .one(self.store.reader())
            .await?;
        row.map(|row| ApplicationRecord::from_row(self.store.keys(), row)).transpose()
    }

    pub async fn applications(&self, query: &ApplicationQuery) -> Result<Vec<ApplicationRecord>, StoreError> {
        use applications::Column as Col;
        let condition = Condition::all()
            .add_option(query.state.map(|state| Col::State.eq(state.as_str())))
            .add_option(query.outlet.map(|outlet| Col::OutletId.eq(outlet.0)))
            .add_option(query.after.map(|after| Col::Id.lt(after.0)));
        let rows = applications::Entity::find()
            .filter(condition)
            .order_by_desc(Col::Id)
            .limit(u64::from(query.limit))
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(|row| ApplicationRecord::from_row(self.store.keys(), row)).collect()
    }

    /// What happened to an application, oldest first.
    pub async fn application_events(
        &self,
        application: ApplicationId,
    ) -> Result<Vec<ApplicationEventRecord>, StoreError> {
        let rows = application_events::Entity::find()
            .filter(application_events::Column::ApplicationId.eq(application.0))
            .order_by_asc(application_events::Column::Id)
            .limit(EVENTS_MAX)
            .all(self.store.reader())
            .await?;
        rows.into_iter()
            .map(|row| {
                let text = match row.text_sealed {
                    Some(sealed) => {
                        let plain = self.store.keys().open(row.application_id, TEXT, &sealed)?;
                        Some(String::from_utf8(plain).map_err(|_| StoreError::Corrupt("application text"))?)
                    }
                    None => None,
                };
                Ok(ApplicationEventRecord {
                    id: row.id,
                    application: ApplicationId(row.application_id),
                    kind: row.kind,
                    staff: row.staff_id.map(StaffId),
                    text,
                    at: row.at,
                })
            })
            .collect()
    }
}

impl NetworkTx<'_> {
    pub async fn add_application(&self, application: &ApplicationRecord) -> Result<(), StoreError> {
        applications::Entity::insert(application.row(self.keys)?).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// The application that a request made before.
    pub async fn application_of_request(&self, request: Uuid) -> Result<Option<ApplicationRecord>, StoreError> {
        let row =
            applications::Entity::find().filter(applications::Column::RequestId.eq(request)).one(self.conn).await?;
        row.map(|row| ApplicationRecord::from_row(self.keys, row)).transpose()
    }

    /// The application, for this write alone until it ends: of two steps at once the second sees what the first did.
    pub async fn application_for_update(&self, id: ApplicationId) -> Result<Option<ApplicationRecord>, StoreError> {
        let row = applications::Entity::find_by_id(id.0).lock_exclusive().one(self.conn).await?;
        row.map(|row| ApplicationRecord::from_row(self.keys, row)).transpose()
    }

    pub async fn set_application(&self, application: &ApplicationRecord) -> Result<(), StoreError> {
        let mut row = application.row(self.keys)?;
        row.id = Unchanged(application.id.0);
        applications::Entity::update(row).exec(self.conn).await?;
        Ok(())
    }

    pub async fn add_application_event(&self, event: &ApplicationEventRecord) -> Result<(), StoreError> {
        let text = event.text.as_deref();
        let sealed = text.map(|text| self.keys.seal(event.application.0, TEXT, text.as_bytes())).transpose()?;
        let row = application_events::ActiveModel {
            id: Set(event.id),
            application_id: Set(event.application.0),
            kind: Set(event.kind.clone()),
            staff_id: Set(event.staff.map(|staff| staff.0)),
            text_sealed: Set(sealed),
            at: Set(event.at),
        };
        application_events::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

/// Files whose names are read at once.
const FILES_PAGE: u64 = 500;

impl SystemStore<'_> {
    /// Applications that were rejected before then and of which all is still kept, with the names of their licences' files, oldest first.
    pub async fn forgettable_applications(
        &self,
        before: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<(ApplicationId, Option<String>)>, StoreError> {
        let forgotten = Query::select()
            .expr(Expr::val(1))
            .from(application_events::Entity)
            .and_where(
                Expr::col((application_events::Entity, application_events::Column::ApplicationId))
                    .equals((applications::Entity, applications::Column::Id)),
            )
            .and_where(Expr::col((application_events::Entity, application_events::Column::Kind)).eq(FORGOTTEN))
            .to_owned();
        let rows: Vec<(Uuid, Option<String>)> = applications::Entity::find()
            .select_only()
            .column(applications::Column::Id)
            .column(applications::Column::LicenceKey)
            .filter(applications::Column::State.eq(ApplicationState::Rejected.as_str()))
            .filter(applications::Column::UpdatedAt.lt(before))
            .filter(Expr::exists(forgotten).not())
            .order_by_asc(applications::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(|(id, key)| (ApplicationId(id), key)).collect())
    }

    /// The names of the licences' files, by application, after `after`: the files are sealed with the installation's key.
    pub async fn licence_files(&self, after: ApplicationId) -> Result<Vec<(ApplicationId, String)>, StoreError> {
        let rows: Vec<(Uuid, Option<String>)> = applications::Entity::find()
            .select_only()
            .column(applications::Column::Id)
            .column(applications::Column::LicenceKey)
            .filter(applications::Column::Id.gt(after.0))
            .filter(applications::Column::LicenceKey.is_not_null())
            .order_by_asc(applications::Column::Id)
            .limit(FILES_PAGE)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().filter_map(|(id, key)| Some((ApplicationId(id), key?))).collect())
    }
}
