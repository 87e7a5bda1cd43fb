//! A field of several values, each a chip.

use leptos::{ev, prelude::*};

use super::{Icon, Symbol, field::FieldNote, fresh_id};
use crate::texts::common;

/// Enter and commas end a value, leaving the field does too; Backspace in an empty field takes the last one away.
#[component]
pub fn ChipField(
    #[prop(into)] label: String,
    values: RwSignal<Vec<String>>,
    /// Values it may have, and characters of each.
    max: usize,
    max_chars: usize,
    /// What is wrong with the value at a place.
    #[prop(into)]
    error: Callback<(usize,), Option<String>>,
) -> impl IntoView {
    let id = fresh_id("chips");
    let note_id = format!("{id}-note");
    let typed = RwSignal::new(String::new());
    let take = move |text: &str| {
        values.update(|values| {
            for value in typed_values(text) {
                if values.len() < max && !values.contains(&value) {
                    values.push(value);
                }
            }
        });
        typed.set(String::new());
    };
    let wrong = move |place: usize, value: &str| {
        let too_long = value.chars().count() > max_chars;
        let local = too_long.then(|| common::TOO_LONG.fill(&[("n", &max_chars.to_string())]));
        local.or_else(|| error.run((place,)))
    };
    let said = Signal::derive(move || {
        let all = values.get();
        all.iter().enumerate().find_map(|(place, value)| Some(format!("{value}：{}", wrong(place, value)?)))
    });
    let hint = Signal::derive(move || {
        let full = values.with(Vec::len) >= max;
        let words = || common::SEVERAL_FULL.fill(&[("n", &max.to_string())]);
        Some(if full { words() } else { common::SEVERAL_HINT.t().to_owned() })
    });
    let keys = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let is_empty = typed.with_untracked(|typed| typed.trim().is_empty());
        match event.key().as_str() {
            // In an empty field Enter is the form's.
            "Enter" | "," | "，" if !is_empty => {
                event.prevent_default();
                take(&typed.get_untracked());
            }
            "Backspace" if typed.with_untracked(String::is_empty) => {
                values.update(|values| {
                    values.pop();
                });
            }
            _ => {}
        }
    };
    let input = move |event: ev::Event| {
        let text = event_target_value(&event);
        typed.set(text);
    };
    let paste = move |event: ev::ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if typed_values(&text).len() > 1 {
            event.prevent_default();
            take(&text);
        }
    };
    let left = move |_| {
        // It may be left because it goes.
        let text = typed.try_get_untracked().unwrap_or_default();
        if !text.trim().is_empty() {
            take(&text);
        }
    };
    let input_id = id.clone();
    let chip = move |(place, value): (usize, String)| {
        let remove = {
            let (value, input_id) = (value.clone(), input_id.clone());
            move |_| {
                values.update(|values| values.retain(|one| *one != value));
                crate::browser::focus(&input_id);
            }
        };
        let is_wrong = {
            let value = value.clone();
            move || wrong(place, &value).is_some()
        };
        view! {
            <span class="chip" class:wrong=is_wrong>
                <b>{value.clone()}</b>
                <button type="button" aria-label=common::REMOVE.fill(&[("name", &value)]) on:click=remove>
                    <Icon symbol=Symbol::Close />
                </button>
            </span>
        }
    };
    view! {
        <div class="field chip-field" class:wrong=move || said.with(Option::is_some)>
            <label for=id.clone()>{label}</label>
            <div class="chip-box">
                {move || values.get().into_iter().enumerate().map(&chip).collect_view()}
                <input
                    id=id
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=note_id.clone()
                    aria-invalid=move || said.with(Option::is_some).then_some("true")
                    prop:value=typed
                    on:input=input
                    on:keydown=keys
                    on:paste=paste
                    on:blur=left
                />
            </div>
            <FieldNote id=note_id error=said hint />
        </div>
    }
}

/// The values in what was typed or pasted.
fn typed_values(text: &str) -> Vec<String> {
    let pieces = text.split([',', '，', '、', ';', '；', '\n', '\r', '\t']);
    pieces.map(str::trim).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::typed_values;

    #[test]
    fn what_is_pasted_becomes_several_values() {
        assert_eq!(typed_values(" SILK，satin;\n tulle ,, "), ["SILK", "satin", "tulle"]);
        assert_eq!(typed_values("  "), [""; 0]);
    }
}
