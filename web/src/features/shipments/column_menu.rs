//! Choosing columns and their order.

use leptos::prelude::*;

use super::columns::{Column, Columns};
use crate::{
    features::parts::{PartNames, PartsDesk},
    texts::shipments,
    ui::{Checkbox, Icon, Menu, Symbol},
};

#[component]
pub fn ColumnMenu(columns: RwSignal<Columns>) -> impl IntoView {
    let names = PartsDesk::expect().names;
    let trigger = || {
        view! {
            <Icon symbol=Symbol::Columns />
            {shipments::COLUMNS.t()}
        }
    };
    view! {
        <Menu label=shipments::COLUMNS.t() trigger>
            <For each=move || names.with(|names| columns.get().of_merchant(names)).all().to_vec() key=|entry| entry.0 let:entry>
                <Line columns names column=entry.0 />
            </For>
            <hr />
            <button type="button" class="menu-item" on:click=move |_| columns.set(Columns::default())>
                {shipments::COLUMN_RESET.t()}
            </button>
        </Menu>
    }
}

#[component]
fn Line(columns: RwSignal<Columns>, names: Memo<PartNames>, column: Column) -> impl IntoView {
    let name = column.name().t();
    let shown = Signal::derive(move || columns.with(|columns| columns.shown().any(|other| other == column)));
    view! {
        <div class="column-line">
            <Checkbox label=name checked=shown on_change=move |on| columns.update(|columns| columns.show(column, on)) />
            <button
                type="button"
                class="btn quiet square up"
                aria-label=shipments::COLUMN_UP.fill(&[("name", name)])
                on:click=move |_| names.with_untracked(|names| columns.update(|columns| columns.forward(column, names)))
            >
                <Icon symbol=Symbol::ChevronDown />
            </button>
        </div>
    }
}
