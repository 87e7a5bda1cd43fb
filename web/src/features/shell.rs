//! The frame around every page: top bar, navigation, keyboard, palette.

mod balance;
mod commands;
mod frame;
mod guard;
mod help;
pub mod keyboard;
pub mod nav;
pub mod print_request;
pub mod scan_burst;
pub mod search;
mod top_bar;

pub use commands::CommandPalette;
pub use frame::Frame;
pub use guard::{Guarded, NoAccess, SignedIn, WantedPath};
pub use keyboard::{Shortcut, Shortcuts};
pub use print_request::{PrintDesk, PrintRequest};
pub use search::Finder;
pub use top_bar::LanguageChoice;
