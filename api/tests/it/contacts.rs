use serde_json::json;
use shared::{
    Page,
    contacts::{Contact, ContactKind},
    shipments::Shipment,
};

use crate::support::{Caller, DETAIL, PHONE, RECEIVER, TestApp, samples};

async fn list(caller: &Caller<'_>, kind: &str) -> Vec<Contact> {
    caller.read::<Page<Contact>>(&format!("/contacts?kind={kind}")).await.items
}

#[actix_web::test]
async fn are_kept_by_kind_and_shown_masked() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let before = list(&owner, "sender").await.len();
    let answer = owner.post("/contacts", &samples::contact("receiver")).await.expect(201);
    for secret in [RECEIVER, PHONE, DETAIL] {
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
    let made: Contact = answer.json();
    assert_eq!((made.kind, made.is_default), (ContactKind::Receiver, false));
    assert_eq!(list(&owner, "receiver").await, [made]);
    assert_eq!(list(&owner, "sender").await.len(), before);
    assert_eq!(list(&app.other_merchant().await, "receiver").await, []);
    owner.get("/contacts").await.faults(&[("?kind", "required")]);
}

#[actix_web::test]
async fn one_sender_is_the_default() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let mut body = samples::contact("sender");
    body["is_default"] = json!(true);
    let made: Contact = owner.post("/contacts", &body).await.expect(201).json();
    let senders = list(&owner, "sender").await;
    let defaults: Vec<_> = senders.iter().filter(|contact| contact.is_default).map(|contact| contact.id).collect();
    assert_eq!(defaults, [made.id]);
    let shipped: Shipment = owner.ships("SO-1").await;
    assert_eq!(shipped.sender.city, "杭州市");
}

#[actix_web::test]
async fn say_what_is_wrong_with_them() {
    let app = TestApp::new().await;
    let mut body = samples::contact("sender");
    body["party"]["phone"] = json!("1234");
    body["party"]["name"] = json!("");
    let answer = app.owner().await.post("/contacts", &body).await;
    let problem = answer.problem(422, "invalid_fields");
    let pointers: Vec<_> = problem.errors.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/party/name", "/party/phone"]);
    assert!(!answer.text().contains(DETAIL));
}

#[actix_web::test]
async fn the_same_key_adds_one() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let body = samples::contact("receiver");
    let first: Contact = owner.post_once("/contacts", "key-1", &body).await.expect(201).json();
    let again = owner.post_once("/contacts", "key-1", &body).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.json::<Contact>(), first);
    assert_eq!(list(&owner, "receiver").await.len(), 1);
}

fn named(kind: &str, name: &str, phone: &str) -> serde_json::Value {
    let mut body = samples::contact(kind);
    body["party"]["name"] = json!(name);
    body["party"]["phone"] = json!(phone);
    body
}

async fn found(caller: &Caller<'_>, q: &str) -> usize {
    caller.post("/contacts/search", &json!({ "q": q })).await.expect(200).json::<Vec<Contact>>().len()
}

#[actix_web::test]
async fn are_found_by_any_part_as_they_stand_now() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made: Contact = owner.post("/contacts", &named("receiver", "张三丰", "13812340001")).await.expect(201).json();
    for q in ["张三", "zsf", "ZhangSan", "0001", "西溪路", "三丰 余杭"] {
        assert_eq!(found(&owner, q).await, 1, "{q}");
    }
    for q in ["zsx", "13812340002", "张三 上海"] {
        assert_eq!(found(&owner, q).await, 0, "{q}");
    }
    assert_eq!(found(&app.other_merchant().await, "张三").await, 0);
    owner.post("/contacts/search", &json!({ "q": "" })).await.faults(&[("/q", "required")]);

    let path = format!("/contacts/{}", made.id);
    let mut update = json!({ "party": named("receiver", "李四光", "13812340001")["party"], "group": " 常客 " });
    let changed: Contact = owner.put(&path, &update).await.expect(200).json();
    assert_eq!(changed.group, "常客");
    assert_eq!((found(&owner, "zsf").await, found(&owner, "lsg").await), (0, 1));
    // What is not said of a person stays.
    update = json!({ "group": "" });
    owner.put(&path, &update).await.expect(200);
    assert_eq!(found(&owner, "lsg").await, 1);
    assert_eq!(owner.read::<Vec<String>>("/contacts/groups").await, [] as [String; 0]);

    let party: shared::contacts::Party =
        owner.post(&format!("{path}/reveal"), &json!({ "reason": "核对" })).await.expect(200).json();
    assert_eq!(party.name, "李四光");
    owner.delete(&path).await.expect(204);
    owner.get(&path).await.problem(404, "not_found");
    assert_eq!(found(&owner, "lsg").await, 0);
}

