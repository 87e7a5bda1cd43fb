//! The audit log, newest first.

use chrono::{Days, NaiveDate};
use leptos::{prelude::*, task::spawn_local};
use shared::{Page, Permission, audit::AuditEntryView};

use super::{
    app::Desk,
    listed::{Listed, content},
    network, paged,
    service::{self, AuditQuery},
    words,
};
use crate::{
    api::Remote,
    browser::dates,
    i18n::Text,
    texts::{audit as texts, common},
    ui::{Button, EmptyState, Field, Select, Symbol, Toasts},
};

const PAGE: u32 = 100;
const VERIFY_COMMAND: &str = "yundan audit verify";
/// As much of a hash as people compare.
const HASH_CHARS: usize = 8;

/// What is looked for; empty: everything.
#[derive(Clone, Copy)]
struct Filters {
    log: Log,
    action: RwSignal<String>,
    person: RwSignal<String>,
    subject: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Filters {
    fn new(log: Log) -> Filters {
        let field = || RwSignal::new(String::new());
        Filters { log, action: field(), person: field(), subject: field(), from: field(), to: field() }
    }

    fn all(self) -> [RwSignal<String>; 5] {
        [self.action, self.person, self.subject, self.from, self.to]
    }

    fn query(self) -> AuditQuery {
        let given = |value: RwSignal<String>| Some(value.get().trim().to_owned()).filter(|text| !text.is_empty());
        let person = given(self.person);
        let (operator_id, staff_id) = match self.log {
            Log::Merchant => (person, None),
            Log::Network => (None, person),
        };
        AuditQuery {
            action: given(self.action),
            operator_id,
            staff_id,
            subject: given(self.subject),
            from: given(self.from).and_then(|day| start_of(&day, 0)),
            to: given(self.to).and_then(|day| start_of(&day, 1)),
            ..AuditQuery::default()
        }
    }

    fn clear(self) {
        for filter in self.all() {
            filter.set(String::new());
        }
    }
}

/// Whose log is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Log {
    Merchant,
    Network,
}

impl Log {
    const fn path(self) -> &'static str {
        match self {
            Log::Merchant => "audit-log",
            Log::Network => "network/audit-log",
        }
    }

    const fn file_name(self) -> Text {
        match self {
            Log::Merchant => texts::FILE_NAME,
            Log::Network => texts::NETWORK_FILE_NAME,
        }
    }

    /// Whether such an action stands in this log.
    fn holds(self, action: &str) -> bool {
        let subject = action.split('.').next().unwrap_or_default();
        let is_networks = matches!(subject, "application" | "staff" | "account" | "forbidden_goods" | "outlet");
        let is_in_both =
            matches!(subject, "sign_in" | "sign_out" | "password" | "profile" | "totp" | "seat" | "merchant" | "audit");
        match self {
            Log::Merchant => !is_networks,
            Log::Network => is_networks || is_in_both,
        }
    }
}

/// The merchant's log, which can be taken away as a file.
#[component]
pub fn AuditLog() -> impl IntoView {
    let filters = Filters::new(Log::Merchant);
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <div class="end">
                    <Export filters />
                </div>
            </div>
            <div class="flow">
                <Shown filters />
            </div>
        </div>
    }
}

/// The network's log, as a tab, which can be taken away too.
#[component]
pub fn NetworkLog() -> impl IntoView {
    let filters = Filters::new(Log::Network);
    view! {
        <div class="list-acts">
            <Export filters />
        </div>
        <div class="flow top-gap">
            <Shown filters />
        </div>
    }
}

