//! The ZTO Open Platform (中通开放平台, open.zto.com).
//!
//! One question is one POST of JSON (in one case of a form) to the base address and the API's name, signed over the exact bytes. What is
//! known of the platform and what is not stands in `docs/decisions/carriers.md`.

mod about;
mod account;
mod address;
mod call;
mod errors;
mod intercept;
mod label;
mod mask;
mod order;
mod order_info;
mod push;
mod sign;
mod track;
mod wire;

use async_trait::async_trait;

pub use sign::{Algorithm, Encoding, HeaderNames, Signing};

use crate::{
    Capabilities, Capability, Route,
    remote::{
        Account, Balance, BindRequest, CancelOutcome, CancelRequest, Created, IncomingPush, InterceptRef,
        InterceptRequest, InterceptState, InterceptTicket, LabelRequest, NewOrder, OrderRef, PushError, QuoteRequest,
        Quoted, Received, Region, RemoteCarrier, RemoteError, RemoteOrder, RemotePorts, RemoteScan, RouteRequest,
        Serviceability, ServiceabilityRequest, Subscription, TrackRequest,
    },
};

/// Stable name of the carrier.
pub const CODE: &str = "zto";
pub const PRODUCTION: &str = "https://japi.zto.com/";
pub const SANDBOX: &str = "https://japi-test.zto.com/";

/// An application of the platform. Accounts of merchants are bound to it and come with each order.
#[derive(Clone, Debug)]
pub struct ZtoApp {
    /// [`PRODUCTION`], [`SANDBOX`], or a stand-in.
    pub base_url: String,
    pub signing: Signing,
}

/// Holds no state: what changes is in the ports.
#[derive(Clone, Debug)]
pub struct Zto {
    app: ZtoApp,
}

impl Zto {
    pub fn new(mut app: ZtoApp) -> Zto {
        if !app.base_url.ends_with('/') {
            app.base_url.push('/');
        }
        Zto { app }
    }
}

/// A waybill number of the form that ZTO gives out today: 14 digits that begin with 73 to 76 or 78. Older forms are still on their way, so
/// this recognises a number and refuses none.
pub fn is_waybill_no(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 14
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes[0] == b'7'
        && matches!(bytes[1], b'3'..=b'6' | b'8')
}

#[async_trait(?Send)]
impl RemoteCarrier for Zto {
    fn code(&self) -> &'static str {
        CODE
    }

    fn capabilities(&self) -> Capabilities {
        use Capability as C;
        // 签单返还 wants an outlet, which no order of ours names; for 到付 and a time of delivery it has no field.
        Capabilities::of(&[
            C::Create,
            C::CashOnDelivery,
            C::Query,
            C::Cancel,
            C::RouteCode,
            C::Quote,
            C::Track,
            C::Subscribe,
            C::Push,
            C::Balance,
            C::Intercept,
            C::Serviceability,
            C::LabelFile,
            C::BindAccount,
            C::Regions,
        ])
    }

    async fn create(&self, ports: &RemotePorts<'_>, order: &NewOrder) -> Result<Created, RemoteError> {
        order::create(self, ports, order).await
    }

    async fn resolve(&self, ports: &RemotePorts<'_>, order: &NewOrder) -> Result<Created, RemoteError> {
        order::resolve(self, ports, order).await
    }

    async fn query(&self, ports: &RemotePorts<'_>, order: &OrderRef) -> Result<RemoteOrder, RemoteError> {
        order_info::query(self, ports, order).await
    }

    async fn cancel(&self, ports: &RemotePorts<'_>, request: &CancelRequest) -> Result<CancelOutcome, RemoteError> {
        order_info::cancel(self, ports, request).await
    }

    async fn route(&self, ports: &RemotePorts<'_>, request: &RouteRequest) -> Result<Route, RemoteError> {
        address::route(self, ports, request).await
    }

    async fn quote(&self, ports: &RemotePorts<'_>, request: &QuoteRequest) -> Result<Quoted, RemoteError> {
        address::quote(self, ports, request).await
    }

    async fn track(&self, ports: &RemotePorts<'_>, request: &TrackRequest) -> Result<Vec<RemoteScan>, RemoteError> {
        track::track(self, ports, request).await
    }

    async fn subscribe(&self, ports: &RemotePorts<'_>, request: &Subscription) -> Result<(), RemoteError> {
        track::subscribe(self, ports, request).await
    }

    fn receive(&self, push: &IncomingPush<'_>) -> Result<Received, PushError> {
        push::receive(self, push)
    }

    async fn balance(&self, ports: &RemotePorts<'_>, account: &Account) -> Result<Balance, RemoteError> {
        account::balance(self, ports, account).await
    }

    async fn intercept(
        &self,
        ports: &RemotePorts<'_>,
        request: &InterceptRequest,
    ) -> Result<InterceptTicket, RemoteError> {
        intercept::create(self, ports, request).await
    }

    async fn cancel_intercept(&self, ports: &RemotePorts<'_>, request: &InterceptRef) -> Result<(), RemoteError> {
        intercept::cancel(self, ports, request).await
    }

    async fn intercept_state(
        &self,
        ports: &RemotePorts<'_>,
        request: &InterceptRef,
    ) -> Result<InterceptState, RemoteError> {
        intercept::state(self, ports, request).await
    }

    async fn serviceability(
        &self,
        ports: &RemotePorts<'_>,
        request: &ServiceabilityRequest,
    ) -> Result<Serviceability, RemoteError> {
        address::serviceability(self, ports, request).await
    }

    async fn request_label(&self, ports: &RemotePorts<'_>, request: &LabelRequest) -> Result<(), RemoteError> {
        label::request(self, ports, request).await
    }

    async fn bind_account(&self, ports: &RemotePorts<'_>, request: &BindRequest) -> Result<(), RemoteError> {
        account::bind(self, ports, request).await
    }

    async fn regions(&self, ports: &RemotePorts<'_>) -> Result<Vec<Region>, RemoteError> {
        address::regions(self, ports).await
    }
}

#[cfg(test)]
mod tests {
    use super::is_waybill_no;

    #[test]
    fn todays_numbers() {
        for number in ["73100196611386", "73100227574514", "74000000000000", "76123456789012", "78123456789012"] {
            assert!(is_waybill_no(number), "{number}");
        }
        for text in
            ["", "77100196611386", "7310019661138", "731001966113860", "７３１００１９６６１１３８６", "73100196611 86"]
        {
            assert!(!is_waybill_no(text), "{text}");
        }
    }
}
