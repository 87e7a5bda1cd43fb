//! The rules that say how new orders are sent: kept in an order, asked from the first to the last.

mod asking;

use shared::{
    OrderRuleId,
    orders::{FLAG_CHARS, OrderIds, OrderState},
    rules::{
        OrderRule, OrderRuleSequence, OrderRuleWrite, RULE_NAME_CHARS, RULE_TEST_MAX, RULE_VALUE_CHARS,
        RULE_VALUES_MAX, RULES_MAX, RuleConditions, RuleOutcome, RuleSample, RuleTest, RuleTestItem, RuleTestResult,
        RulesApplied,
    },
};
use store::{IdempotencyKey, OrderRecord, OrderRuleRecord, WriteTx};

use asking::{Facts, asked};
pub use asking::{apply, division_name, whole_name};

use crate::app::{
    App, AppError, Caller, Words, carriers,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    label_templates, orders,
    parts::{self, SentBy, Within},
    services,
    validation::Faults,
};

fn view(record: &OrderRuleRecord) -> OrderRule {
    OrderRule {
        id: record.id,
        name: record.name.clone(),
        is_active: record.is_active,
        conditions: record.conditions.clone(),
        outcome: record.outcome.clone(),
    }
}

/// All rules, in the order in which they are asked.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<OrderRule>, AppError> {
    Ok(app.store.read(caller.scope()?).order_rules().await?.iter().map(view).collect())
}

/// What was written of a rule, checked as far as it can be without the database.
fn checked(request: &OrderRuleWrite) -> Result<OrderRuleWrite, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, RULE_NAME_CHARS);
    let conditions = checked_conditions(&request.conditions, &mut faults);
    let flag = faults.text("/outcome/flag", &request.outcome.flag, false, FLAG_CHARS);
    let services = services::checked("/outcome/services", &request.outcome.services, &mut faults);
    if services.cod.is_some() {
        let words = Words::new("代收货款由订单自己决定。", "Only an order says what is collected.");
        faults.add(FieldFault::new("/outcome/services/cod", "not_in_a_rule", words));
    }
    let outcome = RuleOutcome { flag, services, ..request.outcome.clone() };
    if outcome == RuleOutcome::default() {
        let words = Words::new("请选择命中后做什么。", "Say what becomes of the orders it takes.");
        faults.add(FieldFault::new("/outcome", "required", words));
    }
    faults.settle()?;
    Ok(OrderRuleWrite { name, is_active: request.is_active, conditions, outcome })
}

fn checked_conditions(conditions: &RuleConditions, faults: &mut Faults) -> RuleConditions {
    let mut texts = |pointer: &str, values: &[String]| {
        faults.count_between(pointer, values.len(), 0, RULE_VALUES_MAX);
        let values = values.iter().enumerate().take(RULE_VALUES_MAX);
        values
            .map(|(at, value)| faults.text(&format!("{pointer}/{at}"), value, true, RULE_VALUE_CHARS))
            .collect::<Vec<_>>()
    };
    let (shops, sources, goods) = (
        texts("/conditions/shops", &conditions.shops),
        texts("/conditions/sources", &conditions.sources),
        texts("/conditions/goods", &conditions.goods),
    );
    faults.count_between("/conditions/divisions", conditions.divisions.len(), 0, RULE_VALUES_MAX);
    for (at, code) in conditions.divisions.iter().enumerate().take(RULE_VALUES_MAX) {
        if asking::division_name(*code).is_none() {
            let words = Words::new(format!("没有行政区划 {code}。"), format!("There is no division {code}."));
            faults.add(FieldFault::new(format!("/conditions/divisions/{at}"), "unknown_division", words));
        }
    }
    let (from, below) = (conditions.weight_from_g, conditions.weight_below_g);
    let most = shared::limits::WEIGHT_G;
    faults.range("/conditions/weight_from_g", from.unwrap_or(0), 0, most);
    faults.range("/conditions/weight_below_g", below.unwrap_or(1), 1, most + 1);
    if let (Some(from), Some(below)) = (from, below)
        && below <= from
    {
        let words = Words::new("上限须大于下限。", "It must be above the lower bound.");
        faults.add(FieldFault::new("/conditions/weight_below_g", "out_of_range", words));
    }
    RuleConditions { shops, sources, goods, ..conditions.clone() }
}

