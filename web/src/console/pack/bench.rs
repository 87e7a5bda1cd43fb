//! The table on the page, in context: what the parts of the page share, and how what is to be done is done.

use chrono::{DateTime, Utc};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    Page, Permission, ShipmentId,
    packing::{Packing, PackingCreate},
};
use uuid::Uuid;

use super::{
    flow::{Act, Ended, Flow, Found, Step, Tone, Weight},
    keeping,
    parcels::{Parcel, Parcels, Standing, retry_after_s},
    port::Link,
    scale::{Protocol, Reading},
    sending::{self, Sent},
    service,
    settings::Settings,
    weigher::{Obstacle, Weigher},
};
use crate::{
    api::{ApiError, Remote},
    browser::{self, tones::Tones},
    console::{
        app::Desk,
        placed::{Said, wait_for_number},
    },
    texts::pack as texts,
    ui::Toasts,
};

const SETTINGS_KEY: &str = "yundan.pack";
pub const SCAN_FIELD: &str = "pack-scan";
pub const WEIGHT_FIELD: &str = "pack-weight";
/// The parcels of this table that are shown.
const RECENT_MAX: usize = 20;
const NOT_FOUND: u16 = 404;
/// So often a carrier's number is looked for, once a second: longer nobody stands at a table and waits.
const LOOKS_MAX: u32 = 20;

#[derive(Clone, Copy)]
pub struct Bench {
    pub flow: RwSignal<Flow>,
    pub weigher: RwSignal<Weigher>,
    pub link: RwSignal<Link>,
    /// How the scale was understood last.
    pub protocol: RwSignal<Option<Protocol>>,
    pub parcels: RwSignal<Parcels>,
    /// The service does not answer.
    pub is_silent: RwSignal<bool>,
    /// Something could not be kept over a reload.
    pub is_unsafe: RwSignal<bool>,
    pub settings: RwSignal<Settings>,
    pub recent: Remote<Page<Packing>>,
    pub setup: RwSignal<bool>,
    pub may_print: bool,
    /// When parcels that wait are tried again, and how often that was in vain.
    pub retry: StoredValue<(f64, u32)>,
    tones: StoredValue<Tones, LocalStorage>,
    toasts: Toasts,
}

impl Bench {
    pub fn provide() -> Bench {
        let desk = Desk::expect();
        let settings = browser::remembered(SETTINGS_KEY).map(|text| Settings::read(&text)).unwrap_or_default();
        let bench = Bench {
            flow: RwSignal::new(Flow::new()),
            weigher: RwSignal::new(Weigher::new()),
            link: RwSignal::new(Link::NotChosen),
            protocol: RwSignal::new(None),
            parcels: RwSignal::new(Parcels::default()),
            is_silent: RwSignal::new(false),
            is_unsafe: RwSignal::new(false),
            settings: RwSignal::new(settings),
            recent: Remote::new(),
            setup: RwSignal::new(false),
            may_print: desk.may(Permission::LabelsPrint),
            retry: StoredValue::new((0.0, 0)),
            tones: StoredValue::new_local(Tones::default()),
            toasts: Toasts::expect(),
        };
        provide_context(bench);
        bench
    }

    pub fn expect() -> Bench {
        expect_context::<Bench>()
    }

    /// The page was left.
    pub fn is_gone(self) -> bool {
        self.flow.try_with_untracked(|_| ()).is_none()
    }

    pub fn load(self) {
        self.recent.load(service::recent());
    }

    pub fn change(self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        browser::remember(SETTINGS_KEY, &self.settings.with_untracked(Settings::text));
    }

    /// Has the table do something.
    pub fn does(self, act: impl FnOnce(&mut Flow) -> Vec<Act>) {
        if let Some(acts) = self.flow.try_update(act) {
            acts.into_iter().for_each(|act| self.act(act));
            self.take_by_itself();
        }
    }

