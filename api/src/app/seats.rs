//! A person's own affairs: where they are signed in, and the seats they can take.

use std::collections::{HashMap, HashSet};

use shared::{
    SessionId,
    operators::{SeatSwitch, SeatView, SessionView},
};
use store::{Seat, SessionRecord, TenantScope};
use uuid::Uuid;

use crate::app::{
    App, AppError, Caller,
    sessions::{self, Granted, signed_out},
};

pub async fn list_sessions(app: &App, caller: &Caller) -> Result<Vec<SessionView>, AppError> {
    let current = caller.session()?;
    let sessions = app.store.network().live_sessions(caller.user, app.now()).await?;
    let scopes: HashSet<TenantScope> = sessions.iter().filter_map(SessionRecord::scope).collect();
    // One question a merchant: a person has many sessions and few merchants.
    let mut names = HashMap::new();
    for scope in scopes {
        names.insert(scope, app.store.read(scope).merchant().await?.name);
    }
    Ok(sessions
        .into_iter()
        .map(|session| {
            let merchant_name = session.scope().and_then(|scope| names.get(&scope).cloned());
            view(session, merchant_name, current)
        })
        .collect())
}

fn view(session: SessionRecord, merchant_name: Option<String>, current: SessionId) -> SessionView {
    SessionView {
        id: session.id,
        current: session.id == current,
        place: session.origin.place,
        ip: session.origin.ip,
        merchant_name,
        created_at: session.created_at,
        last_used_at: session.last_used_at,
        expires_at: session.expires_at,
    }
}

/// Ends one of the caller's own sessions.
pub async fn end_session(app: &App, caller: &Caller, id: SessionId) -> Result<(), AppError> {
    caller.session()?;
    let network = app.store.network();
    let session = network.find_session(id).await?.filter(|session| session.user == caller.user && !session.ended);
    let session = session.ok_or(AppError::NotFound)?;
    Ok(network.end_session(session.id, "ended by the person", app.now()).await?)
}

fn id_of(seat: &Seat) -> Uuid {
    match seat {
        Seat::Operator { id, .. } => id.0,
        Seat::Staff { id, .. } => id.0,
    }
}

pub async fn list(app: &App, caller: &Caller) -> Result<Vec<SeatView>, AppError> {
    let network = app.store.network();
    let session = network.find_session(caller.session()?).await?.ok_or_else(signed_out)?;
    let current = session.operator.map(|id| id.0).or(session.staff.map(|id| id.0));
    let mut views = Vec::new();
    for seat in network.seats(caller.user).await? {
        let (name, merchant_code, role, role_name) = match &seat {
            Seat::Operator { id, role, .. } => {
                let scope = network.scope_of_seat(&seat).ok_or_else(signed_out)?;
                let reader = app.store.read(scope);
                let merchant = reader.merchant().await?;
                let own = reader.operator(*id).await?.and_then(|operator| operator.own_role);
                let own = match own {
                    Some(role) => reader.role(role).await?.map(|role| role.name),
                    None => None,
                };
                (merchant.name, Some(merchant.code), *role, own)
            }
            Seat::Staff { outlet, role, .. } => {
                (network.find_outlet_name(*outlet).await?.unwrap_or_default(), None, *role, None)
            }
        };
        let id = id_of(&seat);
        views.push(SeatView { id, name, merchant_code, role, role_name, current: Some(id) == current });
    }
    Ok(views)
}

/// Goes on in another of the caller's seats: a session of its own, in place of the present one.
pub async fn switch(app: &App, caller: &Caller, request: &SeatSwitch) -> Result<Granted, AppError> {
    let network = app.store.network();
    let here = caller.session()?;
    let user = network.find_user(caller.user).await?.ok_or_else(signed_out)?;
    let seat = network.seats(caller.user).await?.into_iter().find(|seat| id_of(seat) == request.id);
    let granted = sessions::begin(app, &user, seat.ok_or(AppError::NotFound)?, &caller.origin, "seat.switch").await?;
    network.end_session(here, "went on in another seat", app.now()).await?;
    Ok(granted)
}
