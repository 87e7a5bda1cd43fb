//! The terms of a contract, as they are offered and accepted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::applications::{AGREEMENT_NO_CHARS, CREDIT_LIMIT_FEN_MAX, OfferedTerms, Settlement, Terms};
use store::TermsRecord;
use tariff::{Lang, Tariff};
use units::Money;

use crate::app::{AppError, Words, error::FieldFault, time_zone, validation::Faults};

/// Whoever mends the first of them sees the rest.
const TARIFF_FAULTS_MAX: usize = 20;

/// Exactly what is hashed and kept: the order of the fields is part of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptTerms {
    pub settlement: Settlement,
    pub credit_limit: Option<Money>,
    pub agreement_no: String,
    pub agreement_expires_on: NaiveDate,
    pub tariff: Tariff,
}

/// Checks terms and writes them down with their hash.
pub fn written(terms: &Terms, now: DateTime<Utc>) -> Result<TermsRecord, AppError> {
    let mut faults = Faults::default();
    let agreement_no = faults.text("/agreement_no", &terms.agreement_no, true, AGREEMENT_NO_CHARS);
    if terms.agreement_expires_on < time_zone::day(time_zone::NETWORK, now) {
        let words = Words::new("协议到期日已过。", "The agreement would have ended already.");
        faults.add(FieldFault::new("/agreement_expires_on", "in_the_past", words));
    }
    let limit = terms.credit_limit.map(Money::fen);
    match terms.settlement {
        Settlement::Credit if !limit.is_some_and(|fen| (1..=CREDIT_LIMIT_FEN_MAX).contains(&fen)) => {
            let most = Money::from_fen(CREDIT_LIMIT_FEN_MAX);
            let words = Words::new(
                format!("月结须有信用额度，最多 {most} 元。"),
                format!("Credit needs a limit of at most {most} yuan."),
            );
            faults.add(FieldFault::new("/credit_limit", "out_of_range", words));
        }
        Settlement::Prepaid if limit.is_some() => {
            let words = Words::new("预付没有信用额度。", "Prepaid has no credit limit.");
            faults.add(FieldFault::new("/credit_limit", "not_with_prepaid", words));
        }
        _ => {}
    }
    let tariff = checked_tariff(terms.tariff.as_ref(), &mut faults);
    faults.settle()?;
    let kept = KeptTerms {
        settlement: terms.settlement,
        credit_limit: terms.credit_limit,
        agreement_no,
        agreement_expires_on: terms.agreement_expires_on,
        tariff: tariff.ok_or_else(|| AppError::internal("terms without a tariff"))?,
    };
    let terms = serde_json::to_string(&kept).map_err(AppError::internal)?;
    let hash = Sha256::digest(terms.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(TermsRecord { terms, hash })
}

/// The tariff that is offered, or the standard one; what is wrong with it stands in `faults`, each in its place.
fn checked_tariff(offered: Option<&serde_json::Value>, faults: &mut Faults) -> Option<Tariff> {
    let Some(offered) = offered else { return Some(tariff::demo()) };
    let Ok(tariff) = Tariff::deserialize(offered) else {
        let words = Words::new(
            "价格表无法使用，请检查分区、价格与重量段。",
            "This tariff cannot be used; check its zones and prices.",
        );
        faults.add(FieldFault::new("/tariff", "tariff", words));
        return None;
    };
    let found = tariff.validate().err().unwrap_or_default();
    for fault in found.iter().take(TARIFF_FAULTS_MAX) {
        let words = Words::new(fault.words(Lang::Zh), fault.words(Lang::En));
        faults.add(FieldFault::new(format!("/tariff{}", fault.pointer()), fault.problem.code(), words));
    }
    found.is_empty().then_some(tariff)
}

pub fn read(record: &TermsRecord) -> Result<KeptTerms, AppError> {
    serde_json::from_str(&record.terms).map_err(AppError::internal)
}

pub fn view(record: &TermsRecord, accepted_at: Option<DateTime<Utc>>) -> Result<OfferedTerms, AppError> {
    let kept = read(record)?;
    Ok(OfferedTerms {
        settlement: kept.settlement,
        credit_limit: kept.credit_limit,
        agreement_no: kept.agreement_no,
        agreement_expires_on: kept.agreement_expires_on,
        tariff: serde_json::to_value(&kept.tariff).map_err(AppError::internal)?,
        hash: record.hash.clone(),
        accepted_at,
    })
}
