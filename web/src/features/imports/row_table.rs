//! Rows as a table, the cells that are wrong marked.

use leptos::prelude::*;
use shared::imports::{ImportRow, RowOutcome};

use super::words::Cell;
use crate::{amount, texts::imports as texts};

#[component]
pub fn RowTable(rows: Memo<Vec<ImportRow>>) -> impl IntoView {
    view! {
        <div class="scroll">
            <table>
                <thead>
                    <tr>
                        <th class="num">{texts::COL_ROW.t()}</th>
                        <th>{texts::COL_ORDER.t()}</th>
                        <th>{texts::COL_RECEIVER.t()}</th>
                        <th>{texts::COL_PHONE.t()}</th>
                        <th>{texts::COL_ADDRESS.t()}</th>
                        <th>{texts::COL_WHY.t()}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|row| row.row let:row>
                        <Line row />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: ImportRow) -> impl IntoView {
    let wrong = |cell: Cell| row.problems.iter().any(|problem| Cell::of(&problem.field) == Some(cell));
    let (order, receiver, phone, address) =
        (wrong(Cell::Order), wrong(Cell::Receiver), wrong(Cell::Phone), wrong(Cell::Address));
    let why = match row.outcome {
        RowOutcome::Accepted if row.shipment_id.is_none() => texts::IN_POOL.t().to_owned(),
        RowOutcome::Accepted => row.waybill_no.as_deref().map(amount::waybill).unwrap_or_default(),
        RowOutcome::Duplicate if row.problems.is_empty() => texts::DUPLICATE.t().to_owned(),
        _ => {
            // A problem of a column that is not shown says which one.
            let words = |problem: &shared::imports::ImportRowProblem| match Cell::of(&problem.field) {
                Some(_) => problem.detail.clone(),
                None => format!("{}：{}", problem.column, problem.detail),
            };
            let mut told: Vec<String> = Vec::new();
            for words in row.problems.iter().map(words) {
                // The cells show where; the same words need not be read once a cell.
                if !told.contains(&words) {
                    told.push(words);
                }
            }
            told.join("；")
        }
    };
    let class = match row.outcome {
        RowOutcome::Rejected => "why",
        RowOutcome::Accepted => "no",
        RowOutcome::Duplicate => "sub",
    };
    view! {
        <tr>
            <td class="num sub">{row.row}</td>
            <td class="no" class:edit=order>
                {row.order_no}
            </td>
            <td class:edit=receiver>{row.receiver_name}</td>
            <td class:edit=phone>{row.receiver_phone}</td>
            <td class:edit=address title=row.address.clone()>
                {row.address.clone()}
            </td>
            <td class=class>{why}</td>
        </tr>
    }
}