/// What the outcome names must be there.
async fn require_known(tx: &WriteTx<'_>, outcome: &RuleOutcome, before: &RuleOutcome) -> Result<(), AppError> {
    let below_outcome = |error| match error {
        AppError::Invalid(faults) => AppError::Invalid(
            faults
                .into_iter()
                .map(|fault| FieldFault { pointer: format!("/outcome{}", fault.pointer), ..fault })
                .collect(),
        ),
        other => other,
    };
    let by = SentBy { sender: None, owner: outcome.owner_id, department: outcome.department_id };
    parts::sent_by(tx, by).await.map_err(below_outcome)?;
    parts::known_sender(tx, outcome.sender_contact_id).await.map_err(below_outcome)?;
    // One that is gone meanwhile keeps nobody from changing the rest.
    let account = outcome.carrier_account_id.filter(|id| before.carrier_account_id != Some(*id));
    carriers::known_account(tx, account).await.map_err(below_outcome)?;
    if let Some(template) = &outcome.template_id {
        let chosen = label_templates::chosen(tx, template, "/outcome/template_id").await?;
        label_templates::refuse_other_than_waybill(&chosen.template, "/outcome/template_id")?;
    }
    Ok(())
}

pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &OrderRuleWrite,
) -> Result<Once<OrderRule>, AppError> {
    let wanted = checked(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let rules = tx.order_rules().await?;
                if rules.len() >= RULES_MAX {
                    return Err(AppError::Conflict {
                        code: "too_many",
                        words: Words::new(format!("最多 {RULES_MAX} 条。"), format!("There are at most {RULES_MAX}.")),
                    });
                }
                require_known(&tx, &wanted.outcome, &RuleOutcome::default()).await?;
                let record = OrderRuleRecord {
                    id: OrderRuleId(app.id()),
                    place: rules.last().map_or(1, |last| last.place + 1),
                    name: wanted.name.clone(),
                    is_active: wanted.is_active,
                    conditions: wanted.conditions.clone(),
                    outcome: wanted.outcome.clone(),
                };
                tx.add_order_rule(&record, app.now()).await?;
                tx.add_audit_entry(caller.audit(app, "order_rule.create", record.id, record.name.clone())).await?;
                Ok(view(&record))
            })
            .await
        })
        .await
}

pub async fn update(
    app: &App,
    caller: &Caller,
    id: OrderRuleId,
    request: &OrderRuleWrite,
) -> Result<OrderRule, AppError> {
    let wanted = checked(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let rules = tx.order_rules().await?;
            let before = rules.iter().find(|rule| rule.id == id).ok_or(AppError::NotFound)?;
            require_known(&tx, &wanted.outcome, &before.outcome).await?;
            let record = OrderRuleRecord {
                name: wanted.name.clone(),
                is_active: wanted.is_active,
                conditions: wanted.conditions.clone(),
                outcome: wanted.outcome.clone(),
                ..before.clone()
            };
            tx.set_order_rule(&record, app.now()).await?;
            tx.add_audit_entry(caller.audit(app, "order_rule.change", id, record.name.clone())).await?;
            Ok(view(&record))
        })
        .await
}

/// Takes a rule away; orders it took stay as they are.
pub async fn delete(app: &App, caller: &Caller, id: OrderRuleId) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            if !tx.delete_order_rule(id).await? {
                return Err(AppError::NotFound);
            }
            Ok(tx.add_audit_entry(caller.audit(app, "order_rule.delete", id, "")).await?)
        })
        .await
}

/// Puts the rules in another order; every rule is named once.
pub async fn arrange(app: &App, caller: &Caller, request: &OrderRuleSequence) -> Result<Vec<OrderRule>, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let rules = tx.order_rules().await?;
            let (mut named, mut known) =
                (request.rule_ids.clone(), rules.iter().map(|rule| rule.id).collect::<Vec<_>>());
            named.sort_unstable();
            known.sort_unstable();
            if named != known {
                let words = Words::new("请列出每条规则各一次。", "Name every rule once.");
                return Err(AppError::invalid("/rule_ids", "not_every_rule", words));
            }
            let mut arranged = Vec::with_capacity(rules.len());
            for (place, id) in (1..).zip(&request.rule_ids) {
                let Some(rule) = rules.iter().find(|rule| rule.id == *id) else { continue };
                let rule = OrderRuleRecord { place, ..rule.clone() };
                if rules.iter().any(|before| before.id == *id && before.place != place) {
                    tx.set_order_rule(&rule, app.now()).await?;
                }
                arranged.push(view(&rule));
            }
            tx.add_audit_entry(caller.audit(app, "order_rule.arrange", "order rules", "")).await?;
            Ok(arranged)
        })
        .await
}

