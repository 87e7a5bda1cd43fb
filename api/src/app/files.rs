//! Files that people send and the database is no place for: in a folder of the data directory, or in a bucket. They are sealed before they
//! leave the service, so that whoever holds the folder or the bucket holds nothing readable.

use std::{path::Path, sync::Arc, time::Duration};

use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem,
};
use store::Keyring;
use uuid::Uuid;

use crate::app::{AppError, Words};

const PURPOSE: &str = "file";
const RETRY_AFTER_S: u32 = 30;
/// How often and how long a bucket is asked again that does not answer.
const TRIES: usize = 3;
const PATIENCE: Duration = Duration::from_secs(10);

/// A bucket that speaks S3.
pub struct Bucket<'a> {
    pub name: &'a str,
    pub endpoint: Option<&'a str>,
    pub region: &'a str,
    pub key_id: &'a str,
    pub secret: &'a str,
}

#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// Below this folder, which is made if it is missing.
    pub fn in_folder(folder: &Path) -> Result<Files, AppError> {
        std::fs::create_dir_all(folder).map_err(AppError::internal)?;
        // A file is there whole or not at all after a crash.
        let local = LocalFileSystem::new_with_prefix(folder).map_err(AppError::internal)?.with_fsync(true);
        Ok(Files(Arc::new(local)))
    }

    pub fn in_bucket(bucket: &Bucket<'_>) -> Result<Files, AppError> {
        // Who installed one before has chosen; ours is for a service that needs none otherwise.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket.name)
            .with_region(bucket.region)
            .with_access_key_id(bucket.key_id)
            .with_secret_access_key(bucket.secret)
            // Somebody waits for it.
            .with_retry(RetryConfig { max_retries: TRIES, retry_timeout: PATIENCE, ..RetryConfig::default() });
        if let Some(endpoint) = bucket.endpoint {
            // A bucket on the own machine has no certificate.
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        Ok(Files(Arc::new(builder.build().map_err(AppError::internal)?)))
    }

    /// Gone with the process: for tests.
    pub fn in_memory() -> Files {
        Files(Arc::new(object_store::memory::InMemory::new()))
    }

    /// Seals and keeps a file. `owner` is whom it is about; it opens for them alone.
    pub async fn put(&self, keys: &Keyring, owner: Uuid, key: &str, bytes: &[u8]) -> Result<(), AppError> {
        let sealed = keys.seal(owner, PURPOSE, bytes)?;
        self.0.put(&key.into(), PutPayload::from(sealed)).await.map_err(unavailable)?;
        Ok(())
    }

    pub async fn get(&self, keys: &Keyring, owner: Uuid, key: &str) -> Result<Vec<u8>, AppError> {
        Ok(keys.open(owner, PURPOSE, &self.sealed(key).await?)?)
    }

    /// Seals a file again that is sealed with an earlier key; `false` where there was nothing to do.
    pub async fn reseal(&self, keys: &Keyring, owner: Uuid, key: &str) -> Result<bool, AppError> {
        let sealed = match self.sealed(key).await {
            Ok(sealed) if Keyring::number_of(&sealed) != Some(keys.newest()) => sealed,
            Ok(_) | Err(AppError::NotFound) => return Ok(false),
            Err(error) => return Err(error),
        };
        self.put(keys, owner, key, &keys.open(owner, PURPOSE, &sealed)?).await?;
        Ok(true)
    }

    async fn sealed(&self, key: &str) -> Result<Vec<u8>, AppError> {
        match self.0.get(&key.into()).await {
            Ok(found) => Ok(found.bytes().await.map_err(unavailable)?.to_vec()),
            Err(object_store::Error::NotFound { .. }) => Err(AppError::NotFound),
            Err(error) => Err(unavailable(error)),
        }
    }

    pub async fn delete(&self, key: &str) -> Result<(), AppError> {
        match self.0.delete(&key.into()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// A bucket that is away or will not have us is nothing the caller can mend; what it said is for those who run the service.
fn unavailable(error: object_store::Error) -> AppError {
    tracing::error!(%error, "the file store does not answer as it should");
    AppError::Unavailable {
        code: "files_unavailable",
        retry_after_s: RETRY_AFTER_S,
        words: Words::new("文件存储暂时用不了，请稍后再试。", "Files cannot be kept or read now; try again later."),
    }
}
