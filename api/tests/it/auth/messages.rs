//! Messages as they leave: a real SMTP conversation, and SMS services that check signatures.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use yundan::app::{
    Settings,
    messages::{Aliyun, Mailer, MessageKind, Sms, Tencent, Webhook},
};

use crate::support::TestApp;

const SECRET: &str = "the-secret-of-the-service";
const CLERK: &str = "13900000031";
const EMAIL: &str = "linyue@qinghe.example";
const WAIT: Duration = Duration::from_secs(10);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// A mail server that takes everything; what it was sent comes out of the channel. `refusals` mails are refused first.
fn mail_server(refusals: usize) -> (u16, Receiver<(Vec<String>, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (out, mails) = channel();
    std::thread::spawn(move || {
        for (at, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes());
            say("220 loopback").unwrap();
            let mut commands = Vec::new();
            while let Some(Ok(line)) = lines.next() {
                let word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
                let answer = match word.as_str() {
                    "EHLO" => "250 loopback",
                    "DATA" if at < refusals => "451 come back later",
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                commands.push(line);
                if say(answer).is_err() || word == "QUIT" {
                    break;
                }
                if answer.starts_with("354") {
                    let mail: Vec<String> =
                        lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                    let _ = say("250 taken");
                    let _ = out.send((std::mem::take(&mut commands), mail.join("\n")));
                }
            }
        }
    });
    (port, mails)
}

fn sends_mail(settings: &mut Settings, port: u16) {
    let url = format!("smtp://127.0.0.1:{port}").into();
    settings.messages.email = Some(Mailer::new(&url, "Yundan <noreply@yundan.test>").unwrap());
}

/// Decodes the body of a mail.
fn body(mail: &str) -> String {
    let (head, body) = mail.split_once("\n\n").expect("a mail has a head and a body");
    if head.to_lowercase().contains("content-transfer-encoding: base64") {
        let joined: String = body.lines().collect();
        return String::from_utf8(STANDARD.decode(joined).unwrap()).unwrap();
    }
    let mut bytes = Vec::new();
    let soft = body.replace("=\n", "");
    let mut rest = soft.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'=', [high, low, tail @ ..]) if head.to_lowercase().contains("quoted-printable") => {
                let digits = String::from_utf8(vec![*high, *low]).unwrap();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[actix_web::test]
async fn a_mail_goes_through_a_real_conversation_and_is_forgotten() {
    let (port, mails) = mail_server(1);
    let app = TestApp::with(|settings| sends_mail(settings, port)).await;
    app.anonymous().post("/auth/password-resets", &json!({ "account": EMAIL })).await.expect(204);
    // The server refuses the first; the message waits and goes out then.
    app.work().await;
    assert!(mails.try_recv().is_err());
    assert_eq!(app.db_count("messages", "state = 'queued' AND attempts = 1 AND problem <> ''").await, 1);
    app.clock.advance(TimeDelta::seconds(5));
    app.work().await;
    let (commands, mail) = mails.recv_timeout(WAIT).expect("a mail");
    assert!(commands.iter().any(|line| line.contains("<noreply@yundan.test>")), "{commands:?}");
    assert!(commands.iter().any(|line| line.contains(&format!("<{EMAIL}>"))), "{commands:?}");
    let text = body(&mail);
    let link = text.lines().find_map(|line| line.split("/reset#").nth(1)).expect("a link").trim().to_owned();
    assert_eq!(app.db_count("messages", "state = 'sent' AND values_sealed IS NULL").await, 1);
    let reset = json!({ "token": link, "new_password": "Lighthouse-Meadow-27" });
    app.anonymous().post("/auth/password-resets/redeem", &reset).await.expect(204);
}

#[actix_web::test]
async fn what_is_refused_five_times_is_given_up_and_forgotten() {
    let (port, mails) = mail_server(100);
    let app = TestApp::with(|settings| sends_mail(settings, port)).await;
    app.anonymous().post("/auth/password-resets", &json!({ "account": EMAIL })).await.expect(204);
    for _ in 0..6 {
        app.work().await;
        app.clock.advance(TimeDelta::minutes(5));
    }
    assert!(mails.try_recv().is_err());
    let given_up = "state = 'failed' AND attempts = 5 AND values_sealed IS NULL AND problem LIKE '%451%'";
    assert_eq!(app.db_count("messages", given_up).await, 1);
}

struct Heard {
    target: String,
    headers: BTreeMap<String, String>,
    body: String,
}

/// A service that answers every request with this document.
fn web_server(answer: Value) -> (u16, Receiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (out, heard) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = hear(&stream);
            let text = answer.to_string();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
            stream.write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{text}", text.len()).as_bytes()).unwrap();
            out.send(request).unwrap();
        }
    });
    (port, heard)
}

