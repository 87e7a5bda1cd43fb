//! A menu under a button.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// A button with a small surface under it, closed by Escape, by a press elsewhere, and by leaving it with the keyboard.
#[component]
pub fn Menu(
    /// What the button is, where its content does not say it.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(into)] trigger: ViewFn,
    #[prop(optional)] open: Option<RwSignal<bool>>,
    /// The class of the button.
    #[prop(default = "btn quiet")]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let open = open.unwrap_or_else(|| RwSignal::new(false));
    let node = NodeRef::<leptos::html::Div>::new();
    let children = StoredValue::new(children);
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        let inside = node.get_untracked().is_some_and(|menu| menu.contains(target.as_ref()));
        if !inside && open.get_untracked() {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
        }
    };
    let left = move |event: ev::FocusEvent| {
        let next = event.related_target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        let inside = node.try_get_untracked().flatten().is_some_and(|menu| menu.contains(next.as_ref()));
        if next.is_some() && !inside {
            // The menu may be going itself, with the focus in it.
            open.try_set(false);
        }
    };
    view! {
        <div class="menu" node_ref=node on:keydown=keys on:focusout=left>
            <button
                type="button"
                class=class
                aria-label=label
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {trigger.run()}
            </button>
            {move || open.get().then(|| view! { <div class="menu-surface">{children.with_value(|c| c())}</div> })}
        </div>
    }
}
