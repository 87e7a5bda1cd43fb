//! Voiding shipments: asked first, done in portions, and what happened to each.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    ShipmentId,
    limits::BULK_MAX,
    shipments::{BulkOutcome, ShipmentIds},
};

use super::state::ListState;
use crate::{
    amount,
    api::{self, ApiError},
    i18n::Text,
    texts::{common, shipments},
    ui::{Button, ButtonKind, Dialog, Notice, Progress, Toasts},
};

/// How far voiding is.
#[derive(Clone, Copy)]
struct Work {
    busy: RwSignal<bool>,
    done: RwSignal<u32>,
    /// Those that failed, and those that there is something to know about.
    told: RwSignal<Vec<BulkOutcome>>,
    error: RwSignal<Option<ApiError>>,
}

/// Open while `ids` holds something.
#[component]
pub fn VoidDialog(list: ListState, ids: RwSignal<Vec<ShipmentId>>) -> impl IntoView {
    let toasts = Toasts::expect();
    let work = Work {
        busy: RwSignal::new(false),
        done: RwSignal::new(0),
        told: RwSignal::new(Vec::new()),
        error: RwSignal::new(None),
    };
    let count = Memo::new(move |_| u32::try_from(ids.with(Vec::len)).unwrap_or(u32::MAX));
    let over = Memo::new(move |_| work.told.with(|told| !told.is_empty()));
    let close = move |()| {
        if !work.busy.get_untracked() {
            ids.set(Vec::new());
            work.told.set(Vec::new());
            work.error.set(None);
        }
    };
    let title = move || {
        let refused = work.told.with(|told| told.iter().filter(|outcome| !outcome.ok).count());
        let refused = u32::try_from(refused).unwrap_or(u32::MAX);
        if over.get() && refused == 0 {
            shipments::VOID_DONE.count(work.done.get())
        } else if over.get() {
            let ok = amount::grouped(u64::from(work.done.get().saturating_sub(refused)));
            shipments::VOID_SOME.fill(&[("ok", &ok), ("bad", &amount::grouped(u64::from(refused)))])
        } else {
            shipments::VOID_TITLE.count(count.get())
        }
    };
    let go = move |()| {
        spawn_local(async move {
            if void(ids.get_untracked(), work, list).await {
                toasts.done(shipments::VOID_DONE.count(count.get_untracked()));
                close(());
            }
        });
    };
    view! {
        <Dialog open=Signal::derive(move || ids.with(|ids| !ids.is_empty())) title=Signal::derive(title) on_close=close>
            {move || if over.get() { told(list, work, close).into_any() } else { question(work, count, close, go).into_any() }}
        </Dialog>
    }
}

fn question(
    work: Work,
    count: Memo<u32>,
    close: impl Fn(()) + Copy + Send + Sync + 'static,
    go: impl Fn(()) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let progress = move || {
        let (done, total) = (amount::grouped(u64::from(work.done.get())), amount::grouped(u64::from(count.get())));
        shipments::VOID_PROGRESS.fill(&[("done", &done), ("total", &total)])
    };
    view! {
        <p>{shipments::VOID_WARNING.t()}</p>
        {move || work.error.get().map(|error| view! { <Notice tone="bad">{error.words()}</Notice> })}
        {move || {
            work.busy
                .get()
                .then(|| {
                    view! {
                        <p class="sub" role="status">{progress}</p>
                        <Progress label=shipments::VOID.t() done=work.done total=Signal::derive(move || Some(count.get())) />
                    }
                })
        }}
        <div class="acts">
            <Button on_press=close disabled=work.busy>{common::CANCEL.t()}</Button>
            <Button kind=ButtonKind::Danger busy=work.busy on_press=go>{shipments::VOID_DO.t()}</Button>
        </div>
    }
}

fn told(list: ListState, work: Work, close: impl Fn(()) + Copy + Send + Sync + 'static) -> impl IntoView {
    let line = move |outcome: BulkOutcome| {
        let number = list.rows.value().with_untracked(|rows| {
            rows.as_ref().and_then(|rows| rows.find(outcome.shipment_id)).map(|row| amount::waybill(&row.waybill_no))
        });
        view! {
            <li>
                <span class="no">{number.unwrap_or_else(|| outcome.shipment_id.to_string())}</span>
                " "
                {outcome.detail.or(outcome.code)}
            </li>
        }
    };
    let some = move |ok: bool, title: Text| {
        let some: Vec<BulkOutcome> = work.told.get().into_iter().filter(|outcome| outcome.ok == ok).collect();
        (!some.is_empty()).then(|| {
            view! {
                <h3 class="sub">{title.t()}</h3>
                <ul class="refusals">{some.into_iter().map(line).collect_view()}</ul>
            }
        })
    };
    view! {
        {move || work.error.get().map(|error| view! { <Notice tone="bad">{error.words()}</Notice> })}
        {move || some(false, shipments::VOID_WHY)}
        {move || some(true, shipments::VOID_NOTE)}
        <div class="acts">
            <Button kind=ButtonKind::Main on_press=close>{common::CLOSE.t()}</Button>
        </div>
    }
}

/// True when every one was voided and there is nothing to know about it.
async fn void(ids: Vec<ShipmentId>, work: Work, list: ListState) -> bool {
    work.busy.set(true);
    work.done.set(0);
    work.error.set(None);
    let mut told = Vec::new();
    for portion in ids.chunks(BULK_MAX) {
        match api::shipments::void_many(&ShipmentIds { shipment_ids: portion.to_vec() }).await {
            Ok(outcomes) => {
                let voided: HashSet<ShipmentId> =
                    outcomes.items.iter().filter(|o| o.ok).map(|o| o.shipment_id).collect();
                list.selection.update(|selection| selection.remove(&voided));
                told.extend(outcomes.items.into_iter().filter(|outcome| !outcome.ok || outcome.detail.is_some()));
                work.done.update(|done| *done += u32::try_from(portion.len()).unwrap_or(0));
            }
            Err(error) => {
                work.error.set(Some(error));
                break;
            }
        }
    }
    work.busy.set(false);
    list.refresh_in_place();
    list.count();
    let all = told.is_empty() && work.error.with_untracked(Option::is_none);
    work.told.set(told);
    all
}
