//! One template: head, tools, paper, inspector.

use label::Dpi;
use leptos::{ev, prelude::*};
use shared::labels::LabelTemplateDetail;

use super::{
    app::Place,
    data::DataChoice,
    editor::{Editor, PIXELS_PER_MM},
    inspector::Inspector,
    keys, painter,
    saving::{Leaving, Saving, Stale, guard},
    service,
    stage::{self, Stage},
    tools::{Arrange, Checks, Tools},
    versions::{Recovered, Versions},
    words,
};
use crate::{
    api::Remote,
    browser,
    texts::{common, templates as texts},
    ui::{Button, ButtonKind, EmptyState, ErrorState, Icon, Menu, Notice, Skeleton, Symbol},
};

const DPIS: [Dpi; 3] = Dpi::ALL;

#[component]
pub fn DesignerPage(id: String) -> impl IntoView {
    let detail = Remote::<LabelTemplateDetail>::new();
    let font_failed = RwSignal::new(false);
    let load = StoredValue::new(Callback::new(move |()| {
        let id = id.clone();
        detail.load(async move {
            // The page draws nothing before the font is there; both come at the same time.
            let (template, font) = futures_util::join!(service::template(&id), painter::load_font());
            let _ = font_failed.try_set(font.is_err());
            template
        });
    }));
    load.get_value().run(());
    move || match (detail.value().get(), detail.error()) {
        (Some(detail), _) => view! { <Designer detail font_failed /> }.into_any(),
        (None, Some(error)) => view! { <ErrorState error on_retry=load.get_value() /> }.into_any(),
        (None, None) => view! { <div class="designer"><div class="inside"><Skeleton lines=8 /></div></div> }.into_any(),
    }
}

#[component]
fn Designer(detail: LabelTemplateDetail, font_failed: RwSignal<bool>) -> impl IntoView {
    let place = Place::expect();
    let Some(editor) = Editor::open(detail, place.may_write(), place.may_reveal()) else {
        return view! { <EmptyState symbol=Symbol::Alert title=common::FAILED.t() words=texts::NOT_READABLE.t() /> }
            .into_any();
    };
    provide_context(editor);
    let saving = Saving::new(editor, place);
    provide_context(saving);
    let is_history_open = RwSignal::new(false);
    guard(editor, saving);
    let keydown = move |event: ev::KeyboardEvent| keys::pressed(editor, saving, &event);
    on_cleanup(move || editor.leave());
    view! {
        <div class="designer" on:keydown=keydown>
            <Head is_history_open />
            {(!editor.may_write).then(|| view! { <ReadOnly /> })}
            <Recovered />
            {move || font_failed.get().then(|| view! { <Notice tone="bad">{texts::FONT_FAILED.t()}</Notice> })}
            <Bar />
            <div class="columns">
                <Tools />
                <Stage />
                {move || {
                    if is_history_open.get() {
                        view! { <Versions open=is_history_open /> }.into_any()
                    } else {
                        view! {
                            <aside class="inspector">
                                <Checks />
                                <Inspector />
                            </aside>
                        }
                        .into_any()
                    }
                }}
            </div>
            <Leaving />
            <Stale />
        </div>
    }
    .into_any()
}

