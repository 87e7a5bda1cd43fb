//! What carriers are asked to do about problems.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};
use shared::{
    InstructionId, ProblemId, ShipmentId, UserId,
    problems::{INSTRUCTIONS_MAX, InstructionKind, InstructionState},
};
use units::Money;

use crate::{
    CarrierWords, PartyPii, Scoped, StoreError, TenantScope, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{problem_instructions, problem_notes, problems},
    problems::ADDRESS,
    shipments::PlaceRecord,
};

/// Written as the index has it, so that the planners see that it serves.
const OPEN: &str = "problem_instructions.state IN ('requested', 'accepted')";

/// No `Debug`: it holds personal data.
#[derive(Clone)]
pub struct InstructionRecord {
    pub id: InstructionId,
    pub problem: ProblemId,
    pub shipment: ShipmentId,
    pub kind: InstructionKind,
    pub state: InstructionState,
    pub amount: Option<Money>,
    /// Where it is to be delivered instead.
    pub address: Option<(PlaceRecord, PartyPii)>,
    pub text: String,
    pub asked_by: UserId,
    pub asked_at: DateTime<Utc>,
    /// Nobody where the track answered.
    pub answered_by: Option<UserId>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: String,
    /// Who is asked: the network's people, or a carrier over the network.
    pub carrier: String,
    /// When such a carrier is asked next; only while the instruction is open.
    pub run_at: Option<DateTime<Utc>>,
    /// How often it was asked since the instruction got as far as it is.
    pub tries: u32,
    /// The merchant wants it no more, and the carrier has not said yet whether it can be stopped.
    pub is_withdrawn: bool,
    /// What such a carrier said last.
    pub words: CarrierWords,
}

/// What the network's people see, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct InstructionQuery {
    /// None: requested and accepted ones.
    pub state: Option<InstructionState>,
    pub after: Option<InstructionId>,
    pub limit: u32,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    fn instruction_record(&self, row: problem_instructions::Model) -> Result<InstructionRecord, StoreError> {
        let text = |sealed: Option<Vec<u8>>| -> Result<String, StoreError> {
            Ok(sealed.map(|sealed| self.open_text(&sealed)).transpose()?.unwrap_or_default())
        };
        let place = PlaceRecord {
            province: row.province,
            city: row.city,
            district: row.district,
            division_code: u32::try_from(row.division_code).map_err(|_| StoreError::Corrupt("division code"))?,
        };
        let party =
            row.address_sealed.map(|sealed| PartyPii::open(self.keys, self.merchant, ADDRESS, &sealed)).transpose()?;
        Ok(InstructionRecord {
            id: InstructionId(row.id),
            problem: ProblemId(row.problem_id),
            shipment: ShipmentId(row.shipment_id),
            kind: InstructionKind::parse(&row.kind).ok_or(StoreError::Corrupt("instruction kind"))?,
            state: InstructionState::parse(&row.state).ok_or(StoreError::Corrupt("instruction state"))?,
            amount: row.amount_fen.map(Money::from_fen),
            address: party.map(|party| (place, party)),
            text: text(row.text_sealed)?,
            asked_by: UserId(row.asked_by),
            asked_at: row.asked_at,
            answered_by: row.answered_by.map(UserId),
            answered_at: row.answered_at,
            answer: text(row.answer_sealed)?,
            carrier: row.carrier,
            run_at: row.run_at,
            tries: u32::try_from(row.tries).map_err(|_| StoreError::Corrupt("tries"))?,
            is_withdrawn: row.is_withdrawn,
            words: CarrierWords { zh: row.words_zh, en: row.words_en },
        })
    }

    /// Newest first.
    pub async fn instructions_of(&self, problem: ProblemId) -> Result<Vec<InstructionRecord>, StoreError> {
        let rows = problem_instructions::Entity::find()
            .filter(problem_instructions::Column::MerchantId.eq(self.merchant))
            .filter(problem_instructions::Column::ProblemId.eq(problem.0))
            .order_by_desc(problem_instructions::Column::Id)
            .limit(INSTRUCTIONS_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| self.instruction_record(row)).collect()
    }

    pub async fn instruction(&self, id: InstructionId) -> Result<Option<InstructionRecord>, StoreError> {
        let row = problem_instructions::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        row.map(|row| self.instruction_record(row)).transpose()
    }

    /// What is asked for a shipment and not done yet, in any case of it.
    pub async fn open_instructions_of(&self, shipment: ShipmentId) -> Result<Vec<InstructionKind>, StoreError> {
        let kinds: Vec<String> = problem_instructions::Entity::find()
            .select_only()
            .column(problem_instructions::Column::Kind)
            .filter(problem_instructions::Column::MerchantId.eq(self.merchant))
            .filter(problem_instructions::Column::ShipmentId.eq(shipment.0))
            .filter(Expr::cust(OPEN))
            .order_by_asc(problem_instructions::Column::Id)
            .into_tuple()
            .all(self.conn)
            .await?;
        let kind = |code: String| InstructionKind::parse(&code).ok_or(StoreError::Corrupt("instruction kind"));
        kinds.into_iter().map(kind).collect()
    }
}

