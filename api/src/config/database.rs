//! Which database: SQLite in the data folder, or PostgreSQL by its address.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use store::{Database, StoreConfig};

/// The file in the data folder.
const SQLITE_FILE: &str = "yundan.db";
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

#[derive(Clone, Debug, clap::Args)]
pub struct DatabaseConfig {
    /// `postgres://…`; without it SQLite in the data folder. It may hold a password, so it is never printed.
    #[arg(long = "database-url", env = "YUNDAN_DATABASE_URL", hide_env_values = true)]
    pub url: Option<SecretString>,
    /// Connections to the database.
    #[arg(long, env = "YUNDAN_DATABASE_CONNECTIONS")]
    pub connections: Option<u32>,
}

impl DatabaseConfig {
    pub fn store_config(&self, data: &Path) -> StoreConfig {
        match &self.url {
            Some(url) => StoreConfig {
                database: Database::Postgres(url.expose_secret().to_owned()),
                connections: self.connections.unwrap_or(POSTGRES_CONNECTIONS),
            },
            None => StoreConfig {
                database: Database::Sqlite(data.join(SQLITE_FILE)),
                connections: self.connections.unwrap_or(SQLITE_READERS),
            },
        }
    }
}
