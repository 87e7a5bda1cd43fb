//! Filters of a list under a name: chosen, kept, renamed, given to everybody, deleted.

mod fields;
mod row;
mod service;

use leptos::prelude::*;
use shared::saved_views::{SavedList, SavedView, SavedViewWrite};

use self::{
    fields::{NameFields, Naming},
    row::Row,
};
use super::listed::{Listed, content};
use crate::{
    api::{IdempotencyKey, Remote},
    texts::saved_views as texts,
    ui::{Button, ButtonKind, Dialog, Toasts},
};

/// The dialog over a list, in which its saved filters are.
#[component]
pub fn SavedViews(
    list: SavedList,
    #[prop(into)] open: Signal<bool>,
    /// What the list is filtered by, as its address would have it.
    #[prop(into)]
    query: Signal<String>,
    /// The list is to be filtered by this.
    #[prop(into)]
    on_choose: Callback<String>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open title=Signal::derive(|| texts::TITLE.t().to_owned()) on_close>
            <Shelf list query=query.get_untracked() on_choose />
        </Dialog>
    }
}

#[component]
fn Shelf(list: SavedList, query: String, on_choose: Callback<String>) -> impl IntoView {
    let views = Remote::<Vec<SavedView>>::new();
    let load = Callback::new(move |()| views.load(service::list(list)));
    load.run(());
    let is_empty = Memo::new(move |_| views.value().with(|views| views.as_ref().is_some_and(Vec::is_empty)));
    let present = StoredValue::new(query.clone());
    view! {
        <p class="sub lead">{texts::LEAD.t()}</p>
        <Listed remote=views load>
            {move || is_empty.get().then(|| view! { <p>{texts::EMPTY.t()}</p> })}
            <ul class="views" aria-label=texts::TITLE.t()>
                <For each=move || views.value().get().unwrap_or_default() key=content let:view>
                    <Row view query=present.get_value() on_choose on_changed=load />
                </For>
            </ul>
        </Listed>
        <Saving list query on_saved=load />
    }
}

/// Keeps what the list is filtered by now.
#[component]
fn Saving(list: SavedList, query: String, on_saved: Callback<()>) -> impl IntoView {
    if query.is_empty() {
        return view! { <p class="sub">{texts::NOTHING.t()}</p> }.into_any();
    }
    let toasts = Toasts::expect();
    let key = IdempotencyKey::new();
    let naming = Naming::new("", false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((name, is_shared)) = naming.given() else { return };
        let view = SavedViewWrite { list, name, query: query.clone(), is_shared };
        let work = async move {
            let saved = service::create(&view, key).await;
            if saved.as_ref().map_or_else(|error| error.is_final(), |_| true) {
                key.renew();
            }
            saved
        };
        naming.deed.run(work, move |saved| {
            toasts.done(texts::SAVED.fill(&[("name", &saved.name)]));
            naming.clear();
            on_saved.run(());
        });
    };
    view! {
        <form class="save-view" on:submit=save novalidate>
            <h3>{texts::SAVE_TITLE.t()}</h3>
            <NameFields naming />
            <div class="acts">
                <Button kind=ButtonKind::Main busy=naming.deed.busy>
                    {crate::texts::common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
