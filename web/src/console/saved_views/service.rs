//! Saved filters of the service, asked through the page.

use shared::{
    SavedViewId,
    saved_views::{SavedList, SavedView, SavedViewWrite},
};

use crate::{
    api::{ApiError, IdempotencyKey},
    bridge::{
        Asked,
        asking::{nothing, read, with_body},
    },
    console::service::make,
};

/// One's own of this list, and those that everybody has.
pub async fn list(list: SavedList) -> Result<Vec<SavedView>, ApiError> {
    let mut views: Vec<SavedView> = read(Asked::plain("GET", "saved-views")).await?;
    views.retain(|view| view.list == list);
    Ok(views)
}

pub async fn create(view: &SavedViewWrite, key: IdempotencyKey) -> Result<SavedView, ApiError> {
    make("saved-views", view, key).await
}

pub async fn update(id: SavedViewId, view: &SavedViewWrite) -> Result<SavedView, ApiError> {
    read(with_body("PUT", format!("saved-views/{id}"), view)?).await
}

pub async fn delete(id: SavedViewId) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("saved-views/{id}"))).await
}
