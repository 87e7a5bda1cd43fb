//! The network's routes: how parcels to a place go, and what was changed of it.

mod form;

use leptos::prelude::*;
use shared::{
    Permission,
    routes::{PlaceRoute, RouteChange, RouteSource},
};

use super::service;
use crate::{
    api::Remote,
    console::{
        app::Desk,
        confirm::Confirm,
        deed::Deed,
        divisions,
        listed::{Listed, content},
        places::{Place, PlaceFields},
    },
    texts::{people, routes as texts},
    ui::{Button, EmptyState, Pill, Symbol, Toasts, Tone},
};

/// What was looked up, what is changed, and what a dialog is open for; in context.
#[derive(Clone, Copy)]
struct Table {
    /// The places that were asked for last: a city that shares its digits with another is its counties.
    asked: RwSignal<Vec<u32>>,
    found: Remote<Vec<PlaceRoute>>,
    changes: Remote<Vec<RouteChange>>,
    editing: RwSignal<Option<PlaceRoute>>,
    /// Code and name of what is to go as before.
    restoring: RwSignal<Option<(u32, String)>>,
    may_write: bool,
}

impl Table {
    fn expect() -> Table {
        expect_context::<Table>()
    }

    fn look_up(self, codes: Vec<u32>) {
        self.asked.set(codes.clone());
        self.found.load(async move {
            let mut found = Vec::with_capacity(codes.len());
            for code in codes {
                found.push(service::route(code).await?);
            }
            Ok(found)
        });
    }

    fn load(self) {
        self.changes.load(service::route_changes());
        let asked = self.asked.get_untracked();
        if !asked.is_empty() {
            self.look_up(asked);
        }
    }

    /// Opens the form of a place that was changed.
    fn edit(self, change: RouteChange) {
        self.editing.set(Some(PlaceRoute {
            code: change.code,
            name: change.name,
            source: RouteSource::Change,
            changed_at: Some(change.code),
            is_served: change.is_served,
            bag_hub: change.bag_hub,
            hub_code: change.hub_code,
            route_code: change.route_code,
        }));
    }
}

#[component]
pub fn Routes() -> impl IntoView {
    let table = Table {
        asked: RwSignal::new(Vec::new()),
        found: Remote::new(),
        changes: Remote::new(),
        editing: RwSignal::new(None),
        restoring: RwSignal::new(None),
        may_write: Desk::expect().may(Permission::StaffWrite),
    };
    provide_context(table);
    table.load();
    view! {
        <div class="body">
            <div class="list-side">
                <p class="list-why sub">{texts::WHY.t()}</p>
                <LookUp />
                <div class="list">
                    <Found />
                    <h2>{texts::CHANGES.t()}</h2>
                    <Listed remote=table.changes load=Callback::new(move |()| table.load())>
                        <Changes />
                    </Listed>
                </div>
            </div>
        </div>
        <form::RouteDialog />
        <Restoring />
    }
}

#[component]
fn LookUp() -> impl IntoView {
    let table = Table::expect();
    let place = Place::new();
    let is_none = Memo::new(move |_| place.province.with(String::is_empty));
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let codes = place.codes();
        if !codes.is_empty() {
            table.look_up(codes);
        }
    };
    view! {
        <form class="place-line" on:submit=look novalidate>
            <PlaceFields place />
            <Button icon=Symbol::Search disabled=is_none busy=Signal::derive(move || table.found.busy())>
                {texts::LOOK_UP.t()}
            </Button>
        </form>
    }
}

/// What was looked up, once something was.
#[component]
fn Found() -> impl IntoView {
    let table = Table::expect();
    let is_asked = Memo::new(move |_| table.asked.with(|asked| !asked.is_empty()));
    let load = Callback::new(move |()| table.look_up(table.asked.get_untracked()));
    move || {
        is_asked.get().then(|| {
            view! {
                <Listed remote=table.found load>
                    <table class="people" id="found-routes">
                        <Heads with_source=true />
                        <tbody>
                            <For each=move || table.found.value().get().unwrap_or_default() key=content let:route>
                                <FoundRow route />
                            </For>
                        </tbody>
                    </table>
                </Listed>
            }
        })
    }
}

