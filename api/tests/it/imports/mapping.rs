//! Files that nobody understands by themselves, pasted orders, and what is taken where a file says nothing.

use std::collections::BTreeMap;

use serde_json::json;
use shared::{
    Page,
    imports::{Import, ImportAccepted, ImportPreview},
    shipments::{Shipment, ShipmentSummary},
};

use crate::support::{Caller, TestApp};

const UNKNOWN: &str = "甲,乙,丙\n欧阳春晓,浙江省杭州市余杭区西溪路569号,13812345670\n李四光,某处,13812345671\n";
const MAPPING: &str = r#"{"甲":"recv_name","乙":"address","丙":"recv_mobile"}"#;

async fn preview(caller: &Caller<'_>, file: &str, fields: &[(&str, &str)]) -> ImportPreview {
    caller.uploads_to("/imports/preview", None, "orders.csv", file.as_bytes(), fields).await.expect(200).json()
}

async fn imported(app: &TestApp, caller: &Caller<'_>, answer: crate::support::Answer) -> Import {
    let accepted: ImportAccepted = answer.expect(202).json();
    app.work().await;
    caller.read(&format!("/imports/{}", accepted.id)).await
}

#[actix_web::test]
async fn unknown_columns_are_said_once_and_remembered() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    clerk.uploads("orders.csv", UNKNOWN.as_bytes(), &[]).await.faults(&[("/file", "no_header_recognised")]);
    let seen = preview(&clerk, UNKNOWN, &[]).await;
    assert_eq!((seen.format, seen.total, seen.header_row), (None, 2, 1));
    assert_eq!(seen.missing, ["recv_name", "recv_mobile", "address"]);
    let columns: Vec<(&str, usize)> =
        seen.columns.iter().map(|column| (column.name.as_str(), column.samples.len())).collect();
    assert_eq!(columns, [("甲", 2), ("乙", 2), ("丙", 2)]);
    assert!(seen.fields.iter().any(|field| field.name == "recv_mobile" && field.label == "收件手机"));

    let seen = preview(&clerk, UNKNOWN, &[("mapping", MAPPING)]).await;
    assert_eq!(seen.missing, [] as [String; 0]);
    assert_eq!(seen.rows[0].receiver_name, "欧阳春晓");
    assert_eq!(seen.rows[0].address, "浙江省 杭州市 余杭区 西溪路569号");
    let codes: Vec<&str> = seen.rows[1].problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!((seen.rows[1].row, codes), (3, vec!["address_missing_province"]));
    assert_eq!(app.imports_of(&clerk).await, 0, "nothing is kept of a look");

    let import =
        imported(&app, &clerk, clerk.uploads("orders.csv", UNKNOWN.as_bytes(), &[("mapping", MAPPING)]).await).await;
    assert_eq!((import.accepted, import.rejected), (1, 1));
    // The next file of the same columns is understood by itself, and so is a look at it; another merchant's is not.
    let next = "甲,乙,丙\n王五,浙江省杭州市余杭区西溪路570号,13812345672\n";
    assert_eq!(preview(&clerk, next, &[]).await.rows[0].receiver_name, "王五");
    let import = imported(&app, &clerk, clerk.uploads("next.csv", next.as_bytes(), &[]).await).await;
    assert_eq!((import.accepted, import.rejected), (1, 0));
    let other = app.other_merchant().await;
    other.uploads("orders.csv", next.as_bytes(), &[]).await.faults(&[("/file", "no_header_recognised")]);
}

#[actix_web::test]
async fn what_is_pasted_is_imported_like_a_file() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let cells = "订单号\t收件人\t手机\t地址\nP-1\t欧阳春晓\t13812345670\t浙江省杭州市余杭区西溪路569号\n";
    let import = imported(&app, &clerk, clerk.pastes(cells, &[]).await).await;
    assert_eq!((import.accepted, import.rejected, import.file_name.as_str()), (1, 0, "粘贴.csv"));

    let chat = "欧阳春晓 13812345671 浙江省杭州市余杭区西溪路1号\n广东省深圳市南山区科技园路2号 李四光 13812345672\n看不懂的一行\n";
    let fields = [("default_goods", "龙井茶"), ("default_weight_g", "3000")];
    let import = imported(&app, &clerk, clerk.pastes(chat, &fields).await).await;
    assert_eq!((import.accepted, import.rejected), (2, 1));
    let made: Page<ShipmentSummary> = clerk.read(&format!("/shipments?import_id={}", import.id)).await;
    assert!(made.items.iter().all(|item| item.goods == "龙井茶" && item.weight_g == Some(3000)), "{:?}", made.items);
    // Pasted twice it makes nothing twice.
    let again = imported(&app, &clerk, clerk.pastes(chat, &fields).await).await;
    assert_eq!((again.accepted, again.duplicates, again.rejected), (0, 2, 1));

    clerk.pastes("", &[]).await.faults(&[("/file", "required")]);
    clerk.pastes(chat, &[("default_weight_g", "0")]).await.faults(&[("/default_weight_g", "out_of_range")]);
    clerk.pastes(chat, &[("default_weight_g", "a")]).await.faults(&[("/default_weight_g", "wrong_type")]);
    clerk.pastes(chat, &[("surprise", "1")]).await.faults(&[("/surprise", "unknown_field")]);
}

