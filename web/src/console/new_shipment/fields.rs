//! The form's fields as signals.

use leptos::prelude::*;
use shared::contacts::Contact;

use super::{draft::Draft, services::ServiceFields};
use crate::console::party::PartyFields;

#[derive(Clone, Copy)]
pub struct Fields {
    pub sender: RwSignal<String>,
    pub owner: RwSignal<String>,
    pub department: RwSignal<String>,
    pub sent_with: RwSignal<String>,
    pub contact: RwSignal<Option<Contact>>,
    pub receiver: PartyFields,
    pub saves_contact: RwSignal<bool>,
    pub goods: RwSignal<String>,
    pub quantity: RwSignal<String>,
    pub weight: RwSignal<String>,
    pub sides: [RwSignal<String>; 3],
    pub insured: RwSignal<String>,
    pub services: ServiceFields,
    pub order_no: RwSignal<String>,
    pub remark: RwSignal<String>,
}

impl Fields {
    pub fn new() -> Fields {
        let field = || RwSignal::new(String::new());
        Fields {
            sender: field(),
            owner: field(),
            department: field(),
            sent_with: field(),
            contact: RwSignal::new(None),
            receiver: PartyFields::new(),
            saves_contact: RwSignal::new(false),
            goods: field(),
            quantity: RwSignal::new("1".to_owned()),
            weight: field(),
            sides: [field(), field(), field()],
            insured: field(),
            services: ServiceFields::new(),
            order_no: field(),
            remark: field(),
        }
    }

    pub fn draft(self) -> Draft {
        Draft {
            sender: self.sender.get(),
            owner: self.owner.get(),
            department: self.department.get(),
            sent_with: self.sent_with.get(),
            contact: self.contact.get(),
            receiver: self.receiver.text(),
            saves_contact: self.saves_contact.get(),
            goods: self.goods.get(),
            quantity: self.quantity.get(),
            weight_kg: self.weight.get(),
            sides_cm: self.sides.map(|side| side.get()),
            insured: self.insured.get(),
            services: self.services.text(),
            order_no: self.order_no.get(),
            remark: self.remark.get(),
        }
    }

    pub fn set(self, draft: Draft) {
        self.sender.set(draft.sender);
        self.owner.set(draft.owner);
        self.department.set(draft.department);
        self.sent_with.set(draft.sent_with);
        self.contact.set(draft.contact);
        self.receiver.set(draft.receiver);
        self.saves_contact.set(draft.saves_contact);
        self.goods.set(draft.goods);
        self.quantity.set(draft.quantity);
        self.weight.set(draft.weight_kg);
        for (side, text) in self.sides.into_iter().zip(draft.sides_cm) {
            side.set(text);
        }
        self.insured.set(draft.insured);
        self.services.set(draft.services);
        self.order_no.set(draft.order_no);
        self.remark.set(draft.remark);
    }
}
