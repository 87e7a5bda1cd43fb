//! Proof of delivery: who received a parcel, and a picture of it. Told by who delivered it, read by its merchant.

mod dropping;

use carrier::embedded;
use chrono::SubsecRound;
use label::privacy::mask_name;
use shared::{
    ShipmentId,
    proofs::{DeliveryProof, PROOF_PICTURE_BYTES, ProofOfDelivery, PublicProof, SIGNER_CHARS},
    shipments::RevealRequest,
    state::Phase,
    tracks::ScanOutcome,
};
use store::{DeliveryProofRecord, ShipmentRecord, TenantScope, WriteTx};

pub use dropping::{PICTURE_UNNAMED, drop_at, drop_unnamed};

use crate::app::{
    App, AppError, Caller, Words,
    pictures::{self, Drawn},
    scans, shipments,
    validation::Faults,
};

const PICTURE: &str = "/picture";
/// Enough to read a signature by, and a tenth of what cameras take.
const PICTURE_SIDE: u32 = 1_600;

/// Keeps how a parcel was received, in place of what was told before, and that it was signed for where no scan says so yet.
pub async fn record(app: &App, caller: &Caller, request: &ProofOfDelivery) -> Result<ScanOutcome, AppError> {
    let mut faults = Faults::default();
    let signer = faults.text("/signer", request.signer.as_deref().unwrap_or_default(), false, SIGNER_CHARS);
    faults.settle()?;
    let number = scans::number_of(&request.waybill_no);
    let found = app.store.network().find_waybills(std::slice::from_ref(&number)).await?;
    let (_, scope, id) = found.into_iter().next().ok_or_else(scans::unknown_number)?;
    // Nobody sends a picture of what cannot be signed for twice.
    may_be_signed_for(&app.store.read(scope).shipment(id).await?.ok_or_else(scans::unknown_number)?)?;
    let picture = match &request.picture {
        Some(sent) => {
            let bytes = pictures::decoded(sent, PICTURE, PROOF_PICTURE_BYTES)?;
            Some(pictures::redrawn(bytes, Drawn::Photograph { side: PICTURE_SIDE }, PICTURE).await?)
        }
        None => None,
    };
    // The file first: a row never names one that is not there.
    let picture_key = match &picture {
        Some(bytes) => Some(keep(app, scope, id, bytes).await?),
        None => None,
    };
    let record = DeliveryProofRecord {
        shipment: id,
        received_by: request.received_by,
        signer: Some(signer).filter(|signer| !signer.is_empty()),
        picture_key,
        place: request.place.trim().to_owned(),
        at: request.at.trunc_subsecs(6),
        recorded_by: Some(caller.user),
        recorded_at: app.now(),
    };
    app.store.write(scope, async |tx| write(app, caller, &tx, &number, &record).await).await
}

async fn write(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    number: &str,
    record: &DeliveryProofRecord,
) -> Result<ScanOutcome, AppError> {
    let shipment = tx.shipment_for_update(record.shipment).await?.ok_or_else(scans::unknown_number)?;
    may_be_signed_for(&shipment)?;
    let outcome = scans::sign(app, caller.language, tx, &shipment, (record.at, &record.place)).await?;
    if let Some(before) = tx.delivery_proof(record.shipment).await?.and_then(|before| before.picture_key) {
        drop_at(app, tx, record.shipment, &before, app.now()).await?;
    }
    tx.set_delivery_proof(record).await?;
    let subject = format!("shipment {}", record.shipment);
    tx.add_audit_entry(caller.audit(app, "parcel.proof", subject, number)).await?;
    Ok(outcome)
}

/// What goes back, and what was never sent, is received by nobody; what other carriers carry, they prove.
fn may_be_signed_for(shipment: &ShipmentRecord) -> Result<(), AppError> {
    let (state, phase) = (shipment.state, shipment.state.phase());
    let refused = |code, words| Err(AppError::Unacceptable { code, words });
    if shipment.carrier != embedded::CODE {
        let words = Words::new(
            "这是其他快递公司的运单，签收凭证由他们提供。",
            "Another carrier has this parcel; its proof of delivery is theirs to give.",
        );
        return refused("another_carriers", words);
    }
    if matches!(phase, Phase::Voided | Phase::Returning) {
        let words = Words::new(
            format!("运单{}，不能签收。", state.zh()),
            format!("The parcel cannot be signed for: {}.", state.en()),
        );
        return refused("cannot_be_signed_for", words);
    }
    if shipment.receiver.is_nobody() {
        let words = Words::new(
            "收件人的信息已按期清除，不再登记签收凭证。",
            "The receiver's data was erased in time; no proof is kept any more.",
        );
        return refused("people_forgotten", words);
    }
    Ok(())
}

/// Keeps a picture; it goes again where no proof names it soon, whatever happens to this process.
async fn keep(app: &App, scope: TenantScope, id: ShipmentId, bytes: &[u8]) -> Result<String, AppError> {
    let owner = scope.merchant_id().0;
    let key = format!("proofs/{owner}/{id}/{}", app.id());
    let soon = app.now() + dropping::NAMED_WITHIN;
    app.store.write(scope, async |tx| drop_at(app, &tx, id, &key, soon).await).await?;
    app.settings.files.put(app.store.keys(), owner, &key, bytes).await?;
    Ok(key)
}

/// As the merchant sees it.
pub fn view(record: &DeliveryProofRecord) -> DeliveryProof {
    DeliveryProof {
        received_by: record.received_by,
        signer: record.signer.as_deref().map(mask_name),
        place: record.place.clone(),
        at: record.at,
        has_picture: record.picture_key.is_some(),
    }
}

/// As whoever follows the parcel sees it.
pub fn public_view(record: &DeliveryProofRecord) -> PublicProof {
    PublicProof { received_by: record.received_by, signer: record.signer.as_deref().map(mask_name) }
}

/// What the carrier told of it, as whoever follows the parcel sees it: how it was received, and nobody's name.
pub fn public_told(told: &DeliveryProof) -> PublicProof {
    PublicProof { received_by: told.received_by, signer: None }
}

/// The picture, as JPEG. Who saw it and why is written down first.
pub async fn reveal_picture(
    app: &App,
    caller: &Caller,
    id: ShipmentId,
    request: &RevealRequest,
) -> Result<Vec<u8>, AppError> {
    let reason = shipments::reveal_reason(request)?;
    let scope = caller.scope()?;
    let key = app
        .store
        .write(scope, async |tx| {
            tx.shipment(id).await?.ok_or(AppError::NotFound)?;
            let proof = tx.delivery_proof(id).await?.ok_or(AppError::NotFound)?;
            let key = proof.picture_key.ok_or(AppError::NotFound)?;
            let subject = format!("shipment {id}");
            tx.add_audit_entry(caller.audit(app, "personal_data_revealed", subject, reason.clone())).await?;
            Ok::<_, AppError>(key)
        })
        .await?;
    app.settings.files.get(app.store.keys(), scope.merchant_id().0, &key).await
}
