//! What comes next for a parcel.

use crate::{Lang, ShipmentState};

/// The step that is expected next, as a sentence; none where the journey is over. `bound_for` is where the last departure went, or empty.
pub fn next_step(state: ShipmentState, bound_for: &str, lang: Lang) -> Option<String> {
    use ShipmentState as S;
    if state.is_terminal() {
        return None;
    }
    let (zh, en) = match state {
        S::OrderCreated => ("打印面单", "Its label is printed"),
        S::LabelPrinted | S::PickupScheduled => ("快递员上门揽收", "A courier picks it up"),
        S::PickupFailed => ("重新约定揽收", "Another pickup is arranged"),
        S::PickedUp => ("离开揽收网点，发往转运中心", "It leaves for a hub"),
        S::DepartedFromHub | S::InTransit if !bound_for.is_empty() => {
            return Some(match lang {
                Lang::Zh => format!("到达【{bound_for}】"),
                Lang::En => format!("It arrives at {bound_for}"),
            });
        }
        S::DepartedFromHub | S::InTransit | S::TransferredToCarrier => ("到达下一站", "It arrives at the next stop"),
        S::ArrivedAtHub => ("发往下一站，或安排派送", "It leaves for the next stop, or goes out for delivery"),
        S::ArrivedAtDestination => ("安排派送", "It goes out for delivery"),
        S::CustomsDeclared | S::CustomsInspection => ("海关放行", "Customs release it"),
        S::CustomsHeld => ("补交海关需要的资料", "Customs get what they ask for"),
        S::CustomsReleased | S::CustomsDutyPaid | S::ClearanceCompleted => ("继续运输", "It travels on"),
        S::OutForDelivery => ("收件人签收", "The recipient signs for it"),
        S::DeliveryAttempted | S::RecipientUnavailable => {
            ("联系收件人，再次派送", "The recipient is reached, and it is delivered again")
        }
        S::DeliveryToLocker | S::AwaitingPickup => ("收件人取件", "The recipient collects it"),
        S::Exception => ("网点处理问题", "The outlet solves the problem"),
        S::Damaged => ("核实破损，决定退回或理赔", "The damage is looked at: it is returned or compensated"),
        S::AddressIssue => ("核实或修改地址", "The address is checked or changed"),
        S::Refused => ("联系收件人，或退回寄件人", "The recipient is asked again, or it is returned"),
        S::ReturnInitiated | S::InReturnTransit => ("退回寄件人", "It arrives back at the sender"),
        S::OrderCancelled | S::Delivered | S::SignedByThirdParty | S::Lost | S::ReturnedToSender => return None,
    };
    Some(
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
        .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_comes_next_until_it_is_over() {
        for state in ShipmentState::ALL {
            for lang in [Lang::Zh, Lang::En] {
                assert_eq!(next_step(*state, "", lang).is_none(), state.is_terminal(), "{state:?}");
            }
        }
        assert_eq!(
            next_step(ShipmentState::InTransit, "杭州转运中心", Lang::Zh).as_deref(),
            Some("到达【杭州转运中心】")
        );
    }
}
