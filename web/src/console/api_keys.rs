//! The keys of programs.

mod making;

use leptos::prelude::*;
use shared::{
    Permissions,
    api_keys::{ApiKey, ApiKeyIssued},
};

use super::{
    confirm::Confirm,
    deed::Deed,
    listed::{Listed, content},
    secret::Secret,
    service, words,
};
use crate::{
    api::Remote,
    browser::{self, dates},
    texts::{api_keys as texts, people},
    ui::{Button, ButtonKind, Dialog, EmptyState, Pill, Symbol, Toasts, Tone},
};

/// A question about a key.
#[derive(Clone, PartialEq)]
enum Asked {
    Rotate(ApiKey),
    Revoke(ApiKey),
}

impl Asked {
    fn key(&self) -> &ApiKey {
        match self {
            Asked::Rotate(key) | Asked::Revoke(key) => key,
        }
    }
}

#[component]
pub fn ApiKeys() -> impl IntoView {
    let keys = Remote::<Vec<ApiKey>>::new();
    let load = Callback::new(move |()| keys.load(service::api_keys()));
    load.run(());
    let is_making = RwSignal::new(false);
    let issued = RwSignal::new(None::<ApiKeyIssued>);
    let asking = RwSignal::new(None::<Asked>);
    let on_made = Callback::new(move |made: ApiKeyIssued| {
        is_making.set(false);
        issued.set(Some(made));
        load.run(());
    });
    let is_empty = Memo::new(move |_| keys.value().with(|keys| keys.as_ref().is_some_and(Vec::is_empty)));
    let body = move || {
        if is_empty.get() {
            view! {
                <EmptyState symbol=Symbol::Key title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t()>
                    <Button on_press=move |()| is_making.set(true)>{texts::NEW.t()}</Button>
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <Table keys asking /> }.into_any()
        }
    };
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <div class="end">
                    <Button kind=ButtonKind::Main icon=Symbol::Plus on_press=move |()| is_making.set(true)>
                        {texts::NEW.t()}
                    </Button>
                </div>
            </div>
            <div class="flow">
                <section class="panel" aria-label=texts::TITLE.t()>
                    <Listed remote=keys load>
                        {body}
                    </Listed>
                </section>
            </div>
        </div>
        <Dialog
            open=is_making
            title=Signal::derive(|| texts::NEW.t().to_owned())
            on_close=move |()| is_making.set(false)
            wide=true
        >
            <making::Making on_made on_cancel=move |()| is_making.set(false) />
        </Dialog>
        <Issued issued />
        <Question asking issued load />
    }
}

