//! One order of a file: what its lines say, typed, and what is wrong with them.

mod check;
mod fields;

use units::Money;

use crate::{field::Field, problem::RowProblem};

pub(crate) use fields::read;

/// One order: a line of the file, or several lines of the same order number and receiver. A text that is missing is empty; a
/// number that is missing or wrong is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderRow {
    /// One-based, as the spreadsheet shows it.
    pub row: u32,
    /// The other lines that were merged into this order.
    pub also_rows: Vec<u32>,
    pub order_no: String,
    pub receiver: PartyFields,
    /// As the file writes it; an order for a country that is not served has a problem.
    pub country: String,
    /// Goods with their variants; several lines are joined with their quantities.
    pub goods: String,
    /// Of all lines together.
    pub quantity: Option<u32>,
    /// Grams.
    pub weight_g: Option<u32>,
    pub insured: Option<Money>,
    pub cod: Option<Money>,
    pub to_pay: bool,
    pub shop: String,
    /// As the file names them, by code or name.
    pub owner: String,
    pub department: String,
    /// Of all lines, each once.
    pub goods_codes: Vec<String>,
    pub remark: String,
    pub seller_remark: String,
    pub status: String,
    /// All empty where the file says nothing about the sender; with a name, a phone and an address, or the order has a problem.
    pub sender: PartyFields,
    /// One for every column of the header, without what exports wrap around values. Merged lines are one line here, with all goods
    /// and quantities: written to a workbook and read again it is the same order.
    pub cells: Vec<String>,
    /// Everything that is wrong; an order with any must not be shipped.
    pub problems: Vec<RowProblem>,
}

impl OrderRow {
    /// The order's text of a field; `None` for fields that are no text of the order as a whole.
    pub fn text(&self, field: Field) -> Option<&str> {
        let (receiver, sender) = (&self.receiver, &self.sender);
        Some(match field {
            Field::OrderNo => &self.order_no,
            Field::RecvName => &receiver.name,
            Field::RecvCompany => &receiver.company,
            Field::RecvMobile => &receiver.mobile,
            Field::RecvPhone => &receiver.phone,
            Field::Country => &self.country,
            Field::Province => &receiver.province,
            Field::City => &receiver.city,
            Field::District => &receiver.district,
            Field::Town => &receiver.town,
            Field::Address => &receiver.address,
            Field::Postcode => &receiver.postcode,
            Field::Goods => &self.goods,
            Field::Shop => &self.shop,
            Field::Owner => &self.owner,
            Field::Department => &self.department,
            Field::Remark => &self.remark,
            Field::SellerRemark => &self.seller_remark,
            Field::OrderStatus => &self.status,
            Field::SenderName => &sender.name,
            Field::SenderCompany => &sender.company,
            Field::SenderMobile => &sender.mobile,
            Field::SenderPhone => &sender.phone,
            Field::SenderProvince => &sender.province,
            Field::SenderCity => &sender.city,
            Field::SenderDistrict => &sender.district,
            Field::SenderTown => &sender.town,
            Field::SenderAddress => &sender.address,
            _ => return None,
        })
    }
}

/// Sender or receiver as the file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartyFields {
    pub name: String,
    pub company: String,
    pub mobile: String,
    /// A landline, or the second number.
    pub phone: String,
    pub province: String,
    pub city: String,
    pub district: String,
    pub town: String,
    /// With what other columns hold of it (省市区 in one, a second line); may hold the whole address from the province on, and in
    /// some exports the name and phone, too.
    pub address: String,
    pub postcode: String,
}

impl PartyFields {
    pub fn is_empty(&self) -> bool {
        *self == PartyFields::default()
    }

    /// Whom, how to reach them, and where.
    pub fn is_complete(&self) -> bool {
        ![self.name.as_str(), self.any_phone(), &self.address].into_iter().any(str::is_empty)
    }

    /// The mobile, or the other number where there is no mobile.
    pub fn any_phone(&self) -> &str {
        if self.mobile.is_empty() { &self.phone } else { &self.mobile }
    }

    /// The address in one text, from the province on: what the address parser takes. Parts that the address says itself are not
    /// put before it again.
    pub fn full_address(&self) -> String {
        let parts: Vec<&str> = [&self.province, &self.city, &self.district, &self.town]
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        let mut head = String::new();
        // From the first part with which the address begins it speaks for itself.
        for part in &parts {
            if begins_with(&self.address, part) {
                break;
            }
            if !head.ends_with(*part) {
                head.push_str(part);
            }
        }
        head + &self.address
    }
}

/// Whether an address begins with a place, also in its short form (广东 for 广东省).
fn begins_with(address: &str, place: &str) -> bool {
    let short = place.trim_end_matches(['省', '市']);
    let address = address.trim_start();
    address.starts_with(place) || (short.chars().count() >= 2 && address.starts_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(province: &str, city: &str, district: &str, address: &str) -> PartyFields {
        PartyFields {
            province: province.to_owned(),
            city: city.to_owned(),
            district: district.to_owned(),
            address: address.to_owned(),
            ..PartyFields::default()
        }
    }

    #[test]
    fn addresses_are_put_together_once() {
        for (party, full) in [
            (party("广东省", "深圳市", "南山区", "科技园路1号"), "广东省深圳市南山区科技园路1号"),
            (party("广东省", "深圳市", "南山区", "广东省深圳市南山区科技园路1号"), "广东省深圳市南山区科技园路1号"),
            (party("广东省", "深圳市", "南山区", "深圳市南山区科技园路1号"), "广东省深圳市南山区科技园路1号"),
            (party("北京市", "北京市", "朝阳区", "建国路1号"), "北京市朝阳区建国路1号"),
            (party("", "", "", "广东省 深圳市 南山区 科技园路1号"), "广东省 深圳市 南山区 科技园路1号"),
        ] {
            assert_eq!(party.full_address(), full);
        }
    }
}
