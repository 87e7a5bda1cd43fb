//! What is on the table, large enough to be read from a step away: the order, what is to be done, and what became of it.

use leptos::prelude::*;
use shared::{
    packing::{Packing, PackingOrder, PackingState},
    services::Services,
};

use super::{
    bench::Bench,
    flow::{Doubt, Flow, Outcome, Step, Target, Weight, target::name_of},
    port::Link,
};
use crate::{
    amount::{kilograms, waybill, yuan},
    browser::dates,
    console::{flags, parcel_services},
    features::shipments::destination,
    texts::pack as texts,
    ui::{Icon, Pill, Symbol, Tone},
};

#[component]
pub fn Stage() -> impl IntoView {
    let bench = Bench::expect();
    // Only a change of what happens draws it anew, not every word of the scale.
    let flow = Memo::new(move |_| bench.flow.get());
    let is_typed = Memo::new(move |_| bench.link.with(|link| *link != Link::Open));
    view! {
        <section class="panel pack-stage" role="status" aria-live="assertive">
            {move || {
                let Flow { step, outcome, .. } = flow.get();
                match step {
                    Step::Scanning => outcome.map_or_else(|| nothing().into_any(), |outcome| ended(bench, outcome)),
                    Step::Finding { code } => {
                        face("move", texts::FINDING.fill(&[("code", &code)]), ().into_any()).into_any()
                    }
                    Step::Weighing(target) => {
                        let text = if is_typed.get() { texts::WEIGH_TYPED } else { texts::WEIGH };
                        face("move", text.t().to_owned(), on_table(target)).into_any()
                    }
                    Step::Asking { target, weight, doubt } => asking(target, weight, doubt).into_any(),
                    Step::Packing { target, weight, is_given } => {
                        let doing = if is_given { texts::NUMBER_AWAITED } else { texts::PACKING };
                        let title = format!("{} · {}", doing.t(), kilograms(weight.grams));
                        face("move", title, on_table(target)).into_any()
                    }
                }
            }}
        </section>
    }
}

fn face(tone: &'static str, title: String, body: AnyView) -> impl IntoView {
    view! {
        <div class=format!("pack-face {tone}")>
            <h2>{title}</h2>
            {body}
        </div>
    }
}

fn nothing() -> impl IntoView {
    let body = view! {
        <p>{texts::READY.t()}</p>
        <p class="sub">{texts::CODES.t()}</p>
    };
    face("", texts::READY_TITLE.t().to_owned(), body.into_any())
}

fn asking(target: Target, weight: Weight, doubt: Doubt) -> impl IntoView {
    let title = match doubt {
        Doubt::Far { expected_g } => {
            texts::ASK_FAR.fill(&[("weight", &kilograms(weight.grams)), ("expected", &kilograms(expected_g))])
        }
        Doubt::Again => texts::ASK_AGAIN.fill(&[("code", target.code())]),
    };
    let body = view! {
        <p>{texts::ASK_KEYS.t()}</p>
        {on_table(target)}
    };
    face("warn", title, body.into_any())
}

fn on_table(target: Target) -> AnyView {
    match target {
        Target::Order { order, .. } => order_card(*order).into_any(),
        Target::Unknown { code, .. } => view! {
            <p class="pack-number no">{code}</p>
            <p>{texts::UNKNOWN.t()}</p>
        }
        .into_any(),
    }
}

fn order_card(order: PackingOrder) -> impl IntoView {
    let number = name_of(&order).map(str::to_owned);
    let place = destination(&order.receiver);
    let receiver = order.receiver;
    let has_flag = !order.flag.is_empty();
    let has_remark = !order.remark.is_empty();
    view! {
        <p class="pack-goods">
            <b>{order.goods}</b>
            <span>{texts::PIECES.count(order.quantity)}</span>
        </p>
        {(has_flag || has_remark)
            .then(|| {
                view! {
                    <p class="pack-remark">
                        {flags::view(&order.flag)} {has_remark.then(|| view! { <b>{order.remark}</b> })}
                    </p>
                }
            })}
        {services(order.services)}
        <dl class="facts">
            {number.map(|number| view! { <dt>{texts::ORDER_NO.t()}</dt> <dd class="no">{number}</dd> })}
            {order.waybill_no.map(|no| view! { <dt>{texts::WAYBILL_NO.t()}</dt> <dd class="no">{waybill(&no)}</dd> })}
            <dt>{texts::RECEIVER.t()}</dt>
            <dd>{receiver.name} " " {receiver.phone}</dd>
            <dt>{texts::PLACE.t()}</dt>
            <dd>{place} " " {receiver.detail}</dd>
            {order
                .weight_g
                .map(|grams| view! { <dt>{texts::EXPECTED.t()}</dt> <dd>{kilograms(grams)}</dd> })}
        </dl>
        {(order.others > 0).then(|| view! { <p class="sub">{texts::OTHERS.count(order.others)}</p> })}
    }
}

