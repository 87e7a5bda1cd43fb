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
    app::{App, AppError, Caller, sessions},
    http::problem::language,
};

/// What is known of the caller when the handler is called: a live session, or why there is none.
#[derive(Clone)]
pub struct Identity(pub Result<Caller, AppError>);

pub async fn session<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let identity = identify(&request).await;
    request.extensions_mut().insert(Identity(identity));
    next.call(request).await
}

async fn identify(request: &ServiceRequest) -> Result<Caller, AppError> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|header| header.strip_prefix("Bearer ")).ok_or_else(sessions::signed_out)?;
    let app =
        request.app_data::<web::Data<App>>().ok_or_else(|| AppError::internal("the application is not attached"))?;
    sessions::authenticate(app, token.trim(), language(request.request())).await
}
