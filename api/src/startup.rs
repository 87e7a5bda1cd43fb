//! The only place that assembles the service. Tests assemble with it too.

use std::{net::SocketAddr, sync::Arc};

use actix_web::{
    App as ActixApp, HttpServer,
    dev::{Server, ServerHandle},
    middleware::{Compress, from_fn},
    web,
};
use carrier::embedded::EmbeddedCarrier;
use shared::limits::{CARRIER_PREVIEWS_PER_MINUTE, IMPORTS_PER_HOUR, SEARCHES_PER_MINUTE};
use store::Store;
use tokio::sync::watch;
use utoipa_actix_web::AppExt;

use crate::{
    app::{
        App, Clock, Ids, Settings, SystemClock, live::LiveEvents, network_printers::PrinterNetworks,
        shipments::Creations, throttle::Throttle,
    },
    config::Config,
    http::{self, extract, health, middleware, routes::KnownRoutes},
    jobs::{NetworkPrinting, Runner},
    page,
};

/// Open connections that send nothing for this long are closed.
const CLIENT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);
const SHUTDOWN_TIMEOUT_S: u64 = 10;

#[derive(Debug, thiserror::Error)]
pub enum StartupError {
    #[error(transparent)]
    Data(#[from] crate::config::DataError),
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    Messages(#[from] crate::config::MessagesError),
    #[error("carriers cannot be reached from this machine: there is no TLS to be had")]
    Carriers,
    #[error("cannot keep files: {0}")]
    Files(String),
    #[error("cannot listen: {0}")]
    Listen(std::io::Error),
}

/// A service that is ready to run.
pub struct Application {
    app: App,
    server: Server,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    runner: Runner,
    network_printing: NetworkPrinting,
}

impl Application {
    /// Opens the database, brings its schema up to date and starts listening.
    pub async fn build(config: &Config) -> Result<Application, StartupError> {
        let app = open(config, Arc::new(SystemClock)).await?;
        let (stop, stopped) = watch::channel(false);
        let data = web::Data::new(app.clone());
        let server = HttpServer::new(move || service(data.clone()))
            .client_request_timeout(CLIENT_TIMEOUT)
            .shutdown_timeout(SHUTDOWN_TIMEOUT_S)
            .workers(config.server.workers.unwrap_or_else(default_workers))
            .bind(config.server.listen)
            .map_err(StartupError::Listen)?;
        let address = server.addrs().first().copied().unwrap_or(config.server.listen);
        let network_printing = NetworkPrinting::new(app.clone(), stopped.clone());
        let runner = Runner::new(app.clone(), stopped);
        Ok(Application { app, server: server.run(), address, stop, runner, network_printing })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// Turns true when the service is told to stop.
    pub fn stopped(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Answers requests and runs jobs until it is told to stop; then ends what is in hand.
    pub async fn run_until_stopped(self) -> std::io::Result<()> {
        let runner = actix_web::rt::spawn(self.runner.run());
        let network_printing = actix_web::rt::spawn(self.network_printing.run());
        let result = self.server.await;
        let _ = self.stop.send(true);
        if let Err(error) = runner.await {
            tracing::error!(%error, "the job runner ended badly");
        }
        if let Err(error) = network_printing.await {
            tracing::error!(%error, "printing on network printers ended badly");
        }
        if let Err(error) = self.app.store.close().await {
            tracing::error!(%error, "the database did not close cleanly");
        }
        result
    }
}

fn default_workers() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// The use cases over an opened and migrated database.
pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<App, StartupError> {
    let data = config.data.prepare()?;
    let keys = config.data.keyring()?;
    let files = config.storage.open(data).map_err(|error| StartupError::Files(format!("{error:?}")))?;
    let store = Store::open(&config.database.store_config(data), keys).await?;
    store.migrate(clock.now()).await?;
    let public_url = config.server.public_url.clone().unwrap_or_else(|| format!("http://{}", config.server.listen));
    let public_url = public_url.trim_end_matches('/').to_owned();
    let track_url = config.server.track_url.clone().unwrap_or_else(|| format!("{public_url}/t/"));
    let printer_networks = PrinterNetworks::new(config.server.printer_networks.clone());
    let settings = Settings {
        track_url,
        session_idle_min: config.server.session_idle_min,
        session_hours: config.server.session_hours,
        trusted_proxies: config.server.trusted_proxies.clone(),
        printer_networks,
        files,
        hotline: config.server.hotline.clone(),
        network_name: config.server.network_name.clone(),
        public_url,
        staff_totp: config.server.staff_totp,
        messages: config.messages.open()?,
        carriers: config.carriers.open().ok_or(StartupError::Carriers)?,
    };
    Ok(assemble(store, clock, settings))
}

/// The use cases over a store, with the network inside.
pub fn assemble(store: Store, clock: Arc<dyn Clock>, settings: Settings) -> App {
    App {
        store,
        clock,
        ids: Arc::new(Ids::default()),
        carrier: Arc::new(EmbeddedCarrier),
        routes: Arc::default(),
        lane_experience: Arc::default(),
        font: label::Font::embedded(),
        live: Arc::new(LiveEvents::default()),
        creations: Creations::default(),
        password_work: Arc::default(),
        searches: Arc::new(Throttle::new(SEARCHES_PER_MINUTE, chrono::TimeDelta::minutes(1))),
        imports: Arc::new(Throttle::new(IMPORTS_PER_HOUR, chrono::TimeDelta::hours(1))),
        previews: Arc::new(Throttle::new(CARRIER_PREVIEWS_PER_MINUTE, chrono::TimeDelta::minutes(1))),
        forbidden_goods: Arc::default(),
        books: Arc::default(),
        public_tracks: Arc::default(),
        track_limits: Arc::default(),
        nudge: Arc::new(tokio::sync::Notify::new()),
        settings: Arc::new(settings),
    }
}

/// Everything one worker answers: the API with its document, health, and the page.
pub fn service(
    app: web::Data<App>,
) -> ActixApp<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let (actix, mut document) =
        ActixApp::new().into_utoipa_app().openapi(http::openapi::base()).configure(http::operations).split_for_parts();
    http::openapi::complete(&mut document);
    actix
        .app_data(app)
        .app_data(extract::payload_config())
        .app_data(KnownRoutes::of(&document))
        .service(health::live)
        .service(health::ready)
        .configure(|config| page::routes(config, document))
        .wrap(from_fn(middleware::session::session))
        .wrap(from_fn(middleware::security_headers::security_headers))
        .wrap(Compress::default())
        .wrap(from_fn(middleware::answer::answer))
}

/// The API document, made from the same registrations the service answers with.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) =
        ActixApp::new().into_utoipa_app().openapi(http::openapi::base()).configure(http::operations).split_for_parts();
    http::openapi::complete(&mut document);
    document
}
