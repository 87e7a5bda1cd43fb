//! What the demo would have sent, so that everything can be tried without a phone or a mailbox.

use leptos::prelude::*;
use shared::auth::OutboxMessage;

use super::calls;
use crate::{
    api::Remote,
    browser::dates,
    console::listed::{Listed, content},
    texts::{gate as texts, shell},
    ui::{Button, EmptyState, Pill, Symbol, Tone},
};

#[component]
pub fn Outbox() -> impl IntoView {
    let messages = Remote::<Vec<OutboxMessage>>::new();
    let load = Callback::new(move |()| messages.load(calls::messages()));
    load.run(());
    let is_empty = Memo::new(move |_| messages.value().with(|list| list.as_ref().is_some_and(Vec::is_empty)));
    view! {
        <div class="card outbox">
            <div class="head">
                <h1>{shell::GATE_OUTBOX.t()}</h1>
                <div class="end">
                    <Button icon=Symbol::Refresh on_press=load>{texts::REFRESH.t()}</Button>
                </div>
            </div>
            <p class="why">{texts::OUTBOX_WHY.t()}</p>
            <Listed remote=messages load>
                {move || {
                    is_empty
                        .get()
                        .then(|| {
                            view! {
                                <EmptyState
                                    symbol=Symbol::File
                                    title=texts::OUTBOX_EMPTY_TITLE.t()
                                    words=texts::OUTBOX_EMPTY.t()
                                />
                            }
                        })
                }}
                <ul class="messages">
                    <For each=move || messages.value().get().unwrap_or_default() key=content let:message>
                        <Message message />
                    </For>
                </ul>
            </Listed>
            <p class="under">
                <a href="/sign-in">{texts::TO_SIGN_IN.t()}</a>
            </p>
        </div>
    }
}

#[component]
fn Message(message: OutboxMessage) -> impl IntoView {
    let channel = if message.channel == "sms" { texts::SMS } else { texts::MAIL };
    view! {
        <li>
            <p class="sub">
                <Pill tone=Tone::Move words=channel.t() />
                " "
                {message.recipient}
                " · "
                {dates::moment(message.created_at)}
            </p>
            <p>
                <b>{message.subject}</b>
            </p>
            <p class="text">{message.text}</p>
        </li>
    }
}
