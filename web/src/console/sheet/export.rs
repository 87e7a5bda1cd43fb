//! Shipments as a file.

use leptos::prelude::*;
use shared::{
    ShipmentId,
    limits::BULK_MAX,
    shipments::{ShipmentExport, ShipmentFilter},
};

use crate::{
    amount::grouped,
    browser::dates,
    console::{
        app::Desk,
        deed::Deed,
        export_form::{ExportChoice, ExportFields},
        shipments,
    },
    texts::{common, shipments as texts},
    ui::{Button, ButtonKind, Dialog, Select},
};

const CHOSEN: &str = "chosen";
const MATCHING: &str = "matching";

#[component]
pub fn Exporting(
    filter: ShipmentFilter,
    sought: Option<String>,
    matching: Option<u32>,
    chosen: Vec<ShipmentId>,
) -> impl IntoView {
    let desk = Desk::expect();
    let open = RwSignal::new(true);
    let close = Callback::new(move |said: Option<String>| {
        open.set(false);
        desk.over(said);
    });
    let known = StoredValue::new((filter, sought, matching, chosen));
    view! {
        <Dialog open title=Signal::derive(|| texts::EXPORT_TITLE.t().to_owned()) on_close=move |()| close.run(None)>
            {
                let (filter, sought, matching, chosen) = known.get_value();
                view! { <Form filter sought matching chosen close /> }
            }
        </Dialog>
    }
}

#[component]
fn Form(
    filter: ShipmentFilter,
    sought: Option<String>,
    matching: Option<u32>,
    chosen: Vec<ShipmentId>,
    close: Callback<Option<String>>,
) -> impl IntoView {
    let deed = Deed::new();
    let choice = ExportChoice::new();
    let count = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let too_many = chosen.len() > BULK_MAX;
    let mut options = Vec::new();
    if !chosen.is_empty() && !too_many {
        options.push((CHOSEN.to_owned(), texts::EXPORT_CHOSEN.count(count)));
    }
    let words = match (matching, &sought) {
        (_, Some(_)) => texts::EXPORT_FOUND.t().to_owned(),
        (Some(count), None) => texts::EXPORT_MATCHING_N.count(count),
        (None, None) => texts::EXPORT_MATCHING.t().to_owned(),
    };
    options.push((MATCHING.to_owned(), words));
    let which = RwSignal::new(options[0].0.clone());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(reveal_reason) = choice.reason() else { return };
        let format = choice.format();
        let is_chosen = which.with_untracked(|which| which == CHOSEN);
        let export = ShipmentExport {
            format,
            filter: if is_chosen { ShipmentFilter::default() } else { filter.clone() },
            q: sought.clone().filter(|_| !is_chosen),
            shipment_ids: is_chosen.then(|| chosen.clone()),
            reveal_reason,
        };
        let name = format!("{}-{}.{}", texts::EXPORT_FILE.t(), dates::today(), format.extension());
        let exported = texts::EXPORTED.fill(&[("name", &name)]);
        deed.run(async move { shipments::export(&export, name).await }, move |()| {
            close.run(Some(exported));
        });
    };
    view! {
        <form on:submit=save novalidate>
            <Select label=texts::EXPORT_WHAT.t() value=which options />
            {too_many.then(|| view! { <p class="sub">{most()}</p> })}
            <ExportFields choice deed />
            {deed.refusal(&["/reveal_reason"])}
            <div class="acts">
                <Button on_press=move |()| close.run(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::EXPORT.t()}
                </Button>
            </div>
        </form>
    }
}

fn most() -> String {
    texts::EXPORT_TOO_MANY.fill(&[("n", &grouped(BULK_MAX as u64))])
}
