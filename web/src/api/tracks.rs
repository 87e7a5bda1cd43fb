//! Scans of the network side.

use shared::{
    handovers::HandoverScan,
    proofs::ProofOfDelivery,
    tracks::{ParcelInHand, ParcelLook, ScanBatch, ScanOutcome, ScanOutcomes},
};

use super::{ApiError, Call, IdempotencyKey};

pub async fn scan(batch: &ScanBatch, key: IdempotencyKey) -> Result<ScanOutcomes, ApiError> {
    Call::post("scans").body(batch).idempotency(key).json().await
}

/// How a parcel was received. Told again, it replaces what was told before.
pub async fn prove(proof: &ProofOfDelivery) -> Result<ScanOutcome, ApiError> {
    Call::put("parcels/proof").body(proof).json().await
}

/// A courier scans the paper: everything on it is picked up.
pub async fn scan_handover(scan: &HandoverScan) -> Result<ScanOutcomes, ApiError> {
    Call::post("handovers/scan").body(scan).json().await
}

/// The parcel in hand; the merchant's log says who looked.
pub async fn look(waybill_no: String) -> Result<ParcelInHand, ApiError> {
    Call::post("parcels/look").body(&ParcelLook { waybill_no }).json().await
}
