//! Opening an account: what a company asks for, how the network looks at it, and on which terms they agree.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use units::Money;
use uuid::Uuid;

use crate::{ApplicationId, MerchantId, OutletId, StaffId, operators::InvitationIssued};

/// The licence as a file.
pub const LICENCE_BYTES: usize = 10 * 1024 * 1024;
pub const COMPANY_NAME_CHARS: usize = 100;
pub const EMAIL_CHARS: usize = 254;
/// A question, an answer or a reason.
pub const APPLICATION_TEXT_CHARS: usize = 500;
pub const AGREEMENT_NO_CHARS: usize = 64;
/// Parcels a day that somebody can expect.
pub const DAILY_PARCELS_MAX: u32 = 1_000_000;
/// A credit limit: ten million yuan.
pub const CREDIT_LIMIT_FEN_MAX: i64 = 1_000_000_000;

/// How a merchant pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// From what was paid in before (预付).
    Prepaid,
    /// By the month, up to a limit (月结).
    Credit,
}

impl Settlement {
    pub const fn as_str(self) -> &'static str {
        match self {
            Settlement::Prepaid => "prepaid",
            Settlement::Credit => "credit",
        }
    }

    pub fn parse(text: &str) -> Option<Settlement> {
        [Settlement::Prepaid, Settlement::Credit].into_iter().find(|settlement| settlement.as_str() == text)
    }
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Sent, and nobody has taken it yet.
    Submitted,
    /// A reviewer has it.
    InReview,
    /// The reviewer waits for an answer of the applicant.
    Asked,
    /// The terms are the applicant's to accept.
    Offered,
    /// The applicant accepted the terms.
    Accepted,
    /// The account is open.
    Approved,
    Rejected,
}

/// What can be done to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationStep {
    Take,
    Ask,
    Amend,
    Offer,
    Accept,
    Approve,
    Reject,
}

impl ApplicationState {
    pub const ALL: [ApplicationState; 7] = [
        ApplicationState::Submitted,
        ApplicationState::InReview,
        ApplicationState::Asked,
        ApplicationState::Offered,
        ApplicationState::Accepted,
        ApplicationState::Approved,
        ApplicationState::Rejected,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            ApplicationState::Submitted => "submitted",
            ApplicationState::InReview => "in_review",
            ApplicationState::Asked => "asked",
            ApplicationState::Offered => "offered",
            ApplicationState::Accepted => "accepted",
            ApplicationState::Approved => "approved",
            ApplicationState::Rejected => "rejected",
        }
    }

    pub fn parse(text: &str) -> Option<ApplicationState> {
        ApplicationState::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The state after a step; none where the step is not open.
    pub const fn after(self, step: ApplicationStep) -> Option<ApplicationState> {
        use ApplicationState::*;
        match (self, step) {
            (Submitted, ApplicationStep::Take) => Some(InReview),
            (InReview, ApplicationStep::Ask) => Some(Asked),
            (Asked, ApplicationStep::Amend) => Some(InReview),
            // Terms may be offered anew until they are accepted.
            (InReview | Offered, ApplicationStep::Offer) => Some(Offered),
            (Offered, ApplicationStep::Accept) => Some(Accepted),
            (Accepted, ApplicationStep::Approve) => Some(Approved),
            (InReview | Asked | Offered | Accepted, ApplicationStep::Reject) => Some(Rejected),
            _ => None,
        }
    }

    /// Nothing more happens to it.
    pub const fn is_final(self) -> bool {
        matches!(self, ApplicationState::Approved | ApplicationState::Rejected)
    }
}

