//! The pages, one file a route.

mod console;
mod home;
mod import;
mod imports;
mod other;
mod password;
mod print_centre;
mod shipments;
mod sign_in;
mod station;
mod templates;

pub use console::ConsolePage;
pub use home::HomePage;
pub use import::ImportPage;
pub use imports::ImportsPage;
pub use other::{NotFound, OtherPage};
pub use password::PasswordPage;
pub use print_centre::PrintCentrePage;
pub use shipments::ShipmentsPage;
pub use sign_in::SignInPage;
pub use station::StationPage;
pub use templates::{TemplatePage, TemplatesPage};
