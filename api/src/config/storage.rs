//! Where files that people send are kept.

use secrecy::{ExposeSecret, SecretString};

use crate::app::{
    AppError,
    files::{Bucket, Files},
};

/// The folder inside the data folder.
const FOLDER: &str = "files";

#[derive(Clone, Debug, clap::Args)]
pub struct StorageConfig {
    /// Keep files in this S3 bucket; without it, in the data folder.
    #[arg(long = "files-bucket", env = "YUNDAN_FILES_BUCKET", requires_all = ["key_id", "secret"])]
    pub bucket: Option<String>,
    /// Address of the S3 service; without it, Amazon's.
    #[arg(long = "files-endpoint", env = "YUNDAN_FILES_ENDPOINT")]
    pub endpoint: Option<String>,
    #[arg(long = "files-region", env = "YUNDAN_FILES_REGION", default_value = "us-east-1")]
    pub region: String,
    #[arg(long = "files-key-id", env = "YUNDAN_FILES_KEY_ID")]
    pub key_id: Option<String>,
    #[arg(long = "files-secret", env = "YUNDAN_FILES_SECRET", hide_env_values = true)]
    pub secret: Option<SecretString>,
}

impl StorageConfig {
    pub fn open(&self, data: &std::path::Path) -> Result<Files, AppError> {
        let (Some(name), Some(key_id), Some(secret)) = (&self.bucket, &self.key_id, &self.secret) else {
            return Files::in_folder(&data.join(FOLDER));
        };
        Files::in_bucket(&Bucket {
            name,
            endpoint: self.endpoint.as_deref(),
            region: &self.region,
            key_id,
            secret: secret.expose_secret(),
        })
    }
}
