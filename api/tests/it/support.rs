//! The harness: the real application in process, over a fresh copy of a migrated database, with the demo network in it and a clock that
//! stands still until a test moves it.
//!
//! `TestApp::new()` gives the application; `app.clerk().await`, `app.owner().await` … give typed callers, whose verbs go through the
//! public API only. What looks past it is called `db_…`. A test that leaves jobs open fails.

mod answer;
mod caller;
mod clock;
pub mod fake_printer;
pub mod samples;
pub mod workbooks;

use std::{future::Future, pin::Pin, sync::Arc};

use actix_web::{body::to_bytes, dev::Service, test, web};
pub use answer::Answer;
pub use caller::Caller;
pub use clock::TestClock;
pub use samples::{DETAIL, PHONE, RECEIVER};
use shared::{OutletId, Role, StaffId, UserId};
use store::{NewStaff, NewUser};
use test_db::TestDb;
use tokio::sync::watch;
use yundan::{
    app::{
        App, Settings, carriers::Carriers, demo, files::Files, messages::Messages, network_printers::PrinterNetworks,
    },
    jobs::Runner,
    startup,
};

pub const PASSWORD: &str = "Yundan-Demo-26";
/// The network's own, as merchants are shown it.
pub const HOTLINE: &str = "021-39880000";
pub const NETWORK_NAME: &str = "云速快递";
pub const PUBLIC_URL: &str = "https://yundan.test";
const TRACK_URL: &str = "https://yundan.test/t/";

type Sent = Pin<Box<dyn Future<Output = Answer>>>;

pub struct TestApp {
    send: Box<dyn Fn(test::TestRequest) -> Sent>,
    pub app: App,
    pub clock: Arc<TestClock>,
    /// Last, so that the database goes after everything that uses it.
    db: TestDb,
}

impl TestApp {
    /// The application with the demo network.
    pub async fn new() -> TestApp {
        TestApp::with(|_| {}).await
    }

