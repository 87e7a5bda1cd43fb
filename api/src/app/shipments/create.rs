//! Making single shipments. Those of one merchant that are asked for at the same time are written together.

use std::{
    collections::{HashMap, hash_map::Entry},
    rc::Rc,
};

use shared::{
    UserId,
    limits::{GOODS_CHARS, ORDER_NO_CHARS, QUANTITY, REMARK_CHARS},
    orders::SHOP_CHARS,
    services::INSURED_MAX,
    shipments::{Shipment, ShipmentCreate},
};
use store::{IdempotencyKey, KeptAnswer, OrderRuleRecord, Remembered, TenantScope, WriteTx};
use tokio::sync::oneshot;
use units::Money;

use crate::app::{
    App, AppError, Caller, Words, carriers,
    contacts::CREATED,
    error::FieldFault,
    gather::{Gather, Turn},
    idempotency::{self, Once},
    parties::{self, Resolved},
    parts::{self, SentBy, Within},
    quotes, rules, services,
    shipments::view,
    shipping::{self, Draft, PricedDraft, Refusal, SentWith, Terms},
    validation::Faults,
};

/// Shipments of one transaction. More would keep others from writing for long.
const TOGETHER_MAX: usize = 32;

/// Shipments that wait to be made.
pub type Creations = Gather<TenantScope, Request>;

type Outcome = Result<Once<Shipment>, AppError>;

/// One shipment that was asked for.
pub struct Request {
    caller: Caller,
    key: Option<IdempotencyKey>,
    draft: Draft,
    answer: oneshot::Sender<Outcome>,
}

pub async fn create(app: &App, caller: &Caller, key: Option<IdempotencyKey>, request: &ShipmentCreate) -> Outcome {
    let scope = caller.scope()?;
    let (answer, outcome) = oneshot::channel();
    let contact = parties::of_contact(app, scope, request.receiver_contact_id).await?;
    let request = Request { caller: caller.clone(), key, draft: draft(app, request, contact)?, answer };
    if let Some(turn) = app.creations.join(scope, request) {
        // A task of its own: a caller who goes away does not take the others' shipments along.
        tokio::task::spawn_local(work(app.clone(), scope, turn));
    }
    outcome.await.map_err(|_| AppError::internal("the making of the shipment broke off"))?
}

async fn work(app: App, scope: TenantScope, mut turn: Turn<TenantScope, Request>) {
    loop {
        let requests = turn.next(TOGETHER_MAX, fits);
        if requests.is_empty() {
            return;
        }
        let outcomes = make(&app, scope, &requests).await;
        for (request, outcome) in requests.into_iter().zip(outcomes) {
            // Whoever asked may have gone away; the shipment stands all the same.
            let _ = request.answer.send(outcome);
        }
    }
}

/// Two requests with one key are not written together: the second repeats the first.
fn fits(taken: &[Request], request: &Request) -> bool {
    request.key.is_none() || taken.iter().all(|other| other.key.as_ref().map(hash) != request.key.as_ref().map(hash))
}

fn hash(key: &IdempotencyKey) -> &[u8] {
    &key.key_hash
}

/// Makes all in one transaction; where one of them spoils it (its order number is taken), each alone.
async fn make(app: &App, scope: TenantScope, requests: &[Request]) -> Vec<Outcome> {
    let prepared = prepare(app, scope, requests).await;
    let error = match make_together(app, scope, requests, &prepared).await {
        Ok(outcomes) => return outcomes,
        Err(error) => error,
    };
    if requests.len() == 1 {
        return vec![Err(order_no_taken(error))];
    }
    let mut outcomes = Vec::with_capacity(requests.len());
    for (request, prepared) in requests.iter().zip(prepared.chunks(1)) {
        let outcome = make_together(app, scope, std::slice::from_ref(request), prepared).await;
        outcomes.push(
            outcome.map_err(order_no_taken).and_then(|mut one| {
                one.pop().unwrap_or_else(|| Err(AppError::internal("a request without an outcome")))
            }),
        );
    }
    outcomes
}

/// What is read before the transaction, so that it is short.
struct Prepared {
    terms: SharedTerms,
    priced: Result<PricedDraft, AppError>,
}

