//! Asking a carrier to tell what happens to a parcel that was placed with it.

use carrier::{RemoteCarrier, RemoteError, RemotePorts, remote::Subscription, zto::Zto};
use shared::CarrierOrderId;
use store::{CarrierAccountRecord, CarrierOrderRecord, TenantScope};

use super::{
    Line,
    placing::{change, fail, later, put_off},
    words,
};
use crate::app::{App, AppError};

/// A parcel is shipped all the same when the carrier will not say what happens to it.
const FOLLOW_TRIES: u32 = 12;

/// Asks the carrier to tell what happens to the parcel.
pub(super) async fn follow(
    app: &App,
    scope: TenantScope,
    line: &Line,
    account: &CarrierAccountRecord,
    record: CarrierOrderRecord,
) -> Result<(), AppError> {
    let shipment = match record.shipment {
        Some(id) => app.store.read(scope).shipment(id).await?,
        None => None,
    };
    let Some(shipment) = shipment.filter(|_| !record.is_followed) else {
        return finish(app, scope, record.id).await;
    };
    let phone = carrier::remote::PhoneTail::of(&shipment.sender.phone);
    let request = Subscription::Waybill { waybill_no: shipment.waybill_no.clone(), phone };
    let question = async |carrier: &Zto, ports: &RemotePorts<'_>| carrier.subscribe(ports, &request).await;
    let (answer, was_asked) = line.ask_and_note(app, scope, question).await;
    match answer {
        Err(RemoteError::Unavailable { retry_after_s }) if !was_asked => {
            put_off(app, scope, record.id, retry_after_s, words(&RemoteError::Unavailable { retry_after_s })).await
        }
        Err(error @ (RemoteError::Unavailable { .. } | RemoteError::OutcomeUnknown)) if record.tries < FOLLOW_TRIES => {
            later(app, scope, record.id, words(&error), None).await
        }
        answered => {
            let said = answered.as_ref().err().map(words).unwrap_or_default();
            let is_config = matches!(answered, Err(RemoteError::Config(_)));
            change(app, scope, record.id, |record| {
                record.is_followed = answered.is_ok();
                record.words = said.clone();
                record.run_at = None;
            })
            .await?;
            if is_config { fail(app, scope, account.id, said).await } else { Ok(()) }
        }
    }
}

pub(super) async fn finish(app: &App, scope: TenantScope, id: CarrierOrderId) -> Result<(), AppError> {
    change(app, scope, id, |record| record.run_at = None).await
}
