//! Takes jobs as they come due. A job whose worker was killed comes up again when its lease ends, and goes on where it was.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::LocalBoxFuture;
use store::ClaimedJob;
use tokio::sync::watch;

use crate::{
    app::{App, AppError, carriers, jobs, messages, printing, problem_text::KeptProblem, problems},
    jobs::{IMPORT_ORDERS, deliver_outbox, import_orders, sweep},
};

/// How long a worker may be silent before its job is given to another.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);
/// Without a nudge the queue is looked at this often; another node may have queued something.
const POLL: Duration = Duration::from_millis(500);
const SWEEP_EVERY: Duration = Duration::from_secs(600);
const ATTEMPTS_MAX: u32 = 5;
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(5);

/// Runs jobs until it is told to stop.
pub struct Runner {
    app: App,
    stop: watch::Receiver<bool>,
}

impl Runner {
    pub fn new(app: App, stop: watch::Receiver<bool>) -> Runner {
        Runner { app, stop }
    }

    /// Ends after the step it is in, once `stop` turns true.
    pub async fn run(self) {
        futures_util::join!(self.work_on(), self.look_for_parcels());
    }

    async fn work_on(&self) {
        let mut stop = self.stop.clone();
        let mut next_sweep = tokio::time::Instant::now() + SWEEP_EVERY;
        while !*stop.borrow() {
            let worked = Box::pin(self.work_on_what_is_due()).await;
            if tokio::time::Instant::now() >= next_sweep {
                next_sweep += SWEEP_EVERY;
                logged("sweep", sweep::run(&self.app).await);
            }
            if !worked {
                let nudge = self.app.nudge.clone();
                tokio::select! {
                    () = nudge.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                    _ = stop.changed() => {}
                }
            }
        }
    }

    /// Beside the rest: a carrier that takes its time to tell where parcels are keeps no order and no message waiting.
    async fn look_for_parcels(&self) {
        let mut stop = self.stop.clone();
        while !*stop.borrow() {
            if !self.look_once().await {
                tokio::select! {
                    () = tokio::time::sleep(POLL) => {}
                    _ = stop.changed() => {}
                }
            }
        }
    }

    async fn look_once(&self) -> bool {
        logged("tracks", carriers::work_on_tracks(&self.app).await).unwrap_or(false)
    }

    /// Does what is due; answers whether there was anything.
    pub fn work_once(&self) -> LocalBoxFuture<'_, bool> {
        // Boxed, so that it is compiled here and not once more in whatever waits for it.
        Box::pin(async {
            let worked = self.work_on_what_is_due().await;
            self.look_once().await || worked
        })
    }

    async fn work_on_what_is_due(&self) -> bool {
        logged("print leases", printing::sweep(&self.app).await);
        // Before the outbox, so that what is found is told at once.
        let found = logged("problems", problems::watch(&self.app).await).unwrap_or(false);
        let delivered = logged("outbox", deliver_outbox::run(&self.app).await).unwrap_or(false);
        let sent = logged("messages", messages::deliver(&self.app).await).unwrap_or(false);
        let placed = logged("carriers", carriers::work(&self.app).await).unwrap_or(false);
        let stopped = logged("intercepts", carriers::work_on_intercepts(&self.app).await).unwrap_or(false);
        let routed = logged("routes", carriers::work_on_routes(&self.app).await).unwrap_or(false);
        let delivered = delivered || sent || found || placed || stopped || routed;
        let now = self.app.now();
        match self.app.store.system().claim_job(now, now + LEASE).await {
            Ok(Some(claimed)) => {
                self.work(claimed).await;
                true
            }
            Ok(None) => delivered,
            Err(error) => {
                tracing::error!(%error, "cannot look at the job queue");
                false
            }
        }
    }

    async fn work(&self, claimed: ClaimedJob) {
        let id = claimed.job.id;
        let result = match claimed.job.kind.as_str() {
            IMPORT_ORDERS => import_orders::run(&self.app, &claimed).await,
            _ => Err(AppError::internal("a job of unknown kind")),
        };
        match result {
            Ok(()) => {}
            Err(AppError::LeaseLost) => {
                tracing::warn!(job = %id, attempt = claimed.job.attempts, "a job went on with another worker");
            }
            Err(error) => {
                tracing::error!(job = %id, attempt = claimed.job.attempts, ?error, "a job failed");
                logged("job", self.postpone_or_fail(&claimed).await);
            }
        }
    }

    async fn postpone_or_fail(&self, claimed: &ClaimedJob) -> Result<(), AppError> {
        let app = &self.app;
        if claimed.job.attempts < ATTEMPTS_MAX {
            let run_at = app.now() + RETRY_AFTER * i32::try_from(claimed.job.attempts).unwrap_or(1);
            return app
                .store
                .write(claimed.scope, async |tx| Ok::<(), AppError>(tx.postpone_job(&claimed.job, run_at).await?))
                .await;
        }
        import_orders::give_up(app, claimed, &KeptProblem::of("import_failed").json()?).await
    }
}

/// Background work has no caller to answer to; its errors go to the log.
fn logged<T>(what: &'static str, result: Result<T, AppError>) -> Option<T> {
    result.inspect_err(|error| tracing::error!(what, ?error, "background work failed")).ok()
}

/// Tells the owner's open pages how far a job is.
pub async fn publish(app: &App, claimed: &ClaimedJob, import: Option<shared::ImportId>) -> Result<(), AppError> {
    if let Some(record) = app.store.read(claimed.scope).job(claimed.job.id).await? {
        let job = jobs::view(&record, crate::app::Language::default(), app.now());
        app.live.publish(claimed.scope, shared::events::LiveEvent::Job { job, import_id: import });
    }
    Ok(())
}
