//! Where a shipment stands: the unified logistics status codes of OLTS (open-logistics-tracking/OLTS, CC BY 4.0).

use serde::{Deserialize, Serialize};

macro_rules! states {
    ($($variant:ident $text:literal $zh:literal $en:literal $phase:ident),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ShipmentState { $($variant),* }

        impl ShipmentState {
            pub const ALL: &'static [ShipmentState] = &[$(ShipmentState::$variant),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(ShipmentState::$variant => $text),* }
            }

            pub const fn zh(self) -> &'static str {
                match self { $(ShipmentState::$variant => $zh),* }
            }

            pub const fn en(self) -> &'static str {
                match self { $(ShipmentState::$variant => $en),* }
            }

            pub const fn phase(self) -> Phase {
                match self { $(ShipmentState::$variant => Phase::$phase),* }
            }
        }
    };
}

impl ShipmentState {
    /// The carrier has the parcel, or had it: what it costs is owed.
    pub const fn is_picked_up(self) -> bool {
        use ShipmentState::*;
        !matches!(self, OrderCreated | LabelPrinted | PickupScheduled | PickupFailed | OrderCancelled)
    }
}

/// The coarse groups that lists are filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 待打印: has a number, no label yet.
    ToPrint,
    /// 待揽收: labelled, not picked up.
    ToPickUp,
    InTransit,
    OutForDelivery,
    Delivered,
    /// 问题件.
    Problem,
    Returning,
    Voided,
}

impl Phase {
    pub const ALL: [Phase; 8] = [
        Phase::ToPrint,
        Phase::ToPickUp,
        Phase::InTransit,
        Phase::OutForDelivery,
        Phase::Delivered,
        Phase::Problem,
        Phase::Returning,
        Phase::Voided,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Phase::ToPrint => "to_print",
            Phase::ToPickUp => "to_pick_up",
            Phase::InTransit => "in_transit",
            Phase::OutForDelivery => "out_for_delivery",
            Phase::Delivered => "delivered",
            Phase::Problem => "problem",
            Phase::Returning => "returning",
            Phase::Voided => "voided",
        }
    }

    pub fn parse(text: &str) -> Option<Phase> {
        Phase::ALL.into_iter().find(|phase| phase.as_str() == text)
    }

    pub fn states(self) -> impl Iterator<Item = ShipmentState> {
        ShipmentState::ALL.iter().copied().filter(move |state| state.phase() == self)
    }
}

impl ShipmentState {
    pub fn parse(text: &str) -> Option<ShipmentState> {
        ShipmentState::ALL.iter().copied().find(|state| state.as_str() == text)
    }
}

states! {
    OrderCreated "order_created" "待打印" "Order created" ToPrint,
    OrderCancelled "order_cancelled" "已作废" "Voided" Voided,
    LabelPrinted "label_printed" "待揽收" "Label printed" ToPickUp,
    PickupScheduled "pickup_scheduled" "已预约揽收" "Pickup scheduled" ToPickUp,
    PickedUp "picked_up" "已揽收" "Picked up" InTransit,
    PickupFailed "pickup_failed" "揽收失败" "Pickup failed" Problem,
    ArrivedAtHub "arrived_at_hub" "到达转运中心" "Arrived at hub" InTransit,
    DepartedFromHub "departed_from_hub" "离开转运中心" "Departed from hub" InTransit,
    InTransit "in_transit" "运输中" "In transit" InTransit,
    TransferredToCarrier "transferred_to_carrier" "转交承运商" "Transferred to carrier" InTransit,
    ArrivedAtDestination "arrived_at_destination" "到达目的地" "Arrived at destination" InTransit,
    CustomsDeclared "customs_declared" "已申报" "Customs declared" InTransit,
    CustomsHeld "customs_held" "海关扣留" "Customs held" Problem,
    CustomsInspection "customs_inspection" "海关查验" "Customs inspection" InTransit,
    CustomsReleased "customs_released" "海关放行" "Customs released" InTransit,
    CustomsDutyPaid "customs_duty_paid" "关税已缴" "Customs duty paid" InTransit,
    ClearanceCompleted "clearance_completed" "清关完成" "Clearance completed" InTransit,
    OutForDelivery "out_for_delivery" "派送中" "Out for delivery" OutForDelivery,
    DeliveryAttempted "delivery_attempted" "派送未果" "Delivery attempted" Problem,
    Delivered "delivered" "已签收" "Delivered" Delivered,
    DeliveryToLocker "delivery_to_locker" "已到自提柜" "In parcel locker" OutForDelivery,
    AwaitingPickup "awaiting_pickup" "待自提" "Awaiting collection" OutForDelivery,
    SignedByThirdParty "signed_by_third_party" "他人代签" "Signed by third party" Delivered,
    Exception "exception" "异常" "Exception" Problem,
    Damaged "damaged" "包裹损坏" "Damaged" Problem,
    Lost "lost" "包裹丢失" "Lost" Problem,
    AddressIssue "address_issue" "地址异常" "Address issue" Problem,
    RecipientUnavailable "recipient_unavailable" "收件人不在" "Recipient unavailable" Problem,
    Refused "refused" "拒收" "Refused" Problem,
    ReturnInitiated "return_initiated" "退回发起" "Return initiated" Returning,
    InReturnTransit "in_return_transit" "退回运输中" "In return transit" Returning,
    ReturnedToSender "returned_to_sender" "已退回" "Returned to sender" Returning,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_and_text_agree() {
        for &state in ShipmentState::ALL {
            let json = serde_json::to_string(&state).expect("a state is a string");
            assert_eq!(json, format!("\"{}\"", state.as_str()));
            assert_eq!(ShipmentState::parse(state.as_str()), Some(state));
        }
        assert_eq!(ShipmentState::ALL.len(), 32);
    }

    #[test]
    fn phases_share_out_every_state() {
        let count: usize = Phase::ALL.into_iter().map(|phase| phase.states().count()).sum();
        assert_eq!(count, ShipmentState::ALL.len());
        for phase in Phase::ALL {
            assert_eq!(Phase::parse(phase.as_str()), Some(phase));
        }
    }
}
