//! Text inputs with their label, hint and error.

use leptos::prelude::*;

use super::fresh_id;

/// A labelled one-line input bound to `value`. The error stands under it and is read out with it.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    /// What is no error, but to be looked at.
    #[prop(optional, into)]
    warning: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    /// Which keyboard a touch screen shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: String,
    #[prop(optional)] max_chars: Option<usize>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    /// A known id, where the page moves the focus here.
    #[prop(optional, into)]
    id: Option<String>,
    /// The id of a `datalist` with what is proposed.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| fresh_id("field"));
    let note_id = format!("{id}-note");
    let node = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        node.on_load(|input| {
            let _ = input.focus();
        });
    }
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>
                {label} {required.then(|| view! { <i class="must" aria-hidden="true">"*"</i> })}
            </label>
            <input
                node_ref=node
                id=id
                type=kind
                autocomplete=autocomplete
                inputmode=inputmode
                placeholder=placeholder
                maxlength=max_chars.map(|n| n.to_string())
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=note_id.clone()
                list=list
                spellcheck="false"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <FieldNote id=note_id error warning hint />
        </div>
    }
}

/// A labelled input of several lines.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] placeholder: String,
    #[prop(default = 3)] rows: u32,
    #[prop(optional)] max_chars: Option<usize>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let id = fresh_id("text");
    let note_id = format!("{id}-note");
    let node = NodeRef::<leptos::html::Textarea>::new();
    if autofocus {
        node.on_load(|input| {
            let _ = input.focus();
        });
    }
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{label}</label>
            <textarea
                node_ref=node
                id=id
                rows=rows
                placeholder=placeholder
                maxlength=max_chars.map(|n| n.to_string())
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=note_id.clone()
                spellcheck="false"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            <FieldNote id=note_id error hint />
        </div>
    }
}

/// What stands under a control: its error, else its warning, else its hint.
#[component]
pub(super) fn FieldNote(
    id: String,
    error: Signal<Option<String>>,
    #[prop(optional, into)] warning: Signal<Option<String>>,
    hint: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p class="note" id=id>
            {move || match (error.get(), warning.get()) {
                (Some(words), _) => view! { <em role="alert">{words}</em> }.into_any(),
                (None, Some(words)) => view! { <em class="warn" role="status">{words}</em> }.into_any(),
                (None, None) => hint.get().into_any(),
            }}
        </p>
    }
}
