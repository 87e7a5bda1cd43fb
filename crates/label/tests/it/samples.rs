//! Labels as a network's day brings them; nobody in them exists.

use label::{GoodsLine, LabelData, ManifestRow, Party};

fn party(name: &str, phone: &str, region: &str, detail: &str) -> Party {
    Party { name: name.to_owned(), phone: phone.to_owned(), region: region.to_owned(), detail: detail.to_owned() }
}

/// Every sample with its name.
pub fn all() -> [(&'static str, LabelData); 4] {
    [("usual", usual()), ("long", long()), ("odd", odd()), ("bare", bare())]
}

/// A usual label, masked as labels are.
pub fn usual() -> LabelData {
    label::sample_data()
}

/// As little as a label can have.
pub fn bare() -> LabelData {
    LabelData { waybill_no: "YD7310000000426".to_owned(), ..LabelData::default() }
}

/// Long values, rare hanzi, full-width forms, a reprint.
pub fn long() -> LabelData {
    LabelData {
        route_code: "356-01-02AOF3-11 WZ/0388-B".to_owned(),
        bag_hub: "呼伦贝尔鄂伦春自治旗大杨树镇分拨中心".to_owned(),
        service: "定时派送·代收货款·保价运输".to_owned(),
        sender: party(
            "内蒙古呼伦贝尔市供销合作社联合总社电子商务有限责任公司（总部）",
            "010-6666****-80**",
            "内蒙古自治区 呼伦贝尔市 鄂伦春自治旗",
            &"大杨树镇东升大街与新华路交叉口往北二百米路西".repeat(4),
        ),
        receiver: party(
            "欧阳喆堃·阿布都热依木·买买提",
            "+852 9***-**21",
            "新疆维吾尔自治区 克孜勒苏柯尔克孜自治州 阿克陶县",
            &"ＡＢＣ大厦旁玥翀路硚口里甪直巷堽城峧犇牛村".repeat(5),
        ),
        goods: "有机高筋小麦粉、特级初榨橄榄油、Extra-long assorted goods description ".repeat(3),
        quantity: "12345".to_owned(),
        weight: "12345.678 kg".to_owned(),
        remark: "送货前请先电话联系，不要放快递柜；如无人接听请于次日上午再次派送，谢谢配合！".repeat(3),
        order_no: "LONG-ORDER-NUMBER-20261124-0938-217-0000000000000001".to_owned(),
        sequence: "12345/50000".to_owned(),
        reprint: true,
        merchant: "内蒙古呼伦贝尔市供销合作社联合总社电子商务有限责任公司（总部）".to_owned(),
        shop: "供销合作社联合总社官方旗舰店（生鲜专营）".to_owned(),
        total_weight: "123456.789 kg".to_owned(),
        items: (1..=47).map(long_line).collect(),
        rows: (1..=73).map(long_row).collect(),
        ..usual()
    }
}

fn long_line(number: usize) -> GoodsLine {
    GoodsLine {
        name: format!("第{number}款 加厚保暖羊羔绒连帽外套女冬季新款宽松百搭休闲棉服"),
        spec: "雾霾蓝（加绒加厚）/ XXXL（建议 150–165 斤）".to_owned(),
        code: format!("WINTER-2026-COAT-BLUE-XXXL-{number:04}"),
        quantity: (number * 12).to_string(),
        note: "缺货可换同款黑色，换货前请先联系".to_owned(),
    }
}

fn long_row(number: usize) -> ManifestRow {
    ManifestRow {
        waybill_no: format!("YD73100000{number:05}"),
        region: "新疆维吾尔自治区 克孜勒苏柯尔克孜自治州 阿克陶县".to_owned(),
        weight: "12345.678 kg".to_owned(),
        note: "易碎，请轻放，勿压，勿倒置".to_owned(),
    }
}

/// What people paste into fields: emoji, joiners, direction marks, control characters, other scripts.
pub fn odd() -> LabelData {
    LabelData {
        sender: party("👩‍👩‍👧‍👦🎉", "\u{202e}0571", "\u{0}\u{7}", "\u{feff}\n\r\t𠮷野家"),
        receiver: party("กรุงเทพ َّعربي", "☎ 400", "Zürich Łódź Ñuñoa", "Αθήνα Москва 12-34 𝓐𝓑 ｶﾀｶﾅ 한국어"),
        remark: "{waybill_no}}{ %s ^XA^FD~DG !".to_owned(),
        items: vec![GoodsLine {
            name: "\u{202e}袜子🧦\"^XZ".to_owned(),
            spec: "ＸＬ/红\r\nPRINT 1".to_owned(),
            code: "编码-1".to_owned(),
            quantity: "½".to_owned(),
            note: "\u{7}".to_owned(),
        }],
        ..usual()
    }
}
