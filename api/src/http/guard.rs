//! The permission a handler needs, as its first argument. It answers at once, so that a broken body is never read before 401.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use shared::Permission;

use crate::{
    app::{AppError, Caller},
    http::{middleware::session::Identity, problem::ApiError},
};

fn identity(request: &HttpRequest) -> Result<Caller, ApiError> {
    let identity = request.extensions().get::<Identity>().cloned();
    let Identity(caller) = identity.ok_or_else(|| ApiError(AppError::internal("no session middleware")))?;
    Ok(caller?)
}

/// Signed in, whatever the permissions, even before the first password is changed.
pub struct SignedIn(pub Caller);

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(request).map(SignedIn))
    }
}

macro_rules! guards {
    ($($name:ident),* $(,)?) => {$(
        #[doc = concat!("A caller with the permission `", stringify!($name), "`.")]
        pub struct $name(pub Caller);

        impl FromRequest for $name {
            type Error = ApiError;
            type Future = Ready<Result<Self, ApiError>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(identity(request).and_then(|caller| {
                    caller.require(Permission::$name)?;
                    Ok($name(caller))
                }))
            }
        }
    )*};
}

guards!(
    ContactsRead,
    ContactsWrite,
    ImportsRead,
    ImportsWrite,
    LabelsPrint,
    LabelTemplatesWrite,
    PersonalDataReveal,
    ShipmentsRead,
    ShipmentsWrite,
    ShipmentsVoid,
    ScansWrite,
);
