//! The designer as the page opens it: where it is, and how it goes elsewhere.

use std::cell::RefCell;

use js_sys::Function;
use leptos::{mount, prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::{list::TemplateList, page::DesignerPage, service};
use crate::{
    bridge::{DesignerOpening, asking},
    i18n::{self, Language},
    texts::templates as texts,
    ui::{self, ToastHost, Toasts},
};

thread_local! {
    /// What takes away the designer that is shown.
    static CLOSE: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Shows the designer in `host`. `ask` asks the service (see [`crate::bridge`]), `go` shows another page.
pub fn open(host: &HtmlElement, opening: &str, ask: Function, go: Function) -> Result<(), JsValue> {
    let opening: DesignerOpening =
        serde_json::from_str(opening).map_err(|error| JsValue::from_str(&error.to_string()))?;
    i18n::set_current(Language::from_tag(&opening.language).unwrap_or_default());
    // Ids of the page around it are not ours.
    ui::mark_ids("designer-");
    asking::connect(ask);
    close();
    let handle = mount::mount_to(host.clone(), move || {
        Toasts::provide();
        Place::provide(&opening, go.clone());
        let page = match opening.template.clone() {
            Some(id) => view! { <DesignerPage id /> }.into_any(),
            None => view! { <TemplateList /> }.into_any(),
        };
        view! {
            {page}
            <ToastHost />
        }
    });
    CLOSE.set(Some(Box::new(move || drop(handle))));
    Ok(())
}

/// Takes the designer away; what is unsaved is kept for coming back.
pub fn close() {
    if let Some(close) = CLOSE.take() {
        close();
    }
}

/// Where the designer is and what the person may do.
#[derive(Clone, Copy)]
pub struct Place {
    go: StoredValue<Function, LocalStorage>,
    may_write: bool,
    may_reveal: bool,
    busy: RwSignal<bool>,
    toasts: Toasts,
}

impl Place {
    fn provide(opening: &DesignerOpening, go: Function) {
        let place = Place {
            go: StoredValue::new_local(go),
            may_write: opening.may_write,
            may_reveal: opening.may_reveal,
            busy: RwSignal::new(false),
            toasts: Toasts::expect(),
        };
        provide_context(place);
    }

    pub fn expect() -> Place {
        expect_context::<Place>()
    }

    pub fn may_write(self) -> bool {
        self.may_write
    }

    pub fn may_reveal(self) -> bool {
        self.may_reveal
    }

    pub fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// Shows another page.
    pub fn go(self, path: &str) {
        self.go.with_value(|go| {
            let _ = go.call1(&JsValue::NULL, &JsValue::from_str(path));
        });
    }

    /// Copies a template and opens the copy.
    pub fn copy_and_open(self, id: &str, name: &str) {
        let (id, name) = (id.to_owned(), copy_name(name));
        self.busy.set(true);
        spawn_local(async move {
            match service::copy(&id, &name).await {
                Ok(made) => self.go(&format!("/templates/{}", made.template.id)),
                Err(error) => self.toasts.failed(error.words()),
            }
            let _ = self.busy.try_set(false);
        });
    }
}

/// The name of a copy, as long as a name may be.
pub fn copy_name(name: &str) -> String {
    let whole = texts::COPY_NAME.fill(&[("name", name)]);
    let surplus = whole.chars().count().saturating_sub(shared::limits::LABEL_TEMPLATE_NAME_CHARS);
    let kept: String = name.chars().take(name.chars().count().saturating_sub(surplus)).collect();
    texts::COPY_NAME.fill(&[("name", &kept)])
}
