//! Millimetres along the edges of the paper.

use leptos::prelude::*;

use super::{editor::Editor, layout};

/// Millimetres along an edge.
#[component]
pub fn Ruler(is_upright: bool) -> impl IntoView {
    let editor = Editor::expect();
    let length = Memo::new(move |_| {
        let paper = editor.template.with(|template| template.paper);
        if is_upright { paper.height_mm.get() } else { paper.width_mm.get() }
    });
    let selected = move || {
        let selection = editor.selection.get();
        let own = editor.template.with(|template| layout::around(template, &selection))?;
        let zoom = editor.zoom.get();
        let (start, length) = if is_upright { (own.y, own.height) } else { (own.x, own.width) };
        let (start, length) = (format!("{}px", start * zoom), format!("{}px", length * zoom));
        Some(if is_upright {
            view! { <i class="span" style:top=start style:height=length></i> }.into_any()
        } else {
            view! { <i class="span" style:left=start style:width=length></i> }.into_any()
        })
    };
    let ticks = move || {
        let zoom = editor.zoom.get();
        let step: u32 = if zoom < 3.0 { 20 } else { 10 };
        let mut numbers = Vec::new();
        let mut at = 0;
        while f64::from(at) <= length.get() {
            let place = format!("{}px", f64::from(at) * zoom);
            numbers.push(if is_upright {
                view! { <b style:top=place>{at}</b> }.into_any()
            } else {
                view! { <b style:left=place>{at}</b> }.into_any()
            });
            at += step;
        }
        numbers
    };
    let pixels = move || format!("{}px", length.get() * editor.zoom.get());
    view! {
        <div
            class=if is_upright { "ruler upright" } else { "ruler level" }
            aria-hidden="true"
            style=("--mm", move || format!("{}px", editor.zoom.get()))
            style:width=move || if is_upright { String::new() } else { pixels() }
            style:height=move || if is_upright { pixels() } else { String::new() }
        >
            {selected}
            {ticks}
        </div>
    }
}
