//! The state of the list: rows, selection, the row in front, the open detail; and what changes it.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::{
    Page, ShipmentId,
    dashboard::PhaseCount,
    limits::{BULK_MAX, PAGE_MAX},
    shipments::{ShipmentFilter, ShipmentSearch, ShipmentSummary},
};

use super::{filters::ListFilter, rows::Rows, selection::Selection};
use crate::{
    api::{self, ApiError, Remote},
    features::shell::Finder,
    ui::ListWindow,
};

/// The list on the page. Copies are the same list.
#[derive(Clone, Copy)]
pub struct ListState {
    pub filter: Memo<ListFilter>,
    pub query: RwSignal<String>,
    pub rows: Remote<Rows>,
    pub counts: Remote<Vec<PhaseCount>>,
    pub selection: RwSignal<Selection>,
    /// The row that keys act on.
    pub at: RwSignal<Option<usize>>,
    /// The shipment whose detail is open.
    pub open: RwSignal<Option<ShipmentId>>,
    pub window: RwSignal<ListWindow>,
    pub scroll_to: RwSignal<Option<usize>>,
    /// The service told of changes that the list does not show.
    pub stale: RwSignal<bool>,
    /// A selection of everything is being gathered.
    pub gathering: RwSignal<bool>,
    pub more_error: RwSignal<Option<ApiError>>,
    loading_more: RwSignal<bool>,
    turn: StoredValue<u64>,
}

impl ListState {
    pub fn new(row_height: f64) -> ListState {
        let params = use_query_map();
        let finder = Finder::expect();
        ListState {
            filter: Memo::new(move |_| params.with(|params| ListFilter::read(|name| params.get(name)))),
            query: finder.query,
            rows: Remote::new(),
            counts: Remote::new(),
            selection: RwSignal::new(Selection::default()),
            at: RwSignal::new(None),
            open: RwSignal::new(None),
            window: RwSignal::new(ListWindow { scroll_top: 0.0, height: 800.0, row_height }),
            scroll_to: RwSignal::new(None),
            stale: RwSignal::new(false),
            gathering: RwSignal::new(false),
            more_error: RwSignal::new(None),
            loading_more: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Reads the list from its beginning; what is shown stays until the answer is there.
    pub fn reload(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.stale.set(false);
        self.more_error.set(None);
        self.loading_more.set(false);
        let (filter, query) = (self.filter.get_untracked(), self.query.get_untracked());
        let question = question(&filter, &query);
        self.rows.load(async move { Ok(Rows::begin(question, page(&filter, &query, PAGE_MAX, None).await?)) });
        self.count();
    }

    /// The rows shown answer another question than the one that is asked now.
    pub fn is_left_over(self) -> bool {
        let question = self.filter.with(|filter| self.query.with(|query| question(filter, query)));
        self.rows.value().with(|rows| rows.as_ref().is_some_and(|rows| !rows.answers(&question)))
    }

    pub fn count(self) {
        self.counts.load(api::shipments::counts());
    }

    /// Asks for the next page when the rows in sight come near the end.
    pub fn load_more(self) {
        let end = self.window.with_untracked(|window| window.rows(usize::MAX).end);
        let (filter, query) = (self.filter.get_untracked(), self.query.get_untracked());
        let cursor = self.rows.value().with_untracked(|rows| {
            let rows = rows.as_ref().filter(|rows| rows.answers(&question(&filter, &query)))?;
            rows.wanted(end).map(str::to_owned)
        });
        let Some(cursor) = cursor else { return };
        if self.loading_more.get_untracked() || self.more_error.with_untracked(Option::is_some) {
            return;
        }
        self.loading_more.set(true);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = page(&filter, &query, PAGE_MAX, Some(cursor)).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.loading_more.set(false);
            match answer {
                Ok(next) => {
                    self.rows.value().update(|rows| {
                        if let Some(rows) = rows {
                            rows.append(next);
                        }
                    });
                    self.load_more();
                }
                Err(error) => self.more_error.set(Some(error)),
            }
        });
    }

    /// Brings the rows in sight up to date where they stand, so that nothing moves under the cursor.
    pub fn refresh_in_place(self) {
        let numbers = self.rows.value().with_untracked(|rows| {
            let rows = rows.as_ref()?;
            let sight = self.window.with_untracked(|window| window.rows(rows.loaded()));
            Some(sight.filter_map(|index| rows.get(index)).map(|row| row.waybill_no.clone()).collect::<Vec<_>>())
        });
        let Some(numbers) = numbers else { return };
        if numbers.is_empty() {
            // Nothing stands under the cursor, so nothing can move.
            self.reload();
            return;
        }
        spawn_local(async move {
            let filter = ShipmentFilter { limit: Some(PAGE_MAX), ..ShipmentFilter::default() };
            let search = ShipmentSearch { q: numbers.join("\n"), filter };
            if let Ok(found) = api::shipments::search(&search).await {
                self.rows.value().try_update(|rows| {
                    if let Some(rows) = rows {
                        rows.patch(found.items);
                    }
                });
            }
            self.check_stale();
        });
    }

    /// Looks whether the list now begins with another shipment than the one shown, or holds rows that left its phase.
    pub fn check_stale(self) {
        let (filter, query) = (self.filter.get_untracked(), self.query.get_untracked());
        let turn = self.turn.get_value();
        spawn_local(async move {
            let Ok(newest) = page(&filter, &query, 1, None).await else { return };
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let newest = newest.items.first().map(|row| row.id);
            let old = self.rows.value().with_untracked(|rows| {
                let Some(rows) = rows else { return false };
                let left = |row: &ShipmentSummary| filter.phase.is_some_and(|phase| row.state.phase() != phase);
                rows.get(0).map(|row| row.id) != newest || rows.iter().any(left)
            });
            if old {
                self.stale.set(true);
            }
        });
    }

