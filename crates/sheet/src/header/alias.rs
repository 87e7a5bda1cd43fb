//! The dictionary of column names: normalised header to field.

use crate::field::Field;

/// How sure a name is: a column called 手机 is the mobile even where another is called 电话.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    Weak,
    Strong,
}

/// Names of columns about the order.
const ORDER: &[(Field, &[&str])] = &[
    (
        Field::OrderNo,
        &[
            "订单号",
            "订单编号",
            "客户订单号",
            "客户单号",
            "商家订单号",
            "主订单编号",
            "主订单号",
            "外部单号",
            "外部订单号",
            "来源单号",
            "平台订单号",
            "订单id",
            "系统单号",
            "交易编号",
            "交易号",
            "网店订单号",
            "原始单号",
            "原始订单号",
            "店铺订单号",
            "销售单号",
            "订单号码",
            "电商订单号",
            "参考号",
            "orderid",
            "orderno",
            "ordernumber",
            "order",
            "orderref",
            "customerorderno",
            "customerordernumber",
            "orderreference",
            "reference",
            "referenceno",
            "refno",
            "order#",
        ],
    ),
    (
        Field::Goods,
        &[
            "品名",
            "物品名称",
            "货物名称",
            "商品",
            "商品名称",
            "商品名",
            "宝贝标题",
            "宝贝名称",
            "选购商品",
            "货品标题",
            "货品名称",
            "托寄物",
            "托寄物内容",
            "托寄物品",
            "托寄物名称",
            "内件",
            "内件品名",
            "内件名称",
            "物品",
            "货物",
            "物品内容",
            "商品标题",
            "商品信息",
            "产品名称",
            "产品",
            "产品标题",
            "寄托物",
            "商品详情",
            "goods",
            "item",
            "items",
            "itemname",
            "product",
            "products",
            "productname",
            "lineitemname",
            "description",
            "goodsdescription",
            "goodsname",
            "contents",
            "content",
            "itemdescription",
        ],
    ),
    (
        Field::GoodsSpec,
        &[
            "商品规格",
            "规格",
            "宝贝规格",
            "宝贝属性",
            "商品属性",
            "规格型号",
            "销售属性",
            "产品规格",
            "货品规格",
            "sku规格",
            "variant",
            "spec",
        ],
    ),
    (
        Field::Quantity,
        &[
            "数量",
            "件数",
            "商品数量",
            "宝贝总数量",
            "宝贝数量",
            "订购数量",
            "购买数量",
            "商品件数",
            "总数量",
            "物品数量",
            "内件数量",
            "托寄物数量",
            "货物数量",
            "产品数量",
            "货品数量",
            "商品总数量",
            "qty",
            "quantity",
            "lineitemquantity",
            "pieces",
            "pcs",
        ],
    ),
    (
        Field::Weight,
        &[
            "重量",
            "实重",
            "包裹重量",
            "商品重量",
            "物品重量",
            "总重量",
            "毛重",
            "货物重量",
            "重量kg",
            "重量g",
            "重量克",
            "实际重量",
            "weight",
            "weightkg",
            "weightg",
            "parcelweight",
            "grossweight",
        ],
    ),
    (
        Field::Insured,
        &[
            "保价",
            "保价金额",
            "声明价值",
            "声明价值金额",
            "保额",
            "保价声明价值",
            "insured",
            "insuredvalue",
            "insuredamount",
            "declaredvalue",
        ],
    ),
    (Field::Cod, &["代收", "代收货款", "代收金额", "代收款", "代收货款金额", "cod", "codamount", "cashondelivery"]),
    (
        Field::ToPay,
        &[
            "到付",
            "到付金额",
            "是否到付",
            "付款方式",
            "运费付款方式",
            "邮费付款方式",
            "topay",
            "freightcollect",
            "collect",
        ],
    ),
    (
        Field::GoodsCode,
        &[
            "商品编码",
            "商家编码",
            "货号",
            "商品货号",
            "规格编码",
            "sku",
            "sku编码",
            "skucode",
            "productcode",
            "itemcode",
            "goodscode",
        ],
    ),
    (Field::Shop, &["店铺", "店铺名称", "店铺名", "网店", "网店名称", "shop", "shopname", "store", "storename"]),
    (Field::Owner, &["货主", "货主编码", "货主名称", "owner", "ownercode"]),
    (Field::Department, &["部门", "成本中心", "所属部门", "department", "costcentre", "costcenter"]),
    (
        Field::Remark,
        &[
            "备注",
            "买家留言",
            "订单备注",
            "面单备注",
            "客户备注",
            "买家备注",
            "留言",
            "顾客备注",
            "运单备注",
            "发货备注",
            "配送备注",
            "用户备注",
            "备注信息",
            "remark",
            "remarks",
            "note",
            "notes",
            "comment",
            "comments",
            "customernote",
            "memo",
        ],
    ),
    (
        Field::SellerRemark,
        &["卖家备注", "商家备注", "客服备注", "内部备注", "卖家留言", "sellerremark", "sellernote", "internalnote"],
    ),
    (
        Field::OrderStatus,
        &[
            "订单状态",
            "交易状态",
            "退款状态",
            "售后状态",
            "orderstatus",
            "financialstatus",
            "paymentstatus",
            "refundstatus",
        ],
    ),
    (Field::CancelledAt, &["cancelledat", "canceledat"]),
];

