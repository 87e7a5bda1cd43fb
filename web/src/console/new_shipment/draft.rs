//! What is typed into the form: checked, priced, and kept as a draft.

mod services;

use serde::{Deserialize, Serialize};
use shared::{
    ContactId,
    carriers::{CarrierPreviewRequest, PreviewPlace},
    contacts::Contact,
    limits::{QUANTITY, SIZE_MM, WEIGHT_G},
    shipments::{QuoteRequest, Shipment, ShipmentCreate, ShipmentPatch},
};
use units::Money;

pub use self::services::ServicesText;

use crate::{amount, console::party::PartyText, i18n::Text, texts::new_shipment};

/// The form as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub sender: String,
    pub owner: String,
    pub department: String,
    /// Who carries it: nothing where the rules say so, the network, or an account of the merchant.
    pub sent_with: String,
    /// A receiver of the address book, in place of what is typed.
    pub contact: Option<Contact>,
    pub receiver: PartyText,
    /// The typed receiver is to be a contact.
    pub saves_contact: bool,
    pub goods: String,
    pub quantity: String,
    pub weight_kg: String,
    pub sides_cm: [String; 3],
    pub insured: String,
    pub services: ServicesText,
    pub order_no: String,
    pub remark: String,
}

/// What is wrong: JSON pointer and words.
pub type Wrong = Vec<(String, String)>;

/// The parcel's numbers.
struct Parcel {
    quantity: u32,
    weight_g: Option<u32>,
    size_mm: Option<[u32; 3]>,
    insured: Option<Money>,
}

impl Draft {
    /// An empty form that keeps who sends, for whom, at whose cost and with whom.
    pub fn next(&self) -> Draft {
        Draft {
            sender: self.sender.clone(),
            owner: self.owner.clone(),
            department: self.department.clone(),
            sent_with: self.sent_with.clone(),
            quantity: "1".to_owned(),
            ..Draft::default()
        }
    }

    /// The form that makes such a shipment again; its receiver is masked and so not in it.
    pub fn of(shipment: &Shipment) -> Draft {
        Draft {
            sender: shipment.sender_contact_id.map(|id| id.to_string()).unwrap_or_default(),
            owner: shipment.owner_id.map(|id| id.to_string()).unwrap_or_default(),
            department: shipment.department_id.map(|id| id.to_string()).unwrap_or_default(),
            goods: shipment.goods.clone(),
            quantity: shipment.quantity.to_string(),
            weight_kg: shipment.weight_g.map(plain_kilograms).unwrap_or_default(),
            sides_cm: shipment.size_mm.map(|sides| sides.map(amount::centimetres)).unwrap_or_default(),
            insured: shipment.insured.map(|amount| amount.to_string()).unwrap_or_default(),
            services: ServicesText::of(&shipment.services),
            remark: shipment.remark.clone(),
            ..Draft::default()
        }
    }

    /// Nothing was typed that would be missed.
    pub fn is_blank(&self) -> bool {
        let kept = Draft { quantity: self.quantity.clone(), ..self.next() };
        *self == kept
    }

    /// The request, or everything that is wrong.
    pub fn shipment(&self) -> Result<ShipmentCreate, Wrong> {
        let mut wrong = if self.contact.is_some() { Wrong::new() } else { self.receiver_problems() };
        let parcel = self.parcel(&mut wrong);
        let services = self.services.services(&mut wrong);
        match parcel {
            Some(parcel) if wrong.is_empty() => Ok(ShipmentCreate {
                sender_contact_id: self.sender.parse::<ContactId>().ok(),
                receiver: self.contact.is_none().then(|| self.receiver.party()),
                receiver_contact_id: self.contact.as_ref().map(|contact| contact.id),
                order_no: Some(self.order_no.trim().to_owned()).filter(|text| !text.is_empty()),
                goods: self.goods.trim().to_owned(),
                quantity: parcel.quantity,
                weight_g: parcel.weight_g,
                size_mm: parcel.size_mm,
                insured: parcel.insured,
                remark: self.remark.trim().to_owned(),
                owner_id: self.owner.parse().ok(),
                department_id: self.department.parse().ok(),
                shop: String::new(),
                services,
                by_network: false,
            }),
            _ => Err(wrong),
        }
    }

