use serde_json::{Value, json};
use shared::applications::{ApplicationCreated, ApplicationState, Wanted};
use uuid::Uuid;

use super::{request, request_from_hangzhou};
use crate::support::{TestApp, samples};

#[actix_web::test]
async fn an_application_gets_a_number_to_be_followed_by() {
    let app = TestApp::new().await;
    let answer = app.anonymous().post("/applications", &request()).await.expect(201);
    let created: ApplicationCreated = answer.json();
    assert_eq!(created.state, ApplicationState::Submitted);
    let letters: String = created.application_no.split('-').collect();
    assert_eq!((created.application_no.len(), letters.len()), (11, 10), "{}", created.application_no);
    assert!(letters.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()));
    assert!(!letters.contains(['0', 'O', '1', 'I']), "{letters}");
    let status = app.follows(&created.application_no).await;
    assert_eq!(status.state, ApplicationState::Submitted);
    assert_eq!(status.wanted, [Wanted::Licence]);
    assert_eq!(status.history.len(), 1);
    assert_eq!((status.history[0].kind.as_str(), status.history[0].words.as_str()), ("submitted", "提交了申请"));
    assert_eq!(status.outlet_name, "上海青浦华新网点");
    assert!(status.form.is_none() && status.terms.is_none() && status.customer_code.is_none());
}

#[actix_web::test]
async fn the_same_request_makes_one_application() {
    let app = TestApp::new().await;
    let mut request = request();
    let first = app.anonymous().post("/applications", &request).await.expect(201);
    let again = app.anonymous().post("/applications", &request).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.value(), again.value());
    // What means the same is the same.
    request["form"]["credit_code"] = json!(" 91310118ma1jxy7k2n ");
    app.anonymous().post("/applications", &request).await.expect(201);
    assert_eq!(app.db_count("applications", "1=1").await, 1);
    request["form"]["daily_parcels"] = json!(301);
    app.anonymous().post("/applications", &request).await.problem(409, "request_id_reused");
    request["request_id"] = json!(Uuid::now_v7());
    app.anonymous().post("/applications", &request).await.expect(201);
    assert_eq!(app.db_count("applications", "1=1").await, 2);
}

#[actix_web::test]
async fn two_of_the_same_request_at_once_make_one_application() {
    let app = TestApp::new().await;
    let (request, anonymous) = (request(), app.anonymous());
    let sent = (0..8).map(|_| anonymous.post("/applications", &request));
    let answers = futures_util::future::join_all(sent).await;
    let numbers: std::collections::BTreeSet<String> =
        answers.iter().map(|answer| answer.json::<ApplicationCreated>().application_no).collect();
    assert_eq!(numbers.len(), 1, "{numbers:?}");
    assert_eq!(app.db_count("applications", "1=1").await, 1);
}

#[actix_web::test]
async fn the_outlet_of_the_address_gets_it() {
    let app = TestApp::new().await;
    let place = |province: &str, city: &str, district: &str| {
        let mut request = request();
        request["form"]["province"] = json!(province);
        request["form"]["city"] = json!(city);
        request["form"]["district"] = json!(district);
        request
    };
    for (request, outlet) in [
        (request_from_hangzhou(), "杭州余杭网点"),
        (place("浙江省", "宁波市", "鄞州区"), "杭州余杭网点"),
        // The longer prefix wins over the province's.
        (place("浙江省", "嘉兴市", "南湖区"), "上海青浦华新网点"),
        // No outlet has it: the default one does.
        (place("新疆维吾尔自治区", "乌鲁木齐市", "天山区"), "上海青浦华新网点"),
    ] {
        let number = app.applies(&request).await;
        assert_eq!(app.follows(&number).await.outlet_name, outlet, "{}", request["form"]["city"]);
    }
}

#[actix_web::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let app = TestApp::new().await;
    let mut wrong = request();
    wrong["form"] = json!({
        "company_name": "",
        "credit_code": "91310118MA1JXY7K2M",
        "responsible_name": "欧阳\u{7}承志",
        "identity_number": "310115198503120013",
        "contact_name": "x".repeat(61),
        "contact_phone": "021-39880000",
        "contact_email": "qian@zhiyun",
        "province": "上海市",
        "district": "青浦区",
        "detail": "",
        "daily_parcels": 0,
        "settlement": "credit"
    });
    app.anonymous().post("/applications", &wrong).await.faults(&[
        ("/form/company_name", "required"),
        ("/form/credit_code", "credit_code"),
        ("/form/responsible_name", "bad_characters"),
        ("/form/identity_number", "identity_number"),
        ("/form/contact_name", "too_long"),
        ("/form/contact_phone", "not_mobile"),
        ("/form/contact_email", "email"),
        ("/form/daily_parcels", "out_of_range"),
        ("/form/detail", "address_no_detail"),
    ]);
    assert_eq!(app.db_count("applications", "1=1").await, 0);
}

#[actix_web::test]
async fn names_with_control_characters_and_wrong_check_characters_are_refused() {
    let app = TestApp::new().await;
    for (field, value, code) in [
        ("company_name", "织云\u{0}服饰", "bad_characters"),
        ("company_name", "织云\n服饰", "bad_characters"),
        ("contact_name", "钱\u{1b}[31m小满", "bad_characters"),
        ("responsible_name", "欧阳\t承志", "bad_characters"),
        ("credit_code", "91310118MA1JXY7K2O", "credit_code"),
        ("credit_code", "", "credit_code"),
        ("identity_number", "310115198502300017", "identity_number"),
        ("identity_number", "31011519850312001X", "identity_number"),
        ("contact_email", "a@b@c.cn", "email"),
        ("contact_email", "a b@c.cn", "email"),
        ("contact_email", "<a@c.cn>", "email"),
        ("contact_email", "@c.cn", "email"),
        ("contact_email", "a@c..cn", "email"),
    ] {
        let mut wrong = request();
        wrong["form"][field] = json!(value);
        let pointer = format!("/form/{field}");
        app.anonymous().post("/applications", &wrong).await.faults(&[(pointer.as_str(), code)]);
    }
}

#[actix_web::test]
async fn nothing_personal_of_an_applicant_lies_open() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.application_id(&number).await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    let question = json!({ "text": "欧阳承志的证件号请再核对" });
    reviewer.does(&id, "ask", &question).await.expect(200);
    let form: Value = samples::application_form();
    let secrets = ["responsible_name", "identity_number", "contact_name", "contact_phone", "contact_email", "detail"];
    for (table, column) in app.db_text_columns().await {
        for secret in secrets {
            let secret = form[secret].as_str().unwrap();
            let found = app.db_count(&table, &format!("{column} LIKE '%{secret}%'")).await;
            assert_eq!(found, 0, "{table}.{column} holds {secret}");
        }
    }
}

#[actix_web::test]
async fn one_address_does_not_flood_the_queue() {
    let app = TestApp::new().await;
    let known = request();
    app.applies(&known).await;
    for _ in 1..20 {
        app.applies(&request()).await;
    }
    app.anonymous().post("/applications", &request()).await.problem(429, "too_many_tries");
    app.clock.advance(chrono::TimeDelta::minutes(60));
    app.applies(&request()).await;
}
