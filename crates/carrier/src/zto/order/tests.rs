use chrono::DateTime;
use secrecy::SecretString;
use serde_json::{Value, json};
use units::{Grams, Millimetres, Money};

use super::*;
use crate::remote::{Item, Locker, Parcel, PickupWindow};

fn person() -> Party {
    Party {
        name: "张三".to_owned(),
        mobile: Some("13900000000".to_owned()),
        phone: None,
        province: "广东省".to_owned(),
        city: "广州市".to_owned(),
        district: "黄埔区".to_owned(),
        address: "骏业路255号".to_owned(),
    }
}

fn order(kind: OrderKind) -> NewOrder {
    NewOrder {
        partner_code: "SJ20250522".to_owned(),
        kind,
        account: Account::Waybill { id: "test".to_owned(), password: SecretString::from("ZTO123") },
        waybill_no: None,
        sender: person(),
        receiver: person(),
        services: Vec::new(),
        parcel: Parcel::default(),
        items: Vec::new(),
        pickup: None,
        hall_code: None,
        locker: None,
        remark: None,
    }
}

fn group(kind: OrderKind) -> NewOrder {
    NewOrder { account: Account::Group { customer_id: "GP1".to_owned() }, ..order(kind) }
}

fn body(order: &NewOrder) -> Value {
    check(order).expect("an order that is taken");
    serde_json::to_value(wire_order::CreateOrder::of(order)).expect("JSON")
}

fn answered(order: &NewOrder, answer: Value) -> Option<Created> {
    created(order, serde_json::from_value(answer).expect("an answer"))
}

#[test]
fn every_kind_of_order_has_its_types_and_account() {
    for (kind, order_type, account) in [
        (OrderKind::Waybill, "1", json!({"accountId": "test", "accountPassword": "ZTO123", "type": 1})),
        (OrderKind::PickupWithWaybill, "2", json!({"accountId": "test", "accountPassword": "ZTO123", "type": 1})),
        (OrderKind::PickupOnly, "3", Value::Null),
        (OrderKind::SharedWaybill, "4", json!({"accountId": "test", "accountPassword": "ZTO123", "type": 74})),
    ] {
        let body = body(&order(kind));
        assert_eq!((&body["partnerType"], &body["orderType"]), (&json!("2"), &json!(order_type)));
        assert_eq!(body["accountInfo"], account, "{kind:?}");
    }
    for (kind, order_type) in [(OrderKind::Waybill, "1"), (OrderKind::PickupWithWaybill, "2")] {
        let body = body(&group(kind));
        assert_eq!((&body["partnerType"], &body["orderType"]), (&json!("1"), &json!(order_type)));
        assert_eq!(body["accountInfo"], json!({"customerId": "GP1"}));
    }
    for kind in [OrderKind::PickupOnly, OrderKind::SharedWaybill] {
        assert!(matches!(check(&group(kind)), Err(RemoteError::Invalid { field, .. }) if field == "kind"));
    }
}

#[test]
fn each_amount_stands_in_the_unit_of_its_field() {
    let mut order = order(OrderKind::Waybill);
    order.services = vec![
        Service::CashOnDelivery { amount: Money::from_fen(100_050), collection_account: "6222".to_owned() },
        Service::ReturnReceipt { site_code: "02100".to_owned(), site_name: "上海".to_owned() },
    ];
    order.parcel = Parcel {
        length: Some(Millimetres::new(501)),
        width: Some(Millimetres::new(500)),
        height: Some(Millimetres::new(9)),
        quantity: Some(3),
        goods_value: Some(Money::from_fen(1_050)),
        freight: Some(Money::from_fen(1_000)),
        premium: None,
    };
    let item = Item {
        name: "笔记本".to_owned(),
        category: None,
        material: None,
        weight: Some(Grams::new(500)),
        unit_price: Some(Money::from_fen(50_000)),
        quantity: 3,
        remark: None,
    };
    order.items = vec![item];
    let from = DateTime::from_timestamp(1_747_882_800, 0).expect("a time");
    order.pickup = Some(PickupWindow { from, to: from + chrono::TimeDelta::hours(1) });
    order.locker = Some(Locker { code: "C1".to_owned(), address: "大堂".to_owned(), size: 2 });
    let body = body(&order);
    assert_eq!(
        body["orderVasList"],
        json!([{"vasType": "COD", "vasAmount": 100_050, "accountNo": "6222"}, {"vasType": "receiveReturnService"}])
    );
    assert_eq!((&body["siteCode"], &body["siteName"]), (&json!("02100"), &json!("上海")));
    assert_eq!(
        body["summaryInfo"],
        json!({"size": "51,50,1", "quantity": 3, "price": 10.5, "freight": 10,
            "startTime": "2025-05-22 11:00:00", "endTime": "2025-05-22 12:00:00"})
    );
    assert_eq!(body["orderItems"], json!([{"name": "笔记本", "weight": 500, "unitprice": 50_000, "quantity": 3}]));
    assert_eq!(body["cabinet"], json!({"address": "大堂", "specification": 2, "code": "C1"}));
    assert_eq!(body["receiveInfo"]["receiverMobile"], "13900000000");
    assert!(body["receiveInfo"].get("receiverPhone").is_none());
}

