//! Saying how parcels to a place go.

use leptos::prelude::*;
use shared::routes::{BAG_HUB_CHARS, HUB_CODE_CHARS, PlaceRoute, ROUTE_CODE_CHARS, RouteChangeWrite};

use super::Table;
use crate::{
    browser,
    console::{deed::Deed, network::service},
    texts::{common, routes as texts},
    ui::{Button, ButtonKind, Checkbox, Dialog, Field, Toasts},
};

const BESIDE: &[&str] = &["/hub_code", "/bag_hub", "/route_code"];
/// Codes from here on are counties'.
const COUNTIES: u32 = 100_000;

#[component]
pub fn RouteDialog() -> impl IntoView {
    let table = Table::expect();
    let title = move || {
        let name = table.editing.get().map(|route| route.name).unwrap_or_default();
        texts::CHANGE_TITLE.fill(&[("name", &name)])
    };
    view! {
        <Dialog
            open=Signal::derive(move || table.editing.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| table.editing.set(None)
        >
            {table.editing.get_untracked().map(|route| view! { <Form route /> })}
        </Dialog>
    }
}

/// A county's own route code, where it is not the one that is made with the hub's.
fn own_code(table: Table, route: &PlaceRoute) -> String {
    let changes = table.changes.value();
    changes.with_untracked(|changes| {
        let own = changes.iter().flatten().find(|change| change.code == route.code);
        own.map(|change| change.route_code.clone()).unwrap_or_default()
    })
}

#[component]
fn Form(route: PlaceRoute) -> impl IntoView {
    let table = Table::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let tried = RwSignal::new(false);
    let is_served = RwSignal::new(route.is_served);
    let own = own_code(table, &route);
    let (hub_code, bag_hub) = (RwSignal::new(route.hub_code), RwSignal::new(route.bag_hub));
    let route_code = RwSignal::new(own);
    let code = route.code;
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let goes = is_served.get_untracked();
        // What stands in fields that are not shown is not meant.
        let text = |value: RwSignal<String>| {
            if goes { value.with_untracked(|value| value.trim().to_owned()) } else { String::new() }
        };
        let write = RouteChangeWrite {
            is_served: goes,
            hub_code: text(hub_code),
            bag_hub: text(bag_hub),
            route_code: text(route_code),
        };
        if goes && (write.hub_code.is_empty() || write.bag_hub.is_empty()) {
            browser::focus_first_wrong();
            return;
        }
        let work = async move {
            let saved = service::set_route(code, &write).await;
            if saved.is_err() {
                browser::focus_first_wrong();
            }
            saved
        };
        deed.run(work, move |saved| {
            toasts.done(texts::SAVED.fill(&[("name", &saved.name)]));
            table.editing.set(None);
            table.load();
        });
    };
    let fields = move || {
        is_served.get().then(|| {
            let is_county = code >= COUNTIES;
            view! {
                <div class="grid-2">
                    <Field
                        label=texts::HUB.t()
                        value=bag_hub
                        error=deed.missing_or_beside(bag_hub, tried, "/bag_hub")
                        max_chars=BAG_HUB_CHARS
                        required=true
                    />
                    <Field
                        label=texts::HUB_CODE.t()
                        value=hub_code
                        error=deed.missing_or_beside(hub_code, tried, "/hub_code")
                        hint=Signal::derive(|| Some(texts::HUB_CODE_HINT.t().to_owned()))
                        max_chars=HUB_CODE_CHARS
                        required=true
                    />
                </div>
                {is_county
                    .then(|| {
                        let most = ROUTE_CODE_CHARS.to_string();
                        view! {
                            <Field
                                label=texts::ROUTE_OWN.t()
                                value=route_code
                                error=deed.beside("/route_code")
                                hint=Signal::stored(Some(texts::ROUTE_OWN_HINT.fill(&[("most", &most)])))
                                max_chars=ROUTE_CODE_CHARS
                            />
                        }
                    })}
            }
        })
    };
    view! {
        <form on:submit=save novalidate>
            <Checkbox label=texts::GOES.t() checked=is_served on_change=move |goes| is_served.set(goes) />
            {fields}
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| table.editing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}
