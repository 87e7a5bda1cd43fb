//! The after-sale group: stopping a parcel on its way.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Zto,
    call::{Api, Payload},
    wire::Code,
};
use crate::remote::{
    InterceptDestination, InterceptRef, InterceptRequest, InterceptState, InterceptTicket, Party, RemoteError,
    RemotePorts,
};

const CREATE: Api = Api::creates("thirdcenter.createIntercept").after_sale();
const CANCEL: Api = Api::creates("thirdcenter.cancelIntercept").after_sale();
const STATE: Api = Api::reads("thirdcenter.queryInterceptAndReturnStatus").after_sale();
/// The platform has this request already.
const DUPLICATE: [&str; 2] = ["E23127", "E23151"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Create<'a> {
    bill_code: &'a str,
    request_id: &'a str,
    destination_type: u8,
    /// The same again: it is what the platform's staff see.
    third_biz_no: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    receive_username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receive_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receive_province: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receive_city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receive_district: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receive_address: Option<&'a str>,
}

impl<'a> Create<'a> {
    fn of(request: &'a InterceptRequest) -> Create<'a> {
        let (destination_type, to): (u8, Option<&Party>) = match &request.destination {
            InterceptDestination::PickupSite => (1, None),
            InterceptDestination::Sender => (2, None),
            InterceptDestination::NewAddress(party) => (3, Some(party)),
            InterceptDestination::ReturnAddress(party) => (4, Some(party)),
        };
        Create {
            bill_code: &request.waybill_no,
            request_id: &request.request_id,
            destination_type,
            third_biz_no: &request.request_id,
            receive_username: to.map(|party| party.name.as_str()),
            receive_phone: to.and_then(|party| party.mobile.as_deref().or(party.phone.as_deref())),
            receive_province: to.map(|party| party.province.as_str()),
            receive_city: to.map(|party| party.city.as_str()),
            receive_district: to.map(|party| party.district.as_str()),
            receive_address: to.map(|party| party.address.as_str()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default)]
    center_biz_no: Code,
}

/// After an unknown outcome the same request is sent again; that the platform has it already is then the answer.
pub(super) async fn create(
    zto: &Zto,
    ports: &RemotePorts<'_>,
    request: &InterceptRequest,
) -> Result<InterceptTicket, RemoteError> {
    let answer: Result<Option<Answer>, _> = zto.call(ports, &CREATE, Payload::json(&Create::of(request))?).await;
    match answer {
        Ok(answer) => Ok(InterceptTicket { number: answer.and_then(|answer| answer.center_biz_no.some()) }),
        Err(RemoteError::Refused(refusal)) if DUPLICATE.contains(&refusal.carrier_code.as_str()) => {
            Ok(InterceptTicket { number: None })
        }
        Err(error) => Err(error),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Named<'a> {
    bill_code: &'a str,
    request_id: &'a str,
}

impl<'a> Named<'a> {
    fn of(request: &'a InterceptRef) -> Named<'a> {
        Named { bill_code: &request.waybill_no, request_id: &request.request_id }
    }
}

pub(super) async fn cancel(zto: &Zto, ports: &RemotePorts<'_>, request: &InterceptRef) -> Result<(), RemoteError> {
    zto.call::<Option<Value>>(ports, &CANCEL, Payload::json(&Named::of(request))?).await.map(|_| ())
}

pub(super) async fn state(
    zto: &Zto,
    ports: &RemotePorts<'_>,
    request: &InterceptRef,
) -> Result<InterceptState, RemoteError> {
    let answer: Value = zto.call(ports, &STATE, Payload::json(&Named::of(request))?).await?;
    Ok(state_of(&answer))
}

/// The documents name the states and not the field: a bare text, or the one that is called so.
fn state_of(answer: &Value) -> InterceptState {
    let text = answer.as_str().or_else(|| {
        ["interceptStatus", "status", "state"].iter().find_map(|field| answer.get(field).and_then(Value::as_str))
    });
    match text.unwrap_or_default() {
        "INTERCEPTING" => InterceptState::Asked,
        "INTERCEPT_SUCCESS" => InterceptState::Succeeded,
        "INTERCEPT_FAIL" => InterceptState::Failed,
        "INTERCEPT_CANCEL" => InterceptState::Cancelled,
        "PACKAGE_DELIVERYING" => InterceptState::Delivering,
        "INTERCEPT_DISCONTINUE" => InterceptState::Discontinued,
        other => InterceptState::Unknown(other.chars().take(40).collect()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn states_and_one_nobody_knows() {
        assert_eq!(state_of(&json!("INTERCEPTING")), InterceptState::Asked);
        assert_eq!(state_of(&json!({"interceptStatus": "INTERCEPT_SUCCESS"})), InterceptState::Succeeded);
        assert_eq!(state_of(&json!({"interceptStatus": "NEW"})), InterceptState::Unknown("NEW".to_owned()));
        assert_eq!(state_of(&json!({"ok": true})), InterceptState::Unknown(String::new()));
        assert_eq!(state_of(&json!(null)), InterceptState::Unknown(String::new()));
    }

    #[test]
    fn only_another_address_names_a_person() {
        let request = |destination| InterceptRequest {
            waybill_no: "73100196611386".to_owned(),
            request_id: "r1".to_owned(),
            destination,
        };
        let back = request(InterceptDestination::Sender);
        assert_eq!(
            serde_json::to_value(Create::of(&back)).unwrap(),
            json!({"billCode": "73100196611386", "requestId": "r1", "destinationType": 2, "thirdBizNo": "r1"})
        );
        let party = Party {
            name: "李四".to_owned(),
            mobile: None,
            phone: Some("021-5555".to_owned()),
            province: "上海".to_owned(),
            city: "上海市".to_owned(),
            district: "青浦区".to_owned(),
            address: "华志路1685号".to_owned(),
        };
        let on = request(InterceptDestination::NewAddress(party));
        let body = serde_json::to_value(Create::of(&on)).unwrap();
        assert_eq!((&body["destinationType"], &body["receivePhone"]), (&json!(3), &json!("021-5555")));
    }
}
