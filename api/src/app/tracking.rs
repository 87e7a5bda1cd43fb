//! Following many numbers at once: read as people have them, answered in the order asked, and taken away as a file.

use std::{
    collections::{HashMap, HashSet},
    io::Cursor,
};

use carrier::{
    Lang,
    reading::{self, KnownCarrier, Reading},
};
use shared::{
    MerchantId, ShipmentId, TableFormat,
    dashboard::PhaseCount,
    limits::{BULK_MAX, TRACK_TEXT_CHARS},
    state::Phase,
    tracks::{
        Track, TrackCarrier, TrackCounts, TrackEvent, TrackExport, TrackNumbers, TrackProblem, TrackQuery,
        TrackReceiver, Tracks,
    },
};
use sheet::{Cell, TableBook};
use store::{ScanEventRecord, TrackedRecord};

use crate::app::{
    App, AppError, Caller, Language, Words, error::FieldFault, imports, journeys, parties, public_tracks, time_zone,
    tracks, validation::Faults,
};

/// Characters of what was given that are given back.
const ASKED_CHARS: usize = 200;

/// One of the numbers asked for.
struct Line {
    asked: String,
    reading: Option<Reading>,
    is_repeated: bool,
}

impl Line {
    /// What it is looked for by.
    fn number(&self) -> String {
        self.reading.as_ref().map_or_else(|| self.asked.trim().to_uppercase(), |reading| reading.number.clone())
    }
}

/// The numbers of a request, in order; a number that comes again is marked.
fn lines(request: &TrackQuery) -> Result<Vec<Line>, AppError> {
    let given = match &request.text {
        Some(text) => of_text(text, &request.waybill_nos)?,
        None => {
            let mut faults = Faults::default();
            faults.count("/waybill_nos", request.waybill_nos.len(), BULK_MAX);
            faults.settle()?;
            request.waybill_nos.clone()
        }
    };
    let mut seen = HashSet::with_capacity(given.len());
    let line = |given: String| {
        let reading = reading::read(&given);
        let mut line = Line { asked: given.chars().take(ASKED_CHARS).collect(), reading, is_repeated: false };
        line.is_repeated = !seen.insert(line.number());
        line
    };
    Ok(given.into_iter().map(line).collect())
}

fn of_text(text: &str, besides: &[String]) -> Result<Vec<String>, AppError> {
    let fault = |code, words| Err(AppError::Invalid(vec![FieldFault::new("/text", code, words)]));
    if !besides.is_empty() {
        let words = Words::new("waybill_nos 和 text 只能给一个。", "Give either waybill_nos or text.");
        return fault("one_of", words);
    }
    if text.len() > TRACK_TEXT_CHARS && text.chars().nth(TRACK_TEXT_CHARS).is_some() {
        let words = Words::new(
            format!("内容太长，最多 {TRACK_TEXT_CHARS} 个字。"),
            format!("At most {TRACK_TEXT_CHARS} characters."),
        );
        return fault("too_long", words);
    }
    let numbers = reading::split(text);
    match numbers.len() {
        0 => {
            let words = Words::new("没有看到运单号。", "There is no waybill number in it.");
            fault("no_numbers", words)
        }
        count if count > BULK_MAX => {
            let words = Words::new(
                format!("这里有 {count} 个单号，一次最多查 {BULK_MAX} 个，请分几次查。"),
                format!("There are {count} numbers; ask for at most {BULK_MAX} at once."),
            );
            fault("too_many_numbers", words)
        }
        _ => Ok(numbers),
    }
}

/// Many numbers at once, in the order asked.
pub async fn query(app: &App, caller: &Caller, request: &TrackQuery) -> Result<Tracks, AppError> {
    let lines = lines(request)?;
    let scope = caller.scope()?;
    let numbers: Vec<String> = lines.iter().filter(|line| !line.is_repeated).map(Line::number).collect();
    let reader = app.store.read(scope);
    let found = reader.tracked(&numbers).await?;
    let ids: Vec<ShipmentId> = found.iter().map(|record| record.id).collect();
    let problems = reader.open_problems_of(&ids).await?;
    let found: HashMap<&str, &TrackedRecord> =
        found.iter().map(|record| (record.waybill_no.as_str(), record)).collect();
    let asking = Asking { app, merchant: scope.merchant_id(), language: caller.language };
    let items: Vec<Track> = lines
        .iter()
        .map(|line| {
            let number = line.number();
            let record = found.get(number.as_str()).copied();
            let problem = record.and_then(|record| problems.get(&record.id));
            asking.track(line, number, record, problem.map(|(id, kind)| TrackProblem { id: *id, kind: *kind }))
        })
        .collect();
    let counts = counts(&items);
    Ok(Tracks { items, counts })
}

