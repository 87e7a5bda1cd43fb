//! A scan that was made, and what is said about several.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::{
    handovers::HandoverScan,
    limits::BULK_MAX,
    proofs::ProofOfDelivery,
    tracks::{Scan, ScanOutcome},
};

use crate::{api::ApiError, browser::tones::Tone};

/// A scan that the service may not have yet, under a name of its own.
#[derive(Clone, Serialize, Deserialize)]
pub struct Made {
    pub key: String,
    pub scan: MadeScan,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MadeScan {
    Scan(Scan),
    Handover(HandoverScan),
    Proof(ProofOfDelivery),
}

impl Made {
    /// When it was scanned; the service knows when a handover was.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        match &self.scan {
            MadeScan::Scan(scan) => Some(scan.at),
            MadeScan::Proof(proof) => Some(proof.at),
            MadeScan::Handover(_) => None,
        }
    }

    fn number(&self) -> &str {
        match &self.scan {
            MadeScan::Scan(scan) => &scan.waybill_no,
            MadeScan::Proof(proof) => &proof.waybill_no,
            MadeScan::Handover(handover) => &handover.handover_no,
        }
    }
}

/// The oldest of those that wait: plain scans together, anything else by itself. None where nothing waits.
pub fn first_run(waiting: &[Made]) -> Option<Vec<Made>> {
    let is_plain = |one: &&Made| matches!(one.scan, MadeScan::Scan(_));
    let plain: Vec<Made> = waiting.iter().take_while(is_plain).take(BULK_MAX).cloned().collect();
    if plain.is_empty() { waiting.first().map(|one| vec![one.clone()]) } else { Some(plain) }
}

/// That all of these were refused, each with why.
pub fn refused(run: &[Made], error: &ApiError) -> Vec<ScanOutcome> {
    let outcome = |one: &Made| ScanOutcome {
        waybill_no: one.number().to_owned(),
        ok: false,
        duplicate: false,
        irregular: false,
        code: error.code().map(str::to_owned),
        detail: Some(error.words()),
    };
    run.iter().map(outcome).collect()
}

/// The worst of them is heard.
pub fn tone_of(outcomes: &[ScanOutcome]) -> Tone {
    if outcomes.iter().any(|outcome| !outcome.ok) {
        Tone::Bad
    } else if outcomes.iter().any(|outcome| outcome.irregular || outcome.duplicate) {
        Tone::Ask
    } else {
        Tone::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(number: &str, scan: fn(String) -> MadeScan) -> Made {
        Made { key: number.to_owned(), scan: scan(number.to_owned()) }
    }

    fn plain(number: &str) -> Made {
        made(number, |waybill_no| {
            let (at, place) = (DateTime::<Utc>::default(), "上海".to_owned());
            MadeScan::Scan(Scan { waybill_no, code: "GOT".to_owned(), at, place, next_place: None, problem_code: None })
        })
    }

    fn handover(number: &str) -> Made {
        made(number, |handover_no| MadeScan::Handover(HandoverScan { handover_no, place: "上海".to_owned() }))
    }

    fn keys(run: Option<Vec<Made>>) -> Vec<String> {
        run.unwrap_or_default().into_iter().map(|one| one.key).collect()
    }

    #[test]
    fn plain_scans_go_together_and_nothing_is_overtaken() {
        assert_eq!(keys(first_run(&[plain("A"), plain("B"), handover("H"), plain("C")])), ["A", "B"]);
        assert_eq!(keys(first_run(&[handover("H"), plain("C")])), ["H"]);
        assert!(first_run(&[]).is_none());
        let many: Vec<Made> = (0..=BULK_MAX).map(|nth| plain(&nth.to_string())).collect();
        assert_eq!(first_run(&many).map(|run| run.len()), Some(BULK_MAX));
    }

    #[test]
    fn the_worst_is_heard_and_what_is_kept_comes_back() {
        let outcome = |ok, irregular| ScanOutcome {
            waybill_no: "A".to_owned(),
            ok,
            duplicate: false,
            irregular,
            code: None,
            detail: None,
        };
        assert_eq!(tone_of(&[outcome(true, false)]), Tone::Good);
        assert_eq!(tone_of(&[outcome(true, false), outcome(true, true)]), Tone::Ask);
        assert_eq!(tone_of(&[outcome(true, true), outcome(false, false)]), Tone::Bad);
        let kept: Made = serde_json::from_str(&serde_json::to_string(&plain("A")).unwrap()).unwrap();
        assert_eq!((kept.number(), kept.at()), ("A", plain("A").at()));
    }
}
