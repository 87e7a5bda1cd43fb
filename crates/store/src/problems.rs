//! What is wrong with shipments, and the history of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait, OnConflict, SelectStatement},
};
use shared::{
    OperatorId, OwnerId, ProblemId, ProblemNoteId, ShipmentId, UserId,
    problems::{NoteKind, PROBLEM_NOTES_SHOWN, ProblemKind, ProblemSettings, ProblemState, SettledWhy},
};
use uuid::Uuid;

use crate::{
    CarrierWords, Scoped, StoreError, WriteTx,
    entity::{problem_notes, problem_thresholds, problems, shipments},
    shipments::column,
};

/// What people write about a case.
pub(crate) const TEXT: &str = "problem text";
/// Where a parcel is to be delivered instead.
pub(crate) const ADDRESS: &str = "problem address";
/// Rows of one INSERT: stays under SQLite's 32 766 bound values.
const INSERT_ROWS: usize = 1_000;
/// Written as the indexes have them, so that the planners see that they serve.
const OPEN: &str = "problems.state <> 'settled'";
const SETTLED: &str = "problems.state = 'settled'";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettledRecord {
    pub at: DateTime<Utc>,
    /// Nobody where the track says so.
    pub by: Option<UserId>,
    pub why: SettledWhy,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemRecord {
    pub id: ProblemId,
    pub shipment: ShipmentId,
    pub kind: ProblemKind,
    pub state: ProblemState,
    /// The problem code of the scan; empty where no scan says it.
    pub reason: String,
    /// Since when it is wrong.
    pub since: DateTime<Utc>,
    pub found_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    /// When it is escalated next.
    pub escalate_at: Option<DateTime<Utc>>,
    pub level: u32,
    pub assignee: Option<OperatorId>,
    pub settled: Option<SettledRecord>,
    pub updated_at: DateTime<Utc>,
}

/// No `Debug`: people write phones and addresses.
#[derive(Clone)]
pub struct ProblemNoteRecord {
    pub id: ProblemNoteId,
    pub problem: ProblemId,
    pub kind: NoteKind,
    /// A code, or the id of who takes care from now on.
    pub what: String,
    pub text: Option<String>,
    pub user: Option<UserId>,
    pub at: DateTime<Utc>,
    /// What a carrier's system said, where nobody wrote anything.
    pub words: CarrierWords,
}

/// Whose cases are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProblemOf {
    #[default]
    Anybody,
    Nobody,
    Operator(OperatorId),
}

/// What the list shows. All conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct ProblemQuery {
    /// None: what is not settled.
    pub state: Option<ProblemState>,
    pub kind: Option<ProblemKind>,
    pub of: ProblemOf,
    /// Whether it should have been over at this moment.
    pub overdue: Option<(bool, DateTime<Utc>)>,
    pub owner: Option<OwnerId>,
    pub shipment: Option<ShipmentId>,
    /// After the last of the page before.
    pub after: Option<ProblemId>,
    pub limit: u32,
}

