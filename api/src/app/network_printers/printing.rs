//! Prints what waits for one network printer: the service holds its queue as a page would, label by label.
//!
//! The printer is reached and asked how it is before a label is begun, so a printer that is off costs no doubt about any label. From the first byte on
//! a label is begun: what is cut off then is `unknown` for a person to look at, as everywhere.

use std::{collections::HashMap, sync::Arc, time::Duration};

use sha2::{Digest, Sha256};
use shared::{
    PrintJobId, PrinterId,
    print_queue::{PrintLease, PrintLeaseKey, PrintLeaseRequest, PrintRelease},
    printers::status::Reading,
    printing::{PrintJob, PrintJobResult, PrintJobResultItem, PrintJobResults, PrintJobState, PrinterSetup},
};
use store::{TemplateUse, TenantScope};
use tokio::{
    sync::watch,
    time::{Instant, sleep},
};

use super::wire::Wire;
use crate::app::{
    App, AppError, label_templates, labels,
    printing::{self, PrintWorker},
};

/// Labels taken from the queue ahead of their turn.
const AT_HAND: u32 = 4;
/// The hold on the queue is renewed so often while a slow printer takes a label; it ends by itself after `PRINT_LEASE_S`.
const RENEW_EVERY: Duration = Duration::from_secs(8);
/// How often a printer is asked whether a label came out, and whether its trouble is over.
const CONFIRM_LOOK: Duration = Duration::from_millis(150);
const TROUBLE_LOOK: Duration = Duration::from_secs(2);
/// A printer that holds a label this long without naming a trouble has one.
const CONFIRM_LIMIT: Duration = Duration::from_secs(30);
/// Somebody fetches a new roll meanwhile; after that the label is for a person to look at.
const TROUBLE_LIMIT: Duration = Duration::from_secs(15 * 60);

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing waits, or the queue stands still, or somebody else prints.
    Done,
    /// The printer is not there or in trouble; later again.
    Later,
}

struct Run<'a> {
    app: &'a App,
    worker: PrintWorker,
    printer: PrinterId,
    setup: PrinterSetup,
    /// New for every run, so that no run speaks for an earlier one.
    holder: String,
    lease_no: u32,
    /// What the labels at hand say.
    jobs: HashMap<PrintJobId, PrintJob>,
    /// The printer has answered a status question.
    talks: bool,
}

/// Prints until nothing waits, something is in the way, or the service is told to stop.
pub async fn print_waiting(
    app: &App,
    scope: TenantScope,
    printer: PrinterId,
    stop: &watch::Receiver<bool>,
) -> Result<Rest, AppError> {
    let Some(record) = app.store.read(scope).printer(printer).await? else { return Ok(Rest::Done) };
    let mut run = Run {
        app,
        worker: PrintWorker::service(scope),
        printer,
        setup: record.setup,
        holder: format!("net-{}", app.id().simple()),
        lease_no: 0,
        jobs: HashMap::new(),
        talks: false,
    };
    let rest = match run.drive(stop).await {
        // Somebody else took the queue; nothing of it is ours to let go.
        Err(AppError::Conflict { .. }) => return Ok(Rest::Done),
        other => other,
    };
    let release = PrintRelease { holder: run.holder.clone(), done: matches!(rest, Ok(Rest::Done)) };
    printing::release(app, &run.worker, printer, &release).await?;
    rest
}