/// Who asks, for how it is put into words.
struct Asking<'a> {
    app: &'a App,
    merchant: MerchantId,
    language: Language,
}

impl Asking<'_> {
    fn track(
        &self,
        line: &Line,
        waybill_no: String,
        record: Option<&TrackedRecord>,
        problem: Option<TrackProblem>,
    ) -> Track {
        let reading = line.reading.as_ref();
        let track = Track {
            asked: line.asked.clone(),
            waybill_no,
            is_unreadable: reading.is_none(),
            is_mistyped: reading.is_some_and(|reading| reading.is_mistyped),
            is_repeated: line.is_repeated,
            carrier: reading.and_then(|reading| reading.carrier).map(|carrier| self.carrier(carrier)),
            found: false,
            shipment_id: None,
            order_no: None,
            state: None,
            phase: None,
            is_problem: false,
            problem,
            since: None,
            last: None,
            next_step: None,
            receiver: None,
            link: None,
        };
        match record {
            Some(record) => self.found(track, record),
            None => track,
        }
    }

    fn carrier(&self, carrier: KnownCarrier) -> TrackCarrier {
        let lang = self.language.pick(Lang::Zh, Lang::En);
        TrackCarrier { code: carrier.as_str().to_owned(), name: carrier_name(self.app, carrier, lang) }
    }

    fn found(&self, track: Track, record: &TrackedRecord) -> Track {
        let last = record.last.as_ref();
        Track {
            found: true,
            shipment_id: Some(record.id),
            order_no: record.order_no.clone(),
            state: Some(record.state),
            phase: Some(record.state.phase()),
            is_problem: record.state.phase() == Phase::Problem || track.problem.is_some(),
            since: Some(last.map_or(record.created_at, |event| event.at)),
            last: last.and_then(|event| self.event(event, record)),
            next_step: journeys::next_step(record.state, last, self.language),
            receiver: Some(TrackReceiver {
                name: parties::masked_name(&record.receiver.name),
                phone: parties::masked_phone(&record.receiver.phone),
                province: record.province.clone(),
                city: record.city.clone(),
            }),
            link: Some(public_tracks::link(self.app, self.merchant, record.id, &record.waybill_no)),
            ..track
        }
    }

    /// The newest event leads to the state that the shipment has.
    fn event(&self, event: &ScanEventRecord, record: &TrackedRecord) -> Option<TrackEvent> {
        let scan = tracks::scan(event)?;
        let lang = self.language.pick(Lang::Zh, Lang::En);
        Some(TrackEvent {
            at: event.at,
            code: event.code.clone(),
            state: record.state,
            text: scan.code.words(&event.place, &event.next_place, scan.problem, lang),
            place: event.place.clone(),
            is_irregular: false,
            city: event.city.clone(),
            said: None,
            signer: None,
            carrier_problem: None,
        })
    }
}

/// What a carrier is called; our own by the name of the network.
pub fn carrier_name(app: &App, carrier: KnownCarrier, lang: Lang) -> String {
    match carrier {
        KnownCarrier::Embedded => app.settings.network_name.clone(),
        other => other.words(lang).to_owned(),
    }
}

fn counts(items: &[Track]) -> TrackCounts {
    let count = |which: &dyn Fn(&Track) -> bool| {
        u32::try_from(items.iter().filter(|item| !item.is_repeated && which(item)).count()).unwrap_or(u32::MAX)
    };
    let of_phase = |phase| PhaseCount { phase, count: count(&|item| item.phase == Some(phase)) };
    TrackCounts {
        found: count(&|item| item.found),
        not_found: count(&|item| !item.found),
        repeated: u32::try_from(items.iter().filter(|item| item.is_repeated).count()).unwrap_or(u32::MAX),
        problems: count(&|item| item.is_problem),
        phases: Phase::ALL.into_iter().map(of_phase).filter(|phase| phase.count > 0).collect(),
    }
}

/// The numbers of a file, whatever else stands in it.
pub async fn read_file(app: &App, caller: &Caller, name: String, file: Vec<u8>) -> Result<TrackNumbers, AppError> {
    app.searches.admit(caller.throttle_key(), app.now())?;
    let read = move || {
        let lines = sheet::lines(&file, &name, &sheet::Limits::default())?;
        let mut numbers: Vec<String> = lines.iter().flat_map(|line| reading::split(line)).take(BULK_MAX + 1).collect();
        let has_more = numbers.len() > BULK_MAX;
        numbers.truncate(BULK_MAX);
        Ok(TrackNumbers { waybill_nos: numbers, has_more })
    };
    let read: Result<TrackNumbers, sheet::FileProblem> =
        tokio::task::spawn_blocking(read).await.map_err(AppError::internal)?;
    let numbers = read.map_err(|problem| imports::unreadable(&problem))?;
    if numbers.waybill_nos.is_empty() {
        let words = Words::new("文件里没有看到运单号。", "There is no waybill number in the file.");
        return Err(AppError::invalid("/file", "no_numbers", words));
    }
    Ok(numbers)
}

