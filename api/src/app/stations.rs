//! Print stations: made by a person, paired with a browser by a code, and then able to print and nothing else.

use chrono::TimeDelta;
use shared::{
    PrintStationId, PrinterId,
    print_stations::{PairStation, PrintStation, PrintStationCreate, PrintStationPairing, StationSelf, StationToken},
    printing::PrinterConnection,
};
use store::{IdempotencyKey, PrintStationRecord, StationCredential, TenantScope, WriteTx};

use crate::app::{
    App, AppError, Caller, Words,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    merchants,
    printing::{self, PrintWorker},
    secret::{self, hash},
    sessions::signed_out,
    validation::Faults,
};

const NAME_CHARS: usize = 40;
const PRINTERS_MAX: usize = 10;
/// What a token begins with, so that it can be told from a person's at sight.
pub const TOKEN_PREFIX: &str = "yd_station_";
const PAIRING_MIN: i64 = 15;
/// Letters and digits that are not mistaken for each other.
const CODE_LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// 60 bits, for a quarter of an hour.
const CODE_CHARS: usize = 12;
/// How often it is written down that a station was there.
const SEEN_EVERY_S: i64 = 60;

/// A station whose token was looked up for this request.
#[derive(Clone, Debug)]
pub struct StationCaller {
    pub station: PrintStationId,
    pub scope: TenantScope,
}

fn view(station: PrintStationRecord, printers: Vec<PrinterId>, credential: Option<&StationCredential>) -> PrintStation {
    PrintStation {
        id: station.id,
        name: station.name,
        printer_ids: printers,
        paired: credential.is_some_and(|credential| credential.token_hash.is_some()),
        last_used_at: credential.and_then(|credential| credential.last_used_at),
        created_at: station.created_at,
    }
}

pub async fn list(app: &App, caller: &Caller) -> Result<Vec<PrintStation>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let credentials = reader.station_credentials().await?;
    let mut views = Vec::new();
    for station in reader.print_stations().await? {
        let printers = reader.printers_of_station(station.id).await?;
        let credential = credentials.iter().find(|credential| credential.station == station.id);
        views.push(view(station, printers, credential));
    }
    Ok(views)
}

/// Makes a station that alone prints on these printers, and the code to pair a browser with it.
pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &PrintStationCreate,
) -> Result<Once<PrintStationPairing>, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, NAME_CHARS);
    faults.count("/printer_ids", request.printer_ids.len(), PRINTERS_MAX);
    faults.settle()?;
    let station =
        PrintStationRecord { id: PrintStationId(app.id()), name, created_by: caller.user, created_at: app.now() };
    let scope = caller.scope()?;
    let made = app
        .store
        .write(scope, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                tx.add_print_station(&station).await?;
                let mut printers = request.printer_ids.clone();
                printers.sort_unstable();
                printers.dedup();
                for printer in &printers {
                    serve(&tx, *printer, station.id).await?;
                }
                tx.add_audit_entry(caller.audit(app, "station.create", station.id, "")).await?;
                pairing(app, &tx, station.clone(), printers, None).await
            })
            .await
        })
        .await?;
    for printer in &request.printer_ids {
        printing::changed(app, scope, *printer);
    }
    Ok(made)
}

async fn serve(tx: &WriteTx<'_>, printer: PrinterId, station: PrintStationId) -> Result<(), AppError> {
    let refused = |code, words| AppError::Invalid(vec![FieldFault::new("/printer_ids", code, words)]);
    let Some(record) = tx.printer(printer).await? else {
        return Err(refused("unknown_printer", Words::new("没有这台打印机。", "There is no such printer.")));
    };
    if !matches!(record.setup.connection, PrinterConnection::Usb | PrinterConnection::Serial) {
        let words = Words::new(
            "打印站只能负责接在它那台电脑上的打印机（USB 或串口）。",
            "A station prints on printers that hang on its computer (USB or serial).",
        );
        return Err(refused("not_at_a_computer", words));
    }
    let mut queue = tx.print_queue_for_update(printer).await?;
    if queue.station.is_some() {
        let words = Words::new("这台打印机已由另一个打印站负责。", "Another station prints on this printer already.");
        return Err(refused("served_already", words));
    }
    queue.station = Some(station);
    Ok(tx.set_print_queue(&queue).await?)
}

/// A new code for a browser. One that is paired stays so until the code is used.
pub async fn pair_again(app: &App, caller: &Caller, id: PrintStationId) -> Result<PrintStationPairing, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let station = tx.print_station(id).await?.ok_or(AppError::NotFound)?;
            let printers = tx.printers_of_station(id).await?;
            let credentials = tx.station_credentials().await?;
            let credential = credentials.into_iter().find(|credential| credential.station == id);
            tx.add_audit_entry(caller.audit(app, "station.pairing", id, "")).await?;
            pairing(app, &tx, station, printers, credential.as_ref()).await
        })
        .await
}

