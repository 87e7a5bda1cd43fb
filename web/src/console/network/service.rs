//! The service, as the network's own pages ask it.

use serde::Serialize;
use shared::{
    ApplicationId, InstructionId, MerchantId, MerchantStatus, NumberPoolId, OutletId, Page, StaffId,
    applications::{
        Application, ApplicationApproved, ApplicationRow, ApplicationState, ApplicationTake, ApplicationWords, Terms,
    },
    auth::LockLift,
    carriers::{CarrierCall, CarrierCallFilter},
    contacts::Party,
    goods::{ForbiddenGoodsGroup, ForbiddenGoodsWrite},
    merchants::{
        Merchant, MerchantPatch, MerchantReason, MerchantRow, Outlet, OutletWrite, StaffInvite, StaffInvited,
        StaffMember, StaffPatch,
    },
    numbers::{
        NumberHolding, NumberIssue, NumberPool, NumberPoolCreate, NumberPoolPatch, NumberRangeWrite, NumberReturn,
        NumbersReturned,
    },
    operators::InvitationIssued,
    pickups::{NetworkPickup, PickupAnswer, PickupFilter, PickupState},
    problems::{InstructionAnswer, InstructionFilter, InstructionState, NetworkInstruction},
    routes::{PlaceRoute, RouteChange, RouteChangeWrite},
    shipments::RevealRequest,
};

use crate::{
    api::{ApiError, IdempotencyKey, encode_query},
    bridge::{
        Asked, Errand,
        asking::{nothing, read, run, with_body},
    },
    console::service::make,
};

/// Rows of one page of a list.
const PAGE: u32 = 100;
/// The most people one answer has.
const EVERYBODY: u32 = shared::limits::PAGE_MAX;

#[derive(Serialize)]
struct Queue {
    state: Option<&'static str>,
    limit: u32,
    cursor: Option<String>,
}

pub async fn applications(
    state: Option<ApplicationState>,
    cursor: Option<String>,
) -> Result<Page<ApplicationRow>, ApiError> {
    let query = Queue { state: state.map(ApplicationState::as_str), limit: PAGE, cursor };
    read(Asked::plain("GET", format!("applications{}", encode_query(&query)))).await
}

pub async fn application(id: ApplicationId) -> Result<Application, ApiError> {
    read(Asked::plain("GET", format!("applications/{id}"))).await
}

pub async fn take_application(id: ApplicationId, over: bool) -> Result<Application, ApiError> {
    read(with_body("POST", format!("applications/{id}/take"), &ApplicationTake { over })?).await
}

pub async fn ask_applicant(id: ApplicationId, text: String) -> Result<Application, ApiError> {
    read(with_body("POST", format!("applications/{id}/ask"), &ApplicationWords { text })?).await
}

pub async fn offer_terms(id: ApplicationId, terms: &Terms) -> Result<Application, ApiError> {
    read(with_body("POST", format!("applications/{id}/offer"), terms)?).await
}

pub async fn approve_application(id: ApplicationId) -> Result<ApplicationApproved, ApiError> {
    read(Asked::plain("POST", format!("applications/{id}/approve"))).await
}

pub async fn reject_application(id: ApplicationId, text: String) -> Result<Application, ApiError> {
    read(with_body("POST", format!("applications/{id}/reject"), &ApplicationWords { text })?).await
}

/// Hands the person the business licence as a file.
pub async fn save_licence(id: ApplicationId, name: String) -> Result<(), ApiError> {
    let asked = Asked::plain("GET", format!("applications/{id}/licence"));
    run(&Errand::Save { asked, name }).await.map(|_| ())
}

/// Which merchants are wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MerchantQuery {
    pub status: Option<&'static str>,
    pub q: Option<String>,
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}

pub async fn merchants(query: MerchantQuery) -> Result<Page<MerchantRow>, ApiError> {
    let query = MerchantQuery { limit: Some(PAGE), ..query };
    read(Asked::plain("GET", format!("merchants{}", encode_query(&query)))).await
}

