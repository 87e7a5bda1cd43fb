//! An owner or a department: what both have, and what they are called.

use serde::Serialize;
use shared::{
    ContactId,
    parts::{Department, Markup, Owner},
};
use uuid::Uuid;

use crate::{i18n::Text, texts::parts as texts};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Kind {
    Owner,
    Department,
}

impl Kind {
    pub const fn title(self) -> Text {
        match self {
            Kind::Owner => texts::OWNERS,
            Kind::Department => texts::DEPARTMENTS,
        }
    }

    pub const fn title_id(self) -> &'static str {
        match self {
            Kind::Owner => "owners",
            Kind::Department => "departments",
        }
    }

    pub const fn why(self) -> Text {
        match self {
            Kind::Owner => texts::OWNERS_WHY,
            Kind::Department => texts::DEPARTMENTS_WHY,
        }
    }

    pub const fn add(self) -> Text {
        match self {
            Kind::Owner => texts::ADD_OWNER,
            Kind::Department => texts::ADD_DEPARTMENT,
        }
    }

    pub const fn edit(self) -> Text {
        match self {
            Kind::Owner => texts::EDIT_OWNER,
            Kind::Department => texts::EDIT_DEPARTMENT,
        }
    }

    pub const fn empty(self) -> (Text, Text) {
        match self {
            Kind::Owner => (texts::OWNERS_EMPTY_TITLE, texts::OWNERS_EMPTY),
            Kind::Department => (texts::DEPARTMENTS_EMPTY_TITLE, texts::DEPARTMENTS_EMPTY),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    pub kind: Kind,
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub is_active: bool,
    /// Departments have none.
    pub sender: Option<ContactId>,
    /// The label template of their parcels; departments have none.
    pub template: Option<String>,
    /// What is paid beside what the merchant pays; departments pay nothing.
    pub markup: Markup,
}

impl Part {
    pub fn of_owner(owner: &Owner) -> Part {
        Part {
            kind: Kind::Owner,
            id: owner.id.0,
            code: owner.code.clone(),
            name: owner.name.clone(),
            is_active: owner.is_active,
            sender: owner.sender_contact_id,
            template: owner.template_id.clone(),
            markup: owner.markup,
        }
    }

    pub fn of_department(department: &Department) -> Part {
        Part {
            kind: Kind::Department,
            id: department.id.0,
            code: department.code.clone(),
            name: department.name.clone(),
            is_active: department.is_active,
            sender: None,
            template: None,
            markup: Markup::default(),
        }
    }
}
