//! Label data to look at a template with: what strains a layout, and what the service sends of a shipment.

use label::{LabelData, Party};
use shared::labels::LabelContent;

/// As long as the service lets them be.
pub fn long() -> LabelData {
    let party = Party {
        name: "欧阳**********************".to_owned(),
        phone: "+86 138******78-12345".to_owned(),
        region: "新疆维吾尔自治区 克孜勒苏柯尔克孜自治州 阿合奇县".to_owned(),
        detail: "人民路与解放路交叉口东北角向里走三百米路北老粮库院内电子商务产业园二期仓储中心北门收发室转".repeat(3),
    };
    LabelData {
        sender: party.clone(),
        receiver: party,
        goods: "女式针织开衫 米白色 加大码 含赠品丝巾一条".repeat(5),
        remark: "易碎品请轻拿轻放，周末可送货，送前请电话联系".repeat(5),
        order_no: "TB24112409382170000000000000000001".to_owned(),
        quantity: "9999".to_owned(),
        weight: "1000 kg".to_owned(),
        reprint: true,
        ..label::sample_data()
    }
}

/// Only what every shipment has.
pub fn bare() -> LabelData {
    let sample = label::sample_data();
    LabelData {
        waybill_no: sample.waybill_no,
        route_code: sample.route_code,
        service: sample.service,
        receiver: sample.receiver,
        sender: sample.sender,
        ..LabelData::default()
    }
}

/// The same JSON on both sides; what the service does not send is empty.
pub fn of_content(content: &LabelContent) -> Option<LabelData> {
    serde_json::from_value(serde_json::to_value(content).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_sends_is_what_the_engine_reads() {
        let content: LabelContent = serde_json::from_value(serde_json::json!({
            "waybill_no": "YD1", "route_code": "300-A", "bag_hub": "杭州", "service": "标准快递",
            "sender": { "name": "李*", "phone": "1", "region": "上海市", "detail": "x" },
            "receiver": { "name": "王*", "phone": "2", "region": "浙江省", "detail": "y" },
            "goods": "茶", "quantity": "1", "weight": "1 kg", "remark": "", "order_no": "A", "track_url": "u",
            "printed_at": "", "sequence": "1/1", "reprint": true, "merchant": "青禾",
            "items": [{ "name": "茶", "spec": "", "code": "", "quantity": "1", "note": "" }],
        }))
        .expect("the service's own form");
        let data = of_content(&content).expect("readable");
        assert_eq!((data.waybill_no.as_str(), data.merchant.as_str(), data.reprint), ("YD1", "青禾", true));
        assert_eq!(data.receiver.detail, "y");
        assert_eq!(data.items[0].name, "茶");
    }
}
