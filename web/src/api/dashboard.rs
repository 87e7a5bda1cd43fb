//! Today's numbers.

use shared::dashboard::Dashboard;

use super::{ApiError, Call};

pub async fn get() -> Result<Dashboard, ApiError> {
    Call::get("dashboard").json().await
}
