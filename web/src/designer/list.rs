//! Every template: the standard ones, the merchant's own, and which is used for what.

use std::time::Duration;

use label::{Dpi, Template};
use leptos::{html, prelude::*, task::spawn_local};
use shared::{labels::LabelTemplate, limits::LABEL_TEMPLATE_NAME_CHARS};

use super::{app::Place, defaults::Defaults, import::Import, painter, service, words};
use crate::{
    api::{ApiError, Remote},
    browser::{self, dates},
    texts::{common, templates as texts},
    ui::{
        Button, ButtonKind, Dialog, EmptyState, ErrorState, Field, Icon, Menu, Pill, Select, Skeleton, Symbol, Toasts,
        Tone,
    },
};

const STANDARD_FIRST: &str = "standard-76x130";

/// Layouts are fetched one at a time: a list may have two hundred of them.
static TURN: futures_util::lock::Mutex<()> = futures_util::lock::Mutex::new(());

pub type Templates = Remote<Vec<LabelTemplate>>;

#[component]
pub fn TemplateList() -> impl IntoView {
    let place = Place::expect();
    let list = Templates::new();
    let load = Callback::new(move |()| list.load(service::templates()));
    load.run(());
    let is_making = RwSignal::new(false);
    let deleting = RwSignal::new(None::<LabelTemplate>);
    let body = move || match (list.value().get(), list.error()) {
        (None, Some(error)) => view! { <ErrorState error on_retry=load /> }.into_any(),
        (None, None) => view! { <div class="flow"><Skeleton lines=6 /></div> }.into_any(),
        (Some(templates), error) => {
            let (standard, own): (Vec<_>, Vec<_>) = templates.into_iter().partition(|one| one.standard);
            view! {
                <div class="flow">
                    {error.map(|error| view! { <ErrorState error on_retry=load /> })}
                    <Own own deleting is_making />
                    <section class="panel" aria-labelledby="standard-title">
                        <header>
                            <h2 id="standard-title">{texts::STANDARD.t()}</h2>
                            <span class="sub">{texts::STANDARD_ABOUT.t()}</span>
                        </header>
                        <ul class="cards">
                            {standard.into_iter().map(|template| view! { <Card template deleting /> }).collect_view()}
                        </ul>
                    </section>
                    <Defaults list />
                </div>
            }
            .into_any()
        }
    };
    view! {
        <div class="templates">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                {place.may_write().then(|| view! {
                    <div class="end">
                        <Import />
                        <Button kind=ButtonKind::Main icon=Symbol::Plus on_press=move |()| is_making.set(true)>
                            {texts::NEW.t()}
                        </Button>
                    </div>
                })}
            </div>
            {body}
            <Dialog
                open=is_making
                title=Signal::derive(|| texts::NEW.t().to_owned())
                on_close=move |()| is_making.set(false)
            >
                <Making list />
            </Dialog>
            <Deletion deleting load />
        </div>
    }
}

