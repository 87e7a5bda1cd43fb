//! Access tokens: signed the one way, by the one key.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::json;
use shared::auth::AccessToken;

use crate::support::{Caller, PASSWORD, TestApp};

#[actix_web::test]
async fn a_token_that_names_another_way_of_signing_opens_nothing() {
    let app = TestApp::new().await;
    let sign_in = json!({ "account": "K100001", "password": PASSWORD });
    let token: AccessToken = app.anonymous().post("/auth/sign-in", &sign_in).await.expect(200).json();
    let claims = token.access_token.split('.').nth(1).expect("a token has claims");
    let ours = EncodingKey::from_secret(app.app.store.keys().access_token_key());
    let strangers = EncodingKey::from_secret(&[7; 32]);
    let named = |algorithm: &str, signature: &dyn Fn(&str) -> String| {
        let header = URL_SAFE_NO_PAD.encode(json!({ "typ": "JWT", "alg": algorithm }).to_string());
        let message = format!("{header}.{claims}");
        format!("{message}.{}", signature(&message))
    };
    let signed = |algorithm: Algorithm, key: &EncodingKey, message: &str| {
        crypto::sign(message.as_bytes(), key, algorithm).expect("it can be signed")
    };
    let by_us = |message: &str| signed(Algorithm::HS256, &ours, message);
    let opens = async |token: String| Caller::new(&app, Some(token)).get("/me").await;
    // Made by hand as the service makes it, so that what follows fails for its header or its key alone.
    opens(named("HS256", &by_us)).await.expect(200);
    let forged = [
        named("RS256", &by_us),
        named("HS384", &|message| signed(Algorithm::HS384, &ours, message)),
        named("HS512", &|message| signed(Algorithm::HS512, &ours, message)),
        named("HS384", &by_us),
        named("none", &|_| String::new()),
        named("HS256", &|_| String::new()),
        named("HS256", &|message| signed(Algorithm::HS256, &strangers, message)),
    ];
    for token in forged {
        opens(token).await.problem(401, "unauthenticated");
    }
}