/// Which rule takes these orders, and why. Nothing is changed.
pub async fn test(app: &App, caller: &Caller, request: &RuleTest) -> Result<RuleTestResult, AppError> {
    let mut faults = Faults::default();
    // A sample alone is enough.
    let least = usize::from(request.sample.is_none());
    faults.count_between("/order_ids", request.order_ids.len(), least, RULE_TEST_MAX);
    faults.settle()?;
    let reader = app.store.read(caller.scope()?);
    let rules = reader.order_rules().await?;
    let mut items = Vec::new();
    for id in &request.order_ids {
        let record = reader.pooled_order(*id).await?.ok_or_else(|| {
            let words = Words::new("订单池里没有这个订单。", "There is no such order in the pool.");
            AppError::invalid("/order_ids", "unknown_order", words)
        })?;
        items.push(item(caller, &rules, &record));
    }
    if let Some(sample) = &request.sample {
        let facts = Facts::of_sample(sample, division_of(sample)?);
        let (taken_by, asked) = asked(&rules, &facts, caller.language);
        items.push(RuleTestItem { order_id: None, order_no: None, taken_by, asked });
    }
    Ok(RuleTestResult { items })
}

fn item(caller: &Caller, rules: &[OrderRuleRecord], record: &OrderRecord) -> RuleTestItem {
    let draft = orders::draft(record);
    let (taken_by, asked) = asked(rules, &Facts::of(&draft), caller.language);
    RuleTestItem { order_id: Some(record.id), order_no: record.order_no.clone(), taken_by, asked }
}

/// As far as the sample names it: a province, a county, or nothing.
fn division_of(sample: &RuleSample) -> Result<Option<u32>, AppError> {
    if sample.province.trim().is_empty() {
        return Ok(None);
    }
    if sample.city.trim().is_empty() && sample.district.trim().is_empty() {
        let named = |division: &&address::Division| division.province.starts_with(sample.province.trim());
        return match address::divisions().iter().find(named) {
            Some(division) => Ok(Some(division.code / 10_000)),
            None => {
                let words = Words::new("没有这个省。", "There is no such province.");
                Err(AppError::invalid("/sample/province", "unknown_province", words))
            }
        };
    }
    // A rule needs no street; the locator does.
    let located = address::locate(&sample.province, &sample.city, &sample.district, "1");
    located
        .map(|located| Some(located.division_code))
        .map_err(|problem| AppError::invalid("/sample/province", problem.code, crate::app::parties::words(&problem)))
}

/// Asks the rules again about orders that wait, and does as they say. What an order has stays; what it lacks it gets.
pub async fn apply_to(app: &App, caller: &Caller, request: &OrderIds) -> Result<RulesApplied, AppError> {
    let mut faults = Faults::default();
    faults.count("/order_ids", request.order_ids.len(), RULE_TEST_MAX);
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let rules = tx.order_rules().await?;
            let within = parts::within(&tx).await?;
            let records = tx.pooled_orders_for_update(&request.order_ids).await?;
            let (mut items, mut entries) = (Vec::with_capacity(records.len()), Vec::new());
            for record in records.iter().filter(|record| record.state == OrderState::Open) {
                let mut item = item(caller, &rules, record);
                if item.taken_by.is_some() {
                    match taken(&tx, &rules, &within, record).await {
                        Ok(after) => {
                            tx.set_order(&after).await?;
                            entries.push(caller.audit(app, "order.rule", format!("order {}", record.id), ""));
                        }
                        // What the rule names is active no more: this order stays as it is, and says so.
                        Err(AppError::Invalid(_)) => item.taken_by = None,
                        Err(other) => return Err(other),
                    }
                }
                items.push(item);
            }
            tx.add_audit_entries(entries).await?;
            Ok(RulesApplied { items })
        })
        .await
}

async fn taken(
    tx: &WriteTx<'_>,
    rules: &[OrderRuleRecord],
    within: &Within,
    record: &OrderRecord,
) -> Result<OrderRecord, AppError> {
    let mut draft = orders::draft(record);
    apply(rules, within, &mut draft);
    let by = parts::sent_by(tx, draft.by).await?;
    Ok(OrderRecord {
        sender: by.sender,
        owner: by.owner,
        department: by.department,
        services: draft.services,
        carrier_account: draft.sent_with.account(),
        template: draft.template,
        rule: draft.rule,
        is_held: draft.is_held,
        flag: draft.flag,
        ..record.clone()
    })
}
