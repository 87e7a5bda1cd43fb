//! What a carrier says of a scan, as the intake takes it.

use carrier::{
    Scan, ScanCode,
    remote::{Meaning, RemoteScan},
};

use store::CarrierSaid;

use crate::app::scans::Seen;

/// None where it is about something that only we do.
pub(super) fn seen(scan: &RemoteScan) -> Option<Seen> {
    let meaning = match scan.meaning {
        Meaning::Scan(meaning) => Some(meaning).filter(|meaning| !meaning.code.is_ours())?,
        Meaning::Unknown => Scan { code: ScanCode::Other, problem: None },
    };
    Some(Seen {
        scan: meaning,
        at: scan.happened_at,
        place: scan.place.name.clone(),
        // Beside any other scan it is where the parcel came from.
        next_place: scan
            .other_place
            .as_ref()
            .filter(|_| meaning.code == ScanCode::Departure)
            .map(|place| place.name.clone())
            .unwrap_or_default(),
        city: scan.place.city.clone(),
        problem: scan.problem_code.clone().unwrap_or_default(),
        said: CarrierSaid {
            sentence: scan.description.clone(),
            signer: scan.signer.clone(),
            courier: scan.courier.clone(),
        },
    })
}
