//! The data folder and the encryption key.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};
use store::{Keyring, MasterKey, MasterKeys};

/// The key file in the data folder, readable by the service alone: one key a line, the newest last. Whoever copies the database needs it
/// too.
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
    /// The encryption key, 64 hexadecimal digits, or several, from the first to the newest, with commas between; without it the key file in
    /// the data folder, made at the first start.
    #[arg(long = "encryption-key", env = "YUNDAN_ENCRYPTION_KEY", hide_env_values = true)]
    pub encryption_key: Option<SecretString>,
}

#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("cannot use {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error(
        "the encryption key must be 64 hexadecimal digits; several stand one a line or with commas between, the newest last"
    )]
    Key,
    #[error(
        "the key comes from a setting: add a second one to it, restart the service with both, then run `yundan keys rotate --no-new-key`"
    )]
    KeyFromSetting,
    #[error("the system gave no randomness for a new key")]
    Randomness,
}

impl DataDir {
    /// Makes the folder if needed.
    pub fn prepare(&self) -> Result<&Path, DataError> {
        std::fs::create_dir_all(&self.path).map_err(|source| self.failed(&self.path, source))?;
        Ok(&self.path)
    }

    /// The keys of the installation; the first is made at the first start.
    pub fn keyring(&self) -> Result<Keyring, DataError> {
        if let Some(hex) = &self.key.encryption_key {
            return Ok(Keyring::new(&MasterKeys::parse(hex.expose_secret()).map_err(|_| DataError::Key)?));
        }
        let file = self.key_file();
        let keys = match std::fs::read_to_string(&file) {
            Ok(hex) => MasterKeys::parse(&hex).map_err(|_| DataError::Key)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => MasterKeys::only(self.make_key(&file)?),
            Err(source) => return Err(self.failed(&file, source)),
        };
        let source = move || MasterKeys::parse(&std::fs::read_to_string(&file).ok()?).ok();
        Ok(Keyring::new(&keys).reading_from(Box::new(source)))
    }

    fn key_file(&self) -> PathBuf {
        self.path.join(KEY_FILE)
    }

    fn make_key(&self, file: &Path) -> Result<MasterKey, DataError> {
        let key = MasterKey::generate().map_err(|_| DataError::Randomness)?;
        // Another process that starts at the same moment must not overwrite the key.
        self.write_keys(file, &format!("{}\n", key.to_hex()))?;
        Ok(key)
    }

    /// Adds a new key to the file; the number of keys there are now. The file is exchanged as a whole: nobody reads half of it.
    pub fn add_key(&self) -> Result<usize, DataError> {
        if self.key.encryption_key.is_some() {
            return Err(DataError::KeyFromSetting);
        }
        let file = self.key_file();
        let before = std::fs::read_to_string(&file).map_err(|source| self.failed(&file, source))?;
        let key = MasterKey::generate().map_err(|_| DataError::Randomness)?;
        let after = format!("{}\n{}\n", before.trim_end(), key.to_hex());
        let keys = MasterKeys::parse(&after).map_err(|_| DataError::Key)?;
        let beside = file.with_extension("key.new");
        self.write_keys(&beside, &after)?;
        std::fs::rename(&beside, &file).map_err(|source| self.failed(&file, source))?;
        let folder = std::fs::File::open(&self.path).and_then(|folder| folder.sync_all());
        folder.map_err(|source| self.failed(&self.path, source))?;
        Ok(keys.newest())
    }

    fn write_keys(&self, file: &Path, text: &str) -> Result<(), DataError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(file).map_err(|source| self.failed(file, source))?;
        out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(|source| self.failed(file, source))
    }

    fn failed(&self, path: &Path, source: std::io::Error) -> DataError {
        DataError::Io { path: path.to_owned(), source }
    }
}
