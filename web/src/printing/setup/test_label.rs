//! A label that says nothing true, to see whether a printer understands.

use leptos::prelude::UpdateValue;
use shared::labels::{LabelContent, LabelParty};
use shared::printing::PrinterSetup;

use super::{
    super::{connection::Connection, engine, link::LinkError, printers::BAUD_RATE_DEFAULT, tab_lock},
    devices::Chosen,
};
use crate::texts::printing as texts;

/// Outside every carrier's numbers.
const TEST_NUMBER: &str = "TEST00000000000";

pub fn content() -> LabelContent {
    let party = |name: &str| LabelParty {
        name: name.to_owned(),
        phone: "*******0000".to_owned(),
        region: "广东省 深圳市 福田区".to_owned(),
        detail: "测试路 1 号 鑫喆堃珺".to_owned(),
    };
    LabelContent {
        waybill_no: TEST_NUMBER.to_owned(),
        route_code: "000-T00-00".to_owned(),
        bag_hub: texts::TEST_RECEIVER.t().to_owned(),
        service: texts::TEST.t().to_owned(),
        sender: party("寄件测试"),
        receiver: party("收件测试"),
        goods: texts::TEST.t().to_owned(),
        quantity: "1".to_owned(),
        weight: "1 kg".to_owned(),
        remark: String::new(),
        order_no: TEST_NUMBER.to_owned(),
        track_url: TEST_NUMBER.to_owned(),
        printed_at: String::new(),
        sequence: "1/1".to_owned(),
        reprint: false,
    }
}

/// Prints the test label; true if the printer answered that it is fine afterwards.
pub async fn print(chosen: Chosen, setup: PrinterSetup) -> Result<bool, LinkError> {
    let failed = |words: &str| LinkError::Failed(words.to_owned());
    let drawn = engine::encode(content(), setup.template_id.clone(), setup.dpi, setup.language)
        .await
        .map_err(|error| failed(&error.0))?;
    let device = chosen.device.try_update_value(Option::take).flatten().ok_or(LinkError::Disconnected)?;
    let device = std::rc::Rc::try_unwrap(device).map_err(|_| failed("in use"))?;
    let key = device.key();
    let lock = tab_lock::take(&format!("yundan.printer.{key}")).await.ok_or(LinkError::Elsewhere)?;
    let baud_rate = setup.baud_rate.unwrap_or(BAUD_RATE_DEFAULT);
    let connection = Connection::open(device, setup.language, baud_rate, lock).await;
    let outcome = match &connection {
        Ok(connection) => send(connection, &drawn.bytes).await,
        Err(error) => Err(error.clone()),
    };
    if let Ok(connection) = connection {
        // The port stays open for the next try; closing now would throw away what the driver has not sent.
        chosen.keep(connection.into_device());
    }
    outcome
}

async fn send(connection: &Connection, bytes: &[u8]) -> Result<bool, LinkError> {
    connection.write(bytes).await.map_err(|failed| failed.error)?;
    let answer = connection.status().await?;
    Ok(answer.is_some_and(|reading| reading.trouble.is_none()))
}
