//! Something a person does that the service may refuse, with the reason kept to be shown beside.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::{api::ApiError, texts::people, ui::Notice};

/// One deed at a time, and why the last one was refused.
#[derive(Clone, Copy)]
pub struct Deed {
    pub busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Deed {
    pub fn new() -> Deed {
        Deed { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Does it, unless one is under way; `then` is for when it worked.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let outcome = work.await;
            let _ = self.busy.try_set(false);
            match outcome {
                Ok(value) => then(value),
                Err(error) => {
                    let _ = self.error.try_set(Some(error));
                }
            }
        });
    }

    /// Does this with the words of a refusal that says that somebody else was faster.
    pub fn when_overtaken(self, then: impl Fn(String) + 'static) {
        Effect::new(move |_| {
            let words =
                self.error.with(|error| error.as_ref().filter(|error| error.is_overtaken()).map(ApiError::words));
            if let Some(words) = words {
                then(words);
            }
        });
    }

    pub fn clear(self) {
        self.error.set(None);
    }

    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// What was refused about one field.
    pub fn beside(self, pointer: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| error.as_ref()?.field(pointer)))
    }

    /// That a field is empty that must not be, once somebody tried to send it; else what was refused about it.
    pub fn missing_or_beside(
        self,
        value: RwSignal<String>,
        tried: RwSignal<bool>,
        pointer: &'static str,
    ) -> Signal<Option<String>> {
        let refused = self.beside(pointer);
        Signal::derive(move || {
            let is_missing = tried.get() && value.with(|value| value.trim().is_empty());
            is_missing.then(|| people::REQUIRED.t().to_owned()).or_else(|| refused.get())
        })
    }

    /// What was refused, as far as it is not said beside one of these fields.
    pub fn refusal(self, beside: &'static [&'static str]) -> impl IntoView {
        move || {
            let error = self.error.get()?;
            (!error.is_all_beside(beside)).then(|| view! { <Notice tone="bad">{error.words()}</Notice> })
        }
    }
}
