//! A parcel in somebody's hands: what a courier or a sorter is shown of it, and that it was shown.

use carrier::reading;
use shared::tracks::{ParcelInHand, ParcelLook};

use crate::app::{App, AppError, Caller, journeys, parties, tracks};

/// Shows the parcel of a number, the receiver masked. Who looked is written into the merchant's log.
pub async fn look(app: &App, caller: &Caller, request: &ParcelLook) -> Result<ParcelInHand, AppError> {
    let number = reading::read(&request.waybill_no).ok_or(AppError::NotFound)?.number;
    let found = app.store.network().find_waybills(std::slice::from_ref(&number)).await?;
    let (_, scope, id) = found.into_iter().next().ok_or(AppError::NotFound)?;
    let merchant_name = app.store.read(scope).merchant().await?.name;
    app.store
        .write(scope, async |tx| {
            let shipment = tx.shipment(id).await?.ok_or(AppError::NotFound)?;
            let events: Vec<_> = tx.scan_events(id).await?.into_iter().map(tracks::without_words).collect();
            let asked = tx.open_instructions_of(id).await?;
            tx.add_audit_entry(caller.audit(app, "parcel.look", format!("shipment {id}"), number.clone())).await?;
            Ok(ParcelInHand {
                waybill_no: shipment.waybill_no.clone(),
                merchant_name: merchant_name.clone(),
                state: shipment.state,
                phase: shipment.state.phase(),
                route_code: shipment.route_code.clone(),
                bag_hub: shipment.bag_hub.clone(),
                receiver: parties::masked(&shipment.place, &shipment.receiver),
                services: shipment.services,
                from_receiver: shipment.from_receiver,
                asked,
                next_step: journeys::next_step(shipment.state, events.last(), caller.language),
                last: tracks::track(&events, caller.language).into_iter().next(),
            })
        })
        .await
}
