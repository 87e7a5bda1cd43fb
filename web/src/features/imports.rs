//! Order files: handing them in, watching the work, and what came of every row.

mod board;
#[cfg(target_arch = "wasm32")]
mod drop_zone;
#[cfg(any(test, target_arch = "wasm32"))]
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
#[cfg(target_arch = "wasm32")]
pub use drop_zone::DropZone;
#[cfg(target_arch = "wasm32")]
pub use file_check::of_file as file_fault;
pub use result::ImportResult;
