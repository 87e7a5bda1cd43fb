//! Taking an order file: looked at, kept with what all of it has in common, and queued.

use std::{collections::BTreeMap, sync::Arc};

use sha2::{Digest, Sha256};
use shared::{
    ImportId, JobId,
    imports::ImportAccepted,
    jobs::JobState,
    limits::{GOODS_CHARS, WEIGHT_G},
    services::Services,
};
use store::{IdempotencyKey, ImportProgress, ImportRecord, NewJob};

use super::{ACCEPTED, guess, mapping_view, open, unreadable};
use crate::{
    app::{
        App, AppError, Caller, Words,
        error::FieldFault,
        idempotency::{Once, once},
        merchants,
        parts::{self, SentBy},
        services, shipping,
        validation::Faults,
    },
    jobs::{IMPORT_ORDERS, ImportPayload},
};

const FILE_NAME_CHARS: usize = 120;

/// An order file as it was dropped.
pub struct ImportRequest {
    pub file_name: String,
    pub file: Vec<u8>,
    /// The sheet of a workbook that is meant; none: the one that holds the orders.
    pub sheet: Option<String>,
    pub by: SentBy,
    /// Header → field, where the caller says how the file is understood. It is remembered for files of the same columns.
    pub mapping: BTreeMap<String, String>,
    /// What an order is taken for where the file does not say it.
    pub default_goods: String,
    pub default_weight_g: Option<u32>,
    /// What an order needs beside what the file or a rule says of it.
    pub default_services: Services,
    /// Make shipments, not only orders.
    pub ship: bool,
}

impl ImportRequest {
    /// What makes it the same request when it is sent again: everything that was asked.
    pub fn fingerprint(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for part in [self.file_name.as_bytes(), &self.file] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        let defaults = (&self.default_goods, self.default_weight_g, &self.default_services);
        hash.update(format!("{:?} {:?} {:?} {} {defaults:?}", self.sheet, self.by, self.mapping, self.ship));
        hash.finalize().to_vec()
    }
}

/// Takes the file and queues the work. A file that cannot be read is refused here, and nothing is kept of it.
pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: ImportRequest,
) -> Result<Once<ImportAccepted>, AppError> {
    app.imports.admit(caller.throttle_key(), app.now())?;
    let file_name: String = request.file_name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS).collect();
    let sha256: String = Sha256::digest(&request.file).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut faults = Faults::default();
    let default_goods = faults.text("/default_goods", &request.default_goods, false, GOODS_CHARS);
    if let Some(weight) = request.default_weight_g {
        faults.range("/default_weight_g", weight, 1, WEIGHT_G);
    }
    let default_services = default_services(app, caller, &request.default_services, &mut faults).await?;
    faults.settle()?;
    let dropped = Dropped { file: Arc::new(request.file), name: file_name.clone(), sheet: request.sheet };
    let (looked, _) = understood(app, caller, &dropped, request.mapping.clone()).await?;
    let (file, opened) = (dropped.file, looked.map_err(|problem| unreadable(&problem))?);
    let (id, job) = (ImportId(app.id()), JobId(app.id()));
    let now = app.now();
    let record = ImportRecord {
        id,
        job,
        file_name,
        file_sha256: sha256,
        sheet: opened.sheet,
        format: opened.format,
        state: JobState::Queued,
        ship: request.ship,
        sender: None,
        owner: None,
        department: None,
        default_goods,
        default_weight_g: request.default_weight_g,
        default_services,
        mapping: opened.mapping,
        progress: ImportProgress { total: opened.rows, ..ImportProgress::default() },
        problem: String::new(),
        language: caller.language.tag().to_owned(),
        created_by: caller.user,
        created_at: now,
        finished_at: None,
    };
    let payload = serde_json::to_string(&ImportPayload { import_id: id }).map_err(AppError::internal)?;
    let answer = app
        .store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), ACCEPTED, async || {
                merchants::require_open(tx.merchant().await?.status)?;
                let by = parts::sent_by(&tx, request.by).await?;
                if let Some(sender) = by.sender {
                    tx.contact(sender).await?.ok_or_else(unknown_sender)?;
                }
                let record =
                    ImportRecord { sender: by.sender, owner: by.owner, department: by.department, ..record.clone() };
                if let Some(header) = opened.header.as_ref().filter(|_| !request.mapping.is_empty()) {
                    tx.remember_import_mapping(header, &request.mapping, now).await?;
                }
                tx.add_job(&NewJob { id: job, kind: IMPORT_ORDERS, payload: payload.clone() }, now).await?;
                tx.add_import(&record, &file).await?;
                tx.add_audit_entry(caller.audit(app, "import.create", format!("import {id}"), "")).await?;
                Ok(ImportAccepted { id, job_id: job })
            })
            .await
        })
        .await?;
    app.nudge.notify_one();
    Ok(answer)
}

