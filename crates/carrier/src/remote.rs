//! Carriers that are asked over the network: what they may be asked, what they may use of ours, and how their answers can fail.
//!
//! A call is made outside every write transaction: reserve → commit → call → confirm or compensate. One operation is one question to the
//! carrier; nothing is repeated in here. Whoever calls repeats, by its own outbox, and by the error that came back.

mod care;
mod error;
mod order;
mod ports;
mod push;
mod track;

use async_trait::async_trait;

pub use care::{
    Balance, BindRequest, InterceptDestination, InterceptRef, InterceptRequest, InterceptState, InterceptTicket,
    LabelFormat, LabelRequest, Place, QuoteRequest, Quoted, Region, RouteRequest, Serviceability,
    ServiceabilityRequest,
};
pub use error::{Ask, Refusal, RemoteError};
pub use order::{
    Account, CancelOutcome, CancelReason, CancelRequest, Created, Item, Locker, NewOrder, OrderKind, OrderRef, Parcel,
    Party, PickupWindow, RemoteOrder, RemoteOrderState, ReturnReceipt, Service, Site,
};
pub use ports::{
    CallLog, CallOutcome, CallRecord, Clock, HttpAnswer, HttpRequest, RemotePorts, Transport, TransportError,
};
pub use push::{Authenticity, IncomingPush, Label, OrderNews, OrderStage, Push, PushError, Received, Settlement};
pub use track::{Meaning, PhoneTail, RemoteScan, ScanPlace, Subscription, TrackRequest};

use crate::{Capabilities, Capability, Route};

/// A carrier over the network. What an implementation leaves out answers [`RemoteError::Unsupported`], and must not be among its
/// capabilities.
#[async_trait(?Send)]
pub trait RemoteCarrier {
    /// Stable name in shipments.
    fn code(&self) -> &'static str;

    fn capabilities(&self) -> Capabilities;

    /// Makes an order. After [`RemoteError::OutcomeUnknown`] there may be one: only [`resolve`](RemoteCarrier::resolve) with the same order
    /// may follow, never another code.
    async fn create(&self, _ports: &RemotePorts<'_>, _order: &NewOrder) -> Result<Created, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Create))
    }

    /// Finds out what became of a creation whose outcome is unknown, by the order as it was sent. Whatever does not decide it (a carrier that
    /// is not there, a key that no longer fits) is [`RemoteError::OutcomeUnknown`] again, so that nobody takes it for a refusal.
    async fn resolve(&self, _ports: &RemotePorts<'_>, _order: &NewOrder) -> Result<Created, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Create))
    }

    async fn query(&self, _ports: &RemotePorts<'_>, _order: &OrderRef) -> Result<RemoteOrder, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Query))
    }

    async fn cancel(&self, _ports: &RemotePorts<'_>, _request: &CancelRequest) -> Result<CancelOutcome, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Cancel))
    }

    async fn route(&self, _ports: &RemotePorts<'_>, _request: &RouteRequest) -> Result<Route, RemoteError> {
        Err(RemoteError::Unsupported(Capability::RouteCode))
    }

    async fn quote(&self, _ports: &RemotePorts<'_>, _request: &QuoteRequest) -> Result<Quoted, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Quote))
    }

    /// The scans of a waybill, oldest first.
    async fn track(&self, _ports: &RemotePorts<'_>, _request: &TrackRequest) -> Result<Vec<RemoteScan>, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Track))
    }

    async fn subscribe(&self, _ports: &RemotePorts<'_>, _request: &Subscription) -> Result<(), RemoteError> {
        Err(RemoteError::Unsupported(Capability::Subscribe))
    }

    /// Verifies and reads what the carrier pushed. Pushes come twice, late and in any order: whoever keeps them knows them by their key.
    fn receive(&self, _push: &IncomingPush<'_>) -> Result<Received, PushError> {
        Err(PushError::Unsupported)
    }

    /// How many waybill numbers an account has left.
    async fn balance(&self, _ports: &RemotePorts<'_>, _account: &Account) -> Result<Balance, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Balance))
    }

    async fn intercept(
        &self,
        _ports: &RemotePorts<'_>,
        _request: &InterceptRequest,
    ) -> Result<InterceptTicket, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Intercept))
    }

    async fn cancel_intercept(&self, _ports: &RemotePorts<'_>, _request: &InterceptRef) -> Result<(), RemoteError> {
        Err(RemoteError::Unsupported(Capability::Intercept))
    }

    async fn intercept_state(
        &self,
        _ports: &RemotePorts<'_>,
        _request: &InterceptRef,
    ) -> Result<InterceptState, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Intercept))
    }

    async fn serviceability(
        &self,
        _ports: &RemotePorts<'_>,
        _request: &ServiceabilityRequest,
    ) -> Result<Serviceability, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Serviceability))
    }

    /// Asks for the carrier's own picture of a label; it comes as [`Push::Label`].
    async fn request_label(&self, _ports: &RemotePorts<'_>, _request: &LabelRequest) -> Result<(), RemoteError> {
        Err(RemoteError::Unsupported(Capability::LabelFile))
    }

    async fn bind_account(&self, _ports: &RemotePorts<'_>, _request: &BindRequest) -> Result<(), RemoteError> {
        Err(RemoteError::Unsupported(Capability::BindAccount))
    }

    async fn regions(&self, _ports: &RemotePorts<'_>) -> Result<Vec<Region>, RemoteError> {
        Err(RemoteError::Unsupported(Capability::Regions))
    }
}
