//! Proof of delivery: told by the network, seen by the merchant.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use image::{GenericImageView, ImageFormat};
use serde_json::{Value, json};
use shared::{
    ShipmentState,
    proofs::{PROOF_PICTURE_BYTES, ReceivedBy},
    shipments::Shipment,
    tracks::{PublicTrack, ScanOutcome},
};
use yundan::app::{AppError, privacy, proofs};

use super::{record, scan};
use crate::{
    applications::licence::picture,
    support::{Caller, TestApp},
};

const SIGNER: &str = "王桂芬";
const GPS: &str = "GPSLatitude 31.2304 N";

/// A proof of five minutes from now, without a picture.
fn proof(app: &TestApp, waybill_no: &str) -> Value {
    json!({
        "waybill_no": waybill_no, "received_by": "family", "signer": SIGNER,
        "at": app.app.now() + TimeDelta::minutes(5), "place": "杭州余杭网点",
    })
}

fn with_picture(app: &TestApp, waybill_no: &str, bytes: &[u8]) -> Value {
    let mut proof = proof(app, waybill_no);
    proof["picture"] = json!(STANDARD.encode(bytes));
    proof
}

async fn tells(app: &TestApp, proof: &Value) -> ScanOutcome {
    let outcome = app.staff().await.put("/parcels/proof", proof).await.expect(200).json();
    app.work().await;
    outcome
}

async fn shown(caller: &Caller<'_>, made: &Shipment) -> Shipment {
    caller.read(&format!("/shipments/{}", made.id)).await
}

/// A photograph as phones take them: 60 wide and 40 high, lying on its side, with where it was taken.
fn photograph() -> Vec<u8> {
    // TIFF 6.0: little endian, one entry, the orientation (0x0112) of a phone that was held upright (6).
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(GPS.as_bytes());
    let jpeg = picture(ImageFormat::Jpeg);
    let mut out = jpeg[..2].to_vec();
    out.extend_from_slice(&[0xff, 0xe1]);
    out.extend_from_slice(&u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    out.extend_from_slice(&exif);
    out.extend_from_slice(&jpeg[2..]);
    out
}

#[actix_web::test]
async fn who_received_it_is_seen_masked_and_it_is_signed_for() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    record(&app, &[scan(&app, &made.waybill_no, "GOT", 1), scan(&app, &made.waybill_no, "DISPATCH", 2)]).await;
    assert_eq!(shown(&owner, &made).await.proof, None);
    let told = proof(&app, &made.waybill_no);
    let outcome = tells(&app, &told).await;
    assert!(outcome.ok && !outcome.duplicate && !outcome.irregular, "{outcome:?}");
    let after = shown(&owner, &made).await;
    assert_eq!(after.state, ShipmentState::Delivered);
    let seen = after.proof.clone().unwrap();
    assert_eq!((seen.received_by, seen.signer.as_deref()), (ReceivedBy::Family, Some("王**")));
    assert_eq!((seen.place.as_str(), seen.has_picture), ("杭州余杭网点", false));
    // Told again, nothing is different.
    assert!(tells(&app, &told).await.duplicate);
    let again = shown(&owner, &made).await;
    assert_eq!((again.proof, again.track.len()), (after.proof, after.track.len()));
    let query = json!({ "waybill_no": made.waybill_no, "phone_last4": "5670" });
    let answer = app.anonymous().post("/public/tracks", &query).await.expect(200);
    assert!(!answer.text().contains(SIGNER) && !answer.text().contains("余杭网点"));
    let public = answer.json::<PublicTrack>().proof.unwrap();
    assert_eq!((public.received_by, public.signer.as_deref()), (ReceivedBy::Family, Some("王**")));
    assert_eq!(app.db_count("audit_log", "action = 'parcel.proof'").await, 2);
    for (table, column) in app.db_text_columns().await {
        assert_eq!(app.db_count(&table, &format!("{column} LIKE '%{SIGNER}%'")).await, 0, "{table}.{column}");
    }
}

