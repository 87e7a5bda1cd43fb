//! Everything about one shipment, beside the list.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{Permission, ShipmentId, shipments::Shipment};

use super::{
    carrier_line::CarrierLine,
    changes::Changes,
    charge::ChargeTrace,
    estimate::Estimate,
    journey::{RouteLine, Timeline},
    label_picture::LabelPicture,
    proof::Proof,
    reveal::Parties,
    settlement::Settlement,
    state::ListState,
};
use crate::{
    amount,
    api::{self, Live, Remote, Session},
    bridge::Sheet,
    browser::{self, dates},
    features::{
        parts::PartsDesk,
        phases,
        shell::{PrintDesk, PrintRequest},
    },
    texts::{common, parts, problems, shipments, tracking, wallet},
    ui::{Button, ButtonKind, ErrorState, Notice, Pill, SidePanel, Skeleton, Symbol, Toasts},
};

#[component]
pub fn Detail(
    id: ShipmentId,
    list: ListState,
    voiding: RwSignal<Vec<ShipmentId>>,
    sheet: RwSignal<Option<Sheet>>,
) -> impl IntoView {
    let live = Live::expect();
    let remote = Remote::<Shipment>::new();
    let load = move || remote.load(async move { api::shipments::get(id).await });
    Effect::new(move |_| {
        live.shipments_version();
        // A dialog that was over may have changed it.
        if sheet.with(Option::is_some) {
            return;
        }
        load();
    });
    // The number is known from the list before the rest is there.
    let known = list.rows.value().with_untracked(|rows| {
        rows.as_ref().and_then(|rows| rows.find(id)).map(|row| amount::waybill(&row.waybill_no))
    });
    let title = move || {
        let number = remote.value().with(|s| s.as_ref().map(|s| amount::waybill(&s.waybill_no)));
        number.or_else(|| known.clone()).unwrap_or_default()
    };
    view! {
        <SidePanel label=shipments::DETAIL.t() title=Signal::derive(title) on_close=move |()| list.open.set(None)>
            {move || match (remote.value().get(), remote.error()) {
                (Some(shipment), _) => view! { <Content shipment shown=remote voiding sheet /> }.into_any(),
                (None, Some(error)) => view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any(),
                (None, None) => view! { <Skeleton lines=9 /> }.into_any(),
            }}
        </SidePanel>
    }
}

#[component]
fn Content(
    shipment: Shipment,
    shown: Remote<Shipment>,
    voiding: RwSignal<Vec<ShipmentId>>,
    sheet: RwSignal<Option<Sheet>>,
) -> impl IntoView {
    let who =
        shipments::CREATED_BY.fill(&[("who", &shipment.created_by), ("when", &dates::moment(shipment.created_at))]);
    let order = shipment.order_no.as_ref().map(|no| shipments::ORDER_OF.fill(&[("no", no)]));
    let line = order.into_iter().chain([who]).collect::<Vec<_>>().join(" · ");
    let billed = shipments::BILLED.fill(&[("weight", &amount::kilograms(shipment.charge.billed_weight_g))]);
    view! {
        <p class="sub">{line}</p>
        <Actions shipment=shipment.clone() voiding />
        {problem(&shipment)}
        <Changes shipment=shipment.clone() sheet />
        {findings(&shipment)}
        <Parties id=shipment.id receiver=shipment.receiver.clone() sender=shipment.sender.clone() />
        <section>
            <h3>{shipments::TRACK.t()}</h3>
            <RouteLine route=shipment.route.clone() />
            {shipment.delivery.clone().map(|delivery| view! { <Estimate delivery /> })}
            <Timeline track=shipment.track.clone() next=shipment.next_step.clone() />
            <FromCarrier shipment=shipment.clone() shown />
        </section>
        {shipment.proof.clone().map(|proof| view! { <Proof id=shipment.id proof /> })}
        <section>
            <h3>{shipments::CHARGE.t()} <span class="end sub">{billed}</span></h3>
            <ChargeTrace charge=shipment.charge.clone() />
            {shipment
                .settlement
                .clone()
                .map(|settlement| view! { <Settlement settlement stated_g=shipment.weight_g /> })}
            <Postings id=shipment.id />
        </section>
        <Facts shipment=shipment.clone() />
        <LabelPicture id=shipment.id waybill_no=shipment.waybill_no />
    }
}

