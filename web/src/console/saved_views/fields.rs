//! A saved filter's name, and whether everybody has it.

use leptos::prelude::*;
use shared::{Permission, saved_views::SAVED_VIEW_NAME_CHARS};

use crate::{
    browser,
    console::{app::Desk, deed::Deed},
    texts::saved_views as texts,
    ui::{Checkbox, Field},
};

const NAME: &str = "/name";

/// What is typed, and what the service says of it.
#[derive(Clone, Copy)]
pub struct Naming {
    name: RwSignal<String>,
    is_shared: RwSignal<bool>,
    tried: RwSignal<bool>,
    pub deed: Deed,
}

impl Naming {
    pub fn new(name: &str, is_shared: bool) -> Naming {
        Naming {
            name: RwSignal::new(name.to_owned()),
            is_shared: RwSignal::new(is_shared),
            tried: RwSignal::new(false),
            deed: Deed::new(),
        }
    }

    /// The name and whether it is for everybody; nothing while the name is missing.
    pub fn given(self) -> Option<(String, bool)> {
        self.tried.set(true);
        let name = self.name.get_untracked().trim().to_owned();
        if name.is_empty() {
            browser::focus_first_wrong();
            return None;
        }
        Some((name, self.is_shared.get_untracked()))
    }

    pub fn clear(self) {
        self.tried.set(false);
        self.name.set(String::new());
        self.is_shared.set(false);
    }
}

#[component]
pub fn NameFields(naming: Naming, #[prop(optional)] autofocus: bool) -> impl IntoView {
    let may_share = Desk::expect().may(Permission::SettingsWrite);
    let refused = naming.deed.beside(NAME);
    let error = Signal::derive(move || {
        let is_missing = naming.tried.get() && naming.name.with(|name| name.trim().is_empty());
        is_missing.then(|| texts::NAME_MISSING.t().to_owned()).or_else(|| refused.get())
    });
    view! {
        <Field
            label=texts::NAME.t()
            value=naming.name
            placeholder=texts::NAME_HINT.t()
            max_chars=SAVED_VIEW_NAME_CHARS
            required=true
            autofocus
            error
        />
        {may_share
            .then(|| {
                view! {
                    <Checkbox
                        label=texts::FOR_ALL.t()
                        checked=naming.is_shared
                        on_change=move |is_shared| naming.is_shared.set(is_shared)
                    />
                }
            })}
        {naming.deed.refusal(&[NAME])}
    }
}
