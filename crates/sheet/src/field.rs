//! What a column of an order file can mean.

use serde::{Deserialize, Serialize};

use crate::{
    header::{alias, key},
    problem::Lang,
};

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $name:literal $zh:literal $en:literal;)*) => {
        /// The meaning of a column. The names are stable: mappings are stored with them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Field {
            /// Every field, in the order in which a person would be offered them.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)*];

            /// The stable name, such as `recv_mobile`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }

            /// The name for people.
            pub const fn label(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Field::$variant, Lang::Zh) => $zh, (Field::$variant, Lang::En) => $en,)*
                }
            }
        }
    };
}

fields! {
    OrderNo "order_no" "订单号" "order number";
    RecvName "recv_name" "收件人" "receiver";
    /// Joined with [`Field::RecvName`] where the shop keeps first and last names apart.
    RecvLastName "recv_last_name" "收件人姓" "receiver's last name";
    RecvCompany "recv_company" "收件公司" "receiver's company";
    RecvMobile "recv_mobile" "收件手机" "receiver's mobile";
    RecvPhone "recv_phone" "收件固话" "receiver's landline";
    Country "country" "国家/地区" "country or region";
    Province "province" "省" "province";
    City "city" "市" "city";
    District "district" "区县" "district";
    Town "town" "街道/乡镇" "town";
    /// Province, city and district in one cell.
    Region "region" "省市区" "province, city and district";
    Address "address" "详细地址" "address";
    /// Goes behind [`Field::Address`].
    Address2 "address_2" "地址第二行" "address, second line";
    Postcode "postcode" "邮编" "postcode";
    Goods "goods" "物品名称" "goods";
    /// Colour, size and the like; goes behind [`Field::Goods`].
    GoodsSpec "goods_spec" "规格" "variant";
    /// One item of an order as WooCommerce's exports write it.
    OrderItem "order_item" "订单商品" "order item";
    Quantity "quantity" "数量" "quantity";
    Weight "weight" "重量" "weight";
    Insured "insured" "保价金额" "insured value";
    Cod "cod" "代收货款" "cash on delivery";
    ToPay "to_pay" "到付" "freight paid by the receiver";
    /// The merchant's own code of the goods (SKU), as a barcode carries it.
    GoodsCode "goods_code" "商品编码" "goods code";
    Shop "shop" "店铺" "shop";
    /// Whose goods they are, by code or name.
    Owner "owner" "货主" "owner";
    /// At whose cost it is sent, by code or name.
    Department "department" "部门" "department";
    Remark "remark" "备注" "remark";
    SellerRemark "seller_remark" "卖家备注" "seller's remark";
    OrderStatus "order_status" "订单状态" "order status";
    /// Filled when the order was cancelled, whatever it says.
    CancelledAt "cancelled_at" "取消时间" "cancelled at";
    SenderName "sender_name" "寄件人" "sender";
    SenderCompany "sender_company" "寄件公司" "sender's company";
    SenderMobile "sender_mobile" "寄件手机" "sender's mobile";
    SenderPhone "sender_phone" "寄件固话" "sender's landline";
    SenderProvince "sender_province" "寄件省" "sender's province";
    SenderCity "sender_city" "寄件市" "sender's city";
    SenderDistrict "sender_district" "寄件区县" "sender's district";
    SenderTown "sender_town" "寄件街道/乡镇" "sender's town";
    SenderRegion "sender_region" "寄件省市区" "sender's province, city and district";
    SenderAddress "sender_address" "寄件详细地址" "sender's address";
}

impl Field {
    /// The field of a stable name.
    pub fn parse(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.as_str() == name)
    }

    /// What a column of this name means, as far as the name alone tells.
    pub fn of_header(name: &str) -> Option<Field> {
        alias::field_of(&key(name)).map(|(field, _)| field)
    }

    /// Holds a phone number.
    pub const fn is_phone(self) -> bool {
        matches!(self, Field::RecvMobile | Field::RecvPhone | Field::SenderMobile | Field::SenderPhone)
    }

    /// The same thing about the sender, for the fields that both parties have.
    pub(crate) const fn of_sender(self) -> Option<Field> {
        Some(match self {
            Field::RecvName => Field::SenderName,
            Field::RecvCompany => Field::SenderCompany,
            Field::RecvMobile => Field::SenderMobile,
            Field::RecvPhone => Field::SenderPhone,
            Field::Province => Field::SenderProvince,
            Field::City => Field::SenderCity,
            Field::District => Field::SenderDistrict,
            Field::Town => Field::SenderTown,
            Field::Region => Field::SenderRegion,
            Field::Address => Field::SenderAddress,
            _ => return None,
        })
    }
}
