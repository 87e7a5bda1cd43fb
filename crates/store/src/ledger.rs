//! The ledger: postings, which are only ever added, and what they come to for every merchant. Writers of one merchant's ledger take turns
//! at its wallet, so that postings are counted without a gap and every limit is looked at by one writer at a time.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IdenStatic, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use shared::{
    PostingId, ShipmentId, UserId,
    applications::Settlement,
    ledger::{LedgerAccount, PostingKind},
};
use units::Money;

use crate::{
    Amounts, Scoped, StoreError, WriteTx,
    amounts::amounts_of,
    entity::{ledger_postings, wallets},
};

/// Rows of one INSERT: stays under SQLite's 32 766 bound values.
const INSERT_ROWS: usize = 1_500;

/// What a merchant has, and what limits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletRecord {
    pub amounts: Amounts,
    pub settlement: Settlement,
    pub credit_limit: Money,
    /// Orders that would leave less available are refused; none: nothing is refused.
    pub floor: Option<Money>,
    pub warn_below: Option<Money>,
    /// How many postings there are.
    pub postings: u64,
    /// What was ordered before is paid for in no ledger.
    pub opened_at: DateTime<Utc>,
}

impl WalletRecord {
    /// What orders can still cost.
    pub fn available(&self) -> Money {
        let credit = self.credit_limit.fen() + self.amounts.of(LedgerAccount::Credit).fen();
        Money::from_fen(self.amounts.balance().fen().saturating_add(credit))
    }
}

/// What is to be posted.
#[derive(Clone, Debug)]
pub struct NewPosting {
    pub id: PostingId,
    pub kind: PostingKind,
    /// A key by which the same is never posted twice, such as `settled <shipment>`.
    pub cause: String,
    pub shipment: Option<ShipmentId>,
    pub corrects: Option<PostingId>,
    pub amounts: Amounts,
    pub reason: String,
    pub made_by: Option<UserId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingRecord {
    pub id: PostingId,
    pub nth: u64,
    pub kind: PostingKind,
    pub cause: String,
    pub shipment: Option<ShipmentId>,
    pub corrects: Option<PostingId>,
    pub amounts: Amounts,
    pub balance_after: Money,
    pub reason: String,
    pub made_by: Option<UserId>,
    pub created_at: DateTime<Utc>,
}

/// Which postings, newest first.
#[derive(Clone, Debug, Default)]
pub struct PostingQuery {
    pub kind: Option<PostingKind>,
    pub shipment: Option<ShipmentId>,
    /// From this number on.
    pub from: Option<u64>,
    /// Below this number.
    pub before: Option<u64>,
    pub limit: u32,
}

pub(crate) fn nth_column(nth: u64) -> i64 {
    i64::try_from(nth).unwrap_or(i64::MAX)
}

fn wallet_record(row: wallets::Model) -> Result<WalletRecord, StoreError> {
    Ok(WalletRecord {
        amounts: amounts_of!(row),
        settlement: Settlement::parse(&row.settlement).ok_or(StoreError::Corrupt("settlement of a wallet"))?,
        credit_limit: Money::from_fen(row.credit_limit_fen),
        floor: row.floor_fen.map(Money::from_fen),
        warn_below: row.warn_below_fen.map(Money::from_fen),
        postings: u64::try_from(row.postings).map_err(|_| StoreError::Corrupt("postings of a wallet"))?,
        opened_at: row.opened_at,
    })
}

pub(crate) fn posting_record(row: ledger_postings::Model) -> Result<PostingRecord, StoreError> {
    Ok(PostingRecord {
        id: PostingId(row.id),
        nth: u64::try_from(row.nth).map_err(|_| StoreError::Corrupt("number of a posting"))?,
        kind: PostingKind::parse(&row.kind).ok_or(StoreError::Corrupt("kind of a posting"))?,
        cause: row.cause,
        shipment: row.shipment_id.map(ShipmentId),
        corrects: row.corrects.map(PostingId),
        amounts: amounts_of!(row),
        balance_after: Money::from_fen(row.balance_after_fen),
        reason: row.reason,
        made_by: row.made_by.map(UserId),
        created_at: row.created_at,
    })
}

/// The columns of the accounts, in the order of [`LedgerAccount::ALL`].
const SUMMED: [ledger_postings::Column; LedgerAccount::ALL.len()] = {
    use ledger_postings::Column::*;
    [WalletFen, FrozenFen, CreditFen, ReceivableFen, RevenueFen, CodPayableFen, ClaimsFen, BankFen]
};

/// Sums of `SUM(bigint)` are numeric on PostgreSQL.
fn summed(column: ledger_postings::Column) -> SimpleExpr {
    Expr::col(column).sum().cast_as("bigint")
}

#[derive(FromQueryResult)]
struct ShipmentSums {
    shipment_id: uuid::Uuid,
    wallet_fen: i64,
    frozen_fen: i64,
    credit_fen: i64,
    receivable_fen: i64,
    revenue_fen: i64,
    cod_payable_fen: i64,
    claims_fen: i64,
    bank_fen: i64,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn wallet(&self) -> Result<WalletRecord, StoreError> {
        let row = wallets::Entity::find_by_id(self.merchant).one(self.conn).await?;
        wallet_record(row.ok_or(StoreError::Corrupt("a merchant without a wallet"))?)
    }

