//! One parcel, for whoever is not signed in.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    Problem, ShipmentState,
    shipments::Shipment,
    tracks::{PublicTrack, TrackingPage},
};

use super::{record, scan};
use crate::support::{Answer, DETAIL, HOTLINE, NETWORK_NAME, PHONE, RECEIVER, TestApp};

fn by_phone(number: &str, last4: &str) -> Value {
    json!({ "waybill_no": number, "phone_last4": last4 })
}

fn token_of(shipment: &Shipment) -> String {
    shipment.tracking_link.split_once('#').expect("a secret behind the #").1.to_owned()
}

async fn ask(app: &TestApp, body: &Value) -> Answer {
    app.anonymous().post("/public/tracks", body).await
}

/// All that a refusal says, but the name of the request.
fn told(problem: Problem) -> Value {
    let mut told = serde_json::to_value(problem).unwrap();
    told["request_id"] = json!("");
    told
}

#[actix_web::test]
async fn number_and_digits_show_cities_and_nobody() {
    let app = TestApp::new().await;
    let made = app.clerk().await.ships("SO-1").await;
    let mut outlet = scan(&app, &made.waybill_no, "DISPATCH", 3);
    outlet["place"] = json!("杭州余杭仓前网点");
    let mut odd = scan(&app, &made.waybill_no, "ARRIVAL", 2);
    odd["place"] = json!("仓前街道驿站");
    record(&app, &[scan(&app, &made.waybill_no, "GOT", 1), odd, outlet]).await;
    // The receiver's digits, and the sender's; the number as it stands on the label or in the link of its code.
    for (number, last4) in [
        (made.waybill_no.clone(), "5670"),
        (made.waybill_no.to_lowercase(), "0021"),
        (format!("https://yundan.test/t/{}", made.waybill_no), "5670"),
    ] {
        let answer = ask(&app, &by_phone(&number, last4)).await.expect(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        let text = String::from_utf8(answer.body.to_vec()).unwrap();
        for secret in [RECEIVER, PHONE, DETAIL, "欧阳", "5670", "西溪", "华新", "仓前", "余杭", "青禾", "SO-1", "茶叶"]
        {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        let track: PublicTrack = answer.json();
        assert_eq!((track.waybill_no.as_str(), track.state), (made.waybill_no.as_str(), ShipmentState::OutForDelivery));
        assert_eq!((track.from.as_str(), track.to.as_str()), ("上海市", "杭州市"));
        let places: Vec<&str> = track.track.iter().map(|event| event.place.as_str()).collect();
        assert_eq!(places, ["杭州", "网点", "上海", ""]);
        assert_eq!((track.page.name.as_str(), track.page.hotline.as_str()), (NETWORK_NAME, HOTLINE));
    }
}

#[actix_web::test]
async fn an_unknown_number_and_wrong_digits_are_answered_alike() {
    let app = TestApp::new().await;
    let made = app.clerk().await.ships("SO-1").await;
    let mut answers = Vec::new();
    for (number, last4) in
        [(made.waybill_no.as_str(), "5671"), ("XW0000000000000", "5670"), ("nonsense", "5670"), ("\u{0}", "0000")]
    {
        let began = std::time::Instant::now();
        answers.push(told(ask(&app, &by_phone(number, last4)).await.problem(422, "track_unknown")));
        assert!(began.elapsed().as_millis() >= 100, "a refusal does not come before the time of all refusals");
    }
    for token in ["", "x", ".", "XW0000000000000.AAAA", &made.waybill_no] {
        answers.push(told(ask(&app, &json!({ "token": token })).await.problem(422, "track_unknown")));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    ask(&app, &by_phone(&made.waybill_no, "567")).await.faults(&[("/phone_last4", "four_digits")]);
    ask(&app, &by_phone(" ", "")).await.faults(&[("/waybill_no", "required"), ("/phone_last4", "required")]);
    ask(&app, &json!({})).await.faults(&[("/waybill_no", "required"), ("/phone_last4", "required")]);
    ask(&app, &json!({ "token": "x", "waybill_no": "y" })).await.faults(&[("/token", "one_of")]);
}

#[actix_web::test]
async fn a_link_opens_its_own_parcel_and_no_other() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (one, two) = (clerk.ships("SO-1").await, clerk.ships("SO-2").await);
    let token = token_of(&one);
    let track: PublicTrack = ask(&app, &json!({ "token": &token })).await.expect(200).json();
    assert_eq!(track.waybill_no, one.waybill_no);
    let (_, proof) = token.split_once('.').unwrap();
    assert_eq!(proof.len(), 22, "128 bits");
    let mut tampered = vec![
        format!("{}.{proof}", two.waybill_no),
        format!("{}.", one.waybill_no),
        format!("{token}A"),
        token[..token.len() - 1].to_owned(),
    ];
    for at in [0, 10, 20] {
        let mut letters: Vec<char> = proof.chars().collect();
        letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
        tampered.push(format!("{}.{}", one.waybill_no, letters.iter().collect::<String>()));
    }
    for token in tampered {
        ask(&app, &json!({ "token": token })).await.problem(422, "track_unknown");
    }
    let again: Shipment = clerk.read(&format!("/shipments/{}", one.id)).await;
    assert_eq!(again.tracking_link, one.tracking_link, "links that were given out stay good");
}

#[actix_web::test]
async fn guessing_digits_is_stopped_for_known_and_unknown_numbers() {
    let app = TestApp::new().await;
    let made = app.clerk().await.ships("SO-1").await;
    for number in [made.waybill_no.as_str(), "XW0000000000000"] {
        for guess in 0..5 {
            ask(&app, &by_phone(number, &format!("000{guess}"))).await.problem(422, "track_unknown");
        }
        let answer = ask(&app, &by_phone(number, "5670")).await;
        answer.problem(429, "too_many_tries");
        assert_eq!(answer.header("retry-after"), "3600");
    }
    // Who was given the link is not kept out by who guesses.
    ask(&app, &json!({ "token": token_of(&made) })).await.expect(200);
    app.clock.advance(TimeDelta::minutes(60));
    ask(&app, &by_phone(&made.waybill_no, "5670")).await.expect(200);
}

#[actix_web::test]
async fn guessing_many_at_once_gets_no_further() {
    let app = TestApp::new().await;
    let made = app.clerk().await.ships("SO-1").await;
    let guesses: Vec<serde_json::Value> =
        (0..20).map(|guess| by_phone(&made.waybill_no, &format!("00{guess:02}"))).collect();
    let answers = futures_util::future::join_all(guesses.iter().map(|guess| ask(&app, guess))).await;
    let let_in = answers.iter().filter(|answer| answer.status == 422).count();
    assert_eq!((let_in, answers.len()), (5, 20));
}

#[actix_web::test]
async fn one_address_asks_only_so_often() {
    let app = TestApp::new().await;
    let made = app.clerk().await.ships("SO-1").await;
    let from = async |ip: &str| {
        let request = app
            .anonymous()
            .request(actix_web::http::Method::POST, "/public/tracks")
            .peer_addr(std::net::SocketAddr::new(ip.parse().unwrap(), 40_000))
            .set_json(by_phone(&made.waybill_no, "5670"));
        app.send(request).await
    };
    for _ in 0..60 {
        from("203.0.113.7").await.expect(200);
    }
    let answer = from("203.0.113.7").await;
    answer.problem(429, "too_many_tries");
    assert_eq!(answer.header("retry-after"), "600");
    from("203.0.113.8").await.expect(200);
    app.clock.advance(TimeDelta::minutes(10));
    from("203.0.113.7").await.expect(200);
}

#[actix_web::test]
async fn the_page_is_the_merchants_own() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    assert_eq!(owner.read::<TrackingPage>("/settings/tracking-page").await, TrackingPage::default());
    let page =
        json!({ "name": " 青禾服饰 ", "color": "#14784A", "hotline": "400-100-2000", "words": "工作日 9 点到 18 点" });
    let saved: TrackingPage = owner.put("/settings/tracking-page", &page).await.expect(200).json();
    assert_eq!((saved.name.as_str(), saved.color.as_str()), ("青禾服饰", "#14784a"));
    assert_eq!(owner.read::<TrackingPage>("/settings/tracking-page").await, saved);
    let shown: PublicTrack = ask(&app, &by_phone(&made.waybill_no, "5670")).await.expect(200).json();
    assert_eq!(shown.page, saved);
    let other: TrackingPage = app.other_merchant().await.read("/settings/tracking-page").await;
    assert_eq!(other, TrackingPage::default());
    let wrong = json!({ "name": "字".repeat(31), "color": "red", "hotline": "a\u{7}b", "words": "字".repeat(201) });
    owner.put("/settings/tracking-page", &wrong).await.faults(&[
        ("/name", "too_long"),
        ("/hotline", "bad_characters"),
        ("/words", "too_long"),
        ("/color", "color"),
    ]);
    let log: shared::Page<shared::audit::AuditEntryView> = owner.read("/audit-log").await;
    assert!(log.items.iter().any(|entry| entry.action == "tracking_page.change" && entry.detail == "青禾服饰"));
    app.clerk().await.get("/settings/tracking-page").await.problem(403, "forbidden");
}

#[actix_web::test]
async fn a_mark_is_drawn_anew_shown_and_taken_off() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    let mut sent = Vec::new();
    let wide = image::RgbaImage::from_pixel(1_000, 100, image::Rgba([20, 120, 74, 128]));
    wide.write_to(&mut std::io::Cursor::new(&mut sent), image::ImageFormat::Png).unwrap();
    let page = |logo: String| json!({ "name": "青禾", "color": "", "hotline": "", "words": "", "logo": logo });
    let saved: TrackingPage =
        owner.put("/settings/tracking-page", &page(STANDARD.encode(&sent))).await.expect(200).json();
    let drawn = image::load_from_memory(&STANDARD.decode(&saved.logo).unwrap()).unwrap().into_rgba8();
    assert_eq!((drawn.dimensions(), drawn.get_pixel(9, 9).0), ((480, 48), [20, 120, 74, 128]));
    let shown: PublicTrack = ask(&app, &by_phone(&made.waybill_no, "5670")).await.expect(200).json();
    assert_eq!(shown.page.logo, saved.logo);
    assert_eq!(
        app.other_merchant().await.read::<TrackingPage>("/settings/tracking-page").await,
        TrackingPage::default()
    );
    for (logo, code) in [
        ("no base64!".to_owned(), "base64"),
        (STANDARD.encode(b"<svg onload='alert(1)'/>"), "file_type"),
        (STANDARD.encode(vec![0; 500 * 1024 + 1]), "file_too_large"),
    ] {
        owner.put("/settings/tracking-page", &page(logo)).await.faults(&[("/logo", code)]);
    }
    assert_eq!(
        owner.read::<TrackingPage>("/settings/tracking-page").await.logo,
        saved.logo,
        "what is refused changes nothing"
    );
    let without: TrackingPage = owner.put("/settings/tracking-page", &page(String::new())).await.expect(200).json();
    assert_eq!(without.logo, "");
}
