//! What the preview is drawn with: samples that strain a layout, and real shipments, masked.

use leptos::{prelude::*, task::spawn_local};
use shared::{ShipmentId, shipments::ShipmentSummary};

use super::{
    editor::Editor,
    samples::{bare, long, of_content},
    service,
};
use crate::{api::Remote, texts::templates as texts, ui::Toasts};

/// Shipments offered.
const LATEST: u32 = 10;

#[component]
pub fn DataChoice() -> impl IntoView {
    let editor = Editor::expect();
    let toasts = Toasts::expect();
    let latest = Remote::<Vec<ShipmentSummary>>::new();
    latest.load(async { service::latest_shipments(LATEST).await.map(|page| page.items) });
    let chosen = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        match value.as_str() {
            "sample" => editor.data.set(label::sample_data()),
            "long" => editor.data.set(long()),
            "bare" => editor.data.set(bare()),
            id => {
                let Ok(id) = id.parse::<ShipmentId>() else { return };
                spawn_local(async move {
                    match service::content(id).await {
                        Ok(content) => {
                            if let Some(data) = of_content(&content) {
                                let _ = editor.data.try_set(data);
                            }
                        }
                        Err(error) => toasts.failed(error.words()),
                    }
                });
            }
        }
    };
    view! {
        <label class="bar-choice">
            <span>{texts::DATA.t()}</span>
            <select on:change=chosen>
                <option value="sample">{texts::DATA_SAMPLE.t()}</option>
                <option value="long">{texts::DATA_LONG.t()}</option>
                <option value="bare">{texts::DATA_BARE.t()}</option>
                {move || {
                    let shipments = latest.value().get().unwrap_or_default();
                    (!shipments.is_empty()).then(|| {
                        let option = |one: ShipmentSummary| {
                            view! { <option value=one.id.to_string()>{one.waybill_no}</option> }
                        };
                        view! {
                            <optgroup label=texts::DATA_LATEST.t()>{shipments.into_iter().map(option).collect_view()}</optgroup>
                        }
                    })
                }}
            </select>
        </label>
    }
}