#[actix_web::test]
async fn a_pasted_list_without_a_header_loses_no_order() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let list = "欧阳春晓\t13812345670\t浙江省杭州市余杭区西溪路1号\t茶叶\n李四光\t13812345671\t广东省深圳市南山区科技园路2号\t图书\n";
    // Nobody said what the columns are: it is not imported by a guess.
    clerk.pastes(list, &[]).await.faults(&[("/file", "no_header_recognised")]);
    let seen: ImportPreview = clerk.pastes_to("/imports/preview", list, &[]).await.expect(200).json();
    assert!(seen.is_guessed && seen.missing.is_empty());
    let names: Vec<&str> = seen.rows.iter().map(|row| row.receiver_name.as_str()).collect();
    assert_eq!((seen.total, names), (2, vec!["欧阳春晓", "李四光"]));
    let guessed: BTreeMap<&str, &str> =
        seen.columns.iter().filter_map(|column| Some((column.name.as_str(), column.field.as_deref()?))).collect();
    assert_eq!(guessed, BTreeMap::from([("A", "recv_name"), ("B", "recv_mobile"), ("C", "address")]));

    let mapping = json!(guessed).to_string();
    let seen: ImportPreview =
        clerk.pastes_to("/imports/preview", list, &[("mapping", &mapping)]).await.expect(200).json();
    assert!(!seen.is_guessed, "a person said it");
    let import = imported(&app, &clerk, clerk.pastes(list, &[("mapping", &mapping)]).await).await;
    assert_eq!((import.accepted, import.rejected), (2, 0));
    // What letters meant once says nothing about the next list.
    let next = "13812345672\t王五\t浙江省杭州市余杭区西溪路3号\n";
    clerk.pastes(next, &[]).await.faults(&[("/file", "no_header_recognised")]);
}

#[actix_web::test]
async fn what_is_no_table_is_refused_at_the_first_look() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let answer = clerk.uploads_to("/imports/preview", None, "a.pdf", b"%PDF-1.7", &[]).await;
    answer.faults(&[("/file", "not_a_spreadsheet")]);
    let said = json!({ "甲": "no_such_field" }).to_string();
    let seen = preview(&clerk, UNKNOWN, &[("mapping", &said)]).await;
    assert!(seen.rows.is_empty() && !seen.missing.is_empty());
}

#[actix_web::test]
async fn services_may_be_the_same_for_a_whole_file() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file =
        "订单号\t收件人\t手机\t地址\t代收货款\nS-1\t欧阳春晓\t13812345670\t浙江省杭州市余杭区西溪路569号\t88.5\n";
    let services = json!({ "signed_return": true, "delivery": { "from_hour": 18, "to_hour": 21 } }).to_string();
    let import = imported(&app, &clerk, clerk.pastes(file, &[("default_services", &services)]).await).await;
    assert_eq!((import.accepted, import.rejected), (1, 0));
    let made: Page<ShipmentSummary> = clerk.read(&format!("/shipments?import_id={}", import.id)).await;
    let shipment: Shipment = clerk.read(&format!("/shipments/{}", made.items[0].id)).await;
    let expected = json!({ "cod": "88.50", "signed_return": true, "delivery": { "from_hour": 18, "to_hour": 21 } });
    assert_eq!(serde_json::to_value(shipment.services).unwrap(), expected, "the row's own stays beside them");
    let codes: Vec<&str> = shipment.charge.lines.iter().map(|line| line.code.as_str()).collect();
    assert!(codes.contains(&"signed_return") && codes.contains(&"delivery_window"), "{codes:?}");

    for (wrong, pointer, code) in [
        (r#"{"cod":"5.00"}"#, "/default_services/cod", "not_in_common"),
        (r#"{"delivery":{"from_hour":21,"to_hour":18}}"#, "/default_services/delivery", "out_of_range"),
        (r#"{"surprise":true}"#, "/default_services", "wrong_type"),
        ("yes", "/default_services", "wrong_type"),
    ] {
        clerk.pastes(file, &[("default_services", wrong)]).await.faults(&[(pointer, code)]);
    }
}
