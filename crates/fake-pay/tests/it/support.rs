use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::StatusCode,
    web::{self, Bytes, Data},
};
use chrono::{DateTime, TimeDelta, Utc};
use fake_pay::{FakePay, Provider, Settings};
use payment::{
    Amount, Begun, Clock, IncomingNotice, MerchantKey, NewPayment, NewRefund, Notice, NoticeError, PaymentGateway,
    Ports, ProviderKey,
    alipay::{Alipay, AlipayApp},
    http::{HttpLimits, HttpTransport},
    wechat::{ApiV3Key, Wechat, WechatMerchant},
};
use secrecy::SecretString;
use units::Money;

/// Longer than everything but the fault `slow`, whatever else the machine does.
pub const PATIENCE: Duration = Duration::from_secs(3);
pub const SLOW: Duration = Duration::from_secs(30);

/// The time, and so many seconds more.
#[derive(Clone, Default)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn set_off(&self, seconds: i64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }
}

/// What came in where notices go.
#[derive(Clone, Default)]
pub struct Inbox {
    heard: Arc<Mutex<Vec<Result<Notice, NoticeError>>>>,
    /// So many are not taken, whatever they are.
    busy: Arc<AtomicU32>,
}

impl Inbox {
    pub fn take(&self) -> Vec<Result<Notice, NoticeError>> {
        std::mem::take(&mut self.heard.lock().expect("whole"))
    }

    pub fn is_busy_for(&self, times: u32) {
        self.busy.store(times, Ordering::SeqCst);
    }
}

struct Receiver {
    gateway: Arc<dyn PaymentGateway + Send + Sync>,
    transport: HttpTransport,
    clock: TestClock,
    inbox: Inbox,
}

async fn receive(receiver: Data<Receiver>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let headers: Vec<(String, String)> = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let ports = Ports { transport: &receiver.transport, clock: &receiver.clock };
    let heard = receiver.gateway.notice(&ports, &IncomingNotice { headers: &headers, body: &body }).await;
    let busy = receiver.inbox.busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
    let reply = receiver.gateway.reply(heard.is_ok() && !busy);
    receiver.inbox.heard.lock().expect("whole").push(heard);
    let status = StatusCode::from_u16(reply.status).expect("a status");
    HttpResponse::build(status).content_type(reply.content_type).body(reply.body)
}

/// A merchant at one of the providers.
pub struct Desk {
    pub fake: Arc<FakePay>,
    pub provider: Provider,
    pub gateway: Arc<dyn PaymentGateway + Send + Sync>,
    pub clock: TestClock,
    pub inbox: Inbox,
    transport: HttpTransport,
    notify_url: String,
    server: ServerHandle,
}

fn transport() -> HttpTransport {
    HttpTransport::new(HttpLimits { connect: PATIENCE, total: PATIENCE }).expect("a client")
}

pub fn merchant(base_url: String) -> WechatMerchant {
    WechatMerchant {
        base_url,
        mchid: fake_pay::MCHID.to_owned(),
        appid: fake_pay::APPID.to_owned(),
        serial_no: fake_pay::MERCHANT_SERIAL.to_owned(),
        key: MerchantKey::read(&SecretString::from(fake_pay::MERCHANT_KEY)).expect("a key"),
        api_v3_key: ApiV3Key::new(SecretString::from(fake_pay::API_V3_KEY)).expect("a key"),
        public_key: None,
    }
}

pub fn app(gateway: String) -> AlipayApp {
    AlipayApp {
        gateway,
        app_id: fake_pay::APP_ID.to_owned(),
        seller_id: fake_pay::SELLER_ID.to_owned(),
        key: MerchantKey::read(&SecretString::from(fake_pay::APP_KEY)).expect("a key"),
        alipay_key: ProviderKey::read(fake_pay::ALIPAY_PUBLIC).expect("a key"),
    }
}

impl Desk {
    pub async fn wechat() -> Desk {
        Desk::wechat_with(Settings::default(), |_| ()).await
    }