/// The merchant of a customer code; none where nobody has it.
pub async fn merchant_of_code(code: &str) -> Result<Option<MerchantId>, ApiError> {
    let found = merchants(MerchantQuery { q: Some(code.to_owned()), ..MerchantQuery::default() }).await?;
    Ok(found.items.into_iter().find(|row| row.code.eq_ignore_ascii_case(code)).map(|row| row.id))
}

pub async fn merchant(id: MerchantId) -> Result<Merchant, ApiError> {
    read(Asked::plain("GET", format!("merchants/{id}"))).await
}

pub async fn set_manager(id: MerchantId, account_manager_id: Option<StaffId>) -> Result<Merchant, ApiError> {
    read(with_body("PATCH", format!("merchants/{id}"), &MerchantPatch { account_manager_id })?).await
}

pub async fn set_status(id: MerchantId, status: MerchantStatus, reason: String) -> Result<Merchant, ApiError> {
    let verb = match status {
        MerchantStatus::Open => "reopen",
        MerchantStatus::Suspended => "suspend",
        MerchantStatus::Closed => "close",
    };
    read(with_body("POST", format!("merchants/{id}/{verb}"), &MerchantReason { reason })?).await
}

pub async fn renew_activation_link(id: MerchantId) -> Result<InvitationIssued, ApiError> {
    read(Asked::plain("POST", format!("merchants/{id}/activation-link"))).await
}

/// From then on the page shows the merchant's pages.
pub async fn view_merchant(id: MerchantId) -> Result<(), ApiError> {
    run(&Errand::ViewMerchant(id)).await.map(|_| ())
}

#[derive(Serialize)]
struct Everybody {
    limit: u32,
    cursor: Option<String>,
}

pub async fn staff(cursor: Option<String>) -> Result<Page<StaffMember>, ApiError> {
    let query = encode_query(&Everybody { limit: EVERYBODY, cursor });
    read(Asked::plain("GET", format!("staff{query}"))).await
}

pub async fn change_staff(id: StaffId, patch: &StaffPatch) -> Result<StaffMember, ApiError> {
    read(with_body("PATCH", format!("staff/{id}"), patch)?).await
}

pub async fn set_staff_disabled(id: StaffId, is_disabled: bool) -> Result<StaffMember, ApiError> {
    let verb = if is_disabled { "disable" } else { "enable" };
    read(Asked::plain("POST", format!("staff/{id}/{verb}"))).await
}

pub async fn invite_staff(invite: &StaffInvite, key: IdempotencyKey) -> Result<StaffInvited, ApiError> {
    make("staff", invite, key).await
}

pub async fn renew_staff_link(id: StaffId) -> Result<StaffInvited, ApiError> {
    read(Asked::plain("POST", format!("staff/{id}/link"))).await
}

pub async fn outlets() -> Result<Vec<Outlet>, ApiError> {
    read(Asked::plain("GET", "outlets")).await
}

/// A new one where there is no id.
pub async fn save_outlet(id: Option<OutletId>, outlet: &OutletWrite) -> Result<Outlet, ApiError> {
    match id {
        Some(id) => read(with_body("PUT", format!("outlets/{id}"), outlet)?).await,
        None => read(with_body("POST", "outlets", outlet)?).await,
    }
}

#[derive(Serialize)]
struct Pools {
    low: bool,
}

/// Every pool of waybill numbers, or those alone that are low.
pub async fn number_pools(low: bool) -> Result<Vec<NumberPool>, ApiError> {
    read(Asked::plain("GET", format!("number-pools{}", encode_query(&Pools { low })))).await
}

pub async fn create_number_pool(pool: &NumberPoolCreate) -> Result<NumberPool, ApiError> {
    read(with_body("POST", "number-pools", pool)?).await
}

pub async fn set_number_pool(id: NumberPoolId, patch: NumberPoolPatch) -> Result<NumberPool, ApiError> {
    read(with_body("PUT", format!("number-pools/{id}"), &patch)?).await
}

pub async fn add_number_range(id: NumberPoolId, range: NumberRangeWrite) -> Result<NumberPool, ApiError> {
    read(with_body("POST", format!("number-pools/{id}/ranges"), &range)?).await
}

