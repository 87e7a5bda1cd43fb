//! The tables of texts, one file an area. `KEY.t()` gives a text in the current language.

pub mod access;
pub mod account;
pub mod api_keys;
pub mod applications;
pub mod apply;
pub mod audit;
pub mod carriers;
pub mod common;
pub mod contacts;
pub mod dashboard;
pub mod gate;
pub mod goods;
pub mod hand_in;
pub mod handovers;
pub mod imports;
pub mod join;
pub mod network;
pub mod new_shipment;
pub mod numbers;
pub mod orders;
pub mod outlets;
pub mod owner_bills;
pub mod pack;
pub mod parcel_services;
pub mod parts;
pub mod party;
pub mod people;
pub mod pickups;
pub mod printers;
pub mod printing;
pub mod privacy;
pub mod problems;
pub mod proofs;
pub mod routes;
pub mod rules;
pub mod saved_views;
pub mod scans;
pub mod setup;
pub mod shell;
pub mod shipments;
pub mod sign_in;
pub mod staff;
pub mod templates;
pub mod timeliness;
pub mod tracking;
pub mod wallet;

#[cfg(test)]
mod tests {
    use super::*;

    /// The `{values}` of a text, sorted.
    fn values(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn both_languages_are_complete_and_take_the_same_values() {
        let tables = [
            access::TABLE,
            account::TABLE,
            api_keys::TABLE,
            applications::TABLE,
            apply::TABLE,
            audit::TABLE,
            carriers::TABLE,
            common::TABLE,
            contacts::TABLE,
            dashboard::TABLE,
            gate::TABLE,
            goods::TABLE,
            hand_in::TABLE,
            handovers::TABLE,
            imports::TABLE,
            join::TABLE,
            network::TABLE,
            new_shipment::TABLE,
            numbers::TABLE,
            orders::TABLE,
            outlets::TABLE,
            owner_bills::TABLE,
            parcel_services::TABLE,
            pack::TABLE,
            people::TABLE,
            pickups::TABLE,
            printers::TABLE,
            printing::TABLE,
            problems::TABLE,
            proofs::TABLE,
            parts::TABLE,
            party::TABLE,
            routes::TABLE,
            rules::TABLE,
            saved_views::TABLE,
            scans::TABLE,
            setup::TABLE,
            shell::TABLE,
            shipments::TABLE,
            sign_in::TABLE,
            staff::TABLE,
            templates::TABLE,
            timeliness::TABLE,
            tracking::TABLE,
            wallet::TABLE,
        ]
        .concat();
        assert!(tables.len() > 100, "the tables are checked");
        for (key, text) in tables {
            assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{key} is empty");
            assert_eq!(values(text.zh), values(text.en), "{key} takes other values in English");
            assert!(
                text.en.is_ascii() || !text.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{key} is not English"
            );
        }
    }
}