fn record(row: problems::Model) -> Result<ProblemRecord, StoreError> {
    let settled = match row.settled_at {
        Some(at) => Some(SettledRecord {
            at,
            by: row.settled_by.map(UserId),
            why: SettledWhy::parse(&row.settled_why).ok_or(StoreError::Corrupt("why a problem is settled"))?,
        }),
        None => None,
    };
    Ok(ProblemRecord {
        id: ProblemId(row.id),
        shipment: ShipmentId(row.shipment_id),
        kind: ProblemKind::parse(&row.kind).ok_or(StoreError::Corrupt("problem kind"))?,
        state: ProblemState::parse(&row.state).ok_or(StoreError::Corrupt("problem state"))?,
        reason: row.reason,
        since: row.since,
        found_at: row.found_at,
        due_at: row.due_at,
        escalate_at: row.escalate_at,
        level: u32::try_from(row.level).map_err(|_| StoreError::Corrupt("problem level"))?,
        assignee: row.assignee_id.map(OperatorId),
        settled,
        updated_at: row.updated_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// The shipments whose cases are there, where it is not all of them.
    fn shipments_with_cases(&self, owner: Option<OwnerId>) -> Option<SelectStatement> {
        (self.narrowed.is_some() || owner.is_some()).then(|| {
            shipments::Entity::find()
                .select_only()
                .column(shipments::Column::Id)
                .filter(shipments::Column::MerchantId.eq(self.merchant))
                .filter(
                    Condition::all()
                        .add(self.visible_shipments())
                        .add_option(owner.map(|owner| shipments::Column::OwnerId.eq(owner.0))),
                )
                .into_query()
        })
    }

    fn visible_problems(&self, owner: Option<OwnerId>) -> Select<problems::Entity> {
        let visible = self.shipments_with_cases(owner).map(|ids| problems::Column::ShipmentId.in_subquery(ids));
        problems::Entity::find()
            .filter(problems::Column::MerchantId.eq(self.merchant))
            .filter(Condition::all().add_option(visible))
    }

    /// What is due first stands first; what is settled stands newest first.
    pub async fn problems(&self, query: &ProblemQuery) -> Result<Vec<ProblemRecord>, StoreError> {
        use problems::Column;
        let of = match query.of {
            ProblemOf::Anybody => None,
            ProblemOf::Nobody => Some(Column::AssigneeId.is_null()),
            ProblemOf::Operator(id) => Some(Column::AssigneeId.eq(id.0)),
        };
        let overdue = query.overdue.map(|(is, now)| if is { Column::DueAt.lt(now) } else { Column::DueAt.gte(now) });
        let condition = Condition::all()
            .add_option(query.kind.map(|kind| Column::Kind.eq(kind.as_str())))
            .add_option(of)
            .add_option(overdue)
            .add_option(query.shipment.map(|shipment| Column::ShipmentId.eq(shipment.0)));
        let select = self.visible_problems(query.owner).filter(condition).limit(u64::from(query.limit));
        let rows = if query.state == Some(ProblemState::Settled) {
            let mut select = select.filter(Expr::cust(SETTLED)).order_by_desc(Column::Id);
            if let Some(after) = query.after {
                select = select.filter(Column::Id.lt(after.0));
            }
            select.all(self.conn).await?
        } else {
            let mut select = select.filter(Expr::cust(OPEN)).order_by_asc(Column::DueAt).order_by_asc(Column::Id);
            if let Some(state) = query.state {
                select = select.filter(Column::State.eq(state.as_str()));
            }
            if let Some(after) = query.after {
                // Where it went away meanwhile, there is nothing to go on from.
                let Some(last) = problems::Entity::find_by_id((self.merchant, after.0)).one(self.conn).await? else {
                    return Ok(Vec::new());
                };
                let place = Expr::tuple([Expr::col(Column::DueAt), Expr::col(Column::Id)]);
                select = select.filter(place.gt(Expr::tuple([Expr::val(last.due_at), Expr::val(last.id)])));
            }
            select.all(self.conn).await?
        };
        rows.into_iter().map(record).collect()
    }

    pub async fn problem(&self, id: ProblemId) -> Result<Option<ProblemRecord>, StoreError> {
        let row = self.visible_problems(None).filter(problems::Column::Id.eq(id.0)).one(self.conn).await?;
        row.map(record).transpose()
    }

    /// The case of a shipment that is due first, where one is not settled.
    pub async fn open_problem_of(&self, shipment: ShipmentId) -> Result<Option<ProblemId>, StoreError> {
        let id: Option<Uuid> = problems::Entity::find()
            .select_only()
            .column(problems::Column::Id)
            .filter(problems::Column::MerchantId.eq(self.merchant))
            .filter(problems::Column::ShipmentId.eq(shipment.0))
            .filter(Expr::cust(OPEN))
            .order_by_asc(problems::Column::DueAt)
            .limit(1)
            .into_tuple()
            .one(self.conn)
            .await?;
        Ok(id.map(ProblemId))
    }

    /// The open case of each of these shipments that is due first. At most a bulk request's worth.
    pub async fn open_problems_of(
        &self,
        shipments: &[ShipmentId],
    ) -> Result<HashMap<ShipmentId, (ProblemId, ProblemKind)>, StoreError> {
        let rows: Vec<(Uuid, Uuid, String)> = problems::Entity::find()
            .select_only()
            .columns([problems::Column::ShipmentId, problems::Column::Id, problems::Column::Kind])
            .filter(problems::Column::MerchantId.eq(self.merchant))
            .filter(problems::Column::ShipmentId.is_in(shipments.iter().map(|id| id.0)))
            .filter(Expr::cust(OPEN))
            .order_by_desc(problems::Column::DueAt)
            .into_tuple()
            .all(self.conn)
            .await?;
        let read = |(shipment, id, kind): (Uuid, Uuid, String)| {
            let kind = ProblemKind::parse(&kind).ok_or(StoreError::Corrupt("problem kind"))?;
            Ok((ShipmentId(shipment), (ProblemId(id), kind)))
        };
        // Of several the last one stays, which is due first.
        rows.into_iter().map(read).collect()
    }

    /// How many cases of each kind are not settled; with `overdue_at` only those that should have been over then.
    pub async fn count_problems(
        &self,
        overdue_at: Option<DateTime<Utc>>,
    ) -> Result<Vec<(ProblemKind, u32)>, StoreError> {
        let overdue = overdue_at.map(|now| problems::Column::DueAt.lt(now));
        let rows: Vec<(String, i64)> = self
            .visible_problems(None)
            .select_only()
            .column(problems::Column::Kind)
            .expr(Expr::cust("CAST(COUNT(*) AS BIGINT)"))
            .filter(Expr::cust(OPEN))
            .filter(Condition::all().add_option(overdue))
            .group_by(problems::Column::Kind)
            .order_by_asc(problems::Column::Kind)
            .into_tuple()
            .all(self.conn)
            .await?;
        rows.into_iter()
            .map(|(kind, count)| {
                let kind = ProblemKind::parse(&kind).ok_or(StoreError::Corrupt("problem kind"))?;
                Ok((kind, u32::try_from(count).map_err(|_| StoreError::Corrupt("problem count"))?))
            })
            .collect()
    }

    /// How many cases that are not settled somebody takes care of, or nobody.
    pub async fn count_problems_of(&self, operator: Option<OperatorId>) -> Result<u32, StoreError> {
        let of = match operator {
            Some(id) => problems::Column::AssigneeId.eq(id.0),
            None => problems::Column::AssigneeId.is_null(),
        };
        let count: Option<i64> = self
            .visible_problems(None)
            .select_only()
            .expr(Expr::cust("CAST(COUNT(*) AS BIGINT)"))
            .filter(Expr::cust(OPEN))
            .filter(of)
            .into_tuple()
            .one(self.conn)
            .await?;
        u32::try_from(count.unwrap_or_default()).map_err(|_| StoreError::Corrupt("problem count"))
    }

    /// Newest first.
    pub async fn problem_notes(&self, id: ProblemId) -> Result<Vec<ProblemNoteRecord>, StoreError> {
        let rows = problem_notes::Entity::find()
            .filter(problem_notes::Column::MerchantId.eq(self.merchant))
            .filter(problem_notes::Column::ProblemId.eq(id.0))
            .order_by_desc(problem_notes::Column::Id)
            .limit(u64::from(PROBLEM_NOTES_SHOWN))
            .all(self.conn)
            .await?;
        let note = |row: problem_notes::Model| {
            Ok(ProblemNoteRecord {
                id: ProblemNoteId(row.id),
                problem: ProblemId(row.problem_id),
                kind: NoteKind::parse(&row.kind).ok_or(StoreError::Corrupt("problem note"))?,
                what: row.what,
                text: row.text_sealed.map(|sealed| self.open_text(&sealed)).transpose()?,
                user: row.user_id.map(UserId),
                at: row.at,
                words: CarrierWords { zh: row.words_zh, en: row.words_en },
            })
        };
        rows.into_iter().map(note).collect()
    }

    /// Whether the history of any of these cases has a step of this kind.
    pub async fn is_noted(&self, ids: &[ProblemId], kind: NoteKind) -> Result<bool, StoreError> {
        let count = problem_notes::Entity::find()
            .filter(problem_notes::Column::MerchantId.eq(self.merchant))
            .filter(problem_notes::Column::ProblemId.is_in(ids.iter().map(|id| id.0)))
            .filter(problem_notes::Column::Kind.eq(kind.as_str()))
            .count(self.conn)
            .await?;
        Ok(count > 0)
    }

    pub(crate) fn open_text(&self, sealed: &[u8]) -> Result<String, StoreError> {
        String::from_utf8(self.keys.open(self.merchant, TEXT, sealed)?).map_err(|_| StoreError::Sealed)
    }

    /// Nothing is sealed of no text.
    pub(crate) fn seal_text(&self, text: Option<&str>) -> Result<Option<Vec<u8>>, StoreError> {
        text.map(|text| self.keys.seal(self.merchant, TEXT, text.as_bytes())).transpose()
    }

    /// After how long a shipment is a problem by itself.
    pub async fn problem_settings(&self) -> Result<ProblemSettings, StoreError> {
        let rows = problem_thresholds::Entity::find()
            .filter(problem_thresholds::Column::MerchantId.eq(self.merchant))
            .limit(ProblemSettings::default().named().len() as u64)
            .all(self.conn)
            .await?;
        let mut settings = ProblemSettings::default();
        for row in rows {
            settings.set(&row.name, u32::try_from(row.hours).map_err(|_| StoreError::Corrupt("threshold"))?);
        }
        Ok(settings)
    }
}

impl WriteTx<'_> {
    /// Those of `ids` that are there, locked against other writers until this transaction ends.
    pub async fn problems_for_update(&self, ids: &[ProblemId]) -> Result<Vec<ProblemRecord>, StoreError> {
        let select = self.visible_problems(None).filter(problems::Column::Id.is_in(ids.iter().map(|id| id.0)));
        self.locked(select).await
    }

    /// Every case that these shipments have or had, locked.
    pub async fn problems_of_for_update(&self, shipments: &[ShipmentId]) -> Result<Vec<ProblemRecord>, StoreError> {
        let select = problems::Entity::find()
            .filter(problems::Column::MerchantId.eq(self.merchant))
            .filter(problems::Column::ShipmentId.is_in(shipments.iter().map(|id| id.0)));
        self.locked(select).await
    }

    /// In one order for all writers, so that two never wait for each other in a circle.
    async fn locked(&self, select: Select<problems::Entity>) -> Result<Vec<ProblemRecord>, StoreError> {
        let rows = select.order_by_asc(problems::Column::Id).lock_exclusive().all(self.conn).await?;
        rows.into_iter().map(record).collect()
    }

    /// Fails with `UniqueViolation` where the shipment has a case of the kind already.
    pub async fn add_problems(&self, new: &[ProblemRecord]) -> Result<(), StoreError> {
        for chunk in new.chunks(INSERT_ROWS) {
            let rows = chunk.iter().map(|record| self.problem_row(record)).collect::<Result<Vec<_>, StoreError>>()?;
            problems::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }

    pub async fn save_problem(&self, record: &ProblemRecord) -> Result<(), StoreError> {
        use sea_orm::ActiveModelTrait;
        let mut row = self.problem_row(record)?;
        row.merchant_id = Unchanged(self.merchant);
        row.id = Unchanged(record.id.0);
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    fn problem_row(&self, record: &ProblemRecord) -> Result<problems::ActiveModel, StoreError> {
        Ok(problems::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            shipment_id: Set(record.shipment.0),
            kind: Set(record.kind.as_str().to_owned()),
            state: Set(record.state.as_str().to_owned()),
            reason: Set(record.reason.clone()),
            since: Set(record.since),
            found_at: Set(record.found_at),
            due_at: Set(record.due_at),
            escalate_at: Set(record.escalate_at),
            level: Set(column(record.level)?),
            assignee_id: Set(record.assignee.map(|id| id.0)),
            settled_at: Set(record.settled.map(|settled| settled.at)),
            settled_by: Set(record.settled.and_then(|settled| settled.by).map(|user| user.0)),
            settled_why: Set(record.settled.map_or("", |settled| settled.why.as_str()).to_owned()),
            updated_at: Set(record.updated_at),
        })
    }

    pub async fn add_problem_notes(&self, notes: &[ProblemNoteRecord]) -> Result<(), StoreError> {
        for chunk in notes.chunks(INSERT_ROWS) {
            let row = |note: &ProblemNoteRecord| {
                Ok(problem_notes::ActiveModel {
                    merchant_id: Set(self.merchant),
                    id: Set(note.id.0),
                    problem_id: Set(note.problem.0),
                    kind: Set(note.kind.as_str().to_owned()),
                    what: Set(note.what.clone()),
                    text_sealed: Set(self.seal_text(note.text.as_deref())?),
                    user_id: Set(note.user.map(|user| user.0)),
                    at: Set(note.at),
                    words_zh: Set(note.words.zh.clone()),
                    words_en: Set(note.words.en.clone()),
                })
            };
            let rows = chunk.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
            problem_notes::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }

    pub async fn set_problem_settings(&self, settings: ProblemSettings, now: DateTime<Utc>) -> Result<(), StoreError> {
        use problem_thresholds::Column;
        let mut rows = Vec::new();
        for (name, hours) in settings.named() {
            rows.push(problem_thresholds::ActiveModel {
                merchant_id: Set(self.merchant),
                name: Set(name.to_owned()),
                hours: Set(column(hours)?),
                updated_at: Set(now),
            });
        }
        let again = OnConflict::columns([Column::MerchantId, Column::Name])
            .update_columns([Column::Hours, Column::UpdatedAt])
            .to_owned();
        problem_thresholds::Entity::insert_many(rows).on_conflict(again).exec_without_returning(self.conn).await?;
        Ok(())
    }
}