#[actix_web::test]
async fn a_picture_is_kept_without_where_it_was_taken_and_shown_for_a_reason() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    let path = format!("/shipments/{}/proof/picture", made.id);
    let reason = json!({ "reason": "客户说没收到" });
    owner.post(&path, &reason).await.problem(404, "not_found");
    tells(&app, &with_picture(&app, &made.waybill_no, &photograph())).await;
    assert!(shown(&owner, &made).await.proof.unwrap().has_picture);
    owner.post(&path, &json!({ "reason": " " })).await.faults(&[("/reason", "required")]);
    assert_eq!(app.db_count("audit_log", "action = 'personal_data_revealed'").await, 0);
    let answer = owner.post(&path, &reason).await.expect(200);
    assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("image/jpeg", "no-store"));
    assert_eq!(app.db_count("audit_log", "action = 'personal_data_revealed'").await, 1);
    assert!(!answer.body.windows(4).any(|bytes| bytes == b"Exif"));
    assert!(!answer.body.windows(GPS.len()).any(|bytes| bytes == GPS.as_bytes()));
    let upright = image::load_from_memory_with_format(&answer.body, ImageFormat::Jpeg).unwrap();
    assert_eq!(upright.dimensions(), (40, 60));
    app.clerk().await.post(&path, &reason).await.problem(403, "forbidden");
    app.other_merchant().await.post(&path, &reason).await.problem(404, "not_found");
    // The other formats become the same one.
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        tells(&app, &with_picture(&app, &made.waybill_no, &picture(format))).await;
        let answer = owner.post(&path, &reason).await.expect(200);
        assert_eq!(image::guess_format(&answer.body).unwrap(), ImageFormat::Jpeg);
    }
}

#[actix_web::test]
async fn what_is_no_picture_is_refused_and_nothing_is_recorded() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    let staff = app.staff().await;
    let jpeg = picture(ImageFormat::Jpeg);
    for (bytes, code) in [
        (b"this is a text that is named photo.jpg".to_vec(), "file_type"),
        (b"%PDF-1.4\n%%EOF".to_vec(), "file_broken"),
        (Vec::new(), "file_type"),
        (jpeg[..jpeg.len() / 2].to_vec(), "file_broken"),
        ([jpeg.as_slice(), b"<script>alert(1)</script>"].concat(), "file_broken"),
        (vec![0xff; PROOF_PICTURE_BYTES + 1], "file_too_large"),
    ] {
        let told = with_picture(&app, &made.waybill_no, &bytes);
        staff.put("/parcels/proof", &told).await.faults(&[("/picture", code)]);
    }
    let mut told = proof(&app, &made.waybill_no);
    told["picture"] = json!("not base64!");
    staff.put("/parcels/proof", &told).await.faults(&[("/picture", "base64")]);
    told["picture"] = json!("A".repeat(PROOF_PICTURE_BYTES * 2));
    staff.put("/parcels/proof", &told).await.problem(413, "body_too_large");
    let mut told = proof(&app, &made.waybill_no);
    told["signer"] = json!("王".repeat(31));
    staff.put("/parcels/proof", &told).await.faults(&[("/signer", "too_long")]);
    let after = shown(&owner, &made).await;
    assert_eq!((after.state, after.proof), (made.state, None));
    assert_eq!(app.db_count("delivery_proofs", "1 = 1").await, 0);
}

#[actix_web::test]
async fn what_cannot_be_signed_for_is_refused_with_words() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let staff = app.staff().await;
    let (void, back) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    owner.post(&format!("/shipments/{}/void", void.id), &()).await.expect(200);
    record(&app, &[scan(&app, &back.waybill_no, "GOT", 1), scan(&app, &back.waybill_no, "RETURN_SCAN", 2)]).await;
    for made in [&void, &back] {
        staff.put("/parcels/proof", &proof(&app, &made.waybill_no)).await.problem(422, "cannot_be_signed_for");
    }
    staff.put("/parcels/proof", &proof(&app, "XW0000000000000")).await.problem(422, "unknown_waybill_no");
    let mut early = proof(&app, &owner.ships("SO-3").await.waybill_no);
    early["at"] = json!(app.app.now() + TimeDelta::minutes(11));
    staff.put("/parcels/proof", &early).await.problem(422, "in_the_future");
    early["at"] = json!(app.app.now());
    early["place"] = json!(" ");
    staff.put("/parcels/proof", &early).await.problem(422, "bad_place");
    owner.put("/parcels/proof", &early).await.problem(403, "forbidden");
    assert_eq!(app.db_count("delivery_proofs", "1 = 1").await, 0);
}