/// Names of columns about a party, as they stand alone (then the receiver's) or behind a word for the party.
const PARTY: &[(Field, Strength, &[&str])] = &[
    (
        Field::RecvName,
        Strength::Strong,
        &["姓名", "名称", "名字", "联系人", "联系人姓名", "name", "fullname", "contact", "contactname"],
    ),
    (
        Field::RecvMobile,
        Strength::Strong,
        &[
            "手机",
            "手机号",
            "手机号码",
            "联系手机",
            "移动电话",
            "联系人手机",
            "联系手机号",
            "mobile",
            "mobileno",
            "mobilenumber",
            "cellphone",
        ],
    ),
    (
        Field::RecvMobile,
        Strength::Weak,
        &[
            "电话",
            "电话号码",
            "联系电话",
            "联系方式",
            "电话手机",
            "手机电话",
            "手机固话",
            "电话号",
            "联系人电话",
            "手机或电话",
            "手机座机",
            "phone",
            "phoneno",
            "phonenumber",
            "tel",
            "telephone",
            "contactnumber",
            "contactphone",
        ],
    ),
    (Field::RecvPhone, Strength::Strong, &["固话", "座机", "固定电话", "座机号", "座机号码", "landline", "fixedphone"]),
    (Field::Country, Strength::Strong, &["国家", "国家地区", "国家或地区", "country", "countrycode", "countryregion"]),
    (
        Field::Province,
        Strength::Strong,
        &["省", "省份", "省自治区直辖市", "省直辖市", "province", "state", "stateprovince"],
    ),
    (Field::City, Strength::Strong, &["市", "城市", "地级市", "city"]),
    (
        Field::District,
        Strength::Strong,
        &["区", "区县", "县区", "县", "市区县", "区县市", "县市区", "district", "county"],
    ),
    (Field::Town, Strength::Strong, &["街道", "乡镇", "街道乡镇", "乡镇街道", "镇", "town", "township", "subdistrict"]),
    (
        Field::Region,
        Strength::Strong,
        &["省市区", "省市县", "省市区县", "地区", "区域", "省市", "省市区街道", "region"],
    ),
    (
        Field::Address,
        Strength::Strong,
        &[
            "地址",
            "详细地址",
            "街道地址",
            "具体地址",
            "完整地址",
            "收货地址",
            "收件地址",
            "地址信息",
            "地址详情",
            "address",
            "address1",
            "addressline1",
            "streetaddress",
            "street",
            "fulladdress",
            "detailaddress",
            "detailedaddress",
            "addressdetail",
        ],
    ),
    (Field::Address2, Strength::Strong, &["address2", "addressline2"]),
    (Field::Postcode, Strength::Strong, &["邮编", "邮政编码", "zip", "zipcode", "postcode", "postalcode"]),
    (Field::RecvCompany, Strength::Strong, &["公司", "公司名称", "单位", "单位名称", "company", "companyname"]),
];

/// Words for the receiver; those that end in 人 or 方 mean the name when they stand alone.
const RECEIVER: &[&str] = &[
    "收件人",
    "收货人",
    "收件方",
    "收货方",
    "收方",
    "收件",
    "收货",
    "到件人",
    "接收人",
    "签收人",
    "客户",
    "顾客",
    "买家",
    "receiver",
    "recipient",
    "consignee",
    "shipto",
    "shipping",
    "delivery",
    "customer",
    "to",
];

