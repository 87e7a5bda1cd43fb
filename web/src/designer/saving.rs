//! Saving a template, and not losing what is not saved.

use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

use super::{app::Place, editor::Editor, service};
use crate::{
    api::ApiError,
    browser,
    texts::templates as texts,
    ui::{Button, ButtonKind, Dialog, Toasts},
};

/// The service's code for a version that somebody saved over.
const STALE: &str = "stale";

/// Saving, and what stands in its way.
#[derive(Clone, Copy)]
pub struct Saving {
    editor: Editor,
    place: Place,
    pub busy: RwSignal<bool>,
    /// The service's words about the name or the layout.
    pub refused: RwSignal<Option<ApiError>>,
    is_stale: RwSignal<bool>,
    /// Where the person wanted to go.
    leaving_to: RwSignal<Option<String>>,
    toasts: Toasts,
}

impl Saving {
    pub fn new(editor: Editor, place: Place) -> Saving {
        Saving {
            editor,
            place,
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            is_stale: RwSignal::new(false),
            leaving_to: RwSignal::new(None),
            toasts: Toasts::expect(),
        }
    }

    pub fn expect() -> Saving {
        expect_context::<Saving>()
    }

    /// Saves, and then goes where the person wanted to go.
    pub fn save(self) {
        let editor = self.editor;
        if self.busy.get_untracked() || !untrack(|| editor.is_dirty()) {
            return;
        }
        self.busy.set(true);
        let (layout, saved) = (editor.layout(), editor.saved.get_untracked().template);
        spawn_local(async move {
            match service::save(&saved.id, saved.version.unwrap_or_default(), &layout.name, &layout).await {
                Ok(detail) => {
                    let version = detail.template.version.unwrap_or_default().to_string();
                    editor.is_saved(detail);
                    self.refused.set(None);
                    self.toasts.done(texts::SAVED.fill(&[("n", &version)]));
                    if let Some(path) = self.leaving_to.try_update(Option::take).flatten() {
                        self.place.go(&path);
                    }
                }
                Err(error) => {
                    self.leaving_to.set(None);
                    if error.code() == Some(STALE) {
                        self.is_stale.set(true);
                    } else {
                        self.refused.set(Some(error));
                    }
                }
            }
            self.busy.set(false);
        });
    }

    /// Keeps the changes as a template of their own and goes there.
    fn save_as_new(self) {
        let layout = self.editor.layout();
        let name = texts::COPY_NAME.fill(&[("name", &layout.name)]);
        self.busy.set(true);
        spawn_local(async move {
            match service::create(&name, &layout).await {
                Ok(made) => {
                    self.editor.discard();
                    self.is_stale.set(false);
                    self.place.go(&format!("/templates/{}", made.template.id));
                }
                Err(error) => self.toasts.failed(error.words()),
            }
            let _ = self.busy.try_set(false);
        });
    }

    fn load_newest(self) {
        let (editor, id) = (self.editor, self.editor.saved.with_untracked(|saved| saved.template.id.clone()));
        self.busy.set(true);
        spawn_local(async move {
            match service::template(&id).await {
                Ok(detail) => {
                    editor.replace(detail);
                    self.is_stale.set(false);
                }
                Err(error) => self.toasts.failed(error.words()),
            }
            let _ = self.busy.try_set(false);
        });
    }
}

/// Asks before unsaved changes are left: by a link of the page, by closing the tab, by reloading it.
pub fn guard(editor: Editor, saving: Saving) {
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if untrack(|| editor.is_dirty()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let clicked = move |event: web_sys::Event| {
        if !untrack(|| editor.is_dirty()) {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(path) = link.and_then(|link| link.get_attribute("href")).filter(|path| path.starts_with('/')) else {
            return;
        };
        event.prevent_default();
        event.stop_immediate_propagation();
        saving.leaving_to.set(Some(path));
    };
    // Before the page's router hears of it.
    let listener = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::Event)>::new(clicked);
    let Some(document) = browser::window().and_then(|window| window.document()) else { return };
    let _ = document.add_event_listener_with_callback_and_bool("click", listener.as_ref().unchecked_ref(), true);
    let kept = StoredValue::new_local(Some(listener));
    on_cleanup(move || {
        if let Some(listener) = kept.try_update_value(Option::take).flatten() {
            let _ =
                document.remove_event_listener_with_callback_and_bool("click", listener.as_ref().unchecked_ref(), true);
        }
    });
}

#[component]
pub fn Leaving() -> impl IntoView {
    let editor = Editor::expect();
    let saving = Saving::expect();
    let discard = move |()| {
        let path = saving.leaving_to.try_update(Option::take).flatten();
        editor.discard();
        if let Some(path) = path {
            saving.place.go(&path);
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || saving.leaving_to.with(Option::is_some))
            title=Signal::derive(|| texts::LEAVE_TITLE.t().to_owned())
            on_close=move |()| saving.leaving_to.set(None)
        >
            <p>{move || texts::LEAVE_WHY.fill(&[("name", &editor.name.get())])}</p>
            <div class="acts">
                <Button on_press=move |()| saving.leaving_to.set(None)>{texts::STAY.t()}</Button>
                <Button kind=ButtonKind::Danger on_press=discard>{texts::LEAVE_DISCARD.t()}</Button>
                <Button kind=ButtonKind::Main busy=saving.busy on_press=move |()| saving.save()>
                    {texts::LEAVE_SAVE.t()}
                </Button>
            </div>
        </Dialog>
    }
}

#[component]
pub fn Stale() -> impl IntoView {
    let saving = Saving::expect();
    view! {
        <Dialog
            open=saving.is_stale
            title=Signal::derive(|| texts::STALE_TITLE.t().to_owned())
            on_close=move |()| saving.is_stale.set(false)
        >
            <p>{texts::STALE_WHY.t()}</p>
            <div class="acts">
                <Button kind=ButtonKind::Danger busy=saving.busy on_press=move |()| saving.load_newest()>
                    {texts::LOAD_NEWEST.t()}
                </Button>
                <Button kind=ButtonKind::Main busy=saving.busy on_press=move |()| saving.save_as_new()>
                    {texts::SAVE_AS_NEW.t()}
                </Button>
            </div>
        </Dialog>
    }
}
