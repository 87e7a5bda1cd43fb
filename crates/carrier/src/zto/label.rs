//! zto.open.order.print: the platform's own picture of a label, which it pushes later.

use serde::Serialize;
use serde_json::Value;

use super::{
    Zto,
    call::{Api, Payload},
};
use crate::remote::{LabelFormat, LabelRequest, RemoteError, RemotePorts};

/// Asked for twice, it is pushed twice.
const PRINT: Api = Api::reads("zto.open.order.print");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Print<'a> {
    print_type: u8,
    bill_code: &'a str,
    print_logo: bool,
}

pub(super) async fn request(zto: &Zto, ports: &RemotePorts<'_>, request: &LabelRequest) -> Result<(), RemoteError> {
    let print_type = match request.format {
        LabelFormat::Jpg => 0,
        LabelFormat::Pdf => 1,
    };
    let payload = Payload::json(&Print { print_type, bill_code: &request.waybill_no, print_logo: request.logo })?;
    zto.call::<Option<Value>>(ports, &PRINT, payload).await.map(|_| ())
}