#[component]
fn Table(keys: Remote<Vec<ApiKey>>, asking: RwSignal<Option<Asked>>) -> impl IntoView {
    view! {
        <div class="scroll">
            <table class="key-list">
                <thead>
                    <tr>
                        <th>{texts::COL_NAME.t()}</th>
                        <th>{texts::COL_SCOPES.t()}</th>
                        <th>{texts::COL_NETWORKS.t()}</th>
                        <th>{texts::COL_MADE.t()}</th>
                        <th>{texts::COL_EXPIRES.t()}</th>
                        <th>{texts::COL_USED.t()}</th>
                        <th>
                            <span class="sr-only">{people::COL_ACTS.t()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || keys.value().get().unwrap_or_default() key=content let:key>
                        <Row key asking />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(key: ApiKey, asking: RwSignal<Option<Asked>>) -> impl IntoView {
    let scopes: Permissions = key.scopes.iter().copied().collect();
    let scopes = words::permission_names(scopes).join(" · ");
    let networks = if key.networks.is_empty() { texts::ANYWHERE.t().to_owned() } else { key.networks.join(" · ") };
    let made = texts::MADE_BY.fill(&[("who", &key.created_by), ("when", &dates::moment(key.created_at))]);
    let used = key
        .last_used_at
        .map_or_else(|| texts::NEVER.t().to_owned(), |at| format!("{} · {}", dates::moment(at), key.last_used_ip));
    let is_past = |at: &chrono::DateTime<chrono::Utc>| (at.timestamp_millis() as f64) < browser::now_ms();
    let until = match key.expires_at {
        Some(at) if is_past(&at) => view! { <Pill tone=Tone::Bad words=texts::EXPIRED.t() /> }.into_any(),
        Some(at) => dates::moment(at).into_any(),
        None => texts::FOREVER.t().into_any(),
    };
    let previous = key.previous_until.filter(|at| !is_past(at)).map(|at| {
        let words = texts::PREVIOUS.fill(&[("when", &dates::moment(at))]);
        view! { " " <Pill tone=Tone::Warn words /> }
    });
    let gone = key.maker_gone.then(|| view! { " " <Pill tone=Tone::Bad words=texts::MAKER_GONE.t() /> });
    let (rotated, revoked) = (key.clone(), key.clone());
    view! {
        <tr>
            <td>{key.name}{previous}</td>
            <td class="sub" title=scopes.clone()>{scopes.clone()}</td>
            <td class="sub" title=networks.clone()>{networks.clone()}</td>
            <td class="sub" title=dates::full(key.created_at)>{made}{gone}</td>
            <td class="sub" title=key.expires_at.map(dates::full)>{until}</td>
            <td class="sub" title=key.last_used_at.map(dates::full)>{used}</td>
            <td>
                <div class="acts">
                    <Button on_press=move |()| {
                        asking.set(Some(Asked::Rotate(rotated.clone())))
                    }>{texts::ROTATE.t()}</Button>
                    <Button on_press=move |()| {
                        asking.set(Some(Asked::Revoke(revoked.clone())))
                    }>{texts::REVOKE.t()}</Button>
                </div>
            </td>
        </tr>
    }
}

/// The secret, shown once.
#[component]
fn Issued(issued: RwSignal<Option<ApiKeyIssued>>) -> impl IntoView {
    let secret = Signal::derive(move || issued.with(|issued| issued.as_ref().map(|issued| issued.secret.clone())));
    let name = move || issued.with(|issued| issued.as_ref().map(|issued| issued.key.name.clone()).unwrap_or_default());
    view! {
        <Secret
            secret
            title=Signal::derive(move || texts::SECRET_TITLE.fill(&[("name", &name())]))
            how=Signal::derive(|| texts::SECRET_HOW.fill(&[("header", "Authorization: Bearer …")]))
            once=texts::SECRET_ONCE
            copy=texts::SECRET_COPY
            on_close=move |()| issued.set(None)
        />
    }
}

#[component]
fn Question(
    asking: RwSignal<Option<Asked>>,
    issued: RwSignal<Option<ApiKeyIssued>>,
    load: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let words = move || match asking.get() {
        Some(Asked::Rotate(key)) => (texts::ROTATE_TITLE, texts::ROTATE_WHAT, texts::ROTATE, key.name),
        Some(Asked::Revoke(key)) => (texts::REVOKE_TITLE, texts::REVOKE_WHAT, texts::REVOKE, key.name),
        None => (texts::REVOKE_TITLE, texts::REVOKE_WHAT, texts::REVOKE, String::new()),
    };
    let yes = move |()| {
        let Some(asked) = asking.get_untracked() else { return };
        let (id, name) = (asked.key().id, asked.key().name.clone());
        let work = async move {
            match asked {
                Asked::Rotate(_) => service::rotate_api_key(id).await.map(Some),
                Asked::Revoke(_) => service::revoke_api_key(id).await.map(|()| None),
            }
        };
        deed.run(work, move |made| {
            asking.set(None);
            if made.is_none() {
                toasts.done(texts::REVOKED.fill(&[("name", &name)]));
            }
            issued.set(made);
            load.run(());
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || asking.with(Option::is_some))
            title=Signal::derive(move || {
                let (title, _, _, name) = words();
                title.fill(&[("name", &name)])
            })
            what=Signal::derive(move || words().1.t().to_owned())
            verb=Signal::derive(move || words().2)
            deed
            on_yes=yes
            on_close=move |()| asking.set(None)
        />
    }
}
