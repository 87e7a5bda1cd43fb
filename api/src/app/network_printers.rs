//! Printers on the network: the service itself looks who is there, tries them out and prints on them.

mod networks;
mod printing;
mod sample;
mod wire;

use std::{sync::Arc, time::Duration};

use label::{PrintOptions, Template};
use shared::{
    printers::{
        DARKNESS_STEPS, NetworkAsk, NetworkFinding, NetworkTrial, NetworkTrialOutcome, PrinterOptions, TrialPaper,
        detect, mark,
    },
    printing::{PrinterConnection, PrinterSetup},
};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::app::{App, AppError, Caller, Words, label_templates::chosen, labels, printers, validation::Faults};

pub use networks::{BadNetwork, Network, PrinterNetworks};
pub use printing::{Rest, print_waiting};
pub use wire::{Wire, WireError};

/// Printers asked or tried at once by one node; the rest waits for its turn.
static AT_ONCE: Semaphore = Semaphore::const_new(8);
const TURN_LIMIT: Duration = Duration::from_secs(10);
const RETRY_AFTER_S: u32 = 10;
/// A setup that is only tried out needs no name yet.
const NAMELESS: &str = "-";

async fn turn() -> Result<SemaphorePermit<'static>, AppError> {
    let busy = || AppError::TooMany {
        code: "printers_busy",
        retry_after_s: RETRY_AFTER_S,
        words: Words::new("正在连接的打印机太多，请稍后再试。", "Too many printers are being reached; try again soon."),
    };
    tokio::time::timeout(TURN_LIMIT, AT_ONCE.acquire()).await.map_err(|_| busy())?.map_err(AppError::internal)
}

/// Looks who answers at an address.
pub async fn ask(app: &App, caller: &Caller, request: &NetworkAsk) -> Result<NetworkFinding, AppError> {
    caller.scope()?;
    let mut faults = Faults::default();
    let address = printers::checked_address("/network", &request.network, &mut faults);
    faults.settle()?;
    let _turn = turn().await?;
    let options = PrinterOptions::default();
    let mut wire = Wire::connect(&app.settings.printer_networks, &address, &options).await.map_err(unreachable)?;
    let clues = wire.ask().await.map_err(unreachable)?;
    wire.close().await;
    Ok(NetworkFinding::of(&detect::find(&clues)))
}

/// Prints something that is nobody's label.
pub async fn try_out(app: &App, caller: &Caller, trial: &NetworkTrial) -> Result<NetworkTrialOutcome, AppError> {
    caller.scope()?;
    let mut setup = trial.setup.clone();
    if setup.name.trim().is_empty() {
        NAMELESS.clone_into(&mut setup.name);
    }
    let setup = printers::checked_setup(&setup).map_err(|error| below(error, "/setup"))?;
    let address = match (&setup.connection, &setup.network) {
        (PrinterConnection::Tcp, Some(address)) => address.clone(),
        _ => {
            let words = Words::new("只有网络打印机由服务来打印。", "The service prints on network printers only.");
            return Err(AppError::invalid("/setup/connection", "not_allowed", words));
        }
    };
    let template = chosen(&app.store.read(caller.scope()?), &setup.template_id, "/setup/template_id").await?.template;
    let pieces = pieces(app, &setup, template, trial.paper).await?;
    let _turn = turn().await?;
    let networks = &app.settings.printer_networks;
    let mut wire = Wire::connect(networks, &address, &setup.options).await.map_err(unreachable)?;
    for piece in &pieces {
        wire.write(piece).await.map_err(|(_, error)| unreachable(error))?;
    }
    // The marks are for a printer whose language is not known, so there is no question to ask it.
    let reading = match trial.paper {
        TrialPaper::Marks => None,
        TrialPaper::Label | TrialPaper::Ruler | TrialPaper::Darkness => {
            wire.status(setup.language).await.unwrap_or(None)
        }
    };
    wire.close().await;
    Ok(NetworkTrialOutcome { confirmed: reading.is_some_and(|reading| reading.trouble.is_none()) })
}

async fn pieces(
    app: &App,
    setup: &PrinterSetup,
    template: Arc<Template>,
    trial: TrialPaper,
) -> Result<Vec<Vec<u8>>, AppError> {
    let paper = template.paper;
    Ok(match trial {
        TrialPaper::Marks => mark::MARKED.iter().map(|language| mark::mark(*language)).collect(),
        TrialPaper::Label => vec![labels::for_printer(app, vec![sample::label()], setup, template).await?],
        TrialPaper::Ruler => vec![labels::calibration(app, setup, paper, None).await?],
        TrialPaper::Darkness => {
            let mut steps = Vec::new();
            for step in DARKNESS_STEPS {
                steps.push(labels::calibration(app, setup, paper, Some(step)).await?);
            }
            steps
        }
    })
}

/// The options of a printer as the engine takes them; the JSON of both is the same, and a test holds that nothing is lost.
pub fn print_options(options: &PrinterOptions) -> Result<PrintOptions, AppError> {
    let json = serde_json::to_value(options).map_err(AppError::internal)?;
    serde_json::from_value(json).map_err(AppError::internal)
}

/// Faults of a part of the body, by their place in the whole.
fn below(error: AppError, base: &str) -> AppError {
    match error {
        AppError::Invalid(mut faults) => {
            for fault in &mut faults {
                fault.pointer.insert_str(0, base);
            }
            AppError::Invalid(faults)
        }
        other => other,
    }
}

/// What a person can do about a printer that is not reached. The address is theirs; nothing else of the network is told.
fn unreachable(error: WireError) -> AppError {
    let (code, words) = match error {
        WireError::UnknownHost => (
            "printer_unknown_host",
            Words::new(
                "找不到这个主机名，请检查，或直接填 IP 地址。",
                "No such host; check the name or give the IP address.",
            ),
        ),
        WireError::Forbidden => (
            "printer_address_forbidden",
            Words::new(
                "服务不允许打印到这个地址。默认只有内网和本机；管理员可用 YUNDAN_PRINTER_NETWORKS 放开。",
                "The service may not print to this address. Only private networks and its own machine are allowed, unless \
                 the administrator sets YUNDAN_PRINTER_NETWORKS.",
            ),
        ),
        WireError::Refused => (
            "printer_refused",
            Words::new(
                "这个地址没有打印机在听。请检查地址、端口，以及打印机是否开机、联网。",
                "No printer listens there. Check address and port, and that the printer is on and connected.",
            ),
        ),
        WireError::Timeout => (
            "printer_timeout",
            Words::new(
                "打印机没有在时限内回应。请检查它是否开机、联网，有没有在等纸。",
                "The printer did not answer in time. Check that it is on, connected and has paper.",
            ),
        ),
        WireError::Disconnected => (
            "printer_disconnected",
            Words::new("打印机断开了连接，请再试一次。", "The printer closed the connection; try again."),
        ),
    };
    AppError::Unacceptable { code, words }
}
