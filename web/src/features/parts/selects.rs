//! Choosing an owner and a department; nothing where the merchant has none.

use leptos::prelude::*;

use super::PartNames;
use crate::{i18n::Text, texts::parts, ui::Select};

/// `none` is what no owner is called.
#[component]
pub fn OwnerSelect(
    #[prop(into)] names: Signal<PartNames>,
    value: RwSignal<String>,
    #[prop(default = parts::NO_OWNER)] none: Text,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into, default = Callback::new(|_| ()))] on_change: Callback<String>,
) -> impl IntoView {
    let offered = Memo::new(move |_| value.with(|chosen| names.with(|names| names.owner_options(chosen))));
    part_select(parts::OWNER, offered, value, none, error, on_change)
}

/// As [`OwnerSelect`].
#[component]
pub fn DepartmentSelect(
    #[prop(into)] names: Signal<PartNames>,
    value: RwSignal<String>,
    #[prop(default = parts::NO_DEPARTMENT)] none: Text,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let offered = Memo::new(move |_| value.with(|chosen| names.with(|names| names.department_options(chosen))));
    part_select(parts::DEPARTMENT, offered, value, none, error, Callback::new(|_| ()))
}

fn part_select(
    label: Text,
    offered: Memo<Vec<(String, String)>>,
    value: RwSignal<String>,
    none: Text,
    error: Signal<Option<String>>,
    on_change: Callback<String>,
) -> impl IntoView {
    let has_any = Memo::new(move |_| offered.with(|offered| !offered.is_empty()));
    let options = Signal::derive(move || {
        let mut options = vec![(String::new(), none.t().to_owned())];
        options.extend(offered.get());
        options
    });
    move || has_any.get().then(|| view! { <Select label=label.t() value options error on_change /> })
}
