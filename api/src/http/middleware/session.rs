//! Looks the session up once a request, so that handlers only ask what the caller may do.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::AUTHORIZATION,
    middleware::Next,
    web,
};

use crate::{
    app::{
        App, AppError, Caller, api_keys, sessions,
        stations::{self, StationCaller},
    },
    http::{origin, problem::language},
};

/// Who calls.
#[derive(Clone)]
pub enum Known {
    /// A person, or a program with a key that a person made.
    Person(Caller),
    Station(StationCaller),
}

/// What is known of the caller when the handler is called: a live session or station, or why there is none.
#[derive(Clone)]
pub struct Identity(pub Result<Known, AppError>);

pub async fn session<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let identity = identify(&request).await;
    request.extensions_mut().insert(Identity(identity));
    next.call(request).await
}

async fn identify(request: &ServiceRequest) -> Result<Known, AppError> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|header| header.strip_prefix("Bearer ")).ok_or_else(sessions::signed_out)?;
    let app =
        request.app_data::<web::Data<App>>().ok_or_else(|| AppError::internal("the application is not attached"))?;
    let token = token.trim();
    if token.starts_with(stations::TOKEN_PREFIX) {
        return stations::authenticate(app, token).await.map(Known::Station);
    }
    let (origin, language) = (origin::of(request.request()), language(request.request()));
    if token.starts_with(api_keys::SECRET_PREFIX) {
        return api_keys::authenticate(app, token, language, origin).await.map(Known::Person);
    }
    let use_of_it = origin::use_of(request.headers());
    sessions::authenticate(app, token, language, origin, use_of_it).await.map(Known::Person)
}