impl Run<'_> {
    async fn drive(&mut self, stop: &watch::Receiver<bool>) -> Result<Rest, AppError> {
        let lease = self.lease(AT_HAND, 0, None).await?;
        if lease.at_hand.is_empty() || lease.pause.is_some() {
            return Ok(Rest::Done);
        }
        let mut wire = match self.reach().await? {
            Some(wire) => wire,
            None => return Ok(Rest::Later),
        };
        while !*stop.borrow() {
            let lease = self.lease(AT_HAND, 0, Some(String::new())).await?;
            let Some(next) = lease.at_hand.first().filter(|_| lease.pause.is_none()) else { break };
            let Some(job) = self.jobs.remove(next) else {
                return Err(AppError::internal("a label at hand without its content"));
            };
            if !self.label(&mut wire, job).await? {
                return Ok(Rest::Later);
            }
        }
        wire.close().await;
        Ok(Rest::Done)
    }

    /// An open connection to a printer that is fine; none after the queue was told what is wrong.
    async fn reach(&mut self) -> Result<Option<Wire>, AppError> {
        let Some(address) = self.setup.network.clone() else {
            return Err(AppError::internal("a network printer without an address"));
        };
        let networks = &self.app.settings.printer_networks;
        let mut wire = match Wire::connect(networks, &address, &self.setup.options).await {
            Ok(wire) => wire,
            Err(error) => return self.not_now(error.code()).await,
        };
        match wire.status(self.setup.language).await {
            Ok(Some(Reading { trouble: Some(trouble), .. })) => self.not_now(trouble.code()).await,
            Ok(Some(_)) => {
                self.talks = true;
                Ok(Some(wire))
            }
            // A printer that says nothing when it is first asked is taken to be one that never does.
            Ok(None) => Ok(Some(wire)),
            Err(error) => self.not_now(error.code()).await,
        }
    }

    async fn not_now(&mut self, code: &str) -> Result<Option<Wire>, AppError> {
        self.lease(AT_HAND, 0, Some(code.to_owned())).await?;
        Ok(None)
    }

    /// Prints one label; false if the run cannot go on.
    async fn label(&mut self, wire: &mut Wire, job: PrintJob) -> Result<bool, AppError> {
        let id = job.id;
        let bytes = match self.draw(job).await {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::warn!(job = %id, ?error, "a label cannot be drawn");
                self.report(id, &result(PrintJobState::Failed, &[], Some("render_failed"))).await?;
                return Ok(true);
            }
        };
        let lease = self.lease(AT_HAND, 1, None).await?;
        if lease.begun != [id] {
            // It was skipped, or the queue was paused, in between: nothing is sent.
            return Ok(lease.begun.is_empty());
        }
        let written = {
            let write = wire.write(&bytes);
            let renew = async {
                loop {
                    sleep(RENEW_EVERY).await;
                    if let Err(error) = self.hold(0, 0, None).await {
                        tracing::warn!(?error, "a print queue's hold was not renewed");
                    }
                }
            };
            tokio::select! {
                written = write => written,
                () = renew => Ok(()),
            }
        };
        if let Err((_, error)) = written {
            self.report(id, &result(PrintJobState::Unknown, &bytes, Some(error.code()))).await?;
            return Ok(false);
        }
        let (state, code) = self.outcome(wire).await?;
        self.report(id, &result(state, &bytes, code)).await?;
        Ok(state != PrintJobState::Unknown)
    }

    async fn draw(&self, job: PrintJob) -> Result<Vec<u8>, AppError> {
        let content = job.content.ok_or_else(|| AppError::internal("a label without content"))?;
        let used = TemplateUse { id: job.template_id, version: job.template_version };
        let reader = self.app.store.read(self.worker.scope());
        let template = label_templates::used(&reader, &used).await?;
        let template = template.ok_or_else(|| AppError::internal("a label of a template that is gone"))?;
        labels::for_printer(self.app, vec![labels::label_data(content)], &self.setup, Arc::new(template)).await
    }

    /// What became of a label that was handed over whole.
    async fn outcome(&mut self, wire: &mut Wire) -> Result<(PrintJobState, Option<&'static str>), AppError> {
        let (mut quiet_until, trouble_until) = (Instant::now() + CONFIRM_LIMIT, Instant::now() + TROUBLE_LIMIT);
        let mut renewed = Instant::now();
        loop {
            let (code, look) = match wire.status(self.setup.language).await {
                Ok(None) if !self.talks => return Ok((PrintJobState::Sent, None)),
                Ok(None) => ("timeout", TROUBLE_LOOK),
                Ok(Some(Reading { trouble: Some(trouble), .. })) => (trouble.code(), TROUBLE_LOOK),
                Ok(Some(Reading { unprinted, .. })) => {
                    self.talks = true;
                    match unprinted {
                        Some(0) => return Ok((PrintJobState::Confirmed, None)),
                        None => return Ok((PrintJobState::Sent, None)),
                        Some(_) => ("", CONFIRM_LOOK),
                    }
                }
                Err(error) => return Ok((PrintJobState::Unknown, Some(error.code()))),
            };
            let now = Instant::now();
            if !code.is_empty() {
                quiet_until = now + CONFIRM_LIMIT;
            }
            if now >= trouble_until || now >= quiet_until {
                return Ok((PrintJobState::Unknown, Some("timeout")));
            }
            if !code.is_empty() || now - renewed >= RENEW_EVERY {
                self.lease(0, 0, Some(code.to_owned())).await?;
                renewed = now;
            }
            sleep(look).await;
        }
    }

    /// Takes or renews the hold on the queue, and keeps what the labels at hand say.
    async fn lease(&mut self, max: u32, begin: u32, condition: Option<String>) -> Result<PrintLease, AppError> {
        let lease = self.hold(max, begin, condition).await?;
        if self.lease_no != 0 && self.lease_no != lease.lease_no {
            // The hold had lapsed; what was at hand may be anybody's now, and this run ends.
            return Err(AppError::LeaseLost);
        }
        self.lease_no = lease.lease_no;
        self.jobs.extend(lease.jobs.iter().map(|job| (job.id, job.clone())));
        Ok(lease)
    }

    async fn hold(&self, max: u32, begin: u32, condition: Option<String>) -> Result<PrintLease, AppError> {
        let request = PrintLeaseRequest {
            holder: self.holder.clone(),
            label: String::new(),
            max,
            begin,
            known: self.jobs.keys().copied().collect(),
            condition,
        };
        printing::lease(self.app, &self.worker, self.printer, &request).await
    }

    async fn report(&self, id: PrintJobId, result: &PrintJobResult) -> Result<(), AppError> {
        let lease = PrintLeaseKey { printer_id: self.printer, holder: self.holder.clone(), lease_no: self.lease_no };
        let item = PrintJobResultItem { print_job_id: id, result: result.clone() };
        let results = PrintJobResults { results: vec![item], lease: Some(lease) };
        printing::report_many(self.app, &self.worker, &results).await
    }
}

fn result(state: PrintJobState, bytes: &[u8], error_code: Option<&str>) -> PrintJobResult {
    let sent = !bytes.is_empty();
    PrintJobResult {
        state,
        bytes: sent.then(|| u32::try_from(bytes.len()).unwrap_or(u32::MAX)),
        sha256: sent.then(|| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()),
        error_code: error_code.map(str::to_owned),
        attempt: None,
    }
}