    /// What differs from `before`, or everything that is wrong. The receiver is part of it where it `is_retyped`.
    pub fn patch(&self, before: &Draft, is_retyped: bool) -> Result<ShipmentPatch, Wrong> {
        let mut wrong = if is_retyped { self.receiver_problems() } else { Wrong::new() };
        let parcel = self.parcel(&mut wrong);
        let services = self.services.services(&mut wrong);
        let is_emptied = |after: &str, before: &str| after.trim().is_empty() && !before.is_empty();
        let sides = |draft: &Draft| draft.sides_cm.concat();
        let kept = [
            ("/weight_g", is_emptied(&self.weight_kg, &before.weight_kg)),
            ("/size_mm", is_emptied(&sides(self), &sides(before))),
            ("/department_id", is_emptied(&self.department, &before.department)),
        ];
        for (pointer, _) in kept.into_iter().filter(|(_, is_emptied)| *is_emptied) {
            wrong.push((pointer.to_owned(), new_shipment::NOT_EMPTIED.t().to_owned()));
        }
        let Some(parcel) = parcel.filter(|_| wrong.is_empty()) else { return Err(wrong) };
        let was = before.parcel(&mut Wrong::new());
        let was = was.as_ref();
        let text = |after: &str, before: &str| Some(after.trim().to_owned()).filter(|text| text != before);
        let insured = Some(parcel.insured).filter(|insured| was.is_none_or(|was| was.insured != *insured));
        Ok(ShipmentPatch {
            receiver: is_retyped.then(|| self.receiver.party()),
            goods: text(&self.goods, &before.goods),
            quantity: Some(parcel.quantity).filter(|quantity| was.is_none_or(|was| was.quantity != *quantity)),
            weight_g: parcel.weight_g.filter(|weight| was.is_none_or(|was| was.weight_g != Some(*weight))),
            size_mm: parcel.size_mm.filter(|size| was.is_none_or(|was| was.size_mm != Some(*size))),
            insured: insured.map(|insured| insured.unwrap_or(Money::ZERO)),
            remark: text(&self.remark, &before.remark),
            department_id: self.department.parse().ok().filter(|_| self.department != before.department),
            services: Some(services).filter(|services| *services != before.services.services(&mut Wrong::new())),
        })
    }

    /// What to ask the price of, once the receiver's region is known. What is not yet right is left out.
    pub fn quote(&self) -> Option<QuoteRequest> {
        let [province, city, district] = match &self.contact {
            Some(contact) => [&contact.party.province, &contact.party.city, &contact.party.district],
            None if self.receiver.has_region() => {
                [&self.receiver.province, &self.receiver.city, &self.receiver.district]
            }
            None => return None,
        };
        Some(QuoteRequest {
            province: province.clone(),
            city: city.clone(),
            district: district.clone(),
            weight_g: self.weight_g().ok().flatten(),
            size_mm: self.size_mm().ok().flatten(),
            insured: self.insured().ok().flatten(),
            services: self.services.services(&mut Wrong::new()),
            owner_id: self.owner.parse().ok(),
            sender_contact_id: self.sender.parse().ok(),
        })
    }

    /// What a carrier is asked before anything is ordered, once it is known where the parcel goes.
    pub fn preview(&self) -> Option<CarrierPreviewRequest> {
        let typed = &self.receiver;
        let is_complete = typed.has_region() && !typed.detail.trim().is_empty();
        if self.contact.is_none() && !is_complete {
            return None;
        }
        let place = || PreviewPlace {
            province: typed.province.clone(),
            city: typed.city.clone(),
            district: typed.district.clone(),
            detail: typed.detail.trim().to_owned(),
        };
        Some(CarrierPreviewRequest {
            receiver: self.contact.is_none().then(place),
            receiver_contact_id: self.contact.as_ref().map(|contact| contact.id),
            sender_contact_id: self.sender.parse().ok(),
            weight_g: self.weight_g().ok().flatten(),
        })
    }

    fn receiver_problems(&self) -> Wrong {
        self.receiver.problems().into_iter().map(|(at, words)| (format!("/receiver{at}"), words)).collect()
    }

