//! Template files from elsewhere.

use leptos::{prelude::*, task::spawn_local};
use shared::limits::LABEL_TEMPLATE_BYTES;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::{app::Place, service};
use web_sys::{Blob, File};

use crate::{
    api::ApiError,
    texts::{common, templates as texts},
    ui::{Button, Dialog, FileButton, Toasts},
};

/// Faults of a file that are shown at once.
const FAULTS_SHOWN: usize = 12;

/// A template file from elsewhere; what is wrong with it is told place by place.
#[component]
pub fn Import() -> impl IntoView {
    let place = Place::expect();
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<ApiError>);
    let chosen = move |file: File| {
        if file.size() > LABEL_TEMPLATE_BYTES as f64 {
            let most = (LABEL_TEMPLATE_BYTES / 1024).to_string();
            return toasts.failed(texts::FILE_TOO_LARGE.fill(&[("n", &most)]));
        }
        busy.set(true);
        spawn_local(async move {
            let text = JsFuture::from(file.unchecked_into::<Blob>().text()).await;
            match service::import(text.ok().and_then(|text| text.as_string()).unwrap_or_default()).await {
                Ok(made) => {
                    toasts.done(texts::IMPORTED.fill(&[("name", &made.template.name)]));
                    place.go(&format!("/templates/{}", made.template.id));
                }
                Err(error) => {
                    let _ = refused.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let faults = move || {
        let error = refused.get()?;
        let faults = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
        let line = |fault: shared::FieldProblem| {
            view! {
                <li>
                    <code>{fault.pointer}</code>
                    <span>{fault.detail}</span>
                </li>
            }
        };
        let shown = faults.into_iter().take(FAULTS_SHOWN).map(line).collect_view();
        Some(view! {
            <p>{error.words()}</p>
            <ul class="faults">{shown}</ul>
        })
    };
    view! {
        <FileButton accept=".json,application/json" busy on_file=chosen>
            {texts::IMPORT_FILE.t()}
        </FileButton>
        <Dialog
            open=Signal::derive(move || refused.with(Option::is_some))
            title=Signal::derive(|| texts::IMPORT_FAILED.t().to_owned())
            on_close=move |()| refused.set(None)
        >
            {faults}
            <div class="acts">
                <Button on_press=move |()| refused.set(None)>{common::CLOSE.t()}</Button>
            </div>
        </Dialog>
    }
}