    pub fn row(self, index: usize) -> Option<ShipmentSummary> {
        self.rows.value().with_untracked(|rows| rows.as_ref()?.get(index).cloned())
    }

    /// Moves the row in front; an open detail follows it.
    pub fn step(self, by: isize) {
        let loaded = self.rows.value().with_untracked(|rows| rows.as_ref().map_or(0, Rows::loaded));
        if loaded == 0 {
            return;
        }
        let next = match self.at.get_untracked() {
            Some(at) => at.saturating_add_signed(by).min(loaded - 1),
            None => 0,
        };
        self.at.set(Some(next));
        self.scroll_to.set(Some(next));
        if self.open.get_untracked().is_some() {
            self.open.set(self.row(next).map(|row| row.id));
        }
    }

    pub fn toggle(self, index: usize, range: bool) {
        let Some(row) = self.row(index) else { return };
        self.at.set(Some(index));
        if !range {
            self.selection.update(|selection| selection.toggle(index, row.id));
            return;
        }
        let ids: Vec<ShipmentId> = self.rows.value().with_untracked(|rows| {
            let places = self.selection.with_untracked(|selection| selection.range_to(index));
            places.filter_map(|place| rows.as_ref()?.get(place)).map(|row| row.id).collect()
        });
        self.selection.update(|selection| selection.add(ids));
    }

    pub fn select_loaded(self, on: bool) {
        let ids: Vec<ShipmentId> =
            self.rows.value().with_untracked(|rows| rows.iter().flat_map(Rows::iter).map(|row| row.id).collect());
        self.selection.update(|selection| {
            if on { selection.add(ids) } else { selection.remove(&ids.into_iter().collect::<HashSet<_>>()) }
        });
    }

    /// Selects everything that matches, loaded or not.
    pub fn select_matching(self, failed: impl Fn(ApiError) + 'static) {
        if self.gathering.get_untracked() {
            return;
        }
        self.gathering.set(true);
        let (filter, query) = (self.filter.get_untracked(), self.query.get_untracked());
        let turn = self.turn.get_value();
        spawn_local(async move {
            let mut cursor = None;
            loop {
                let answer = ids(&filter, &query, cursor).await;
                if self.turn.try_get_value() != Some(turn) || !self.gathering.try_get_untracked().unwrap_or(false) {
                    break;
                }
                match answer {
                    Ok(page) => {
                        self.selection.update(|selection| selection.add(page.items));
                        cursor = page.next_cursor;
                    }
                    Err(error) => {
                        failed(error);
                        break;
                    }
                }
                if cursor.is_none() {
                    break;
                }
            }
            self.gathering.try_set(false);
        });
    }

    pub fn clear_selection(self) {
        self.gathering.set(false);
        self.selection.update(Selection::clear);
    }

    /// How many of these are known to have been printed.
    pub fn printed_before(self, ids: &[ShipmentId]) -> u32 {
        self.rows.value().with_untracked(|rows| {
            let printed = |id: &&ShipmentId| {
                rows.as_ref().and_then(|rows| rows.find(**id)).is_some_and(|row| row.print_count > 0)
            };
            u32::try_from(ids.iter().filter(printed).count()).unwrap_or(u32::MAX)
        })
    }

    /// How many the list has, where that is known without counting.
    pub fn total(self) -> Option<u32> {
        if !self.query.with(String::is_empty) {
            return self.loaded_total();
        }
        let phase = self.filter.with(|filter| filter.is_phase_only().then_some(filter.phase));
        let Some(phase) = phase else { return self.loaded_total() };
        self.counts.value().with(|counts| {
            let counts = counts.as_ref()?;
            Some(counts.iter().filter(|c| phase.is_none_or(|phase| c.phase == phase)).map(|c| c.count).sum())
        })
    }

    fn loaded_total(self) -> Option<u32> {
        self.rows.value().with(|rows| {
            let rows = rows.as_ref()?;
            if rows.has_more() { None } else { u32::try_from(rows.loaded()).ok() }
        })
    }
}

/// What is asked for, to tell answers apart.
fn question(filter: &ListFilter, query: &str) -> String {
    format!("{}\n{query}", filter.path())
}

async fn page(
    filter: &ListFilter,
    query: &str,
    limit: u32,
    cursor: Option<String>,
) -> Result<Page<ShipmentSummary>, ApiError> {
    let filter = filter.request(Some(limit), cursor);
    if query.is_empty() {
        api::shipments::list(&filter).await
    } else {
        api::shipments::search(&ShipmentSearch { q: query.to_owned(), filter }).await
    }
}

async fn ids(filter: &ListFilter, query: &str, cursor: Option<String>) -> Result<Page<ShipmentId>, ApiError> {
    if query.is_empty() {
        let limit = u32::try_from(BULK_MAX).unwrap_or(PAGE_MAX);
        return api::shipments::ids(&filter.request(Some(limit), cursor)).await;
    }
    let found = page(filter, query, PAGE_MAX, cursor).await?;
    Ok(Page { items: found.items.into_iter().map(|row| row.id).collect(), next_cursor: found.next_cursor })
}
