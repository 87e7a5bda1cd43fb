//! Carries out what the queue decides: draws ahead, writes, asks the printer, and tells the queue what happened.

use std::{collections::HashMap, rc::Rc, time::Duration};

use futures_util::future::{FutureExt, LocalBoxFuture, Shared};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::printing::Printer;

use super::{
    connection::Connection,
    engine::{self, Drawn, EngineError},
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

type Drawing = Shared<LocalBoxFuture<'static, Result<Drawn, EngineError>>>;

struct Made {
    at: usize,
    bytes: usize,
    sha256: String,
}

/// One run over the queue, until it is over.
struct Run {
    printing: Printing,
    printer: Printer,
    drawings: HashMap<usize, Drawing>,
    under_way: Vec<Made>,
    /// The printer was asked since the queue last stood still.
    is_checked: bool,
    handed_over_ms: f64,
}

/// Runs the queue if nobody does.
pub fn start(printing: Printing) {
    if printing.running.try_get_value() != Some(false) {
        return;
    }
    let Some(printer) = untrack(|| printing.printers.current()) else { return };
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
        };
        run.drive().await;
        printing.printers.occupy(false);
        let _ = printing.running.try_set_value(false);
    });
}

impl Run {
    async fn drive(mut self) {
        while let Some((mode, next)) = self.glance() {
            if mode == Mode::Over {
                return;
            }
            self.forget_settled();
            match (mode, next) {
                (Mode::Running, Some(at)) => self.label(at).await,
                (Mode::Running, None) if !self.under_way.is_empty() => {
                    sleep(CONFIRM_LOOK).await;
                    self.ask().await;
                }
                (Mode::Paused(Pause::Printer(_)), _) => {
                    self.is_checked = false;
                    sleep(TROUBLE_LOOK).await;
                    self.ask().await;
                }
                (Mode::Paused(_), _) => {
                    self.is_checked = false;
                    sleep(PAUSE_LOOK).await;
                }
                _ => sleep(PAUSE_LOOK).await,
            }
        }
    }

    fn glance(&self) -> Option<(Mode, Option<usize>)> {
        let glance = |queue: &Queue| (queue.mode().clone(), queue.next());
        self.printing.queue.try_with_untracked(|queue| queue.as_ref().map(glance)).flatten()
    }

    /// A person may have settled labels that were under way.
    fn forget_settled(&mut self) {
        let open = self.printing.queue.try_with_untracked(|queue| queue.as_ref().map(Queue::under_way)).flatten();
        let open = open.unwrap_or_default();
        self.under_way.retain(|made| open.contains(&made.at));
    }

    async fn label(&mut self, at: usize) {
        self.draw_ahead();
        let Some(connection) = self.printing.printers.connection() else {
            return self.hold(at, Pause::Link(LinkError::Disconnected)).await;
        };
        if !self.is_checked && !self.is_fine(&connection, at).await {
            return;
        }
        let Some(drawing) = self.drawings.get(&at).cloned() else { return };
        let outcome = drawing.await;
        self.drawings.remove(&at);
        // While it was drawn, a person may have paused or skipped it.
        if self.glance().is_none_or(|(_, next)| next != Some(at)) {
            return;
        }
        match outcome {
            Ok(drawn) => self.send(&connection, at, drawn).await,
            Err(error) => {
                leptos::logging::error!("label: {}", error.0);
                self.printing.change(|queue| queue.fail_drawing(at));
            }
        }
    }

    /// Asks before the first label, so that nothing is sent to a printer without paper.
    async fn is_fine(&mut self, connection: &Rc<Connection>, at: usize) -> bool {
        if connection.talks() {
            let answer = connection.status().await;
            self.printing.printers.tell(answer.clone());
            let pause = match answer {
                Ok(Some(reading)) => reading.trouble.map(Pause::Printer),
                Ok(None) => Some(Pause::Printer(Trouble::Silent)),
                Err(error) => Some(Pause::Link(error)),
            };
            if let Some(pause) = pause {
                self.hold(at, pause).await;
                return false;
            }
        }
        self.is_checked = true;
        true
    }

