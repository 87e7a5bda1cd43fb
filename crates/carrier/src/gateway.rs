//! What every express network implements, and what it may use of ours.

use async_trait::async_trait;

use crate::{Capabilities, RemoteCarrier};

/// Where a parcel is sorted to; both texts are opaque and printed as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// 三段码, at most 32 characters.
    pub route_code: String,
    /// 集包地.
    pub bag_hub: String,
}

/// From where to where: provinces as the two digits of GB/T 2260, cities by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane<'a> {
    pub from_province: u32,
    pub from_city: &'a str,
    pub to_province: u32,
    pub to_city: &'a str,
}

/// Serial numbers of the carrier's pool, each handed out once.
#[async_trait(?Send)]
pub trait NumberPool {
    /// Exactly `count` serials in rising order, or none.
    async fn take(&mut self, count: u32) -> Result<Vec<u64>, CarrierError>;
}

pub trait RouteTable {
    /// The route to a county (GB/T 2260, six digits); none where the network does not go.
    fn route(&self, destination: u32) -> Option<Route>;
}

/// What a gateway may use while it works.
pub struct Ports<'a> {
    pub numbers: &'a mut dyn NumberPool,
    pub routes: &'a dyn RouteTable,
}

/// One waybill to be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssueRequest {
    /// GB/T 2260 county code of the receiver.
    pub destination: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    pub waybill_no: String,
    pub route: Route,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CarrierError {
    /// The network does not go there, or refuses the parcel; asking again changes nothing.
    #[error("refused by the carrier: {code}")]
    Rejected { code: &'static str },
    /// Ask again later.
    #[error("the carrier is not available")]
    Unavailable { retry_after_s: u32 },
    /// Another transaction was in the way; the whole write is tried again.
    #[error("lost against another transaction")]
    Contention,
    /// The pool has no numbers left.
    #[error("no waybill numbers left")]
    NumbersExhausted,
    /// The answer is not known: never assume success, ask before asking again.
    #[error("the carrier's answer is not known")]
    OutcomeUnknown,
    #[error("internal: {0}")]
    Internal(String),
}

/// Where a gateway's answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locality {
    /// From our own tables: may be asked inside the write transaction, so a number and its shipment are one commit.
    InTransaction,
    /// Over the network: reserve, commit, call, then confirm or compensate.
    OverNetwork,
}

/// A network whose answers come from our own tables. One that is asked over the network is a [`RemoteCarrier`]: it needs the whole order,
/// may leave the outcome unknown, and has no business inside a transaction.
#[async_trait(?Send)]
pub trait CarrierGateway {
    /// Stable name in shipments and pools.
    fn code(&self) -> &'static str;

    fn locality(&self) -> Locality;

    fn capabilities(&self) -> Capabilities;

    /// Issues waybills; each request has its own answer, in the order asked. An error of the call as a whole issued nothing.
    async fn issue(
        &self,
        ports: &mut Ports<'_>,
        requests: &[IssueRequest],
    ) -> Result<Vec<Result<Issued, CarrierError>>, CarrierError>;

    /// In how many days of the calendar after the day of pickup it promises to deliver; none where it promises nothing.
    fn promised_days(&self, lane: &Lane<'_>) -> Option<u32>;

    /// Gives a waybill back before pickup.
    async fn cancel(&self, waybill_no: &str) -> Result<(), CarrierError>;
}

/// A carrier the service knows, by the way it is asked.
#[derive(Clone, Copy)]
pub enum Carrier<'a> {
    InTransaction(&'a dyn CarrierGateway),
    OverNetwork(&'a dyn RemoteCarrier),
}

impl Carrier<'_> {
    pub fn code(&self) -> &'static str {
        match self {
            Carrier::InTransaction(gateway) => gateway.code(),
            Carrier::OverNetwork(carrier) => carrier.code(),
        }
    }

    pub fn capabilities(&self) -> Capabilities {
        match self {
            Carrier::InTransaction(gateway) => gateway.capabilities(),
            Carrier::OverNetwork(carrier) => carrier.capabilities(),
        }
    }
}
