//! Where the rows of a chunk become orders and shipments: for whom each is sent, by what the row says, the rules and the import, in this
//! order.

use std::collections::{HashMap, HashSet};

use shared::{CarrierAccountId, DepartmentId, OrderId, OwnerId, ShipmentId, orders::OrderState};
use sheet::Field;
use store::{
    CarrierAccountRecord, DepartmentRecord, ImportRecord, Narrowed, OrderRuleRecord, OwnerRecord, Part, WriteTx,
};
use units::Money;

use super::senders::Senders;
use crate::app::{
    App, AppError, caller, carriers,
    imports::CheckedRow,
    ledger,
    parts::{self, SentBy, Within},
    problem_text::KeptProblem,
    rules, services,
    shipping::{self, Draft, PricedDraft, Terms},
};

/// What orders that wait for money are flagged with, where nothing else is.
const UNPAID: &str = "余额不足";

/// An order, and a shipment where it was shipped.
pub type Made = (Option<OrderId>, Option<ShipmentId>);

/// What becomes of a row.
pub enum Verdict {
    Take {
        priced: Box<PricedDraft>,
        /// What whoever handed it in is told that it costs.
        price: Money,
        by: SentBy,
        made: Made,
    },
    Duplicate,
    Reject(Vec<KeptProblem>),
}

/// Where a row that is taken goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    /// Into the pool.
    Waits,
    Network,
    Carrier(CarrierAccountId),
}

/// One chunk's place of work.
pub struct Desk<'a, 'tx> {
    app: &'a App,
    tx: &'a WriteTx<'tx>,
    import: &'a ImportRecord,
    /// As whoever handed the file in sees the merchant: nobody ships for whom they do not see.
    maker: WriteTx<'tx>,
    within: Within,
    rules: Vec<OrderRuleRecord>,
    /// None: the merchant has none, and what a file calls so is something else.
    owners: Option<Vec<OwnerRecord>>,
    departments: Option<Vec<DepartmentRecord>>,
    senders: Senders,
    terms: HashMap<SentBy, Result<Terms, KeptProblem>>,
    /// Those that rows are sent with; none: no order can be given to its carrier now.
    accounts: HashMap<CarrierAccountId, Option<CarrierAccountRecord>>,
}

/// What the person who handed it in sees now.
async fn narrowed_maker(tx: &WriteTx<'_>, import: &ImportRecord) -> Result<Option<Narrowed>, AppError> {
    let seat = tx.operators().await?.into_iter().find(|operator| operator.user == import.created_by);
    Ok(seat.and_then(|seat| caller::narrowed(seat.user, Some(seat.id), seat.data_scope)))
}

impl<'a, 'tx> Desk<'a, 'tx> {
    pub async fn of(
        app: &'a App,
        tx: &'a WriteTx<'tx>,
        import: &'a ImportRecord,
        checked: &[CheckedRow],
    ) -> Result<Desk<'a, 'tx>, AppError> {
        let named = |said: fn(&CheckedRow) -> &String| checked.iter().any(|row| !said(row).is_empty());
        let maker = tx.narrowed_to(narrowed_maker(tx, import).await?);
        let (has_owners, has_departments) = (
            named(|row| &row.owner) && !tx.owners().await?.is_empty(),
            named(|row| &row.department) && !tx.departments().await?.is_empty(),
        );
        Ok(Desk {
            app,
            tx,
            import,
            within: parts::within(&maker).await?,
            rules: tx.order_rules().await?,
            owners: if has_owners { Some(maker.owners().await?) } else { None },
            departments: if has_departments { Some(maker.departments().await?) } else { None },
            senders: Senders::of(&maker, checked).await?,
            terms: HashMap::new(),
            accounts: HashMap::new(),
            maker,
        })
    }