    /// The numbers, with what is wrong about the parcel added to `wrong`.
    fn parcel(&self, wrong: &mut Wrong) -> Option<Parcel> {
        let mut refuse = |pointer: &str, text: Text| wrong.push((pointer.to_owned(), text.t().to_owned()));
        if self.goods.trim().is_empty() {
            refuse("/goods", new_shipment::GOODS_MISSING);
        }
        let quantity = self.quantity();
        if quantity.is_none() {
            refuse("/quantity", new_shipment::QUANTITY_WRONG);
        }
        let weight_g = self.weight_g();
        if weight_g.is_err() {
            refuse("/weight_g", new_shipment::WEIGHT_WRONG);
        }
        let size_mm = self.size_mm();
        if size_mm.is_err() {
            refuse("/size_mm", new_shipment::SIZE_WRONG);
        }
        let insured = self.insured();
        if insured.is_err() {
            refuse("/insured", new_shipment::INSURED_WRONG);
        }
        Some(Parcel { quantity: quantity?, weight_g: weight_g.ok()?, size_mm: size_mm.ok()?, insured: insured.ok()? })
    }

    fn quantity(&self) -> Option<u32> {
        let text = amount::halfwidth(&self.quantity);
        if text.trim().is_empty() {
            return Some(1);
        }
        text.trim().parse().ok().filter(|quantity| (1..=QUANTITY).contains(quantity))
    }

    fn weight_g(&self) -> Result<Option<u32>, ()> {
        if self.weight_kg.trim().is_empty() {
            return Ok(None);
        }
        amount::parse_kilograms(&self.weight_kg).filter(|grams| (1..=WEIGHT_G).contains(grams)).map(Some).ok_or(())
    }

    fn size_mm(&self) -> Result<Option<[u32; 3]>, ()> {
        if self.sides_cm.iter().all(|side| side.trim().is_empty()) {
            return Ok(None);
        }
        let mut sides = [0; 3];
        for (side, text) in sides.iter_mut().zip(&self.sides_cm) {
            *side = millimetres(text).filter(|mm| (1..=SIZE_MM).contains(mm)).ok_or(())?;
        }
        Ok(Some(sides))
    }

    fn insured(&self) -> Result<Option<Money>, ()> {
        if self.insured.trim().is_empty() {
            return Ok(None);
        }
        amount::parse_money(&self.insured).map(Some).ok_or(())
    }
}

/// Millimetres from centimetres with at most one place.
fn millimetres(text: &str) -> Option<u32> {
    let text = amount::halfwidth(text);
    let (whole, tenth) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    if tenth.len() > 1 || !tenth.bytes().all(|b| b.is_ascii_digit()) || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let tenth: u32 = if tenth.is_empty() { 0 } else { tenth.parse().ok()? };
    whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenth)
}

