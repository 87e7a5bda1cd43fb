mod handed_back;
pub mod killed;
mod mapping;
mod outcomes;
mod real_files;
mod refused;
mod senders;
mod sheets;