/// The way to what was kept back and paid for it.
#[component]
fn Postings(id: ShipmentId) -> impl IntoView {
    Session::expect().sees_wallet().then(|| {
        view! {
            <p>
                <a href=format!("/wallet?shipment_id={id}")>{wallet::SHOW_POSTINGS.t()}</a>
            </p>
        }
    })
}

/// Goods that are only warned of were shipped all the same; whoever looks should know.
fn findings(shipment: &Shipment) -> impl IntoView + use<> {
    let words: Vec<String> = shipment
        .goods_findings
        .iter()
        .map(|found| shipments::GOODS_FOUND.fill(&[("word", &found.word), ("group", &found.name)]))
        .collect();
    (!words.is_empty()).then(|| view! { <Notice tone="warn">{words.join(" ")}</Notice> })
}

/// The way to what is wrong with it.
fn problem(shipment: &Shipment) -> impl IntoView + use<> {
    shipment.problem_id.map(|id| {
        view! {
            <Notice tone="warn">
                {problems::TITLE.t()} " "
                <a href=format!("/problems/{id}")>{problems::DETAIL.t()}</a>
            </Notice>
        }
    })
}

#[component]
fn Actions(shipment: Shipment, voiding: RwSignal<Vec<ShipmentId>>) -> impl IntoView {
    let session = Session::expect();
    let desk = PrintDesk::expect();
    let toasts = Toasts::expect();
    let id = shipment.id;
    let printed_before = u32::from(shipment.print_count > 0);
    let print = move |()| desk.request(PrintRequest { shipment_ids: vec![id], printed_before });
    let number = StoredValue::new(shipment.waybill_no.clone());
    let copy = move |()| {
        browser::copy(&number.get_value());
        toasts.done(common::COPIED.t());
    };
    let link = StoredValue::new(shipment.tracking_link.clone());
    let copy_link = move |()| {
        browser::copy(&link.get_value());
        toasts.done(tracking::LINK_COPIED.t());
    };
    let may_print = session.may(Permission::LabelsPrint) && shipment.state.phase() != shared::state::Phase::Voided;
    let may_void = session.may(Permission::ShipmentsVoid) && shipment.can_void;
    view! {
        <div class="acts">
            <Pill tone=phases::tone(shipment.state.phase()) words=phases::state_words(shipment.state) />
            {may_print.then(|| view! { <Button icon=Symbol::Printer on_press=print>{shipments::PRINT.t()}</Button> })}
            {may_void
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Quiet icon=Symbol::Trash on_press=move |()| voiding.set(vec![id])>
                            {shipments::VOID.t()}
                        </Button>
                    }
                })}
            <Stop shipment=shipment.clone() />
            <Button kind=ButtonKind::Quiet icon=Symbol::Copy on_press=copy>
                {common::COPY.t()}
            </Button>
            <Button kind=ButtonKind::Quiet icon=Symbol::Copy on_press=copy_link>
                {tracking::COPY_LINK.t()}
            </Button>
        </div>
    }
}

/// How its track comes here, where a carrier has it. What it tells when it is asked is shown at once.
#[component]
fn FromCarrier(shipment: Shipment, shown: Remote<Shipment>) -> impl IntoView {
    let (id, toasts) = (shipment.id, Toasts::expect());
    let busy = RwSignal::new(false);
    let ask = move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = api::shipments::track(id).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(shipment) => {
                    toasts.done(tracking::ASKED_NOW.t());
                    let _ = shown.value().try_set(Some(shipment));
                }
                Err(error) => toasts.failed(error.words()),
            }
        });
    };
    let track = shipment.carrier_track.filter(|_| shipment.state.phase() != shared::state::Phase::Voided);
    track.map(|track| view! { <CarrierLine track busy on_ask=ask /> })
}

