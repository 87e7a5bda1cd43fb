use std::io::Cursor;

use actix_web::http::Method;
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::json;
use shared::applications::{Application, LICENCE_BYTES, Wanted};
use yundan::app::applications::forgetting;

use super::{APPLICANT_PHONE, request, terms};
use crate::support::{TestApp, samples};

pub fn picture(format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(60, 40, |x, y| image::Rgb([(x * 4) as u8, (y * 6) as u8, 120]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut out, format).unwrap();
    out.into_inner()
}

#[actix_web::test]
async fn a_licence_reaches_the_reviewer_as_it_was_sent() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.application_id(&number).await;
    reviewer.get(&format!("/applications/{id}/licence")).await.problem(404, "not_found");
    for (format, media_type, extension) in [
        (ImageFormat::Png, "image/png", "png"),
        (ImageFormat::Jpeg, "image/jpeg", "jpg"),
        (ImageFormat::WebP, "image/webp", "webp"),
    ] {
        let sent = picture(format);
        app.sends_licence(&number, media_type, sent.clone()).await.expect(200);
        assert!(!app.follows(&number).await.wanted.contains(&Wanted::Licence));
        let answer = reviewer.get(&format!("/applications/{id}/licence")).await.expect(200);
        assert_eq!(answer.body, sent);
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(answer.header("cache-control"), "no-store");
        let name = format!("attachment; filename=\"licence-{}.{extension}\"", number.replace('-', ""));
        assert_eq!(answer.header("content-disposition"), name);
        let seen: Application = reviewer.read(&format!("/applications/{id}")).await;
        assert_eq!(
            seen.licence.map(|file| (file.media_type, file.bytes)),
            Some((media_type.to_owned(), sent.len() as u64))
        );
    }
}

#[actix_web::test]
async fn what_is_no_licence_is_refused() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let png = picture(ImageFormat::Png);
    let truncated = png[..png.len() / 2].to_vec();
    let polyglot = [png.as_slice(), b"<script>alert(1)</script>"].concat();
    for (media_type, bytes, pointer, code) in [
        ("image/jpeg", png, "Content-Type:", "file_mislabelled"),
        ("image/png", truncated, "", "file_broken"),
        ("image/png", polyglot, "", "file_broken"),
        ("text/html", b"<html></html>".to_vec(), "", "file_type"),
        ("image/svg+xml", b"<svg onload='alert(1)'/>".to_vec(), "", "file_type"),
        ("image/png", Vec::new(), "", "file_type"),
    ] {
        app.sends_licence(&number, media_type, bytes).await.faults(&[(pointer, code)]);
    }
    assert!(app.follows(&number).await.wanted.contains(&Wanted::Licence));
}

#[actix_web::test]
async fn too_much_is_refused_whatever_is_said_of_it() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    app.sends_licence(&number, "image/png", vec![0; LICENCE_BYTES + 1]).await.problem(413, "file_too_large");
    // What the header tells is enough: nothing of it is read.
    let anonymous = app.anonymous();
    let put = || {
        anonymous
            .request(Method::PUT, &format!("/applications/{number}/licence"))
            .insert_header(("Applicant-Phone", APPLICANT_PHONE))
    };
    let told = put().insert_header(("Content-Length", (LICENCE_BYTES + 1).to_string()));
    anonymous.send(told).await.problem(413, "file_too_large");
    let exactly = put().set_payload(vec![0; LICENCE_BYTES]);
    anonymous.send(exactly).await.faults(&[("", "file_type")]);
}

#[actix_web::test]
async fn a_licence_needs_number_and_phone_and_an_open_application() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    let anonymous = app.anonymous();
    for (path, phone) in [(number.as_str(), "13700004568"), (&number, ""), ("22222-22222", APPLICANT_PHONE)] {
        let request = anonymous
            .request(Method::PUT, &format!("/applications/{path}/licence"))
            .insert_header(("Applicant-Phone", phone))
            .set_payload(picture(ImageFormat::Png));
        anonymous.send(request).await.problem(422, "application_unknown");
    }
    let reviewer = app.reviewer().await;
    let id = reviewer.comes_to_terms(&number).await;
    app.sends_licence(&number, "image/png", picture(ImageFormat::Png)).await.problem(409, "application_state");
    reviewer.does(&id, "reject", &json!({ "text": "没有执照" })).await.expect(200);
    app.sends_licence(&number, "image/png", picture(ImageFormat::Png)).await.problem(409, "application_state");
}

#[actix_web::test]
async fn only_reviewers_of_the_outlet_read_it() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    app.sends_licence(&number, "image/png", picture(ImageFormat::Png)).await.expect(200);
    let id = app.reviewer().await.application_id(&number).await;
    let path = format!("/applications/{id}/licence");
    app.other_reviewer().await.get(&path).await.problem(404, "not_found");
    app.staff().await.get(&path).await.problem(403, "forbidden");
    app.owner().await.get(&path).await.problem(403, "forbidden");
    app.anonymous().get(&path).await.problem(401, "unauthenticated");
    // Terms do not change what may be read.
    let reviewer = app.reviewer().await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    reviewer.does(&id, "offer", &terms()).await.expect(200);
    reviewer.get(&path).await.expect(200);
}

#[actix_web::test]
async fn a_rejected_application_loses_its_papers_after_their_time() {
    let app = TestApp::new().await;
    let number = app.applies(&request()).await;
    app.sends_licence(&number, "image/png", picture(ImageFormat::Png)).await.expect(200);
    let waits = app.applies(&request()).await;
    let reviewer = app.reviewer().await;
    let id = reviewer.application_id(&number).await;
    reviewer.does(&id, "take", &json!({})).await.expect(200);
    reviewer.does(&id, "reject", &json!({ "text": "资料不全" })).await.expect(200);
    app.clock.advance(forgetting::REJECTED_KEPT);
    assert_eq!(forgetting::forget_rejected(&app.app).await.unwrap(), 0);
    app.clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(forgetting::forget_rejected(&app.app).await.unwrap(), 1);
    assert_eq!(forgetting::forget_rejected(&app.app).await.unwrap(), 0);

    let reviewer = app.reviewer().await;
    let seen: Application = reviewer.read(&format!("/applications/{id}")).await;
    assert_eq!((seen.form.identity_number.as_str(), seen.licence.is_none()), ("", true));
    assert!(!seen.form.company_name.is_empty(), "who it was stays");
    assert_eq!(seen.history.last().map(|event| event.kind.as_str()), Some("forgotten"));
    reviewer.get(&format!("/applications/{id}/licence")).await.problem(404, "not_found");
    let logged = format!("action = 'application.forget' AND subject = '{id}'");
    assert_eq!(app.db_count("network_audit_log", &logged).await, 1);
    let other = reviewer.application_id(&waits).await;
    let other: Application = reviewer.read(&format!("/applications/{other}")).await;
    assert_eq!(other.form.identity_number, samples::IDENTITY_NUMBER, "what is not rejected keeps it");
}
