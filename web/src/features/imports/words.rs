//! Formats, fields and states in words.

use shared::jobs::JobState;

use crate::{i18n::Text, texts::imports as texts, ui::Tone};

/// Whose export a file is.
pub fn format(format: &str) -> &'static str {
    let text = match format {
        "template" => texts::FORMAT_TEMPLATE,
        "taobao" => texts::FORMAT_TAOBAO,
        "pdd" => texts::FORMAT_PDD,
        "douyin" => texts::FORMAT_DOUYIN,
        "jd" => texts::FORMAT_JD,
        "alibaba1688" => texts::FORMAT_1688,
        "shopify" => texts::FORMAT_SHOPIFY,
        "woocommerce" => texts::FORMAT_WOO,
        _ => texts::FORMAT_GENERIC,
    };
    text.t()
}

pub const fn state(state: JobState) -> (Text, Tone) {
    match state {
        JobState::Queued => (texts::STATE_QUEUED, Tone::New),
        JobState::Running => (texts::STATE_RUNNING, Tone::Move),
        JobState::Succeeded => (texts::STATE_SUCCEEDED, Tone::Ok),
        JobState::Failed => (texts::STATE_FAILED, Tone::Bad),
        JobState::Cancelled => (texts::STATE_CANCELLED, Tone::Warn),
    }
}

/// What a column was read as; a name that is not known here is shown as it is.
pub fn field(name: &str) -> String {
    let text = match name {
        "order_no" => texts::FIELD_ORDER_NO,
        "recv_name" => texts::FIELD_RECV_NAME,
        "recv_last_name" => texts::FIELD_RECV_LAST_NAME,
        "recv_company" => texts::FIELD_RECV_COMPANY,
        "recv_mobile" => texts::FIELD_RECV_MOBILE,
        "recv_phone" => texts::FIELD_RECV_PHONE,
        "country" => texts::FIELD_COUNTRY,
        "province" => texts::FIELD_PROVINCE,
        "city" => texts::FIELD_CITY,
        "district" => texts::FIELD_DISTRICT,
        "town" => texts::FIELD_TOWN,
        "region" => texts::FIELD_REGION,
        "address" => texts::FIELD_ADDRESS,
        "address_2" => texts::FIELD_ADDRESS_2,
        "postcode" => texts::FIELD_POSTCODE,
        "goods" | "order_item" => texts::FIELD_GOODS,
        "goods_spec" => texts::FIELD_GOODS_SPEC,
        "quantity" => texts::FIELD_QUANTITY,
        "weight" => texts::FIELD_WEIGHT,
        "insured" => texts::FIELD_INSURED,
        "remark" => texts::FIELD_REMARK,
        "seller_remark" => texts::FIELD_SELLER_REMARK,
        "order_status" | "cancelled_at" => texts::FIELD_ORDER_STATUS,
        "cod" => texts::FIELD_COD,
        "to_pay" => texts::FIELD_TO_PAY,
        name if name.starts_with("sender_") => texts::FIELD_SENDER,
        other => return other.to_owned(),
    };
    text.t().to_owned()
}

/// The column of the rows' table in which a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    Order,
    Receiver,
    Phone,
    Address,
}

impl Cell {
    pub fn of(field: &str) -> Option<Cell> {
        Some(match field {
            "order_no" => Cell::Order,
            "recv_name" | "recv_last_name" | "recv_company" => Cell::Receiver,
            "recv_mobile" | "recv_phone" => Cell::Phone,
            "country" | "province" | "city" | "district" | "town" | "region" | "address" | "address_2" | "postcode" => {
                Cell::Address
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_stand_in_the_cell_they_are_about() {
        assert_eq!(Cell::of("recv_mobile"), Some(Cell::Phone));
        assert_eq!(Cell::of("region"), Some(Cell::Address));
        assert_eq!(Cell::of("weight"), None);
    }
}