/// The way to stop what is on its way, or to bring it elsewhere. Where something is wrong with it, its case says how.
#[component]
fn Stop(shipment: Shipment) -> impl IntoView {
    use shared::state::Phase;
    let (id, toasts) = (shipment.id, Toasts::expect());
    let navigate = StoredValue::new_local(use_navigate());
    let busy = RwSignal::new(false);
    let stop = move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::shipments::open_problem(id).await {
                Ok(problem) => navigate
                    .try_with_value(|navigate| {
                        navigate(&format!("/problems/{}", problem.case.id), NavigateOptions::default())
                    })
                    .unwrap_or_default(),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
        });
    };
    let is_on_its_way = matches!(shipment.state.phase(), Phase::InTransit | Phase::OutForDelivery | Phase::Problem);
    let may = Session::expect().may(Permission::ProblemsWrite) && is_on_its_way && shipment.problem_id.is_none();
    may.then(|| {
        view! {
            <Button kind=ButtonKind::Quiet icon=Symbol::Alert busy on_press=stop>
                {problems::STOP.t()}
            </Button>
        }
    })
}

#[component]
fn Facts(shipment: Shipment) -> impl IntoView {
    let size = shipment.size_mm.map(|[l, w, h]| {
        format!("{} × {} × {} cm", amount::centimetres(l), amount::centimetres(w), amount::centimetres(h))
    });
    let printed = match shipment.first_printed_at {
        Some(at) => format!("{} · {}", shipments::PRINTED_TIMES.count(shipment.print_count), dates::moment(at)),
        None => shipments::NEVER_PRINTED.t().to_owned(),
    };
    let weight = shipment.weight_g.map_or_else(|| shipments::WEIGHT_NONE.t().to_owned(), amount::kilograms);
    let names = PartsDesk::expect().names;
    let named = |words: String| Some(words).filter(|words| !words.is_empty());
    let owner = named(names.with_untracked(|names| names.owner(shipment.owner_id)));
    let department = named(names.with_untracked(|names| names.department(shipment.department_id)));
    let services = shipment.services;
    let from_receiver = services.receiver_pays.then(|| amount::yuan(shipment.charge.from_receiver));
    let facts = [
        (shipments::GOODS, Some(shipment.goods)),
        (shipments::QUANTITY, Some(shipment.quantity.to_string())),
        (shipments::WEIGHT, Some(weight)),
        (shipments::SIZE, size),
        (shipments::INSURED, shipment.insured.map(amount::yuan)),
        (shipments::COD, services.cod.map(amount::yuan)),
        (shipments::RECEIVER_PAYS, from_receiver),
        (shipments::SIGNED_RETURN, services.signed_return.then(|| shipments::WANTED.t().to_owned())),
        (shipments::DELIVERY, services.delivery.map(|window| window.text())),
        (shipments::REMARK, Some(shipment.remark).filter(|remark| !remark.is_empty())),
        (shipments::ROUTE, Some(shipment.route_code)),
        (shipments::BAG_HUB, Some(shipment.bag_hub)),
        (shipments::PRINTED, Some(printed)),
        (shipments::SHOP, named(shipment.shop)),
        (parts::OWNER, owner),
        (shipments::OWNER_PRICE, shipment.owner_price.map(amount::yuan)),
        (parts::DEPARTMENT, department),
    ];
    let line = |(name, value): (crate::i18n::Text, Option<String>)| {
        value.map(|value| {
            view! {
                <dt>{name.t()}</dt>
                <dd>{value}</dd>
            }
        })
    };
    view! {
        <section>
            <h3>{shipments::PARCEL.t()}</h3>
            <dl class="facts">{facts.map(line).collect_view()}</dl>
        </section>
    }
}