/// As it is typed: without grouping.
fn plain_kilograms(grams: u32) -> String {
    amount::kilogram_number(grams).replace(',', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Draft {
        let mut draft = Draft { goods: "茶叶礼盒".to_owned(), weight_kg: "1.25".to_owned(), ..Draft::default() };
        draft.receiver.take(address::parse("李雷 13800138000 浙江省杭州市余杭区五常街道文一西路969号"));
        draft
    }

    fn wrong(draft: &Draft) -> Vec<String> {
        draft.shipment().err().unwrap_or_default().into_iter().map(|(pointer, _)| pointer).collect()
    }

    #[test]
    fn a_filled_form_becomes_a_request() {
        let mut draft = full();
        draft.sides_cm = ["３0".to_owned(), "20.5".to_owned(), "10".to_owned()];
        draft.insured = "￥200".to_owned();
        let request = draft.shipment().expect("all is right");
        assert_eq!((request.weight_g, request.quantity), (Some(1250), 1));
        assert_eq!(request.size_mm, Some([300, 205, 100]));
        assert_eq!(request.insured, Some(Money::from_fen(20_000)));
        assert_eq!(draft.quote().map(|quote| quote.district), Some("余杭区".to_owned()));
        draft.services.signed_return = true;
        assert!(draft.shipment().expect("all is right").services.signed_return);
        assert!(draft.quote().expect("the region is known").services.signed_return);
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let empty = Draft::default();
        assert_eq!(wrong(&empty), ["/receiver/name", "/receiver/phone", "/receiver/province", "/goods"]);
        assert!(empty.quote().is_none());
        let mut draft = full();
        draft.quantity = "0".to_owned();
        draft.weight_kg = "1001".to_owned();
        draft.sides_cm[0] = "10".to_owned();
        draft.insured = "-5".to_owned();
        assert_eq!(wrong(&draft), ["/quantity", "/weight_g", "/size_mm", "/insured"]);
        assert!(draft.quote().is_some(), "the price does not wait for the rest");
    }

    #[test]
    fn a_contact_takes_the_place_of_what_is_typed() {
        let id = ContactId(uuid::Uuid::from_u128(7));
        let party = shared::contacts::MaskedParty {
            name: "张*".to_owned(),
            phone: "138****8000".to_owned(),
            province: "浙江省".to_owned(),
            city: "杭州市".to_owned(),
            district: "余杭区".to_owned(),
            detail: String::new(),
        };
        let kind = shared::contacts::ContactKind::Receiver;
        let contact = Contact { id, kind, party, is_default: false, group: String::new(), owner_id: None };
        let draft = Draft { contact: Some(contact), goods: "茶".to_owned(), ..Draft::default() };
        let request = draft.shipment().expect("the contact is receiver enough");
        assert_eq!((request.receiver_contact_id, request.receiver.is_none()), (Some(id), true));
        assert_eq!(draft.quote().map(|quote| quote.city), Some("杭州市".to_owned()));
        let preview = draft.preview().expect("the contact says where it goes");
        assert_eq!((preview.receiver_contact_id, preview.receiver.is_none()), (Some(id), true));
        assert!(!draft.is_blank());
    }

    #[test]
    fn a_carrier_is_asked_once_the_whole_place_is_known() {
        let mut draft = full();
        let preview = draft.preview().expect("the place is there");
        assert_eq!(preview.receiver.map(|place| place.detail), Some("五常街道文一西路969号".to_owned()));
        assert_eq!(preview.weight_g, Some(1250));
        draft.weight_kg = "much".to_owned();
        assert_eq!(draft.preview().and_then(|preview| preview.weight_g), None, "it is asked all the same");
        draft.receiver.detail = " ".to_owned();
        assert!(draft.preview().is_none());
        assert!(Draft::default().preview().is_none());
    }

    #[test]
    fn only_what_was_changed_is_sent() {
        let before = Draft {
            quantity: "1".to_owned(),
            sides_cm: ["30".to_owned(), "20".to_owned(), "10".to_owned()],
            insured: "200.00".to_owned(),
            remark: "轻放".to_owned(),
            ..full()
        };
        let same = before.patch(&before, false).expect("all is right");
        assert_eq!(serde_json::to_string(&same).ok().as_deref(), Some("{}"));
        let after =
            Draft { weight_kg: "2".to_owned(), insured: String::new(), remark: String::new(), ..before.clone() };
        let patch = after.patch(&before, true).expect("all is right");
        assert_eq!((patch.weight_g, patch.insured), (Some(2000), Some(Money::ZERO)));
        assert_eq!((patch.remark.as_deref(), patch.goods, patch.quantity), (Some(""), None, None));
        assert!(patch.receiver.is_some());
        let emptied = Draft { weight_kg: String::new(), ..before.clone() };
        let wrong = emptied.patch(&before, false).err().unwrap_or_default();
        assert_eq!(wrong.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(), ["/weight_g"]);
    }

    #[test]
    fn the_next_form_keeps_only_who_sends() {
        let mut draft = full();
        draft.sender = "s".to_owned();
        draft.owner = "o".to_owned();
        draft.sent_with = "network".to_owned();
        assert!(draft.next().is_blank());
        assert_eq!((draft.next().sender, draft.next().owner), ("s".to_owned(), "o".to_owned()));
        assert_eq!(draft.next().sent_with, "network");
        assert!(!draft.is_blank());
    }
}