#[component]
fn Own(own: Vec<LabelTemplate>, deleting: RwSignal<Option<LabelTemplate>>, is_making: RwSignal<bool>) -> impl IntoView {
    let place = Place::expect();
    let cards = if own.is_empty() {
        view! {
            <EmptyState symbol=Symbol::File title=texts::OWN_EMPTY_TITLE.t() words=texts::OWN_EMPTY.t()>
                {place.may_write().then(|| view! {
                    <Button kind=ButtonKind::Main on_press=move |()| is_making.set(true)>{texts::NEW.t()}</Button>
                })}
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <ul class="cards">
                {own.into_iter().map(|template| view! { <Card template deleting /> }).collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-labelledby="own-title">
            <header>
                <h2 id="own-title">{texts::OWN.t()}</h2>
            </header>
            {cards}
        </section>
    }
}

#[component]
fn Card(template: LabelTemplate, deleting: RwSignal<Option<LabelTemplate>>) -> impl IntoView {
    let place = Place::expect();
    let path = format!("/templates/{}", template.id);
    let facts = [Some(words::template_kind(&template).to_owned()), Some(words::size(&template))];
    let version = template.version.map(|n| texts::VERSION_OF.fill(&[("n", &n.to_string())]));
    let facts = facts.into_iter().chain([version]).flatten().collect::<Vec<_>>().join(" · ");
    let saved = template.updated_at.map(|at| {
        let who = template.updated_by.clone().unwrap_or_default();
        texts::SAVED_BY.fill(&[("who", &who), ("when", &dates::moment(at))])
    });
    let (copied, removed) = (template.clone(), template.clone());
    let copy = move || place.copy_and_open(&copied.id, &copied.name);
    let (exported, exported_name) = (template.id.clone(), template.name.clone());
    let toasts = Toasts::expect();
    let export = move || {
        let (id, name) = (exported.clone(), exported_name.clone());
        spawn_local(async move {
            match service::template(&id).await {
                Ok(detail) => {
                    let text = serde_json::to_string_pretty(&detail.body).unwrap_or_default();
                    browser::save_file(text.as_bytes(), "application/json", &format!("{name}.json"));
                }
                Err(error) => toasts.failed(error.words()),
            }
        });
    };
    let more = StoredValue::new((Callback::new(move |()| export()), Callback::new(move |()| copy())));
    let is_own = !template.standard;
    let removed = StoredValue::new(removed);
    view! {
        <li class="template-card">
            <a class="picture" href=path.clone() tabindex="-1" aria-hidden="true">
                <Thumbnail template=template.clone() />
            </a>
            <div class="about">
                <a class="title" href=path>{template.name.clone()}</a>
                <p class="sub">{facts}</p>
                {saved.map(|words| view! { <p class="sub">{words}</p> })}
                {template
                    .shows_personal_data
                    .then(|| view! { <Pill tone=Tone::Warn words=texts::SHOWS_PERSONAL.t() /> })}
                <div class="acts">
                    {place.may_write().then(|| {
                        let words = if is_own { texts::DUPLICATE } else { texts::COPY_AND_EDIT };
                        view! {
                            <Button busy=place.busy() on_press=move |()| more.with_value(|more| more.1.run(()))>
                                {words.t()}
                            </Button>
                        }
                    })}
                    <Menu label=texts::MORE.t() class="btn quiet" trigger=|| "⋯">
                        <button type="button" class="menu-item" on:click=move |_| more.with_value(|more| more.0.run(()))>
                            <Icon symbol=Symbol::Download />
                            {texts::EXPORT.t()}
                        </button>
                        {(is_own && place.may_write()).then(|| view! {
                            <button type="button" class="menu-item" on:click=move |_| deleting.set(Some(removed.get_value()))>
                                <Icon symbol=Symbol::Trash />
                                {texts::DELETE.t()}
                            </button>
                        })}
                    </Menu>
                </div>
            </div>
        </li>
    }
}

/// A template with sample words, drawn by the engine as everything else.
#[component]
fn Thumbnail(template: LabelTemplate) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let layout = RwSignal::new(label::standard_template(&template.id).cloned());
    let is_ready = RwSignal::new(false);
    let id = template.id.clone();
    spawn_local(async move {
        let _turn = TURN.lock().await;
        if layout.try_with_untracked(Option::is_none) == Some(true)
            && let Ok(detail) = service::template(&id).await
        {
            let _ = layout.try_set(serde_json::from_value::<Template>(detail.body).ok());
        }
        let _ = is_ready.try_set(painter::load_font().await.is_ok());
    });
    Effect::new(move |_| {
        let (Some(canvas), Some(layout), true) = (canvas.get(), layout.get(), is_ready.get()) else { return };
        // One at a time, so that the list is there before its pictures.
        set_timeout(
            move || {
                if let Some(Ok((label, _))) = painter::draft(&layout, &label::sample_data(), Dpi::D203, 1) {
                    painter::thumbnail(&canvas, &label.raster);
                }
            },
            Duration::ZERO,
        );
    });
    let ratio = format!("{} / {}", template.width_mm.max(1), template.height_mm.max(1));
    view! { <canvas node_ref=canvas width="1" height="1" style=format!("aspect-ratio: {ratio}")></canvas> }
}

/// A name and what it is made from.
#[component]
fn Making(list: Templates) -> impl IntoView {
    let place = Place::expect();
    let name = RwSignal::new(String::new());
    let from = RwSignal::new(STANDARD_FIRST.to_owned());
    let refused = RwSignal::new(None::<ApiError>);
    let is_missing = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let options = Signal::derive(move || {
        let option = |one: &LabelTemplate| (one.id.clone(), format!("{} · {}", one.name, words::size(one)));
        list.value().with(|list| list.iter().flatten().map(option).collect())
    });
    let error = Signal::derive(move || {
        let missing = is_missing.get().then(|| texts::NAME_MISSING.t().to_owned());
        missing.or_else(|| refused.get().map(|error| error.field("/name").unwrap_or_else(|| error.words())))
    });
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = name.get_untracked().trim().to_owned();
        is_missing.set(wanted.is_empty());
        if wanted.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let from = from.get_untracked();
        spawn_local(async move {
            match service::copy(&from, &wanted).await {
                Ok(made) => place.go(&format!("/templates/{}", made.template.id)),
                Err(error) => {
                    let _ = refused.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form on:submit=make>
            <Field
                label=texts::NAME.t()
                value=name
                error
                placeholder=texts::NAME_PLACEHOLDER.t()
                max_chars=LABEL_TEMPLATE_NAME_CHARS
                required=true
                autofocus=true
            />
            <Select label=texts::NEW_FROM.t() value=from options />
            <div class="acts">
                <Button kind=ButtonKind::Main busy>{texts::MAKE.t()}</Button>
            </div>
        </form>
    }
}

#[component]
fn Deletion(deleting: RwSignal<Option<LabelTemplate>>, load: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let name = move || deleting.with(|one| one.as_ref().map(|one| one.name.clone()).unwrap_or_default());
    let delete = move |()| {
        let Some(template) = deleting.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match service::delete(&template.id).await {
                Ok(()) => {
                    toasts.done(texts::DELETED.fill(&[("name", &template.name)]));
                    deleting.set(None);
                    load.run(());
                }
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Dialog
            open=Signal::derive(move || deleting.with(Option::is_some))
            title=Signal::derive(move || texts::DELETE_TITLE.fill(&[("name", &name())]))
            on_close=move |()| deleting.set(None)
        >
            <p>{texts::DELETE_WARNING.t()}</p>
            <div class="acts">
                <Button on_press=move |()| deleting.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Danger busy on_press=delete>
                    {texts::DELETE.t()}
                </Button>
            </div>
        </Dialog>
    }
}
