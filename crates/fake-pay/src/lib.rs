#![doc = include_str!("../README.md")]

mod admin;
mod alipay;
mod bills;
mod book;
mod faults;
mod keys;
mod pusher;
mod wechat;

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use actix_web::{App, HttpServer, dev::ServerHandle, web};

pub use book::{Book, Payment, Provider, Refund, RefundStatus, State, day};
pub use faults::Fault;
pub use keys::{
    ALIPAY_PUBLIC, API_V3_KEY, APP_ID, APP_KEY, APPID, MCHID, MERCHANT_KEY, MERCHANT_SERIAL, PUBLIC_KEY, PUBLIC_KEY_ID,
    SELLER_ID, Signer,
};
pub use pusher::Delivered;

/// How a stand-in is started.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Port 0 takes any that is free.
    pub listen: SocketAddr,
    /// How long the fault `slow` takes.
    pub slow: Duration,
    /// With which of its keys WeChat Pay signs notices, and answers where nobody asks for another.
    pub signer: Signer,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            slow: Duration::from_secs(2),
            signer: Signer::Platform,
        }
    }
}

/// What the handlers share.
pub(crate) struct Stand {
    pub(crate) slow: Duration,
    pub(crate) book: Mutex<Book>,
    pub(crate) faults: Mutex<Vec<Fault>>,
    pub(crate) signer: Mutex<Signer>,
    pub(crate) keys: keys::Keys,
    pub(crate) client: reqwest::Client,
}

/// Everything behind these locks is changed by single steps, so a panic elsewhere leaves it whole.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stand {
    /// The next fault of those that can happen here, which then is over.
    pub(crate) fn fault(&self, here: impl Fn(Fault) -> bool) -> Option<Fault> {
        let mut faults = locked(&self.faults);
        let at = faults.iter().position(|fault| here(*fault))?;
        Some(faults.remove(at))
    }
}

/// A running stand-in. It ends with [`stop`](FakePay::stop), or with the process.
pub struct FakePay {
    address: SocketAddr,
    stand: Arc<Stand>,
    server: ServerHandle,
}

impl FakePay {
    /// Starts inside an actix runtime.
    pub async fn start(settings: Settings) -> io::Result<FakePay> {
        let stand = Arc::new(Stand {
            slow: settings.slow,
            book: Mutex::default(),
            faults: Mutex::default(),
            signer: Mutex::new(settings.signer),
            keys: keys::Keys::read(),
            client: pusher::client()?,
        });
        let data = web::Data::from(stand.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .app_data(web::PayloadConfig::new(1 << 20))
                .configure(admin::routes)
                .configure(wechat::routes)
                .configure(alipay::routes)
        })
        .workers(1)
        .disable_signals()
        .shutdown_timeout(1)
        .bind(settings.listen)?;
        let address = server.addrs().first().copied().unwrap_or(settings.listen);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Ok(FakePay { address, stand, server: handle })
    }

    /// Of WeChat Pay, without a slash at its end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Of Alipay.
    pub fn gateway(&self) -> String {
        format!("http://{}/gateway.do", self.address)
    }

    /// Reads or changes what is known.
    pub fn book<T>(&self, look: impl FnOnce(&mut Book) -> T) -> T {
        look(&mut locked(&self.stand.book))
    }

    /// What goes wrong next, each once, where it can.
    pub fn next_faults(&self, faults: &[Fault]) {
        locked(&self.stand.faults).extend(faults);
    }

    pub fn set_signer(&self, signer: Signer) {
        *locked(&self.stand.signer) = signer;
    }

    /// The payer scans and pays; then its notice goes out.
    pub async fn pay(&self, provider: Provider, no: &str) -> Result<Delivered, String> {
        pusher::pay(&self.stand, provider, no).await
    }

    /// Sends the notice of a payment again, as it should be.
    pub async fn notify(&self, provider: Provider, no: &str) -> Result<Delivered, String> {
        pusher::notify(&self.stand, provider, no).await
    }

    /// What became of an accepted refund, and its notice. Alipay's are done at once, so only the notice goes out.
    pub async fn settle(&self, provider: Provider, refund_no: &str, status: RefundStatus) -> Result<Delivered, String> {
        pusher::settle(&self.stand, provider, refund_no, status).await
    }

    pub async fn stop(self) {
        self.server.stop(true).await;
    }
}
