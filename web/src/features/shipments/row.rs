//! One row of the list.

use leptos::{ev, prelude::*};
use shared::{contacts::MaskedParty, shipments::ShipmentSummary};
use wasm_bindgen::JsCast;

use super::{
    columns::{Column, Columns},
    state::ListState,
};
use crate::{
    amount,
    browser::dates,
    features::{
        parts::{PartNames, PartsDesk},
        phases,
    },
    texts::shipments,
    ui::{Icon, Pill, Symbol},
};

/// The row at `index`, or its place while it comes.
#[component]
pub fn Row(list: ListState, columns: Memo<Columns>, index: Signal<usize>) -> impl IntoView {
    let names = PartsDesk::expect().names;
    let item = Memo::new(move |_| list.rows.value().with(|rows| rows.as_ref()?.get(index.get()).cloned()));
    let selected = Memo::new(move |_| {
        item.with(|item| item.as_ref().is_some_and(|item| list.selection.with(|selection| selection.has(item.id))))
    });
    let at = Memo::new(move |_| list.at.get() == Some(index.get()));
    let press = move |event: ev::MouseEvent| {
        let index = index.get_untracked();
        let on_tick = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| element.closest(".tick").ok().flatten().is_some());
        if on_tick || event.shift_key() {
            list.toggle(index, event.shift_key());
        } else if let Some(row) = list.row(index) {
            list.at.set(Some(index));
            list.open.set(Some(row.id));
        }
    };
    view! {
        <div
            id=move || format!("row-{}", index.get())
            class="row"
            class:at=at
            class:waiting=move || item.with(Option::is_none)
            role="row"
            aria-rowindex=move || index.get() + 2
            aria-selected=move || selected.get().to_string()
            on:click=press
            on:mousedown=move |event| {
                if event.shift_key() {
                    event.prevent_default();
                }
            }
        >
            <div class="tick" role="gridcell">
                <input
                    type="checkbox"
                    tabindex="-1"
                    aria-label=move || item.with(|i| i.as_ref().map(|i| shipments::SELECT_ROW.fill(&[("no", &i.waybill_no)])))
                    disabled=move || item.with(Option::is_none)
                    prop:checked=selected
                />
            </div>
            {move || {
                item.with(|item| {
                    columns.with(|columns| {
                        names.with(|names| {
                            columns.shown().map(|column| cell(column, item.as_ref(), names)).collect_view()
                        })
                    })
                })
            }}
        </div>
    }
}

fn cell(column: Column, item: Option<&ShipmentSummary>, names: &PartNames) -> impl IntoView + use<> {
    let Some(item) = item else {
        return view! {
            <div role="gridcell" class:late=column.is_late()>
                <i></i>
            </div>
        }
        .into_any();
    };
    let words = match column {
        Column::Waybill => view! { <span class="no">{amount::waybill(&item.waybill_no)}</span> }.into_any(),
        Column::Order => view! { <span class="no">{item.order_no.clone().unwrap_or_default()}</span> }.into_any(),
        Column::Receiver => {
            view! { {item.receiver.name.clone()} " " <span class="sub">{item.receiver.phone.clone()}</span> }.into_any()
        }
        Column::Destination => destination(&item.receiver).into_any(),
        Column::Goods => item.goods.clone().into_any(),
        Column::State => {
            let tone = phases::tone(item.state.phase());
            let stale = item.label_stale.then(stale_mark);
            view! { <Pill tone words=phases::state_words(item.state) /> {stale} }.into_any()
        }
        Column::Route => view! { <span class="no">{item.route_code.clone()}</span> }.into_any(),
        Column::Weight => amount::kilograms(item.billed_weight_g).into_any(),
        Column::Price => amount::money(item.price).into_any(),
        Column::Printed if item.print_count == 0 => "–".into_any(),
        Column::Printed => shipments::PRINTED_TIMES.count(item.print_count).into_any(),
        Column::Owner => names.owner(item.owner_id).into_any(),
        Column::Department => names.department(item.department_id).into_any(),
        Column::Created => view! { <span class="sub">{dates::moment(item.created_at)}</span> }.into_any(),
    };
    let title = match column {
        Column::Goods => Some(item.goods.clone()),
        Column::Destination => Some(destination(&item.receiver)),
        Column::Owner => Some(names.owner(item.owner_id)),
        Column::Department => Some(names.department(item.department_id)),
        Column::Created => Some(dates::full(item.created_at)),
        _ => None,
    };
    view! {
        <div role="gridcell" class:num=column.is_number() class:late=column.is_late() title=title>
            {words}
        </div>
    }
    .into_any()
}

/// The label that was printed says something else.
fn stale_mark() -> impl IntoView {
    view! {
        <span class="stale-mark" title=shipments::LABEL_STALE_WHY.t()>
            <Icon symbol=Symbol::Alert />
            <span class="sr-only">{shipments::LABEL_STALE.t()}</span>
        </span>
    }
}

/// `浙江省 杭州市 余杭区`, the city once where it is its own province.
pub fn destination(party: &MaskedParty) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in [&party.province, &party.city, &party.district] {
        if !part.is_empty() && parts.last() != Some(&part.as_str()) {
            parts.push(part);
        }
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::rows::tests::row;
    use super::*;

    #[test]
    fn municipalities_are_named_once() {
        let mut party = row(1).receiver;
        assert_eq!(destination(&party), "上海市 闵行区");
        (party.province, party.city) = ("广东省".to_owned(), "东莞市".to_owned());
        party.district.clear();
        assert_eq!(destination(&party), "广东省 东莞市");
    }
}
