#![doc = include_str!("../README.md")]

mod entity;

mod api_keys;
mod applications;
mod audit;
mod connection;
mod console;
mod contacts;
mod contracts;
mod error;
mod idempotency;
mod imports;
mod invitations;
mod jobs;
mod keyring;
mod label_templates;
mod merchants;
mod numbers;
mod operators;
mod orders;
mod outbox;
mod outlets;
mod pii;
mod print_jobs;
mod print_queues;
mod print_stations;
mod print_stats;
mod printers;
mod privacy;
mod scans;
mod scope;
mod search;
mod sessions;
mod shipments;
mod stats;
#[cfg(feature = "test-support")]
pub mod test_support;
mod users;

/// What records are read through: a connection, or a transaction.
pub use sea_orm::ConnectionTrait as Connection;

pub use api_keys::{ApiKeyCredential, ApiKeyRecord};
pub use applications::{ApplicationEventRecord, ApplicationQuery, ApplicationRecord, LicenceRecord, TermsRecord};
pub use audit::{AuditEntry, AuditFault, AuditQuery, AuditRecord, AuditReport, Origin};
pub use connection::{Database, Store, StoreConfig};
pub use console::{MerchantQuery, MerchantStanding, StaffRecord};
pub use contacts::ContactRecord;
pub use contracts::ContractRecord;
pub use error::{StoreError, StoreFailure};
pub use idempotency::{IdempotencyKey, KeptAnswer, Remembered};
pub use imports::{ImportProgress, ImportRecord, ImportRowRecord, KeptRow};
pub use invitations::{InvitationRecord, Invitee};
pub use jobs::{ClaimedJob, JobRecord, NewJob};
pub use keyring::{Keyring, MasterKey, MasterKeyError};
pub use label_templates::{LabelTemplateDefaultRecord, LabelTemplateRecord, LabelTemplateVersionRecord};
pub use merchants::{MerchantRecord, TariffRecord};
pub use numbers::PoolStatus;
pub use operators::{OperatorRecord, RoleRecord, Standing};
pub use orders::OrderRecord;
pub use outbox::OutboxMessage;
pub use outlets::OutletRecord;
pub use pii::PartyPii;
pub use print_jobs::{NewPrintBatch, PrintJobQuery, PrintJobRecord, PrintOutcome, TemplateUse};
pub use print_queues::{PauseRecord, PrintQueueCounts, PrintQueueRecord, SkipJobs};
pub use print_stations::{PrintStationRecord, StationCredential};
pub use print_stats::PrintStatRecord;
pub use printers::PrinterRecord;
pub use privacy::{Forgettable, is_over};
pub use scans::ScanEventRecord;
pub use scope::{NetworkTx, Scoped, TenantScope, WriteTx};
pub use search::ShipmentQuery;
pub use sessions::{NewSession, SessionRecord};
pub use shipments::{ChargeRecord, NewShipment, PlaceRecord, ShipmentRecord, StateChange};
pub use stats::StatRecord;
pub use users::{NewOperator, NewStaff, NewUser, Seat, UserRecord};
