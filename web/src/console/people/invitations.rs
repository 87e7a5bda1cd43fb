//! Invitations that nobody took yet.

use leptos::prelude::*;
use shared::operators::Invitation;

use super::Everyone;
use crate::{
    browser::{self, dates},
    console::{
        confirm::Confirm,
        deed::Deed,
        listed::{Listed, content},
        service, words,
    },
    texts::{access, people as texts},
    ui::{Button, EmptyState, Pill, Symbol, Toasts, Tone},
};

#[component]
pub fn Invitations(may_write: bool) -> impl IntoView {
    let everyone = Everyone::expect();
    let list = everyone.invitations;
    let is_empty = Memo::new(move |_| list.value().with(|list| list.as_ref().is_some_and(Vec::is_empty)));
    let revoking = RwSignal::new(None::<Invitation>);
    view! {
        <div class="flow top-gap">
            <section class="panel" aria-label=texts::INVITATIONS.t()>
                <Listed remote=list load=Callback::new(move |()| everyone.load_invitations())>
                    {move || {
                        if is_empty.get() {
                            view! {
                                <EmptyState
                                    symbol=Symbol::People
                                    title=texts::INVITATIONS_EMPTY_TITLE.t()
                                    words=texts::INVITATIONS_EMPTY.t()
                                >
                                    {may_write
                                        .then(|| {
                                            view! {
                                                <Button on_press=move |()| {
                                                    everyone.inviting.set(true)
                                                }>{texts::INVITE.t()}</Button>
                                            }
                                        })}
                                </EmptyState>
                            }
                                .into_any()
                        } else {
                            view! { <Table may_write revoking /> }.into_any()
                        }
                    }}
                </Listed>
            </section>
        </div>
        <Revocation revoking />
    }
}

#[component]
fn Table(may_write: bool, revoking: RwSignal<Option<Invitation>>) -> impl IntoView {
    let everyone = Everyone::expect();
    view! {
        <div class="scroll">
            <table>
                <thead>
                    <tr>
                        <th>{texts::COL_USER.t()}</th>
                        <th>{texts::COL_NAME.t()}</th>
                        <th>{texts::COL_PHONE.t()}</th>
                        <th>{access::ROLE.t()}</th>
                        <th>{texts::COL_INVITED.t()}</th>
                        <th>{texts::COL_EXPIRES.t()}</th>
                        <th>
                            <span class="sr-only">{texts::COL_ACTS.t()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || everyone.invitations.value().get().unwrap_or_default()
                        key=content
                        let:invitation
                    >
                        <Row invitation may_write revoking />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(invitation: Invitation, may_write: bool, revoking: RwSignal<Option<Invitation>>) -> impl IntoView {
    let everyone = Everyone::expect();
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let grant = invitation.grant.clone();
    let is_over = (invitation.expires_at.timestamp_millis() as f64) < browser::now_ms();
    let until = if is_over {
        view! { <Pill tone=Tone::Warn words=texts::EXPIRED.t() /> }.into_any()
    } else {
        dates::moment(invitation.expires_at).into_any()
    };
    let id = invitation.id;
    let renew = move |()| {
        busy.set(true);
        leptos::task::spawn_local(async move {
            match service::renew_invitation(id).await {
                Ok(issued) => {
                    everyone.issued.set(Some(issued));
                    everyone.load_invitations();
                }
                Err(error) => {
                    toasts.failed(error.words());
                    everyone.load_invitations();
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let scope = invitation.grant.clone();
    let revoked = invitation.clone();
    view! {
        <tr>
            <td>{invitation.user_name}</td>
            <td>{invitation.display_name}</td>
            <td class="sub">{invitation.phone}</td>
            <td>
                {move || words::granted_role(&grant, &everyone.known_roles())}
                <span class="sub">" · "{move || everyone.scope_words(&scope)}</span>
            </td>
            <td class="sub" title=dates::full(invitation.created_at)>{dates::moment(invitation.created_at)}</td>
            <td class="sub" title=dates::full(invitation.expires_at)>{until}</td>
            <td>
                {may_write
                    .then(|| {
                        view! {
                            <div class="acts">
                                <Button busy on_press=renew>
                                    {texts::RENEW.t()}
                                </Button>
                                <Button on_press=move |()| revoking.set(Some(revoked.clone()))>
                                    {texts::REVOKE.t()}
                                </Button>
                            </div>
                        }
                    })}
            </td>
        </tr>
    }
}

#[component]
fn Revocation(revoking: RwSignal<Option<Invitation>>) -> impl IntoView {
    let everyone = Everyone::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let name = move || revoking.with(|one| one.as_ref().map(|one| one.display_name.clone()).unwrap_or_default());
    let yes = move |()| {
        let Some(invitation) = revoking.get_untracked() else { return };
        deed.run(service::revoke_invitation(invitation.id), move |()| {
            revoking.set(None);
            toasts.done(texts::REVOKED.fill(&[("name", &invitation.display_name)]));
            everyone.load_invitations();
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || revoking.with(Option::is_some))
            title=Signal::derive(move || texts::REVOKE_TITLE.fill(&[("name", &name())]))
            what=Signal::derive(|| texts::REVOKE_WHAT.t().to_owned())
            verb=Signal::stored(texts::REVOKE)
            deed
            on_yes=yes
            on_close=move |()| revoking.set(None)
        />
    }
}
