//! The services of an order or a shipment, in the columns both have.

use shared::services::Services;
use units::Money;

use crate::StoreError;

/// Their columns.
pub(crate) struct ServiceColumns {
    pub cod_fen: Option<i64>,
    pub receiver_pays: bool,
    pub signed_return: bool,
    /// JSON, or nothing.
    pub delivery_window: String,
}

const CORRUPT: StoreError = StoreError::Corrupt("delivery window");

impl ServiceColumns {
    pub(crate) fn of(services: &Services) -> Result<ServiceColumns, StoreError> {
        let window = services.delivery.map(|window| serde_json::to_string(&window)).transpose();
        Ok(ServiceColumns {
            cod_fen: services.cod.map(Money::fen),
            receiver_pays: services.receiver_pays,
            signed_return: services.signed_return,
            delivery_window: window.map_err(|_| CORRUPT)?.unwrap_or_default(),
        })
    }

    pub(crate) fn services(self) -> Result<Services, StoreError> {
        let window = Some(self.delivery_window.as_str()).filter(|text| !text.is_empty());
        Ok(Services {
            cod: self.cod_fen.map(Money::from_fen),
            receiver_pays: self.receiver_pays,
            signed_return: self.signed_return,
            delivery: window.map(serde_json::from_str).transpose().map_err(|_| CORRUPT)?,
        })
    }
}
