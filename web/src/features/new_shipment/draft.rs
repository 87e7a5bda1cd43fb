//! What is typed into the form: checked, priced, and kept as a draft.

use serde::{Deserialize, Serialize};
use shared::{
    ContactId,
    limits::{QUANTITY, SIZE_MM, WEIGHT_G},
    shipments::{QuoteRequest, ShipmentCreate},
};
use units::Money;

use crate::{amount, features::party::PartyText, texts::new_shipment};

/// The form as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub sender: String,
    pub receiver: PartyText,
    pub goods: String,
    pub quantity: String,
    pub weight_kg: String,
    pub sides_cm: [String; 3],
    pub insured: String,
    pub order_no: String,
    pub remark: String,
}

/// What is wrong: JSON pointer and words.
pub type Wrong = Vec<(String, String)>;

impl Draft {
    /// An empty form that keeps its sender.
    pub fn next(&self) -> Draft {
        Draft { sender: self.sender.clone(), quantity: "1".to_owned(), ..Draft::default() }
    }

    /// Nothing was typed that would be missed.
    pub fn is_blank(&self) -> bool {
        Draft { sender: String::new(), quantity: String::new(), ..self.clone() } == Draft::default()
    }

    /// The request, or everything that is wrong.
    pub fn shipment(&self) -> Result<ShipmentCreate, Wrong> {
        let mut wrong: Wrong =
            self.receiver.problems().into_iter().map(|(at, words)| (format!("/receiver{at}"), words)).collect();
        let mut refuse = |pointer: &str, text: crate::i18n::Text| wrong.push((pointer.to_owned(), text.t().to_owned()));
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
        match (quantity, weight_g, size_mm, insured) {
            (Some(quantity), Ok(weight_g), Ok(size_mm), Ok(insured)) if wrong.is_empty() => Ok(ShipmentCreate {
                sender_contact_id: self.sender.parse::<ContactId>().ok(),
                receiver: self.receiver.party(),
                order_no: Some(self.order_no.trim().to_owned()).filter(|text| !text.is_empty()),
                goods: self.goods.trim().to_owned(),
                quantity,
                weight_g,
                size_mm,
                insured,
                remark: self.remark.trim().to_owned(),
            }),
            _ => Err(wrong),
        }
    }

    /// What to ask the price of, once the receiver's region is known. What is not yet a number is left out.
    pub fn quote(&self) -> Option<QuoteRequest> {
        self.receiver.has_region().then(|| QuoteRequest {
            province: self.receiver.province.clone(),
            city: self.receiver.city.clone(),
            district: self.receiver.district.clone(),
            weight_g: self.weight_g().ok().flatten(),
            size_mm: self.size_mm().ok().flatten(),
            insured: self.insured().ok().flatten(),
        })
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
        let text = amount::halfwidth(&self.insured);
        let text = text.trim().trim_start_matches(['¥', '￥']).trim_start();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse::<Money>().ok().filter(|amount| !amount.is_negative()).map(Some).ok_or(())
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
    fn the_next_form_keeps_only_its_sender() {
        let mut draft = full();
        draft.sender = "s".to_owned();
        assert!(draft.next().is_blank());
        assert_eq!(draft.next().sender, "s");
        assert!(!draft.is_blank());
    }
}
