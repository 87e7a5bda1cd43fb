//! One handover beside the list: how far it is, its paper, its parcels.

use leptos::prelude::*;
use shared::{
    HandoverId, ShipmentState,
    handovers::{Handover, HandoverDetail, HandoverParcel},
    state::Phase,
};

use super::{Board, count, manifest::Manifest, pickup::PickupSection, service, state, weight};
use crate::{
    amount,
    api::Remote,
    browser::dates,
    console::listed::Listed,
    features::{phases, shipments::filters::ListFilter},
    i18n::Text,
    texts::handovers as texts,
    ui::{Notice, Pill, SidePanel, Tone},
};

#[component]
pub fn Detail(id: HandoverId) -> impl IntoView {
    let board = Board::expect();
    let shown = Remote::<HandoverDetail>::new();
    let load = Callback::new(move |()| shown.load(service::get(id)));
    // Again with the list, so that both say the same.
    Effect::new(move |before: Option<bool>| {
        let is_busy = board.rows.busy();
        if before.is_none() || !is_busy {
            load.run(());
        }
        is_busy
    });
    Effect::new(move |_| {
        shown.value().with(|detail| {
            if let Some(detail) = detail {
                board.put(&detail.handover);
            }
        });
    });
    // The number is known from the list before the rest is there.
    let known = board.rows.value().with_untracked(|page| {
        let row = page.iter().flat_map(|page| &page.items).find(|row| row.id == id);
        row.map(|row| row.handover_no.clone()).unwrap_or_default()
    });
    let title = Signal::derive(move || {
        let number = shown.value().with(|detail| detail.as_ref().map(|detail| detail.handover.handover_no.clone()));
        number.unwrap_or_else(|| known.clone())
    });
    view! {
        <SidePanel label=texts::DETAIL.t() title on_close=move |()| board.picked.leave()>
            <Listed remote=shown load>
                {move || shown.value().get().map(|detail| view! { <Content detail /> })}
            </Listed>
        </SidePanel>
    }
}

#[component]
fn Content(detail: HandoverDetail) -> impl IntoView {
    let HandoverDetail { handover, parcels } = detail;
    let problem = handover.is_problem.then(|| view! { <Notice tone="warn">{texts::PROBLEM_WHY.t()}</Notice> });
    view! {
        <div class="acts">{state(&handover)}</div>
        {problem}
        <Manifest id=handover.id />
        <PickupSection handover=handover.clone() />
        <section>{facts(&handover)}</section>
        <section>
            <h3>{texts::PARCELS.t()} <span class="end sub">{texts::COUNT.count(handover.parcels)}</span></h3>
            <Parcels parcels is_begun=is_begun(&handover) />
        </section>
    }
}

/// A courier has been there, or should have: what is not scanned now is missing.
fn is_begun(handover: &Handover) -> bool {
    handover.is_problem || handover.scanned_at.is_some() || handover.unscanned < handover.parcels
}

fn facts(handover: &Handover) -> impl IntoView + use<> {
    let scanned = handover.scanned_at.map(dates::moment);
    let facts = [
        (texts::COL_PARCELS, Some(count(handover.parcels))),
        (texts::COL_WEIGHT, Some(weight(handover.weight_g))),
        (texts::REMARK, Some(handover.remark.clone()).filter(|remark| !remark.is_empty())),
        (texts::COL_BY, Some(handover.created_by.clone())),
        (texts::COL_AT, Some(dates::moment(handover.created_at))),
        (texts::COL_SCANNED, Some(scanned.unwrap_or_else(|| texts::NOT_SCANNED.t().to_owned()))),
    ];
    let line = |(name, value): (Text, Option<String>)| {
        value.map(|value| {
            view! {
                <dt>{name.t()}</dt>
                <dd>{value}</dd>
            }
        })
    };
    view! { <dl class="facts">{facts.map(line).collect_view()}</dl> }
}

fn is_unscanned(state: ShipmentState) -> bool {
    matches!(state.phase(), Phase::ToPrint | Phase::ToPickUp)
}

/// The parcels as the paper has them; what is missing stands first.
#[component]
fn Parcels(mut parcels: Vec<HandoverParcel>, is_begun: bool) -> impl IntoView {
    if is_begun {
        parcels.sort_by_key(|parcel| !is_unscanned(parcel.state));
    }
    let line = move |parcel: HandoverParcel| {
        let is_missing = is_begun && is_unscanned(parcel.state);
        let filter = ListFilter { waybill_no: Some(parcel.waybill_no.clone()), ..ListFilter::default() };
        let pill = if is_missing {
            view! { <Pill tone=Tone::Warn words=texts::UNSCANNED.t() /> }
        } else {
            view! { <Pill tone=phases::tone(parcel.state.phase()) words=phases::state_words(parcel.state) /> }
        };
        view! {
            <li>
                <a class="no" href=filter.path()>
                    {amount::waybill(&parcel.waybill_no)}
                </a>
                {pill}
                <span class="sub" title=parcel.region.clone()>
                    {parcel.region.clone()}
                </span>
                <span class="sub num">{parcel.weight_g.map(amount::kilograms)}</span>
            </li>
        }
    };
    view! { <ul class="parcels">{parcels.into_iter().map(line).collect_view()}</ul> }
}
