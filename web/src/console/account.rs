//! One's own account: where one is signed in, the seats one has, the password.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    auth::Me,
    operators::{SeatView, SessionView},
};

use super::{
    app::Desk,
    deed::Deed,
    listed::{Listed, content},
    second_factor::SecondFactor,
    service, words,
};
use crate::{
    api::Remote,
    browser::{self, dates},
    i18n::Text,
    texts::{account as texts, common},
    ui::{Button, ButtonKind, Field, Pill, Toasts, Tone},
};

const NAME_CHARS: usize = 30;

#[component]
pub fn Account() -> impl IntoView {
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
            </div>
            <div class="flow">
                <Person />
                <SecondFactor />
                <Sessions />
                <Seats />
            </div>
        </div>
    }
}

#[component]
fn Person() -> impl IntoView {
    let me = Desk::expect().me();
    let place = me.as_ref().and_then(|me| {
        let merchant = me.merchant.as_ref().map(|one| (texts::MERCHANT, format!("{} · {}", one.name, one.code)));
        merchant.or_else(|| me.staff.as_ref().map(|one| (texts::OUTLET, one.outlet_name.clone())))
    });
    // Whom to ask at the network.
    let manager = me.as_ref().and_then(|me| me.merchant.as_ref()?.account_manager.clone());
    let help = [(texts::MANAGER, manager), (texts::HOTLINE, me.as_ref().and_then(|me| me.hotline.clone()))];
    let fact = |(name, value): (Text, Option<String>)| {
        value.map(|value| {
            view! {
                <dt>{name.t()}</dt>
                <dd>{value}</dd>
            }
        })
    };
    view! {
        <section class="panel" aria-labelledby="who">
            <header>
                <h2 id="who">{texts::WHO.t()}</h2>
            </header>
            <dl class="facts inside">
                <dt>{texts::NAME.t()}</dt>
                <dd>{me.map(|me| view! { <OwnName me /> })}</dd>
                {place
                    .map(|(name, place)| {
                        view! {
                            <dt>{name.t()}</dt>
                            <dd>{place}</dd>
                        }
                    })}
                {help.map(fact).collect_view()}
                <dt>{texts::PASSWORD.t()}</dt>
                <dd>
                    <a href="/password">{texts::CHANGE_PASSWORD.t()}</a>
                </dd>
            </dl>
        </section>
    }
}

/// What one is called, and the way to change it; a look at a merchant's pages changes nothing.
#[component]
fn OwnName(me: Me) -> impl IntoView {
    let changing = RwSignal::new(false);
    let name = RwSignal::new(me.display_name.clone());
    let deed = Deed::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let given = name.get_untracked().trim().to_owned();
        // The whole page says the name, so it begins anew.
        deed.run(service::rename(given), |_| browser::load("/account"));
    };
    move || {
        if !changing.get() {
            let change = (!me.staff_view).then(|| {
                view! {
                    <button type="button" class="link" on:click=move |_| changing.set(true)>
                        {texts::NAME_CHANGE.t()}
                    </button>
                }
            });
            return view! { {me.display_name.clone()} " " {change} }.into_any();
        }
        view! {
            <form class="reason" on:submit=submit novalidate>
                <Field
                    label=texts::NAME.t()
                    value=name
                    error=deed.beside("/display_name")
                    autocomplete="name"
                    max_chars=NAME_CHARS
                    autofocus=true
                />
                {deed.refusal(&["/display_name"])}
                <div class="acts">
                    <Button kind=ButtonKind::Main busy=deed.busy>
                        {common::SAVE.t()}
                    </Button>
                    <Button kind=ButtonKind::Quiet on_press=move |()| changing.set(false)>{common::CANCEL.t()}</Button>
                </div>
            </form>
        }
        .into_any()
    }
}