/// What merchants got of a pool.
pub async fn number_holdings(id: NumberPoolId, cursor: Option<String>) -> Result<Page<NumberHolding>, ApiError> {
    let query = encode_query(&Everybody { limit: PAGE, cursor });
    read(Asked::plain("GET", format!("number-pools/{id}/blocks{query}"))).await
}

pub async fn issue_numbers(
    id: NumberPoolId,
    issue: NumberIssue,
    key: IdempotencyKey,
) -> Result<NumberHolding, ApiError> {
    make(&format!("number-pools/{id}/blocks"), &issue, key).await
}

pub async fn return_numbers(
    id: NumberPoolId,
    from: NumberReturn,
    key: IdempotencyKey,
) -> Result<NumbersReturned, ApiError> {
    make(&format!("number-pools/{id}/returns"), &from, key).await
}

/// How parcels to a place go.
pub async fn route(code: u32) -> Result<PlaceRoute, ApiError> {
    read(Asked::plain("GET", format!("routes/{code}"))).await
}

pub async fn route_changes() -> Result<Vec<RouteChange>, ApiError> {
    read(Asked::plain("GET", "route-changes")).await
}

pub async fn set_route(code: u32, change: &RouteChangeWrite) -> Result<PlaceRoute, ApiError> {
    read(with_body("PUT", format!("route-changes/{code}"), change)?).await
}

pub async fn restore_route(code: u32) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("route-changes/{code}"))).await
}

pub async fn lift_lock(account: String) -> Result<(), ApiError> {
    nothing(with_body("POST", "sign-in-locks/lift", &LockLift { account })?).await
}

pub async fn forbidden_goods() -> Result<Vec<ForbiddenGoodsGroup>, ApiError> {
    read(Asked::plain("GET", "forbidden-goods")).await
}

pub async fn set_forbidden_goods(group: u8, write: &ForbiddenGoodsWrite) -> Result<ForbiddenGoodsGroup, ApiError> {
    read(with_body("PUT", format!("forbidden-goods/{group}"), write)?).await
}

pub async fn instructions(
    state: Option<InstructionState>,
    cursor: Option<String>,
) -> Result<Page<NetworkInstruction>, ApiError> {
    let query = encode_query(&InstructionFilter { state, limit: Some(PAGE), cursor });
    read(Asked::plain("GET", format!("network/instructions{query}"))).await
}

pub async fn answer_instruction(id: InstructionId, answer: &InstructionAnswer) -> Result<NetworkInstruction, ApiError> {
    read(with_body("POST", format!("network/instructions/{id}/answer"), answer)?).await
}

/// Where a parcel is to be delivered instead, in full.
pub async fn reveal_instruction(id: InstructionId, request: &RevealRequest) -> Result<Party, ApiError> {
    read(with_body("POST", format!("network/instructions/{id}/reveal"), request)?).await
}

/// What carriers were asked and answered, newest first.
pub async fn carrier_calls(filter: CarrierCallFilter) -> Result<Page<CarrierCall>, ApiError> {
    read(Asked::plain("GET", format!("network/carrier-calls{}", encode_query(&filter)))).await
}

/// What couriers are to fetch, the next one first.
pub async fn pickups(state: Option<PickupState>, cursor: Option<String>) -> Result<Page<NetworkPickup>, ApiError> {
    let query = encode_query(&PickupFilter { state, limit: Some(PAGE), cursor });
    read(Asked::plain("GET", format!("network/pickups{query}"))).await
}

pub async fn answer_pickup(handover_no: &str, answer: &PickupAnswer) -> Result<NetworkPickup, ApiError> {
    read(with_body("POST", format!("network/pickups/{handover_no}/answer"), answer)?).await
}

/// Where the parcels are, in full; it is written to the merchant's log.
pub async fn reveal_pickup(handover_no: &str, request: &RevealRequest) -> Result<Party, ApiError> {
    read(with_body("POST", format!("network/pickups/{handover_no}/reveal"), request)?).await
}
