//! How a table was read.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::words;
use crate::texts::imports as texts;

#[component]
pub fn Mapping(mapping: BTreeMap<String, String>) -> impl IntoView {
    (!mapping.is_empty()).then(|| {
        let chip = |(header, field): (String, String)| {
            view! {
                <span>
                    <i>{header}</i>
                    " → "
                    {words::field(&field)}
                </span>
            }
        };
        view! {
            <section class="panel" aria-labelledby="mapping-title">
                <header>
                    <h2 id="mapping-title">{texts::MAPPING.t()}</h2>
                    <span class="sub">{texts::MAPPING_HINT.t()}</span>
                </header>
                <div class="map">{mapping.into_iter().map(chip).collect_view()}</div>
            </section>
        }
    })
}
