//! One saved filter of a list.

use leptos::prelude::*;
use shared::saved_views::{SavedView, SavedViewWrite};

use super::{
    fields::{NameFields, Naming},
    service,
};
use crate::{
    console::deed::Deed,
    i18n::Text,
    texts::{common, saved_views as texts},
    ui::{Button, ButtonKind, IconButton, Pill, Symbol, Toasts, Tone},
};

/// What is being done to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    Rename,
    Delete,
}

#[component]
pub fn Row(
    view: SavedView,
    /// What the list is filtered by now.
    query: String,
    on_choose: Callback<String>,
    on_changed: Callback<()>,
) -> impl IntoView {
    let doing = RwSignal::new(Doing::Nothing);
    let is_current = view.query == query;
    let view = StoredValue::new(view);
    move || {
        let view = view.get_value();
        let line = match doing.get() {
            Doing::Nothing => view! { <Line view is_current doing on_choose /> }.into_any(),
            Doing::Rename => view! { <Renaming view doing on_changed /> }.into_any(),
            Doing::Delete => view! { <Deleting view doing on_changed /> }.into_any(),
        };
        view! { <li>{line}</li> }
    }
}

#[component]
fn Line(view: SavedView, is_current: bool, doing: RwSignal<Doing>, on_choose: Callback<String>) -> impl IntoView {
    let named = |text: Text| text.fill(&[("name", &view.name)]);
    let (rename, delete) = (named(texts::RENAME_NAMED), named(texts::DELETE_NAMED));
    let acts = view.is_own.then(|| {
        view! {
            <Button kind=ButtonKind::Quiet on_press=move |()| doing.set(Doing::Rename)>
                <span aria-hidden="true">{texts::RENAME.t()}</span>
                <span class="sr-only">{rename}</span>
            </Button>
            <IconButton
                symbol=Symbol::Trash
                label=delete
                on_press=move |()| doing.set(Doing::Delete)
            />
        }
    });
    let query = view.query;
    view! {
        <div class="view-line">
            <button
                type="button"
                class="link"
                aria-current=is_current.then_some("true")
                on:click=move |_| on_choose.run(query.clone())
            >
                {view.name}
            </button>
            {is_current.then(|| view! { <Pill tone=Tone::Move words=texts::CURRENT.t() /> })}
            {view.is_shared.then(|| view! { <Pill tone=Tone::New words=texts::SHARED.t() /> })}
            <span class="end">{acts}</span>
        </div>
    }
}

#[component]
fn Renaming(view: SavedView, doing: RwSignal<Doing>, on_changed: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let naming = Naming::new(&view.name, view.is_shared);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((name, is_shared)) = naming.given() else { return };
        let id = view.id;
        let changed = SavedViewWrite { list: view.list, name, query: view.query.clone(), is_shared };
        naming.deed.run(async move { service::update(id, &changed).await }, move |saved| {
            toasts.done(texts::SAVED.fill(&[("name", &saved.name)]));
            doing.set(Doing::Nothing);
            on_changed.run(());
        });
    };
    view! {
        <form on:submit=save novalidate>
            <NameFields naming autofocus=true />
            <div class="acts">
                <Button on_press=move |()| doing.set(Doing::Nothing)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=naming.deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Deleting(view: SavedView, doing: RwSignal<Doing>, on_changed: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let id = view.id;
    let name = view.name.clone();
    let delete = move |()| {
        let deleted = texts::DELETED.fill(&[("name", &name)]);
        deed.run(service::delete(id), move |()| {
            toasts.done(deleted);
            on_changed.run(());
        });
    };
    view! {
        <div role="alert">
            <p>
                <b>{texts::DELETE_ASK.fill(&[("name", &view.name)])}</b>
                " "
                {view.is_shared.then(|| texts::DELETE_SHARED.t())}
            </p>
        </div>
        {deed.refusal(&[])}
        <div class="acts">
            <Button on_press=move |()| doing.set(Doing::Nothing)>{common::CANCEL.t()}</Button>
            <Button kind=ButtonKind::Danger busy=deed.busy on_press=delete>
                {texts::DELETE.t()}
            </Button>
        </div>
    }
}