/// Takes what is found away as a file.
#[component]
fn Export(filters: Filters) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let export = move |()| {
        let query = untrack(|| filters.query());
        let name = format!("{}-{}.csv", filters.log.file_name().t(), dates::today());
        busy.set(true);
        spawn_local(async move {
            match service::export_audit_log(filters.log.path(), &query, name).await {
                Ok(None) => {}
                Ok(Some(rows)) => toasts.failed(texts::EXPORT_CUT.count(rows)),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Button icon=Symbol::Download busy on_press=export>
            {texts::EXPORT.t()}
        </Button>
    }
}

/// The moment a day begins, or the one so many days later. The service asks for moments, and the last one is not part of what it finds.
pub fn start_of(day: &str, later: u64) -> Option<String> {
    let day = day.parse::<NaiveDate>().ok()?.checked_add_days(Days::new(later))?;
    Some(format!("{day}T00:00:00+08:00"))
}

#[component]
fn Shown(filters: Filters) -> impl IntoView {
    let entries = Remote::<Page<AuditEntryView>>::new();
    let ask = move |query: AuditQuery| {
        let query = AuditQuery { limit: Some(PAGE), ..query };
        entries.load(async move { service::audit_log(filters.log.path(), &query).await });
    };
    Effect::new(move |_| ask(filters.query()));
    let (before, after) = texts::CHAINED.t().split_once("{command}").unwrap_or_default();
    view! {
        <section class="panel" aria-label=texts::TITLE.t()>
            <FilterLine filters />
            <Listed remote=entries load=Callback::new(move |()| ask(untrack(|| filters.query())))>
                <Entries entries filters />
            </Listed>
        </section>
        <p class="sub">{before}<code>{VERIFY_COMMAND}</code>{after}</p>
    }
}

/// Whom one may choose among, by id: the merchant's people, or the network's.
fn people_of(log: Log) -> (bool, Remote<Vec<(String, String)>>) {
    let named = Remote::new();
    let called = |user_name: Option<String>, name: String| match user_name {
        Some(user_name) => format!("{user_name} · {name}"),
        None => name,
    };
    let may_choose = Desk::expect().may(match log {
        Log::Merchant => Permission::OperatorsRead,
        Log::Network => Permission::StaffRead,
    });
    if may_choose {
        named.load(async move {
            Ok(match log {
                Log::Merchant => {
                    let people = service::operators().await?.into_iter();
                    people.map(|one| (one.id.to_string(), called(Some(one.user_name), one.display_name))).collect()
                }
                Log::Network => {
                    let people = network::staff().await?.items.into_iter();
                    people.map(|one| (one.id.to_string(), called(one.user_name, one.display_name))).collect()
                }
            })
        });
    }
    (may_choose, named)
}

#[component]
fn FilterLine(filters: Filters) -> impl IntoView {
    let every = || (String::new(), common::ALL.t().to_owned());
    let actions = Signal::derive(move || {
        let held = words::ACTIONS.iter().filter(|(name, _)| filters.log.holds(name));
        let named = held.map(|(name, text)| ((*name).to_owned(), text.t().to_owned()));
        std::iter::once(every()).chain(named).collect::<Vec<_>>()
    });
    let (may_choose, named) = people_of(filters.log);
    let people = Signal::derive(move || {
        std::iter::once(every()).chain(named.value().get().unwrap_or_default()).collect::<Vec<_>>()
    });
    let typed = RwSignal::new(String::new());
    let look = move || {
        // The field may lose the focus because it goes.
        if let Some(text) =
            typed.try_get_untracked().filter(|text| filters.subject.try_get_untracked().as_ref() != Some(text))
        {
            filters.subject.set(text);
        }
    };
    let is_filtered = move || filters.all().into_iter().any(|filter| filter.with(|text| !text.is_empty()));
    view! {
        <div class="log-filters">
            <Select label=texts::ACTION.t() value=filters.action options=actions />
            {may_choose.then(|| view! { <Select label=texts::WHO.t() value=filters.person options=people /> })}
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    look();
                }
                on:focusout=move |_| look()
            >
                <Field label=texts::SUBJECT.t() value=typed placeholder=texts::SUBJECT_HINT.t() max_chars=64 />
            </form>
            <Field label=texts::FROM.t() value=filters.from kind="date" />
            <Field label=texts::TO.t() value=filters.to kind="date" />
            {move || {
                is_filtered()
                    .then(|| {
                        let clear = move |()| {
                            typed.set(String::new());
                            filters.clear();
                        };
                        view! { <Button on_press=clear>{texts::CLEAR.t()}</Button> }
                    })
            }}
        </div>
    }
}

#[component]
fn Entries(entries: Remote<Page<AuditEntryView>>, filters: Filters) -> impl IntoView {
    let next = move |cursor| {
        let query = AuditQuery { limit: Some(PAGE), cursor: Some(cursor), ..untrack(|| filters.query()) };
        async move { service::audit_log(filters.log.path(), &query).await }
    };
    let is_empty = paged::is_empty(entries);
    move || {
        if is_empty.get() {
            let (title, words) = if untrack(|| filters.query()) == AuditQuery::default() {
                (texts::EMPTY_TITLE, if filters.log == Log::Network { texts::NETWORK_EMPTY } else { texts::EMPTY })
            } else {
                (texts::NONE_TITLE, texts::NONE)
            };
            return view! { <EmptyState symbol=Symbol::Log title=title.t() words=words.t() /> }.into_any();
        }
        view! {
            <div class="scroll" class:old=move || entries.busy()>
                <table class="audit">
                    <thead>
                        <tr>
                            <th>{texts::COL_TIME.t()}</th>
                            <th>{texts::WHO.t()}</th>
                            <th>{texts::ACTION.t()}</th>
                            <th>{texts::SUBJECT.t()}</th>
                            <th>{texts::COL_DETAIL.t()}</th>
                            <th>{texts::COL_PLACE.t()}</th>
                            <th class="num">{texts::COL_SEQ.t()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || entries.value().get().map(|page| page.items).unwrap_or_default()
                            key=content
                            children=line
                        />
                    </tbody>
                </table>
            </div>
            {paged::more(entries, next)}
        }
        .into_any()
    }
}

fn line(entry: AuditEntryView) -> impl IntoView {
    let place = [entry.ip, entry.place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let hash = entry.hash.map(|hash| {
        let short: String = hash.chars().take(HASH_CHARS).collect();
        view! { <span class="no sub" title=texts::HASH.fill(&[("hash", &hash)])>{short}</span>" " }
    });
    view! {
        <tr>
            <td class="sub" title=dates::full(entry.at)>{dates::moment(entry.at)}</td>
            <td>{words::who(entry.who, &entry.actor)}</td>
            <td title=entry.action.clone()>{words::action(&entry.action)}</td>
            <td class="no" title=entry.subject.clone()>{entry.subject.clone()}</td>
            <td class="sub" title=entry.detail.clone()>{entry.detail.clone()}</td>
            <td class="sub" title=place.clone()>{place.clone()}</td>
            <td class="num">{hash}{entry.seq}</td>
        </tr>
    }
}
