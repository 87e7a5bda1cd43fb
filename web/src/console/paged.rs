//! Lists that come in pages.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use shared::Page;

use crate::{
    api::{ApiError, Remote},
    texts::audit as texts,
    ui::{Button, Toasts},
};

/// The button for the next page, where there is one; `next` asks for the page at a cursor.
pub fn more<T, W>(pages: Remote<Page<T>>, next: impl Fn(String) -> W + Copy + Send + Sync + 'static) -> impl IntoView
where
    T: Send + Sync + 'static,
    W: Future<Output = Result<Page<T>, ApiError>> + 'static,
{
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let press = move |()| {
        let cursor = pages.value().with_untracked(|page| page.as_ref().and_then(|page| page.next_cursor.clone()));
        let Some(cursor) = cursor else { return };
        let asked = next(cursor.clone());
        busy.set(true);
        spawn_local(async move {
            match asked.await {
                // Another question may have been asked meanwhile.
                Ok(next) => {
                    pages.value().try_update(|page| {
                        if let Some(page) = page.as_mut().filter(|page| page.next_cursor.as_ref() == Some(&cursor)) {
                            page.items.extend(next.items);
                            page.next_cursor = next.next_cursor;
                        }
                    });
                }
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
        });
    };
    let has_more =
        Memo::new(move |_| pages.value().with(|page| page.as_ref().is_some_and(|page| page.next_cursor.is_some())));
    move || {
        has_more.get().then(|| {
            view! {
                <div class="more">
                    <Button busy on_press=press>
                        {texts::MORE.t()}
                    </Button>
                </div>
            }
        })
    }
}

/// Whether the list is there and has nothing in it.
pub fn is_empty<T: Send + Sync + 'static>(pages: Remote<Page<T>>) -> Memo<bool> {
    Memo::new(move |_| pages.value().with(|page| page.as_ref().is_some_and(|page| page.items.is_empty())))
}
