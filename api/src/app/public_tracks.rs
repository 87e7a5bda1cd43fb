//! Following one parcel without signing in. Whoever has its number knows four digits of a phone besides, or has the merchant's link; who
//! lacks either hears the same, at the same time, as who asks for a number that does not exist.

use std::time::Duration;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use carrier::{Lang, reading};
use chrono::TimeDelta;
use shared::{
    MerchantId, ShipmentId,
    limits::{
        PUBLIC_TRACK_FAILURES, PUBLIC_TRACK_FAILURES_WINDOW_MIN, PUBLIC_TRACKS_PER_ADDRESS, PUBLIC_TRACKS_WINDOW_MIN,
        TRACKING_HOTLINE_CHARS, TRACKING_LOGO_BYTES, TRACKING_LOGO_HEIGHT, TRACKING_LOGO_WIDTH, TRACKING_NAME_CHARS,
        TRACKING_WORDS_CHARS,
    },
    tracks::{PublicTrack, PublicTrackQuery, TrackEvent, TrackingPage},
};
use store::{Connection, Origin, ScanEventRecord, Scoped, ShipmentRecord, TenantScope};
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use crate::app::{
    App, AppError, Caller, Language, Words, door,
    error::FieldFault,
    journeys,
    pictures::{self, Drawn},
    proofs,
    throttle::Throttle,
    tracking::carrier_name,
    tracks,
    validation::Faults,
};

/// Every refusal comes this long after the question: longer than finding out takes, so that how long it took says nothing.
const REFUSED_AFTER: Duration = Duration::from_millis(100);
const LAST_DIGITS: usize = 4;
/// The longest token: a number, a dot, and 22 characters.
const TOKEN_CHARS: usize = 64;
const LINK: &str = "tracking link";
const LOGO: &str = "/logo";
const LOGO_DRAWN: Drawn = Drawn::Logo { width: TRACKING_LOGO_WIDTH, height: TRACKING_LOGO_HEIGHT };

/// How often parcels may be asked for.
#[derive(Debug)]
pub struct Limits {
    by_address: Throttle,
    /// Of wrong digits only.
    by_number: Throttle,
}

impl Default for Limits {
    fn default() -> Limits {
        let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
        Limits {
            by_address: Throttle::new(PUBLIC_TRACKS_PER_ADDRESS, minutes(PUBLIC_TRACKS_WINDOW_MIN)),
            by_number: Throttle::new(PUBLIC_TRACK_FAILURES, minutes(PUBLIC_TRACK_FAILURES_WINDOW_MIN)),
        }
    }
}

/// Opens the track of a shipment for whoever has it. The secret stands behind the `#`, which browsers send to nobody.
pub fn link(app: &App, merchant: MerchantId, shipment: ShipmentId, waybill_no: &str) -> String {
    let proof = app.store.keys().proof(merchant.0, LINK, &shipment.to_string());
    format!("{}/t#{waybill_no}.{}", app.settings.public_url, URL_SAFE_NO_PAD.encode(proof))
}

/// What somebody asks with.
enum Asked<'a> {
    Link(&'a str),
    Phone { waybill_no: &'a str, last4: &'a str },
}

fn asked(query: &PublicTrackQuery) -> Result<Asked<'_>, AppError> {
    let mut faults = Faults::default();
    let text = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::len);
    match (&query.token, &query.waybill_no, &query.phone_last4) {
        (Some(token), None, None) => return Ok(Asked::Link(token.trim())),
        (None, Some(number), Some(last4)) if text(&query.waybill_no).is_some() => {
            let last4 = last4.trim();
            if last4.len() == LAST_DIGITS && last4.bytes().all(|byte| byte.is_ascii_digit()) {
                return Ok(Asked::Phone { waybill_no: number, last4 });
            }
            let words = Words::new("请填写手机号的后 4 位数字。", "Give the last four digits of the phone.");
            faults.add(FieldFault::new("/phone_last4", "four_digits", words));
        }
        (Some(_), ..) => {
            let words = Words::new("链接和单号只能给一个。", "Give either a link's token or a number.");
            faults.add(FieldFault::new("/token", "one_of", words));
        }
        _ => {
            let required =
                |pointer| FieldFault::new(pointer, "required", Words::new("这一项必填。", "This field is required."));
            if text(&query.waybill_no).is_none() {
                faults.add(required("/waybill_no"));
            }
            if text(&query.phone_last4).is_none() {
                faults.add(required("/phone_last4"));
            }
        }
    }
    faults.settle()?;
    Err(AppError::internal("a question without faults was not understood"))
}