    /// As [`Bench::does`], after which the next scan is waited for.
    pub fn pressed(self, act: impl FnOnce(&mut Flow) -> Vec<Act>) {
        self.does(act);
        browser::focus(SCAN_FIELD);
    }

    pub fn scanned(self, code: &str) {
        self.pressed(|flow| flow.scanned(code));
    }

    /// Enter, or the button: what is asked is confirmed, and what lies on the scale is taken.
    pub fn confirm(self) {
        let on_scale = self.weigher.with_untracked(Weigher::ready).ok();
        self.pressed(|flow| flow.confirm(on_scale));
    }

    pub fn typed(self, grams: u32) {
        self.pressed(|flow| flow.weighed(Weight { grams, from_scale: false }));
    }

    /// What the scale says.
    pub fn heard(self, readings: &[Reading]) {
        let Some(last) = readings.last() else { return };
        if self.protocol.try_get_untracked() != Some(Some(last.protocol)) {
            let _ = self.protocol.try_set(Some(last.protocol));
        }
        let at_ms = browser::steady_ms();
        let _ =
            self.weigher.try_update(|weigher| readings.iter().for_each(|reading| weigher.hear(reading.said, at_ms)));
        self.settle();
    }

    /// The scale says nothing more.
    pub fn unheard(self) {
        if self.weigher.try_with_untracked(|weigher| weigher.ready() == Err(Obstacle::Silent)) == Some(false) {
            let _ = self.weigher.try_update(Weigher::lost);
        }
    }

    fn settle(self) {
        let Some(weigher) = self.weigher.try_get_untracked() else { return };
        let asks = self.flow.with_untracked(|flow| matches!(flow.step, Step::Asking { .. }));
        if asks {
            self.flow.update(|flow| flow.scale_moved(|grams| weigher.may_hold(grams)));
        }
        self.take_by_itself();
    }

    /// Takes a steady weight, where that is how it is set up.
    fn take_by_itself(self) {
        let waits = self.flow.with_untracked(|flow| matches!(flow.step, Step::Weighing(_)));
        let is_automatic = self.settings.with_untracked(|settings| settings.is_automatic);
        if waits
            && is_automatic
            && let Ok(grams) = self.weigher.with_untracked(Weigher::ready)
        {
            self.does(|flow| flow.weighed(Weight { grams, from_scale: true }));
        }
    }

    fn act(self, act: Act) {
        match act {
            Act::Sound(tone) => self.sound(tone),
            Act::TakeWeight => self.weigher.update(Weigher::take),
            Act::Print(id) if self.may_print => self.print(service::print(vec![id])),
            Act::PrintAgain(id) if self.may_print => self.print_again(id),
            Act::Print(_) => {}
            Act::PrintAgain(_) => self.toasts.failed(texts::MAY_NOT_PRINT.t()),
            Act::Find { code, turn } => spawn_local(self.find(code, turn)),
            Act::Pack { create, name, is_for_carrier, turn } => {
                spawn_local(self.pack(*create, name, is_for_carrier, turn));
            }
        }
    }

    pub fn sound(self, tone: Tone) {
        if self.settings.with_untracked(|settings| settings.has_sound) {
            self.tones.update_value(|tones| tones.play(tone));
        }
    }

    /// Prints this label once more.
    pub fn print_again(self, id: ShipmentId) {
        self.print(async move { service::print_again(id, texts::REPRINT_REASON.t()).await });
    }

    fn print(self, work: impl Future<Output = Result<(), ApiError>> + 'static) {
        spawn_local(async move {
            if let Err(error) = work.await {
                self.toasts.failed(error.words());
            }
        });
    }

