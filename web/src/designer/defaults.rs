//! Which template is used for what.

use leptos::{prelude::*, task::spawn_local};
use shared::labels::{LabelTemplate, LabelTemplateDefault, OrderSource};

use super::{app::Place, list::Templates, service, words};
use crate::{
    api::Remote,
    texts::templates as texts,
    ui::{ErrorState, Skeleton, Toasts},
};

/// Which template is used where none is asked for.
#[component]
pub fn Defaults(list: Templates) -> impl IntoView {
    let place = Place::expect();
    let toasts = Toasts::expect();
    let defaults = Remote::<Vec<LabelTemplateDefault>>::new();
    let load = Callback::new(move |()| defaults.load(service::defaults()));
    load.run(());
    let set = move |source: Option<OrderSource>, chosen: String| {
        let default = LabelTemplateDefault { source, template_id: (!chosen.is_empty()).then_some(chosen) };
        spawn_local(async move {
            match service::set_default(&default).await {
                Ok(all) => defaults.value().set(Some(all)),
                Err(error) => {
                    toasts.failed(error.words());
                    load.run(());
                }
            }
        });
    };
    let row = move |source: Option<OrderSource>| {
        let name = source.map_or(texts::DEFAULT_ALL.t(), words::source);
        let nothing = if source.is_some() { texts::DEFAULT_INHERIT } else { texts::DEFAULT_NONE };
        let value = move || {
            defaults.value().with(|all| {
                let own = all.iter().flatten().find(|one| one.source == source);
                own.and_then(|one| one.template_id.clone()).unwrap_or_default()
            })
        };
        let options = move || {
            let waybills = |one: &&LabelTemplate| one.kind == "waybill";
            let now = value();
            let option = |one: &LabelTemplate| {
                let is_chosen = one.id == now;
                view! { <option value=one.id.clone() selected=is_chosen>{one.name.clone()}</option> }
            };
            list.value().with(|list| list.iter().flatten().filter(waybills).map(option).collect_view())
        };
        view! {
            <label class="default-row">
                <span>{name}</span>
                <select
                    disabled=!place.may_write()
                    prop:value=value
                    on:change=move |event| set(source, event_target_value(&event))
                >
                    <option value="">{nothing.t()}</option>
                    {options}
                </select>
            </label>
        }
    };
    let rows = move || match (defaults.value().with(Option::is_some), defaults.error()) {
        (false, Some(error)) => view! { <ErrorState error on_retry=load /> }.into_any(),
        (false, None) => view! { <div class="inside"><Skeleton lines=3 /></div> }.into_any(),
        (true, _) => {
            let sources = OrderSource::ALL.into_iter().map(Some).chain([None]);
            view! { <div class="defaults">{sources.map(row).collect_view()}</div> }.into_any()
        }
    };
    view! {
        <section class="panel" aria-labelledby="defaults-title">
            <header>
                <h2 id="defaults-title">{texts::DEFAULTS.t()}</h2>
                <span class="sub">{texts::DEFAULTS_ABOUT.t()}</span>
            </header>
            {rows}
        </section>
    }
}
