//! The variables of templates: their names, what they stand for, and a sample of each.

use std::borrow::Cow;

use crate::data::{GoodsLine, LabelData, ManifestRow, Party};

/// A variable that texts of templates can hold in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// What stands in the braces.
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub scope: FieldScope,
}

/// Where a variable has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldScope {
    /// On every label; where a kind of label has no such value it is empty.
    Label,
    /// In the columns of a goods table, and on item labels.
    Item,
    /// In the columns of a parcel table.
    Row,
    /// In the columns of any table.
    Line,
}

const fn field(name: &'static str, zh: &'static str, en: &'static str) -> Field {
    Field { name, zh, en, scope: FieldScope::Label }
}

const fn item(name: &'static str, zh: &'static str, en: &'static str) -> Field {
    Field { name, zh, en, scope: FieldScope::Item }
}

const fn row(name: &'static str, zh: &'static str, en: &'static str) -> Field {
    Field { name, zh, en, scope: FieldScope::Row }
}

const FIELDS: [Field; 41] = [
    field("waybill_no", "运单号", "Waybill number"),
    field("route_code", "三段码", "Route code"),
    field("bag_hub", "集包地", "Bag hub"),
    field("service", "产品类型", "Service"),
    field("sender.name", "寄件人姓名", "Sender's name"),
    field("sender.phone", "寄件人电话", "Sender's phone"),
    field("sender.region", "寄件人省市区", "Sender's region"),
    field("sender.detail", "寄件人详细地址", "Sender's address"),
    field("receiver.name", "收件人姓名", "Receiver's name"),
    field("receiver.phone", "收件人电话", "Receiver's phone"),
    field("receiver.region", "收件人省市区", "Receiver's region"),
    field("receiver.detail", "收件人详细地址", "Receiver's address"),
    field("goods", "品名", "Goods"),
    field("quantity", "件数", "Quantity"),
    field("weight", "重量", "Weight"),
    field("remark", "备注", "Remark"),
    field("order_no", "订单号", "Order number"),
    field("track_url", "查询网址", "Tracking address"),
    field("printed_at", "打印时间", "Time of printing"),
    field("sequence", "打印序号", "Place in the batch"),
    field("reprint", "补打标记", "Reprint mark"),
    field("merchant", "商家名称", "Merchant"),
    field("shop", "店铺", "Shop"),
    field("owner", "货主", "Owner"),
    field("outlet", "网点", "Outlet"),
    field("total", "合计件数", "Total pieces"),
    field("total_weight", "合计重量", "Total weight"),
    field("page", "页码", "Page"),
    field("pages", "总页数", "Pages"),
    item("item.name", "商品名称", "Goods name"),
    item("item.spec", "规格", "Specification"),
    item("item.code", "商品编码", "Goods code"),
    item("item.quantity", "商品数量", "Goods quantity"),
    item("item.note", "商品备注", "Goods note"),
    row("row.waybill_no", "明细运单号", "Line's waybill number"),
    row("row.region", "明细目的地", "Line's destination"),
    row("row.weight", "明细重量", "Line's weight"),
    row("row.note", "明细备注", "Line's note"),
    Field { name: "number", zh: "行号", en: "Line number", scope: FieldScope::Line },
    Field { name: "count", zh: "总行数", en: "Lines in all", scope: FieldScope::Label },
    Field { name: "more", zh: "未列出的行数", en: "Lines left out", scope: FieldScope::Line },
];

/// Every variable, in the order a list shows them.
pub fn fields() -> &'static [Field] {
    &FIELDS
}

/// Whether a template may name this variable.
pub(crate) fn is_field(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name == name)
}

impl Field {
    /// What the variable says on a sample label.
    pub fn sample(&self) -> String {
        let data = sample_data();
        let scope = Scope { page: 1, pages: 1, ..Scope::of(&data) };
        scope.field(self.name).map(Cow::into_owned).unwrap_or_default()
    }
}

/// A label's words together with the line of the table that is being drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    pub data: &'a LabelData,
    /// The goods line being drawn; the first one outside tables.
    pub item: Option<&'a GoodsLine>,
    pub row: Option<&'a ManifestRow>,
    /// From 1.
    pub number: usize,
    pub more: usize,
    pub page: u32,
    pub pages: u32,
}

