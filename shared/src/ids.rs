//! Typed ids. Each is a UUIDv7, so ids of one kind sort by the time they were made.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map($name)
            }
        }
    )*};
}

typed_ids! {
    /// A tenant.
    MerchantId,
    /// A person who can sign in.
    UserId,
    /// A person's seat at a merchant.
    OperatorId,
    /// A person's seat on the network side.
    StaffId,
    /// A branch of the network.
    OutletId,
    /// A chain of refresh tokens that began with one sign-in.
    SessionId,
    ContactId,
    /// A 3PL's own client (货主).
    OwnerId,
    /// A cost centre (部门).
    DepartmentId,
    OrderId,
    ShipmentId,
    ScanEventId,
    ChargeId,
    /// An entry of the ledger.
    PostingId,
    ImportId,
    /// Parcels given to the carrier together.
    HandoverId,
    JobId,
    /// A label template a merchant made; standard ones have names.
    LabelTemplateId,
    PrinterId,
    PrintBatchId,
    PrintJobId,
    PrintStationId,
    NumberBlockId,
    NumberPoolId,
    OutboxId,
    /// A set of permissions a merchant made.
    RoleId,
    InvitationId,
    /// The key of a program.
    ApiKeyId,
    /// A company's application for an account.
    ApplicationId,
    /// A rule that says how orders are sent.
    OrderRuleId,
    /// Filters kept under a name.
    SavedViewId,
    /// A parcel that was packed and weighed.
    PackingId,
    /// One thing that is wrong with a shipment.
    ProblemId,
    /// A step in the history of a problem.
    ProblemNoteId,
    /// What a carrier is asked to do about a problem.
    InstructionId,
    /// An account of a merchant at a carrier.
    CarrierAccountId,
    /// An order on its way to a carrier.
    CarrierOrderId,
    /// A question to a carrier, with its answer.
    CarrierCallId,
}
