//! The parcel that somebody holds in hand: where it goes, what is collected for it, and what its sender asked for.

use leptos::prelude::*;
use shared::{problems::InstructionKind, tracks::ParcelInHand};

use crate::{
    amount,
    browser::dates,
    features::{phases, shipments::destination},
    i18n::Text,
    texts::scans,
    ui::{Notice, Pill},
};

fn asked(kind: InstructionKind) -> Text {
    match kind {
        InstructionKind::Redeliver => scans::ASKED_REDELIVER,
        InstructionKind::ChangeAddress => scans::ASKED_ADDRESS,
        InstructionKind::Return => scans::ASKED_RETURN,
        InstructionKind::Hold => scans::ASKED_HOLD,
        InstructionKind::Claim => scans::ASKED_CLAIM,
    }
}

/// What a courier may not forget at the door.
fn duties(parcel: &ParcelInHand) -> Vec<String> {
    let yuan = |text: Text, amount| text.fill(&[("amount", &amount::yuan(amount))]);
    let services = &parcel.services;
    let cod = services.cod.map(|amount| yuan(scans::COLLECT_GOODS, amount));
    let freight = services.receiver_pays.then(|| yuan(scans::COLLECT_FREIGHT, parcel.from_receiver));
    let paper = services.signed_return.then(|| scans::PAPER_BACK.t().to_owned());
    let window = services.delivery.map(|window| scans::DELIVER_WITHIN.fill(&[("when", &window.text())]));
    cod.into_iter().chain(freight).chain(paper).chain(window).collect()
}

pub fn card(parcel: ParcelInHand) -> impl IntoView {
    let (words, tone) = (phases::state_words(parcel.state), phases::tone(parcel.phase));
    let warnings = parcel.asked.iter().map(|kind| asked(*kind).t()).collect::<Vec<_>>();
    let receiver = &parcel.receiver;
    let last = parcel.last.as_ref().map(|event| format!("{} · {}", event.text, dates::moment(event.at)));
    let facts = [
        (scans::ROUTE, Some(format!("{} · {}", parcel.route_code, parcel.bag_hub))),
        (scans::RECEIVER, Some(format!("{} {}", receiver.name, receiver.phone))),
        (scans::ADDRESS, Some(format!("{} {}", destination(receiver), receiver.detail))),
        (scans::SENDER, Some(parcel.merchant_name.clone())),
        (scans::LAST, last),
        (scans::NEXT, parcel.next_step.clone()),
    ];
    let line = |(name, value): (Text, Option<String>)| {
        value.map(|value| {
            view! {
                <dt>{name.t()}</dt>
                <dd>{value}</dd>
            }
        })
    };
    view! {
        <header>
            <h2 class="no">{amount::waybill(&parcel.waybill_no)}</h2>
            <Pill tone words />
        </header>
        <div class="inside">
            {warnings.into_iter().map(|words| view! { <Notice tone="warn">{words}</Notice> }).collect_view()}
            {duties(&parcel).into_iter().map(|words| view! { <Notice tone="warn">{words}</Notice> }).collect_view()}
            <dl class="facts">{facts.map(line).collect_view()}</dl>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use shared::services::Services;
    use units::Money;

    use super::*;
    use crate::i18n::{self, Language};

    #[test]
    fn what_is_collected_at_the_door_is_said() {
        i18n::set_current(Language::Zh);
        let mut parcel: ParcelInHand = serde_json::from_value(serde_json::json!({
            "waybill_no": "XW1", "merchant_name": "青禾", "state": "out_for_delivery", "phase": "out_for_delivery",
            "route_code": "571-1-01", "bag_hub": "杭州转运中心", "services": {}, "from_receiver": "0.00", "asked": [],
            "receiver": { "name": "王**", "phone": "138****0000", "province": "浙江省", "city": "杭州市", "district": "余杭区", "detail": "***" },
        }))
        .unwrap();
        assert!(duties(&parcel).is_empty());
        parcel.services = Services { cod: Some(Money::from_fen(19_900)), receiver_pays: true, ..Services::default() };
        parcel.from_receiver = Money::from_fen(1_200);
        let said = duties(&parcel);
        assert!(said.len() == 2 && said[0].contains("199.00") && said[1].contains("12.00"), "{said:?}");
    }
}
