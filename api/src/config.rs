//! What an installation decides, from arguments and environment: one small struct a concern.

mod data;
mod database;
mod server;

pub use data::{DataDir, DataError, MasterKeySource};
pub use database::DatabaseConfig;
pub use server::ServerConfig;

/// Everything `Application::build` needs.
#[derive(Clone, Debug)]
pub struct Config {
    pub server: ServerConfig,
    pub data: DataDir,
    pub database: DatabaseConfig,
}
