//! Whether a carrier delivers somewhere and what it charges, while an order is still being written. Nothing waits for it: what is not known in
//! time is unknown.

use std::time::Duration;

use carrier::{
    Capability, RemoteCarrier,
    remote::{Place, QuoteRequest, Quoted, Serviceability, ServiceabilityRequest},
};
use futures_util::future::join;
use shared::{
    CarrierAccountId,
    carriers::{CarrierPreview, CarrierPreviewRequest, CarrierReach},
};
use store::TenantScope;
use tokio::time::timeout;
use units::Grams;

use super::{Line, order};
use crate::app::{App, AppError, Caller, Words, error::FieldFault, parties, quotes, validation::Faults};

/// So long an answer is waited for. A carrier that takes longer is heard to the end, for the log of calls.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// What is asked, of whom.
struct Question {
    carrier: String,
    to: Place,
    /// From where, and how heavy: where a price is asked for.
    sent: Option<(Place, Grams)>,
}

/// Asks the account's carrier whether it delivers there and what it charges.
pub async fn preview(
    app: &App,
    caller: &Caller,
    id: CarrierAccountId,
    request: &CarrierPreviewRequest,
) -> Result<CarrierPreview, AppError> {
    app.previews.admit(caller.throttle_key(), app.now())?;
    let scope = caller.scope()?;
    let reader = app.store.read(scope);
    let account = reader.carrier_account(id).await?.ok_or(AppError::NotFound)?;
    let to = receiver(app, scope, request).await?;
    let from = match request.sender_contact_id {
        Some(sender) => reader.contact(sender).await?,
        None => reader.default_sender().await?,
    };
    // An owner's people see what the owner pays, and not what the merchant pays.
    let from = from.filter(|_| !caller.is_an_owners());
    let from = from.map(|contact| order::place(&contact.place, &contact.party.detail));
    let question = Question { carrier: account.carrier, to, sent: from.zip(request.weight_g.map(Grams::new)) };
    let of_its_own = app.clone();
    let answer = actix_web::rt::spawn(async move { ask(&of_its_own, scope, question).await });
    Ok(timeout(ANSWER_WITHIN, answer).await.ok().and_then(Result::ok).unwrap_or_default())
}

/// Where it goes, as typed or as the address book has it.
async fn receiver(app: &App, scope: TenantScope, request: &CarrierPreviewRequest) -> Result<Place, AppError> {
    let mut faults = Faults::default();
    quotes::check_parcel(&mut faults, request.weight_g, None);
    let contact = parties::of_contact(app, scope, request.receiver_contact_id).await?;
    let to = match (&request.receiver, contact) {
        (Some(typed), None) => {
            let (province, city, district) = (&typed.province, &typed.city, &typed.district);
            let found = parties::place(province, city, district, &typed.detail, "/receiver", &mut faults);
            found.map(|found| order::named(&found.province, &found.city, &found.district, &found.detail))
        }
        (None, Some(contact)) => Some(order::place(&contact.place, &contact.pii.detail)),
        (Some(_), Some(_)) | (None, None) => {
            let words = Words::new(
                "receiver 和 receiver_contact_id 须给其中一个。",
                "Give either receiver or receiver_contact_id.",
            );
            faults.add(FieldFault::new("/receiver", "one_receiver", words));
            None
        }
    };
    faults.settle()?;
    to.ok_or_else(|| AppError::internal("a place without faults was not found"))
}

/// Both at once, and each for itself: one that fails leaves the other.
async fn ask(app: &App, scope: TenantScope, question: Question) -> CarrierPreview {
    let Question { carrier, to, sent } = question;
    let Some(line) = app.settings.carriers.line(&carrier) else { return CarrierPreview::default() };
    let price = async {
        let (from, weight) = sent?;
        price(app, scope, line, QuoteRequest { from, to: to.clone(), weight }).await
    };
    let (said, price) = join(reach(app, scope, line, ServiceabilityRequest { place: to.clone() }), price).await;
    let (reach, reason) = match said {
        Serviceability::Open => (CarrierReach::Open, None),
        Serviceability::Closed { reason, .. } => (CarrierReach::Closed, Some(reason)),
        Serviceability::Unknown => (CarrierReach::Unknown, None),
    };
    CarrierPreview {
        reach,
        reason,
        price: price.and_then(|quoted| quoted.price),
        first_weight_price: price.and_then(|quoted| quoted.first_weight_price),
    }
}

async fn reach(app: &App, scope: TenantScope, line: &Line, request: ServiceabilityRequest) -> Serviceability {
    if !line.carrier.capabilities().has(Capability::Serviceability) {
        return Serviceability::Unknown;
    }
    let said = line.look(app, scope, async |carrier, ports| carrier.serviceability(ports, &request).await).await;
    said.unwrap_or(Serviceability::Unknown)
}

async fn price(app: &App, scope: TenantScope, line: &Line, request: QuoteRequest) -> Option<Quoted> {
    if !line.carrier.capabilities().has(Capability::Quote) {
        return None;
    }
    line.look(app, scope, async |carrier, ports| carrier.quote(ports, &request).await).await.ok()
}
