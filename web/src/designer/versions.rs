//! What was saved before, to be looked at and brought back.

use leptos::{prelude::*, task::spawn_local};
use shared::labels::{LabelTemplateDetail, LabelTemplateVersion};

use super::{editor::Editor, service};
use crate::{
    api::Remote,
    browser::dates,
    texts::{common, templates as texts},
    ui::{Button, ButtonKind, ErrorState, IconButton, Notice, Skeleton, Symbol, Toasts},
};

#[component]
pub fn Versions(open: RwSignal<bool>) -> impl IntoView {
    let editor = Editor::expect();
    let list = Remote::<Vec<LabelTemplateVersion>>::new();
    let id = editor.saved.with_untracked(|saved| saved.template.id.clone());
    let load = StoredValue::new(Callback::new(move |()| {
        let id = id.clone();
        list.load(async move { service::versions(&id).await });
    }));
    // A save makes a version, so the list looks again.
    Effect::new(move |_| {
        editor.saved.track();
        load.get_value().run(());
    });
    let body = move || match (list.value().get(), list.error()) {
        (None, Some(error)) => view! { <ErrorState error on_retry=load.get_value() /> }.into_any(),
        (None, None) => view! { <Skeleton lines=4 /> }.into_any(),
        (Some(versions), _) if versions.is_empty() => {
            view! { <p class="sub">{texts::VERSIONS_EMPTY.t()}</p> }.into_any()
        }
        (Some(versions), _) => {
            let newest = versions.first().map(|version| version.version);
            let line = move |version: LabelTemplateVersion| {
                let is_newest = newest == Some(version.version);
                view! { <Version version is_newest /> }
            };
            view! { <ol class="versions">{versions.into_iter().map(line).collect_view()}</ol> }.into_any()
        }
    };
    view! {
        <aside class="inspector" aria-label=texts::VERSIONS.t()>
            <section>
                <h3>
                    {texts::VERSIONS.t()}
                    <IconButton symbol=Symbol::Close label=common::CLOSE.t() on_press=move |()| open.set(false) />
                </h3>
                {body}
            </section>
        </aside>
    }
}

#[component]
fn Version(version: LabelTemplateVersion, is_newest: bool) -> impl IntoView {
    let editor = Editor::expect();
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let number = version.version;
    let id = move || editor.saved.with_untracked(|saved| saved.template.id.clone());
    // An old version is looked at as a change of the present one: undo brings the present back.
    let look = move |()| {
        busy.set(true);
        spawn_local(async move {
            match service::version(&id(), number).await {
                Ok(old) => show(editor, &old),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
        });
    };
    let restore = move |()| {
        busy.set(true);
        spawn_local(async move {
            match service::restore(&id(), number).await {
                Ok(saved) => {
                    let made = saved.template.version.unwrap_or_default().to_string();
                    editor.replace(saved);
                    toasts.done(texts::SAVED.fill(&[("n", &made)]));
                }
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
        });
    };
    let when = dates::moment(version.created_at);
    let who = texts::SAVED_BY.fill(&[("who", &version.created_by), ("when", &when)]);
    view! {
        <li>
            <b>{texts::VERSION_OF.fill(&[("n", &number.to_string())])}</b>
            {is_newest.then(|| view! { <span class="state new">{texts::CURRENT.t()}</span> })}
            <p class="sub">{who}</p>
            {version
                .restored_from
                .map(|from| view! { <p class="sub">{texts::RESTORED_FROM.fill(&[("n", &from.to_string())])}</p> })}
            {(!is_newest && editor.may_write).then(|| {
                view! {
                    <div class="acts">
                        <Button kind=ButtonKind::Quiet busy on_press=look>{texts::LOOK.t()}</Button>
                        <Button kind=ButtonKind::Quiet busy on_press=restore>{texts::RESTORE.t()}</Button>
                    </div>
                }
            })}
        </li>
    }
}

fn show(editor: Editor, old: &LabelTemplateDetail) {
    if let Ok(layout) = serde_json::from_value::<label::Template>(old.body.clone()) {
        editor.edit(None, |template, selection| {
            *template = layout;
            selection.clear();
        });
    }
}

/// Says that changes came back which were left unsaved.
#[component]
pub fn Recovered() -> impl IntoView {
    let editor = Editor::expect();
    move || {
        editor.is_recovered.get().then(|| {
            view! {
                <Notice>
                    <span>{texts::RECOVERED.t()}</span>
                    <span class="end">
                        <Button kind=ButtonKind::Quiet on_press=move |()| editor.discard()>{texts::DISCARD.t()}</Button>
                    </span>
                </Notice>
            }
        })
    }
}
