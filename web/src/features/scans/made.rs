//! A scan that was made, and what is said about several.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::{
    handovers::HandoverScan,
    proofs::ProofOfDelivery,
    tracks::{Scan, ScanOutcome},
};

use crate::{api::ApiError, browser::tones::Tone};

/// A scan that the service may not have yet, under a name of its own.
#[derive(Clone, Serialize, Deserialize)]
pub struct Made {
    pub key: String,
    pub made_at: DateTime<Utc>,
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
    fn number(&self) -> &str {
        match &self.scan {
            MadeScan::Scan(scan) => &scan.waybill_no,
            MadeScan::Proof(proof) => &proof.waybill_no,
            MadeScan::Handover(handover) => &handover.handover_no,
        }
    }
}

/// The oldest of those that wait: plain scans together, `most` of them, anything else by itself. None where nothing waits.
pub fn first_run(waiting: &[Made], most: usize) -> Option<Vec<Made>> {
    let is_plain = |one: &&Made| matches!(one.scan, MadeScan::Scan(_));
    let plain: Vec<Made> = waiting.iter().take_while(is_plain).take(most).cloned().collect();
    if plain.is_empty() { waiting.first().map(|one| vec![one.clone()]) } else { Some(plain) }
}

/// The service has decided. Who is signed out, or may not scan any more, is no matter of the scan: that waits.
pub fn is_refusal(error: &ApiError) -> bool {
    error.is_final() && error.problem().is_some_and(|problem| ![401, 403].contains(&problem.status))
}

/// A fault at one scan is no silence: it must not hold the others up.
pub fn is_fault(error: &ApiError) -> bool {
    error.problem().is_some_and(|problem| problem.status == 500)
}

/// That all of these were refused, each with why.
pub fn refused(run: &[Made], error: &ApiError) -> Vec<ScanOutcome> {
    run.iter().map(|one| refusal(one.number(), error.code(), error.words())).collect()
}

/// That one was not recorded, and why.
pub fn refusal(number: &str, code: Option<&str>, words: String) -> ScanOutcome {
    ScanOutcome {
        waybill_no: number.to_owned(),
        ok: false,
        duplicate: false,
        irregular: false,
        code: code.map(str::to_owned),
        detail: Some(words),
    }
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
    use shared::limits::BULK_MAX;

    use super::*;

    fn made(number: &str, scan: fn(String) -> MadeScan) -> Made {
        Made { key: number.to_owned(), made_at: DateTime::UNIX_EPOCH, scan: scan(number.to_owned()) }
    }

    fn plain(number: &str) -> Made {
        made(number, |waybill_no| {
            let (at, place) = (DateTime::<Utc>::default(), "上海".to_owned());
            MadeScan::Scan(Scan {
                waybill_no,
                code: "GOT".to_owned(),
                at,
                place,
                next_place: None,
                problem_code: None,
                weight_g: None,
            })
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
        assert_eq!(keys(first_run(&[plain("A"), plain("B"), handover("H"), plain("C")], 9)), ["A", "B"]);
        assert_eq!(keys(first_run(&[plain("A"), plain("B")], 1)), ["A"]);
        assert_eq!(keys(first_run(&[handover("H"), plain("C")], 9)), ["H"]);
        assert!(first_run(&[], 9).is_none());
        let many: Vec<Made> = (0..=BULK_MAX).map(|nth| plain(&nth.to_string())).collect();
        assert_eq!(first_run(&many, BULK_MAX).map(|run| run.len()), Some(BULK_MAX));
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
        assert_eq!((kept.number(), kept.made_at), ("A", DateTime::UNIX_EPOCH));
    }
}
