//! Whose export a file is, told by its column names.

use serde::{Deserialize, Serialize};

use crate::field::Field;

/// The origin of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// The workbook of [`template_workbook`](crate::template_workbook).
    Template,
    Taobao,
    Pdd,
    Douyin,
    Jd,
    Alibaba1688,
    Shopify,
    WooCommerce,
    /// Any other list whose columns the dictionary of names understands.
    Generic,
}

/// Normalised names that only this platform's exports have; two of them tell it.
const FINGERPRINTS: &[(Platform, &[&str])] = &[
    (
        Platform::Template,
        &[
            "客户订单号",
            "收件人固话",
            "街道乡镇",
            "物品名称",
            "customerorderno",
            "receiverlandline",
            "goodsname",
            "receivertown",
        ],
    ),
    (Platform::Shopify, &["name", "financialstatus", "lineitemname", "lineitemquantity", "fulfillmentstatus"]),
    (Platform::WooCommerce, &["ordernumberformatted", "shippingfirstname", "orderitem1"]),
    (Platform::Douyin, &["主订单编号", "子订单编号", "选购商品", "达人实际承担优惠金额"]),
    (Platform::Pdd, &["商品总价", "多多支付立减金额", "商家编码规格维度", "商家编码商品维度"]),
    (Platform::Jd, &["下单帐号", "下单账号", "京东价", "商家备注等级(等级15为由高到低)"]),
    (Platform::Alibaba1688, &["货品标题", "单品金额", "货品总价", "买家公司名", "卖家公司名"]),
    (
        Platform::Taobao,
        &[
            "买家会员名",
            "宝贝标题",
            "买家应付货款",
            "买家实际支付金额",
            "买家实付金额",
            "买家下单时间",
            "宝贝规格",
            "宝贝总数量",
            "修改后的收货地址",
        ],
    ),
];

/// What a platform's column means where that differs from the dictionary; `None`: nothing to us.
type Override = (&'static str, Option<Field>);

const TAOBAO: &[Override] = &[
    ("订单备注", Some(Field::SellerRemark)),
    ("联系电话", Some(Field::RecvPhone)),
    ("买家会员名", None),
    ("宝贝种类", None),
];
const DOUYIN: &[Override] = &[("子订单编号", None)];
const JD: &[Override] = &[("支付方式", None)];
const SHOPIFY: &[Override] = &[
    ("name", Some(Field::OrderNo)),
    ("financialstatus", Some(Field::OrderStatus)),
    ("shippingstreet", None),
    ("shippingaddress1", Some(Field::Address)),
    ("shippingprovincename", Some(Field::Province)),
    ("lineitemsku", None),
    ("vendor", None),
    ("location", None),
    // The parcel's own number first, then the customer's.
    ("shippingphone", Some(Field::RecvMobile)),
    ("phone", Some(Field::RecvMobile)),
    ("billingphone", Some(Field::RecvMobile)),
];
const WOOCOMMERCE: &[Override] = &[
    // What the shop's owner sees comes before what its database counts.
    ("ordernumberformatted", Some(Field::OrderNo)),
    ("ordernumber", Some(Field::OrderNo)),
    ("orderid", Some(Field::OrderNo)),
    ("status", Some(Field::OrderStatus)),
    ("shippingfirstname", Some(Field::RecvName)),
    ("shippinglastname", Some(Field::RecvLastName)),
    ("shippingphone", Some(Field::RecvMobile)),
    ("billingphone", Some(Field::RecvMobile)),
    ("ordernotes", Some(Field::SellerRemark)),
];

impl Platform {
    /// Every platform, in the order in which a page lists them.
    pub const ALL: [Platform; 9] = [
        Platform::Template,
        Platform::Taobao,
        Platform::Pdd,
        Platform::Douyin,
        Platform::Jd,
        Platform::Alibaba1688,
        Platform::Shopify,
        Platform::WooCommerce,
        Platform::Generic,
    ];

    /// The stable name, such as `alibaba1688`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Platform::Template => "template",
            Platform::Taobao => "taobao",
            Platform::Pdd => "pdd",
            Platform::Douyin => "douyin",
            Platform::Jd => "jd",
            Platform::Alibaba1688 => "alibaba1688",
            Platform::Shopify => "shopify",
            Platform::WooCommerce => "woocommerce",
            Platform::Generic => "generic",
        }
    }

    /// The platform of a stable name.
    pub fn parse(name: &str) -> Option<Platform> {
        Platform::ALL.into_iter().find(|platform| platform.as_str() == name)
    }

    /// Whose normalised column names these are; `None` where no fingerprint fits.
    pub(crate) fn of_header(keys: &[String]) -> Option<Platform> {
        FINGERPRINTS
            .iter()
            .find(|(_, names)| names.iter().filter(|name| keys.iter().any(|key| key == *name)).count() >= 2)
            .map(|(platform, _)| *platform)
    }

    /// Lines of one order number and one receiver are one parcel: exports of shops have a line for every kind of goods. In
    /// lists that people keep, the same order number twice is a mistake to be shown.
    pub const fn merges_lines(self) -> bool {
        !matches!(self, Platform::Template | Platform::Generic)
    }

    const fn overrides(self) -> &'static [Override] {
        match self {
            Platform::Taobao => TAOBAO,
            Platform::Douyin => DOUYIN,
            Platform::Jd => JD,
            Platform::Shopify => SHOPIFY,
            Platform::WooCommerce => WOOCOMMERCE,
            _ => &[],
        }
    }

    /// Which of several columns of one field speaks first; equal ranks keep the order of the file.
    pub(crate) fn rank(self, key: &str) -> usize {
        if key.contains("修改后") {
            return 0;
        }
        let overrides = self.overrides();
        overrides.iter().position(|(name, _)| *name == key).map_or(overrides.len() + 1, |at| at + 1)
    }

    /// What this platform means by a column: the outer `None` leaves it to the dictionary.
    pub(crate) fn column(self, key: &str) -> Option<Option<Field>> {
        if self == Platform::WooCommerce
            && let Some(number) = key.strip_prefix("orderitem")
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            return Some(Some(Field::OrderItem));
        }
        self.overrides().iter().find(|(name, _)| *name == key).map(|(_, field)| *field)
    }
}