#[test]
fn what_cannot_be_taken_is_not_sent() {
    type Spoil = fn(&mut NewOrder);
    let spoilt: [(&str, Spoil); 8] = [
        ("partner_code", |order| order.partner_code.clear()),
        ("partner_code", |order| order.partner_code = "a b".to_owned()),
        ("sender.mobile", |order| order.sender.mobile = None),
        ("receiver.district", |order| order.receiver.district = " ".to_owned()),
        ("receiver.address", |order| order.receiver.address = "路".repeat(201)),
        ("services", |order| {
            order.services = vec![Service::Insured { value: Money::ZERO }];
        }),
        ("remark", |order| order.remark = Some("好".repeat(201))),
        ("locker", |order| {
            order.locker = Some(Locker { code: String::new(), address: String::new(), size: 4 });
        }),
    ];
    for (named, spoil) in spoilt {
        let mut order = order(OrderKind::Waybill);
        spoil(&mut order);
        let Err(RemoteError::Invalid { field, .. }) = check(&order) else { panic!("{named} was taken") };
        assert_eq!(field, named);
    }
}

/// As the sandbox answers.
fn full_answer() -> Value {
    json!({"bigMarkInfo": {"bagAddr": "沪西", "mark": "300- H12 09"}, "verifyCode": null, "siteCode": "02100",
        "signBillInfo": null, "siteName": "上海", "billCode": "73100196611386", "orderCode": "250522000006047100",
        "partnerOrderCode": "SJ20250522"})
}

#[test]
fn an_answer_is_read_whole() {
    let created = answered(&order(OrderKind::Waybill), full_answer()).expect("an order");
    assert_eq!(created.waybill_no.as_deref(), Some("73100196611386"));
    assert_eq!(created.order_code, "250522000006047100");
    let route = created.route.expect("a route");
    assert_eq!((route.route_code.as_str(), route.bag_hub.as_str()), ("300- H12 09", "沪西"));
    assert_eq!(created.site.map(|site| site.name).as_deref(), Some("上海"));
    let mut old = full_answer();
    let name = old.as_object_mut().and_then(|fields| fields.remove("siteName")).expect("a name");
    old["SiteName"] = name;
    old["signBillInfo"] = json!({"billCode": "73100196611387", "orderCode": 7});
    let created = answered(&order(OrderKind::Waybill), old).expect("an order");
    assert_eq!(created.site.map(|site| site.name).as_deref(), Some("上海"));
    assert_eq!(created.return_receipt.map(|receipt| receipt.waybill_no).as_deref(), Some("73100196611387"));
}

#[test]
fn an_answer_that_is_not_about_the_order_is_none() {
    let waybill = order(OrderKind::Waybill);
    for (field, value) in [
        ("billCode", json!(null)),
        ("billCode", json!("")),
        ("billCode", json!("７３１００１９６６１１３８６")),
        ("billCode", json!("73100196611386\nX")),
        ("partnerOrderCode", json!("SJ20250523")),
    ] {
        let mut answer = full_answer();
        answer[field] = value;
        assert_eq!(answered(&waybill, answer), None, "{field}");
    }
    let mut unnumbered = full_answer();
    unnumbered["billCode"] = Value::Null;
    assert!(answered(&order(OrderKind::PickupOnly), unnumbered.clone()).is_some());
    assert!(answered(&group(OrderKind::PickupWithWaybill), unnumbered.clone()).is_some());
    assert!(answered(&order(OrderKind::PickupWithWaybill), unnumbered.clone()).is_none());
    unnumbered["orderCode"] = Value::Null;
    assert!(answered(&order(OrderKind::PickupOnly), unnumbered).is_none());
}
