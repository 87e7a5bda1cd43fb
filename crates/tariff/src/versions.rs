//! Which of several tariffs applies on a day.

use chrono::NaiveDate;

use crate::{Tariff, TariffError, TariffFault, validate::overlaps};

/// Tariffs that follow each other. No day has two; there may be days without one.
#[derive(Clone, Debug, PartialEq)]
pub struct Versions(Vec<Tariff>);

impl Versions {
    /// Every fault of every tariff at once, and whichever two apply on one day; places begin with `versions[…]`.
    pub fn new(versions: Vec<Tariff>) -> Result<Versions, Vec<TariffFault>> {
        let mut faults = Vec::new();
        for (at, tariff) in versions.iter().enumerate() {
            let within = |fault: TariffFault| fault.within(&format!("versions[{at}]"));
            faults.extend(tariff.validate().err().into_iter().flatten().map(within));
        }
        faults.extend(overlaps(&versions));
        if faults.is_empty() { Ok(Versions(versions)) } else { Err(faults) }
    }

    pub fn in_force(&self, day: NaiveDate) -> Result<&Tariff, TariffError> {
        in_force(&self.0, day)
    }

    pub fn all(&self) -> &[Tariff] {
        &self.0
    }
}

/// The tariff of a day, of tariffs that do not overlap.
pub fn in_force(versions: &[Tariff], day: NaiveDate) -> Result<&Tariff, TariffError> {
    versions.iter().find(|tariff| tariff.is_in_force(day)).ok_or(TariffError::NotInForce)
}
