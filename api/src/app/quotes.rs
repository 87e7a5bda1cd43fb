//! What a shipment would cost, before it is made.

use carrier::{CarrierGateway, RouteTable};
use shared::{
    limits::{SIZE_MM, WEIGHT_G},
    shipments::{Charge, ChargeLine, Quote, QuoteRequest},
};
use store::{Connection, PlaceRecord, Scoped};
use units::Money;

use crate::app::{
    App, AppError, Caller, Language,
    error::FieldFault,
    parties,
    parts::{self, OwnersTerms, SentBy},
    services, shipping, time_zone, timeliness,
    validation::Faults,
};

pub async fn quote(app: &App, caller: &Caller, request: &QuoteRequest) -> Result<Quote, AppError> {
    let mut faults = Faults::default();
    check_parcel(&mut faults, request.weight_g, request.size_mm);
    let services = services::checked("/services", &request.services, &mut faults);
    // A price needs no street; the locator does.
    let located = address::locate(&request.province, &request.city, &request.district, "1");
    let located = located.map_err(|problem| {
        faults.add(FieldFault::new("/province", problem.code, parties::words(&problem)));
    });
    faults.settle()?;
    let Ok(located) = located else { return Err(AppError::internal("a place without faults was not located")) };
    let place = PlaceRecord {
        province: located.province,
        city: located.city,
        district: located.district,
        division_code: located.division_code,
    };
    let (reader, now) = (app.store.read(caller.scope()?), app.now());
    let tariff = shipping::tariff_in_force(reader.tariff_at(now).await?)?;
    let merchant = reader.merchant().await?;
    app.routes.refresh(&app.store, now).await?;
    let route = app.routes.route(place.division_code).ok_or_else(|| shipping::no_route().into_error())?;
    let parcel = shipping::parcel(&place, request.weight_g, request.size_mm, request.insured, &services);
    let price = tariff::price(&tariff, &parcel, time_zone::day(&merchant.time_zone, now))
        .map_err(|error| shipping::unpriced(error).into_error())?;
    let asked = SentBy { owner: request.owner_id, sender: request.sender_contact_id, ..SentBy::default() };
    let (by, owners) = completed(caller, &reader, asked).await?;
    let from = match by.sender {
        Some(id) => reader.contact(id).await?,
        None => reader.default_sender().await?,
    };
    let delivery = match from {
        Some(from) => timeliness::to_place(app, caller.scope()?, app.carrier.code(), &from.place, &place).await?,
        None => None,
    };
    let charge = Charge {
        total: price.total,
        from_receiver: price.from_receiver,
        billed_weight_g: price.billed_weight.get(),
        lines: charge_lines(&price.trace, caller.language),
    };
    Ok(Quote {
        charge: charge_seen(caller, charge, shipping::owner_price(owners.markup, price.total)),
        route_code: route.route_code,
        bag_hub: route.bag_hub,
        delivery,
    })
}

/// An owner's people are told what the owner pays. Everybody else may ask before all is chosen that has to be.
async fn completed<C: Connection>(
    caller: &Caller,
    reader: &Scoped<'_, C>,
    asked: SentBy,
) -> Result<(SentBy, OwnersTerms), AppError> {
    if caller.is_an_owners() {
        return parts::completed(reader, asked).await;
    }
    let mut by = asked;
    if let (None, Some(owner)) = (by.sender, by.owner) {
        by.sender = reader.owner(owner).await?.and_then(|owner| owner.sender);
    }
    Ok((by, OwnersTerms::default()))
}

/// A charge as the caller may see it: an owner's people see what the owner pays, not what the merchant does, nor how that came about.
pub fn charge_seen(caller: &Caller, charge: Charge, owner_price: Option<Money>) -> Charge {
    if !caller.is_an_owners() {
        return charge;
    }
    let owner_price = owner_price.unwrap_or(charge.total);
    let text = caller.language.pick("运费", "freight").to_owned();
    let line = ChargeLine { code: "owner_price".to_owned(), text, amount: Some(owner_price) };
    Charge { total: owner_price, lines: vec![line], ..charge }
}

pub fn check_parcel(faults: &mut Faults, weight_g: Option<u32>, size_mm: Option<[u32; 3]>) {
    if let Some(weight) = weight_g {
        faults.range("/weight_g", weight, 1, WEIGHT_G);
    }
    for (at, side) in size_mm.iter().flatten().enumerate() {
        faults.range(&format!("/size_mm/{at}"), *side, 1, SIZE_MM);
    }
}

pub fn charge_lines(trace: &[tariff::TraceLine], language: Language) -> Vec<ChargeLine> {
    let lang = language.pick(tariff::Lang::Zh, tariff::Lang::En);
    let line = |line: &tariff::TraceLine| ChargeLine {
        code: line.code.clone(),
        text: line.words(lang).to_owned(),
        amount: line.amount,
    };
    trace.iter().map(line).collect()
}
