//! Sealing everything again with the newest key, while the service goes on.

use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, SimpleExpr, Value, ValueType},
};
use uuid::Uuid;

use crate::{
    Keyring, StoreError, applications, carrier_accounts, carrier_orders, connection, connection::SystemStore, contacts,
    credentials, delivery_proofs, entity, idempotency, imports, invitations, messages, orders, problems, scans,
    shipments, users,
};

/// Rows that are read and written at once. Sealed values are small, but for files.
const PAGE: u64 = 500;
const PAGE_OF_FILES: u64 = 4;

/// What was done with one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResealedColumn {
    pub table: &'static str,
    pub column: &'static str,
    pub resealed: u64,
}

/// Columns of a table with the purpose their values are sealed for, and whose they are.
struct Sealed<E: EntityTrait> {
    columns: &'static [(E::Column, &'static str)],
    owner: fn(&E::Model) -> Uuid,
    page: u64,
}

impl SystemStore<'_> {
    /// Seals everything that is sealed with an earlier key again with the newest, table by table; over all merchants, since a key belongs
    /// to the installation. It may be ended and begun again at any moment: what is done stays done.
    pub async fn reseal(&self, mut report: impl FnMut(ResealedColumn)) -> Result<u64, StoreError> {
        let mut done = Vec::new();
        macro_rules! reseal {
            ($table:ident, $owner:expr, $page:expr, $($column:ident: $purpose:expr),+) => {{
                use entity::$table::Column;
                let sealed: Sealed<entity::$table::Entity> =
                    Sealed { columns: &[$((Column::$column, $purpose)),+], owner: $owner, page: $page };
                for column in self.reseal_table(&sealed).await? {
                    report(column);
                    done.push(column);
                }
            }};
        }
        // First, so that a service without the new key says so when it starts.
        reseal!(installation, |_| Uuid::nil(), PAGE, KeyCheckSealed: connection::KEY_CHECK);
        reseal!(users, |_| Uuid::nil(), PAGE, ProfileSealed: users::PROFILE, ContactSealed: users::CONTACT,
            TotpSealed: credentials::TOTP, TotpPendingSealed: credentials::TOTP);
        reseal!(applications, |row| row.id, PAGE, FormSealed: applications::FORM);
        reseal!(application_events, |row| row.application_id, PAGE, TextSealed: applications::TEXT);
        reseal!(messages, |_| Uuid::nil(), PAGE, RecipientSealed: messages::RECIPIENT, ValuesSealed: messages::VALUES);
        reseal!(invitations, |row| row.merchant_id, PAGE, InviteeSealed: invitations::INVITEE);
        reseal!(carrier_accounts, |row| row.merchant_id, PAGE, PasswordSealed: carrier_accounts::PASSWORD,
            CodAccountSealed: carrier_accounts::COD_ACCOUNT);
        reseal!(carrier_orders, |row| row.merchant_id, PAGE, SenderSealed: carrier_orders::SENDER);
        reseal!(contacts, |row| row.merchant_id, PAGE, PartySealed: contacts::PARTY);
        reseal!(delivery_proofs, |row| row.merchant_id, PAGE, SignerSealed: delivery_proofs::SIGNER);
        reseal!(handovers, |row| row.merchant_id, PAGE, PickupSaidSealed: problems::TEXT);
        reseal!(idempotency_keys, |row| row.merchant_id, PAGE, AnswerSealed: idempotency::ANSWER);
        reseal!(imports, |row| row.merchant_id, PAGE_OF_FILES, FileSealed: imports::FILE);
        reseal!(import_rows, |row| row.merchant_id, PAGE, KeptSealed: imports::ROW);
        reseal!(orders, |row| row.merchant_id, PAGE, ReceiverSealed: orders::RECEIVER);
        reseal!(problem_notes, |row| row.merchant_id, PAGE, TextSealed: problems::TEXT);
        reseal!(problem_instructions, |row| row.merchant_id, PAGE, AddressSealed: problems::ADDRESS,
            TextSealed: problems::TEXT, AnswerSealed: problems::TEXT);
        reseal!(scan_events, |row| row.merchant_id, PAGE, SaidSealed: scans::SAID);
        reseal!(shipments, |row| row.merchant_id, PAGE, SenderSealed: shipments::SENDER,
            ReceiverSealed: shipments::RECEIVER);
        Ok(done.iter().map(|column| column.resealed).sum())
    }

    async fn reseal_table<E>(&self, sealed: &Sealed<E>) -> Result<Vec<ResealedColumn>, StoreError>
    where
        E: EntityTrait,
        E::Model: Sync,
        E::ActiveModel: ActiveModelBehavior,
    {
        let mut counts = vec![0; sealed.columns.len()];
        let mut after: Option<Vec<Value>> = None;
        loop {
            let rows = self.page_of(sealed, after.as_deref()).await?;
            let Some(last) = rows.last() else { break };
            after = Some(key_of::<E>(last));
            for (count, resealed) in counts.iter_mut().zip(self.reseal_rows(sealed, &rows).await?) {
                *count += resealed;
            }
        }
        let table = E::default().table_name();
        let columns = sealed.columns.iter().zip(counts);
        Ok(columns.map(|((column, _), resealed)| ResealedColumn { table, column: column.as_str(), resealed }).collect())
    }

    /// Rows that hold anything sealed, in the order of their key, after `after`.
    async fn page_of<E: EntityTrait>(
        &self,
        sealed: &Sealed<E>,
        after: Option<&[Value]>,
    ) -> Result<Vec<E::Model>, StoreError> {
        let holds = sealed.columns.iter().fold(Condition::any(), |any, (column, _)| any.add(column.is_not_null()));
        let mut rows = E::find().filter(holds).limit(sealed.page);
        for key in E::PrimaryKey::iter() {
            rows = rows.order_by_asc(key.into_column());
        }
        if let Some(after) = after {
            let key = E::PrimaryKey::iter().map(|key| Expr::col(key.into_column())).collect::<Vec<SimpleExpr>>();
            let values = after.iter().map(|value| Expr::val(value.clone())).collect::<Vec<SimpleExpr>>();
            rows = rows.filter(Expr::tuple(key).gt(Expr::tuple(values)));
        }
        Ok(rows.all(self.store.reader()).await?)
    }

    /// How many values of each column were sealed again. A value that somebody else changed in between is left: it is sealed newly anyway.
    async fn reseal_rows<E: EntityTrait>(&self, sealed: &Sealed<E>, rows: &[E::Model]) -> Result<Vec<u64>, StoreError>
    where
        E::Model: Sync,
    {
        let keys = self.store.keys();
        let mut changes = Vec::new();
        for row in rows {
            for (at, (column, purpose)) in sealed.columns.iter().enumerate() {
                let Ok(Some(before)) = <Option<Vec<u8>> as ValueType>::try_from(row.get(*column)) else { continue };
                if Keyring::number_of(&before) == Some(keys.newest()) {
                    continue;
                }
                let owner = (sealed.owner)(row);
                let after = keys.seal(owner, purpose, &keys.open(owner, purpose, &before)?)?;
                changes.push((at, *column, key_of::<E>(row), before, after));
            }
        }
        let mut counts = vec![0; sealed.columns.len()];
        if changes.is_empty() {
            return Ok(counts);
        }
        let written = self
            .store
            .transact(async |tx| -> Result<Vec<(usize, u64)>, StoreError> {
                let mut written = Vec::with_capacity(changes.len());
                for (at, column, key, before, after) in &changes {
                    let mut update =
                        E::update_many().col_expr(*column, Expr::val(after.clone())).filter(column.eq(before.clone()));
                    for (part, value) in E::PrimaryKey::iter().zip(key) {
                        update = update.filter(part.into_column().eq(value.clone()));
                    }
                    written.push((*at, update.exec(tx).await?.rows_affected));
                }
                Ok(written)
            })
            .await?;
        for (at, changed) in written {
            counts[at] += changed;
        }
        Ok(counts)
    }
}

fn key_of<E: EntityTrait>(row: &E::Model) -> Vec<Value> {
    E::PrimaryKey::iter().map(|key| row.get(key.into_column())).collect()
}