    /// Says of every row what becomes of it; nothing is made yet.
    pub async fn sort(&mut self, checked: &[CheckedRow], mut known: HashSet<String>) -> Result<Vec<Verdict>, AppError> {
        // An import from where nothing can be sent ends before its rows are blamed, unless each says from where it is sent.
        if checked.iter().any(|row| row.sender.is_none()) {
            let import = self.import;
            self.terms(SentBy { sender: import.sender, owner: import.owner, department: import.department }).await?;
        }
        let mut verdicts = Vec::with_capacity(checked.len());
        for row in checked {
            let verdict = match &row.result {
                // Even where it has faults: its order is made, so there is nothing to correct.
                _ if known.contains(&row.dedupe_key) => Verdict::Duplicate,
                Err(problems) => Verdict::Reject(problems.clone()),
                Ok(draft) => match self.take(row, draft.clone()).await? {
                    Ok(taken) => taken,
                    Err(problem) => Verdict::Reject(vec![problem]),
                },
            };
            if matches!(verdict, Verdict::Take { .. }) {
                known.insert(row.dedupe_key.clone());
            }
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }

    async fn take(&mut self, row: &CheckedRow, mut draft: Draft) -> Result<Result<Verdict, KeptProblem>, AppError> {
        match self.named_parts(row) {
            Ok((owner, department)) => (draft.by.owner, draft.by.department) = (owner, department),
            Err(problem) => return Ok(Err(problem)),
        }
        if let Some(sender) = &row.sender {
            match self.senders.find(self.app, sender) {
                Ok(sender) => draft.by.sender = Some(sender),
                Err(problem) => return Ok(Err(problem)),
            }
        }
        rules::apply(&self.rules, &self.within, &mut draft);
        draft.services = services::with_added(draft.services, self.import.default_services);
        let by = self.completed(draft.by);
        let (app, is_an_owners) = (self.app, matches!(self.maker.scope().part(), Some(Part::Owners(_))));
        let terms = match self.terms(by).await? {
            Ok(terms) => terms,
            Err(problem) => return Ok(Err(problem.clone())),
        };
        Ok(match shipping::priced(app, terms, draft) {
            Ok(priced) => {
                let total = priced.price.total;
                let owner_price = shipping::owner_price(terms.markup, total).filter(|_| is_an_owners);
                let price = owner_price.unwrap_or(total);
                Ok(Verdict::Take { priced: Box::new(priced), price, by, made: Made::default() })
            }
            Err(refusal) => Err(KeptProblem {
                field: refusal.field.as_str().to_owned(),
                args: refusal.args,
                ..KeptProblem::of(refusal.code)
            }),
        })
    }

    /// The owner and the department a row names.
    fn named_parts(&self, row: &CheckedRow) -> Result<(Option<OwnerId>, Option<DepartmentId>), KeptProblem> {
        let is = |said: &str, code: &str, name: &str| {
            said.trim().eq_ignore_ascii_case(code.trim()) || said.trim() == name.trim()
        };
        let unknown = |field: Field, code: &str, said: &str| KeptProblem {
            field: field.as_str().to_owned(),
            args: vec![said.chars().take(sheet::ARG_CHARS).collect()],
            ..KeptProblem::of(code)
        };
        let owner = match (row.owner.as_str(), &self.owners) {
            ("", _) | (_, None) => None,
            (said, Some(owners)) => {
                let owner = owners.iter().find(|owner| is(said, &owner.code, &owner.name));
                Some(owner.ok_or_else(|| unknown(Field::Owner, "unknown_owner", said))?.id)
            }
        };
        let department = match (row.department.as_str(), &self.departments) {
            ("", _) | (_, None) => None,
            (said, Some(departments)) => {
                let found = departments.iter().find(|one| is(said, &one.code, &one.name));
                Some(found.ok_or_else(|| unknown(Field::Department, "unknown_department", said))?.id)
            }
        };
        Ok((owner, department))
    }

    /// With what the import says where neither the row nor a rule does. The sending address of the import's owner is not another owner's.
    fn completed(&self, by: SentBy) -> SentBy {
        let owner = by.owner.or(self.import.owner);
        let is_everybodys = self.import.owner.is_none() || owner == self.import.owner;
        let sender = if is_everybodys { by.sender.or(self.import.sender) } else { by.sender };
        SentBy { sender, owner, department: by.department.or(self.import.department) }
    }

    async fn terms(&mut self, by: SentBy) -> Result<&Result<Terms, KeptProblem>, AppError> {
        if !self.terms.contains_key(&by) {
            let sender = by.sender.and_then(|id| self.senders.new_one(id));
            let terms = shipping::terms_from(self.app, &self.maker, by, sender, self.import.created_by).await;
            let terms = match terms {
                Ok(terms) => Ok(terms),
                // An owner that is active no more, or a department of somebody else's: the row's fault, not the import's.
                Err(AppError::Invalid(faults)) => {
                    let fault = faults.into_iter().next();
                    let fault = fault.ok_or_else(|| AppError::internal("a fault without a field"))?;
                    let field = fault.pointer.trim_start_matches('/').trim_end_matches("_id").to_owned();
                    Err(KeptProblem { field, ..KeptProblem::of(fault.code) })
                }
                Err(other) => return Err(other),
            };
            self.terms.insert(by, terms);
        }
        self.terms.get(&by).ok_or_else(|| AppError::internal("terms that were just read"))
    }

    /// Makes what is taken: shipments, orders on their way to the carrier a rule names, or orders that wait where the import or a rule
    /// keeps them. Orders that their carrier cannot be given wait too, for a person.
    pub async fn make(&mut self, verdicts: &mut [Verdict]) -> Result<(), AppError> {
        let senders = verdicts.iter().filter_map(|verdict| match verdict {
            Verdict::Take { by, .. } => by.sender,
            Verdict::Duplicate | Verdict::Reject(_) => None,
        });
        self.senders.write(self.app, self.tx, self.import, &senders.collect()).await?;
        let mut groups: HashMap<(SentBy, Way), Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for (at, verdict) in verdicts.iter().enumerate() {
            if let Verdict::Take { priced, by, .. } = verdict {
                let group = (*by, self.way(&priced.draft).await?);
                groups
                    .entry(group)
                    .or_insert_with(|| {
                        order.push(group);
                        Vec::new()
                    })
                    .push(at);
            }
        }
        for group in order {
            let places = groups.remove(&group).unwrap_or_default();
            let drafts: Vec<PricedDraft> = places
                .iter()
                .filter_map(|at| match &verdicts[*at] {
                    Verdict::Take { priced, .. } => Some((**priced).clone()),
                    _ => None,
                })
                .collect();
            let made = self.made_of(group, &drafts).await?;
            for (at, outcome) in places.into_iter().zip(made) {
                if let Verdict::Take { made, .. } = &mut verdicts[at] {
                    *made = outcome;
                }
            }
        }
        Ok(())
    }

    async fn way(&mut self, draft: &Draft) -> Result<Way, AppError> {
        if !self.import.ship || draft.is_held {
            return Ok(Way::Waits);
        }
        let Some(id) = draft.sent_with.account() else { return Ok(Way::Network) };
        if !self.accounts.contains_key(&id) {
            let account = match carriers::usable_account(self.app, self.tx, id).await {
                Ok(account) => Some(account),
                Err(AppError::Invalid(_) | AppError::Unacceptable { .. }) => None,
                Err(other) => return Err(other),
            };
            self.accounts.insert(id, account);
        }
        let account = self.accounts.get(&id).and_then(Option::as_ref);
        let is_usable = account.is_some_and(|account| carriers::takes(self.app, account, &draft.services));
        Ok(if is_usable { Way::Carrier(id) } else { Way::Waits })
    }

    async fn made_of(&mut self, (by, way): (SentBy, Way), drafts: &[PricedDraft]) -> Result<Vec<Made>, AppError> {
        let (app, tx) = (self.app, self.tx);
        self.terms(by).await?;
        let Some(Ok(terms)) = self.terms.get(&by) else { return Err(AppError::internal("rows taken without terms")) };
        if way == Way::Network {
            let paid = ledger::affordable(tx, drafts.iter().map(|priced| priced.price.total)).await?;
            let (paid, unpaid) = drafts.split_at(paid);
            let mut made: Vec<Made> = Vec::with_capacity(drafts.len());
            if !paid.is_empty() {
                let shipped = shipping::ship(app, tx, terms, paid).await?;
                made.extend(shipped.into_iter().map(|made| (Some(made.record.order), Some(made.record.id))));
            }
            // What the balance does not cover waits for money, and says so.
            let waiting =
                unpaid.iter().map(|priced| Draft { flag: unpaid_flag(&priced.draft), ..priced.draft.clone() });
            let waiting = keep_open(app, tx, terms, waiting).await?;
            made.extend(waiting.into_iter().map(|order| (Some(order), None)));
            return Ok(made);
        }
        let ids = keep_open(app, tx, terms, drafts.iter().map(|priced| priced.draft.clone())).await?;
        if let Way::Carrier(id) = way
            && let Some(Some(account)) = self.accounts.get(&id)
        {
            carriers::reserve(app, tx, account, terms, &ids).await?;
        }
        Ok(ids.into_iter().map(|order| (Some(order), None)).collect())
    }
}

/// Keeps orders without shipping them.
async fn keep_open(
    app: &App,
    tx: &WriteTx<'_>,
    terms: &Terms,
    drafts: impl Iterator<Item = Draft>,
) -> Result<Vec<OrderId>, AppError> {
    let orders: Vec<store::OrderRecord> =
        drafts.map(|draft| shipping::order_record(app, terms, &draft, OrderState::Open)).collect();
    tx.add_orders(&orders).await?;
    Ok(orders.iter().map(|order| order.id).collect())
}

fn unpaid_flag(draft: &Draft) -> String {
    if draft.flag.is_empty() { UNPAID.to_owned() } else { draft.flag.clone() }
}
