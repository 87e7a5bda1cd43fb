//! Parcels whose orders go with an account at a carrier: the carrier answers when it likes, so the order is given to it as it was weighed,
//! and the parcel is packed once the number is there.

use shared::{
    OrderId,
    packing::{PackingCreate, PackingGiven},
};
use store::{IdempotencyKey, WriteTx};

use super::{Scanned, checked, scanned};
use crate::app::{
    App, AppError, Caller, Words, carriers,
    idempotency::{Once, once},
    shipping,
};

/// The status of an answer that is kept with its key.
const ACCEPTED: u16 = 202;

/// Gives an order to the carrier of the account it names, with the weight it was packed with. The same key gives the same order once.
pub async fn give(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &PackingCreate,
) -> Result<Once<PackingGiven>, AppError> {
    let (code, _) = checked(app, request)?;
    shipping::freshen(app).await?;
    let given = app
        .store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), ACCEPTED, async || {
                let order = meant(&tx, request.order_id, code.as_deref()).await?;
                give_one(app, caller, &tx, order, request.weight_g).await
            })
            .await
        })
        .await?;
    app.nudge.notify_one();
    Ok(given)
}

/// The order that was shown, or the one that a code stands for.
async fn meant(tx: &WriteTx<'_>, order: Option<OrderId>, code: Option<&str>) -> Result<OrderId, AppError> {
    match (order, code) {
        (Some(order), _) => Ok(order),
        (None, Some(code)) => match scanned(tx, code).await? {
            Scanned::Order(record, _) => Ok(record.id),
            Scanned::Shipment(_) => Err(nothing_to_give()),
        },
        (None, None) => Err(AppError::internal("a parcel without order and code")),
    }
}

async fn give_one(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    id: OrderId,
    weight_g: u32,
) -> Result<PackingGiven, AppError> {
    let Some(mut record) = tx.pooled_orders_for_update(&[id]).await?.pop() else {
        tx.shipment_of_order(id).await?.ok_or(AppError::NotFound)?;
        return Err(nothing_to_give());
    };
    let account = record.carrier_account.ok_or_else(nothing_to_give)?;
    record.weight_g = Some(weight_g);
    tx.set_order(&record).await?;
    let (mut given, entries) = carriers::give(app, caller, tx, account, &[&record]).await?;
    given.remove(&id).unwrap_or(Err(AppError::NotFound))?;
    tx.add_audit_entries(entries).await?;
    Ok(PackingGiven { order_id: id, carrier_account_id: account })
}

fn nothing_to_give() -> AppError {
    AppError::Conflict {
        code: "pack_at_once",
        words: Words::new(
            "这单由本网络承运或已有运单号，直接打包即可。",
            "This order goes with the network, or has its number already: pack it at once.",
        ),
    }
}
