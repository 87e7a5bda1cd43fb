//! Scan events, and the state a shipment has after them.

use crate::{Category, Lang, ProblemCode, ShipmentState};

macro_rules! scans {
    ($($variant:ident = $code:literal;)*) => {
        /// The vocabulary of events: what ZTO's pushes say, and what happens before a parcel is handed over.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ScanCode { $($variant),* }

        impl ScanCode {
            pub const ALL: &'static [ScanCode] = &[$(ScanCode::$variant),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(ScanCode::$variant => $code),* }
            }
        }
    };
}

scans! {
    Ordered = "ORDERED";
    LabelPrinted = "LABEL_PRINTED";
    Got = "GOT";
    Departure = "DEPARTURE";
    Arrival = "ARRIVAL";
    Dispatch = "DISPATCH";
    Inbound = "INBOUND";
    DepartureSigned = "DEPARTURE_SIGNED";
    Signed = "SIGNED";
    Problem = "PROBLEM";
    ReturnScan = "RETURN_SCAN";
    ReturnSigned = "RETURN_SIGNED";
    HandoverSigned = "HANDOVERSCAN_SIGNED";
    Transferred = "TRANSFERRED";
    Inspected = "INSPECTED";
    Other = "OTHER";
    Cancelled = "CANCELLED";
}

impl ScanCode {
    pub fn parse(code: &str) -> Option<ScanCode> {
        ScanCode::ALL.iter().copied().find(|scan| scan.as_str() == code)
    }

    /// The service writes it itself: nobody saw the parcel.
    pub const fn is_ours(self) -> bool {
        matches!(self, ScanCode::Ordered | ScanCode::LabelPrinted | ScanCode::Cancelled)
    }

    /// The network's scanners may report it; the rest is ours, or what other carriers say.
    pub const fn is_reported(self) -> bool {
        let is_others =
            matches!(self, ScanCode::HandoverSigned | ScanCode::Transferred | ScanCode::Inspected | ScanCode::Other);
        !self.is_ours() && !is_others
    }

    /// The event as a sentence of the track.
    pub fn words(self, place: &str, next_place: &str, problem: Option<ProblemCode>, lang: Lang) -> String {
        let reason = problem.unwrap_or(ProblemCode::Other).words(lang);
        match lang {
            Lang::Zh => match self {
                ScanCode::Ordered => "已下单，等待打印面单".to_owned(),
                ScanCode::LabelPrinted => "面单已打印，等待揽收".to_owned(),
                ScanCode::Got => format!("【{place}】已揽收"),
                ScanCode::Departure if next_place.is_empty() => format!("快件离开【{place}】"),
                ScanCode::Departure => format!("快件离开【{place}】，已发往【{next_place}】"),
                ScanCode::Arrival => format!("快件到达【{place}】"),
                ScanCode::Dispatch => format!("【{place}】正在派送"),
                ScanCode::Inbound => format!("已放入【{place}】，请凭取件码领取"),
                ScanCode::DepartureSigned => format!("已从【{place}】取件，感谢使用"),
                ScanCode::Signed => format!("【{place}】已签收，感谢使用"),
                ScanCode::Problem => format!("【{place}】问题件：{reason}"),
                ScanCode::ReturnScan => format!("【{place}】快件退回中"),
                ScanCode::ReturnSigned => format!("【{place}】退回件已签收"),
                ScanCode::HandoverSigned => format!("【{place}】已由第三方代收"),
                ScanCode::Transferred => format!("【{place}】已转交其他快递公司"),
                ScanCode::Inspected => format!("【{place}】安检中"),
                ScanCode::Other => format!("【{place}】其他物流状态"),
                ScanCode::Cancelled => "运单已作废".to_owned(),
            },
            Lang::En => match self {
                ScanCode::Ordered => "Ordered, label not printed yet".to_owned(),
                ScanCode::LabelPrinted => "Label printed, waiting for pickup".to_owned(),
                ScanCode::Got => format!("Picked up at {place}"),
                ScanCode::Departure if next_place.is_empty() => format!("Left {place}"),
                ScanCode::Departure => format!("Left {place} for {next_place}"),
                ScanCode::Arrival => format!("Arrived at {place}"),
                ScanCode::Dispatch => format!("Out for delivery from {place}"),
                ScanCode::Inbound => format!("Waiting for collection at {place}"),
                ScanCode::DepartureSigned => format!("Collected at {place}"),
                ScanCode::Signed => format!("Delivered by {place}"),
                ScanCode::Problem => format!("Problem at {place}: {reason}"),
                ScanCode::ReturnScan => format!("Being returned, at {place}"),
                ScanCode::ReturnSigned => format!("Returned to the sender by {place}"),
                ScanCode::HandoverSigned => format!("Received for the receiver at {place}"),
                ScanCode::Transferred => format!("Given to another carrier at {place}"),
                ScanCode::Inspected => format!("Being inspected at {place}"),
                ScanCode::Other => format!("Seen at {place}"),
                ScanCode::Cancelled => "Voided".to_owned(),
            },
        }
    }
}