/// Services may be the same for a whole file; what is collected is each order's own. One that the tariff does not offer is refused here, not
/// with every row.
async fn default_services(
    app: &App,
    caller: &Caller,
    asked: &Services,
    faults: &mut Faults,
) -> Result<Services, AppError> {
    const BASE: &str = "/default_services";
    if asked.is_empty() {
        return Ok(Services::default());
    }
    if asked.cod.is_some() {
        let words = Words::new("代收货款由表格里的每个订单决定。", "Each order of the file says what is collected.");
        faults.add(FieldFault::new(format!("{BASE}/cod"), "not_in_common", words));
    }
    let services = services::checked(BASE, asked, faults);
    let tariff = shipping::tariff_in_force(app.store.read(caller.scope()?).tariff_at(app.now()).await?)?;
    let wanted = services::of_parcel(&services);
    for service in tariff::Service::ALL.into_iter().filter(|service| wanted.has(*service) && !tariff.offers(*service)) {
        let refusal = shipping::unpriced(tariff::TariffError::NotOffered(service));
        let field = refusal.pointer.trim_start_matches("/services");
        faults.add(FieldFault::new(format!("{BASE}{field}"), refusal.code, refusal.words));
    }
    Ok(services)
}

fn unknown_sender() -> AppError {
    AppError::invalid(
        "/sender_contact_id",
        "unknown_sender",
        Words::new("没有这个寄件地址。", "There is no such sending address."),
    )
}

/// A file that was dropped, and which sheet of it is meant.
#[derive(Clone)]
pub(super) struct Dropped {
    pub(super) file: Arc<Vec<u8>>,
    pub(super) name: String,
    pub(super) sheet: Option<String>,
}

impl Dropped {
    pub(super) fn pick(&self) -> sheet::Pick<'_> {
        self.sheet.as_deref().map_or(sheet::Pick::Only, sheet::Pick::Named)
    }
}

/// What the first look at a file tells.
#[derive(Clone)]
pub(super) struct Opened {
    pub(super) format: String,
    /// The sheet of a workbook that has others.
    sheet: Option<String>,
    /// Hash of the names of its columns; none where they have no names.
    header: Option<String>,
    mapping: BTreeMap<String, String>,
    rows: u32,
}

impl Opened {
    fn of(table: &sheet::Table) -> Opened {
        Opened {
            format: table.platform().as_str().to_owned(),
            sheet: table.sheet_at().map(|_| table.sheet_name().to_owned()),
            header: header_hash(&table.header_identity()),
            mapping: mapping_view(table),
            rows: u32::try_from(table.order_count()).unwrap_or(u32::MAX),
        }
    }
}

fn header_hash(identity: &str) -> Option<String> {
    let hash = || Sha256::digest(identity.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    (!identity.is_empty()).then(hash)
}

pub(super) type Looked = Result<Opened, sheet::FileProblem>;

/// Whether a person has to say which sheet is meant before anything else.
pub(super) fn asks_for_sheet(problem: &sheet::FileProblem) -> bool {
    matches!(problem.code(), "several_sheets" | "only_hidden_sheets")
}

/// Opens a file as it is said to be, or as a file of the same columns was said to be, or as its columns make one think; with what was said.
pub(super) async fn understood(
    app: &App,
    caller: &Caller,
    dropped: &Dropped,
    said: BTreeMap<String, String>,
) -> Result<(Looked, BTreeMap<String, String>), AppError> {
    let looked = look(dropped, said.clone()).await?;
    if !said.is_empty() || looked.as_ref().is_err_and(asks_for_sheet) {
        return Ok((looked, said));
    }
    let header = match &looked {
        Ok(opened) => opened.header.clone(),
        Err(_) => header_of(dropped).await?,
    };
    let remembered = match &header {
        Some(header) => app.store.read(caller.scope()?).import_mapping(header).await?,
        None => None,
    };
    let Some(mapping) = remembered else { return Ok((looked, said)) };
    let again = look(dropped, mapping.clone()).await?;
    // What was said of other files is no reason to refuse one that is understood without it.
    Ok(if again.is_err() && looked.is_ok() { (looked, said) } else { (again, mapping) })
}

/// What columns without names are taken for, told by what they hold; empty where they have names.
pub(super) async fn guessed(dropped: &Dropped) -> Result<BTreeMap<String, String>, AppError> {
    let dropped = dropped.clone();
    let look = move || {
        let outline = sheet::outline(&dropped.file, &dropped.name, dropped.pick(), &sheet::Limits::default());
        let nameless = outline.ok().filter(|outline| outline.header_identity().is_empty());
        nameless.map(|outline| guess::mapping(&outline.columns)).unwrap_or_default()
    };
    tokio::task::spawn_blocking(look).await.map_err(AppError::internal)
}

pub(super) async fn look(dropped: &Dropped, mapping: BTreeMap<String, String>) -> Result<Looked, AppError> {
    let dropped = dropped.clone();
    let look = move || open(&dropped.file, &dropped.name, dropped.pick(), &mapping).map(|table| Opened::of(&table));
    tokio::task::spawn_blocking(look).await.map_err(AppError::internal)
}

/// The hash of the columns of a file that is not understood; none where they have no names, or it is no table.
async fn header_of(dropped: &Dropped) -> Result<Option<String>, AppError> {
    let dropped = dropped.clone();
    let look = move || {
        let outline = sheet::outline(&dropped.file, &dropped.name, dropped.pick(), &sheet::Limits::default()).ok();
        outline.and_then(|outline| header_hash(&outline.header_identity()))
    };
    tokio::task::spawn_blocking(look).await.map_err(AppError::internal)
}
