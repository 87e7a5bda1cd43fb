//! The chips of the filters, and the menu that adds one.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::provinces::PROVINCES;

use super::{filters::ListFilter, state::ListState};
use crate::{
    bridge::Sheet,
    browser::dates,
    features::parts::{DepartmentSelect, OwnerSelect, PartsDesk},
    texts::{common, saved_views, shipments},
    ui::{Button, ButtonKind, Chip, Field, Icon, Menu, Select, Symbol},
};

type Go = Callback<ListFilter>;

#[component]
pub fn FilterBar(list: ListState, sheet: RwSignal<Option<Sheet>>) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let go: Go = Callback::new(move |filter: ListFilter| {
        navigate.with_value(|navigate| navigate(&filter.path(), NavigateOptions::default()));
    });
    let saved = move |_| sheet.set(Some(Sheet::Saved { query: list.filter.with_untracked(ListFilter::query) }));
    let names = PartsDesk::expect().names;
    let chips = move || names.with(|names| list.filter.with(|filter| filter.chips(dates::today(), names)));
    let removable = move |name: &str| shipments::FILTER_REMOVE.fill(&[("name", name)]);
    view! {
        <div class="chips">
            {move || {
                let query = list.query.get();
                (!query.is_empty())
                    .then(|| {
                        let name = shipments::FILTER_SEARCH.t();
                        view! {
                            <Chip name value=query remove_label=removable(name) on_remove=move |()| list.query.set(String::new()) />
                        }
                    })
            }}
            {move || {
                chips()
                    .into_iter()
                    .map(|(kind, name, value)| {
                        let remove = move |()| go.run(list.filter.with_untracked(|filter| filter.without(kind)));
                        view! { <Chip name value remove_label=removable(name) on_remove=remove /> }
                    })
                    .collect_view()
            }}
            <AddFilter list go />
            <button type="button" class="chip add" on:click=saved>
                <Icon symbol=Symbol::Log />
                {saved_views::TITLE.t()}
            </button>
            <span class="end" role="status">
                {move || is_old(list).then(|| view! { <Stale list /> })}
            </span>
        </div>
    }
}

/// The rows shown answer what is asked, and the service has newer ones or does not answer.
fn is_old(list: ListState) -> bool {
    let shown = list.rows.value().with(Option::is_some) && !list.is_left_over();
    shown && (list.stale.get() || list.rows.error().is_some())
}

/// What is shown is old. It has its own place, so that no row moves when it comes.
#[component]
fn Stale(list: ListState) -> impl IntoView {
    let words = move || if list.rows.error().is_some() { shipments::STALE_ERROR } else { shipments::STALE };
    let again = move |_| {
        list.scroll_to.set(Some(0));
        list.reload();
    };
    view! {
        <button type="button" class="chip stale" aria-busy=move || list.rows.busy().to_string() on:click=again>
            <Icon symbol=Symbol::Refresh />
            {move || words().t()}
            <b>{common::REFRESH.t()}</b>
        </button>
    }
}

#[component]
fn AddFilter(list: ListState, go: Go) -> impl IntoView {
    let open = RwSignal::new(false);
    let trigger = || {
        view! {
            <Icon symbol=Symbol::Plus />
            {shipments::FILTER_ADD.t()}
        }
    };
    view! {
        <span class="menu-left">
            <Menu label=shipments::FILTER_ADD.t() trigger open class="chip add">
                <FilterForm list go open />
            </Menu>
        </span>
    }
}

/// Days before today that a quick choice begins at, and whether it ends before today.
const QUICK: [(crate::i18n::Text, i64, i64); 4] =
    [(common::TODAY, 0, 0), (common::YESTERDAY, 1, 1), (shipments::LAST_7, 6, -1), (shipments::LAST_30, 29, -1)];

#[component]
fn FilterForm(list: ListState, go: Go, open: RwSignal<bool>) -> impl IntoView {
    let names = PartsDesk::expect().names;
    let filter = list.filter.get_untracked();
    let day = |day: Option<chrono::NaiveDate>| RwSignal::new(day.map(|day| day.to_string()).unwrap_or_default());
    let (from, to) = (day(filter.created_from), day(filter.created_to));
    let printed = RwSignal::new(filter.printed.map(|printed| printed.to_string()).unwrap_or_default());
    let stale = RwSignal::new(filter.label_stale.map(|stale| stale.to_string()).unwrap_or_default());
    let owner = RwSignal::new(filter.owner_id.map(|id| id.to_string()).unwrap_or_default());
    let department = RwSignal::new(filter.department_id.map(|id| id.to_string()).unwrap_or_default());
    let province = RwSignal::new(filter.province.map(|code| code.to_string()).unwrap_or_default());
    let order_no = RwSignal::new(filter.order_no.clone().unwrap_or_default());
    let waybill_no = RwSignal::new(filter.waybill_no.clone().unwrap_or_default());
    let words =
        |signal: RwSignal<String>| Some(signal.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
    let apply = move || {
        let next = ListFilter {
            printed: printed.get_untracked().parse().ok(),
            label_stale: stale.get_untracked().parse().ok(),
            owner_id: owner.get_untracked().parse().ok(),
            department_id: department.get_untracked().parse().ok(),
            province: province.get_untracked().parse().ok(),
            order_no: words(order_no),
            waybill_no: words(waybill_no),
            ..list.filter.get_untracked()
        };
        open.set(false);
        go.run(next.created(from.get_untracked().parse().ok(), to.get_untracked().parse().ok()));
    };
    let quick = move |(text, first, last): (crate::i18n::Text, i64, i64)| {
        let choose = move |_| {
            let days_ago = |days: i64| (dates::today() - chrono::TimeDelta::days(days)).to_string();
            from.set(days_ago(first));
            to.set(if last < 0 { String::new() } else { days_ago(last) });
            apply();
        };
        view! { <button type="button" class="chip" on:click=choose>{text.t()}</button> }
    };
    let any = || (String::new(), common::ALL.t().to_owned());
    let printed_options = vec![
        any(),
        ("false".to_owned(), shipments::PRINTED_NO.t().to_owned()),
        ("true".to_owned(), shipments::PRINTED_YES.t().to_owned()),
    ];
    let stale_options = vec![
        any(),
        ("true".to_owned(), shipments::LABEL_STALE.t().to_owned()),
        ("false".to_owned(), shipments::LABEL_FRESH.t().to_owned()),
    ];
    let provinces = PROVINCES.into_iter().map(|(code, name)| (code.to_string(), name.to_owned()));
    let province_options: Vec<(String, String)> = std::iter::once(any()).chain(provinces).collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        apply();
    };
    view! {
        <form class="filter-form" on:submit=submit>
            <div class="quick">{QUICK.map(quick).collect_view()}</div>
            <div class="grid-2">
                <Field label=format!("{} {}", shipments::FILTER_CREATED.t(), shipments::FROM.t()) kind="date" value=from />
                <Field label=shipments::TO.t() kind="date" value=to />
                <Select label=shipments::FILTER_PRINTED.t() value=printed options=printed_options />
                <Select label=shipments::LABEL.t() value=stale options=stale_options />
                <OwnerSelect names value=owner none=common::ALL />
                <DepartmentSelect names value=department none=common::ALL />
                <Select label=shipments::FILTER_PROVINCE.t() value=province options=province_options />
                <Field label=shipments::FILTER_ORDER.t() value=order_no />
                <Field label=shipments::FILTER_WAYBILL.t() value=waybill_no />
            </div>
            <Button kind=ButtonKind::Main>{shipments::FILTER_APPLY.t()}</Button>
        </form>
    }
}
