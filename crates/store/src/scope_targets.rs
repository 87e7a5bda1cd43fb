//! The part of a merchant's data that one seat sees: owners, departments or sending addresses chosen for it. It is asked for with every
//! question, so that a change of the choice holds at once.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{ExprTrait, OnConflict, SelectStatement},
};
use shared::{contacts::ContactKind, operators::SCOPE_TARGETS_MAX};
use uuid::Uuid;

use crate::{
    Part, Scoped, StoreError, WriteTx,
    entity::{contacts, owners, scope_targets, shipments},
};

const SENDER: &str = ContactKind::Sender.as_str();

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Which shipments are there at all.
    pub(crate) fn visible_shipments(&self) -> Condition {
        use shipments::Column;
        let all = Condition::all();
        let Some(narrowed) = self.narrowed else { return all };
        all.add(match narrowed.to {
            Part::Own => Column::CreatedBy.eq(narrowed.person.0),
            Part::Owners(seat) => Column::OwnerId.in_subquery(self.targets(seat.0)),
            Part::Departments(seat) => Column::DepartmentId.in_subquery(self.targets(seat.0)),
            Part::Senders(seat) => Column::SenderContactId.in_subquery(self.targets(seat.0)),
        })
    }

    /// Which contacts are there: who works for some owners sees those owners' and the addresses everybody sends from, who sends from some
    /// addresses no other sender.
    pub(crate) fn visible_contacts(&self) -> Condition {
        use contacts::Column;
        let all = Condition::all();
        match self.narrowed.map(|narrowed| narrowed.to) {
            None | Some(Part::Own | Part::Departments(_)) => all,
            Some(Part::Owners(seat)) => all.add(
                Condition::any()
                    .add(Column::OwnerId.in_subquery(self.targets(seat.0)))
                    .add(Column::OwnerId.is_null().and(Column::Kind.eq(SENDER))),
            ),
            Some(Part::Senders(seat)) => {
                all.add(Condition::any().add(Column::Kind.ne(SENDER)).add(Column::Id.in_subquery(self.targets(seat.0))))
            }
        }
    }

    /// Which owners are there.
    pub(crate) fn visible_owners(&self) -> Condition {
        match self.narrowed.map(|narrowed| narrowed.to) {
            Some(Part::Owners(seat)) => Condition::all().add(owners::Column::Id.in_subquery(self.targets(seat.0))),
            _ => Condition::all(),
        }
    }

    /// Whose imports and print jobs alone are there.
    pub(crate) fn made_by(&self) -> Option<Uuid> {
        self.narrowed.map(|narrowed| narrowed.person.0)
    }

    pub(crate) fn targets(&self, seat: Uuid) -> SelectStatement {
        scope_targets::Entity::find()
            .select_only()
            .column(scope_targets::Column::TargetId)
            .filter(scope_targets::Column::MerchantId.eq(self.merchant))
            .filter(scope_targets::Column::SeatId.eq(seat))
            .into_query()
    }

    /// What is chosen for these seats (or open invitations), as seat and target.
    pub async fn scope_targets(&self, seats: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
        Ok(scope_targets::Entity::find()
            .select_only()
            .columns([scope_targets::Column::SeatId, scope_targets::Column::TargetId])
            .filter(scope_targets::Column::MerchantId.eq(self.merchant))
            .filter(scope_targets::Column::SeatId.is_in(seats.iter().copied()))
            .limit((seats.len() * SCOPE_TARGETS_MAX) as u64)
            .into_tuple()
            .all(self.conn)
            .await?)
    }
}

impl WriteTx<'_> {
    /// Chooses for a seat (or an open invitation), in place of what was chosen.
    pub async fn set_scope_targets(&self, seat: Uuid, targets: &[Uuid]) -> Result<(), StoreError> {
        scope_targets::Entity::delete_many()
            .filter(scope_targets::Column::MerchantId.eq(self.merchant))
            .filter(scope_targets::Column::SeatId.eq(seat))
            .exec(self.conn)
            .await?;
        if targets.is_empty() {
            return Ok(());
        }
        let rows = targets.iter().map(|target| scope_targets::ActiveModel {
            merchant_id: Set(self.merchant),
            seat_id: Set(seat),
            target_id: Set(*target),
        });
        scope_targets::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// Where one of `targets` was chosen, `by` is; nothing where there is no `by`.
    pub(crate) async fn replace_scope_targets(&self, targets: &[Uuid], by: Option<Uuid>) -> Result<(), StoreError> {
        use scope_targets::Column;
        let chosen = Condition::all()
            .add(Column::MerchantId.eq(self.merchant))
            .add(Column::TargetId.is_in(targets.iter().copied()));
        let rows = scope_targets::Entity::find().filter(chosen.clone()).all(self.conn).await?;
        let mut seats: Vec<Uuid> = rows.into_iter().map(|row| row.seat_id).collect();
        seats.sort_unstable();
        seats.dedup();
        scope_targets::Entity::delete_many().filter(chosen).exec(self.conn).await?;
        let Some(by) = by else { return Ok(()) };
        for seat in seats {
            let row =
                scope_targets::ActiveModel { merchant_id: Set(self.merchant), seat_id: Set(seat), target_id: Set(by) };
            let key = [Column::MerchantId, Column::SeatId, Column::TargetId];
            scope_targets::Entity::insert(row)
                .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
                .exec_without_returning(self.conn)
                .await?;
        }
        Ok(())
    }
}