#[actix_web::test]
async fn another_proof_takes_the_place_of_the_first_with_its_picture() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let scope = app.caller_scope("K100001").await;
    let made = owner.ships("SO-1").await;
    tells(&app, &with_picture(&app, &made.waybill_no, &photograph())).await;
    let first = app.app.store.read(scope).delivery_proof(made.id).await.unwrap().unwrap();
    let key = first.picture_key.expect("a picture");
    let files = &app.app.settings.files;
    let merchant = scope.merchant_id().0;
    files.get(app.app.store.keys(), merchant, &key).await.unwrap();
    let mut told = proof(&app, &made.waybill_no);
    told["received_by"] = json!("locker");
    told["signer"] = Value::Null;
    assert!(tells(&app, &told).await.duplicate, "it was signed for already");
    let seen = shown(&owner, &made).await.proof.unwrap();
    assert_eq!((seen.received_by, seen.signer, seen.has_picture), (ReceivedBy::Locker, None, false));
    app.work().await;
    let gone = files.get(app.app.store.keys(), merchant, &key).await;
    assert!(matches!(gone, Err(AppError::NotFound)), "{gone:?}");
    assert_eq!(app.db_count("delivery_proofs", "1 = 1").await, 1);
}

#[actix_web::test]
async fn the_signer_and_the_picture_are_forgotten_with_the_receiver() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let scope = app.caller_scope("K100001").await;
    let made = owner.ships("SO-1").await;
    tells(&app, &with_picture(&app, &made.waybill_no, &photograph())).await;
    let kept = app.app.store.read(scope).delivery_proof(made.id).await.unwrap().unwrap();
    let key = kept.picture_key.expect("a picture");
    assert_eq!(kept.signer.as_deref(), Some(SIGNER));
    owner.put("/settings/privacy", &json!({ "retention_days": 90 })).await.expect(200);
    app.clock.advance(TimeDelta::days(90) + TimeDelta::minutes(1));
    assert!(privacy::forget_old(&app.app).await.unwrap() >= 1);
    let after = shown(&app.owner().await, &made).await;
    assert_eq!(after.state, ShipmentState::Delivered);
    let seen = after.proof.unwrap();
    assert_eq!((seen.received_by, seen.signer, seen.has_picture), (ReceivedBy::Family, None, false));
    app.work().await;
    let gone = app.app.settings.files.get(app.app.store.keys(), scope.merchant_id().0, &key).await;
    assert!(matches!(gone, Err(AppError::NotFound)), "{gone:?}");
    assert_eq!(app.db_count("delivery_proofs", "signer_sealed IS NOT NULL OR picture_key IS NOT NULL").await, 0);
    // Nobody is named again afterwards.
    let late = proof(&app, &made.waybill_no);
    app.staff().await.put("/parcels/proof", &late).await.problem(422, "people_forgotten");
}

#[actix_web::test]
async fn a_picture_that_no_proof_ever_named_goes_and_one_that_is_named_stays() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let scope = app.caller_scope("K100001").await;
    let made = owner.ships("SO-1").await;
    tells(&app, &with_picture(&app, &made.waybill_no, &photograph())).await;
    let named =
        app.app.store.read(scope).delivery_proof(made.id).await.unwrap().unwrap().picture_key.expect("a picture");
    // What a process leaves that is killed before its proof is written.
    let (files, keys, merchant) = (&app.app.settings.files, app.app.store.keys(), scope.merchant_id().0);
    let left = format!("proofs/{merchant}/{}/left", made.id);
    let soon = app.app.now() + TimeDelta::minutes(10);
    let noted = app.app.store.write(scope, async |tx| proofs::drop_at(&app.app, &tx, made.id, &left, soon).await).await;
    noted.unwrap();
    files.put(keys, merchant, &left, b"a picture").await.unwrap();
    app.work().await;
    files.get(keys, merchant, &left).await.expect("it may still be named");
    app.clock.advance(TimeDelta::minutes(11));
    app.work().await;
    let gone = files.get(keys, merchant, &left).await;
    assert!(matches!(gone, Err(AppError::NotFound)), "{gone:?}");
    files.get(keys, merchant, &named).await.expect("the proof names it");
}
