//! The queue of applications.

use leptos::prelude::*;
use shared::{
    ApplicationId, Page,
    applications::{Application, ApplicationApproved, ApplicationRow, ApplicationState},
};

use super::{application::ApplicationPanel, reviewing::Approved, service};
use crate::{
    api::Remote,
    browser::dates,
    console::{
        application_words::{self, state_pill},
        listed::{Listed, content},
        paged,
        picked::Picked,
    },
    texts::{applications, common, network as texts},
    ui::{EmptyState, Select, Symbol},
};

/// The queue and what of it is open, in context.
#[derive(Clone, Copy)]
pub struct Queue {
    rows: Remote<Page<ApplicationRow>>,
    /// The state that is looked for; empty: every one.
    state: RwSignal<String>,
    pub picked: Picked,
    /// The account that was just opened, with the company's name.
    pub approved: RwSignal<Option<(String, ApplicationApproved)>>,
}

impl Queue {
    pub fn expect() -> Queue {
        expect_context::<Queue>()
    }

    pub fn load(self) {
        let state = ApplicationState::parse(&self.state.get_untracked());
        self.rows.load(service::applications(state, None));
    }

    /// An application as it is now.
    pub fn put(self, application: &Application) {
        let row = application.row.clone();
        let id = row.id.0;
        self.rows.value().update(|page| {
            if let Some(one) = page.iter_mut().flat_map(|page| page.items.iter_mut()).find(|one| one.id == row.id) {
                *one = row;
            }
        });
        self.picked.keep_focus(id);
    }
}

#[component]
pub fn Applications() -> impl IntoView {
    let queue = Queue {
        rows: Remote::new(),
        state: RwSignal::new(String::new()),
        picked: Picked::new("application"),
        approved: RwSignal::new(None),
    };
    provide_context(queue);
    Effect::new(move |_| {
        queue.state.track();
        queue.load();
    });
    let picked = queue.picked;
    let states = Signal::derive(|| {
        let named = ApplicationState::ALL
            .into_iter()
            .map(|state| (state.as_str().to_owned(), application_words::state(state).t().to_owned()));
        std::iter::once((String::new(), common::ALL.t().to_owned())).chain(named).collect::<Vec<_>>()
    });
    view! {
        <div class="body" on:keydown=move |event| picked.on_key(&event)>
            <div class="list-side" class:old=move || queue.rows.busy()>
                <div class="log-filters">
                    <Select label=texts::STATE.t() value=queue.state options=states />
                </div>
                <div class="list">
                    <Listed remote=queue.rows load=Callback::new(move |()| queue.load())>
                        <Rows />
                    </Listed>
                </div>
            </div>
            {move || picked.get().map(|id| view! { <ApplicationPanel id=ApplicationId(id) /> })}
        </div>
        <Approved approved=queue.approved />
    }
}

#[component]
fn Rows() -> impl IntoView {
    let queue = Queue::expect();
    let is_empty = paged::is_empty(queue.rows);
    let next = move |cursor| {
        let state = ApplicationState::parse(&queue.state.get_untracked());
        service::applications(state, Some(cursor))
    };
    move || {
        if is_empty.get() {
            let (title, words) = if queue.state.with_untracked(String::is_empty) {
                (texts::QUEUE_EMPTY_TITLE, texts::QUEUE_EMPTY)
            } else {
                (texts::NOTHING_TITLE, texts::NOTHING)
            };
            return view! { <EmptyState symbol=Symbol::File title=title.t() words=words.t() /> }.into_any();
        }
        view! {
            <table class="people">
                <thead>
                    <tr>
                        <th>{applications::NUMBER.t()}</th>
                        <th>{applications::COMPANY.t()}</th>
                        <th>{texts::STATE.t()}</th>
                        <th>{applications::OUTLET.t()}</th>
                        <th>{applications::SETTLEMENT.t()}</th>
                        <th class="num">{applications::DAILY.t()}</th>
                        <th>{texts::COL_LICENCE.t()}</th>
                        <th>{texts::COL_SENT.t()}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || queue.rows.value().get().map(|page| page.items).unwrap_or_default()
                        key=content
                        let:row
                    >
                        <Row row />
                    </For>
                </tbody>
            </table>
            {paged::more(queue.rows, next)}
        }
        .into_any()
    }
}

#[component]
fn Row(row: ApplicationRow) -> impl IntoView {
    let picked = Queue::expect().picked;
    let id = row.id.0;
    let licence = if row.has_licence { texts::YES } else { texts::NO };
    view! {
        <tr class="pick" class:picked=move || picked.is(id) on:click=move |_| picked.pick(id)>
            <td>
                <button
                    id=picked.row_id(id)
                    type="button"
                    class="link no"
                    aria-expanded=move || picked.is(id).to_string()
                >
                    {row.application_no}
                </button>
            </td>
            <td title=row.company_name.clone()>{row.company_name.clone()}</td>
            <td>{state_pill(row.state)}</td>
            <td class="sub">{row.outlet_name}</td>
            <td class="sub">{application_words::settlement(row.settlement).t()}</td>
            <td class="num">{crate::amount::grouped(u64::from(row.daily_parcels))}</td>
            <td class="sub">{licence.t()}</td>
            <td class="sub" title=dates::full(row.created_at)>{dates::moment(row.created_at)}</td>
        </tr>
    }
}
