//! Routes of the embedded network: every county of GB/T 2260, and of Hong Kong, Macao and Taiwan, by rule from its code; and what the
//! network changes of them.

use std::collections::BTreeMap;

use crate::{Route, RouteTable};

const HUBS: &str = include_str!("../../data/hubs.csv");
const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Courier routes of an outlet are numbered from 1.
const COURIER_ROUTES: u32 = 48;
/// What a place of six, four or two digits begins with, the longest first.
const PREFIXES: [u32; 3] = [1, 100, 10_000];

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

/// The code of a county's route by way of a hub.
fn code_by(hub: &str, destination: u32) -> String {
    // City and county of the code, four digits, in base 36: one outlet a county of the province.
    let within = destination % 10_000;
    let outlet: String = [within / 1_296, within / 36 % 36, within % 36]
        .into_iter()
        .map(|digit| char::from(DIGITS[digit as usize % DIGITS.len()]))
        .collect();
    let courier = destination.wrapping_mul(2_654_435_761) % COURIER_ROUTES + 1;
    format!("{hub}-{outlet}-{courier:02}")
}

fn is_county(code: u32) -> bool {
    (100_000..=999_999).contains(&code)
}

/// `code` and what it lies in, the narrowest first: of a county's, a city's or a province's code.
fn holders(code: u32) -> impl Iterator<Item = u32> {
    PREFIXES.into_iter().map(move |scale| code / scale).filter(|code| *code >= 10)
}

impl EmbeddedRoutes {
    /// Code and name of the hub that a county, a city or a province is reached by.
    pub fn hub(&self, code: u32) -> Option<(&'static str, &'static str)> {
        holders(code).find_map(|prefix| self.hubs.get(&prefix).copied())
    }
}

impl RouteTable for EmbeddedRoutes {
    fn route(&self, destination: u32) -> Option<Route> {
        let (hub, name) = self.hub(destination).filter(|_| is_county(destination))?;
        Some(Route { route_code: code_by(hub, destination), bag_hub: name.to_owned() })
    }
}

/// How parcels to a province, a city or a county go instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteChange {
    /// Not at all.
    NotServed,
    By {
        hub_code: String,
        /// 集包地.
        bag_hub: String,
        /// The whole route code, where it is not made of the hub's; of a county only.
        route_code: Option<String>,
    },
}

/// What is changed, by the codes of provinces (two digits), cities (four) and counties (six). The longest that holds a place counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteChanges(BTreeMap<u32, RouteChange>);

impl FromIterator<(u32, RouteChange)> for RouteChanges {
    fn from_iter<I: IntoIterator<Item = (u32, RouteChange)>>(changes: I) -> RouteChanges {
        RouteChanges(changes.into_iter().collect())
    }
}

impl RouteChanges {
    /// The change that counts for a place, with the code it was made for.
    pub fn of(&self, code: u32) -> Option<(u32, &RouteChange)> {
        holders(code).find_map(|prefix| self.0.get_key_value(&prefix)).map(|(prefix, change)| (*prefix, change))
    }

    /// The route to a county: as it is changed, or else as the network came with.
    pub fn route(&self, built_in: &EmbeddedRoutes, destination: u32) -> Option<Route> {
        match self.of(destination) {
            None => built_in.route(destination),
            Some((_, RouteChange::NotServed)) => None,
            Some((_, RouteChange::By { hub_code, bag_hub, route_code })) => is_county(destination).then(|| Route {
                route_code: route_code.clone().unwrap_or_else(|| code_by(hub_code, destination)),
                bag_hub: bag_hub.clone(),
            }),
        }
    }
}