impl<'a> Scope<'a> {
    pub(crate) fn of(data: &'a LabelData) -> Scope<'a> {
        Scope { data, item: data.items.first(), row: data.rows.first(), number: 1, more: 0, page: 1, pages: 1 }
    }

    /// The text of a field, or nothing if no field has that name.
    pub(crate) fn field(&self, name: &str) -> Option<Cow<'a, str>> {
        let data = self.data;
        let item = |value: fn(&GoodsLine) -> &String| self.item.map_or("", |item| value(item));
        let row = |value: fn(&ManifestRow) -> &String| self.row.map_or("", |row| value(row));
        Some(Cow::Borrowed(match name {
            "waybill_no" => &data.waybill_no,
            "route_code" => &data.route_code,
            "bag_hub" => &data.bag_hub,
            "service" => &data.service,
            "sender.name" => &data.sender.name,
            "sender.phone" => &data.sender.phone,
            "sender.region" => &data.sender.region,
            "sender.detail" => &data.sender.detail,
            "receiver.name" => &data.receiver.name,
            "receiver.phone" => &data.receiver.phone,
            "receiver.region" => &data.receiver.region,
            "receiver.detail" => &data.receiver.detail,
            "goods" => &data.goods,
            "quantity" => &data.quantity,
            "weight" => &data.weight,
            "remark" => &data.remark,
            "order_no" => &data.order_no,
            "track_url" => &data.track_url,
            "printed_at" => &data.printed_at,
            "sequence" => &data.sequence,
            "reprint" if data.reprint => "补打",
            "reprint" => "",
            "merchant" => &data.merchant,
            "shop" => &data.shop,
            "owner" => &data.owner,
            "outlet" => &data.outlet,
            "total" => &data.total,
            "total_weight" => &data.total_weight,
            "item.name" => item(|item| &item.name),
            "item.spec" => item(|item| &item.spec),
            "item.code" => item(|item| &item.code),
            "item.quantity" => item(|item| &item.quantity),
            "item.note" => item(|item| &item.note),
            "row.waybill_no" => row(|row| &row.waybill_no),
            "row.region" => row(|row| &row.region),
            "row.weight" => row(|row| &row.weight),
            "row.note" => row(|row| &row.note),
            "number" => return Some(self.number.to_string().into()),
            "count" => return Some(data.items.len().max(data.rows.len()).to_string().into()),
            "more" => return Some(self.more.to_string().into()),
            "page" => return Some(self.page.to_string().into()),
            "pages" => return Some(self.pages.to_string().into()),
            _ => return None,
        }))
    }
}

/// A label as a usual day brings it, for previews and tests; nobody in it exists, and it is masked as labels are.
pub fn sample_data() -> LabelData {
    let party = |name: &str, phone: &str, region: &str, detail: &str| Party {
        name: name.to_owned(),
        phone: phone.to_owned(),
        region: region.to_owned(),
        detail: detail.to_owned(),
    };
    let text = str::to_owned;
    LabelData {
        waybill_no: text("YD7310000000426"),
        route_code: text("300-H12-09"),
        bag_hub: text("杭州转运中心"),
        service: text("标准快递"),
        sender: party("李*", "138******66", "上海市 青浦区", "华徐公路***"),
        receiver: party("王**", "159******21", "浙江省 杭州市 西湖区", "文三路199号翠苑小区***"),
        goods: text("女式针织开衫 米白色 L码"),
        quantity: text("2"),
        weight: text("1.25 kg"),
        remark: text("易碎，请轻放；周末送货"),
        order_no: text("TB2411240938217"),
        track_url: text("https://yundan.example/t/YD7310000000426"),
        printed_at: text("2026-11-24 09:38"),
        sequence: text("3/120"),
        reprint: false,
        merchant: text("青禾服饰"),
        shop: text("青禾旗舰店"),
        owner: text("青禾"),
        outlet: text("上海青浦华新网点"),
        total: text("6"),
        total_weight: text("7.85 kg"),
        items: sample_items(),
        rows: sample_rows(),
    }
}

fn sample_items() -> Vec<GoodsLine> {
    [
        ("女式针织开衫", "米白色 L", "QH-KS-2201-L", "1", ""),
        ("女式针织开衫", "藏青色 M", "QH-KS-2201-M", "1", "赠运费险"),
        ("羊毛围巾", "驼色 180×70 cm", "QH-WJ-0087", "2", "礼盒装"),
        ("纯棉短袜（五双装）", "混色", "QH-WZ-0310", "1", ""),
    ]
    .map(|(name, spec, code, quantity, note)| GoodsLine {
        name: name.to_owned(),
        spec: spec.to_owned(),
        code: code.to_owned(),
        quantity: quantity.to_owned(),
        note: note.to_owned(),
    })
    .to_vec()
}

fn sample_rows() -> Vec<ManifestRow> {
    [
        ("YD7310000000426", "浙江省 杭州市 西湖区", "1.25 kg", ""),
        ("YD7310000000434", "广东省 深圳市 龙岗区", "0.80 kg", ""),
        ("YD7310000000442", "四川省 成都市 武侯区", "2.10 kg", "易碎"),
        ("YD7310000000450", "北京市 朝阳区", "1.00 kg", ""),
        ("YD7310000000469", "新疆维吾尔自治区 乌鲁木齐市 天山区", "1.50 kg", "退换"),
        ("YD7310000000477", "江苏省 苏州市 昆山市", "1.20 kg", ""),
    ]
    .map(|(waybill_no, region, weight, note)| ManifestRow {
        waybill_no: waybill_no.to_owned(),
        region: region.to_owned(),
        weight: weight.to_owned(),
        note: note.to_owned(),
    })
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_known_and_has_a_sample() {
        let data = sample_data();
        for field in fields() {
            assert!(Scope::of(&data).field(field.name).is_some(), "{}", field.name);
            assert!(!field.zh.is_empty() && !field.en.is_empty());
            let may_be_empty = ["reprint", "item.note", "row.note"].contains(&field.name);
            assert!(may_be_empty || !field.sample().is_empty(), "{}", field.name);
        }
        assert!(!is_field("password") && Scope::of(&data).field("password").is_none());
    }
}
