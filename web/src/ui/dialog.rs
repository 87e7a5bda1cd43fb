//! Modal dialogs: the browser's own, which holds the focus inside.

use leptos::{html, prelude::*};

use super::{IconButton, Symbol, fresh_id};
use crate::{browser, texts::common};

/// A dialog that is there while `open` is true. Escape and the cross close it; the focus goes back to where it was.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] on_close: Callback<()>,
    /// Wider, for forms with columns.
    #[prop(optional)]
    wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    move || {
        open.get().then(|| {
            view! {
                <Shown title on_close wide>
                    {children.with_value(|children| children())}
                </Shown>
            }
        })
    }
}

#[component]
fn Shown(title: Signal<String>, on_close: Callback<()>, wide: bool, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = fresh_id("dialog");
    let heading_id = title_id.clone();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    // A browser gives the focus back when a dialog is closed, not when it is taken away.
    let before = StoredValue::new_local(browser::focused());
    on_cleanup(move || {
        if let Some(Some(before)) = before.try_get_value() {
            request_animation_frame(move || {
                if browser::nothing_focused() {
                    let _ = before.focus();
                }
            });
        }
    });
    let cancel = move |event: leptos::ev::Event| {
        event.prevent_default();
        on_close.run(());
    };
    view! {
        <dialog node_ref=node class="dialog" class:wide=wide aria-labelledby=title_id on:cancel=cancel>
            <header>
                <h2 id=heading_id>{move || title.get()}</h2>
                <IconButton symbol=Symbol::Close label=common::CLOSE.t() on_press=on_close />
            </header>
            {children()}
        </dialog>
    }
}
