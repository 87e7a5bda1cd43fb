#![doc = include_str!("../README.md")]

use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod columns;
mod m0001_main_job;
mod m0002_label_templates;
mod m0003_print_queue;
mod m0004_printer_options;
mod m0005_accounts;
mod m0007_account_opening;
mod m0008_signing_in;
mod m0009_orders_in;
mod m0010_services_and_rules;
mod m0011_tracking;
mod m0012_problems;
mod m0013_carriers;
mod m0014_sent_with;
mod m0015_timeliness;
mod m0016_numbers_and_routes;
mod m0017_delivery_proofs;
mod m0018_carrier_news;
mod m0019_carrier_settlements;
mod m0020_pickups;
mod m0021_import_sheets;
mod m0022_carrier_tracks;
mod m0023_tracking_logos;
mod m0024_cod_accounts;
mod m0025_ledger;

/// Every migration, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_main_job::Migration),
            Box::new(m0002_label_templates::Migration),
            Box::new(m0003_print_queue::Migration),
            Box::new(m0004_printer_options::Migration),
            Box::new(m0005_accounts::Migration),
            Box::new(m0007_account_opening::Migration),
            Box::new(m0008_signing_in::Migration),
            Box::new(m0009_orders_in::Migration),
            Box::new(m0010_services_and_rules::Migration),
            Box::new(m0011_tracking::Migration),
            Box::new(m0012_problems::Migration),
            Box::new(m0013_carriers::Migration),
            Box::new(m0014_sent_with::Migration),
            Box::new(m0015_timeliness::Migration),
            Box::new(m0016_numbers_and_routes::Migration),
            Box::new(m0017_delivery_proofs::Migration),
            Box::new(m0018_carrier_news::Migration),
            Box::new(m0019_carrier_settlements::Migration),
            Box::new(m0020_pickups::Migration),
            Box::new(m0021_import_sheets::Migration),
            Box::new(m0022_carrier_tracks::Migration),
            Box::new(m0023_tracking_logos::Migration),
            Box::new(m0024_cod_accounts::Migration),
            Box::new(m0025_ledger::Migration),
        ]
    }
}
