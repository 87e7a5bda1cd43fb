//! The command palette: type, choose, go.

use leptos::{ev, prelude::*};

use super::{Icon, Symbol, fresh_id};
use crate::browser;

/// One line of the palette.
#[derive(Clone)]
pub struct PaletteItem {
    pub symbol: Symbol,
    pub words: String,
    pub hint: String,
    pub run: Callback<()>,
}

/// An input over a list of what it may mean; arrows choose, Enter runs.
#[component]
pub fn Palette(
    query: RwSignal<String>,
    #[prop(into)] placeholder: String,
    #[prop(into)] items: Signal<Vec<PaletteItem>>,
    #[prop(into)] label: String,
) -> impl IntoView {
    let chosen = RwSignal::new(0usize);
    let list_id = fresh_id("palette");
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    Effect::new(move |_| {
        query.track();
        chosen.set(0);
    });
    let node = NodeRef::<leptos::html::Input>::new();
    node.on_load(|input| {
        let _ = input.focus();
    });
    let keys = move |event: ev::KeyboardEvent| key_pressed(&event, chosen, items);
    let active = {
        let option_id = option_id.clone();
        move || option_id(chosen.get())
    };
    view! {
        <div class="palette">
            <div class="palette-input">
                <Icon symbol=Symbol::Search />
                <input
                    node_ref=node
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-label=label.clone()
                    aria-controls=list_id.clone()
                    aria-activedescendant=active
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=placeholder
                    prop:value=query
                    on:input=move |event| query.set(event_target_value(&event))
                    on:keydown=keys
                />
            </div>
            <ul id=list_id role="listbox" aria-label=label>
                {move || {
                    let option_id = option_id.clone();
                    let options = items.get().into_iter().enumerate();
                    options.map(move |(index, item)| option(index, item, option_id(index), chosen)).collect_view()
                }}
            </ul>
        </div>
    }
}

/// Arrows choose, going round at the ends; Enter runs what is chosen.
fn key_pressed(event: &ev::KeyboardEvent, chosen: RwSignal<usize>, items: Signal<Vec<PaletteItem>>) {
    if event.is_composing() {
        return;
    }
    let count = items.with_untracked(Vec::len);
    match event.key().as_str() {
        "ArrowDown" if count > 0 => chosen.update(|at| *at = (*at + 1) % count),
        "ArrowUp" if count > 0 => chosen.update(|at| *at = (*at + count - 1) % count),
        "Enter" => {
            let item = items.with_untracked(|items| items.get(chosen.get_untracked()).cloned());
            if let Some(item) = item {
                item.run.run(());
            }
        }
        _ => return,
    }
    event.prevent_default();
}

fn option(index: usize, item: PaletteItem, id: String, chosen: RwSignal<usize>) -> impl IntoView {
    let run = item.run;
    let own_id = id.clone();
    Effect::new(move |_| {
        if chosen.get() == index {
            browser::scroll_into_view(&own_id);
        }
    });
    view! {
        <li
            id=id
            role="option"
            aria-selected=move || (chosen.get() == index).to_string()
            on:pointermove=move |_| {
                if chosen.get_untracked() != index {
                    chosen.set(index);
                }
            }
            on:click=move |_| run.run(())
        >
            <Icon symbol=item.symbol />
            <span>{item.words}</span>
            <small>{item.hint}</small>
        </li>
    }
}
