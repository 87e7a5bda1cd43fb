//! Who sent what at whose cost: one line a department.

use leptos::prelude::*;
use shared::parts::DepartmentCost;
use units::Money;

use super::Book;
use crate::{
    amount::{grouped, kilograms_of_many, yuan},
    console::listed::Listed,
    texts::owner_bills as texts,
};

/// Nothing where no department cost anything: most merchants have none.
#[component]
pub fn Departments() -> impl IntoView {
    let book = Book::expect();
    let named = move || {
        let costs = book.costs.value().get().unwrap_or_default();
        if costs.iter().any(|cost| cost.department_id.is_some()) { costs } else { Vec::new() }
    };
    move || {
        let costs = named();
        (!costs.is_empty()).then(|| {
            view! {
                <section class="panel" aria-labelledby="department-costs">
                    <header>
                        <h2 id="department-costs">{texts::DEPARTMENTS.t()}</h2>
                    </header>
                    <Listed remote=book.costs load=Callback::new(move |()| book.load())>
                        {table(&costs)}
                    </Listed>
                </section>
            }
        })
    }
}

fn table(costs: &[DepartmentCost]) -> impl IntoView + use<> {
    let total = costs.iter().map(|cost| cost.cost).try_fold(Money::ZERO, Money::checked_add).unwrap_or_default();
    let parcels: u64 = costs.iter().map(|cost| u64::from(cost.parcels)).sum();
    let weight: u64 = costs.iter().map(|cost| cost.billed_weight_g).sum();
    let rows: Vec<_> = costs.iter().map(row).collect();
    view! {
        <div class="scroll">
            <table class="owner-bills">
                <thead>
                    <tr>
                        <th>{texts::COL_DEPARTMENT.t()}</th>
                        <th class="num">{texts::COL_PARCELS.t()}</th>
                        <th class="num">{texts::COL_WEIGHT.t()}</th>
                        <th class="num">{texts::COL_COST.t()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{texts::TOTAL.t()}</th>
                        <td class="num">{grouped(parcels)}</td>
                        <td class="num">{kilograms_of_many(weight)}</td>
                        <td class="num">{yuan(total)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn row(cost: &DepartmentCost) -> impl IntoView + use<> {
    let name = match cost.department_id {
        Some(_) => view! { <span class="no">{cost.department_code.clone()}</span> " " {cost.department_name.clone()} }
            .into_any(),
        None => view! { <span class="sub">{texts::NO_DEPARTMENT.t()}</span> }.into_any(),
    };
    view! {
        <tr>
            <td>{name}</td>
            <td class="num">{grouped(cost.parcels.into())}</td>
            <td class="num">{kilograms_of_many(cost.billed_weight_g)}</td>
            <td class="num">{yuan(cost.cost)}</td>
        </tr>
    }
}
