//! The store on a real database: SQLite, and PostgreSQL where `YUNDAN_TEST_DATABASE_URL` names a server.

#![expect(clippy::unwrap_used, reason = "what fails in a test fails the test")]

mod audit;
mod idempotency;
mod jobs;
mod label_templates;
mod ledger;
mod lists;
mod number_pools;
mod numbers;
mod personal_data;
mod plans;
mod problems;
mod reseal;
mod schema;
mod search;
mod stats;
mod support;
mod tenancy;
mod tracking;
mod upgrades;
mod writes;