type SharedTerms = Rc<Result<MadeBy, AppError>>;

struct MadeBy {
    terms: Terms,
    name: String,
}

/// Requests of the same person from the same sender share their terms.
async fn prepare(app: &App, scope: TenantScope, requests: &[Request]) -> Vec<Prepared> {
    let mut known: HashMap<(UserId, SentBy), SharedTerms> = HashMap::new();
    let mut prepared = Vec::with_capacity(requests.len());
    let rules = rules_for(app, scope).await;
    for request in requests {
        let mut draft = request.draft.clone();
        let terms = match &rules {
            Err(error) => Rc::new(Err(error.clone())),
            Ok((rules, within)) => {
                rules::apply(rules, within, &mut draft);
                match known.entry((request.caller.user, draft.by)) {
                    Entry::Occupied(entry) => entry.get().clone(),
                    Entry::Vacant(entry) => entry.insert(Rc::new(made_by(app, scope, request, draft.by).await)).clone(),
                }
            }
        };
        let priced = match &*terms {
            Ok(_) if draft.sent_with.account().is_some() => Err(carriers::by_way_of_the_pool()),
            Ok(by) => shipping::priced(app, &by.terms, draft).map_err(Refusal::into_error),
            Err(error) => Err(error.clone()),
        };
        prepared.push(Prepared { terms, priced });
    }
    prepared
}

/// The rules, and what the people of this scope may ship for; all of a batch have the same scope.
async fn rules_for(app: &App, scope: TenantScope) -> Result<(Vec<OrderRuleRecord>, Within), AppError> {
    shipping::freshen(app).await?;
    let reader = app.store.read(scope);
    Ok((reader.order_rules().await?, parts::within(&reader).await?))
}

async fn made_by(app: &App, scope: TenantScope, request: &Request, by: SentBy) -> Result<MadeBy, AppError> {
    let reader = app.store.read(scope);
    let terms = shipping::terms(app, &reader, by, request.caller.user).await?;
    let name = reader.operator_name(request.caller.user).await?.unwrap_or_default();
    Ok(MadeBy { terms, name })
}

/// An outcome for each request, or an error that undid all of them.
async fn make_together(
    app: &App,
    scope: TenantScope,
    requests: &[Request],
    prepared: &[Prepared],
) -> Result<Vec<Outcome>, AppError> {
    app.store
        .write(scope, async |tx| {
            let mut outcomes: Vec<Option<Outcome>> = recall(app, &tx, requests, prepared).await?;
            for group in same_terms(prepared, &outcomes) {
                ship(app, &tx, requests, prepared, &group, &mut outcomes).await?;
            }
            let settled = outcomes
                .into_iter()
                .map(|outcome| outcome.unwrap_or_else(|| Err(AppError::internal("a request that was not looked at"))));
            Ok(settled.collect())
        })
        .await
}

/// What is settled without making anything: repeated requests get their answer, even where it could not be given anew; then those that
/// are refused.
async fn recall(
    app: &App,
    tx: &WriteTx<'_>,
    requests: &[Request],
    prepared: &[Prepared],
) -> Result<Vec<Option<Outcome>>, AppError> {
    let places = |refused: bool| {
        let keyed = requests.iter().zip(prepared).enumerate();
        keyed.filter_map(move |(at, (request, prepared))| {
            request.key.as_ref().filter(|_| prepared.priced.is_err() == refused).map(|key| (at, key))
        })
    };
    let keys = |refused: bool| places(refused).map(|(_, key)| key).collect::<Vec<_>>();
    let known = tx.claim_idempotency_keys(&keys(false), app.now()).await?;
    let known = places(false).zip(known).chain(places(true).zip(tx.recall_answers(&keys(true)).await?));
    let mut outcomes: Vec<Option<Outcome>> =
        prepared.iter().map(|prepared| prepared.priced.as_ref().err().map(|error| Err(error.clone()))).collect();
    for ((at, _), remembered) in known {
        if remembered != Remembered::Fresh {
            outcomes[at] = Some(idempotency::replay(remembered));
        }
    }
    Ok(outcomes)
}