/// Words for the sender.
const SENDER: &[&str] = &[
    "寄件人",
    "发件人",
    "发货人",
    "寄货人",
    "寄件方",
    "发件方",
    "发货方",
    "寄方",
    "寄件",
    "发件",
    "发货",
    "寄",
    "sender",
    "shipper",
    "shipfrom",
    "from",
];

/// Words between the party and the noun that mean nothing.
const FILLERS: &[&str] = &["的", "所在", "信息", "详细地址所在"];

/// The field of a normalised header, by the dictionary alone.
pub(crate) fn field_of(key: &str) -> Option<(Field, Strength)> {
    if key.is_empty() {
        return None;
    }
    if key.contains("修改后的收货地址") {
        return Some((Field::Address, Strength::Strong));
    }
    order_field(key).or_else(|| party_field(key))
}

fn order_field(key: &str) -> Option<(Field, Strength)> {
    ORDER.iter().find(|(_, names)| names.contains(&key)).map(|(field, _)| (*field, Strength::Strong))
}

fn party_field(key: &str) -> Option<(Field, Strength)> {
    if let Some(found) = noun(key) {
        // Alone, these are the goods' name and their unit of measure.
        return (!matches!(key, "名称" | "单位")).then_some(found);
    }
    for (words, sender) in [(RECEIVER, false), (SENDER, true)] {
        for word in words {
            let Some(rest) = key.strip_prefix(word) else { continue };
            if let Some((field, strength)) = behind_party(word, rest) {
                let field = if sender { field.of_sender() } else { Some(field) };
                return field.map(|field| (field, strength));
            }
        }
    }
    None
}

fn behind_party(word: &str, rest: &str) -> Option<(Field, Strength)> {
    if rest.is_empty() {
        let person = word.ends_with('人')
            || word.ends_with('方')
            || matches!(word, "receiver" | "recipient" | "consignee" | "sender" | "shipper");
        return person.then_some((Field::RecvName, Strength::Strong));
    }
    let rest = FILLERS.iter().find_map(|filler| rest.strip_prefix(filler)).filter(|r| !r.is_empty()).unwrap_or(rest);
    noun(rest)
}

fn noun(key: &str) -> Option<(Field, Strength)> {
    PARTY.iter().find(|(_, _, names)| names.contains(&key)).map(|(field, strength, _)| (*field, *strength))
}

/// Whether a heading above several columns speaks of the sender (`Some(true)`) or the receiver (`Some(false)`).
pub(crate) fn party_of_group(key: &str) -> Option<bool> {
    let begins = |words: &[&str]| words.iter().any(|word| key.starts_with(word));
    if begins(SENDER) {
        Some(true)
    } else if begins(RECEIVER) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::key;

    #[test]
    fn knows_the_columns_people_write() {
        for (header, field) in [
            ("收货地址 ", Some(Field::Address)),
            ("*收件人姓名（必填）", Some(Field::RecvName)),
            ("收件人手机号", Some(Field::RecvMobile)),
            ("收件人座机", Some(Field::RecvPhone)),
            ("电话/手机", Some(Field::RecvMobile)),
            ("收货人", Some(Field::RecvName)),
            ("收货省份", Some(Field::Province)),
            ("收件人所在市", Some(Field::City)),
            ("区/县", Some(Field::District)),
            ("客户地址", Some(Field::Address)),
            ("买家会员名", None),
            ("买家留言", Some(Field::Remark)),
            ("商品数量(件)", Some(Field::Quantity)),
            ("重量（ＫＧ）", Some(Field::Weight)),
            ("代收货款(元)", Some(Field::Cod)),
            ("寄件人", Some(Field::SenderName)),
            ("发件人手机", Some(Field::SenderMobile)),
            ("发货地址", Some(Field::SenderAddress)),
            ("寄件人详细地址", Some(Field::SenderAddress)),
            ("发货时间", None),
            ("Shipping Name", Some(Field::RecvName)),
            ("Recipient Phone", Some(Field::RecvMobile)),
            ("Shipping Method", None),
            ("Shipping", None),
            ("快递单号", None),
            ("物流公司", None),
            ("发票抬头", None),
            ("商品id", None),
            ("order_id", Some(Field::OrderNo)),
            ("收件人省市区", Some(Field::Region)),
        ] {
            assert_eq!(field_of(&key(header)).map(|(field, _)| field), field, "{header}");
        }
    }
}