const COLUMNS: usize = 15;
const ZH: [&str; COLUMNS] = [
    "所查内容",
    "运单号",
    "承运商",
    "状态",
    "最新动态",
    "最新时间",
    "停留(小时)",
    "下一步",
    "订单号",
    "收件人",
    "收件电话",
    "目的省",
    "目的市",
    "说明",
    "查询链接",
];
const EN: [&str; COLUMNS] = [
    "Asked for",
    "Waybill",
    "Carrier",
    "State",
    "Last event",
    "At",
    "Hours since",
    "Next",
    "Order number",
    "Receiver",
    "Phone",
    "Province",
    "City",
    "Note",
    "Tracking link",
];

/// What was asked for as a file, masked. Taking it away is in the audit log.
pub async fn export(app: &App, caller: &Caller, request: &TrackExport) -> Result<Vec<u8>, AppError> {
    let asked = TrackQuery { waybill_nos: request.waybill_nos.clone(), text: request.text.clone() };
    let tracks = query(app, caller, &asked).await?;
    let scope = caller.scope()?;
    let zone = app.store.read(scope).merchant().await?.time_zone;
    let detail = format!("{} numbers, masked", tracks.items.len());
    let entry = caller.audit(app, "track.export", "shipments", detail);
    app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await?;
    let (language, format, now) = (caller.language, request.format, app.now());
    let rows: Vec<_> = tracks.items.iter().map(|track| row(track, language, &zone, now)).collect();
    tokio::task::spawn_blocking(move || file(language, &rows, format)).await.map_err(AppError::internal)?
}

fn row(track: &Track, language: Language, zone: &str, now: chrono::DateTime<chrono::Utc>) -> [Cell; COLUMNS] {
    let text = |text: Option<&str>| Cell::from(text.unwrap_or_default());
    let receiver = track.receiver.as_ref();
    let state = track.state.map(|state| language.pick(state.zh(), state.en()));
    let hours = track.since.map(|since| Cell::Number(((now - since).num_minutes().max(0) as f64 / 6.0).round() / 10.0));
    let at = track.last.as_ref().map(|event| time_zone::local_text(zone, event.at));
    [
        Cell::from(track.asked.as_str()),
        Cell::from(track.waybill_no.as_str()),
        text(track.carrier.as_ref().map(|carrier| carrier.name.as_str())),
        text(state),
        text(track.last.as_ref().map(|event| event.text.as_str())),
        text(at.as_deref()),
        hours.unwrap_or(Cell::Empty),
        text(track.next_step.as_deref()),
        text(track.order_no.as_deref()),
        text(receiver.map(|receiver| receiver.name.as_str())),
        text(receiver.map(|receiver| receiver.phone.as_str())),
        text(receiver.map(|receiver| receiver.province.as_str())),
        text(receiver.map(|receiver| receiver.city.as_str())),
        text(note(track, language)),
        text(track.link.as_deref()),
    ]
}

fn note(track: &Track, language: Language) -> Option<&'static str> {
    let (zh, en) = if track.is_unreadable {
        ("看不出运单号", "no number to be seen")
    } else if track.is_repeated {
        ("与上面重复", "repeated")
    } else if track.is_mistyped {
        ("校验位不对，可能输错了", "the check digit is wrong")
    } else if !track.found {
        ("没有找到", "not found")
    } else {
        return None;
    };
    Some(language.pick(zh, en))
}

fn file(language: Language, rows: &[[Cell; COLUMNS]], format: TableFormat) -> Result<Vec<u8>, AppError> {
    let header = language.pick(ZH, EN);
    match format {
        TableFormat::Xlsx => {
            let mut book = TableBook::new(language.pick("查件", "Tracking"), &header).map_err(AppError::internal)?;
            rows.iter().try_for_each(|row| book.push(row)).map_err(AppError::internal)?;
            let mut out = Cursor::new(Vec::new());
            book.save(&mut out).map_err(AppError::internal)?;
            Ok(out.into_inner())
        }
        TableFormat::Csv => {
            // The mark tells Excel that it is UTF-8.
            let mut text = String::from('\u{feff}');
            text.push_str(&sheet::csv_row(&header.map(Cell::from)));
            rows.iter().for_each(|row| text.push_str(&sheet::csv_row(row)));
            Ok(text.into_bytes())
        }
    }
}