#[actix_web::test]
async fn one_of_the_address_book_is_shipped_to_unseen() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let contact = owner.adds_contact("receiver").await;
    let body = json!({ "receiver_contact_id": contact.id, "goods": "茶叶" });
    let shipment: Shipment = owner.post("/shipments", &body).await.expect(201).json();
    assert_eq!(shipment.receiver.city, "杭州市");
    let both = json!({ "receiver_contact_id": contact.id, "receiver": samples::receiver(), "goods": "茶叶" });
    owner.post("/shipments", &both).await.faults(&[("/receiver_contact_id", "one_receiver")]);
    owner.post("/shipments", &json!({ "goods": "茶叶" })).await.faults(&[("/receiver", "required")]);
    let foreign = app.other_merchant().await.adds_contact("receiver").await;
    let body = json!({ "receiver_contact_id": foreign.id, "goods": "茶叶" });
    owner.post("/shipments", &body).await.faults(&[("/receiver_contact_id", "unknown_contact")]);
}

#[actix_web::test]
async fn duplicates_are_found_and_merged() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let first: Contact = owner.post("/contacts", &named("sender", "仓库", "13812340001")).await.expect(201).json();
    let mut body = named("sender", "仓库一", "138 1234 0001");
    body["group"] = json!("仓");
    let second: Contact = owner.post("/contacts", &body).await.expect(201).json();
    let shop = json!({ "code": "TEA", "name": "云栖茶业", "sender_contact_id": second.id });
    owner.post("/owners", &shop).await.expect(201);
    let groups: Vec<shared::contacts::ContactDuplicates> = owner.read("/contacts/duplicates?kind=sender").await;
    let ids: Vec<_> = groups.iter().map(|group| group.contacts.iter().map(|one| one.id).collect::<Vec<_>>()).collect();
    assert_eq!(ids, [vec![second.id, first.id]]);
    let merged: Contact = owner
        .post(&format!("/contacts/{}/merge", first.id), &json!({ "contact_ids": [second.id] }))
        .await
        .expect(200)
        .json();
    assert_eq!(merged.group, "仓");
    assert_eq!(owner.read::<Vec<shared::contacts::ContactDuplicates>>("/contacts/duplicates?kind=sender").await, []);
    let owners: Vec<shared::parts::Owner> = owner.read("/owners").await;
    assert_eq!(owners[0].sender_contact_id, Some(first.id), "what named the other names this one");
    let receiver = owner.adds_contact("receiver").await;
    let answer = owner.post(&format!("/contacts/{}/merge", first.id), &json!({ "contact_ids": [receiver.id] })).await;
    answer.faults(&[("/contact_ids", "other_kind")]);
}

#[actix_web::test]
async fn another_sender_is_the_default_when_the_default_goes() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let more = owner.adds_contact("sender").await;
    let default = list(&owner, "sender").await.into_iter().find(|contact| contact.is_default).unwrap();
    owner.post("/contacts/delete", &json!({ "contact_ids": [default.id, samples::NOBODY] })).await.expect(204);
    let left = list(&owner, "sender").await;
    assert_eq!(left.iter().map(|contact| (contact.id, contact.is_default)).collect::<Vec<_>>(), [(more.id, true)]);
}

#[actix_web::test]
async fn a_file_goes_out_and_comes_in_again() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    owner.post("/contacts", &named("receiver", "=cmd|' /C calc'!A0", "13812340001")).await.expect(201);
    owner.post("/contacts", &named("receiver", "张三丰", "13812340002")).await.expect(201);
    let masked = owner.post("/contacts/export", &json!({ "kind": "receiver", "format": "csv" })).await.expect(200);
    assert!(!masked.text().contains("张三丰") && !masked.text().contains("13812340002"), "{}", masked.text());
    assert!(!masked.text().contains("\n="), "{}", masked.text());
    let in_full = json!({ "kind": "receiver", "format": "xlsx", "reveal_reason": "搬家" });
    let clerk_may = app.clerk().await.post("/contacts/export", &in_full).await;
    clerk_may.problem(403, "forbidden");
    let file = owner.post("/contacts/export", &in_full).await.expect(200);
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"contacts.xlsx\"");

    let other = app.other_merchant().await;
    let fields = [("kind", "receiver"), ("group", "搬来的")];
    let import = async || other.uploads_to("/contacts/import", None, "contacts.xlsx", &file.body, &fields).await;
    let result: shared::contacts::ContactImportResult = import().await.expect(200).json();
    assert_eq!((result.added, result.duplicates, result.rejected.len()), (2, 0, 0), "{result:?}");
    let result: shared::contacts::ContactImportResult = import().await.expect(200).json();
    assert_eq!((result.added, result.duplicates), (0, 2));
    assert_eq!(found(&other, "zsf").await, 1);
    assert_eq!(other.read::<Vec<String>>("/contacts/groups").await, ["搬来的"]);

    let wrong = "姓名,电话,地址\n张三,123,浙江省杭州市余杭区西溪路 1 号\n李四,13812340009,某处\n";
    let answer = other.uploads_to("/contacts/import", None, "a.csv", wrong.as_bytes(), &[("kind", "receiver")]).await;
    let result: shared::contacts::ContactImportResult = answer.expect(200).json();
    assert_eq!(result.added, 0);
    let rows: Vec<u32> = result.rejected.iter().map(|row| row.row).collect();
    assert_eq!(rows, [2, 3], "{result:?}");
    let answer = other.uploads_to("/contacts/import", None, "a.csv", b"x", &[("kind", "nobody")]).await;
    answer.faults(&[("/kind", "required")]);
}