#[component]
fn Heads(#[prop(optional)] with_source: bool) -> impl IntoView {
    view! {
        <thead>
            <tr>
                <th>{texts::PLACE.t()}</th>
                <th>{texts::HUB.t()}</th>
                <th>{texts::HUB_CODE.t()}</th>
                <th>{texts::ROUTE.t()}</th>
                {with_source.then(|| view! { <th>{texts::SOURCE.t()}</th> })}
                <th>
                    <span class="sr-only">{people::COL_ACTS.t()}</span>
                </th>
            </tr>
        </thead>
    }
}

/// The hub, or that the network does not go there.
fn hub(is_served: bool, name: String) -> impl IntoView {
    if is_served { name.into_any() } else { view! { <Pill tone=Tone::Warn words=texts::NOT_SERVED.t() /> }.into_any() }
}

#[component]
fn FoundRow(route: PlaceRoute) -> impl IntoView {
    let table = Table::expect();
    let code = match route.route_code.as_str() {
        "" if route.is_served => view! { <span class="sub">{texts::ROUTE_OF_COUNTY.t()}</span> }.into_any(),
        text => view! { <span class="no">{text.to_owned()}</span> }.into_any(),
    };
    let source = match route.changed_at {
        Some(at) => texts::CHANGED.fill(&[("name", &divisions::name(at))]),
        None => texts::BUILT_IN.t().to_owned(),
    };
    let edited = route.clone();
    view! {
        <tr>
            <td>{route.name}</td>
            <td>{hub(route.is_served, route.bag_hub)}</td>
            <td class="no">{route.hub_code}</td>
            <td>{code}</td>
            <td class="sub">{source}</td>
            <td>
                {table
                    .may_write
                    .then(|| {
                        view! {
                            <Button on_press=move |()| {
                                table.editing.set(Some(edited.clone()));
                            }>{texts::CHANGE.t()}</Button>
                        }
                    })}
            </td>
        </tr>
    }
}

#[component]
fn Changes() -> impl IntoView {
    let table = Table::expect();
    let is_empty = Memo::new(move |_| table.changes.value().with(|list| list.as_ref().is_some_and(Vec::is_empty)));
    move || {
        if is_empty.get() {
            return view! { <EmptyState symbol=Symbol::Truck title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t() /> }
                .into_any();
        }
        view! {
            <table class="people" id="route-changes">
                <Heads />
                <tbody>
                    <For each=move || table.changes.value().get().unwrap_or_default() key=content let:change>
                        <ChangeRow change />
                    </For>
                </tbody>
            </table>
        }
        .into_any()
    }
}

#[component]
fn ChangeRow(change: RouteChange) -> impl IntoView {
    let table = Table::expect();
    let (edited, restored) = (change.clone(), (change.code, change.name.clone()));
    view! {
        <tr>
            <td>{change.name}</td>
            <td>{hub(change.is_served, change.bag_hub)}</td>
            <td class="no">{change.hub_code}</td>
            <td class="no">{change.route_code}</td>
            <td>
                {table
                    .may_write
                    .then(|| {
                        view! {
                            <Button on_press=move |()| table.edit(edited.clone())>{texts::CHANGE.t()}</Button>
                            " "
                            <Button on_press=move |()| {
                                table.restoring.set(Some(restored.clone()));
                            }>{texts::RESTORE.t()}</Button>
                        }
                    })}
            </td>
        </tr>
    }
}

#[component]
fn Restoring() -> impl IntoView {
    let table = Table::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let name = move || table.restoring.get().map(|(_, name)| name).unwrap_or_default();
    let restore = move |()| {
        let Some((code, name)) = table.restoring.get_untracked() else { return };
        deed.run(service::restore_route(code), move |()| {
            toasts.done(texts::RESTORED.fill(&[("name", &name)]));
            table.restoring.set(None);
            table.load();
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || table.restoring.with(Option::is_some))
            title=Signal::derive(move || texts::RESTORE_TITLE.fill(&[("name", &name())]))
            what=Signal::derive(|| texts::RESTORE_WHAT.t().to_owned())
            verb=Signal::stored(texts::RESTORE)
            deed
            on_yes=restore
            on_close=move |()| table.restoring.set(None)
        />
    }
}
