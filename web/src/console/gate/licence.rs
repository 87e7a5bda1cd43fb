//! Sending the business licence.

use leptos::prelude::*;
use shared::applications::{ApplicationStatus, LICENCE_BYTES};
use web_sys::File;

use super::{calls, proof::Proof};
use crate::{
    console::deed::Deed,
    texts::apply as texts,
    ui::{ButtonKind, FileButton, Notice},
};

const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "application/pdf"];

/// What is wrong with a file before it is sent.
fn fault(file: &File) -> Option<&'static str> {
    if !KINDS.contains(&file.type_().as_str()) {
        return Some(texts::FILE_KIND.t());
    }
    (file.size() > LICENCE_BYTES as f64).then(|| texts::FILE_SIZE.t())
}

/// A button that takes a file and sends it.
#[component]
pub fn Licence(
    proof: Proof,
    /// One was sent already.
    #[prop(optional)]
    again: bool,
    #[prop(into)] on_sent: Callback<ApplicationStatus>,
) -> impl IntoView {
    let deed = Deed::new();
    let wrong = RwSignal::new(None::<&'static str>);
    // The name of what is on its way, or has arrived.
    let name = RwSignal::new(String::new());
    let is_sent = RwSignal::new(again);
    let proof = StoredValue::new(proof);
    let chosen = move |file: File| {
        deed.clear();
        wrong.set(fault(&file));
        if wrong.get_untracked().is_some() {
            return;
        }
        name.set(file.name());
        deed.run(calls::send_licence(proof.get_value(), file), move |status| {
            let _ = is_sent.try_set(true);
            let _ = on_sent.try_run(status);
        });
    };
    let kind = if again { ButtonKind::Plain } else { ButtonKind::Main };
    view! {
        <div class="upload">
            <FileButton accept=KINDS.join(",") kind busy=deed.busy on_file=chosen>
                {move || if is_sent.get() { texts::REPLACE.t() } else { texts::CHOOSE.t() }}
            </FileButton>
            <span class="sub" role="status">
                {move || {
                    let name = name.get();
                    if deed.busy.get() {
                        texts::SENDING.fill(&[("name", &name)])
                    } else if is_sent.get() && !name.is_empty() && deed.error().is_none() {
                        texts::FILE_SENT.fill(&[("name", &name)])
                    } else {
                        texts::FILE_RULES.t().to_owned()
                    }
                }}
            </span>
        </div>
        {move || wrong.get().map(|words| view! { <Notice tone="bad">{words}</Notice> })}
        {deed.refusal(&[])}
    }
}