fn hear(stream: &TcpStream) -> Heard {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let target = line.split_whitespace().nth(1).unwrap().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    Heard { target, headers, body: String::from_utf8(body).unwrap() }
}

/// Asks for a code, and hears what the SMS service is sent.
async fn heard(app: &TestApp, sent: &Receiver<Heard>) -> Heard {
    app.anonymous().post("/auth/codes", &json!({ "purpose": "sign_in", "phone": CLERK })).await.expect(200);
    app.work().await;
    let heard = sent.recv_timeout(WAIT).expect("a request");
    assert_eq!(app.db_count("messages", "state = 'sent' AND values_sealed IS NULL").await, 1);
    heard
}

async fn signs_in(app: &TestApp, code: &str) {
    app.anonymous().post("/auth/sign-in", &json!({ "account": CLERK, "code": code })).await.expect(200);
}

fn templates() -> BTreeMap<MessageKind, String> {
    BTreeMap::from([(MessageKind::SignInCode, "SMS_154950909".to_owned())])
}

#[actix_web::test]
async fn aliyun_gets_a_signed_request() {
    let (port, sent) = web_server(json!({ "Code": "OK", "Message": "OK", "BizId": "1" }));
    let aliyun = Aliyun {
        endpoint: format!("http://127.0.0.1:{port}"),
        key_id: "LTAI-test".to_owned(),
        secret: SECRET.into(),
        sign_name: "云速快递".to_owned(),
        templates: templates(),
    };
    let app = TestApp::with(|settings| settings.messages.sms = Some(Sms::Aliyun(aliyun))).await;
    let heard = heard(&app, &sent).await;
    // Signed as the service checks it, from what came over the wire.
    let query = heard.target.strip_prefix("/?").unwrap();
    let authorization = &heard.headers["authorization"];
    let (_, signature) = authorization.split_once("Signature=").unwrap();
    let (_, names) = authorization.split_once("SignedHeaders=").unwrap();
    let names = names.split(',').next().unwrap();
    let headers: String = names.split(';').map(|name| format!("{name}:{}\n", heard.headers[name])).collect();
    let canonical = format!("POST\n/\n{query}\n{headers}\n{names}\n{}", hex(&Sha256::digest(b"")));
    let to_sign = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical.as_bytes())));
    assert_eq!(signature, hex(&mac(SECRET.as_bytes(), &to_sign)));
    assert!(authorization.contains("Credential=LTAI-test,"));
    for name in ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"]
    {
        assert!(names.split(';').any(|signed| signed == name), "{names} lacks {name}");
    }
    let values: BTreeMap<String, String> =
        form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    assert_eq!((values["PhoneNumbers"].as_str(), values["SignName"].as_str()), (CLERK, "云速快递"));
    assert_eq!(values["TemplateCode"], "SMS_154950909");
    let named: Value = serde_json::from_str(&values["TemplateParam"]).unwrap();
    signs_in(&app, named["code"].as_str().unwrap()).await;
}