fn unknown() -> AppError {
    AppError::Unacceptable {
        code: "track_unknown",
        words: Words::new(
            "没有查到。请核对运单号和手机号后 4 位（收件人或寄件人的都可以），或用商家给的完整链接打开。",
            "Nothing was found. Check the waybill number and the last four digits of the receiver's or the sender's phone, or open the whole link you were given.",
        ),
    }
}

/// One parcel, for whoever proves that it concerns them.
pub async fn find(
    app: &App,
    language: Language,
    origin: &Origin,
    query: &PublicTrackQuery,
) -> Result<PublicTrack, AppError> {
    let (began, now) = (Instant::now(), app.now());
    let address = door::address_of(origin).unwrap_or_default();
    app.public_tracks.by_address.admit(app.store.keys().token(Uuid::nil(), "public track address", &address), now)?;
    let proven = match asked(query)? {
        Asked::Link(token) => by_link(app, token).await?,
        Asked::Phone { waybill_no, last4 } => {
            match reading::read(waybill_no) {
                Some(reading) => guessed(app, &reading.number, last4).await?,
                // No number of anybody's: the address alone is counted.
                None => None,
            }
        }
    };
    match proven {
        Some((scope, record)) => view(app, language, scope, record).await,
        None => {
            sleep_until(began + REFUSED_AFTER).await;
            Err(unknown())
        }
    }
}

type Proven = Option<(TenantScope, ShipmentRecord)>;

/// The shipment of a number, whosever it is.
async fn shipment_of(app: &App, number: &str) -> Result<Proven, AppError> {
    let found = app.store.network().find_waybills(&[number.to_owned()]).await?;
    let Some((_, scope, id)) = found.into_iter().next() else { return Ok(None) };
    Ok(app.store.read(scope).shipment(id).await?.map(|record| (scope, record)))
}

/// Takes a try of the number before it is looked at, so that tries at the same moment count too, and gives it back where it was right.
async fn guessed(app: &App, number: &str, last4: &str) -> Result<Proven, AppError> {
    let key = app.store.keys().token(Uuid::nil(), "public track number", number);
    app.public_tracks.by_number.admit(key, app.now())?;
    let proven = by_phone(app, number, last4).await?;
    if proven.is_some() {
        app.public_tracks.by_number.give_back(key);
    }
    Ok(proven)
}

async fn by_phone(app: &App, number: &str, last4: &str) -> Result<Proven, AppError> {
    let is_of = |phone: &str| {
        let digits = store::phone_digits(phone);
        digits.len() > LAST_DIGITS && digits.ends_with(last4)
    };
    let found = shipment_of(app, number).await?;
    Ok(found.filter(|(_, record)| is_of(&record.receiver.phone) || is_of(&record.sender.phone)))
}

async fn by_link(app: &App, token: &str) -> Result<Proven, AppError> {
    let Some((number, proof)) = token.split_once('.').filter(|_| token.len() <= TOKEN_CHARS) else { return Ok(None) };
    let proof = URL_SAFE_NO_PAD.decode(proof).unwrap_or_default();
    let found = shipment_of(app, number).await?;
    Ok(found.filter(|(scope, record)| {
        app.store.keys().is_proof(scope.merchant_id().0, LINK, &record.id.to_string(), &proof)
    }))
}

