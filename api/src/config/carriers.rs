//! Carriers over the network.

use carrier::{
    http::HttpLimits,
    zto::{PRODUCTION, SANDBOX, Signing, ZtoApp},
};
use secrecy::SecretString;

use crate::app::carriers::Carriers;

#[derive(Clone, Debug, Default, clap::Args)]
pub struct CarriersConfig {
    /// Key of an application of the ZTO Open Platform; without it, no ZTO account can be bound.
    #[arg(long = "zto-app-key", env = "YUNDAN_ZTO_APP_KEY", requires = "zto_app_secret")]
    pub zto_app_key: Option<String>,
    #[arg(long = "zto-app-secret", env = "YUNDAN_ZTO_APP_SECRET", hide_env_values = true)]
    pub zto_app_secret: Option<SecretString>,
    /// `production`, `sandbox`, or the address of a stand-in. ZTO pushes to `/api/v1/carriers/zto/push` of this service.
    #[arg(long = "zto-url", env = "YUNDAN_ZTO_URL", default_value = "production")]
    pub zto_url: String,
}

impl CarriersConfig {
    /// `None` where a carrier is set up and this machine has no TLS to reach it.
    pub fn open(&self) -> Option<Carriers> {
        let (Some(key), Some(secret)) = (&self.zto_app_key, &self.zto_app_secret) else {
            return Some(Carriers::default());
        };
        let base_url = match self.zto_url.as_str() {
            "production" | "" => PRODUCTION.to_owned(),
            "sandbox" => SANDBOX.to_owned(),
            other => other.to_owned(),
        };
        let app = ZtoApp { base_url, signing: Signing::new(key.clone(), secret.clone()) };
        Carriers::with_zto(app, HttpLimits::default())
    }
}
