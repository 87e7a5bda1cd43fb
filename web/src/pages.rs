//! The pages, one file a route.

mod account;
mod api_keys;
mod audit_log;
mod home;
mod import;
mod imports;
mod join;
mod network;
mod new_shipment;
mod other;
mod password;
mod people;
mod print_centre;
mod shipments;
mod sign_in;
mod station;
mod templates;

pub use account::AccountPage;
pub use api_keys::ApiKeysPage;
pub use audit_log::AuditLogPage;
pub use home::HomePage;
pub use import::ImportPage;
pub use imports::ImportsPage;
pub use join::JoinPage;
pub use network::NetworkPage;
pub use new_shipment::NewShipmentPage;
pub use other::{NotFound, OtherPage};
pub use password::PasswordPage;
pub use people::PeoplePage;
pub use print_centre::PrintCentrePage;
pub use shipments::ShipmentsPage;
pub use sign_in::SignInPage;
pub use station::StationPage;
pub use templates::{TemplatePage, TemplatesPage};
