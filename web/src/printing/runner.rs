//! Carries out what the queue decides: draws ahead, writes, asks the printer, and tells the queue what happened.

use std::{collections::HashMap, rc::Rc, time::Duration};

use futures_util::future::{FutureExt, LocalBoxFuture, Shared};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrintJobId,
    printing::{PrintJobState, Printer},
};

use super::{
    connection::Connection,
    engine::{self, Drawn, EngineError},
    lease,
    link::LinkError,
    printers::Standing,
    queue::{Mode, Pause, Queue},
    session::Printing,
    status::Trouble,
};
use crate::browser;

/// Labels drawn before their turn.
const DRAW_AHEAD: usize = 3;
/// How long to wait before a paused queue is looked at again.
const PAUSE_LOOK: Duration = Duration::from_millis(150);
/// How often a printer in trouble is asked whether it is fine again.
const TROUBLE_LOOK: Duration = Duration::from_secs(1);
/// How often a printer is asked whether its last labels came out.
const CONFIRM_LOOK: Duration = Duration::from_millis(120);
/// A printer that holds labels this long without a word is in trouble that it does not name.
const CONFIRM_LIMIT_MS: f64 = 30_000.0;

/// How often a printer that is gone is looked for.
const LOST_LOOK_MS: f64 = 2_000.0;

type Drawing = Shared<LocalBoxFuture<'static, Result<Drawn, EngineError>>>;

struct Made {
    id: PrintJobId,
    bytes: usize,
    sha256: String,
}

/// One run over the queue, until it is over.
struct Run {
    printing: Printing,
    printer: Printer,
    drawings: HashMap<PrintJobId, Drawing>,
    under_way: Vec<Made>,
    /// The printer was asked since the queue last stood still.
    is_checked: bool,
    handed_over_ms: f64,
    looked_ms: f64,
}

/// Runs the queue if nobody does, and keeps its lease.
pub fn start(printing: Printing) {
    let Some(printer) = untrack(|| printing.printers.current()) else { return };
    lease::keep(printing, printer.id);
    if printing.running.try_get_value() != Some(false) {
        return;
    }
    printing.running.set_value(true);
    printing.printers.occupy(true);
    spawn_local(async move {
        let run = Run {
            printing,
            printer,
            drawings: HashMap::new(),
            under_way: Vec::new(),
            is_checked: false,
            handed_over_ms: 0.0,
            looked_ms: 0.0,
        };
        run.drive().await;
        printing.printers.occupy(false);
        let _ = printing.running.try_set_value(false);
    });
}

impl Run {
    async fn drive(mut self) {
        while let Some((mode, next)) = self.glance() {
            if mode == Mode::Over || untrack(|| self.printing.printers.current()).as_ref() != Some(&self.printer) {
                return;
            }
            self.forget_settled();
            match (mode, next) {
                (Mode::Running, Some(id)) if self.printing.may_send() => self.label(id).await,
                _ if !self.under_way.is_empty() => {
                    self.printing.bell.wait(CONFIRM_LOOK).await;
                    self.ask().await;
                }
                (Mode::Paused(Pause::Printer(_)), _) => {
                    self.is_checked = false;
                    self.printing.bell.wait(TROUBLE_LOOK).await;
                    self.ask().await;
                }
                (Mode::Paused(pause), _) => {
                    self.is_checked = false;
                    self.printing.bell.wait(PAUSE_LOOK).await;
                    self.look_for_printer().await;
                    if matches!(pause, Pause::Link(_)) && self.printing.printers.connection().is_some() {
                        self.printing.change(Queue::recovered);
                    }
                }
                _ => self.wait_for_more().await,
            }
        }
    }

    /// A printer that was just plugged in may refuse at first; while the run has the printer, nobody else looks for it again.
    async fn look_for_printer(&mut self) {
        let now = browser::now_ms();
        if self.printing.printers.connection().is_none() && now - self.looked_ms > LOST_LOOK_MS {
            self.looked_ms = now;
            self.printing.printers.look().await;
        }
    }

    /// Nothing is begun that could be sent: the service will say more, or there is no printer to take a lease for.
    async fn wait_for_more(&mut self) {
        if self.printing.printers.connection().is_none() {
            self.printing.stand(Pause::Link(LinkError::Disconnected));
        }
        self.draw_ahead();
        self.printing.bell.wait(PAUSE_LOOK).await;
    }

    fn glance(&self) -> Option<(Mode, Option<PrintJobId>)> {
        let glance = |queue: &Queue| (queue.mode(), queue.next());
        self.printing.queue.try_with_untracked(|queue| queue.as_ref().map(glance)).flatten()
    }

    /// What is no longer under way in the queue.
    fn forget_settled(&mut self) {
        if self.under_way.is_empty() {
            return;
        }
        let open = self.printing.queue.try_with_untracked(|queue| queue.as_ref().map(Queue::under_way)).flatten();
        let open = open.unwrap_or_default();
        self.under_way.retain(|made| open.contains(&made.id));
    }

    async fn label(&mut self, id: PrintJobId) {
        self.draw_ahead();
        let Some(connection) = self.printing.printers.connection() else {
            return self.hold(Pause::Link(LinkError::Disconnected)).await;
        };
        if !self.is_checked && !self.is_fine(&connection).await {
            return;
        }
        let Some(drawing) = self.drawings.get(&id).cloned() else { return };
        let outcome = drawing.await;
        self.drawings.remove(&id);
        // While it was drawn, somebody may have paused, or the lease may have ended.
        if self.glance().is_none_or(|(_, next)| next != Some(id)) || !self.printing.may_send() {
            return;
        }
        match outcome {
            Ok(drawn) => self.send(&connection, id, drawn).await,
            Err(error) => {
                leptos::logging::error!("label: {}", error.0);
                self.printing.change(|queue| queue.fail_drawing(id));
            }
        }
    }