async fn view(
    app: &App,
    language: Language,
    scope: TenantScope,
    record: ShipmentRecord,
) -> Result<PublicTrack, AppError> {
    let reader = app.store.read(scope);
    let events = reader.scan_events(record.id).await?;
    let lang = language.pick(Lang::Zh, Lang::En);
    let carrier = reading::carrier_of(&record.waybill_no).map(|carrier| carrier_name(app, carrier, lang));
    let own = own_page(&reader).await?;
    let proof = reader.delivery_proof(record.id).await?;
    let told = || tracks::received(&events, &record.receiver.name).map(|told| proofs::public_told(&told));
    let or = |own: String, network: &str| if own.is_empty() { network.to_owned() } else { own };
    let city = |province: &str, city: &str| if city.is_empty() { province.to_owned() } else { city.to_owned() };
    Ok(PublicTrack {
        carrier: carrier.unwrap_or_default(),
        state: record.state,
        phase: record.state.phase(),
        from: city(&record.sender_province, &record.sender_city),
        to: city(&record.place.province, &record.place.city),
        next_step: journeys::public_next_step(record.state, events.last(), language),
        route: journeys::route(&record, &events),
        track: public_events(&events, language),
        proof: proof.as_ref().map(proofs::public_view).or_else(told),
        page: TrackingPage {
            name: or(own.name, &app.settings.network_name),
            color: own.color,
            hotline: or(own.hotline, app.settings.hotline.as_deref().unwrap_or_default()),
            words: own.words,
            logo: own.logo,
        },
        waybill_no: record.waybill_no,
    })
}

/// The track, newest first, with cities in place of outlets, which would tell where somebody lives.
fn public_events(events: &[ScanEventRecord], language: Language) -> Vec<TrackEvent> {
    let city = |place: &str, city: &str| match journeys::locate(city).or_else(|| journeys::locate(place)) {
        Some(place) => place.shown(),
        None if place.is_empty() => String::new(),
        None => language.pick("网点", "an outlet").to_owned(),
    };
    let masked: Vec<ScanEventRecord> = events
        .iter()
        .map(|event| ScanEventRecord {
            place: city(&event.place, &event.city),
            next_place: city(&event.next_place, ""),
            ..tracks::without_words(event.clone())
        })
        .collect();
    tracks::track(&masked, language)
}

/// How the merchant shows itself.
pub async fn page(app: &App, caller: &Caller) -> Result<TrackingPage, AppError> {
    own_page(&app.store.read(caller.scope()?)).await
}

async fn own_page<C: Connection>(reader: &Scoped<'_, C>) -> Result<TrackingPage, AppError> {
    let logo = reader.tracking_logo().await?.map(|picture| STANDARD.encode(picture)).unwrap_or_default();
    Ok(TrackingPage { logo, ..reader.tracking_page().await? })
}

pub async fn set_page(app: &App, caller: &Caller, request: &TrackingPage) -> Result<TrackingPage, AppError> {
    let mut faults = Faults::default();
    let page = TrackingPage {
        name: faults.text("/name", &request.name, false, TRACKING_NAME_CHARS),
        color: request.color.trim().to_ascii_lowercase(),
        hotline: faults.text("/hotline", &request.hotline, false, TRACKING_HOTLINE_CHARS),
        words: faults.text("/words", &request.words, false, TRACKING_WORDS_CHARS),
        logo: String::new(),
    };
    if !page.color.is_empty() && !is_color(&page.color) {
        let words = Words::new("颜色写成 #1557d6 这样，或留空。", "Write a colour like #1557d6, or leave it empty.");
        faults.add(FieldFault::new("/color", "color", words));
    }
    faults.settle()?;
    let logo = match request.logo.trim() {
        "" => None,
        sent => Some(pictures::redrawn(pictures::decoded(sent, LOGO, TRACKING_LOGO_BYTES)?, LOGO_DRAWN, LOGO).await?),
    };
    app.store
        .write(caller.scope()?, async |tx| {
            tx.set_tracking_page(&page).await?;
            tx.set_tracking_logo(logo.as_deref()).await?;
            let entry = caller.audit(app, "tracking_page.change", "tracking page", page.name.clone());
            Ok::<(), AppError>(tx.add_audit_entry(entry).await?)
        })
        .await?;
    Ok(TrackingPage { logo: logo.map(|picture| STANDARD.encode(picture)).unwrap_or_default(), ..page })
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
