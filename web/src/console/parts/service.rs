//! Owners and departments of the service, asked through the page.

use shared::{
    Page,
    contacts::{Contact, ContactKind},
    labels::LabelTemplate,
    limits::PAGE_MAX,
    parts::{Department, DepartmentWrite, Owner, OwnerWrite},
};

use super::part::{Kind, Part};
use crate::{
    api::{ApiError, IdempotencyKey},
    bridge::{
        Asked,
        asking::{read, with_body},
    },
    console::service::make,
};

pub async fn owners() -> Result<Vec<Owner>, ApiError> {
    read(Asked::plain("GET", "owners")).await
}

pub async fn departments() -> Result<Vec<Department>, ApiError> {
    read(Asked::plain("GET", "departments")).await
}

pub async fn senders() -> Result<Page<Contact>, ApiError> {
    read(Asked::plain("GET", format!("contacts?kind={}&limit={PAGE_MAX}", ContactKind::Sender.as_str()))).await
}

pub async fn templates() -> Result<Vec<LabelTemplate>, ApiError> {
    read(Asked::plain("GET", "label-templates")).await
}

fn owner(part: Part) -> OwnerWrite {
    OwnerWrite {
        code: part.code,
        name: part.name,
        is_active: part.is_active,
        sender_contact_id: part.sender,
        template_id: part.template,
        markup: Some(part.markup),
    }
}

fn department(part: Part) -> DepartmentWrite {
    DepartmentWrite { code: part.code, name: part.name, is_active: part.is_active }
}

/// Makes it, and gives its name; its id is the service's to give.
pub async fn create(part: Part, key: IdempotencyKey) -> Result<String, ApiError> {
    match part.kind {
        Kind::Owner => make("owners", &owner(part), key).await.map(|made: Owner| made.name),
        Kind::Department => make("departments", &department(part), key).await.map(|made: Department| made.name),
    }
}

/// Changes it, and gives its name.
pub async fn save(part: Part) -> Result<String, ApiError> {
    let id = part.id;
    match part.kind {
        Kind::Owner => {
            let saved: Owner = read(with_body("PUT", format!("owners/{id}"), &owner(part))?).await?;
            Ok(saved.name)
        }
        Kind::Department => {
            let saved: Department = read(with_body("PUT", format!("departments/{id}"), &department(part))?).await?;
            Ok(saved.name)
        }
    }
}
