//! A choice of a few.

use leptos::prelude::*;

use super::{field::FieldNote, fresh_id};

/// A labelled native select; `options` are value and words.
#[component]
pub fn Select(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = fresh_id("select");
    let note_id = format!("{id}-note");
    let change = move |event: leptos::ev::Event| {
        let chosen = event_target_value(&event);
        value.set(chosen.clone());
        if let Some(on_change) = on_change {
            on_change.run(chosen);
        }
    };
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{label}</label>
            <select
                id=id
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=note_id.clone()
                on:change=change
            >
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(key, words)| {
                            let own = key.clone();
                            view! {
                                <option value=key selected=move || value.with(|v| *v == own)>
                                    {words}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            <FieldNote id=note_id error hint />
        </div>
    }
}
