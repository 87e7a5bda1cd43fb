//! The rows of a file: filtered by what came of them and why.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    ImportId, Page,
    imports::{ImportRow, RowOutcome},
    limits::PAGE_MAX,
};

use super::row_table::RowTable;
use crate::{
    api::{self, Remote},
    texts::{common, imports as texts},
    ui::{Button, EmptyState, ErrorState, Notice, Select, Skeleton, Symbol, Toasts},
};

#[component]
pub fn RowsPanel(id: ImportId, rejected: u32, duplicates: u32) -> impl IntoView {
    let toasts = Toasts::expect();
    let first = if rejected == 0 && duplicates > 0 { RowOutcome::Duplicate } else { RowOutcome::Rejected };
    let outcome = RwSignal::new(first.as_str().to_owned());
    let reason = RwSignal::new(String::new());
    let rows = Remote::<Page<ImportRow>>::new();
    let load = move || {
        let wanted = RowOutcome::parse(&outcome.get());
        rows.load(api::imports::rows(id, wanted, PAGE_MAX, None));
    };
    Effect::new(move |_| {
        load();
        reason.set(String::new());
    });
    let more_busy = RwSignal::new(false);
    let more = move |()| {
        let cursor = rows.value().with_untracked(|page| page.as_ref().and_then(|page| page.next_cursor.clone()));
        let wanted = RowOutcome::parse(&outcome.get_untracked());
        more_busy.set(true);
        spawn_local(async move {
            match api::imports::rows(id, wanted, PAGE_MAX, cursor).await {
                Ok(next) => rows.value().update(|page| {
                    if let Some(page) = page {
                        page.items.extend(next.items);
                        page.next_cursor = next.next_cursor;
                    }
                }),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = more_busy.try_set(false);
        });
    };
    let shown = Memo::new(move |_| {
        let why = reason.get();
        rows.value().with(|page| {
            let items = page.iter().flat_map(|page| page.items.clone());
            items
                .filter(|row| why.is_empty() || row.problems.iter().any(|problem| problem.code == why))
                .collect::<Vec<_>>()
        })
    });
    let has_more =
        Memo::new(move |_| rows.value().with(|page| page.as_ref().is_some_and(|page| page.next_cursor.is_some())));
    let known = Memo::new(move |_| rows.value().with(Option::is_some));
    let body = move || {
        if !known.get() {
            return match rows.error() {
                Some(error) => view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any(),
                None => view! { <div class="inside"><Skeleton lines=4 /></div> }.into_any(),
            };
        }
        if shown.with(Vec::is_empty) {
            let all_good = untrack(|| outcome.get()) == RowOutcome::Rejected.as_str() && rejected == 0;
            let (title, words) = if all_good {
                (texts::ALL_GOOD_TITLE, texts::ALL_GOOD)
            } else {
                (texts::ROWS_NONE_TITLE, texts::ROWS_NONE)
            };
            return view! { <EmptyState symbol=Symbol::Check title=title.t() words=words.t() /> }.into_any();
        }
        view! { <RowTable rows=shown /> }.into_any()
    };
    let stale = move || {
        let error = rows.error().filter(|_| known.get())?;
        Some(view! {
            <Notice tone="bad">
                {texts::STALE_ERROR.t()} " " {error.words()}
                <span class="end">
                    <Button on_press=move |()| load()>{common::RETRY.t()}</Button>
                </span>
            </Notice>
        })
    };
    view! {
        <section class="panel" aria-labelledby="rows-title" aria-busy=move || rows.busy().to_string()>
            <header>
                <h2 id="rows-title">{texts::REJECTED.count(rejected)}</h2>
                {(rejected > 0).then(|| view! { <span class="sub">{texts::REJECTED_HINT.t()}</span> })}
                <span class="end">
                    <Select label=texts::OUTCOME.t() value=outcome options=Signal::derive(outcomes) />
                    <Reasons rows reason />
                </span>
            </header>
            {stale}
            {body}
            {move || {
                has_more
                    .get()
                    .then(|| {
                        view! {
                            <div class="more">
                                <Button busy=more_busy on_press=more>
                                    {texts::MORE.t()}
                                </Button>
                            </div>
                        }
                    })
            }}
        </section>
    }
}

fn outcomes() -> Vec<(String, String)> {
    let of = |outcome: RowOutcome, text: crate::i18n::Text| (outcome.as_str().to_owned(), text.t().to_owned());
    vec![
        of(RowOutcome::Rejected, texts::OUT_REJECTED),
        of(RowOutcome::Duplicate, texts::OUT_DUPLICATE),
        of(RowOutcome::Accepted, texts::OUT_ACCEPTED),
        (String::new(), texts::OUT_ALL.t().to_owned()),
    ]
}

/// The kinds of problems among the loaded rows, the most frequent first.
fn kinds(rows: &[ImportRow]) -> Vec<(String, String, usize)> {
    let mut kinds: Vec<(String, String, usize)> = Vec::new();
    for problem in rows.iter().flat_map(|row| &row.problems) {
        match kinds.iter_mut().find(|(code, ..)| *code == problem.code) {
            Some((.., count)) => *count += 1,
            None => kinds.push((problem.code.clone(), problem.detail.clone(), 1)),
        }
    }
    kinds.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    kinds
}

#[component]
fn Reasons(rows: Remote<Page<ImportRow>>, reason: RwSignal<String>) -> impl IntoView {
    const WORDS_MAX: usize = 24;
    let found =
        Memo::new(move |_| rows.value().with(|page| page.as_ref().map(|page| kinds(&page.items)).unwrap_or_default()));
    let options = Signal::derive(move || {
        let every = (String::new(), texts::REASON_ALL.t().to_owned());
        let option = |(code, words, count): (String, String, usize)| {
            let short: String = words.chars().take(WORDS_MAX).collect();
            (code, format!("{short} ({count})"))
        };
        std::iter::once(every).chain(found.get().into_iter().map(option)).collect::<Vec<_>>()
    });
    move || (found.with(Vec::len) > 1).then(|| view! { <Select label=texts::REASON.t() value=reason options /> })
}

#[cfg(test)]
mod tests {
    use shared::imports::ImportRowProblem;

    use super::*;

    #[test]
    fn the_most_frequent_problem_stands_first() {
        let row = |codes: &[&str]| ImportRow {
            row: 1,
            outcome: RowOutcome::Rejected,
            order_no: None,
            order_id: None,
            shipment_id: None,
            waybill_no: None,
            receiver_name: String::new(),
            receiver_phone: String::new(),
            address: String::new(),
            problems: codes
                .iter()
                .map(|code| ImportRowProblem {
                    column: String::new(),
                    field: String::new(),
                    code: (*code).to_owned(),
                    detail: format!("{code}!"),
                })
                .collect(),
        };
        let found = kinds(&[row(&["phone"]), row(&["place", "phone"]), row(&[])]);
        assert_eq!(found, [("phone".into(), "phone!".into(), 2), ("place".into(), "place!".into(), 1)]);
    }
}
