//! Parcels that keep a handover from being made, and leaving them out.

use leptos::prelude::*;
use shared::ShipmentId;

use crate::{
    api::ApiError,
    texts::handovers as texts,
    ui::{Button, Notice},
};

/// Where the service points to a parcel.
const POINTER: &str = "/shipment_ids/";

/// Which of the parcels that were asked for are refused, and why.
pub fn refused(error: &ApiError, asked: &[ShipmentId]) -> Vec<(ShipmentId, String)> {
    let faults = error.problem().into_iter().flat_map(|problem| &problem.errors);
    let of_parcel = faults.filter_map(|fault| {
        let place: usize = fault.pointer.strip_prefix(POINTER)?.parse().ok()?;
        Some((*asked.get(place)?, fault.detail.clone()))
    });
    of_parcel.collect()
}

#[component]
pub fn Refused(parcels: Vec<(ShipmentId, String)>, on_leave_out: Callback<Vec<ShipmentId>>) -> impl IntoView {
    let count = u32::try_from(parcels.len()).unwrap_or(u32::MAX);
    let (ids, reasons): (Vec<_>, Vec<_>) = parcels.into_iter().unzip();
    view! {
        <Notice tone="bad">
            {texts::REFUSED.count(count)}
            <span class="end">
                <Button on_press=move |()| on_leave_out.run(ids.clone())>{texts::LEAVE_OUT.count(count)}</Button>
            </span>
        </Notice>
        <div class="scroll refused-parcels" tabindex="0" role="region" aria-label=texts::REFUSED_LIST.t()>
            <ul>{reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
        </div>
    }
}
