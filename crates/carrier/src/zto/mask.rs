//! What may be kept of a call.
//!
//! By name of the field, and only what is named here: a field that the platform adds tomorrow is masked until somebody has looked at it.

use serde_json::Value;

use super::errors::said;

/// A request or an answer is kept this long, in characters.
const KEPT_CHARS_MAX: usize = 8_000;
/// One value, in characters.
const VALUE_CHARS_MAX: usize = 120;
const DEPTH_MAX: usize = 12;

/// Fields without personal data and without secrets.
const SHOWN: &[&str] = &[
    "available",
    "back",
    "bagAddr",
    "billCode",
    "cancelReason",
    "cancelType",
    "category",
    "centerBizNo",
    "city",
    "code",
    "country",
    "datetime",
    "destinationType",
    "district",
    "enabled",
    "facilityCode",
    "facilityName",
    "firstWeightPrice",
    "forbidReason",
    "forbidType",
    "freight",
    "fullName",
    "hallCode",
    "id",
    "isCenter",
    "isTransfer",
    "isUnobstructed",
    "lastNo",
    "layer",
    "logo",
    "mark",
    "nationalCode",
    "orderCode",
    "orderCreateDate",
    "orderStatus",
    "orderType",
    "parcelFreight",
    "parcelOrderSum",
    "parcelOtherFee",
    "parcelPackingFee",
    "parcelPrice",
    "parcelQuantity",
    "parcelSize",
    "parcelWeight",
    "parentId",
    "partnerOrderCode",
    "partnerType",
    "premium",
    "price",
    "printLogo",
    "printType",
    "prov",
    "province",
    "quantity",
    "receive_city",
    "receive_district",
    "receive_province",
    "receiverCity",
    "receiverDistrict",
    "receiverProvince",
    "receivCity",
    "receivCounty",
    "receivProv",
    "recharge",
    "recovery",
    "requestId",
    "scanDate",
    "scanType",
    "secStatus",
    "sendCity",
    "sendCounty",
    "sendProv",
    "send_city",
    "send_district",
    "send_province",
    "senderCity",
    "senderDistrict",
    "senderProvince",
    "siteCode",
    "siteId",
    "siteName",
    "size",
    "specification",
    "startTime",
    "endTime",
    "status",
    "statusCode",
    "transportType",
    "type",
    "typeId",
    "unionCode",
    "unitprice",
    "vasAmount",
    "vasType",
    "weight",
];

/// A body of the platform's own language with everything hidden that is not named above. Of anything else, kind and length.
pub(super) fn masked(body: &[u8]) -> String {
    if body.is_empty() {
        return "(empty)".to_owned();
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(document) => {
            let mut text = mask(document, None, DEPTH_MAX).to_string();
            if let Some((end, _)) = text.char_indices().nth(KEPT_CHARS_MAX) {
                text.truncate(end);
                text.push('…');
            }
            text
        }
        Err(_) => {
            let start = body.iter().find(|byte| !byte.is_ascii_whitespace());
            let kind = match start {
                Some(b'<') => "HTML or XML",
                Some(b'{' | b'[') => "broken JSON",
                _ => "other",
            };
            format!("({kind}, {} bytes)", body.len())
        }
    }
}

fn mask(value: Value, field: Option<&str>, depth: usize) -> Value {
    if depth == 0 {
        return Value::from("…");
    }
    let shown = field.is_some_and(|field| SHOWN.contains(&field));
    match value {
        Value::Object(object) => {
            let masked = object.into_iter().map(|(name, value)| {
                let value = mask(value, Some(&name), depth - 1);
                (name, value)
            });
            Value::Object(masked.collect())
        }
        Value::Array(list) => list.into_iter().map(|value| mask(value, field, depth - 1)).collect(),
        Value::Null => Value::Null,
        // The carrier's words: useful, and cleaned of numbers.
        Value::String(text) if field == Some("message") => Value::from(said(&text).unwrap_or_default()),
        Value::String(text) if shown => Value::from(text.chars().take(VALUE_CHARS_MAX).collect::<String>()),
        Value::String(text) if text.is_empty() => Value::from(text),
        Value::Number(_) | Value::Bool(_) if shown => value,
        Value::String(_) | Value::Number(_) | Value::Bool(_) => Value::from("***"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_secrets_are_hidden_and_the_rest_is_there() {
        let body = r#"{"partnerOrderCode":"A1","accountInfo":{"accountId":"test","accountPassword":"ZTO123","type":1},
            "senderInfo":{"senderName":"张三","senderMobile":"13900000000","senderCity":"广州市","senderAddress":"骏业路255号"},
            "orderItems":[{"name":"内衣","quantity":2}],"message":"电话13900000000不对","neu":{"x":13900000000}}"#;
        let text = masked(body.as_bytes());
        for hidden in ["ZTO123", "test", "张三", "13900000000", "骏业路", "内衣"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        for shown in ["A1", "广州市", r#""quantity":2"#, "电话***不对"] {
            assert!(text.contains(shown), "{shown} not in {text}");
        }
    }

    #[test]
    fn what_is_no_json_is_named_only() {
        assert_eq!(masked("<html>13900000000</html>".as_bytes()), "(HTML or XML, 24 bytes)");
        assert_eq!(masked(br#"{"senderMobile":"139000"#), "(broken JSON, 23 bytes)");
        assert_eq!(masked(b""), "(empty)");
    }

    #[test]
    fn what_is_kept_has_an_end() {
        let long = format!(r#"{{"a":[{}0]}}"#, "0,".repeat(20_000));
        assert!(masked(long.as_bytes()).chars().count() <= KEPT_CHARS_MAX + 1);
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        assert!(masked(deep.as_bytes()).contains('…'));
    }
}
