//! The network inside the product: its numbers, its hubs and its routes. Nothing leaves the machine.

pub mod journey;
mod number;
mod promise;
mod routes;

pub use number::{SERIAL_MAX, WaybillNo, WaybillNoError};
pub use routes::{EmbeddedRoutes, RouteChange, RouteChanges};

use async_trait::async_trait;

use crate::{
    Capabilities, Capability, CarrierError, CarrierGateway, IssueRequest, Issued, Lane, Locality, Ports, Route,
};

/// Stable name of the embedded carrier.
pub const CODE: &str = "embedded";

pub struct EmbeddedCarrier;

#[async_trait(?Send)]
impl CarrierGateway for EmbeddedCarrier {
    fn code(&self) -> &'static str {
        CODE
    }

    fn locality(&self) -> Locality {
        Locality::InTransaction
    }

    fn capabilities(&self) -> Capabilities {
        use Capability as C;
        Capabilities::of(&[
            C::Create,
            C::Cancel,
            C::RouteCode,
            C::Track,
            C::Serviceability,
            C::CashOnDelivery,
            C::ReceiverPays,
            C::SignedReturn,
            C::DeliveryWindow,
        ])
    }

    async fn issue(
        &self,
        ports: &mut Ports<'_>,
        requests: &[IssueRequest],
    ) -> Result<Vec<Result<Issued, CarrierError>>, CarrierError> {
        let routes: Vec<Option<Route>> =
            requests.iter().map(|request| ports.routes.route(request.destination)).collect();
        // A parcel that is not taken uses up no number.
        let wanted = u32::try_from(routes.iter().flatten().count()).unwrap_or(u32::MAX);
        let mut serials = if wanted == 0 { Vec::new() } else { ports.numbers.take(wanted).await? }.into_iter();
        let issue = |route: Option<Route>| {
            let route = route.ok_or(CarrierError::Rejected { code: "no_route" })?;
            let serial = serials.next().ok_or(CarrierError::NumbersExhausted)?;
            let number = WaybillNo::from_serial(serial).map_err(|_| CarrierError::NumbersExhausted)?;
            Ok(Issued { waybill_no: number.to_string(), route })
        };
        Ok(routes.into_iter().map(issue).collect())
    }

    fn promised_days(&self, lane: &Lane<'_>) -> Option<u32> {
        promise::promised_days(lane)
    }

    async fn cancel(&self, _waybill_no: &str) -> Result<(), CarrierError> {
        // The number stays with its voided shipment; there is nobody to tell.
        Ok(())
    }
}
