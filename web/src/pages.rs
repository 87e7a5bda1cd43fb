//! The pages, one file a route.

mod home;
mod import;
mod imports;
mod new_shipment;
mod not_found;
mod password;
mod print_centre;
mod shipments;
mod sign_in;
mod station;
mod templates;

pub use home::HomePage;
pub use import::ImportPage;
pub use imports::ImportsPage;
pub use new_shipment::NewShipmentPage;
pub use not_found::NotFoundPage;
pub use password::PasswordPage;
pub use print_centre::PrintCentrePage;
pub use shipments::ShipmentsPage;
pub use sign_in::SignInPage;
pub use station::StationPage;
pub use templates::{TemplatePage, TemplatesPage};