#[component]
fn Sessions() -> impl IntoView {
    let sessions = Remote::<Vec<SessionView>>::new();
    let load = Callback::new(move |()| sessions.load(service::sessions()));
    load.run(());
    view! {
        <section class="panel" aria-labelledby="sessions">
            <header>
                <h2 id="sessions">{texts::SESSIONS.t()}</h2>
                <span class="sub">{texts::SESSIONS_WHAT.t()}</span>
            </header>
            <Listed remote=sessions load>
                <div class="scroll">
                    <table>
                        <thead>
                            <tr>
                                <th>{texts::COL_PLACE.t()}</th>
                                <th>{texts::COL_IP.t()}</th>
                                <th>{texts::COL_AT.t()}</th>
                                <th>{texts::COL_SINCE.t()}</th>
                                <th>{texts::COL_USED.t()}</th>
                                <th>
                                    <span class="sr-only">{texts::END.t()}</span>
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || sessions.value().get().unwrap_or_default() key=content let:session>
                                <SessionLine session load />
                            </For>
                        </tbody>
                    </table>
                </div>
            </Listed>
        </section>
    }
}

#[component]
fn SessionLine(session: SessionView, load: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let id = session.id;
    let end = move |()| {
        busy.set(true);
        spawn_local(async move {
            match service::end_session(id).await {
                Ok(()) => toasts.done(texts::ENDED.t()),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
            load.run(());
        });
    };
    let last = if session.current {
        // Ending it is signing out, which has its place in the menu of the person.
        view! { <Pill tone=Tone::Ok words=texts::CURRENT.t() /> }.into_any()
    } else {
        view! { <Button busy on_press=end>{texts::END.t()}</Button> }.into_any()
    };
    view! {
        <tr>
            <td>{session.place}</td>
            <td class="no">{session.ip}</td>
            <td>{session.merchant_name.unwrap_or_else(|| texts::NETWORK.t().to_owned())}</td>
            <td class="sub" title=dates::full(session.created_at)>{dates::moment(session.created_at)}</td>
            <td class="sub" title=dates::full(session.last_used_at)>{dates::moment(session.last_used_at)}</td>
            <td>
                <div class="acts">{last}</div>
            </td>
        </tr>
    }
}

#[component]
fn Seats() -> impl IntoView {
    let seats = Remote::<Vec<SeatView>>::new();
    let load = Callback::new(move |()| seats.load(service::seats()));
    load.run(());
    let is_only = Memo::new(move |_| seats.value().with(|seats| seats.as_ref().is_some_and(|seats| seats.len() < 2)));
    view! {
        <section class="panel" aria-labelledby="seats">
            <header>
                <h2 id="seats">{texts::SEATS.t()}</h2>
            </header>
            <Listed remote=seats load>
                <For each=move || seats.value().get().unwrap_or_default() key=content let:seat>
                    <SeatLine seat />
                </For>
                {move || is_only.get().then(|| view! { <p class="inside sub">{texts::SEATS_EMPTY.t()}</p> })}
            </Listed>
        </section>
    }
}

#[component]
fn SeatLine(seat: SeatView) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let id = seat.id;
    let switch = move |()| {
        busy.set(true);
        spawn_local(async move {
            // When it works the page begins anew.
            if let Err(error) = service::switch_seat(id).await {
                toasts.failed(error.words());
                let _ = busy.try_set(false);
            }
        });
    };
    let last = if seat.current {
        view! { <Pill tone=Tone::Ok words=texts::CURRENT.t() /> }.into_any()
    } else {
        view! { <Button busy on_press=switch>{texts::SWITCH.t()}</Button> }.into_any()
    };
    view! {
        <div class="printer-card">
            <b>{seat.name}</b>
            {seat.merchant_code.map(|code| view! { <span class="sub">{code}</span> })}
            <span class="sub">{seat.role_name.unwrap_or_else(|| words::role(seat.role).to_owned())}</span>
            <span class="end">{last}</span>
        </div>
    }
}