impl WriteTx<'_> {
    /// What carriers were asked to do with these shipments and have not done yet, and every claim, locked.
    pub async fn open_instructions_and_claims_for_update(
        &self,
        shipments: &[ShipmentId],
    ) -> Result<Vec<InstructionRecord>, StoreError> {
        let rows = problem_instructions::Entity::find()
            .filter(problem_instructions::Column::MerchantId.eq(self.merchant))
            .filter(problem_instructions::Column::ShipmentId.is_in(shipments.iter().map(|id| id.0)))
            .filter(
                Condition::any()
                    .add(Expr::cust(OPEN))
                    .add(problem_instructions::Column::Kind.eq(InstructionKind::Claim.as_str())),
            )
            .order_by_asc(problem_instructions::Column::Id)
            .lock_exclusive()
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| self.instruction_record(row)).collect()
    }

    pub async fn instruction_for_update(&self, id: InstructionId) -> Result<Option<InstructionRecord>, StoreError> {
        let row =
            problem_instructions::Entity::find_by_id((self.merchant, id.0)).lock_exclusive().one(self.conn).await?;
        row.map(|row| self.instruction_record(row)).transpose()
    }

    /// Fails with `UniqueViolation` where the carrier is asked for the same already.
    pub async fn add_instruction(&self, record: &InstructionRecord) -> Result<(), StoreError> {
        problem_instructions::Entity::insert(self.instruction_row(record)?).exec_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn save_instruction(&self, record: &InstructionRecord) -> Result<(), StoreError> {
        let mut row = self.instruction_row(record)?;
        row.merchant_id = Unchanged(self.merchant);
        row.id = Unchanged(record.id.0);
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    fn instruction_row(&self, record: &InstructionRecord) -> Result<problem_instructions::ActiveModel, StoreError> {
        let place = record.address.as_ref().map(|(place, _)| place.clone()).unwrap_or_default();
        let sealed = record.address.as_ref().map(|(_, party)| party.seal(self.keys, self.merchant, ADDRESS));
        let text = |text: &str| self.seal_text(Some(text).filter(|text| !text.is_empty()));
        Ok(problem_instructions::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            problem_id: Set(record.problem.0),
            shipment_id: Set(record.shipment.0),
            kind: Set(record.kind.as_str().to_owned()),
            state: Set(record.state.as_str().to_owned()),
            amount_fen: Set(record.amount.map(Money::fen)),
            division_code: Set(place.code_column()),
            province: Set(place.province),
            city: Set(place.city),
            district: Set(place.district),
            address_sealed: Set(sealed.transpose()?),
            text_sealed: Set(text(&record.text)?),
            asked_by: Set(record.asked_by.0),
            asked_at: Set(record.asked_at),
            answered_by: Set(record.answered_by.map(|user| user.0)),
            answered_at: Set(record.answered_at),
            answer_sealed: Set(text(&record.answer)?),
            carrier: Set(record.carrier.clone()),
            run_at: Set(record.run_at.filter(|_| record.state.is_open())),
            tries: Set(i32::try_from(record.tries).map_err(|_| StoreError::Corrupt("tries"))?),
            is_withdrawn: Set(record.is_withdrawn),
            words_zh: Set(record.words.zh.clone()),
            words_en: Set(record.words.en.clone()),
        })
    }

    /// Forgets what was said about people in the cases of these shipments; that there were cases stays.
    pub(crate) async fn forget_problem_texts(&self, shipments: &[uuid::Uuid]) -> Result<(), StoreError> {
        use sea_orm::QueryTrait;
        let none = || Expr::val(None::<Vec<u8>>);
        problem_instructions::Entity::update_many()
            .col_expr(problem_instructions::Column::AddressSealed, none())
            .col_expr(problem_instructions::Column::TextSealed, none())
            .col_expr(problem_instructions::Column::AnswerSealed, none())
            // A carrier may repeat names and addresses.
            .col_expr(problem_instructions::Column::WordsZh, Expr::val(""))
            .col_expr(problem_instructions::Column::WordsEn, Expr::val(""))
            .filter(problem_instructions::Column::MerchantId.eq(self.merchant))
            .filter(problem_instructions::Column::ShipmentId.is_in(shipments.iter().copied()))
            .exec(self.conn)
            .await?;
        let cases = problems::Entity::find()
            .select_only()
            .column(problems::Column::Id)
            .filter(problems::Column::MerchantId.eq(self.merchant))
            .filter(problems::Column::ShipmentId.is_in(shipments.iter().copied()))
            .into_query();
        problem_notes::Entity::update_many()
            .col_expr(problem_notes::Column::TextSealed, none())
            .col_expr(problem_notes::Column::WordsZh, Expr::val(""))
            .col_expr(problem_notes::Column::WordsEn, Expr::val(""))
            .filter(problem_notes::Column::MerchantId.eq(self.merchant))
            .filter(problem_notes::Column::ProblemId.in_subquery(cases))
            .exec(self.conn)
            .await?;
        Ok(())
    }
}

