//! Order files: handing them in, watching the work, and what came of every row.

mod board;
mod drop_zone;
mod file_check;
mod job_watch;
mod mapping;
mod progress;
mod recent;
mod result;
mod row_table;
mod rows;
mod words;

pub use board::ImportBoard;
pub use drop_zone::DropZone;
pub use file_check::of_file as file_fault;
pub use result::ImportResult;
