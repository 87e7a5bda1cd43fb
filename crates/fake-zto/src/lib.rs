#![doc = include_str!("../README.md")]

mod admin;
mod api;
mod envelope;
mod faults;
mod http;
mod network;
mod numbers;
mod pusher;
mod sign;

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use actix_web::{App, HttpServer, dev::ServerHandle, web};

pub use faults::{Fault, FaultPlan};
pub use network::{Intercept, InterceptState, Network, Order, TraceEvent};
pub use pusher::{Delivered, Ending, PushStyle};
pub use sign::{Algorithm, Encoding, Signatures};

/// How a stand-in is started.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Port 0 takes any that is free.
    pub listen: SocketAddr,
    pub signatures: Signatures,
    /// E-waybill account, its password, and how many numbers it has.
    pub accounts: Vec<(String, String, u64)>,
    pub faults: FaultPlan,
    /// Where pushes go; none until it is told.
    pub push_url: Option<String>,
    /// How long the fault `slow` takes.
    pub slow: Duration,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            signatures: Signatures::sample(),
            // Those of the platform's own sandbox.
            accounts: vec![("test".to_owned(), "ZTO123".to_owned(), 10_000)],
            faults: FaultPlan::none(),
            push_url: None,
            slow: Duration::from_secs(2),
            seed: 1,
        }
    }
}

/// What the handlers share.
pub(crate) struct Stand {
    pub(crate) signatures: Signatures,
    pub(crate) slow: Duration,
    pub(crate) seed: u64,
    pub(crate) network: Mutex<Network>,
    pub(crate) faults: Mutex<FaultPlan>,
    pub(crate) push_url: Mutex<Option<String>>,
    pub(crate) client: reqwest::Client,
}

/// Everything behind these locks is changed by single steps, so a panic elsewhere leaves it whole.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running stand-in. It ends with [`stop`](FakeZto::stop), or with the process.
pub struct FakeZto {
    address: SocketAddr,
    stand: Arc<Stand>,
    server: ServerHandle,
}

impl FakeZto {
    /// Starts inside an actix runtime.
    pub async fn start(settings: Settings) -> io::Result<FakeZto> {
        let stand = Arc::new(Stand {
            network: Mutex::new(Network::new(settings.seed, settings.accounts)),
            signatures: settings.signatures,
            slow: settings.slow,
            seed: settings.seed,
            faults: Mutex::new(settings.faults),
            push_url: Mutex::new(settings.push_url),
            client: pusher::client()?,
        });
        let data = web::Data::from(stand.clone());
        let server =
            HttpServer::new(move || App::new().app_data(data.clone()).configure(admin::routes).configure(http::routes))
                .workers(1)
                .disable_signals()
                .shutdown_timeout(1)
                .bind(settings.listen)?;
        let address = server.addrs().first().copied().unwrap_or(settings.listen);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Ok(FakeZto { address, stand, server: handle })
    }

    /// With the slash at its end that API names are put behind.
    pub fn base_url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Reads or changes what the network knows.
    pub fn network<T>(&self, look: impl FnOnce(&mut Network) -> T) -> T {
        look(&mut locked(&self.stand.network))
    }

    pub fn set_faults(&self, plan: FaultPlan) {
        *locked(&self.stand.faults) = plan;
    }

    pub fn set_push_url(&self, url: impl Into<String>) {
        *locked(&self.stand.push_url) = Some(url.into());
    }

    /// Moves a parcel to its end and pushes the scans; see [`Ending`] and [`PushStyle`].
    pub async fn journey(&self, bill_code: &str, ending: Ending, style: PushStyle) -> Result<Delivered, String> {
        pusher::journey(&self.stand, bill_code, ending, style).await
    }

    /// Sets the status of a pickup order and pushes it.
    pub async fn push_order_status(&self, order_code: &str, status: i64) -> Result<Delivered, String> {
        pusher::order_status(&self.stand, order_code, status).await
    }

    /// Pushes what the network weighed (grams) and charges (fen).
    pub async fn push_settlement(&self, bill_code: &str, weight_g: u32, amount_fen: i64) -> Result<Delivered, String> {
        pusher::settlement(&self.stand, bill_code, weight_g, amount_fen).await
    }

    pub async fn stop(self) {
        self.server.stop(true).await;
    }
}