    async fn find(self, code: String, turn: u32) {
        let found = match service::find(&code).await {
            Ok(order) => {
                self.answered();
                let is_waiting = self.parcels.try_with_untracked(|parcels| parcels.has_order(&order));
                Found::Order { order: Box::new(order), is_waiting: is_waiting.unwrap_or_default() }
            }
            Err(error) if error.is_final() || error == ApiError::SignedOut => {
                if error.is_final() {
                    self.answered();
                }
                match error.problem() {
                    Some(problem) if problem.status == NOT_FOUND => Found::Missing,
                    _ => Found::Failed { words: error.words() },
                }
            }
            Err(_) => {
                let _ = self.is_silent.try_set(true);
                let is_again = self.parcels.try_with_untracked(|parcels| parcels.has_code(&code));
                Found::Silence { is_again: is_again.unwrap_or_default() }
            }
        };
        if self.is_gone() {
            return;
        }
        self.does(|flow| flow.found(turn, found));
        let weighs = self.flow.with_untracked(|flow| matches!(flow.step, Step::Weighing(_)));
        // Without a scale the weight is typed.
        if weighs && !browser::dialog_open() && self.link.with_untracked(|link| *link != Link::Open) {
            browser::focus(WEIGHT_FIELD);
        }
    }

    async fn pack(self, create: PackingCreate, name: String, is_for_carrier: bool, turn: u32) {
        let at = now();
        let create = PackingCreate { weighed_at: Some(at), ..create };
        let key = Uuid::new_v4().to_string();
        let standing = Standing::Waiting;
        let mut parcel = Parcel { key, name, kept_at: at, create, is_tried: false, is_for_carrier, standing };
        // Nobody waits for an answer that is not to be had.
        let is_silent = self.is_silent.try_get_untracked().unwrap_or_default();
        let unasked = Sent::Unanswered(ApiError::Unreachable);
        let mut sent = if is_silent { unasked } else { sending::send(&mut parcel).await };
        if let Sent::Given(order) = sent {
            self.answered();
            let _ = self.flow.try_update(|flow| flow.given(turn));
            // Whatever becomes of this page, it is not forgotten while its number is waited for.
            keeping::keep(self, Parcel { standing: Standing::Given, ..parcel.clone() }).await;
            match wait_for_number(order, LOOKS_MAX, || !self.is_gone()).await {
                Said::Number(_) => sent = sending::send(&mut parcel).await,
                Said::Refused { words } => {
                    keeping::drop_parcel(self, &parcel.key);
                    sent = Sent::Refused(words);
                }
                Said::Nothing => {}
            }
        }
        let ended = match sent {
            Sent::Packed(packing) => {
                self.answered();
                self.packed(&packing);
                Ended::Packed(packing)
            }
            Sent::Refused(words) => Ended::Failed { words },
            Sent::Given(_) => Ended::Given,
            Sent::Unanswered(_) => {
                keeping::keep(self, parcel).await;
                let _ = self.is_silent.try_set(true);
                Ended::Kept
            }
        };
        if !self.is_gone() {
            self.does(|flow| flow.packed(turn, ended));
        }
    }

    /// The service answers: what waits is sent at once.
    pub fn answered(self) {
        let _ = self.is_silent.try_set(false);
        let _ = self.retry.try_set_value((0.0, 0));
    }

    /// The service does not answer: what waits goes on waiting, longer each time.
    pub fn unanswered(self) {
        let _ = self.is_silent.try_set(true);
        let _ = self.retry.try_update_value(|(at_ms, tries)| {
            *tries += 1;
            *at_ms = browser::steady_ms() + f64::from(retry_after_s(*tries)) * 1000.0;
        });
    }

    /// One more parcel of this table. Where its number was waited for, that is over.
    pub fn packed(self, packing: &Packing) {
        let given = self.parcels.try_with_untracked(|parcels| parcels.given_keys(packing.order_id));
        given.into_iter().flatten().for_each(|key| keeping::drop_parcel(self, &key));
        let _ = self.recent.value().try_update(|page| {
            if let Some(page) = page.as_mut().filter(|page| page.items.iter().all(|item| item.id != packing.id)) {
                page.items.insert(0, packing.clone());
                page.items.truncate(RECENT_MAX);
            }
        });
    }
}

pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(browser::now_ms() as i64).unwrap_or_default()
}
