//! Scans that passed their checks, and when two are the same.

use carrier::{ProblemCode, Scan, ScanCode};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use shared::limits::WEIGHT_G;
use store::{CarrierSaid, ScanEventRecord};
use units::Grams;

use super::Refusal;
use crate::app::Words;

pub const PLACE_CHARS: usize = 60;
/// Scanners' clocks may run ahead this far.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(10);
/// Carriers tell the same scan to the second in one way and finer in another, and may round it.
const TOLD_WITHIN: TimeDelta = TimeDelta::seconds(1);

/// A scan that passed its checks.
pub struct Checked {
    /// Its place in the request.
    pub at: usize,
    pub scan: Scan,
    pub happened_at: DateTime<Utc>,
    pub place: String,
    pub next_place: String,
    pub city: String,
    pub carrier_problem: String,
    pub said: Option<CarrierSaid>,
    /// What the parcel weighed.
    pub weight: Option<Grams>,
    /// A carrier over the network told it.
    pub is_remote: bool,
    /// When it happened is not known: its clock is far in the future.
    pub is_untimed: bool,
}

impl Checked {
    /// What happened then may be the same scan.
    pub fn earliest_same(&self) -> DateTime<Utc> {
        if self.is_remote { self.happened_at - TOLD_WITHIN } else { self.happened_at }
    }

    /// Scanners send again what they got no answer for, and carriers what they were asked for. A parcel is not scanned alike at two places
    /// within one second, so what a carrier calls the place, which differs between its ways of telling, says nothing. Of problems the reason
    /// makes them alike, and of what nobody understands the moment.
    pub fn is_known_as(&self, known: &ScanEventRecord) -> bool {
        let is_same_code = known.code == self.scan.code.as_str();
        let is_alike = is_same_code && known.place == self.place;
        let is_then = known.at == self.happened_at;
        let is_same_reason = known.problem_code == self.scan.problem.map_or("", ProblemCode::as_str);
        let is_about_then = self.is_remote
            && self.scan.code != ScanCode::Other
            && is_same_reason
            && (known.at - self.happened_at).abs() < TOLD_WITHIN;
        is_then && is_alike || is_about_then && is_same_code || self.is_untimed && is_alike
    }
}

/// What a scanner sent, where it can be.
pub fn check(at: usize, item: &shared::tracks::Scan, now: DateTime<Utc>) -> Result<Checked, Refusal> {
    let code = ScanCode::parse(&item.code).filter(|code| code.is_reported());
    let code = code.ok_or(("unknown_scan_code", Words::new("没有这种扫描类型。", "There is no such scan code.")))?;
    let problem = match (code, item.problem_code.as_deref()) {
        (ScanCode::Problem, Some(problem)) => {
            let words = Words::new("没有这种问题件原因。", "There is no such problem code.");
            Some(ProblemCode::parse(problem).ok_or(("unknown_problem_code", words))?)
        }
        (ScanCode::Problem, None) => {
            return Err(("problem_code_required", Words::new("问题件须写明原因。", "A problem needs its code.")));
        }
        _ => None,
    };
    let (place, next_place) = (item.place.trim(), item.next_place.as_deref().unwrap_or_default().trim());
    let bad = |text: &str| text.chars().count() > PLACE_CHARS || text.chars().any(char::is_control);
    if place.is_empty() || bad(place) || bad(next_place) {
        let words = Words::new(
            format!("地点须为 1 到 {PLACE_CHARS} 个字。"),
            format!("A place has 1 to {PLACE_CHARS} characters."),
        );
        return Err(("bad_place", words));
    }
    if item.weight_g.is_some_and(|weight| weight == 0 || weight > WEIGHT_G) {
        let words = Words::new(format!("重量须为 1 到 {WEIGHT_G} 克。"), format!("A weight is 1 to {WEIGHT_G} grams."));
        return Err(("bad_weight", words));
    }
    if item.at > now + CLOCK_SKEW {
        let words =
            Words::new("扫描时间晚于现在，请校准设备时钟。", "The scan is in the future; set the device's clock.");
        return Err(("in_the_future", words));
    }
    Ok(Checked {
        at,
        scan: Scan { code, problem },
        happened_at: item.at.trunc_subsecs(6),
        place: place.to_owned(),
        next_place: next_place.to_owned(),
        city: String::new(),
        carrier_problem: String::new(),
        said: None,
        weight: item.weight_g.map(Grams::new),
        is_remote: false,
        is_untimed: false,
    })
}
