//! Network printers: whoever has labels waiting is printed on, each printer by itself, so that a slow one keeps nobody waiting.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    rc::Rc,
    time::Duration,
};

use shared::PrinterId;
use store::TenantScope;
use tokio::{sync::watch, time::Instant};

use crate::app::{
    App,
    network_printers::{Rest, print_waiting},
};

/// How soon a label that was queued is seen.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// A printer that was not there or in trouble is tried again after this.
const AGAIN_AFTER: Duration = Duration::from_secs(8);
/// Printers printed on at once by one node.
const AT_ONCE: usize = 32;

/// Prints until it is told to stop.
pub struct NetworkPrinting {
    app: App,
    stop: watch::Receiver<bool>,
    busy: Rc<RefCell<HashSet<PrinterId>>>,
    not_before: Rc<RefCell<HashMap<PrinterId, Instant>>>,
}

impl NetworkPrinting {
    pub fn new(app: App, stop: watch::Receiver<bool>) -> NetworkPrinting {
        NetworkPrinting { app, stop, busy: Rc::default(), not_before: Rc::default() }
    }

    /// Ends after the labels in hand, once `stop` turns true.
    pub async fn run(mut self) {
        let mut tasks: Vec<actix_web::rt::task::JoinHandle<()>> = Vec::new();
        while !*self.stop.borrow() {
            for (scope, printer) in self.due().await {
                tasks.push(actix_web::rt::spawn(self.print(scope, printer)));
            }
            tasks.retain(|task| !task.is_finished());
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = self.stop.changed() => {}
            }
        }
        for task in tasks {
            let _ = task.await;
        }
    }

    /// Prints on every printer that is due, to the end; answers how many.
    pub async fn work_once(&self) -> usize {
        let due = self.due().await;
        let count = due.len();
        futures_util::future::join_all(due.into_iter().map(|(scope, printer)| self.print(scope, printer))).await;
        count
    }

    async fn due(&self) -> Vec<(TenantScope, PrinterId)> {
        let waiting = match self.app.store.system().waiting_network_printers(self.app.now()).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::error!(%error, "cannot look what waits for network printers");
                return Vec::new();
            }
        };
        let now = Instant::now();
        self.not_before.borrow_mut().retain(|_, until| *until > now);
        let (busy, resting) = (self.busy.borrow(), self.not_before.borrow());
        let is_free = |printer: &PrinterId| !busy.contains(printer) && !resting.contains_key(printer);
        waiting.into_iter().filter(|(_, printer)| is_free(printer)).take(AT_ONCE.saturating_sub(busy.len())).collect()
    }

    fn print(&self, scope: TenantScope, printer: PrinterId) -> impl Future<Output = ()> + 'static {
        let (app, stop) = (self.app.clone(), self.stop.clone());
        let (busy, not_before) = (self.busy.clone(), self.not_before.clone());
        busy.borrow_mut().insert(printer);
        async move {
            let rest = print_waiting(&app, scope, printer, &stop).await;
            let rests = match rest {
                Ok(Rest::Done) => false,
                Ok(Rest::Later) => true,
                Err(error) => {
                    tracing::error!(%printer, ?error, "printing on a network printer failed");
                    true
                }
            };
            if rests {
                not_before.borrow_mut().insert(printer, Instant::now() + AGAIN_AFTER);
            }
            busy.borrow_mut().remove(&printer);
        }
    }
}
