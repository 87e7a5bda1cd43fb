//! Routes of the embedded network: every county of GB/T 2260, and of Hong Kong, Macao and Taiwan, by rule from its code.

use std::collections::BTreeMap;

use crate::{Route, RouteTable};

const HUBS: &str = include_str!("../../data/hubs.csv");
const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Courier routes of an outlet are numbered from 1.
const COURIER_ROUTES: u32 = 48;

/// `HHH-OOO-RR`: the hub, the outlet of the county, the courier's route.
pub struct EmbeddedRoutes {
    /// Prefix of the code (two or four digits) → hub code and name.
    hubs: BTreeMap<u32, (&'static str, &'static str)>,
}

impl Default for EmbeddedRoutes {
    fn default() -> Self {
        let rows = HUBS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?.parse().ok()?, (cells.next()?, cells.next()?)))
        });
        EmbeddedRoutes { hubs: rows.collect() }
    }
}

impl RouteTable for EmbeddedRoutes {
    fn route(&self, destination: u32) -> Option<Route> {
        if !(100_000..=999_999).contains(&destination) {
            return None;
        }
        let (hub, name) = self.hubs.get(&(destination / 100)).or_else(|| self.hubs.get(&(destination / 10_000)))?;
        // City and county of the code, four digits, in base 36: one outlet a county of the province.
        let within = destination % 10_000;
        let outlet: String = [within / 1_296, within / 36 % 36, within % 36]
            .into_iter()
            .map(|digit| char::from(DIGITS[digit as usize % DIGITS.len()]))
            .collect();
        let courier = destination.wrapping_mul(2_654_435_761) % COURIER_ROUTES + 1;
        Some(Route { route_code: format!("{hub}-{outlet}-{courier:02}"), bag_hub: (*name).to_owned() })
    }
}
