//! The page of the list: its parts, and what keys and events do to it.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use shared::{Permission, state::Phase};

use super::{
    bulk_bar::BulkBar,
    column_menu::ColumnMenu,
    columns::Columns,
    detail::Detail,
    filter_bar::FilterBar,
    filters::{PATH, tab_name},
    state::ListState,
    table::{ROW_PX, Table},
    void_dialog::VoidDialog,
};
use crate::{
    amount,
    api::{Live, Session},
    bridge::Sheet,
    browser,
    features::{
        console::SheetPlace,
        parts::PartsDesk,
        shell::{Finder, PrintDesk, PrintRequest, Shortcut, Shortcuts},
    },
    texts::shipments,
    ui::{Button, ButtonKind, Kbd, Symbol, TabLink, Tabs, Toasts},
};

const COLUMNS_KEY: &str = "yundan.shipments.columns";

#[component]
pub fn ShipmentList() -> impl IntoView {
    let session = Session::expect();
    let list = ListState::new(ROW_PX);
    let columns = RwSignal::new(browser::remembered(COLUMNS_KEY).map(|text| Columns::read(&text)).unwrap_or_default());
    Effect::watch(move || columns.get(), |columns, _, _| browser::remember(COLUMNS_KEY, &columns.write()), false);
    let desk = PartsDesk::expect();
    desk.load();
    let shown = Memo::new(move |_| desk.names.with(|names| columns.with(|columns| columns.of_merchant(names))));
    let voiding = RwSignal::new(Vec::new());
    let sheet = RwSignal::new(None::<Sheet>);
    let print = print_action(list);
    follow(list);
    keys(list, print);
    let toasts = Toasts::expect();
    let over = Callback::new(move |said: Option<String>| {
        // What was handed over is settled.
        if said.is_some() && sheet.with_untracked(|sheet| matches!(sheet, Some(Sheet::HandOver { .. }))) {
            list.clear_selection();
        }
        sheet.set(None);
        said.into_iter().for_each(|words| toasts.done(words));
        list.refresh_in_place();
        list.count();
    });
    let may_write = session.may(Permission::ShipmentsWrite);
    let may_import = session.may(Permission::ImportsWrite);
    view! {
        <div class="head">
            <h1>{shipments::TITLE.t()}</h1>
            <span class="count">{move || list.total().map(|total| shipments::TOTAL.count(total))}</span>
            <div class="end">
                <ColumnMenu columns />
                <Button kind=ButtonKind::Quiet icon=Symbol::Download on_press=move |()| sheet.set(Some(export(list)))>
                    {shipments::EXPORT.t()}
                </Button>
                {may_import.then(|| view! { <A href="/import" attr:class="btn">{shipments::IMPORT_FILE.t()}</A> })}
                {may_write
                    .then(|| {
                        view! {
                            <A href="/shipments/new" attr:class="btn main">
                                {shipments::NEW.t()}
                                <Kbd key="N" />
                            </A>
                        }
                    })}
            </div>
        </div>
        <PhaseTabs list />
        <FilterBar list sheet />
        <div class="body">
            <Table list columns=shown />
            {move || list.open.get().map(|id| view! { <Detail id list voiding sheet /> })}
        </div>
        <BulkBar list print voiding sheet />
        <VoidDialog list ids=voiding />
        <SheetPlace sheet on_over=over />
    }
}

/// What of the list can be taken out: what is selected, else what it shows.
fn export(list: ListState) -> Sheet {
    let sought = Some(list.query.get_untracked()).filter(|query| !query.is_empty());
    let filter = Box::new(list.filter.with_untracked(|filter| filter.request(None, None)));
    // How many a search finds is not counted.
    let matching = untrack(|| list.total()).filter(|_| sought.is_none());
    Sheet::Export {
        filter,
        sought,
        matching,
        chosen: list.selection.with_untracked(|selection| selection.ids().to_vec()),
    }
}

