//! What happens, as it happens: server-sent events.

use std::{convert::Infallible, time::Duration};

use actix_web::{HttpResponse, get, web};
use futures_util::{Stream, stream};
use shared::{PrinterId, events::LiveEvent};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, stations},
    http::{
        guard::{ShipmentsRead, Station},
        problem::ApiError,
    },
};

/// A comment this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// After this the page connects again, with a token that is still good.
const STREAM_MAX: Duration = Duration::from_secs(10 * 60);

pub fn operations(config: &mut ServiceConfig) {
    config.service(stream_events).service(stream_station_events);
}

/// Live events of the merchant as `text/event-stream`: the event's name is its `type`, the data is the event as JSON.
#[utoipa::path(tag = "events", operation_id = "stream_events", responses(
    (status = 200, body = LiveEvent, content_type = "text/event-stream"), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem)
))]
#[get("/events")]
pub async fn stream_events(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(stream_of(app.live.subscribe(caller.0.scope()?), Some))
}

/// What a print station hears: its queues, nothing else of the merchant.
#[utoipa::path(tag = "printing", operation_id = "stream_station_events", responses(
    (status = 200, body = LiveEvent, content_type = "text/event-stream"), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem)
))]
#[get("/print-station/events")]
pub async fn stream_station_events(caller: Station, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    let own: Vec<PrinterId> = stations::show(&app, &caller.0).await?.printers.iter().map(|one| one.id).collect();
    Ok(stream_of(app.live.subscribe(caller.0.scope), move |event| match event {
        LiveEvent::PrintQueueChanged { printer_id } if own.contains(&printer_id) => Some(event),
        _ => None,
    }))
}

fn stream_of(
    receiver: Receiver<LiveEvent>,
    heard: impl Fn(LiveEvent) -> Option<LiveEvent> + Clone + 'static,
) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        .insert_header(("Content-Encoding", "identity"))
        .streaming(events(receiver, heard))
}

fn events(
    receiver: Receiver<LiveEvent>,
    heard: impl Fn(LiveEvent) -> Option<LiveEvent> + Clone + 'static,
) -> impl Stream<Item = Result<web::Bytes, Infallible>> {
    let until = tokio::time::Instant::now() + STREAM_MAX;
    stream::unfold((receiver, true), move |(mut receiver, first)| {
        let heard = heard.clone();
        async move {
            if first {
                return Some((Ok(web::Bytes::from_static(b": open\n\n")), (receiver, false)));
            }
            if tokio::time::Instant::now() >= until {
                return None;
            }
            let chunk = match tokio::time::timeout(KEEP_ALIVE, receiver.recv()).await {
                Err(_) => web::Bytes::from_static(b": alive\n\n"),
                Ok(Ok(event)) => heard(event).map_or_else(web::Bytes::new, |event| frame(&event)),
                // It missed some: it asks for what it shows again.
                Ok(Err(RecvError::Lagged(_))) => frame(&LiveEvent::ShipmentsChanged { count: 0 }),
                Ok(Err(RecvError::Closed)) => return None,
            };
            Some((Ok(chunk), (receiver, false)))
        }
    })
}

fn frame(event: &LiveEvent) -> web::Bytes {
    let name = match event {
        LiveEvent::Job { .. } => "job",
        LiveEvent::ShipmentsChanged { .. } => "shipments_changed",
        LiveEvent::ProblemsChanged { .. } => "problems_changed",
        LiveEvent::PrintQueueChanged { .. } => "print_queue_changed",
    };
    let data = serde_json::to_string(event).unwrap_or_else(|_| "{}".to_owned());
    web::Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}
