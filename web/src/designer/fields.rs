//! Inputs of the designer: they show the template and change it, and never hold a value of their own.

use label::{FieldScope, Mm};
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use super::{editor::Editor, words};
use crate::{texts::templates as texts, ui::fresh_id};

/// A length in millimetres. What is no number changes nothing.
#[component]
pub fn Length(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<f64>,
    #[prop(into)] on_change: Callback<f64>,
    #[prop(default = 0.25)] step: f64,
) -> impl IntoView {
    let editor = Editor::expect();
    let change = move |event: leptos::ev::Event| {
        match event_target_value(&event).trim().replace(',', ".").parse::<f64>() {
            Ok(number) if number.is_finite() => on_change.run(number),
            _ => {}
        }
        editor.pause();
        // What was typed gives way to what came of it.
        let shown = words::mm(value.get_untracked());
        event_target::<web_sys::HtmlInputElement>(&event).set_value(&shown);
    };
    view! {
        <label class="mini">
            <span>{label}</span>
            <input
                type="number"
                step=step.to_string()
                inputmode="decimal"
                disabled=!editor.may_write
                prop:value=move || words::mm(value.get())
                on:change=change
            />
        </label>
    }
}

/// A choice of a few; `options` are value and words.
#[component]
pub fn Choice(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    options: Vec<(&'static str, String)>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let editor = Editor::expect();
    let option = move |(key, words): (&'static str, String)| {
        view! {
            <option value=key selected=move || value.with(|value| value == key)>
                {words}
            </option>
        }
    };
    view! {
        <label class="mini">
            <span>{label}</span>
            <select
                disabled=disabled || !editor.may_write
                prop:value=move || value.get()
                on:change=move |event| {
                    on_change.run(event_target_value(&event));
                    editor.pause();
                }
            >
                {options.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// Yes or no.
#[component]
pub fn Flag(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
) -> impl IntoView {
    let editor = Editor::expect();
    view! {
        <label class="check">
            <input
                type="checkbox"
                disabled=!editor.may_write
                prop:checked=value
                on:change=move |event| {
                    on_change.run(event_target::<web_sys::HtmlInputElement>(&event).checked());
                    editor.pause();
                }
            />
            <span>{label}</span>
        </label>
    }
}

/// A line of text.
#[component]
pub fn Words(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
) -> impl IntoView {
    let editor = Editor::expect();
    view! {
        <label class="mini">
            <span>{label}</span>
            <input
                type="text"
                maxlength=label::limits::NAME_CHARS_MAX.to_string()
                spellcheck="false"
                autocomplete="off"
                disabled=!editor.may_write
                prop:value=value
                on:input=move |event| on_change.run(event_target_value(&event))
                on:change=move |_| editor.pause()
            />
        </label>
    }
}

/// Text with variables, which are chosen from a list and put where the cursor stands.
#[component]
pub fn TextWithVariables(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(default = 2)] rows: u32,
    /// The variables of a table's lines, too.
    #[prop(optional)]
    in_table: bool,
) -> impl IntoView {
    let id = fresh_id("text");
    let editor = Editor::expect();
    let area = NodeRef::<leptos::html::Textarea>::new();
    let insert = move |event: leptos::ev::Event| {
        let place = format!("{{{}}}", event_target_value(&event));
        event_target::<web_sys::HtmlSelectElement>(&event).set_selected_index(0);
        let Some(area) = area.get_untracked() else { return };
        editor.pause();
        on_change.run(put_in(&area, &place));
        editor.pause();
        let _ = area.focus();
    };
    view! {
        <div class="mini wide">
            <label for=id.clone()>{label}</label>
            <textarea
                node_ref=area
                id=id
                rows=rows
                maxlength=label::limits::TEXT_CHARS_MAX.to_string()
                spellcheck="false"
                disabled=!editor.may_write
                prop:value=value
                on:input=move |event| on_change.run(event_target_value(&event))
                on:change=move |_| editor.pause()
            ></textarea>
            <select class="insert" aria-label=texts::INSERT_LABEL.t() disabled=!editor.may_write on:change=insert>
                <option value="">{texts::INSERT.t()}</option>
                {variables(in_table)}
            </select>
        </div>
    }
}

/// The text with `place` at the cursor, or instead of what is marked.
fn put_in(area: &HtmlTextAreaElement, place: &str) -> String {
    let units: Vec<u16> = area.value().encode_utf16().collect();
    let mark = |at: Result<Option<u32>, _>| at.ok().flatten().map_or(units.len(), |at| at as usize).min(units.len());
    let (start, end) = (mark(area.selection_start()), mark(area.selection_end()));
    let (start, end) = (start.min(end), start.max(end));
    let whole: Vec<u16> = [&units[..start], &place.encode_utf16().collect::<Vec<_>>(), &units[end..]].concat();
    String::from_utf16_lossy(&whole)
}

/// The variables as options, each with what it says on a sample label.
pub fn variables(in_table: bool) -> impl IntoView {
    let fits = move |field: &&label::Field| in_table || matches!(field.scope, FieldScope::Label | FieldScope::Item);
    let option = |field: &label::Field| {
        let sample: String = field.sample().chars().take(14).collect();
        let words = words::field(field);
        let words = if sample.is_empty() { words.to_owned() } else { format!("{words} · {sample}") };
        view! { <option value=field.name>{words}</option> }
    };
    label::fields().iter().filter(fits).map(option).collect_view()
}

/// Where a length of the template is read and written.
pub fn mm(value: Mm) -> f64 {
    value.get()
}