    /// The application with the demo network, decided otherwise in some settings.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> TestApp {
        let app = TestApp::empty_with(change).await;
        demo::seed(&app.app).await.expect("the demo network can be made");
        app.work().await;
        app
    }

    /// The same, with an outbox that keeps what would be sent.
    pub async fn with_outbox() -> TestApp {
        TestApp::with(|settings| settings.messages.shows_outbox = true).await
    }

    /// The application without anybody in it.
    pub async fn empty_with(change: impl FnOnce(&mut Settings)) -> TestApp {
        let (db, clock) = (TestDb::new().await, Arc::new(TestClock::default()));
        let mut settings = Settings {
            track_url: TRACK_URL.to_owned(),
            session_idle_min: 30,
            session_hours: 12,
            trusted_proxies: vec!["192.0.2.0/24".parse().expect("a network")],
            printer_networks: PrinterNetworks::default(),
            files: Files::in_memory(),
            hotline: Some(HOTLINE.to_owned()),
            network_name: NETWORK_NAME.to_owned(),
            public_url: PUBLIC_URL.to_owned(),
            staff_totp: false,
            messages: Messages::default(),
            carriers: Carriers::default(),
        };
        change(&mut settings);
        let app = startup::assemble(db.open().await, clock.clone(), settings);
        let service = test::init_service(startup::service(web::Data::new(app.clone()))).await;
        let service = std::rc::Rc::new(service);
        let send = move |request: test::TestRequest| -> Sent {
            let service = service.clone();
            Box::pin(async move {
                let response = match service.call(request.to_request()).await {
                    Ok(response) => response.into_parts().1.map_into_boxed_body(),
                    Err(error) => error.error_response(),
                };
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                let body = to_bytes(response.into_body()).await.expect("the answer has a body that ends");
                Answer { status, headers, body }
            })
        };
        TestApp { send: Box::new(send), app, clock, db }
    }

    pub async fn send(&self, request: test::TestRequest) -> Answer {
        (self.send)(request).await
    }

    pub fn anonymous(&self) -> Caller<'_> {
        Caller::new(self, None)
    }

    pub async fn owner(&self) -> Caller<'_> {
        self.signed_in("K100001").await
    }

    pub async fn clerk(&self) -> Caller<'_> {
        self.signed_in("K100001/clerk").await
    }

    pub async fn other_merchant(&self) -> Caller<'_> {
        self.signed_in("K100002").await
    }

    pub async fn staff(&self) -> Caller<'_> {
        self.signed_in("staff").await
    }

    /// A reviewer of the default outlet.
    pub async fn reviewer(&self) -> Caller<'_> {
        self.signed_in("reviewer").await
    }

    pub async fn default_outlet(&self) -> OutletId {
        let outlets = self.app.store.network().outlets().await.expect("outlets");
        outlets.into_iter().find(|outlet| outlet.is_default).expect("a default outlet").id
    }

    /// A colleague of the reviewer, at the same outlet.
    pub async fn second_reviewer(&self) -> Caller<'_> {
        self.hires("colleague", self.default_outlet().await, Role::StaffReviewer).await;
        self.signed_in("colleague").await
    }

    /// Somebody more who works for the network, past the API.
    pub async fn hires(&self, account: &str, outlet: OutletId, role: Role) -> StaffId {
        let (system, now) = (self.app.store.system(), self.app.now());
        let user = NewUser {
            id: UserId(self.app.id()),
            user_name: Some(account.to_owned()),
            phone: None,
            email: None,
            display_name: account.to_owned(),
            password_hash: yundan::app::password::hash(PASSWORD).expect("a hash"),
            must_change_password: false,
        };
        system.create_user(&user, now).await.expect("a user");
        let seat = NewStaff { id: StaffId(self.app.id()), user: user.id, outlet, role };
        system.create_staff(&seat, now).await.expect("a seat");
        seat.id
    }

    /// A reviewer of the outlet in Hangzhou.
    pub async fn other_reviewer(&self) -> Caller<'_> {
        self.signed_in("hangzhou").await
    }

    pub async fn signed_in(&self, account: &str) -> Caller<'_> {
        self.signed_in_with(account, PASSWORD).await
    }

    /// The merchant's data behind an account, for what is done past the API.
    pub async fn caller_scope(&self, account: &str) -> store::TenantScope {
        let seat = self.app.store.network().find_merchant_by_code(account).await.unwrap().unwrap();
        let found = self.app.store.network().find_operator(seat.id, None).await.unwrap().expect("it has an operator");
        self.app.store.network().scope_of_seat(&found.1).expect("an operator's seat opens a merchant")
    }

    pub async fn signed_in_with(&self, account: &str, password: &str) -> Caller<'_> {
        let body = serde_json::json!({ "account": account, "password": password });
        let answer = self.anonymous().post("/auth/sign-in", &body).await.expect(200);
        let token: shared::auth::AccessToken = answer.json();
        Caller::new(self, Some(token.access_token))
    }

    /// The person behind an account, for use cases that are called past the API.
    pub async fn caller(&self, account: &str) -> yundan::app::Caller {
        let body = serde_json::json!({ "account": account, "password": PASSWORD });
        let answer = self.anonymous().post("/auth/sign-in", &body).await.expect(200);
        let token: shared::auth::AccessToken = answer.json();
        let language = yundan::app::Language::default();
        yundan::app::sessions::authenticate(
            &self.app,
            &token.access_token,
            language,
            store::Origin::default(),
            yundan::app::sessions::Use::Attended,
        )
        .await
        .expect("a live session")
    }

    pub async fn page_worker(&self, account: &str) -> yundan::app::printing::PrintWorker {
        yundan::app::printing::PrintWorker::page(&self.caller(account).await).expect("an operator prints")
    }

    /// Another node of the service: connections and numbers of its own, over the same database.
    pub async fn second_node(&self) -> App {
        startup::assemble(self.db.open().await, self.clock.clone(), (*self.app.settings).clone())
    }

    pub fn runner(&self) -> Runner {
        Runner::new(self.app.clone(), watch::channel(false).1)
    }

    /// Runs jobs until none is due.
    pub async fn work(&self) {
        let runner = self.runner();
        while runner.work_once().await {}
    }

    /// What the outbox shows, the latest first.
    pub async fn outbox(&self) -> Vec<shared::auth::OutboxMessage> {
        self.work().await;
        self.anonymous().read("/messages").await
    }

    /// The digits of the last message.
    pub async fn last_code(&self) -> String {
        let message = self.outbox().await.into_iter().next().expect("a message");
        let digits: Vec<&str> =
            message.text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 6).collect();
        assert_eq!(digits.len(), 1, "{}", message.text);
        digits[0].to_owned()
    }

    /// A captcha with its answer, past the API: a person reads it off the picture.
    pub async fn db_captcha(&self) -> serde_json::Value {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let captcha: shared::auth::Captcha =
            self.anonymous().post("/auth/captchas", &serde_json::json!({})).await.expect(200).json();
        let sealed = URL_SAFE_NO_PAD.decode(&captcha.id).expect("base64");
        let plain = self.app.store.keys().open(uuid::Uuid::nil(), "captcha", &sealed).expect("it opens");
        let answer = std::str::from_utf8(&plain[24..]).expect("letters").to_owned();
        serde_json::json!({ "id": captcha.id, "answer": answer })
    }

    /// Rows of a table, past the API: for what no operation shows.
    pub async fn db_count(&self, table: &str, condition: &str) -> i64 {
        self.db.count(table, condition).await
    }

    /// Every column of the database that holds text, as table and column.
    pub async fn db_text_columns(&self) -> Vec<(String, String)> {
        self.db.text_columns().await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // A test that fails already says why by itself.
        if std::thread::panicking() {
            return;
        }
        let open = self.db.count_blocking("jobs", "state IN ('queued', 'running')");
        assert_eq!(open, 0, "the test left {open} job(s) open; run them with `app.work()`");
        let wrong = self.db.count_blocking("wallets", &unproven());
        assert_eq!(wrong, 0, "{wrong} ledger(s) do not say what shipments cost");
    }
}

/// A wallet whose ledger does not say what the merchant's shipments cost: kept back before the pickup, paid for after it.
fn unproven() -> String {
    let costs = |picked_up: bool| {
        let states: Vec<String> = shared::ShipmentState::ALL
            .iter()
            .filter(|state| **state != shared::ShipmentState::OrderCancelled && state.is_picked_up() == picked_up)
            .map(|state| format!("'{}'", state.as_str()))
            .collect();
        format!(
            "(SELECT COALESCE(SUM(s.price_fen), 0) FROM shipments s WHERE s.merchant_id = wallets.merchant_id
              AND s.carrier = '{}' AND s.created_at >= wallets.opened_at AND s.state IN ({}))",
            carrier::embedded::CODE,
            states.join(", ")
        )
    };
    format!("frozen_fen <> {} OR revenue_fen <> {}", costs(false), costs(true))
}
