//! How far something is.

use leptos::prelude::*;

/// A bar of `done` out of `total`; without a total it moves to show that work goes on.
#[component]
pub fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] done: Signal<u32>,
    #[prop(into)] total: Signal<Option<u32>>,
) -> impl IntoView {
    let percent = move || {
        total
            .get()
            .map(|total| if total == 0 { 100.0 } else { f64::from(done.get().min(total)) * 100.0 / f64::from(total) })
    };
    view! {
        <div
            class="bar"
            class:unknown=move || percent().is_none()
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent().map(|percent| format!("{percent:.0}"))
        >
            <i style:width=move || percent().map(|percent| format!("{percent:.2}%"))></i>
        </div>
    }
}
