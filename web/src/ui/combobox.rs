//! A field that finds what it may mean while one types (the ARIA pattern “combobox with a list”).

use leptos::{ev, prelude::*};

use super::field::FieldNote;
use crate::{browser, i18n::Text};

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComboItem {
    pub words: String,
    pub hint: String,
}

/// Arrows choose, Enter takes, Escape closes. The list stands over what is below, so that nothing moves.
#[component]
pub fn Combobox(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
    typed: RwSignal<String>,
    /// Nothing while nothing is asked for.
    items: Signal<Option<Vec<ComboItem>>>,
    /// The items answer what stands in the field now.
    is_current: Signal<bool>,
    /// What is said where there are no items, and for readers, how many there are.
    none: Text,
    count: Text,
    error: Signal<Option<String>>,
    #[prop(into)] on_choose: Callback<usize>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let at = RwSignal::new(0usize);
    // Enter was pressed before the answer was there.
    let is_wanted = RwSignal::new(false);
    let len = Memo::new(move |_| items.with(|items| items.as_ref().map(Vec::len)));
    let is_shown = Memo::new(move |_| open.get() && len.get().is_some_and(|len| len > 0));
    let has_none = Memo::new(move |_| open.get() && len.get() == Some(0));
    let choose = Callback::new(move |place: usize| {
        open.set(false);
        is_wanted.set(false);
        on_choose.run(place);
    });
    Effect::new(move |_| {
        items.track();
        at.set(0);
        if is_wanted.get_untracked() && is_current.get() {
            is_wanted.set(false);
            if len.get_untracked().is_some_and(|len| len > 0) {
                choose.run(0);
            }
        }
    });
    let keys = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let len = len.get_untracked().unwrap_or_default();
        match event.key().as_str() {
            "ArrowDown" if !open.get_untracked() => open.set(true),
            "ArrowDown" if len > 0 => at.update(|at| *at = (*at + 1) % len),
            "ArrowUp" if len > 0 => at.update(|at| *at = (*at + len - 1) % len),
            "Enter" if typed.with_untracked(|typed| typed.trim().is_empty()) => return,
            "Enter" if is_current.get_untracked() && open.get_untracked() && len > 0 => {
                choose.run(at.get_untracked());
            }
            "Enter" => is_wanted.set(!is_current.get_untracked()),
            "Escape" if open.get_untracked() => {
                event.stop_propagation();
                open.set(false);
                is_wanted.set(false);
            }
            _ => return,
        }
        event.prevent_default();
    };
    let (list_id, note_id) = (format!("{id}-list"), format!("{id}-note"));
    let active = move || is_shown.get().then(|| format!("{id}-{}", at.get()));
    let lines = move || {
        let items = items.get().unwrap_or_default().into_iter().enumerate();
        items.map(|(place, item)| option(id, place, item, at, choose)).collect_view()
    };
    let said = move || {
        if has_none.get() {
            return Some(none.t().to_owned());
        }
        is_shown.get().then(|| count.count(u32::try_from(len.get().unwrap_or(0)).unwrap_or(0)))
    };
    view! {
        <div class="field combo" class:wrong=move || error.with(Option::is_some)>
            <label for=id>{label.clone()}</label>
            <input
                id=id
                type="text"
                role="combobox"
                aria-expanded=move || is_shown.get().to_string()
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-activedescendant=active
                aria-describedby=note_id.clone()
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                prop:value=typed
                on:input=move |event| {
                    is_wanted.set(false);
                    open.set(true);
                    typed.set(event_target_value(&event));
                }
                on:blur=move |_| {
                    open.set(false);
                    is_wanted.set(false);
                }
                on:keydown=keys
            />
            <ul id=list_id role="listbox" aria-label=label hidden=move || !is_shown.get()>
                {lines}
            </ul>
            {move || has_none.get().then(|| view! { <p class="none sub">{none.t()}</p> })}
            <span class="sr-only" role="status">{said}</span>
            <FieldNote id=note_id error hint=Signal::stored(None) />
        </div>
    }
}

fn option(
    id: &'static str,
    place: usize,
    item: ComboItem,
    at: RwSignal<usize>,
    choose: Callback<usize>,
) -> impl IntoView {
    Effect::new(move |_| {
        if at.get() == place {
            browser::scroll_into_view(&format!("{id}-{place}"));
        }
    });
    view! {
        <li
            id=format!("{id}-{place}")
            role="option"
            aria-selected=move || (at.get() == place).to_string()
            // The field keeps the focus.
            on:pointerdown=|event| event.prevent_default()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| choose.run(place)
        >
            <span>{item.words}</span>
            <small>{item.hint}</small>
        </li>
    }
}