    /// Newest first.
    pub async fn postings(&self, query: &PostingQuery) -> Result<Vec<PostingRecord>, StoreError> {
        use ledger_postings::Column;
        let mut select = ledger_postings::Entity::find().filter(Column::MerchantId.eq(self.merchant));
        if let Some(kind) = query.kind {
            select = select.filter(Column::Kind.eq(kind.as_str()));
        }
        if let Some(shipment) = query.shipment {
            select = select.filter(Column::ShipmentId.eq(shipment.0));
        }
        if let Some(from) = query.from {
            select = select.filter(Column::Nth.gte(nth_column(from)));
        }
        if let Some(before) = query.before {
            select = select.filter(Column::Nth.lt(nth_column(before)));
        }
        let rows = select.order_by_desc(Column::Nth).limit(u64::from(query.limit)).all(self.conn).await?;
        rows.into_iter().map(posting_record).collect()
    }

    /// The number of the first posting whose id is not below this one, or the number the next one will have. Ids begin with the time.
    pub async fn posting_from(&self, first: uuid::Uuid) -> Result<u64, StoreError> {
        use ledger_postings::Column;
        let row = ledger_postings::Entity::find()
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::Id.gte(first))
            .order_by_asc(Column::Id)
            .limit(1)
            .one(self.conn)
            .await?;
        match row {
            Some(row) => Ok(posting_record(row)?.nth),
            None => Ok(self.wallet().await?.postings + 1),
        }
    }

    /// What shipments took from the balance since the first posting whose id is not below this one. Costs three short reads, however much
    /// was shipped.
    pub async fn spent_since(&self, first: uuid::Uuid) -> Result<Money, StoreError> {
        use ledger_postings::Column;
        let wallet = self.wallet().await?;
        let from = self.posting_from(first).await?;
        let before = ledger_postings::Entity::find()
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::Nth.eq(nth_column(from.saturating_sub(1))))
            .one(self.conn)
            .await?;
        let before = before.map_or(0, |row| row.balance_after_fen);
        let paid_in: Option<i64> = ledger_postings::Entity::find()
            .select_only()
            .column_as(Expr::cust("CAST(SUM(wallet_fen + receivable_fen) AS BIGINT)"), "paid_in")
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::ShipmentId.is_null())
            .filter(Column::Nth.gte(nth_column(from)))
            .into_tuple::<Option<i64>>()
            .one(self.conn)
            .await?
            .flatten();
        Ok(Money::from_fen(before + paid_in.unwrap_or_default() - wallet.amounts.balance().fen()))
    }

    pub async fn posting(&self, id: PostingId) -> Result<Option<PostingRecord>, StoreError> {
        let row = ledger_postings::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        row.map(posting_record).transpose()
    }

    /// What was posted for each of these shipments together; nothing for those of which nothing was. At most a bulk request's worth.
    pub async fn posted_for(&self, ids: &[ShipmentId]) -> Result<HashMap<ShipmentId, Amounts>, StoreError> {
        use ledger_postings::Column;
        let mut select = ledger_postings::Entity::find()
            .select_only()
            .column(Column::ShipmentId)
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::ShipmentId.is_in(ids.iter().map(|id| id.0)))
            .group_by(Column::ShipmentId);
        for column in SUMMED {
            select = select.column_as(summed(column), column.as_str());
        }
        let sums: Vec<ShipmentSums> = select.into_model().all(self.conn).await?;
        let of = |sums: ShipmentSums| {
            let amounts = amounts_of!(sums);
            (ShipmentId(sums.shipment_id), amounts)
        };
        Ok(sums.into_iter().map(of).collect())
    }
}

