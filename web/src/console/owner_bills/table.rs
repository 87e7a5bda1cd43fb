//! One line an owner, and all of them together.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    TableFormat,
    parts::{OwnerBill, OwnerBillExport},
};
use units::Money;

use super::{Book, service};
use crate::{
    amount::{grouped, kilograms_of_many, yuan},
    i18n::Text,
    texts::owner_bills as texts,
    ui::{Button, Toasts},
};

/// All owners together.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sums {
    parcels: u64,
    billed_weight_g: u64,
    /// Nothing where one is not known.
    cost: Option<Money>,
    amount: Money,
    cod: Money,
}

impl Sums {
    fn of(bills: &[OwnerBill]) -> Sums {
        let sum =
            |amounts: Vec<Money>| amounts.into_iter().try_fold(Money::ZERO, Money::checked_add).unwrap_or_default();
        let costs: Option<Vec<Money>> = bills.iter().map(|bill| bill.cost).collect();
        Sums {
            parcels: bills.iter().map(|bill| u64::from(bill.parcels)).sum(),
            billed_weight_g: bills.iter().map(|bill| bill.billed_weight_g).sum(),
            cost: costs.map(sum),
            amount: sum(bills.iter().map(|bill| bill.amount).collect()),
            cod: sum(bills.iter().map(|bill| bill.cod).collect()),
        }
    }
}

/// What is left of what is paid, where it is known what it costs.
fn margin(amount: Money, cost: Option<Money>) -> Option<String> {
    amount.checked_sub(cost?).map(yuan)
}

#[component]
pub fn Table() -> impl IntoView {
    let book = Book::expect();
    let bills = move || book.bills.value().get().unwrap_or_default();
    move || {
        let bills = bills();
        let sums = Sums::of(&bills);
        // Who is an owner's own sees what it pays, and not what it costs.
        let has_cost = sums.cost.is_some();
        let rows = bills.into_iter().map(|bill| row(bill, has_cost)).collect_view();
        view! {
            <div class="scroll">
                <table class="owner-bills">
                    <thead>
                        <tr>
                            <th>{texts::COL_OWNER.t()}</th>
                            <th class="num">{texts::COL_PARCELS.t()}</th>
                            <th class="num">{texts::COL_WEIGHT.t()}</th>
                            {has_cost.then(|| view! { <th class="num">{texts::COL_COST.t()}</th> })}
                            <th class="num">{texts::COL_AMOUNT.t()}</th>
                            {has_cost.then(|| view! { <th class="num">{texts::COL_MARGIN.t()}</th> })}
                            <th class="num">{texts::COL_COD.t()}</th>
                            <th>{texts::COL_FILE.t()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{texts::TOTAL.t()}</th>
                            <td class="num">{grouped(sums.parcels)}</td>
                            <td class="num">{kilograms_of_many(sums.billed_weight_g)}</td>
                            {has_cost.then(|| view! { <td class="num">{sums.cost.map(yuan)}</td> })}
                            <td class="num">{yuan(sums.amount)}</td>
                            {has_cost.then(|| view! { <td class="num">{margin(sums.amount, sums.cost)}</td> })}
                            <td class="num">{yuan(sums.cod)}</td>
                            <td></td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        }
    }
}

fn row(bill: OwnerBill, has_cost: bool) -> impl IntoView {
    view! {
        <tr>
            <td>
                <span class="no">{bill.owner_code.clone()}</span>
                " "
                {bill.owner_name.clone()}
            </td>
            <td class="num">{grouped(bill.parcels.into())}</td>
            <td class="num">{kilograms_of_many(bill.billed_weight_g)}</td>
            {has_cost.then(|| view! { <td class="num">{bill.cost.map(yuan)}</td> })}
            <td class="num">{yuan(bill.amount)}</td>
            {has_cost.then(|| view! { <td class="num">{margin(bill.amount, bill.cost)}</td> })}
            <td class="num">{yuan(bill.cod)}</td>
            <td>
                <Files bill />
            </td>
        </tr>
    }
}

/// The shipments of one owner's bill, as a file.
#[component]
fn Files(bill: OwnerBill) -> impl IntoView {
    let book = Book::expect();
    let toasts = Toasts::expect();
    let busy = RwSignal::new(None::<TableFormat>);
    let bill = StoredValue::new(bill);
    let export = move |format: TableFormat| {
        let Some((from, to)) = book.asked.get_untracked().filter(|_| busy.get_untracked().is_none()) else { return };
        let (owner_id, code) = bill.with_value(|bill| (bill.owner_id, bill.owner_code.clone()));
        let name = format!("{}-{code}-{from}-{to}.{}", texts::FILE_NAME.t(), format.extension());
        busy.set(Some(format));
        spawn_local(async move {
            match service::export(OwnerBillExport { owner_id, from, to, format }, name.clone()).await {
                Ok(()) => toasts.done(texts::EXPORTED.fill(&[("name", &name)])),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(None);
        });
    };
    let button = move |format: TableFormat, words: Text, label: Text| {
        let label = bill.with_value(|bill| label.fill(&[("name", &bill.owner_name)]));
        let is_busy = Signal::derive(move || busy.get() == Some(format));
        view! {
            <Button busy=is_busy on_press=move |()| export(format)>
                <span aria-hidden="true">{words.t()}</span>
                <span class="sr-only">{label}</span>
            </Button>
        }
    };
    view! {
        <div class="acts">
            {button(TableFormat::Xlsx, texts::XLSX, texts::AS_XLSX)}
            {button(TableFormat::Csv, texts::CSV, texts::AS_CSV)}
        </div>
    }
}
