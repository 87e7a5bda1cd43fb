//! What depends on places only: 三段码, prices, suspended deliveries, and the platform's table of regions.

use serde::{Deserialize, Serialize};

use super::{
    Zto,
    call::{Api, Payload},
    errors::invalid,
    wire::{Code, Kilograms, Yuan, some_text},
};
use crate::{
    Route,
    remote::{
        Place, QuoteRequest, Quoted, Refusal, Region, RemoteError, RemotePorts, RouteRequest, Serviceability,
        ServiceabilityRequest,
    },
};

const ROUTE: Api = Api::reads("zto.innovate.bagAddrMark");
/// Spelled so.
const QUOTE: Api = Api::reads("zto.open.obtainPicePrescription");
const OPEN: Api = Api::reads("zto.open.areaUnobstructed");
const REGIONS: Api = Api::reads("zto.sp.findAllForbServiceGateway");

/// The one request with underscores.
#[derive(Serialize)]
struct Mark<'a> {
    #[serde(rename = "unionCode")]
    union_code: &'a str,
    send_province: &'a str,
    send_city: &'a str,
    send_district: &'a str,
    send_address: &'a str,
    receive_province: &'a str,
    receive_city: &'a str,
    receive_district: &'a str,
    receive_address: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Marked {
    mark: Option<String>,
    bag_addr: Option<String>,
}

/// The route may be its first part only, where the address is poor.
pub(super) async fn route(zto: &Zto, ports: &RemotePorts<'_>, request: &RouteRequest) -> Result<Route, RemoteError> {
    let (from, to) = (&request.from, &request.to);
    let payload = Payload::json(&Mark {
        union_code: &request.id,
        send_province: &from.province,
        send_city: &from.city,
        send_district: &from.district,
        send_address: &from.address,
        receive_province: &to.province,
        receive_city: &to.city,
        receive_district: &to.district,
        receive_address: &to.address,
    })?;
    let marked: Option<Marked> = zto.call(ports, &ROUTE, payload).await?;
    let route = marked.and_then(|marked| {
        let route_code = some_text(marked.mark)?;
        Some(Route { route_code, bag_hub: some_text(marked.bag_addr).unwrap_or_default() })
    });
    route.ok_or_else(|| {
        RemoteError::Refused(Box::new(Refusal::new(
            "no_route",
            "中通没有给出三段码，请检查收件地址",
            "ZTO gave no route code; check the receiver's address",
        )))
    })
}

#[derive(Serialize)]
struct WirePlace<'a> {
    province: &'a str,
    city: &'a str,
    district: &'a str,
    address: &'a str,
}

