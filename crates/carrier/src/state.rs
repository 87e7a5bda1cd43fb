//! Where a shipment stands: the 32 unified status codes of OLTS (CC BY 4.0).

macro_rules! states {
    ($($variant:ident = $code:literal, $category:ident, $zh:literal, $en:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ShipmentState { $($variant),* }

        impl ShipmentState {
            pub const ALL: &'static [ShipmentState] = &[$(ShipmentState::$variant),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(ShipmentState::$variant => $code),* }
            }

            pub const fn category(self) -> Category {
                match self { $(ShipmentState::$variant => Category::$category),* }
            }

            pub const fn zh(self) -> &'static str {
                match self { $(ShipmentState::$variant => $zh),* }
            }

            pub const fn en(self) -> &'static str {
                match self { $(ShipmentState::$variant => $en),* }
            }
        }
    };
}

/// What part of the journey a state belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    PreShipment,
    Pickup,
    Transit,
    Customs,
    Delivery,
    Exception,
    Return,
}

impl ShipmentState {
    pub fn parse(code: &str) -> Option<ShipmentState> {
        ShipmentState::ALL.iter().copied().find(|state| state.as_str() == code)
    }

    /// The journey is over: no ordinary scan moves it on.
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            ShipmentState::OrderCancelled
                | ShipmentState::Delivered
                | ShipmentState::SignedByThirdParty
                | ShipmentState::ReturnedToSender
                | ShipmentState::Lost
        )
    }

    /// The network has not taken the parcel yet, so the merchant may still void it.
    pub const fn is_voidable(self) -> bool {
        matches!(
            self,
            ShipmentState::OrderCreated
                | ShipmentState::LabelPrinted
                | ShipmentState::PickupScheduled
                | ShipmentState::PickupFailed
        )
    }

    /// The parcel is on its way back.
    pub const fn is_returning(self) -> bool {
        matches!(self.category(), Category::Return)
    }
}

states! {
    OrderCreated = "order_created", PreShipment, "下单", "Order Created";
    OrderCancelled = "order_cancelled", PreShipment, "订单取消", "Order Cancelled";
    LabelPrinted = "label_printed", PreShipment, "面单已生成", "Label Printed";
    PickupScheduled = "pickup_scheduled", Pickup, "预约揽收", "Pickup Scheduled";
    PickedUp = "picked_up", Pickup, "已揽收", "Picked Up";
    PickupFailed = "pickup_failed", Pickup, "揽收失败", "Pickup Failed";
    ArrivedAtHub = "arrived_at_hub", Transit, "到达转运中心", "Arrived at Hub";
    DepartedFromHub = "departed_from_hub", Transit, "离开转运中心", "Departed from Hub";
    InTransit = "in_transit", Transit, "运输中", "In Transit";
    TransferredToCarrier = "transferred_to_carrier", Transit, "转交承运商", "Transferred to Carrier";
    ArrivedAtDestination = "arrived_at_destination", Transit, "到达目的地", "Arrived at Destination";
    CustomsDeclared = "customs_declared", Customs, "已申报", "Customs Declared";
    CustomsHeld = "customs_held", Customs, "海关扣留", "Customs Held";
    CustomsInspection = "customs_inspection", Customs, "海关查验", "Customs Inspection";
    CustomsReleased = "customs_released", Customs, "海关放行", "Customs Released";
    CustomsDutyPaid = "customs_duty_paid", Customs, "关税已缴", "Customs Duty Paid";
    ClearanceCompleted = "clearance_completed", Customs, "清关完成", "Clearance Completed";
    OutForDelivery = "out_for_delivery", Delivery, "派送中", "Out for Delivery";
    DeliveryAttempted = "delivery_attempted", Delivery, "派送未果", "Delivery Attempted";
    Delivered = "delivered", Delivery, "已签收", "Delivered";
    DeliveryToLocker = "delivery_to_locker", Delivery, "投递自提柜", "Delivered to Locker";
    AwaitingPickup = "awaiting_pickup", Delivery, "待自提", "Awaiting Pickup";
    SignedByThirdParty = "signed_by_third_party", Delivery, "他人代签", "Signed by Third Party";
    Exception = "exception", Exception, "异常", "Exception";
    Damaged = "damaged", Exception, "包裹损坏", "Damaged";
    Lost = "lost", Exception, "包裹丢失", "Lost";
    AddressIssue = "address_issue", Exception, "地址异常", "Address Issue";
    RecipientUnavailable = "recipient_unavailable", Exception, "收件人不在", "Recipient Unavailable";
    Refused = "refused", Exception, "拒收", "Refused";
    ReturnInitiated = "return_initiated", Return, "退回发起", "Return Initiated";
    InReturnTransit = "in_return_transit", Return, "退回运输中", "In Return Transit";
    ReturnedToSender = "returned_to_sender", Return, "已退回发件人", "Returned to Sender";
}
