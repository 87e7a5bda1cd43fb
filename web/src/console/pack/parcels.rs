//! The parcels that wait to be sent because the service did not answer, those it refused, and those that were sent late and have no label yet.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::{
    OrderId, ShipmentId,
    packing::{Packing, PackingCreate, PackingOrder},
};

/// Waits before the service is asked again.
const RETRY_S: [u32; 6] = [2, 4, 8, 16, 30, 60];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Waiting,
    /// The service says no, and says why.
    Stuck {
        words: String,
    },
    /// Given to its carrier, whose number is still to come.
    Given,
    /// Packed; its label was not printed here.
    Sent {
        shipment_id: ShipmentId,
        waybill_no: String,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parcel {
    /// Its Idempotency-Key, the same at every try: whatever was lost on the way, it is packed once.
    pub key: String,
    /// What people call it.
    pub name: String,
    pub kept_at: DateTime<Utc>,
    pub create: PackingCreate,
    /// It may have arrived already.
    #[serde(default)]
    pub is_tried: bool,
    /// It goes with a carrier: it is given to it before it is packed.
    #[serde(default)]
    pub is_for_carrier: bool,
    pub standing: Standing,
}

impl Parcel {
    pub fn is_waiting(&self) -> bool {
        self.standing == Standing::Waiting
    }

    /// Its order is with its carrier now. From here on the order is what is packed, under another key: the code it was scanned by could mean the
    /// next order of the same goods.
    pub fn given(&mut self, order: OrderId, key: String) {
        (self.create.order_id, self.create.code) = (Some(order), None);
        (self.key, self.is_tried, self.is_for_carrier) = (key, false, false);
    }
}

/// All of them, in the order in which they were packed.
#[derive(Clone, Debug, Default)]
pub struct Parcels(Vec<Parcel>);

impl Parcels {
    pub fn new(mut parcels: Vec<Parcel>) -> Parcels {
        parcels.sort_by(|one, other| (one.kept_at, &one.key).cmp(&(other.kept_at, &other.key)));
        Parcels(parcels)
    }

    pub fn list(&self) -> &[Parcel] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn waiting(&self) -> usize {
        self.0.iter().filter(|parcel| parcel.is_waiting()).count()
    }

    pub fn get(&self, key: &str) -> Option<&Parcel> {
        self.0.iter().find(|parcel| parcel.key == key)
    }

    /// The next one to be sent.
    pub fn next(&self) -> Option<&Parcel> {
        self.0.iter().find(|parcel| parcel.is_waiting())
    }

    /// A new one, or what became of one.
    pub fn put(&mut self, parcel: Parcel) {
        match self.0.iter_mut().find(|other| other.key == parcel.key) {
            Some(other) => *other = parcel,
            None => self.0.push(parcel),
        }
    }

    pub fn remove(&mut self, key: &str) {
        self.0.retain(|parcel| parcel.key != key);
    }

    /// The labels of those that were sent late.
    pub fn labels(&self) -> Vec<(String, ShipmentId)> {
        let label = |parcel: &Parcel| match &parcel.standing {
            Standing::Sent { shipment_id, .. } => Some((parcel.key.clone(), *shipment_id)),
            Standing::Waiting | Standing::Given | Standing::Stuck { .. } => None,
        };
        self.0.iter().filter_map(label).collect()
    }

    /// The keys under which this order waits for its carrier's number.
    pub fn given_keys(&self, order: OrderId) -> Vec<String> {
        let is_it = |parcel: &&Parcel| parcel.standing == Standing::Given && parcel.create.order_id == Some(order);
        self.0.iter().filter(is_it).map(|parcel| parcel.key.clone()).collect()
    }

    /// Whether this order is among those that wait.
    pub fn has_order(&self, order: &PackingOrder) -> bool {
        self.open().any(|create| {
            let numbers = [order.order_no.as_ref(), order.waybill_no.as_ref()];
            create.order_id == Some(order.order_id)
                || create.code.as_ref().is_some_and(|code| numbers.contains(&Some(code)))
        })
    }

    /// Whether one that was scanned by this code waits.
    pub fn has_code(&self, code: &str) -> bool {
        self.0.iter().any(|parcel| {
            !matches!(parcel.standing, Standing::Sent { .. })
                && (parcel.create.code.as_deref() == Some(code) || parcel.name == code)
        })
    }

    fn open(&self) -> impl Iterator<Item = &PackingCreate> {
        self.0.iter().filter(|parcel| parcel.is_waiting()).map(|parcel| &parcel.create)
    }
}

/// The standing of a parcel that was packed late.
pub fn sent(packing: &Packing) -> Standing {
    Standing::Sent { shipment_id: packing.shipment_id, waybill_no: packing.waybill_no.clone() }
}

/// Seconds to wait after so many tries in a row without an answer.
pub fn retry_after_s(tries: u32) -> u32 {
    let last = RETRY_S.len() - 1;
    RETRY_S[usize::try_from(tries.saturating_sub(1)).unwrap_or(last).min(last)]
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn parcel(number: u32, code: &str) -> Parcel {
        let create = PackingCreate {
            order_id: None,
            code: Some(code.to_owned()),
            weight_g: 500,
            size_mm: None,
            from_scale: true,
            weighed_at: Some(DateTime::from_timestamp(i64::from(number), 0).unwrap()),
        };
        Parcel {
            key: format!("key-{number}"),
            name: code.to_owned(),
            kept_at: DateTime::from_timestamp(i64::from(number), 0).unwrap(),
            create,
            is_tried: false,
            is_for_carrier: false,
            standing: Standing::Waiting,
        }
    }

    fn shipped(number: u32) -> Standing {
        Standing::Sent { shipment_id: ShipmentId(Uuid::from_u128(number.into())), waybill_no: format!("YD{number}") }
    }

    #[test]
    fn they_are_sent_in_the_order_in_which_they_were_packed() {
        let mut parcels = Parcels::new(vec![parcel(2, "B"), parcel(1, "A")]);
        parcels.put(parcel(3, "C"));
        parcels.put(parcel(3, "C"));
        assert_eq!(parcels.waiting(), 3, "one key is one parcel");
        let mut sent = Vec::new();
        while let Some(next) = parcels.next().cloned() {
            sent.push(next.name.clone());
            // One that is refused holds nobody up.
            let standing = if next.name == "B" { Standing::Stuck { words: "no".to_owned() } } else { shipped(1) };
            parcels.put(Parcel { standing, ..next });
        }
        assert_eq!(sent, ["A", "B", "C"]);
        assert_eq!(parcels.labels().len(), 2);
        parcels.put(parcel(2, "B"));
        assert_eq!(parcels.next().map(|parcel| parcel.key.as_str()), Some("key-2"), "the same key at the next try");
        parcels.remove("key-2");
        assert!(parcels.next().is_none() && !parcels.is_empty());
    }

    #[test]
    fn a_parcel_that_waits_is_known_by_its_order_and_its_code() {
        let mut parcels = Parcels::new(vec![parcel(1, "A-1")]);
        assert!(parcels.has_code("A-1") && !parcels.has_code("A-2"));
        parcels.put(Parcel { standing: shipped(1), ..parcel(1, "A-1") });
        assert!(!parcels.has_code("A-1"));
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let mut kept = parcel(1, "A-1");
        for standing in [Standing::Waiting, Standing::Given, Standing::Stuck { words: "否".to_owned() }, shipped(7)] {
            kept.standing = standing;
            let text = serde_json::to_string(&kept).unwrap();
            let back: Parcel = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&back).unwrap(), text);
            assert_eq!((back.key, back.standing), (kept.key.clone(), kept.standing.clone()));
        }
    }

    #[test]
    fn what_was_given_to_a_carrier_is_packed_by_its_order_and_not_by_its_code() {
        let mut given = parcel(1, "6901234567892");
        (given.is_tried, given.is_for_carrier) = (true, true);
        let order = OrderId(Uuid::from_u128(7));
        given.given(order, "key-2".to_owned());
        assert_eq!((given.create.order_id, given.create.code.clone()), (Some(order), None));
        assert_eq!((given.key.as_str(), given.is_tried, given.is_for_carrier), ("key-2", false, false));
        // It is not sent by itself again; a person looks again.
        given.standing = Standing::Given;
        let parcels = Parcels::new(vec![given]);
        assert!(parcels.next().is_none() && parcels.labels().is_empty());
        assert_eq!(parcels.given_keys(order), ["key-2"]);
    }

    #[test]
    fn waits_grow_and_end_at_a_minute() {
        let waits: Vec<u32> = (0..9).map(retry_after_s).collect();
        assert_eq!(waits, [2, 2, 4, 8, 16, 30, 60, 60, 60]);
    }
}
