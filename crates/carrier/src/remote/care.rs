//! Everything around an order: where it goes, what it costs, stopping it, and the account it is made with.

use secrecy::SecretString;
use units::{Grams, Money};

use super::Party;

/// An address without a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub province: String,
    pub city: String,
    pub district: String,
    pub address: String,
}

impl Place {
    pub fn of(party: &Party) -> Place {
        Place {
            province: party.province.clone(),
            city: party.city.clone(),
            district: party.district.clone(),
            address: party.address.clone(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct RouteRequest {
    /// Any id of this question.
    pub id: String,
    pub from: Place,
    pub to: Place,
}

#[derive(Clone, Debug)]
pub struct QuoteRequest {
    pub from: Place,
    pub to: Place,
    pub weight: Grams,
}

/// None where the carrier leaves it out, as it does for light parcels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    pub price: Option<Money>,
    /// Of the first kilogram.
    pub first_weight_price: Option<Money>,
}

/// Waybill numbers of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub bought: u64,
    pub available: u64,
    /// Given back.
    pub returned: u64,
    /// Taken back by the carrier.
    pub recovered: u64,
}

#[derive(Clone, Debug)]
pub enum InterceptDestination {
    /// Back to the outlet that picked it up.
    PickupSite,
    Sender,
    /// On to another address.
    NewAddress(Party),
    /// Back, to an address of its own.
    ReturnAddress(Party),
}

#[derive(Clone, Debug)]
pub struct InterceptRequest {
    pub waybill_no: String,
    /// Ours: the same one is the same intercept, however often it is asked for.
    pub request_id: String,
    pub destination: InterceptDestination,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterceptTicket {
    /// The carrier's number; none where it only said that it knows this request already.
    pub number: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterceptRef {
    pub waybill_no: String,
    pub request_id: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InterceptState {
    Asked,
    Succeeded,
    Failed,
    Cancelled,
    /// It goes on to its receiver.
    Delivering,
    /// Given up by the carrier.
    Discontinued,
    /// Not in the carrier's documents.
    Unknown(String),
}

#[derive(Clone, Debug)]
pub struct ServiceabilityRequest {
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Serviceability {
    Open,
    /// Nothing is taken there at the moment.
    Closed {
        carrier_code: String,
        reason: String,
    },
    /// The carrier's answer says neither.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelFormat {
    Jpg,
    Pdf,
}

#[derive(Clone, Debug)]
pub struct LabelRequest {
    pub waybill_no: String,
    pub format: LabelFormat,
    pub logo: bool,
}

#[derive(Clone, Debug)]
pub struct BindRequest {
    pub account: String,
    pub password: SecretString,
    pub site_code: String,
}

/// A row of the carrier's table of regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub id: String,
    pub parent_id: String,
    /// GB/T 2260 where it has one.
    pub national_code: String,
    pub full_name: String,
    pub layer: u8,
    pub enabled: bool,
}