    /// Asks before the first label, so that nothing is sent to a printer without paper.
    async fn is_fine(&mut self, connection: &Rc<Connection>) -> bool {
        if connection.talks() {
            let answer = connection.status().await;
            self.printing.printers.tell(answer.clone());
            let pause = match answer {
                Ok(Some(reading)) => reading.trouble.map(Pause::Printer),
                Ok(None) => Some(Pause::Printer(Trouble::Silent)),
                Err(error) => Some(Pause::Link(error)),
            };
            if let Some(pause) = pause {
                self.hold(pause).await;
                return false;
            }
        }
        self.is_checked = true;
        true
    }

    async fn hold(&mut self, pause: Pause) {
        let is_broken = matches!(pause, Pause::Link(_));
        self.printing.stand(pause);
        if is_broken && untrack(|| self.printing.printers.standing()) != Standing::Absent {
            self.printing.printers.broken().await;
        }
    }

    fn draw_ahead(&mut self) {
        let wanted = self.printing.queue.try_with_untracked(|queue| {
            let queue = queue.as_ref()?;
            let items = queue.upcoming(DRAW_AHEAD);
            Some(items.iter().map(|item| (item.id, item.content.clone(), item.template.clone())).collect::<Vec<_>>())
        });
        let wanted = wanted.flatten().unwrap_or_default();
        self.drawings.retain(|id, _| wanted.iter().any(|(wanted, ..)| wanted == id));
        let setup = &self.printer.setup;
        for (id, content, template) in wanted {
            self.drawings.entry(id).or_insert_with(|| {
                let drawing = engine::encode(content, template, setup).boxed_local().shared();
                // Begun now; the label's turn only waits for the rest.
                spawn_local(drawing.clone().map(|_| ()));
                drawing
            });
        }
    }

    async fn send(&mut self, connection: &Rc<Connection>, id: PrintJobId, drawn: Drawn) {
        let is_cut = !drawn.warnings.is_empty();
        let attempt = self.printing.change(|queue| {
            let attempt = queue.item(id).map(|item| item.attempt);
            queue.sending(id, is_cut);
            attempt
        });
        // Kept before the first byte goes: a page that comes after this one knows that it may lie on paper.
        let Some(Some(attempt)) = attempt else { return };
        self.printing.reports.sending(id, attempt);
        let made = Made { id, bytes: drawn.bytes.len(), sha256: drawn.sha256 };
        if let Err(failed) = connection.write(&drawn.bytes).await {
            return self.broken(connection, failed.error).await;
        }
        self.handed_over_ms = browser::now_ms();
        if connection.talks() {
            self.under_way.push(made);
            self.ask().await;
        } else {
            self.came_out(&[made], PrintJobState::Sent);
        }
    }

    fn came_out(&self, made: &[Made], state: PrintJobState) {
        let now = browser::now_ms();
        self.printing.change(|queue| {
            for one in made {
                queue.came_out(one.id, state, one.bytes, &one.sha256, now);
            }
        });
        self.printing.wake();
    }

    /// Nobody knows whether the labels under way came out.
    fn lose(&mut self, pause: &Pause) {
        self.under_way.clear();
        self.printing.change(|queue| {
            for id in queue.under_way() {
                queue.lost(id, pause.code());
            }
        });
        self.printing.stand(pause.clone());
        self.printing.wake();
    }

    async fn broken(&mut self, connection: &Rc<Connection>, error: LinkError) {
        self.is_checked = false;
        let hung = error == LinkError::Timeout;
        self.lose(&Pause::Link(error));
        if !hung || connection.reopen().await.is_err() {
            self.printing.printers.broken().await;
        }
    }

    /// Asks how the printer is, and how many of the labels it took are still to come out.
    async fn ask(&mut self) {
        let Some(connection) = self.printing.printers.connection() else {
            return self.gone().await;
        };
        let answer = connection.status().await;
        self.printing.printers.tell(answer.clone());
        match answer {
            Ok(Some(reading)) => {
                if reading.trouble.is_none() {
                    let held = usize::try_from(reading.unprinted.unwrap_or_default()).unwrap_or(usize::MAX);
                    self.confirm_all_but(held, reading.unprinted.is_some());
                }
                match reading.trouble {
                    Some(trouble) => self.printing.stand(Pause::Printer(trouble)),
                    None => self.printing.change(Queue::recovered).unwrap_or_default(),
                }
                let waited = browser::now_ms() - self.handed_over_ms > CONFIRM_LIMIT_MS;
                if waited && !self.under_way.is_empty() && reading.trouble.is_none() {
                    self.lose(&Pause::Printer(Trouble::Fault));
                }
            }
            Ok(None) => self.printing.stand(Pause::Printer(Trouble::Silent)),
            Err(error) => self.broken(&connection, error).await,
        }
    }

    async fn gone(&mut self) {
        self.lose(&Pause::Link(LinkError::Disconnected));
        if untrack(|| self.printing.printers.standing()) != Standing::Absent {
            self.printing.printers.broken().await;
        }
    }

    /// The oldest labels came out; the printer still holds the newest `held`.
    fn confirm_all_but(&mut self, held: usize, is_counted: bool) {
        let count = self.under_way.len().saturating_sub(held);
        let out: Vec<Made> = self.under_way.drain(..count).collect();
        if !out.is_empty() {
            self.came_out(&out, if is_counted { PrintJobState::Confirmed } else { PrintJobState::Sent });
        }
    }
}
