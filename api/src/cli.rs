//! The command line. Every option is also an environment variable `YUNDAN_…`.

use std::time::Duration;

use carrier::embedded::{self, SERIAL_MAX};
use clap::{Args, Parser, Subcommand};
use futures_util::future::LocalBoxFuture;
use secrecy::ExposeSecret;
use store::LedgerPlace;
use tokio::sync::watch;

use crate::{
    app::{
        AppError, Language, demo,
        first_setup::{self, FirstSetup},
        keys,
        simulation::{Pace, Simulation},
    },
    config::Config,
    startup::{self, Application, StartupError},
};

#[derive(Parser)]
#[command(name = "yundan", version, about = "运单: a shipping workbench, self-hosted")]
pub struct Cli {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
pub struct LogArgs {
    /// What to log, as `info` or `yundan=debug,warn`.
    #[arg(long = "log", env = "YUNDAN_LOG", default_value = "", global = true)]
    pub filter: String,
    /// Log as JSON.
    #[arg(long, env = "YUNDAN_JSON_LOG", global = true)]
    pub json_log: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service.
    Serve(ServeArgs),
    /// Make the first things of a new network: an outlet, waybill numbers, and an administrator, whose first password is printed once.
    Setup(SetupArgs),
    /// Run the service with a demo network: a staff account, a merchant, a tariff and some history.
    Demo(DemoArgs),
    /// Play the network: parcels with a label on them are picked up, moved and delivered, a day in minutes, with the faults of real
    /// networks. Works beside a service that runs on the same database.
    Simulate(SimulateArgs),
    /// Bring the database up to this version and end.
    Migrate(ServeArgs),
    /// Check records that must be whole.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// The merchants' money.
    Ledger {
        #[command(subcommand)]
        command: LedgerCommand,
    },
    /// The keys personal data is sealed with.
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Print the API document.
    Openapi,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Follow every audit log from its beginning: is anything missing or changed? Ends with 1 where something is.
    Verify(ServeArgs),
}

#[derive(Subcommand)]
enum LedgerCommand {
    /// Follow every ledger from its beginning: is every wallet the sum of its postings, and is every shipment paid for as it stands? Works
    /// beside a running service, and ends with 1 where something is wrong.
    Verify(ServeArgs),
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Make a new key and seal everything again with it, while the service goes on. It may be ended and begun again.
    Rotate {
        #[command(flatten)]
        serve: ServeArgs,
        /// Seal again with the newest key there is: after a key was added on every machine, or to go on where it was ended.
        #[arg(long)]
        no_new_key: bool,
    },
}

#[derive(Args)]
struct ServeArgs {
    #[command(flatten)]
    server: crate::config::ServerConfig,
    #[command(flatten)]
    data: crate::config::DataDir,
    #[command(flatten)]
    database: crate::config::DatabaseConfig,
    #[command(flatten)]
    storage: crate::config::StorageConfig,
    #[command(flatten)]
    messages: crate::config::MessagesConfig,
    #[command(flatten)]
    carriers: crate::config::CarriersConfig,
}

#[derive(Args)]
struct SetupArgs {
    #[command(flatten)]
    serve: ServeArgs,
    /// The outlet that takes applications nobody else takes: its code and its name.
    #[arg(long, default_value = "0001")]
    outlet_code: String,
    #[arg(long)]
    outlet_name: String,
    /// What the administrator signs in with, and is called.
    #[arg(long, default_value = "admin")]
    account: String,
    #[arg(long)]
    display_name: String,
    /// Waybill numbers are made of the serials from this one on …
    #[arg(long, default_value_t = 100_000_000_000, value_parser = clap::value_parser!(u64).range(0..=SERIAL_MAX))]
    first_serial: u64,
    /// … up to this one.
    #[arg(long, default_value_t = SERIAL_MAX, value_parser = clap::value_parser!(u64).range(0..=SERIAL_MAX))]
    last_serial: u64,
    /// Print one line of JSON with the account and its password.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct DemoArgs {
    #[command(flatten)]
    serve: ServeArgs,
    /// Print one line of JSON with the address and the sign-ins once it is ready.
    #[arg(long)]
    json: bool,
    /// Play the network beside it, as `yundan simulate` does.
    #[arg(long)]
    simulate: bool,
    #[command(flatten)]
    pace: PaceArgs,
}

#[derive(Args)]
struct SimulateArgs {
    #[command(flatten)]
    serve: ServeArgs,
    #[command(flatten)]
    pace: PaceArgs,
    /// End when everything that was under way has arrived.
    #[arg(long)]
    until_done: bool,
}

#[derive(Args)]
struct PaceArgs {
    /// How many seconds a day of the played network lasts.
    #[arg(long, env = "YUNDAN_SIMULATE_DAY_S", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    day_s: u64,
    /// With the same seed the same parcels go the same way.
    #[arg(long, env = "YUNDAN_SIMULATE_SEED", default_value_t = 1)]
    seed: u64,
    /// With how many parcels of a hundred something goes wrong: lost, late, told out of order, scanned twice, sent to a wrong hub, damaged,
    /// refused, or nobody there.
    #[arg(long, env = "YUNDAN_SIMULATE_FAULTS", default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=100))]
    faults: u8,
}

impl PaceArgs {
    fn pace(&self) -> Pace {
        Pace { seed: self.seed, day: Duration::from_secs(self.day_s), fault_percent: self.faults }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Startup(#[from] StartupError),
    #[error("the demo network could not be made: {0:?}")]
    Demo(crate::app::AppError),
    #[error("the network is not set up: {0}")]
    Setup(String),
    #[error("the network cannot be played: {0:?}")]
    Simulation(crate::app::AppError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error("some values cannot be sealed again: {0:?}")]
    Reseal(crate::app::AppError),
    #[error("{0} audit log(s) are not what was written")]
    AuditBroken(usize),
    #[error("{0} ledger(s) do not come to what they say")]
    LedgerBroken(usize),
    #[error("the API document cannot be written: {0}")]
    Document(#[from] serde_json::Error),
}

impl ServeArgs {
    fn config(self) -> Config {
        Config {
            server: self.server,
            data: self.data,
            database: self.database,
            storage: self.storage,
            messages: self.messages,
            carriers: self.carriers,
        }
    }
}

impl Cli {
    /// Boxed, so that the service is compiled here and not once more in whatever waits for it.
    pub fn run(self) -> LocalBoxFuture<'static, Result<(), CliError>> {
        Box::pin(self.run_command())
    }

    async fn run_command(self) -> Result<(), CliError> {
        match self.command {
            Command::Serve(args) => {
                let application = Application::build(&args.config()).await?;
                println!("http://{}", application.address());
                Ok(application.run_until_stopped().await?)
            }
            Command::Setup(args) => set_up(args).await,
            Command::Demo(args) => run_demo(args).await,
            Command::Simulate(args) => simulate(args).await,
            Command::Migrate(args) => {
                let app = startup::open(&args.config(), std::sync::Arc::new(crate::app::SystemClock)).await?;
                Ok(app.store.close().await.map_err(StartupError::from)?)
            }
            Command::Audit { command: AuditCommand::Verify(args) } => verify_audit(&args.config()).await,
            Command::Ledger { command: LedgerCommand::Verify(args) } => verify_ledger(&args.config()).await,
            Command::Keys { command: KeysCommand::Rotate { serve, no_new_key } } => {
                rotate_keys(&serve.config(), no_new_key).await
            }
            Command::Openapi => {
                println!("{}", serde_json::to_string_pretty(&startup::document())?);
                Ok(())
            }
        }
    }
}

async fn set_up(args: SetupArgs) -> Result<(), CliError> {
    let setup = FirstSetup {
        outlet_code: args.outlet_code,
        outlet_name: args.outlet_name,
        account: args.account,
        display_name: args.display_name,
        serials: args.first_serial..=args.last_serial,
    };
    let app = startup::open(&args.serve.config(), std::sync::Arc::new(crate::app::SystemClock)).await?;
    let password = first_setup::run(&app, &setup).await.map_err(|error| CliError::Setup(in_words(&error)))?;
    let (account, password) = (&setup.account, password.expose_secret());
    if args.json {
        println!("{}", serde_json::json!({ "account": account, "password": password }));
    } else {
        println!("{account} {password}");
        println!("It is shown this once, and changed at the first sign-in. Run `yundan serve`, and sign in.");
    }
    Ok(app.store.close().await.map_err(StartupError::from)?)
}

/// What a person at a terminal reads of a refusal.
fn in_words(error: &AppError) -> String {
    match error {
        AppError::Conflict { words, .. } | AppError::Unacceptable { words, .. } => {
            words.in_language(Language::En).to_owned()
        }
        AppError::Invalid(faults) => {
            let said = faults.iter().map(|fault| {
                let option = fault.pointer.trim_start_matches('/').replace('_', "-");
                format!("--{option}: {}", fault.words.in_language(Language::En))
            });
            said.collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}"),
    }
}

async fn verify_audit(config: &Config) -> Result<(), CliError> {
    let app = startup::open(config, std::sync::Arc::new(crate::app::SystemClock)).await?;
    let report = app.store.system().verify_audit_log().await.map_err(StartupError::from)?;
    println!("{} logs, {} entries", report.chains, report.entries);
    for fault in &report.faults {
        let whose = fault.merchant.map_or_else(|| "the network".to_owned(), |merchant| format!("merchant {merchant}"));
        println!("{whose}, entry {}: {}", fault.seq, fault.fault);
    }
    app.store.close().await.map_err(StartupError::from)?;
    if report.faults.is_empty() { Ok(()) } else { Err(CliError::AuditBroken(report.faults.len())) }
}

async fn verify_ledger(config: &Config) -> Result<(), CliError> {
    let app = startup::open(config, std::sync::Arc::new(crate::app::SystemClock)).await?;
    let report = app.store.system().verify_ledger(embedded::CODE).await.map_err(StartupError::from)?;
    println!("{} wallets, {} postings, {} shipments", report.wallets, report.postings, report.shipments);
    for fault in &report.faults {
        let place = match &fault.place {
            LedgerPlace::Posting(nth) => format!("posting {nth}"),
            LedgerPlace::Wallet => "wallet".to_owned(),
            LedgerPlace::Shipment(number) => format!("shipment {number}"),
        };
        println!("merchant {}, {place}: {}", fault.merchant, fault.fault);
    }
    app.store.close().await.map_err(StartupError::from)?;
    if report.faults.is_empty() { Ok(()) } else { Err(CliError::LedgerBroken(report.faults.len())) }
}

async fn rotate_keys(config: &Config, no_new_key: bool) -> Result<(), CliError> {
    // Opened before the new key is there: whoever has the wrong folder or database learns it while nothing is changed.
    let app = startup::open(config, std::sync::Arc::new(crate::app::SystemClock)).await?;
    if !no_new_key {
        config.data.add_key().map_err(StartupError::from)?;
        app.store.keys().read_again();
    }
    println!("sealing with key {}", app.store.keys().newest());
    keys::reseal(&app, |what, resealed| println!("{what}: {resealed}")).await.map_err(CliError::Reseal)?;
    Ok(app.store.close().await.map_err(StartupError::from)?)
}

async fn simulate(args: SimulateArgs) -> Result<(), CliError> {
    let app = startup::open(&args.serve.config(), std::sync::Arc::new(crate::app::SystemClock)).await?;
    let (stop, stopped) = watch::channel(false);
    let interrupted = actix_web::rt::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = stop.send(true);
        }
    });
    let told = Simulation::new(&app, args.pace.pace()).run(stopped, args.until_done).await;
    interrupted.abort();
    let told = told.map_err(CliError::Simulation)?;
    println!("{} parcels, {} scans, {} of them not taken", told.parcels, told.scans, told.refused);
    Ok(app.store.close().await.map_err(StartupError::from)?)
}

async fn run_demo(args: DemoArgs) -> Result<(), CliError> {
    let pace = args.simulate.then(|| args.pace.pace());
    let mut config = args.serve.config();
    config.messages.shows_outbox = true;
    let application = Application::build(&config).await?;
    demo::seed(application.app()).await.map_err(CliError::Demo)?;
    let url = format!("http://{}", application.address());
    if args.json {
        println!("{}", serde_json::json!({ "url": url, "sign_ins": demo::SIGN_INS }));
    } else {
        println!("\n  {url}\n");
        for sign_in in demo::SIGN_INS {
            println!("  {:<16} {:<14} {}", sign_in.role, sign_in.account, sign_in.password);
        }
        println!();
    }
    if let Some(pace) = pace {
        let (app, stopped) = (application.app().clone(), application.stopped());
        actix_web::rt::spawn(async move {
            if let Err(error) = Simulation::new(&app, pace).run(stopped, false).await {
                tracing::error!(?error, "the network is not played any more");
            }
        });
    }
    Ok(application.run_until_stopped().await?)
}
