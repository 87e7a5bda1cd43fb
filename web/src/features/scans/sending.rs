//! Sending scans, and every parcel's outcome.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    handovers::HandoverScan,
    proofs::ProofOfDelivery,
    tracks::{Scan, ScanBatch, ScanOutcome},
};

use super::{
    batch::Scans,
    form::Fields,
    made::{Made, MadeScan, is_refusal, refusal},
};
use crate::{
    amount,
    api::{self, ApiError, IdempotencyKey},
    browser::{self, dates},
    texts::scans,
    ui::Toasts,
};

/// How the service says that there is no such handover.
pub const NOT_FOUND: &str = "not_found";

/// What came of sending the scans of the form.
#[derive(Clone, Copy)]
pub struct Sending {
    pub key: IdempotencyKey,
    pub tried: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    pub refused: RwSignal<Option<ApiError>>,
    pub outcomes: RwSignal<Vec<ScanOutcome>>,
    pub toasts: Toasts,
}

impl Sending {
    pub fn send(self, fields: Fields) {
        self.tried.set(true);
        let Ok(scans) = untrack(move || fields.text()).scans(dates::now()) else {
            browser::focus_first_wrong();
            return;
        };
        let proofs: Vec<ProofOfDelivery> = scans.batch.scans.iter().filter_map(|scan| fields.proof.of(scan)).collect();
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            match send(&scans, &proofs, self.key).await {
                Ok(outcomes) => {
                    self.done(outcomes);
                    fields.numbers.set(String::new());
                    fields.proof.clear();
                }
                Err(error) => {
                    if error.is_final() {
                        self.key.renew();
                    }
                    self.refused.set(Some(error));
                }
            }
            self.busy.set(false);
        });
    }

    fn done(self, outcomes: Vec<ScanOutcome>) {
        let bad = outcomes.iter().filter(|outcome| !outcome.ok).count();
        let count = |count: usize| amount::grouped(count as u64);
        let words = scans::SENT.fill(&[("ok", &count(outcomes.len() - bad)), ("bad", &count(bad))]);
        if bad == 0 {
            self.toasts.done(words)
        } else {
            self.toasts.failed(words)
        }
        self.tried.set(false);
        self.outcomes.set(outcomes);
        self.key.renew();
    }
}

/// What was sent before a failure is sent again with the rest, and changes nothing then.
async fn send(sent: &Scans, proofs: &[ProofOfDelivery], key: IdempotencyKey) -> Result<Vec<ScanOutcome>, ApiError> {
    let mut outcomes = Vec::new();
    for handover in &sent.handovers {
        outcomes.extend(hand_over(handover).await?);
    }
    for proof in proofs {
        outcomes.push(prove(proof).await?);
    }
    if proofs.is_empty() && !sent.batch.scans.is_empty() {
        outcomes.extend(api::tracks::scan(&sent.batch, key).await?.items);
    }
    Ok(outcomes)
}

/// Sends scans that were made one by one.
pub async fn send_made(run: &[Made], key: IdempotencyKey) -> Result<Vec<ScanOutcome>, ApiError> {
    let mut outcomes = Vec::new();
    let mut plain: Vec<Scan> = Vec::new();
    for one in run {
        match &one.scan {
            MadeScan::Scan(scan) => plain.push(scan.clone()),
            MadeScan::Handover(handover) => outcomes.extend(hand_over(handover).await?),
            MadeScan::Proof(proof) => outcomes.push(prove(proof).await?),
        }
    }
    if !plain.is_empty() {
        outcomes.extend(api::tracks::scan(&ScanBatch { scans: plain }, key).await?.items);
    }
    Ok(outcomes)
}

async fn hand_over(handover: &HandoverScan) -> Result<Vec<ScanOutcome>, ApiError> {
    match api::tracks::scan_handover(handover).await {
        Ok(answer) => Ok(answer.items),
        Err(error) if error.code() == Some(NOT_FOUND) => {
            Ok(vec![refusal(&handover.handover_no, error.code(), scans::HANDOVER_UNKNOWN.t().to_owned())])
        }
        Err(error) => Err(error),
    }
}

/// What the service refuses of one parcel is that parcel's outcome.
async fn prove(proof: &ProofOfDelivery) -> Result<ScanOutcome, ApiError> {
    match api::tracks::prove(proof).await {
        Err(error) if is_refusal(&error) => Ok(refusal(&proof.waybill_no, error.code(), error.words())),
        answer => answer,
    }
}