    pub async fn wechat_with(settings: Settings, change: impl FnOnce(&mut WechatMerchant)) -> Desk {
        let fake = FakePay::start(Settings { slow: SLOW, ..settings }).await.expect("a free port");
        let mut merchant = merchant(fake.base_url());
        change(&mut merchant);
        Desk::open(fake, Provider::Wechat, Arc::new(Wechat::new(merchant)))
    }

    pub async fn alipay() -> Desk {
        Desk::alipay_with(|_| ()).await
    }

    pub async fn alipay_with(change: impl FnOnce(&mut AlipayApp)) -> Desk {
        let fake = FakePay::start(Settings { slow: SLOW, ..Settings::default() }).await.expect("a free port");
        let mut app = app(fake.gateway());
        change(&mut app);
        Desk::open(fake, Provider::Alipay, Arc::new(Alipay::new(app)))
    }

    /// One of each provider.
    pub async fn both() -> [Desk; 2] {
        [Desk::wechat().await, Desk::alipay().await]
    }

    fn open(fake: FakePay, provider: Provider, gateway: Arc<dyn PaymentGateway + Send + Sync>) -> Desk {
        let (clock, inbox) = (TestClock::default(), Inbox::default());
        let receiver = Data::new(Receiver {
            gateway: gateway.clone(),
            transport: transport(),
            clock: clock.clone(),
            inbox: inbox.clone(),
        });
        let server = HttpServer::new(move || {
            App::new().app_data(receiver.clone()).route("/pay/notices", web::post().to(receive))
        })
        .workers(1)
        .disable_signals()
        .shutdown_timeout(1)
        .bind(("127.0.0.1", 0))
        .expect("a free port");
        let notify_url = format!("http://{}/pay/notices", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let fake = Arc::new(fake);
        Desk { fake, provider, gateway, clock, inbox, transport: transport(), notify_url, server: handle }
    }

    pub fn ports(&self) -> Ports<'_> {
        Ports { transport: &self.transport, clock: &self.clock }
    }

    pub fn payment(&self, no: &str, fen: i64) -> NewPayment {
        NewPayment {
            no: no.parse().expect("a number"),
            amount: amount(fen),
            subject: "云单 充值, \"十二\"元五".to_owned(),
            expires_at: Some(Utc::now() + TimeDelta::minutes(30)),
            notify_url: self.notify_url.clone(),
            return_url: None,
        }
    }

    pub fn refund(&self, payment: &str, no: &str, fen: i64, total: i64) -> NewRefund {
        NewRefund {
            no: no.parse().expect("a number"),
            payment: payment.parse().expect("a number"),
            amount: amount(fen),
            total: amount(total),
            reason: "多付".to_owned(),
            notify_url: Some(self.notify_url.clone()),
        }
    }

    /// Asks for a payment, and lets the payer look at it.
    pub async fn shown(&self, no: &str, fen: i64) -> Begun {
        let begun = self.gateway.begin(&self.ports(), &self.payment(no, fen)).await.expect("a payment");
        if let Begun::Page { url } = &begun {
            browse(url).await;
        }
        begun
    }

    /// Asked for, looked at and paid.
    pub async fn paid(&self, no: &str, fen: i64) {
        self.shown(no, fen).await;
        let delivered = self.fake.pay(self.provider, no).await.expect("paid");
        assert_eq!((delivered.taken, delivered.lost), (1, 0));
        self.inbox.take();
    }

    pub async fn stop(self) {
        self.server.stop(true).await;
        if let Ok(fake) = Arc::try_unwrap(self.fake) {
            fake.stop().await;
        }
    }
}

/// As a browser opens it.
pub async fn browse(url: &str) -> (u16, String) {
    use payment::{HttpRequest, Method, Transport};
    let request = HttpRequest {
        method: Method::Get,
        url: url.to_owned(),
        headers: vec![],
        body: vec![],
        answer_bytes_max: 1 << 16,
    };
    let answer = transport().send(request).await.expect("a page");
    (answer.status, String::from_utf8(answer.body).expect("text"))
}

pub fn amount(fen: i64) -> Amount {
    Amount::try_from(Money::from_fen(fen)).expect("an amount")
}
