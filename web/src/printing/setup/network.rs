//! The address of a network printer, and what the service finds there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::printers::{
    NetworkAsk,
    detect::{Finding as Found, FoundBy},
};

use super::{devices::Finding, draft::Draft};
use crate::{
    api,
    texts::printers as texts,
    ui::{Button, Field},
};

/// What became of asking.
#[derive(Clone, PartialEq)]
enum Asked {
    Found(FoundBy),
    Failed(String),
}

#[component]
pub fn Address(draft: Draft) -> impl IntoView {
    let busy = RwSignal::new(false);
    let asked = RwSignal::new(None::<Asked>);
    let ask = move |()| {
        let network = match draft.address() {
            Ok(network) => network,
            Err(text) => return asked.set(Some(Asked::Failed(text.t().to_owned()))),
        };
        busy.set(true);
        asked.set(None);
        spawn_local(async move {
            let (host, before) = (network.host.clone(), draft.said());
            let answer = match api::printing::ask_network_printer(&NetworkAsk { network }).await {
                Ok(finding) => {
                    let finding = Found::of(&finding);
                    draft.take(&finding, &host, &before);
                    draft.chosen.tell(&finding);
                    Asked::Found(finding.by)
                }
                Err(error) => Asked::Failed(error.words()),
            };
            let _ = asked.try_set(Some(answer));
            let _ = busy.try_set(false);
        });
    };
    let words = move || {
        Some(match asked.get()? {
            Asked::Found(by) => view! { <Finding by name=draft.chosen.found_name /> }.into_any(),
            Asked::Failed(words) => view! { <p class="wrong" role="alert">{words}</p> }.into_any(),
        })
    };
    view! {
        <div class="device">
            <div class="address">
                <Field label=texts::HOST.t() value=draft.host placeholder=texts::HOST_PLACEHOLDER.t() required=true />
                <Field label=texts::PORT.t() value=draft.port inputmode="numeric" />
                <Button busy on_press=ask>
                    {texts::ASK_NETWORK.t()}
                </Button>
            </div>
            {words}
        </div>
    }
}
