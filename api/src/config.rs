//! What an installation decides, from arguments and environment: one small struct a concern.

mod carriers;
mod data;
mod database;
mod messages;
mod server;
mod storage;

pub use carriers::CarriersConfig;
pub use data::{DataDir, DataError, MasterKeySource};
pub use database::DatabaseConfig;
pub use messages::{MessagesConfig, MessagesError};
pub use server::ServerConfig;
pub use storage::StorageConfig;

/// Everything `Application::build` needs.
#[derive(Clone, Debug)]
pub struct Config {
    pub server: ServerConfig,
    pub data: DataDir,
    pub database: DatabaseConfig,
    pub storage: StorageConfig,
    pub messages: MessagesConfig,
    pub carriers: CarriersConfig,
}