async fn pairing(
    app: &App,
    tx: &WriteTx<'_>,
    station: PrintStationRecord,
    printers: Vec<PrinterId>,
    credential: Option<&StationCredential>,
) -> Result<PrintStationPairing, AppError> {
    let mut random = [0u8; CODE_CHARS];
    getrandom::fill(&mut random).map_err(AppError::internal)?;
    let code: String = random.iter().map(|byte| char::from(CODE_LETTERS[usize::from(byte % 32)])).collect();
    let until = app.now() + TimeDelta::minutes(PAIRING_MIN);
    tx.offer_pairing(station.id, &hash(&code), until).await?;
    let shown = format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]);
    Ok(PrintStationPairing { station: view(station, printers, credential), pairing_code: shown, pairing_until: until })
}

/// Takes a station away: its token opens nothing from now on, and its printers are anybody's again.
pub async fn revoke(app: &App, caller: &Caller, id: PrintStationId) -> Result<(), AppError> {
    let scope = caller.scope()?;
    let printers = app
        .store
        .write(scope, async |tx| {
            tx.print_station(id).await?.ok_or(AppError::NotFound)?;
            let now = app.now();
            let printers = tx.printers_of_station(id).await?;
            for printer in &printers {
                let mut queue = tx.print_queue_for_update(*printer).await?;
                if queue.is_held() {
                    printing::end_hold(&tx, &mut queue, now).await?;
                }
                queue.station = None;
                tx.set_print_queue(&queue).await?;
            }
            tx.revoke_print_station(id, now).await?;
            tx.add_audit_entry(caller.audit(app, "station.revoke", id, "")).await?;
            Ok::<_, AppError>(printers)
        })
        .await?;
    for printer in printers {
        printing::changed(app, scope, printer);
    }
    Ok(())
}

/// Gives a browser the station's token for the code, once.
pub async fn pair(app: &App, request: &PairStation) -> Result<StationToken, AppError> {
    let typed: String =
        request.pairing_code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let refused = || AppError::Unauthenticated {
        code: "wrong_pairing_code",
        words: Words::new(
            "配对码不对，或已过期、已用过。请在打印中心重新生成。",
            "The pairing code is wrong, over or used; make a new one in the print centre.",
        ),
    };
    if typed.len() != CODE_CHARS {
        return Err(refused());
    }
    let secret = secret::generate()?;
    let token_hash = |station: PrintStationId| Ok(hash(&token(station, &secret)));
    let paired = app.store.network().pair_station(&hash(&typed), token_hash, app.now()).await?;
    let station = paired.ok_or_else(refused)?;
    tracing::info!(%station, "a station was paired");
    Ok(StationToken { token: token(station, &secret) })
}

fn token(station: PrintStationId, secret: &str) -> String {
    format!("{TOKEN_PREFIX}{station}.{secret}")
}

/// The station behind a token.
pub async fn authenticate(app: &App, token: &str) -> Result<StationCaller, AppError> {
    let body = token.strip_prefix(TOKEN_PREFIX).ok_or_else(signed_out)?;
    let id: PrintStationId = body.split_once('.').and_then(|(id, _)| id.parse().ok()).ok_or_else(signed_out)?;
    let network = app.store.network();
    let credential = network.find_station_credential(id).await?.ok_or_else(signed_out)?;
    let scope = credential.scope().ok_or_else(signed_out)?;
    let given = Some(hash(token));
    let now = app.now();
    if credential.next_token_hash.is_some() && given == credential.next_token_hash {
        network.adopt_station_token(id, &hash(token)).await?;
    } else if credential.token_hash.is_none() || given != credential.token_hash {
        return Err(signed_out());
    }
    merchants::admitted(app, scope).await?;
    if credential.last_used_at.is_none_or(|at| now - at >= TimeDelta::seconds(SEEN_EVERY_S)) {
        network.station_was_seen(id, now).await?;
    }
    Ok(StationCaller { station: id, scope })
}

/// The token to use from now on; the present one is good until the new one is used for the first time.
pub async fn rotate(app: &App, caller: &StationCaller) -> Result<StationToken, AppError> {
    let token = token(caller.station, &secret::generate()?);
    app.store.network().offer_station_token(caller.station, &hash(&token)).await?;
    Ok(StationToken { token })
}

/// What the station prints on, and what it is called.
pub async fn show(app: &App, caller: &StationCaller) -> Result<StationSelf, AppError> {
    let reader = app.store.read(caller.scope);
    let station = reader.print_station(caller.station).await?.ok_or_else(signed_out)?;
    let merchant_name = reader.merchant().await?.name;
    let own = reader.printers_of_station(caller.station).await?;
    let records = reader.printers().await?.into_iter().filter(|record| own.contains(&record.id)).collect();
    let printers = printing::views(&reader, records).await?;
    Ok(StationSelf { id: station.id, name: station.name, merchant_name, printers })
}

impl StationCaller {
    pub fn worker(&self) -> PrintWorker {
        PrintWorker::station(self)
    }
}
