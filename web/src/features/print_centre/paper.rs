//! How many labels and how much paper each printer used, day by day.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::printing::PrintStat;

use crate::{
    amount::grouped,
    api::{self, Remote},
    printing::Printing,
    texts::printing as texts,
    ui::{ErrorState, Skeleton},
};

#[component]
pub fn Paper() -> impl IntoView {
    let printing = Printing::expect();
    let stats = Remote::<Vec<PrintStat>>::new();
    Effect::new(move |_| {
        printing.reports.version();
        stats.load(api::printing::stats());
    });
    let body = move || {
        let Some(list) = stats.value().get() else {
            return match stats.error() {
                Some(error) => {
                    let retry = Callback::new(move |()| stats.load(api::printing::stats()));
                    view! { <ErrorState error on_retry=retry /> }.into_any()
                }
                None => view! { <Skeleton lines=2 /> }.into_any(),
            };
        };
        if list.is_empty() {
            return view! { <p class="inside sub">{texts::PAPER_EMPTY.t()}</p> }.into_any();
        }
        table(&list).into_any()
    };
    view! {
        <section class="panel" aria-labelledby="paper-title">
            <header>
                <h2 id="paper-title">{texts::PAPER.t()}</h2>
                <span class="sub">{texts::PAPER_WEEK.t()}</span>
            </header>
            {body}
        </section>
    }
}

/// One line a printer and day, with a bar as long as its share of the busiest.
fn table(list: &[PrintStat]) -> impl IntoView + use<> {
    let most = list.iter().map(|one| one.labels).max().unwrap_or(1).max(1);
    let (labels, length) =
        list.iter().fold((0u64, 0u64), |(n, mm), one| (n + u64::from(one.labels), mm + one.length_mm));
    let mut days: BTreeMap<std::cmp::Reverse<chrono::NaiveDate>, Vec<PrintStat>> = BTreeMap::new();
    for one in list {
        days.entry(std::cmp::Reverse(one.day)).or_default().push(one.clone());
    }
    let row = move |(at, one): (usize, PrintStat)| {
        let share = f64::from(one.labels) / f64::from(most) * 100.0;
        view! {
            <tr>
                <td class="sub">{(at == 0).then(|| one.day.format("%m-%d").to_string())}</td>
                <td>{one.printer_name}</td>
                <td class="share">
                    <span style=format!("width: {share:.1}%")></span>
                </td>
                <td class="num">{grouped(one.labels.into())}</td>
                <td class="num sub">
                    {(one.reprints > 0).then(|| texts::PAPER_REPRINTS.fill(&[("n", &grouped(one.reprints.into()))]))}
                </td>
                <td class="num">{metres(one.length_mm)}</td>
            </tr>
        }
    };
    let rows = days.into_values().flat_map(|day| day.into_iter().enumerate()).map(row).collect_view();
    view! {
        <div class="scroll">
            <table class="paper">
                <thead>
                    <tr>
                        <th>{texts::COL_DAY.t()}</th>
                        <th>{texts::COL_PRINTER.t()}</th>
                        <th>
                            <span class="sr-only">{texts::COL_LABELS.t()}</span>
                        </th>
                        <th class="num">{texts::COL_LABELS.t()}</th>
                        <th class="num"></th>
                        <th class="num">{texts::COL_PAPER.t()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <td colspan="3">{texts::PAPER_SUM.t()}</td>
                        <td class="num">{grouped(labels)}</td>
                        <td></td>
                        <td class="num">{metres(length)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn metres(length_mm: u64) -> String {
    format!("{:.1} m", length_mm as f64 / 1000.0)
}