impl NetworkStore<'_> {
    /// What the people of the network are asked to do, for any merchant; each with whose it is. `carrier` is the network's own.
    pub async fn instructions(
        &self,
        carrier: &str,
        query: &InstructionQuery,
    ) -> Result<Vec<(TenantScope, InstructionRecord)>, StoreError> {
        use problem_instructions::Column;
        let mut select = problem_instructions::Entity::find()
            .filter(Expr::cust(OPEN))
            .filter(Column::Carrier.eq(carrier))
            .order_by_asc(Column::Id)
            .limit(u64::from(query.limit));
        if let Some(state) = query.state {
            select = select.filter(Column::State.eq(state.as_str()));
        }
        if let Some(after) = query.after {
            select = select.filter(Column::Id.gt(after.0));
        }
        let rows = select.all(self.store.reader()).await?;
        let record = |row: problem_instructions::Model| {
            let scope = TenantScope::of(row.merchant_id);
            Ok((scope, self.store.read(scope).instruction_record(row)?))
        };
        rows.into_iter().map(record).collect()
    }

    /// Whose instruction it is: the network's people know no merchants.
    pub async fn find_instruction(&self, carrier: &str, id: InstructionId) -> Result<Option<TenantScope>, StoreError> {
        let row = problem_instructions::Entity::find()
            .filter(problem_instructions::Column::Id.eq(id.0))
            .filter(problem_instructions::Column::Carrier.eq(carrier))
            .one(self.store.reader())
            .await?;
        Ok(row.map(|row| TenantScope::of(row.merchant_id)))
    }
}

impl SystemStore<'_> {
    /// What carriers are to be asked now, of any merchant: each is leased until `retry_at`, and counted before anybody asks.
    pub async fn lease_instructions(
        &self,
        limit: u32,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<(TenantScope, InstructionRecord)>, StoreError> {
        use problem_instructions::Column;
        let due = || {
            problem_instructions::Entity::find()
                .filter(Column::RunAt.is_not_null())
                .filter(Column::RunAt.lte(now))
                .order_by_asc(Column::RunAt)
        };
        if due().limit(1).one(self.store.reader()).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = self
            .store
            .transact(async |tx| -> Result<Vec<problem_instructions::Model>, StoreError> {
                let rows = due()
                    .limit(u64::from(limit))
                    .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                    .all(tx)
                    .await?;
                for row in &rows {
                    problem_instructions::Entity::update_many()
                        .col_expr(Column::RunAt, Expr::val(retry_at))
                        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
                        .filter(Column::MerchantId.eq(row.merchant_id))
                        .filter(Column::Id.eq(row.id))
                        .exec(tx)
                        .await?;
                }
                Ok(rows)
            })
            .await?;
        let leased = |row: problem_instructions::Model| {
            let scope = TenantScope::of(row.merchant_id);
            Ok((scope, self.store.read(scope).instruction_record(row)?))
        };
        rows.into_iter().map(leased).collect()
    }
}
