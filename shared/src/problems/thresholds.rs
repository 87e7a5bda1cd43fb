//! After how long a shipment is a problem by itself.

use serde::{Deserialize, Serialize};

/// After how many hours a shipment becomes a problem by itself; each 4 to 720. New ones hold for every shipment within four hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemSettings {
    /// Ordered, and no label printed.
    pub not_printed_h: u32,
    /// Printed, and not picked up.
    pub no_pickup_h: u32,
    /// Under way, and not scanned.
    pub no_movement_h: u32,
    /// From pickup to delivery, where no day was agreed and the carrier promises none on the lane.
    pub promised_h: u32,
    /// Out for delivery, and not signed for.
    pub not_signed_h: u32,
    /// In a locker or at a station, and not collected.
    pub not_collected_h: u32,
}

impl Default for ProblemSettings {
    fn default() -> ProblemSettings {
        ProblemSettings {
            not_printed_h: 72,
            no_pickup_h: 24,
            no_movement_h: 48,
            promised_h: 96,
            not_signed_h: 24,
            not_collected_h: 72,
        }
    }
}

impl ProblemSettings {
    /// Each threshold by its name.
    pub const fn named(self) -> [(&'static str, u32); 6] {
        [
            ("not_printed_h", self.not_printed_h),
            ("no_pickup_h", self.no_pickup_h),
            ("no_movement_h", self.no_movement_h),
            ("promised_h", self.promised_h),
            ("not_signed_h", self.not_signed_h),
            ("not_collected_h", self.not_collected_h),
        ]
    }

    /// Sets the threshold of this name; one that this version does not know is passed over.
    pub fn set(&mut self, name: &str, hours: u32) {
        match name {
            "not_printed_h" => self.not_printed_h = hours,
            "no_pickup_h" => self.no_pickup_h = hours,
            "no_movement_h" => self.no_movement_h = hours,
            "promised_h" => self.promised_h = hours,
            "not_signed_h" => self.not_signed_h = hours,
            "not_collected_h" => self.not_collected_h = hours,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problems::{CHECK_EVERY_H, THRESHOLD_MAX_H};

    #[test]
    fn every_threshold_is_set_by_its_name() {
        let mut settings = ProblemSettings::default();
        for (at, (name, _)) in (100..).zip(settings.named()) {
            settings.set(name, at);
        }
        assert_eq!(settings.named().map(|(_, hours)| hours), [100, 101, 102, 103, 104, 105]);
        assert!(ProblemSettings::default().named().iter().all(|(_, h)| (CHECK_EVERY_H..=THRESHOLD_MAX_H).contains(h)));
    }
}
