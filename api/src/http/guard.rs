//! The permission a handler needs, as its first argument. It answers at once, so that a broken body is never read before 401.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use shared::Permission;

use crate::{
    app::{AppError, Caller, caller::forbidden, printing::PrintWorker, stations::StationCaller},
    http::{
        middleware::session::{Identity, Known},
        problem::ApiError,
    },
};

fn known(request: &HttpRequest) -> Result<Known, ApiError> {
    let identity = request.extensions().get::<Identity>().cloned();
    let Identity(known) = identity.ok_or_else(|| ApiError(AppError::internal("no session middleware")))?;
    Ok(known?)
}

/// A person. A print station may do none of what persons may.
fn identity(request: &HttpRequest) -> Result<Caller, ApiError> {
    match known(request)? {
        Known::Person(caller) => Ok(caller),
        Known::Station(_) => Err(ApiError(forbidden())),
    }
}

/// Whoever may take labels from queues and report them: a person with the permission to print, or a station.
pub struct Printing(pub PrintWorker);

impl FromRequest for Printing {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(known(request).and_then(|known| match known {
            Known::Person(caller) => {
                caller.require(Permission::LabelsPrint)?;
                Ok(Printing(PrintWorker::page(&caller)?))
            }
            Known::Station(station) => Ok(Printing(station.worker())),
        }))
    }
}

/// Who may read shipments, or who may read merchants on the network's side: what holds for both is asked by both.
pub struct EitherSide(pub Caller);

impl FromRequest for EitherSide {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(request).and_then(|caller| {
            caller.require(Permission::MerchantsRead).or_else(|_| caller.require(Permission::ShipmentsRead))?;
            Ok(EitherSide(caller))
        }))
    }
}

/// A print station.
pub struct Station(pub StationCaller);

impl FromRequest for Station {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(known(request).and_then(|known| match known {
            Known::Station(station) => Ok(Station(station)),
            Known::Person(_) => Err(ApiError(forbidden())),
        }))
    }
}

/// Signed in, whatever the permissions, even before the first password is changed.
pub struct SignedIn(pub Caller);

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(request).and_then(|caller| {
            // A program has no password, no session and no other seat.
            caller.session().map_err(|_| forbidden())?;
            Ok(SignedIn(caller))
        }))
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
    ApiKeysWrite,
    AuditRead,
    ContactsRead,
    ContactsWrite,
    ImportsRead,
    ImportsWrite,
    LabelsPrint,
    LabelTemplatesWrite,
    OperatorsRead,
    OperatorsWrite,
    PersonalDataReveal,
    PrintStationsWrite,
    PrivacyRequestsWrite,
    ProblemsWrite,
    SettingsWrite,
    ShipmentsRead,
    ShipmentsWrite,
    ShipmentsVoid,
    WalletRead,
    ApplicationsRead,
    ApplicationsReview,
    MerchantsRead,
    MerchantsWrite,
    MerchantsView,
    NetworkAuditRead,
    ScansWrite,
    StaffRead,
    StaffWrite,
    AccountsUnlock,
    WalletsRead,
    WalletsWrite,
);