    async fn hold(&mut self, at: usize, pause: Pause) {
        let is_broken = matches!(pause, Pause::Link(_));
        self.printing.change(|queue| queue.held(at, pause));
        if is_broken {
            self.printing.printers.broken().await;
        }
    }

    fn draw_ahead(&mut self) {
        let wanted = self.printing.queue.try_with_untracked(|queue| {
            let queue = queue.as_ref()?;
            let item = |at: &usize| queue.item(*at).map(|item| (*at, item.content.clone(), item.template.clone()));
            Some(queue.upcoming(DRAW_AHEAD).iter().filter_map(item).collect::<Vec<_>>())
        });
        let setup = &self.printer.setup;
        for (at, content, template) in wanted.flatten().unwrap_or_default() {
            self.drawings.entry(at).or_insert_with(|| {
                let drawing = engine::encode(content, template, setup).boxed_local().shared();
                // Begun now; the label's turn only waits for the rest.
                spawn_local(drawing.clone().map(|_| ()));
                drawing
            });
        }
    }

    async fn send(&mut self, connection: &Rc<Connection>, at: usize, drawn: Drawn) {
        let is_cut = !drawn.warnings.is_empty();
        self.printing.change(|queue| {
            queue.sending(at);
            if is_cut {
                queue.cut(at);
            }
        });
        let made = Made { at, bytes: drawn.bytes.len(), sha256: drawn.sha256 };
        if let Err(failed) = connection.write(&drawn.bytes).await {
            return self.broken(connection, failed.error).await;
        }
        self.handed_over_ms = browser::now_ms();
        if connection.talks() {
            self.under_way.push(made);
            self.ask().await;
        } else {
            let now = browser::now_ms();
            self.printing.change(|queue| queue.sent(at, made.bytes, &made.sha256, now));
        }
    }

    /// The connection broke with labels under way: nobody knows whether they came out.
    async fn broken(&mut self, connection: &Rc<Connection>, error: LinkError) {
        self.under_way.clear();
        let hung = error == LinkError::Timeout;
        self.printing.change(|queue| {
            for at in queue.under_way() {
                queue.lost(at, Pause::Link(error.clone()));
            }
            queue.stand(Pause::Link(error.clone()));
        });
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
                    Some(trouble) => self.printing.change(|queue| queue.stand(Pause::Printer(trouble))),
                    None => self.printing.change(Queue::recovered),
                };
                let waited = browser::now_ms() - self.handed_over_ms > CONFIRM_LIMIT_MS;
                if waited && !self.under_way.is_empty() && reading.trouble.is_none() {
                    self.give_up_waiting(Trouble::Fault);
                }
            }
            Ok(None) => {
                self.printing.change(|queue| queue.stand(Pause::Printer(Trouble::Silent)));
            }
            Err(error) => self.broken(&connection, error).await,
        }
    }

    fn give_up_waiting(&mut self, trouble: Trouble) {
        self.under_way.clear();
        self.printing.change(|queue| {
            for at in queue.under_way() {
                queue.lost(at, Pause::Printer(trouble));
            }
        });
    }

    async fn gone(&mut self) {
        self.under_way.clear();
        self.printing.change(|queue| {
            for at in queue.under_way() {
                queue.lost(at, Pause::Link(LinkError::Disconnected));
            }
            queue.stand(Pause::Link(LinkError::Disconnected));
        });
        if untrack(|| self.printing.printers.standing()) != Standing::Absent {
            self.printing.printers.broken().await;
        }
    }

    /// The oldest labels came out; the printer still holds the newest `held`.
    fn confirm_all_but(&mut self, held: usize, is_counted: bool) {
        let count = self.under_way.len().saturating_sub(held);
        let now = browser::now_ms();
        let out: Vec<Made> = self.under_way.drain(..count).collect();
        if out.is_empty() {
            return;
        }
        self.printing.change(|queue| {
            for made in &out {
                if is_counted {
                    queue.confirmed(made.at, made.bytes, &made.sha256, now);
                } else {
                    queue.sent(made.at, made.bytes, &made.sha256, now);
                }
            }
        });
    }
}