#[component]
fn Head(is_history_open: RwSignal<bool>) -> impl IntoView {
    let editor = Editor::expect();
    let saving = Saving::expect();
    let place = Place::expect();
    let name_label = texts::NAME.t();
    let refused = move || {
        saving.refused.get().map(|error| {
            let fields = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
            view! {
                <div class="notice bad" role="alert">
                    <div>
                        <p>{error.words()}</p>
                        <ul>{fields.into_iter().take(5).map(|field| view! { <li>{field.detail}</li> }).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    };
    let export = move |()| {
        let layout = editor.layout();
        browser::save_file(layout.to_json().as_bytes(), "application/json", &format!("{}.json", layout.name));
    };
    let duplicate = move |()| {
        let (id, name) = editor.saved.with_untracked(|saved| (saved.template.id.clone(), saved.template.name.clone()));
        place.copy_and_open(&id, &name);
    };
    let save = editor.may_write.then(|| {
        view! {
            <Button
                kind=ButtonKind::Main
                disabled=Signal::derive(move || !editor.is_dirty())
                busy=saving.busy
                on_press=move |()| saving.save()
            >
                {texts::SAVE.t()}
            </Button>
        }
    });
    view! {
        <div class="head">
            <a class="btn quiet square back" href="/templates" title=texts::BACK.t() aria-label=texts::BACK.t()>
                <Icon symbol=Symbol::ChevronDown />
            </a>
            <h1 class="sr-only">{move || editor.name.get()}</h1>
            <input
                class="name"
                aria-label=name_label
                maxlength=shared::limits::LABEL_TEMPLATE_NAME_CHARS.to_string()
                spellcheck="false"
                autocomplete="off"
                disabled=!editor.may_write
                prop:value=editor.name
                on:input=move |event| editor.name.set(event_target_value(&event))
            />
            <span class="sub">
                {move || editor.saved.with(|saved| {
                    let template = &saved.template;
                    let version = template.version.map(|n| texts::VERSION_OF.fill(&[("n", &n.to_string())]));
                    [Some(words::template_kind(template).to_owned()), Some(words::size(template)), version]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(" · ")
                })}
            </span>
            <span role="status" class="dirty">{move || editor.is_dirty().then(|| texts::UNSAVED.t())}</span>
            <div class="end">
                <Button on_press=move |()| is_history_open.update(|open| *open = !*open)>{texts::VERSIONS.t()}</Button>
                <Menu label=texts::MORE.t() class="btn" trigger=|| texts::MORE.t()>
                    <button type="button" class="menu-item" on:click=move |_| export(())>
                        <Icon symbol=Symbol::Download />
                        {texts::EXPORT.t()}
                    </button>
                    {place.may_write().then(|| view! {
                        <button type="button" class="menu-item" on:click=move |_| duplicate(())>
                            <Icon symbol=Symbol::Copy />
                            {texts::DUPLICATE.t()}
                        </button>
                    })}
                </Menu>
                {save}
            </div>
        </div>
        {refused}
    }
}

#[component]
fn ReadOnly() -> impl IntoView {
    let editor = Editor::expect();
    let place = Place::expect();
    let (is_standard, id, name) = editor
        .saved
        .with_untracked(|saved| (saved.template.standard, saved.template.id.clone(), saved.template.name.clone()));
    let words = if is_standard && place.may_write() { texts::READ_ONLY_STANDARD } else { texts::READ_ONLY };
    let copy = move |()| place.copy_and_open(&id, &name);
    view! {
        <Notice>
            <span>{words.t()}</span>
            {place.may_write().then(|| view! {
                <span class="end">
                    <Button kind=ButtonKind::Main icon=Symbol::Copy busy=place.busy() on_press=copy>
                        {texts::COPY_AND_EDIT.t()}
                    </Button>
                </span>
            })}
        </Notice>
    }
}

/// Which page of a packing list, a manifest or a stack of item labels is shown; nothing where there is one.
#[component]
fn PageChoice() -> impl IntoView {
    let editor = Editor::expect();
    let at = Memo::new(move |_| editor.page.get().min(editor.pages.get()));
    let pages = Memo::new(move |_| editor.pages.get());
    let is_first = Signal::derive(move || at.get() <= 1);
    let is_last = Signal::derive(move || at.get() >= pages.get());
    let turn = move |to: u32| editor.page.set(to.clamp(1, pages.get_untracked()));
    move || {
        (pages.get() > 1).then(|| {
            view! {
                <span class="pages" role="group" aria-label=texts::PAGE.t()>
                    <Button kind=ButtonKind::Quiet disabled=is_first on_press=move |()| turn(at.get_untracked() - 1)>
                        <span aria-hidden="true">"‹"</span>
                        <span class="sr-only">{texts::PAGE_BEFORE.t()}</span>
                    </Button>
                    <span class="zoom">{move || format!("{} / {}", at.get(), pages.get())}</span>
                    <Button kind=ButtonKind::Quiet disabled=is_last on_press=move |()| turn(at.get_untracked() + 1)>
                        <span aria-hidden="true">"›"</span>
                        <span class="sr-only">{texts::PAGE_AFTER.t()}</span>
                    </Button>
                </span>
            }
        })
    }
}

/// Undo, zoom, snapping, and what the preview shows.
#[component]
fn Bar() -> impl IntoView {
    let editor = Editor::expect();
    let zoom = move || format!("{:.0} %", editor.zoom.get() / PIXELS_PER_MM * 100.0);
    let dpi = move |event: ev::Event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|dots: u16| Dpi::try_from(dots).ok());
        editor.dpi.set(chosen.unwrap_or_default());
    };
    let undo = Signal::derive(move || !editor.steps.get().0);
    let redo = Signal::derive(move || !editor.steps.get().1);
    view! {
        <div class="bar-line" role="toolbar" aria-label=texts::LABEL_SETTINGS.t()>
            <Button kind=ButtonKind::Quiet disabled=undo on_press=move |()| editor.undo()>{texts::UNDO.t()}</Button>
            <Button kind=ButtonKind::Quiet disabled=redo on_press=move |()| editor.redo()>{texts::REDO.t()}</Button>
            <Menu class="btn quiet" trigger=|| texts::ARRANGE.t()>
                <Arrange />
            </Menu>
            <i class="gap"></i>
            <Button kind=ButtonKind::Quiet on_press=move |()| editor.zoom_by(-1)>
                <span aria-hidden="true">"−"</span>
                <span class="sr-only">{texts::ZOOM_OUT.t()}</span>
            </Button>
            <span class="zoom">{zoom}</span>
            <Button kind=ButtonKind::Quiet on_press=move |()| editor.zoom_by(1)>
                <span aria-hidden="true">"+"</span>
                <span class="sr-only">{texts::ZOOM_IN.t()}</span>
            </Button>
            <Button kind=ButtonKind::Quiet on_press=move |()| stage::fit(editor)>{texts::ZOOM_FIT.t()}</Button>
            <PageChoice />
            <label class="check" title=texts::SNAP_ABOUT.t()>
                <input
                    type="checkbox"
                    prop:checked=editor.is_snapping
                    on:change=move |event| editor.is_snapping.set(event_target::<web_sys::HtmlInputElement>(&event).checked())
                />
                <span>{texts::SNAP.t()}</span>
            </label>
            <span class="end">
                <DataChoice />
                <label class="bar-choice">
                    <span>{texts::DPI.t()}</span>
                    <select on:change=dpi>
                        {DPIS
                            .map(|dpi| {
                                let dots = dpi.dots_per_inch();
                                view! { <option value=dots.to_string()>{format!("{dots} dpi")}</option> }
                            })
                            .collect_view()}
                    </select>
                </label>
            </span>
        </div>
    }
}