#[actix_web::test]
async fn tencent_gets_a_signed_request() {
    let (port, sent) = web_server(json!({ "Response": { "SendStatusSet": [{ "Code": "Ok" }] } }));
    let tencent = Tencent {
        endpoint: format!("http://127.0.0.1:{port}"),
        region: "ap-guangzhou".to_owned(),
        app_id: "1400000000".to_owned(),
        key_id: "AKID-test".to_owned(),
        secret: SECRET.into(),
        sign_name: "云速快递".to_owned(),
        templates: templates(),
    };
    let app = TestApp::with(|settings| settings.messages.sms = Some(Sms::Tencent(tencent))).await;
    let heard = heard(&app, &sent).await;
    let (day, timestamp) = ("2026-06-15", app.app.now().timestamp());
    assert_eq!(heard.headers["x-tc-timestamp"], timestamp.to_string());
    let canonical = format!(
        "POST\n/\n\ncontent-type:{}\nhost:{}\nx-tc-action:{}\n\ncontent-type;host;x-tc-action\n{}",
        heard.headers["content-type"],
        heard.headers["host"],
        heard.headers["x-tc-action"].to_lowercase(),
        hex(&Sha256::digest(heard.body.as_bytes()))
    );
    let to_sign =
        format!("TC3-HMAC-SHA256\n{timestamp}\n{day}/sms/tc3_request\n{}", hex(&Sha256::digest(canonical.as_bytes())));
    let of_day = mac(format!("TC3{SECRET}").as_bytes(), day);
    let signature = hex(&mac(&mac(&mac(&of_day, "sms"), "tc3_request"), &to_sign));
    let expected = format!(
        "TC3-HMAC-SHA256 Credential=AKID-test/{day}/sms/tc3_request, SignedHeaders=content-type;host;x-tc-action, \
         Signature={signature}"
    );
    assert_eq!(heard.headers["authorization"], expected);
    let body: Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!(body["PhoneNumberSet"], json!([format!("+86{CLERK}")]));
    signs_in(&app, body["TemplateParamSet"][0].as_str().unwrap()).await;
}

#[actix_web::test]
async fn a_gateway_gets_a_signed_webhook() {
    let (port, sent) = web_server(json!({}));
    let key = STANDARD.encode(SECRET);
    let webhook = Webhook { url: format!("http://127.0.0.1:{port}/send"), secret: format!("whsec_{key}").into() };
    let app = TestApp::with(|settings| settings.messages.sms = Some(Sms::Webhook(webhook))).await;
    let heard = heard(&app, &sent).await;
    let (id, timestamp) = (&heard.headers["webhook-id"], &heard.headers["webhook-timestamp"]);
    let signature = STANDARD.encode(mac(SECRET.as_bytes(), &format!("{id}.{timestamp}.{}", heard.body)));
    assert_eq!(heard.headers["webhook-signature"], format!("v1,{signature}"));
    let body: Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!((&body["to"], &body["kind"]), (&json!(format!("+86{CLERK}")), &json!("sign_in_code")));
    assert!(body["text"].as_str().unwrap().starts_with("【云速快递】"));
    signs_in(&app, body["values"]["code"].as_str().unwrap()).await;
}

#[actix_web::test]
async fn a_service_that_refuses_is_asked_again_and_its_words_are_not_kept() {
    let refusal = json!({ "Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": format!("limit for {CLERK}") });
    let (port, sent) = web_server(refusal);
    let aliyun = Aliyun {
        endpoint: format!("http://127.0.0.1:{port}"),
        key_id: "LTAI-test".to_owned(),
        secret: SECRET.into(),
        sign_name: "云速快递".to_owned(),
        templates: templates(),
    };
    let app = TestApp::with(|settings| settings.messages.sms = Some(Sms::Aliyun(aliyun))).await;
    app.anonymous().post("/auth/codes", &json!({ "purpose": "sign_in", "phone": CLERK })).await.expect(200);
    app.work().await;
    sent.recv_timeout(WAIT).expect("a request");
    assert_eq!(app.db_count("messages", "state = 'queued' AND problem LIKE '%isv.BUSINESS_LIMIT_CONTROL'").await, 1);
    assert_eq!(app.db_count("messages", &format!("problem LIKE '%{CLERK}%'")).await, 0);
}
