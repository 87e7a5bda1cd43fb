//! A label that says nothing true, to see whether a printer understands.

use label::{LabelData, Party};

/// Outside every carrier's numbers.
const NUMBER: &str = "TEST00000000000";

pub fn label() -> LabelData {
    let party = |name: &str| Party {
        name: name.to_owned(),
        phone: "*******0000".to_owned(),
        region: "广东省 深圳市 福田区".to_owned(),
        detail: "测试路 1 号 鑫喆堃珺".to_owned(),
    };
    LabelData {
        waybill_no: NUMBER.to_owned(),
        route_code: "000-T00-00".to_owned(),
        bag_hub: "测试 Test".to_owned(),
        service: "测试 Test".to_owned(),
        sender: party("寄件测试"),
        receiver: party("收件测试"),
        goods: "测试 Test".to_owned(),
        quantity: "1".to_owned(),
        weight: "1 kg".to_owned(),
        order_no: NUMBER.to_owned(),
        track_url: NUMBER.to_owned(),
        sequence: "1/1".to_owned(),
        ..LabelData::default()
    }
}