/// The places of what is still to be made, those with the same terms together.
fn same_terms(prepared: &[Prepared], outcomes: &[Option<Outcome>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in (0..prepared.len()).filter(|at| outcomes[*at].is_none()) {
        match groups.iter_mut().find(|group| Rc::ptr_eq(&prepared[group[0]].terms, &prepared[at].terms)) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

/// Ships one group and keeps its answers.
async fn ship(
    app: &App,
    tx: &WriteTx<'_>,
    requests: &[Request],
    prepared: &[Prepared],
    group: &[usize],
    outcomes: &mut [Option<Outcome>],
) -> Result<(), AppError> {
    let Some(Ok(by)) = group.first().map(|at| &*prepared[*at].terms) else { return Ok(()) };
    let drafts: Vec<PricedDraft> = group.iter().filter_map(|at| prepared[*at].priced.as_ref().ok().cloned()).collect();
    let made = shipping::ship(app, tx, &by.terms, &drafts).await?;
    let (mut kept, mut entries) = (Vec::new(), Vec::new());
    for (at, made) in group.iter().zip(made) {
        let request = &requests[*at];
        let shipment = view(
            app,
            &request.caller,
            &by.terms.forbidden_goods,
            made.record,
            &made.trace,
            &[made.ordered],
            by.name.clone(),
        );
        if let Some(key) = &request.key {
            let body = serde_json::to_vec(&shipment).map_err(AppError::internal)?;
            kept.push(KeptAnswer { key, status: CREATED, body });
        }
        let subject = format!("shipment {}", shipment.id);
        entries.push(request.caller.audit(app, "shipment.create", subject, shipment.waybill_no.clone()));
        outcomes[*at] = Some(Ok(Once { answer: shipment, replayed: false }));
    }
    tx.keep_answers(&kept, app.now()).await?;
    Ok(tx.add_audit_entries(entries).await?)
}

pub fn check_insured(faults: &mut Faults, insured: Option<Money>) {
    if insured.is_some_and(|value| value.is_negative() || value > INSURED_MAX) {
        faults.add(FieldFault::new(
            "/insured",
            "out_of_range",
            Words::new(
                format!("保价金额须在 0 到 {INSURED_MAX} 元之间。"),
                format!("It must be 0 to {INSURED_MAX} yuan."),
            ),
        ));
    }
}

fn order_no_taken(error: AppError) -> AppError {
    match error {
        AppError::UniqueViolation => AppError::Conflict {
            code: "order_no_taken",
            words: Words::new(
                "这个订单号已经下过单；如需再寄，请换一个订单号。",
                "This order number was shipped before; use another one to ship again.",
            ),
        },
        other => other,
    }
}

fn draft(app: &App, request: &ShipmentCreate, contact: Option<Resolved>) -> Result<Draft, AppError> {
    let mut faults = Faults::default();
    let receiver = parties::receiver(request.receiver.as_ref(), contact, &mut faults);
    let goods = faults.text("/goods", &request.goods, true, GOODS_CHARS);
    let remark = faults.text("/remark", &request.remark, false, REMARK_CHARS);
    let order_no = request.order_no.as_deref().map(|text| faults.text("/order_no", text, true, ORDER_NO_CHARS));
    faults.range("/quantity", request.quantity, 1, QUANTITY);
    quotes::check_parcel(&mut faults, request.weight_g, request.size_mm);
    check_insured(&mut faults, request.insured);
    let shop = faults.text("/shop", &request.shop, false, SHOP_CHARS);
    let services = services::checked("/services", &request.services, &mut faults);
    faults.settle()?;
    let receiver = receiver.ok_or_else(|| AppError::internal("a receiver without faults did not resolve"))?;
    Ok(Draft {
        order: None,
        dedupe_key: order_no.clone().unwrap_or_else(|| format!("~{}", app.id())),
        order_no,
        source: "api".to_owned(),
        import: None,
        place: receiver.place,
        receiver: receiver.pii,
        goods,
        quantity: request.quantity,
        weight_g: request.weight_g,
        size_mm: request.size_mm,
        insured: request.insured.filter(|value| *value > Money::ZERO),
        remark,
        shop,
        services,
        sent_with: if request.by_network { SentWith::Network } else { SentWith::Unsaid },
        by: SentBy { sender: request.sender_contact_id, owner: request.owner_id, department: request.department_id },
        ..Draft::default()
    })
}
