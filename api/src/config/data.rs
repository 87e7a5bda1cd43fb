//! The data folder and the encryption key.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};
use store::MasterKey;

/// The key file in the data folder, readable by the service alone. Whoever copies the database needs it too.
const KEY_FILE: &str = "yundan.key";

#[derive(Clone, Debug, clap::Args)]
pub struct DataDir {
    /// Folder of the database and the encryption key; made if it is missing.
    #[arg(long = "data", env = "YUNDAN_DATA", default_value = "data")]
    pub path: PathBuf,
    #[command(flatten)]
    pub key: MasterKeySource,
}

#[derive(Clone, Debug, clap::Args)]
pub struct MasterKeySource {
    /// The encryption key, 64 hexadecimal digits; without it the key file in the data folder, made at the first start.
    #[arg(long = "encryption-key", env = "YUNDAN_ENCRYPTION_KEY", hide_env_values = true)]
    pub encryption_key: Option<SecretString>,
}

#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("cannot use {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("the encryption key must be 64 hexadecimal digits")]
    Key,
    #[error("the system gave no randomness for a new key")]
    Randomness,
}

impl DataDir {
    /// Makes the folder if needed.
    pub fn prepare(&self) -> Result<&Path, DataError> {
        std::fs::create_dir_all(&self.path).map_err(|source| self.failed(&self.path, source))?;
        Ok(&self.path)
    }

    pub fn master_key(&self) -> Result<MasterKey, DataError> {
        if let Some(hex) = &self.key.encryption_key {
            return MasterKey::from_hex(hex.expose_secret()).map_err(|_| DataError::Key);
        }
        let file = self.path.join(KEY_FILE);
        match std::fs::read_to_string(&file) {
            Ok(hex) => MasterKey::from_hex(&hex).map_err(|_| DataError::Key),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.make_key(&file),
            Err(source) => Err(self.failed(&file, source)),
        }
    }

    fn make_key(&self, file: &Path) -> Result<MasterKey, DataError> {
        let key = MasterKey::generate().map_err(|_| DataError::Randomness)?;
        let mut options = std::fs::OpenOptions::new();
        // Another process that starts at the same moment must not overwrite the key.
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(file).map_err(|source| self.failed(file, source))?;
        writeln!(out, "{}", key.to_hex()).and_then(|()| out.sync_all()).map_err(|source| self.failed(file, source))?;
        Ok(key)
    }

    fn failed(&self, path: &Path, source: std::io::Error) -> DataError {
        DataError::Io { path: path.to_owned(), source }
    }
}
