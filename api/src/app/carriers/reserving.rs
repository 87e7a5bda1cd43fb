//! Orders that are to be sent with a carrier: what can be refused here is refused, and the others are reserved in the transaction of the
//! one who asks. Who asks carriers comes later, see `placing`.

use std::collections::{HashMap, hash_map::Entry};

use carrier::{Capabilities, RemoteCarrier};
use shared::{
    CarrierAccountId, CarrierOrderId, OrderId,
    carriers::{Placement, PlacementState},
    orders::{OrderIds, OrderState},
    services::Services,
};
use store::{
    AuditEntry, CarrierAccountRecord, CarrierOrderRecord, CarrierWords, Connection, OrderRecord, Scoped, WriteTx,
};

use super::{not_set_up, order};
use crate::app::{
    App, AppError, Caller, Words,
    orders::{count_ids, draft, ready},
    parts::SentBy,
    shipping::{self, Draft, Refusal, SentWith, Terms},
};

/// Each order that is given, on its way or why it is not.
pub type Given = HashMap<OrderId, Result<(), AppError>>;

/// An account that orders can be sent with, if one is named.
pub async fn known_account<C: Connection>(
    reader: &Scoped<'_, C>,
    id: Option<CarrierAccountId>,
) -> Result<(), AppError> {
    match id {
        Some(id) => reader.carrier_account(id).await?.map(drop).ok_or_else(no_account),
        None => Ok(()),
    }
}

fn no_account() -> AppError {
    AppError::invalid(
        "/carrier_account_id",
        "unknown_account",
        Words::new("没有这个快递账号。", "There is no such carrier account."),
    )
}

/// A carrier answers when it likes, and a single shipment is answered at once.
pub fn by_way_of_the_pool() -> AppError {
    AppError::Conflict {
        code: "carrier_by_rule",
        words: Words::new(
            "规则指定这单由快递账号承运：请存入订单池，从那里下单。",
            "A rule sends this order with a carrier account: keep it in the order pool and ship it from there.",
        ),
    }
}

/// The account, where orders can be given to its carrier now.
pub async fn usable_account(
    app: &App,
    tx: &WriteTx<'_>,
    id: CarrierAccountId,
) -> Result<CarrierAccountRecord, AppError> {
    let account = tx.carrier_account(id).await?.ok_or_else(no_account)?;
    app.settings.carriers.line(&account.carrier).ok_or_else(not_set_up)?;
    Ok(account)
}

/// Gives orders of the pool to a carrier, and answers what is to be logged of it, last of all. The caller wakes those who ask carriers once the transaction is committed.
pub async fn give(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    id: CarrierAccountId,
    records: &[&OrderRecord],
) -> Result<(Given, Vec<AuditEntry>), AppError> {
    let account = match usable_account(app, tx, id).await {
        Ok(account) => account,
        Err(error @ (AppError::Invalid(_) | AppError::Unacceptable { .. })) => {
            let refused = records.iter().map(|record| (record.id, Err(error.clone()))).collect();
            return Ok((refused, Vec::new()));
        }
        Err(other) => return Err(other),
    };
    let capabilities = capabilities(app, &account);
    let (mut known, mut taken) = (HashMap::new(), HashMap::<SentBy, Vec<OrderId>>::new());
    let (mut given, mut entries) = (Given::new(), Vec::new());
    for record in records {
        let result = fits(app, caller, tx, &mut known, (&account, capabilities, record)).await;
        if let Ok(by) = &result {
            taken.entry(*by).or_default().push(record.id);
            entries.push(caller.audit(app, "order.place", format!("order {}", record.id), account.account.clone()));
        }
        given.insert(record.id, result.map(drop));
    }
    for (by, orders) in taken {
        let terms = known.get(&by).ok_or_else(|| AppError::internal("orders taken without terms"))?;
        reserve(app, tx, &account, terms, &orders).await?;
    }
    Ok((given, entries))
}

/// Everything that can be refused here is refused before a carrier is asked. `known` are the terms of those who sent before.
async fn fits(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    known: &mut HashMap<SentBy, Terms>,
    (account, capabilities, record): (&CarrierAccountRecord, Capabilities, &OrderRecord),
) -> Result<SentBy, AppError> {
    let by = ready(record)?;
    if let Some(words) = order::cannot(capabilities, account, &record.services) {
        return Err(AppError::Conflict { code: "carrier_cannot", words });
    }
    let terms = match known.entry(by) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => unknown.insert(shipping::terms(app, tx, by, caller.user).await?),
    };
    let draft = Draft { sent_with: SentWith::Account(account.id), ..draft(record) };
    shipping::priced(app, terms, draft).map_err(Refusal::into_error)?;
    Ok(by)
}

/// What the account's carrier can do; nothing where the network has not set it up.
fn capabilities(app: &App, account: &CarrierAccountRecord) -> Capabilities {
    let line = app.settings.carriers.line(&account.carrier);
    line.map_or(Capabilities::of(&[]), |line| line.carrier.capabilities())
}

/// Whether the account's carrier is given orders with these services.
pub fn takes(app: &App, account: &CarrierAccountRecord, services: &Services) -> bool {
    order::cannot(capabilities(app, account), account, services).is_none()
}

/// Reserves open orders for a carrier, all from the same sender, who is kept as they are now.
pub async fn reserve(
    app: &App,
    tx: &WriteTx<'_>,
    account: &CarrierAccountRecord,
    terms: &Terms,
    orders: &[OrderId],
) -> Result<(), AppError> {
    let now = app.now();
    let reserved = |order: &OrderId| {
        let id = CarrierOrderId(app.id());
        CarrierOrderRecord {
            id,
            account: account.id,
            order: *order,
            partner_code: id.0.simple().to_string(),
            state: PlacementState::Placing,
            tries: 0,
            run_at: Some(now),
            words: CarrierWords::default(),
            shipment: None,
            is_followed: false,
            asked_by: terms.made_by,
            asked_at: now,
            updated_at: now,
            sender: Some(terms.sender.clone()),
            route_at: None,
            route_tries: 0,
            track_at: None,
            track_tries: 0,
            tracked_at: None,
        }
    };
    let records: Vec<CarrierOrderRecord> = orders.iter().map(reserved).collect();
    tx.add_carrier_orders(&records).await?;
    Ok(tx.set_order_states(orders, OrderState::Placing).await?)
}

/// How these orders stand with carriers; those that were never given to one are left out.
pub async fn placements(app: &App, caller: &Caller, request: &OrderIds) -> Result<Vec<Placement>, AppError> {
    count_ids(&request.order_ids)?;
    let records = app.store.read(caller.scope()?).placements(&request.order_ids).await?;
    let view = |record: CarrierOrderRecord| {
        let words = caller.language.pick(&record.words.zh, &record.words.en).clone();
        Placement {
            order_id: record.order,
            account_id: record.account,
            state: record.state,
            words: Some(words).filter(|words| !words.is_empty()),
            tries: record.tries,
            asked_at: record.asked_at,
            updated_at: record.updated_at,
            shipment_id: record.shipment,
        }
    };
    Ok(records.into_iter().map(view).collect())
}
