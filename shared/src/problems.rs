//! The problem workbench (问题件): what is wrong with shipments, whose turn it is, and what the carrier is asked to do.

mod codes;
mod thresholds;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{
    InstructionId, OperatorId, OwnerId, ProblemId, ProblemNoteId, ShipmentId,
    contacts::{MaskedParty, Party},
    shipments::ShipmentSummary,
    tracks::TrackEvent,
};

pub use codes::{InstructionKind, InstructionState, NoteKind, ProblemKind, ProblemState, SettledWhy};
pub use thresholds::ProblemSettings;

/// Characters of a comment, a reason, or what the carrier is told.
pub const PROBLEM_TEXT_CHARS: usize = 500;
/// Comments and steps of one case that are shown; what is older stays kept.
pub const PROBLEM_NOTES_SHOWN: u32 = 200;
/// Instructions of one case.
pub const INSTRUCTIONS_MAX: usize = 50;
/// How often a case is escalated by itself.
pub const PROBLEM_LEVEL_MAX: u32 = 3;
/// Hours between two steps of escalation.
pub const ESCALATE_EVERY_H: u32 = 24;
/// What may be claimed for a parcel whose value was not declared.
pub const CLAIM_UNINSURED_MAX: Money = Money::from_fen(100_000);
/// A shipment that is under way is looked at at least this often, so no threshold is shorter.
pub const CHECK_EVERY_H: u32 = 4;
/// The longest threshold: 30 days.
pub const THRESHOLD_MAX_H: u32 = 720;

/// Who takes care of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assignee {
    pub operator_id: OperatorId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settlement {
    pub at: DateTime<Utc>,
    pub why: SettledWhy,
    /// Who said so; nothing where the track did.
    pub by: Option<String>,
}

/// One thing that is, or was, wrong with a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemCase {
    pub id: ProblemId,
    pub shipment: ShipmentSummary,
    pub kind: ProblemKind,
    pub state: ProblemState,
    /// What the scan says, in the caller's language; empty where no scan says anything.
    pub reason: String,
    /// Since when it is wrong.
    pub since: DateTime<Utc>,
    pub found_at: DateTime<Utc>,
    /// Until when it should be over.
    pub due_at: DateTime<Utc>,
    pub is_overdue: bool,
    /// How often it was escalated, 0 to 3.
    pub level: u32,
    pub assignee: Option<Assignee>,
    pub settled: Option<Settlement>,
    pub updated_at: DateTime<Utc>,
}

/// A comment, or a step in the history of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemNote {
    pub id: ProblemNoteId,
    pub at: DateTime<Utc>,
    pub kind: NoteKind,
    /// What it is about, as a code: the kind of an instruction, the answer to it, why the case is over, the level it was escalated to.
    pub what: String,
    /// What was said; the name of who takes care of it from now on.
    pub text: String,
    /// Nobody where the service did it by itself.
    pub by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instruction {
    pub id: InstructionId,
    pub kind: InstructionKind,
    pub state: InstructionState,
    /// What is claimed, in yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "120.00"))]
    pub amount: Option<Money>,
    /// Where it is to be delivered instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<MaskedParty>,
    /// What the carrier is told.
    pub text: String,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    /// What the carrier says.
    pub answer: String,
    /// It can be taken back: it went to a carrier's system, which has not done it yet.
    #[serde(default)]
    pub can_withdraw: bool,
    /// It was taken back, and the carrier is asked whether it still can be.
    #[serde(default)]
    pub is_withdrawing: bool,
}

/// A case with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemDetail {
    pub case: ProblemCase,
    /// Newest first.
    pub track: Vec<TrackEvent>,
    /// Newest first.
    pub notes: Vec<ProblemNote>,
    /// Newest first.
    pub instructions: Vec<Instruction>,
    /// What the shipment's carrier can be asked to do now.
    pub can_ask: Vec<InstructionKind>,
    /// What may be claimed at most, in yuan.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "1000.00"))]
    pub claim_max: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemKindCount {
    pub kind: ProblemKind,
    /// Cases that are not settled.
    pub open: u32,
    /// Of those, how many should be over already.
    pub overdue: u32,
}

/// How many cases there are that are not settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemCounts {
    pub open: u32,
    pub overdue: u32,
    /// Those that the caller takes care of.
    pub mine: u32,
    /// Those that nobody takes care of.
    pub unassigned: u32,
    /// Kinds that occur.
    pub kinds: Vec<ProblemKindCount>,
}

/// The filters of the list, as query parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ProblemFilter {
    /// Without it: what is not settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ProblemState>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ProblemKind>,
    /// Whose cases; not together with `unassigned`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<OperatorId>,
    /// Cases of nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unassigned: Option<bool>,
    /// Should be over already, or not yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    /// Cases of one shipment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentId>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemAssign {
    /// Nobody where it is left out.
    #[serde(default)]
    pub assignee_id: Option<OperatorId>,
}

/// A comment; or why a case is escalated or opened again.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemText {
    /// 1 to 500 characters.
    pub text: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemSettle {
    /// `solved`, `compensated`, `no_action` or `given_up`.
    pub why: SettledWhy,
    /// Up to 500 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemsAssign {
    /// 1 to 1 000.
    pub problem_ids: Vec<ProblemId>,
    #[serde(default)]
    pub assignee_id: Option<OperatorId>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemsSettle {
    /// 1 to 1 000.
    pub problem_ids: Vec<ProblemId>,
    pub why: SettledWhy,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// One case's outcome of a bulk request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemOutcome {
    pub problem_id: ProblemId,
    pub ok: bool,
    /// Why not, where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemOutcomes {
    pub items: Vec<ProblemOutcome>,
}

/// What the carrier is asked to do.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InstructionCreate {
    pub kind: InstructionKind,
    /// What the carrier is told; up to 500 characters, needed for a claim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// With `change_address` only: where it is to be delivered instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Party>,
    /// With `claim` only: what is claimed, in yuan; at most the declared value, or 1 000 where none was declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "120.00"))]
    pub amount: Option<Money>,
}

/// What the network's people are asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NetworkInstruction {
    pub instruction: Instruction,
    pub merchant_code: String,
    pub merchant_name: String,
    pub waybill_no: String,
    pub problem: ProblemKind,
    pub receiver: MaskedParty,
    pub route_code: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct InstructionFilter {
    /// `requested` or `accepted`; without it both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<InstructionState>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InstructionAnswer {
    /// `accepted`, `refused` or `done`.
    pub state: InstructionState,
    /// What the merchant is told; up to 500 characters, needed where it is refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}
