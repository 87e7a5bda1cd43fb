//! The printer of this browser: which one, whether it is there, how it is.

use std::{rc::Rc, time::Duration};

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::{
    PrinterId,
    labels::LabelTemplate,
    printing::{Printer, PrinterConnection},
};

use super::{
    connection::Connection,
    engine, hardware,
    link::{LinkError, Wire},
    status::{Reading, Trouble},
    tab_lock,
    transport::Transport,
};
use crate::{
    api::{self, Remote},
    browser::{self, sleep},
};

/// Which printer this browser prints on: ids only, no personal data.
const REMEMBERED_KEY: &str = "yundan.printer";
/// How often an idle printer is asked how it is, and a missing one is looked for.
const LOOK_EVERY: Duration = Duration::from_secs(4);
/// A page that was just left may hold the printer for a moment.
const LOCK_TRIES: u32 = 4;
const LOCK_WAIT: Duration = Duration::from_millis(250);

#[derive(Serialize, Deserialize)]
struct Remembered {
    printer_id: PrinterId,
    device_key: String,
}

/// How the printer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    NotSetUp,
    /// Not plugged in, or not allowed to this page.
    Absent,
    Connecting,
    Ready,
    Trouble(Trouble),
    Unreachable(LinkError),
    /// Prints through the system's dialog.
    Pdf,
    /// The service prints on it.
    Network,
    /// A print station prints on it.
    AtStation,
}

/// In context while somebody who prints is signed in.
#[derive(Clone, Copy)]
pub struct Printers {
    pub list: Remote<Vec<Printer>>,
    pub templates: Remote<Vec<LabelTemplate>>,
    chosen: RwSignal<Option<PrinterId>>,
    standing: RwSignal<Standing>,
    connection: StoredValue<Option<Rc<Connection>>, LocalStorage>,
    /// Somebody talks to the printer; the regular look waits.
    in_use: StoredValue<bool>,
    connecting: StoredValue<bool>,
    /// Something changed while the printer was looked for.
    look_again: StoredValue<bool>,
    /// The setup dialog: open, and for which printer.
    pub setup: RwSignal<Option<Option<PrinterId>>>,
    /// For a print station, which knows its own printers only and changes nothing.
    is_station: bool,
}

impl Printers {
    pub fn new(is_station: bool) -> Printers {
        let remembered = browser::remembered(REMEMBERED_KEY).and_then(|text| serde_json::from_str(&text).ok());
        let chosen = remembered.map(|remembered: Remembered| remembered.printer_id);
        let printers = Printers {
            list: Remote::new(),
            templates: Remote::new(),
            chosen: RwSignal::new(chosen),
            standing: RwSignal::new(Standing::NotSetUp),
            connection: StoredValue::new_local(None),
            in_use: StoredValue::new(false),
            connecting: StoredValue::new(false),
            look_again: StoredValue::new(false),
            setup: RwSignal::new(None),
            is_station,
        };
        printers.reload();
        hardware::watch(move || spawn_local(printers.look()));
        Effect::new(move |_| {
            if printers.list.value().with(Option::is_some) {
                spawn_local(printers.look());
            }
        });
        spawn_local(async move {
            loop {
                sleep(LOOK_EVERY).await;
                if printers.in_use.try_get_value().is_none() {
                    return;
                }
                printers.check().await;
            }
        });
        printers
    }

    pub fn reload(self) {
        if self.is_station {
            return self.list.load(async { Ok(api::printing::station().await?.printers) });
        }
        self.list.load(api::printing::printers());
        self.templates.load(api::printing::templates());
    }

    /// The printer this browser prints on.
    pub fn current(self) -> Option<Printer> {
        let chosen = self.chosen.get()?;
        self.list.value().with(|list| list.as_ref()?.iter().find(|printer| printer.id == chosen).cloned())
    }

    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// How the printer is, as the service is told: empty where it is fine.
    pub fn condition(self) -> Option<String> {
        Some(match untrack(|| self.standing()) {
            Standing::Ready => String::new(),
            Standing::Trouble(trouble) => trouble.code().to_owned(),
            Standing::Absent => LinkError::Disconnected.code().to_owned(),
            Standing::Unreachable(error) => error.code().to_owned(),
            Standing::NotSetUp | Standing::Connecting | Standing::Pdf | Standing::Network | Standing::AtStation => {
                return None;
            }
        })
    }

    pub fn connection(self) -> Option<Rc<Connection>> {
        self.connection.get_value()
    }

    /// Takes the printer for a run of labels; the regular look keeps away until it is given back.
    pub fn occupy(self, taken: bool) {
        let _ = self.in_use.try_set_value(taken);
    }

