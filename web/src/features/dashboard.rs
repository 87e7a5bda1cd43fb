//! Today: the numbers, where everything is, and what to do next.

mod next;
mod overview;
mod recent_imports;

pub use overview::Dashboard;
