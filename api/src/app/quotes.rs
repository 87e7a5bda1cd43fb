//! What a shipment would cost, before it is made.

use carrier::RouteTable;
use shared::{
    limits::{SIZE_MM, WEIGHT_G},
    shipments::{Charge, ChargeLine, Quote, QuoteRequest},
};
use store::PlaceRecord;

use crate::app::{
    App, AppError, Caller, Language, error::FieldFault, parties, shipping, time_zone, validation::Faults,
};

pub async fn quote(app: &App, caller: &Caller, request: &QuoteRequest) -> Result<Quote, AppError> {
    let mut faults = Faults::default();
    check_parcel(&mut faults, request.weight_g, request.size_mm);
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
    let refuse = |refusal: shipping::Refusal| AppError::Unacceptable { code: refusal.code, words: refusal.words };
    let route = app.routes.route(place.division_code).ok_or_else(|| refuse(shipping::no_route()))?;
    let parcel = shipping::parcel(&place, request.weight_g, request.size_mm, request.insured);
    let price = tariff::price(&tariff, &parcel, time_zone::day(&merchant.time_zone, now))
        .map_err(|error| refuse(shipping::unpriced(error)))?;
    Ok(Quote {
        charge: Charge {
            total: price.total,
            billed_weight_g: price.billed_weight.get(),
            lines: charge_lines(&price.trace, caller.language),
        },
        route_code: route.route_code,
        bag_hub: route.bag_hub,
    })
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