fn services(services: Services) -> impl IntoView {
    let words = parcel_services::words(&services);
    (!words.is_empty()).then(|| {
        let pills = words.into_iter().map(|words| view! { <Pill tone=Tone::Warn words /> });
        view! { <p class="pack-services">{pills.collect_view()}</p> }
    })
}

fn ended(bench: Bench, outcome: Outcome) -> AnyView {
    let said = |tone, title: String, number: Option<String>, words: String| {
        let body = view! {
            {number.map(|number| view! { <p class="pack-number no">{number}</p> })}
            <p>{words}</p>
        };
        face(tone, title, body.into_any()).into_any()
    };
    let plain = |tone, title: crate::i18n::Text, number: Option<String>, words: String| {
        said(tone, title.t().to_owned(), number, words)
    };
    match outcome {
        Outcome::Packed(packing) => done(bench, *packing).into_any(),
        Outcome::Refused(order) => refused(*order).into_any(),
        Outcome::Kept { name, grams } => plain("ok", texts::KEPT, Some(name), kilograms(grams)),
        Outcome::Given { name } => plain("warn", texts::GIVEN, Some(name), texts::GIVEN_DO.t().to_owned()),
        Outcome::Waits { name } => plain("bad", texts::WAITS, Some(name), texts::WAITS_DO.t().to_owned()),
        Outcome::Missing { code } => plain("bad", texts::MISSING, Some(code), texts::MISSING_DO.t().to_owned()),
        Outcome::Failed { name, words } => plain("bad", texts::FAILED, Some(name), words),
        Outcome::Skipped { name } => plain("warn", texts::SKIPPED, Some(name), texts::SKIPPED_DO.t().to_owned()),
        Outcome::NothingToReprint => plain("warn", texts::NOTHING_TO_REPRINT, None, String::new()),
        Outcome::Reprinted { waybill_no } => plain("ok", texts::REPRINTED, Some(waybill(&waybill_no)), String::new()),
    }
}

fn done(bench: Bench, packing: Packing) -> impl IntoView {
    let facts = texts::DONE_FACTS.fill(&[("weight", &kilograms(packing.weight_g)), ("price", &yuan(packing.price))]);
    view! {
        <div class="pack-face ok">
            <Icon symbol=Symbol::Check />
            <h2>{texts::DONE.t()}</h2>
            <p class="pack-number no">{waybill(&packing.waybill_no)}</p>
            <p>{packing.order_no.map(|no| format!("{no} · "))} {facts}</p>
            {(!bench.may_print).then(|| view! { <p class="sub">{texts::NO_LABEL.t()}</p> })}
        </div>
    }
}

fn refused(order: PackingOrder) -> impl IntoView {
    let (title, words) = match order.state {
        PackingState::Held => (texts::REFUSED_HELD, texts::REFUSED_HELD_DO.t().to_owned()),
        PackingState::Cancelled => (texts::REFUSED_CANCELLED, texts::REFUSED_CANCELLED_DO.t().to_owned()),
        PackingState::Gone => (texts::REFUSED_GONE, texts::REFUSED_GONE_DO.t().to_owned()),
        PackingState::Placing => (texts::REFUSED_PLACING, texts::REFUSED_PLACING_DO.t().to_owned()),
        PackingState::Packed | PackingState::Ready => {
            let packed = order.packed.as_ref().map(|packed| {
                let (at, weight) = (dates::moment(packed.weighed_at), kilograms(packed.weight_g));
                let values = [("at", at.as_str()), ("who", packed.packed_by.as_str()), ("weight", weight.as_str())];
                texts::REFUSED_PACKED_DO.fill(&values)
            });
            (texts::REFUSED_PACKED, packed.unwrap_or_default())
        }
    };
    let body = view! {
        <p>{words}</p>
        {order_card(order)}
    };
    face("bad", title.t().to_owned(), body.into_any())
}