/// What the map needs of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    pub code: ScanCode,
    pub problem: Option<ProblemCode>,
}

/// The state after an event, for events in the order they happened. An event that this point of the journey cannot have (a second
/// pickup, a label printed again, a delivery on the way back) leaves the state or is read for what it means there.
pub fn state_after(current: ShipmentState, scan: Scan) -> ShipmentState {
    use ShipmentState as S;
    match current {
        // Over: a voided number and a returned parcel never move again.
        S::OrderCancelled | S::ReturnedToSender => current,
        // Signed for: the parcel can still come back, and nothing else.
        S::Delivered | S::SignedByThirdParty => match scan.code {
            ScanCode::ReturnScan => S::ReturnInitiated,
            ScanCode::ReturnSigned => S::ReturnedToSender,
            _ => current,
        },
        _ if current.is_returning() => state_on_the_way_back(current, scan),
        _ => state_on_the_way_out(current, scan),
    }
}

fn state_on_the_way_out(current: ShipmentState, scan: Scan) -> ShipmentState {
    use ShipmentState as S;
    let stuck = matches!(current.category(), Category::Exception);
    match scan.code {
        // Every shipment begins as ordered.
        ScanCode::Ordered => current,
        ScanCode::LabelPrinted if current == S::OrderCreated => S::LabelPrinted,
        ScanCode::Cancelled if current.is_voidable() => S::OrderCancelled,
        ScanCode::Got if current.is_voidable() || stuck => S::PickedUp,
        ScanCode::LabelPrinted | ScanCode::Cancelled | ScanCode::Got => current,
        // The outlet that picked it up is no hub, and a solved problem puts the parcel back on its way.
        ScanCode::Departure if current == S::PickedUp || stuck => S::InTransit,
        ScanCode::Departure => S::DepartedFromHub,
        ScanCode::Arrival => S::ArrivedAtHub,
        ScanCode::Dispatch => S::OutForDelivery,
        ScanCode::Inbound => S::DeliveryToLocker,
        ScanCode::DepartureSigned | ScanCode::Signed => S::Delivered,
        ScanCode::Problem => scan.problem.unwrap_or(ProblemCode::Other).state(),
        ScanCode::ReturnScan => S::ReturnInitiated,
        ScanCode::ReturnSigned => S::ReturnedToSender,
        ScanCode::HandoverSigned => S::SignedByThirdParty,
        ScanCode::Transferred => S::TransferredToCarrier,
        ScanCode::Inspected => S::CustomsInspection,
        // What a carrier invents must never count as a delivery, nor as anything else.
        ScanCode::Other => current,
    }
}

/// A return ends with the sender or is lost. A problem on the way is an event of the track and never turns the parcel round again:
/// its next signature would count as a delivery.
fn state_on_the_way_back(current: ShipmentState, scan: Scan) -> ShipmentState {
    use ShipmentState as S;
    match scan.code {
        ScanCode::Ordered | ScanCode::LabelPrinted | ScanCode::Cancelled => current,
        ScanCode::Problem if scan.problem == Some(ProblemCode::Lost) => S::Lost,
        ScanCode::Problem | ScanCode::Other => current,
        ScanCode::Signed | ScanCode::DepartureSigned | ScanCode::ReturnSigned | ScanCode::HandoverSigned => {
            S::ReturnedToSender
        }
        ScanCode::Got
        | ScanCode::Departure
        | ScanCode::Arrival
        | ScanCode::Dispatch
        | ScanCode::Inbound
        | ScanCode::Transferred
        | ScanCode::Inspected
        | ScanCode::ReturnScan => S::InReturnTransit,
    }
}

/// The state after a whole track, given in the order the events happened. An event that arrives late is sorted in first, so it never
/// moves a shipment backwards.
pub fn current_state(track: impl IntoIterator<Item = Scan>) -> ShipmentState {
    track.into_iter().fold(ShipmentState::OrderCreated, state_after)
}
