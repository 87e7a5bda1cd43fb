//! Where parcels that wait to be sent are kept: encrypted, each for itself, over reloads and a closed browser, until sign-out. Each stands under
//! its own name, so that two tabs never write over each other's.

use std::cell::RefCell;

use leptos::prelude::*;

use super::{
    bench::Bench,
    parcels::{Parcel, Parcels},
};
use crate::{console::app::Desk, vault};

thread_local! {
    /// Under what the person's parcels stand. Not the page's: a parcel whose answer comes after the page was left is kept as well.
    static SHELF: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The parcels of whoever is at the page, who is another at each merchant.
pub fn enter() {
    let person = Desk::expect().me().map(|me| {
        let seat = me.merchant.as_ref().and_then(|merchant| merchant.operator_id).map(|id| id.to_string());
        seat.unwrap_or_else(|| me.user_id.to_string())
    });
    SHELF.set(format!("packing.{}.", person.unwrap_or_default()));
}

/// Brings back what was kept before the page was loaded.
pub async fn restore(bench: Bench) {
    let mut kept = Vec::new();
    for name in vault::safe_names(&SHELF.with_borrow(Clone::clone)) {
        kept.extend(read(&name).await);
    }
    let _ = bench.parcels.try_update(|parcels| {
        // What was packed meanwhile is there already.
        kept.extend(
            parcels.list().iter().filter(|own| kept.iter().all(|one| one.key != own.key)).cloned().collect::<Vec<_>>(),
        );
        *parcels = Parcels::new(kept);
    });
}

/// Keeps a new parcel, or what became of one.
pub async fn keep(bench: Bench, parcel: Parcel) {
    let name = name_of(&parcel.key);
    let text = serde_json::to_string(&parcel).unwrap_or_default();
    let _ = bench.parcels.try_update(|parcels| parcels.put(parcel));
    if !vault::keep_safe(&name, &text).await {
        let _ = bench.is_unsafe.try_set(true);
    }
}

/// How a parcel stands by what is kept: another tab may have sent it meanwhile. Nothing where it is gone.
pub async fn look_up(bench: Bench, key: &str) -> Option<Parcel> {
    let own = bench.parcels.try_with_untracked(|parcels| parcels.get(key).cloned())?;
    // What the browser could not keep is known to this page alone.
    if bench.is_unsafe.try_get_untracked() == Some(true) {
        return own;
    }
    let kept = read(&name_of(key)).await;
    let _ = bench.parcels.try_update(|parcels| match &kept {
        Some(kept) => parcels.put(kept.clone()),
        None => parcels.remove(key),
    });
    kept
}

pub fn drop_parcel(bench: Bench, key: &str) {
    vault::forget_safe(&name_of(key));
    let _ = bench.parcels.try_update(|parcels| parcels.remove(key));
}

fn name_of(key: &str) -> String {
    SHELF.with_borrow(|shelf| format!("{shelf}{key}"))
}

async fn read(name: &str) -> Option<Parcel> {
    serde_json::from_str(&vault::kept_safe(name).await?).ok()
}
