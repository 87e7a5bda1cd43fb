//! The HTTP face: one file a resource. A handler extracts, calls one use case and wraps the answer.

pub mod api_keys;
pub mod application_reviews;
pub mod applications;
pub mod audit;
pub mod auth;
pub mod carriers;
pub mod contacts;
pub mod credentials;
pub mod dashboard;
pub mod events;
pub mod extract;
pub mod forbidden_goods;
pub mod form;
pub mod guard;
pub mod handovers;
pub mod health;
pub mod imports;
pub mod instructions;
pub mod invitations;
pub mod jobs;
pub mod label_templates;
pub mod labels;
pub mod merchants;
pub mod middleware;
pub mod network;
pub mod network_printers;
pub mod number_pools;
pub mod openapi;
pub mod operators;
pub mod order_rules;
pub mod orders;
pub mod origin;
pub mod owner_bills;
pub mod packings;
pub mod parts;
pub mod pickups;
pub mod print_batches;
pub mod print_jobs;
pub mod print_queues;
pub mod print_stations;
pub mod printers;
pub mod privacy;
pub mod problem;
pub mod problems;
pub mod public_tracks;
pub mod quotes;
pub mod roles;
pub mod route_table;
pub mod routes;
pub mod saved_views;
pub mod scans;
pub mod seats;
pub mod shipments;
pub mod staff;
pub mod timeliness;
pub mod tracks;
pub mod wallets;

use actix_web::{HttpResponse, HttpResponseBuilder, http::StatusCode, web};
use futures_util::StreamExt;
use serde::Serialize;
use utoipa_actix_web::{scope, service_config::ServiceConfig};

use shared::TableFormat;

use crate::app::{AppError, idempotency::Once, shipments::Pieces};

/// The answer that is a file of this name.
fn download(name: &str, format: TableFormat) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.media_type())
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Content-Disposition", format!("attachment; filename=\"{name}.{}\"", format.extension())));
    response
}

/// A file that is sent piece by piece as it is made.
fn in_pieces(name: &str, format: TableFormat, pieces: Pieces) -> HttpResponse {
    download(name, format).streaming(pieces.map(|piece| piece.map(web::Bytes::from).map_err(broken_off)))
}

/// The head is sent already: all that is left is to end the answer where it stands, which the caller sees as a file that is cut off.
fn broken_off(error: AppError) -> std::io::Error {
    tracing::error!(?error, "an export broke off");
    std::io::Error::other("the export broke off")
}

/// Every operation below `/api/v1`. Only `.service(handler)` is collected into the API document.
pub fn operations(config: &mut ServiceConfig) {
    config.service(
        scope(shared::API_BASE)
            .configure(network::operations)
            .configure(auth::operations)
            .configure(credentials::operations)
            .configure(seats::operations)
            .configure(operators::operations)
            .configure(roles::operations)
            .configure(parts::operations)
            .configure(owner_bills::operations)
            .configure(order_rules::operations)
            .configure(orders::operations)
            .configure(forbidden_goods::operations)
            .configure(packings::operations)
            .configure(saved_views::operations)
            .configure(handovers::operations)
            .configure(invitations::operations)
            .configure(api_keys::operations)
            .configure(audit::operations)
            .configure(privacy::operations)
            .configure(applications::operations)
            .configure(application_reviews::operations)
            .configure(merchants::operations)
            .configure(staff::operations)
            .configure(number_pools::operations)
            .configure(route_table::operations)
            .configure(dashboard::operations)
            .configure(carriers::operations)
            .configure(contacts::operations)
            .configure(imports::operations)
            .configure(jobs::operations)
            .configure(events::operations)
            .configure(shipments::operations)
            .configure(quotes::operations)
            .configure(label_templates::operations)
            .configure(labels::operations)
            .configure(printers::operations)
            .configure(network_printers::operations)
            .configure(print_batches::operations)
            .configure(print_jobs::operations)
            .configure(print_queues::operations)
            .configure(print_stations::operations)
            .configure(tracks::operations)
            .configure(timeliness::operations)
            .configure(public_tracks::operations)
            .configure(scans::operations)
            .configure(problems::operations)
            .configure(instructions::operations)
            .configure(pickups::operations)
            .configure(wallets::operations)
            .default_service(web::to(routes::no_such_route)),
    );
}

/// The answer of a creating POST, marked where it was given before.
pub fn created<T: Serialize>(once: Once<T>) -> HttpResponse {
    answered(HttpResponse::build(StatusCode::CREATED), once)
}

pub fn answered<T: Serialize>(mut response: HttpResponseBuilder, once: Once<T>) -> HttpResponse {
    if once.replayed {
        response.insert_header(("Idempotent-Replayed", "true"));
    }
    response.json(once.answer)
}
