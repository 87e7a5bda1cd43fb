//! The words of the workbench, each with its stable code.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$line:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$line])* $variant,)*
        }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            pub fn parse(text: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

words! {
    /// What is wrong. A shipment has one case of a kind, which is opened again where it comes back.
    ProblemKind {
        /// Ordered or labelled, and nobody picked it up.
        NoPickup = "no_pickup",
        /// Nobody scanned it for long.
        NoMovement = "no_movement",
        /// Later than promised.
        Late = "late",
        /// Out for delivery, and neither signed for nor brought back.
        NotSigned = "not_signed",
        /// Waits in a locker or at a station, and nobody comes.
        NotCollected = "not_collected",
        /// Nobody was there, or could be reached.
        FailedDelivery = "failed_delivery",
        Refused = "refused",
        /// The address is incomplete or wrong, or the receiver wants another.
        Address = "address",
        Damaged = "damaged",
        Lost = "lost",
        /// Held up by something else: weather, control, the customer.
        Exception = "exception",
        /// On its way back to the sender.
        Returning = "returning",
        /// Nothing is wrong with it: the merchant wants it stopped, or brought elsewhere.
        OnRequest = "on_request",
        /// It was voided, and somebody carries it all the same.
        VoidedMoving = "voided_moving",
    }
}

impl ProblemKind {
    /// Hours from finding it until it should be over.
    pub const fn due_h(self) -> u32 {
        match self {
            ProblemKind::Lost
            | ProblemKind::Damaged
            | ProblemKind::Refused
            | ProblemKind::Address
            | ProblemKind::VoidedMoving => 12,
            ProblemKind::FailedDelivery | ProblemKind::NotSigned | ProblemKind::Exception => 24,
            ProblemKind::NoPickup | ProblemKind::NoMovement | ProblemKind::Late | ProblemKind::OnRequest => 24,
            ProblemKind::NotCollected => 48,
            ProblemKind::Returning => 168,
        }
    }
}

words! {
    /// Whose turn it is.
    ProblemState {
        /// The merchant's.
        Open = "open",
        /// The carrier was asked to do something.
        Waiting = "waiting",
        Settled = "settled",
    }
}

words! {
    /// Why a case is over. The first ones follow from the track, the others are said by people.
    SettledWhy {
        Delivered = "delivered",
        /// Back with the sender.
        Returned = "returned",
        /// It goes back now, which is a case of its own.
        ReturnBegun = "return_begun",
        PickedUp = "picked_up",
        /// It was scanned again and goes on.
        Moved = "moved",
        Voided = "voided",
        /// Somebody took care of it.
        Solved = "solved",
        Compensated = "compensated",
        /// It is as it should be.
        NoAction = "no_action",
        /// Nothing can be done about it.
        GivenUp = "given_up",
    }
}

impl SettledWhy {
    /// What people say; the rest is found in the track.
    pub const PERSONS: [SettledWhy; 4] =
        [SettledWhy::Solved, SettledWhy::Compensated, SettledWhy::NoAction, SettledWhy::GivenUp];
}

words! {
    /// A step in the history of a case.
    NoteKind {
        Found = "found",
        /// It was over and came back.
        FoundAgain = "found_again",
        Comment = "comment",
        Assigned = "assigned",
        Escalated = "escalated",
        /// The carrier was asked to do something.
        Asked = "asked",
        /// The carrier answered, or the track did.
        Answered = "answered",
        /// What the carrier was asked for is not wanted any more.
        Withdrawn = "withdrawn",
        /// The carrier says that it cancelled the order.
        CarrierCancelled = "carrier_cancelled",
        Settled = "settled",
        Reopened = "reopened",
    }
}

words! {
    /// What a carrier can be asked to do with a parcel that has a problem.
    InstructionKind {
        /// Deliver it again (再派).
        Redeliver = "redeliver",
        /// Deliver it elsewhere (改地址).
        ChangeAddress = "change_address",
        /// Stop it and bring it back (拦截退回).
        Return = "return",
        /// Keep it at the station (暂存).
        Hold = "hold",
        /// Pay for it (理赔).
        Claim = "claim",
    }
}

words! {
    /// How far an instruction is.
    InstructionState {
        Requested = "requested",
        Accepted = "accepted",
        Refused = "refused",
        Done = "done",
        /// It came otherwise before it could be done.
        Lapsed = "lapsed",
        /// The carrier took it on, and could not do it.
        Failed = "failed",
        /// The merchant took it back in time.
        Withdrawn = "withdrawn",
    }
}

impl InstructionState {
    /// Somebody has to do something about it.
    pub const fn is_open(self) -> bool {
        matches!(self, InstructionState::Requested | InstructionState::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_and_are_what_json_says() {
        for kind in ProblemKind::ALL {
            assert_eq!(ProblemKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        for why in SettledWhy::ALL {
            assert_eq!(serde_json::to_string(why).unwrap(), format!("\"{}\"", why.as_str()));
        }
        for kind in InstructionKind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        for kind in NoteKind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
    }
}