impl<'a> WirePlace<'a> {
    fn of(place: &'a Place) -> WirePlace<'a> {
        WirePlace { province: &place.province, city: &place.city, district: &place.district, address: &place.address }
    }
}

/// `addresser` is the receiver.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Quote<'a> {
    transport_type: u8,
    sender: WirePlace<'a>,
    addresser: WirePlace<'a>,
    weight: Kilograms,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireQuoted {
    price: Option<Yuan>,
    first_weight_price: Option<Yuan>,
}

pub(super) async fn quote(zto: &Zto, ports: &RemotePorts<'_>, request: &QuoteRequest) -> Result<Quoted, RemoteError> {
    if request.weight.get() == 0 {
        return Err(invalid("weight", "weight", "重量须大于零", "the weight is not above zero"));
    }
    let payload = Payload::json(&Quote {
        transport_type: 0,
        sender: WirePlace::of(&request.from),
        addresser: WirePlace::of(&request.to),
        weight: Kilograms(request.weight),
    })?;
    let quoted: WireQuoted = zto.call(ports, &QUOTE, payload).await?;
    Ok(Quoted {
        price: quoted.price.map(|price| price.0),
        first_weight_price: quoted.first_weight_price.map(|price| price.0),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Unobstructed {
    #[serde(default)]
    forbid_type: Code,
    forbid_reason: Option<String>,
    #[serde(default)]
    is_unobstructed: Code,
}

pub(super) async fn serviceability(
    zto: &Zto,
    ports: &RemotePorts<'_>,
    request: &ServiceabilityRequest,
) -> Result<Serviceability, RemoteError> {
    let payload = Payload::json(&WirePlace::of(&request.place))?;
    let answer: Option<Unobstructed> = zto.call(ports, &OPEN, payload).await?;
    Ok(answer.map_or(Serviceability::Unknown, open))
}

/// 0 passes and 1 is blocked. Neither, or a code of the other side (A… blocks, B… passes), is no answer.
fn open(answer: Unobstructed) -> Serviceability {
    match (answer.is_unobstructed.0.as_str(), answer.forbid_type.0.chars().next()) {
        ("0", None | Some('B')) => Serviceability::Open,
        ("1", None | Some('A')) => Serviceability::Closed {
            reason: some_text(answer.forbid_reason).unwrap_or_else(|| forbidden(&answer.forbid_type.0).to_owned()),
            carrier_code: answer.forbid_type.0,
        },
        _ => Serviceability::Unknown,
    }
}

fn forbidden(code: &str) -> &'static str {
    match code {
        "A00" => "全省停发",
        "A01" => "全市停发",
        "A02" => "区县停发",
        "A03" => "网点停发",
        "A04" => "三段码停发",
        _ => "停发",
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRegion {
    #[serde(default)]
    id: Code,
    #[serde(default)]
    parent_id: Code,
    #[serde(default)]
    national_code: Code,
    #[serde(default)]
    full_name: Code,
    #[serde(default)]
    layer: Code,
    #[serde(default)]
    enabled: serde_json::Value,
}

/// The one API that takes a form, with a field that means nothing.
pub(super) async fn regions(zto: &Zto, ports: &RemotePorts<'_>) -> Result<Vec<Region>, RemoteError> {
    let rows: Vec<WireRegion> = zto.call(ports, &REGIONS, Payload::form(&[("a", "a")])).await?;
    Ok(rows.into_iter().map(region).collect())
}

fn region(row: WireRegion) -> Region {
    let enabled = matches!(row.enabled, serde_json::Value::Bool(true)) || row.enabled == 1 || row.enabled == "1";
    Region {
        id: row.id.0,
        parent_id: row.parent_id.0,
        national_code: row.national_code.0,
        full_name: row.full_name.0,
        layer: row.layer.0.parse().unwrap_or_default(),
        enabled,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn open_closed_and_neither() {
        let of = |value| open(serde_json::from_value(value).unwrap());
        assert_eq!(of(json!({"isUnobstructed": 0, "forbidType": "B04"})), Serviceability::Open);
        assert_eq!(of(json!({"isUnobstructed": "0"})), Serviceability::Open);
        let closed = of(json!({"isUnobstructed": 1, "forbidType": "A04"}));
        assert_eq!(closed, Serviceability::Closed { carrier_code: "A04".to_owned(), reason: "三段码停发".to_owned() });
        for unclear in [
            json!({}),
            json!({"isUnobstructed": 2}),
            json!({"isUnobstructed": 0, "forbidType": "A02"}),
            json!({"isUnobstructed": 1, "forbidType": "B00"}),
        ] {
            assert_eq!(of(unclear.clone()), Serviceability::Unknown, "{unclear}");
        }
    }

    #[test]
    fn a_region_is_on_only_where_it_says_so() {
        for (enabled, on) in
            [(json!(true), true), (json!(1), true), (json!("1"), true), (json!(0), false), (json!(null), false)]
        {
            let row = json!({"id": 7, "parentId": "1", "nationalCode": "310118", "fullName": "青浦区", "layer": 3, "enabled": enabled});
            let region = region(serde_json::from_value(row).unwrap());
            assert_eq!((region.enabled, region.layer, region.id.as_str()), (on, 3, "7"));
        }
    }
}