    /// Prints on this printer from now on.
    pub async fn choose(self, printer: &Printer) {
        if self.is_station {
            self.disconnect().await;
            self.chosen.set(Some(printer.id));
            return self.look().await;
        }
        let remembered = Remembered { printer_id: printer.id, device_key: printer.setup.device_key.clone() };
        if let Ok(text) = serde_json::to_string(&remembered) {
            browser::remember(REMEMBERED_KEY, &text);
        }
        self.disconnect().await;
        self.chosen.set(Some(printer.id));
        self.look().await;
    }

    /// Asks the person to let this page use the printer, as the browser wants it once.
    pub async fn allow(self) -> Result<(), LinkError> {
        if let Some(printer) = untrack(|| self.current()) {
            hardware::request(printer.setup.connection).await?;
            self.look().await;
        }
        Ok(())
    }

    /// Looks whether the printer is there, and opens it if it is.
    pub async fn look(self) {
        let _ = self.look_again.try_set_value(true);
        if self.connecting.try_get_value() != Some(false) {
            return;
        }
        self.connecting.set_value(true);
        while self.look_again.try_get_value() == Some(true) {
            self.look_again.set_value(false);
            let standing = self.find().await;
            self.stand(standing);
        }
        let _ = self.connecting.try_set_value(false);
    }

    async fn find(self) -> Standing {
        let Some(printer) = untrack(|| self.current()) else { return Standing::NotSetUp };
        match printer.setup.connection {
            PrinterConnection::Pdf => return Standing::Pdf,
            PrinterConnection::Tcp => return Standing::Network,
            PrinterConnection::Usb | PrinterConnection::Serial => {}
        }
        // Two pages that write to one device spoil each other's labels, also where the system lets both of them.
        if printer.station.is_some() && !self.is_station {
            self.disconnect().await;
            return Standing::AtStation;
        }
        let key = &printer.setup.device_key;
        let found = hardware::known().await.into_iter().find(|device| device.key() == *key);
        let Some(device) = found else {
            self.disconnect().await;
            return Standing::Absent;
        };
        if let Some(open) = self.connection()
            && open.key() == *key
        {
            return untrack(|| self.standing());
        }
        if !matches!(untrack(|| self.standing()), Standing::Unreachable(_)) {
            self.stand(Standing::Connecting);
        }
        let Some(lock) = take_lock(key).await else { return Standing::Unreachable(LinkError::Elsewhere) };
        match Connection::open(device, printer.setup.language, Wire::of(&printer.setup), lock).await {
            Ok(connection) => {
                let answer = connection.status().await;
                if let Err(error) = answer {
                    connection.close().await;
                    return Standing::Unreachable(error);
                }
                self.connection.set_value(Some(Rc::new(connection)));
                spawn_local(engine::warm());
                standing_of(answer)
            }
            Err(error) => Standing::Unreachable(error),
        }
    }

    /// The regular look at an idle printer.
    async fn check(self) {
        if self.in_use.try_get_value() != Some(false) || self.connecting.try_get_value() != Some(false) {
            return;
        }
        match (self.connection(), untrack(|| self.standing())) {
            (Some(connection), Standing::Ready | Standing::Trouble(_)) if connection.talks() => {
                self.occupy(true);
                let answer = connection.status().await;
                self.occupy(false);
                if answer.is_err() {
                    self.broken().await;
                } else {
                    self.tell(answer);
                }
            }
            // What holds it may let go: another tab, another program, a printer that is still starting.
            (None, Standing::Absent | Standing::Unreachable(_)) => self.look().await,
            _ => {}
        }
    }

    /// What the printer answered just now.
    pub fn tell(self, answer: Result<Option<Reading>, LinkError>) {
        self.stand(standing_of_talking(answer));
    }

    /// The connection broke.
    pub async fn broken(self) {
        self.disconnect().await;
        self.look().await;
    }

    pub async fn disconnect(self) {
        if let Some(Some(connection)) = self.connection.try_update_value(Option::take) {
            connection.close().await;
        }
    }

    fn stand(self, standing: Standing) {
        if untrack(|| self.standing.try_get()).is_some_and(|old| old != standing) {
            self.standing.set(standing);
        }
    }
}

async fn take_lock(key: &str) -> Option<tab_lock::TabLock> {
    let name = tab_lock::name_of(key);
    for _ in 0..LOCK_TRIES {
        if let Some(lock) = tab_lock::take(&name).await {
            return Some(lock);
        }
        sleep(LOCK_WAIT).await;
    }
    None
}

/// A printer that says nothing when it is first asked is taken to be one that never does.
fn standing_of(answer: Result<Option<Reading>, LinkError>) -> Standing {
    match answer {
        Ok(None) => Standing::Ready,
        other => standing_of_talking(other),
    }
}

fn standing_of_talking(answer: Result<Option<Reading>, LinkError>) -> Standing {
    match answer {
        Ok(Some(Reading { trouble: None, .. })) => Standing::Ready,
        Ok(Some(Reading { trouble: Some(trouble), .. })) => Standing::Trouble(trouble),
        Ok(None) => Standing::Trouble(Trouble::Silent),
        Err(error) => Standing::Unreachable(error),
    }
}