#[component]
fn PhaseTabs(list: ListState) -> impl IntoView {
    let tab = move |phase: Option<Phase>| {
        let count = move || {
            list.counts.value().with(|counts| {
                let counts = counts.as_ref()?;
                Some(counts.iter().filter(|c| phase.is_none_or(|phase| c.phase == phase)).map(|c| c.count).sum::<u32>())
            })
        };
        let alarm = move || phase == Some(Phase::Problem) && count().is_some_and(|count| count > 0);
        view! {
            <TabLink
                href=Signal::derive(move || list.filter.with(|filter| filter.in_phase(phase).path()))
                words=tab_name(phase)
                count=Signal::derive(move || count().map(|count| amount::grouped(u64::from(count))))
                current=Signal::derive(move || list.filter.with(|filter| filter.phase == phase))
                alarm=Signal::derive(alarm)
            />
        }
    };
    let phases = std::iter::once(None).chain(Phase::ALL.into_iter().map(Some));
    view! { <Tabs label=shipments::TABS.t()>{phases.map(tab).collect_view()}</Tabs> }
}

/// Hands the selection, or the shipment in front, to the printer.
fn print_action(list: ListState) -> Callback<()> {
    let desk = PrintDesk::expect();
    let toasts = Toasts::expect();
    let session = Session::expect();
    Callback::new(move |()| {
        if !session.may(Permission::LabelsPrint) {
            return;
        }
        let mut ids = list.selection.with_untracked(|selection| selection.ids().to_vec());
        if ids.is_empty() {
            ids.extend(list.open.get_untracked());
        }
        if ids.is_empty() {
            toasts.failed(shipments::NOTHING_TO_PRINT.t());
            return;
        }
        desk.request(PrintRequest { printed_before: list.printed_before(&ids), shipment_ids: ids });
    })
}

/// The list follows its address, the search, and what the service tells.
fn follow(list: ListState) {
    let finder = Finder::expect();
    let live = Live::expect();
    Effect::new(move |_| {
        list.filter.track();
        list.query.track();
        list.at.set(None);
        list.clear_selection();
        list.scroll_to.set(Some(0));
        list.reload();
    });
    Effect::new(move |_| {
        list.window.track();
        list.rows.value().track();
        list.load_more();
    });
    Effect::watch(
        move || live.shipments_version(),
        move |_, _, _| {
            if list.rows.value().with_untracked(Option::is_some) {
                list.refresh_in_place();
                list.count();
            }
        },
        false,
    );
    Effect::new(move |_| {
        if let Some(id) = finder.wanted.get() {
            finder.wanted.set(None);
            list.open.set(Some(id));
        }
    });
    // Leaving the list ends the search, so that coming back by the navigation shows everything.
    on_cleanup(move || finder.query.set(String::new()));
}

fn keys(list: ListState, print: Callback<()>) {
    let shortcuts = Shortcuts::expect();
    let navigate = StoredValue::new_local(use_navigate());
    shortcuts.on(Shortcut::Next, move || list.step(1));
    shortcuts.on(Shortcut::Previous, move || list.step(-1));
    shortcuts.on(Shortcut::Select, move || {
        if let Some(at) = list.at.get_untracked() {
            list.toggle(at, false);
        }
    });
    shortcuts.on(Shortcut::Open, move || {
        let row = list.at.get_untracked().and_then(|at| list.row(at));
        if let Some(row) = row {
            list.open.set(Some(row.id));
        }
    });
    shortcuts.on(Shortcut::Close, move || {
        if list.open.get_untracked().is_some() {
            list.open.set(None);
        } else if !list.selection.with_untracked(|selection| selection.is_empty()) {
            list.clear_selection();
        } else if !list.query.with_untracked(String::is_empty) {
            list.query.set(String::new());
        } else if !list.filter.with_untracked(|filter| filter.is_phase_only()) {
            navigate.with_value(|navigate| navigate(PATH, NavigateOptions::default()));
        }
    });
    shortcuts.on(Shortcut::Print, move || print.run(()));
}