/// Begins the wallet of a merchant that is being made: it pays beforehand, and nothing is refused until limits are set.
pub(crate) async fn insert_wallet(
    tx: &DatabaseTransaction,
    merchant: uuid::Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = wallets::ActiveModel {
        merchant_id: Set(merchant),
        settlement: Set(Settlement::Prepaid.as_str().to_owned()),
        opened_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    wallets::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

impl WriteTx<'_> {
    /// How it pays, what it may owe, what is refused to it, and when its people are warned.
    pub async fn set_wallet_limits(&self, wallet: &WalletRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = wallets::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            settlement: Set(wallet.settlement.as_str().to_owned()),
            credit_limit_fen: Set(wallet.credit_limit.fen()),
            floor_fen: Set(wallet.floor.map(Money::fen)),
            warn_below_fen: Set(wallet.warn_below.map(Money::fen)),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Locks the merchant's wallet until this transaction ends, and reads it. Whoever locks shipments as well locks them before.
    pub async fn wallet_for_update(&self) -> Result<WalletRecord, StoreError> {
        let row = wallets::Entity::find_by_id(self.merchant).lock_exclusive().one(self.conn).await?;
        wallet_record(row.ok_or(StoreError::Corrupt("a merchant without a wallet"))?)
    }

    /// Adds postings to the ledger of a wallet that is locked, and to what it has. A cause that was posted before is a
    /// `UniqueViolation`, and nothing is added.
    pub async fn post(
        &self,
        wallet: &mut WalletRecord,
        postings: &[NewPosting],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if postings.is_empty() {
            return Ok(());
        }
        let mut rows = Vec::with_capacity(postings.len());
        for posting in postings {
            wallet.amounts =
                wallet.amounts.checked_add(posting.amounts).ok_or(StoreError::Corrupt("sums of a wallet"))?;
            wallet.postings += 1;
            rows.push(self.posting_row(wallet, posting, now)?);
        }
        for chunk in rows.chunks(INSERT_ROWS) {
            ledger_postings::Entity::insert_many(chunk.to_vec()).exec_without_returning(self.conn).await?;
        }
        let [wallet_fen, frozen, credit, receivable, revenue, cod_payable, claims, bank] = wallet.amounts.columns();
        let row = wallets::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            wallet_fen: Set(wallet_fen),
            frozen_fen: Set(frozen),
            credit_fen: Set(credit),
            receivable_fen: Set(receivable),
            revenue_fen: Set(revenue),
            cod_payable_fen: Set(cod_payable),
            claims_fen: Set(claims),
            bank_fen: Set(bank),
            postings: Set(nth_column(wallet.postings)),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    fn posting_row(
        &self,
        wallet: &WalletRecord,
        posting: &NewPosting,
        now: DateTime<Utc>,
    ) -> Result<ledger_postings::ActiveModel, StoreError> {
        let [wallet_fen, frozen, credit, receivable, revenue, cod_payable, claims, bank] = posting.amounts.columns();
        Ok(ledger_postings::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(posting.id.0),
            wallet_fen: Set(wallet_fen),
            frozen_fen: Set(frozen),
            credit_fen: Set(credit),
            receivable_fen: Set(receivable),
            revenue_fen: Set(revenue),
            cod_payable_fen: Set(cod_payable),
            claims_fen: Set(claims),
            bank_fen: Set(bank),
            nth: Set(nth_column(wallet.postings)),
            kind: Set(posting.kind.as_str().to_owned()),
            cause: Set(posting.cause.clone()),
            shipment_id: Set(posting.shipment.map(|shipment| shipment.0)),
            corrects: Set(posting.corrects.map(|posting| posting.0)),
            balance_after_fen: Set(wallet.amounts.balance().fen()),
            reason: Set(posting.reason.clone()),
            made_by: Set(posting.made_by.map(|user| user.0)),
            created_at: Set(now),
        })
    }
}
