//! What people ask before they are signed in.

use shared::auth::{Captcha, NetworkFacts};

use super::{ApiError, Call};

pub async fn captcha() -> Result<Captcha, ApiError> {
    Call::post("auth/captchas").unsigned().json().await
}

pub async fn network() -> Result<NetworkFacts, ApiError> {
    Call::get("network").unsigned().json().await
}
