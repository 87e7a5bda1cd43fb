//! What the stand-in remembers, and only as long as it runs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::numbers::waybill;

/// More is refused with S203.
pub(crate) const ORDERS_MAX: usize = 200_000;

#[derive(Clone, Debug)]
pub struct Order {
    pub partner_order_code: String,
    pub order_code: String,
    pub bill_code: Option<String>,
    /// 预约件: it can be cancelled.
    pub is_pickup: bool,
    pub partner_type: String,
    pub order_type: String,
    /// As getOrderInfo counts: 0 placed, 1 to 3 on the way to a pickup, -2 cancelled, 99 completed.
    pub status: i64,
    pub cancel_type: Option<String>,
    /// Value-added services, as they were asked for.
    pub services: Value,
    /// Last four digits of sender and receiver.
    pub phones: [String; 2],
    pub mark: String,
    pub bag_addr: String,
    /// How often createOrder was asked for it.
    pub asked: u32,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub struct TraceEvent {
    /// In the words of pushes.
    pub action: &'static str,
    pub at: DateTime<Utc>,
    pub site_code: &'static str,
    pub site_name: &'static str,
    pub city: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) password: String,
    pub(crate) bought: u64,
    pub(crate) available: u64,
}

#[derive(Clone, Debug)]
pub struct Intercept {
    pub bill_code: String,
    pub number: String,
    pub state: InterceptState,
}

/// In the words of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InterceptState {
    #[serde(rename = "INTERCEPTING")]
    Intercepting,
    #[serde(rename = "INTERCEPT_SUCCESS")]
    Success,
    #[serde(rename = "INTERCEPT_FAIL")]
    Fail,
    #[serde(rename = "INTERCEPT_CANCEL")]
    Cancel,
    #[serde(rename = "PACKAGE_DELIVERYING")]
    Delivering,
    #[serde(rename = "INTERCEPT_DISCONTINUE")]
    Discontinue,
}

pub struct Network {
    seed: u64,
    serial: u64,
    pub(crate) orders: BTreeMap<String, Order>,
    by_bill: BTreeMap<String, String>,
    by_order: BTreeMap<String, String>,
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) bound: BTreeSet<String>,
    pub(crate) tracks: BTreeMap<String, Vec<TraceEvent>>,
    /// Who signs for a parcel, where somebody said so.
    signers: BTreeMap<String, String>,
    pub(crate) subscribed: BTreeSet<String>,
    pub(crate) subscribed_orders: BTreeSet<String>,
    pub(crate) intercepts: BTreeMap<String, Intercept>,
    /// By API, as they came in with a right signature.
    pub(crate) calls: BTreeMap<String, u64>,
    pub(crate) refused_signatures: u64,
    /// createOrder tells 大头笔 with the number.
    pub(crate) tells_marks: bool,
    pub(crate) closed_customers: BTreeSet<String>,
}

impl Network {
    pub(crate) fn new(seed: u64, accounts: Vec<(String, String, u64)>) -> Network {
        let accounts = accounts
            .into_iter()
            .map(|(id, password, available)| (id, Account { password, bought: available, available }))
            .collect();
        Network {
            seed,
            serial: 0,
            orders: BTreeMap::new(),
            by_bill: BTreeMap::new(),
            by_order: BTreeMap::new(),
            accounts,
            bound: BTreeSet::new(),
            tracks: BTreeMap::new(),
            signers: BTreeMap::new(),
            subscribed: BTreeSet::new(),
            subscribed_orders: BTreeSet::new(),
            intercepts: BTreeMap::new(),
            calls: BTreeMap::new(),
            refused_signatures: 0,
            tells_marks: true,
            closed_customers: BTreeSet::new(),
        }
    }

    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    pub fn order(&self, partner_order_code: &str) -> Option<&Order> {
        self.orders.get(partner_order_code)
    }

    /// Changes the password of an account, as its outlet would.
    pub fn set_password(&mut self, account: &str, password: &str) {
        if let Some(account) = self.accounts.get_mut(account) {
            password.clone_into(&mut account.password);
        }
    }

    /// Whether createOrder tells 大头笔 with the number; otherwise bagAddrMark has to be asked.
    pub fn set_tells_marks(&mut self, tells: bool) {
        self.tells_marks = tells;
    }

    /// Whether a group customer may order; everybody may whose contract was not ended.
    pub fn set_customer_open(&mut self, customer: &str, is_open: bool) {
        if is_open {
            self.closed_customers.remove(customer);
        } else {
            self.closed_customers.insert(customer.to_owned());
        }
    }

    /// Numbers an account has left.
    pub fn available(&self, account: &str) -> Option<u64> {
        self.accounts.get(account).map(|account| account.available)
    }

    /// How often an API was called with a right signature, faults included.
    pub fn calls(&self, api: &str) -> u64 {
        self.calls.get(api).copied().unwrap_or_default()
    }

    pub fn refused_signatures(&self) -> u64 {
        self.refused_signatures
    }

    pub fn is_subscribed(&self, bill_code: &str) -> bool {
        self.subscribed.contains(bill_code)
    }

    /// The scans of a parcel in the order they happened.
    pub fn track(&self, bill_code: &str) -> &[TraceEvent] {
        self.tracks.get(bill_code).map(Vec::as_slice).unwrap_or_default()
    }

    /// Who is going to sign for a parcel; the receiver (本人) where nobody says otherwise.
    pub fn set_signer(&mut self, bill_code: &str, name: &str) {
        self.signers.insert(bill_code.to_owned(), name.to_owned());
    }

    pub(crate) fn signer(&self, bill_code: &str) -> &str {
        self.signers.get(bill_code).map_or("本人", String::as_str)
    }

    /// By the number of the request, as it was asked for.
    pub fn intercepts(&self) -> impl Iterator<Item = (&String, &Intercept)> {
        self.intercepts.iter()
    }

    /// What became of stopping a parcel; answers whether anybody was about to.
    pub fn end_intercept(&mut self, bill_code: &str, state: InterceptState) -> bool {
        let running = |one: &&mut Intercept| one.bill_code == bill_code && one.state == InterceptState::Intercepting;
        let found = self.intercepts.values_mut().find(running);
        found.map(|intercept| intercept.state = state).is_some()
    }

    /// One more scan, now, by the outlet that picked the parcel up.
    pub fn scan(&mut self, bill_code: &str, action: &'static str) {
        let event =
            TraceEvent { action, at: Utc::now(), site_code: "02191", site_name: "青浦华新", city: "上海市" };
        self.tracks.entry(bill_code.to_owned()).or_default().push(event);
    }

    pub(crate) fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    pub(crate) fn next_waybill(&mut self, shared: bool) -> String {
        let serial = self.next_serial();
        waybill(self.seed, shared, serial)
    }

    pub(crate) fn keep(&mut self, order: Order) {
        let partner = order.partner_order_code.clone();
        if let Some(bill) = &order.bill_code {
            self.by_bill.insert(bill.clone(), partner.clone());
        }
        self.by_order.insert(order.order_code.clone(), partner.clone());
        self.orders.insert(partner, order);
    }

    pub(crate) fn by_bill(&mut self, bill_code: &str) -> Option<&mut Order> {
        let partner = self.by_bill.get(bill_code)?;
        self.orders.get_mut(partner)
    }

    pub(crate) fn by_order_code(&mut self, order_code: &str) -> Option<&mut Order> {
        let partner = self.by_order.get(order_code)?;
        self.orders.get_mut(partner)
    }
}
