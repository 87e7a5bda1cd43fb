//! The link by which a new merchant's contact takes the account: how long it is good, and another one.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::{MerchantId, operators::InvitationIssued};

use super::service;
use crate::{
    browser::{self, dates},
    console::{deed::Deed, secret::Secret},
    texts::network as texts,
    ui::Button,
};

/// There while the contact did not take the account.
#[component]
pub fn Activation(
    id: MerchantId,
    until: DateTime<Utc>,
    may_renew: bool,
    issued: RwSignal<Option<InvitationIssued>>,
    load: Callback<()>,
) -> impl IntoView {
    let deed = Deed::new();
    let is_over = (until.timestamp_millis() as f64) < browser::now_ms();
    let stands = if is_over { texts::ACTIVATION_OVER } else { texts::ACTIVATION_OPEN };
    let renew = move |()| {
        deed.run(service::renew_activation_link(id), move |renewed| {
            issued.set(Some(renewed));
            load.run(());
        });
    };
    view! {
        <section>
            <h3>{texts::ACTIVATION.t()}</h3>
            <p title=dates::full(until)>{stands.fill(&[("when", &dates::moment(until))])}</p>
            {may_renew
                .then(|| {
                    view! {
                        {deed.refusal(&[])}
                        <div class="acts">
                            <Button busy=deed.busy on_press=renew>
                                {texts::LINK_AGAIN.t()}
                            </Button>
                        </div>
                        <p class="sub">{texts::LINK_AGAIN_WHY.t()}</p>
                    }
                })}
        </section>
    }
}

/// The new link, shown once. It stands beside the details, because they are drawn anew meanwhile.
#[component]
pub fn ActivationLink(#[prop(into)] name: Signal<String>, issued: RwSignal<Option<InvitationIssued>>) -> impl IntoView {
    let link = Signal::derive(move || {
        issued.with(|issued| issued.as_ref().map(|issued| format!("{}/join#{}", browser::origin(), issued.token)))
    });
    let title = Signal::derive(move || texts::LINK_TITLE.fill(&[("name", &name.get())]));
    let how = Signal::derive(move || {
        let until = issued.with(|issued| issued.as_ref().map(|issued| issued.invitation.expires_at));
        until.map(|until| texts::LINK_HOW.fill(&[("when", &dates::moment(until))])).unwrap_or_default()
    });
    view! {
        <Secret
            secret=link
            title
            how
            once=texts::LINK_ONCE
            copy=texts::LINK_COPY
            on_close=move |()| issued.set(None)
        />
    }
}