/// What a company tells of itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationForm {
    /// As the licence has it; 1 to 100 characters.
    pub company_name: String,
    /// Unified social credit code, GB 32100-2015.
    pub credit_code: String,
    /// Who answers for the company.
    pub responsible_name: String,
    /// Their identity number, GB 11643-1999. There is no picture of the card, and none is wanted.
    pub identity_number: String,
    pub contact_name: String,
    /// A mobile: the application is followed with it.
    pub contact_phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
    /// Where parcels are picked up.
    #[serde(default)]
    pub province: String,
    #[serde(default)]
    pub city: String,
    #[serde(default)]
    pub district: String,
    pub detail: String,
    /// Parcels a day, as expected.
    pub daily_parcels: u32,
    pub settlement: Settlement,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationCreate {
    /// Made by the sender; the same id and form get the same answer.
    pub request_id: Uuid,
    /// The code that was sent to the contact's phone (`POST /auth/codes`); needed where the network sends SMS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_code: Option<String>,
    pub form: ApplicationForm,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationCreated {
    /// Followed with it and the phone; to be written down.
    pub application_no: String,
    pub state: ApplicationState,
}

/// What an applicant proves themselves with.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationFollow {
    /// Case, spaces and hyphens do not matter.
    pub application_no: String,
    pub phone: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationAmend {
    pub application_no: String,
    pub phone: String,
    /// The whole form again; the phone stays.
    pub form: ApplicationForm,
    /// The answer to what was asked; at most 500 characters.
    #[serde(default)]
    pub answer: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationAccept {
    pub application_no: String,
    pub phone: String,
    /// The `hash` of the terms that were read; others than the present ones are not accepted unseen.
    pub terms_hash: String,
}

/// What the applicant may do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// Send the business licence.
    Licence,
    /// Answer the question and correct the form.
    Answer,
    /// Read the terms and accept them.
    Acceptance,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationStatus {
    pub application_no: String,
    pub state: ApplicationState,
    pub wanted: Vec<Wanted>,
    /// What the reviewer asks, where they wait for an answer.
    pub question: Option<String>,
    /// Why it was rejected.
    pub reason: Option<String>,
    pub terms: Option<OfferedTerms>,
    pub history: Vec<ApplicationEvent>,
    /// As it was sent, to be corrected; only while an answer is wanted.
    pub form: Option<ApplicationForm>,
    /// The customer code, once the account is open.
    pub customer_code: Option<String>,
    pub outlet_name: String,
}

/// One thing that happened to an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationEvent {
    pub at: DateTime<Utc>,
    /// Stable, as `offered`.
    pub kind: String,
    /// In the reader's language.
    pub words: String,
    /// A question, an answer or a reason, as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The reviewer, for the network's eyes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_name: Option<String>,
}

/// The terms of a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Terms {
    pub settlement: Settlement,
    /// Yuan, as `"5000.00"`; with `credit` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub credit_limit: Option<Money>,
    /// 1 to 64 characters.
    pub agreement_no: String,
    /// The last day the agreement holds.
    pub agreement_expires_on: NaiveDate,
    /// A tariff as the tariff crate reads it; without it the standard one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub tariff: Option<serde_json::Value>,
}

/// Terms as they are offered, with the hash they are accepted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferedTerms {
    pub settlement: Settlement,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub credit_limit: Option<Money>,
    /// 1 to 64 characters.
    pub agreement_no: String,
    /// The last day the agreement holds.
    pub agreement_expires_on: NaiveDate,
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub tariff: serde_json::Value,
    /// SHA-256 of the terms, in hex.
    pub hash: String,
    pub accepted_at: Option<DateTime<Utc>>,
}

/// An application in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationRow {
    pub id: ApplicationId,
    pub application_no: String,
    pub state: ApplicationState,
    pub company_name: String,
    pub outlet_id: OutletId,
    pub outlet_name: String,
    pub daily_parcels: u32,
    pub settlement: Settlement,
    pub has_licence: bool,
    pub phone_verified: bool,
    pub taken_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// An application in full, for the reviewer; masked for those who only may see the queue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Application {
    pub row: ApplicationRow,
    pub form: ApplicationForm,
    pub reviewer_name: Option<String>,
    pub licence: Option<LicenceFile>,
    pub phone_verified_at: Option<DateTime<Utc>>,
    pub terms: Option<OfferedTerms>,
    pub history: Vec<ApplicationEvent>,
    /// The merchant it became.
    pub merchant_id: Option<MerchantId>,
    pub customer_code: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenceFile {
    /// `image/png`, `image/jpeg`, `image/webp` or `application/pdf`.
    pub media_type: String,
    pub bytes: u64,
    pub sent_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationTake {
    /// Take it over from the colleague who has it.
    #[serde(default)]
    pub over: bool,
}

/// A question to the applicant, or the reason of a refusal: 1 to 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicationWords {
    pub text: String,
}

/// What approving made.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationApproved {
    pub merchant_id: MerchantId,
    pub customer_code: String,
    /// For the contact, who becomes the first operator. The secret of its link is told once.
    pub invitation: InvitationIssued,
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [ApplicationStep; 7] = [
        ApplicationStep::Take,
        ApplicationStep::Ask,
        ApplicationStep::Amend,
        ApplicationStep::Offer,
        ApplicationStep::Accept,
        ApplicationStep::Approve,
        ApplicationStep::Reject,
    ];

    #[test]
    fn nothing_follows_an_end_and_nothing_is_approved_unaccepted() {
        for state in ApplicationState::ALL {
            let open = STEPS.iter().filter(|step| state.after(**step).is_some()).count();
            assert_eq!(open == 0, state.is_final(), "{state:?}");
            let approves = state.after(ApplicationStep::Approve).is_some();
            assert_eq!(approves, state == ApplicationState::Accepted, "{state:?}");
            assert_eq!(ApplicationState::parse(state.as_str()), Some(state));
        }
    }
}
