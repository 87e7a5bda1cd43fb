//! The network's routes: the table it came with, and what staff change of it.

use std::sync::{Arc, Mutex, PoisonError};

use carrier::{
    Route, RouteTable,
    embedded::{EmbeddedRoutes, RouteChange, RouteChanges},
};
use chrono::{DateTime, TimeDelta, Utc};
use shared::routes::{
    self as view, BAG_HUB_CHARS, HUB_CODE_CHARS, PlaceRoute, ROUTE_CHANGES_MAX, ROUTE_CODE_CHARS, RouteChangeWrite,
    RouteSource,
};
use store::{RouteChangeRecord, Store};

use crate::app::{
    App, AppError, Caller, Words,
    error::FieldFault,
    rules::{division_name, whole_name},
    validation::Faults,
};

/// How long a node may use routes that another node changed.
const OLD_AFTER: TimeDelta = TimeDelta::seconds(5);

/// The routes as they stand; what staff change is read anew when it is some seconds old, and not for each shipment.
#[derive(Default)]
pub struct Routes {
    built_in: EmbeddedRoutes,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    changes: Arc<RouteChanges>,
    /// When staff made each change last.
    versions: Vec<(String, DateTime<Utc>)>,
    /// None: not read yet.
    asked_at: Option<DateTime<Utc>>,
    /// How often they were read; who is overtaken by a later reading drops its own.
    readings: u64,
}

impl Routes {
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what was changed, at most some seconds ago. Whoever begins a transaction that asks for routes calls this before: within it no
    /// other connection is asked for, which on PostgreSQL may be one too many.
    pub async fn refresh(&self, store: &Store, now: DateTime<Utc>) -> Result<(), AppError> {
        let before = {
            let known = self.known();
            if known.asked_at.is_some_and(|asked_at| now - asked_at < OLD_AFTER) {
                return Ok(());
            }
            known.readings
        };
        let versions = store.network().route_change_versions(ROUTE_CHANGES_MAX).await?;
        {
            let mut known = self.known();
            if known.versions == versions {
                known.asked_at = Some(now);
                return Ok(());
            }
        }
        self.read(store, now, Some(before)).await
    }

    /// Reads them anew, unless somebody else did so since `before`.
    async fn read(&self, store: &Store, now: DateTime<Utc>, before: Option<u64>) -> Result<(), AppError> {
        let changes = store.network().route_changes(ROUTE_CHANGES_MAX).await?;
        let versions = changes.iter().map(|change| (change.prefix.clone(), change.updated_at)).collect();
        let changes = Arc::new(changes.iter().filter_map(change_of).collect());
        let mut known = self.known();
        if before.is_none_or(|before| before == known.readings) {
            *known = Known { changes, versions, asked_at: Some(now), readings: known.readings + 1 };
        }
        Ok(())
    }

    fn changes(&self) -> Arc<RouteChanges> {
        Arc::clone(&self.known().changes)
    }
}

impl RouteTable for Routes {
    fn route(&self, destination: u32) -> Option<Route> {
        self.changes().route(&self.built_in, destination)
    }
}

fn change_of(record: &RouteChangeRecord) -> Option<(u32, RouteChange)> {
    let change = if record.is_served {
        RouteChange::By {
            hub_code: record.hub_code.clone(),
            bag_hub: record.bag_hub.clone(),
            route_code: Some(record.route_code.clone()).filter(|code| !code.is_empty()),
        }
    } else {
        RouteChange::NotServed
    };
    Some((record.prefix.parse().ok()?, change))
}

/// How parcels to a province, a city or a county go, and why.
pub async fn look_up(app: &App, code: u32) -> Result<PlaceRoute, AppError> {
    division_name(code).ok_or(AppError::NotFound)?;
    app.routes.refresh(&app.store, app.now()).await?;
    let changes = app.routes.changes();
    let route = app.routes.route(code);
    let change = changes.of(code);
    let hub = match change {
        None => app.routes.built_in.hub(code).map(|(hub, name)| (hub.to_owned(), name.to_owned())),
        Some((_, RouteChange::NotServed)) => None,
        Some((_, RouteChange::By { hub_code, bag_hub, .. })) => Some((hub_code.clone(), bag_hub.clone())),
    };
    let is_served = hub.is_some();
    let (hub_code, bag_hub) = hub.unwrap_or_default();
    Ok(PlaceRoute {
        code,
        name: whole_name(code),
        source: if change.is_some() { RouteSource::Change } else { RouteSource::BuiltIn },
        changed_at: change.map(|(prefix, _)| prefix),
        is_served,
        bag_hub,
        hub_code,
        route_code: route.map(|route| route.route_code).unwrap_or_default(),
    })
}

/// Everything that staff changed, in the order of the places' codes.
pub async fn changes(app: &App) -> Result<Vec<view::RouteChange>, AppError> {
    let records = app.store.network().route_changes(ROUTE_CHANGES_MAX).await?;
    let shown = |record: RouteChangeRecord| {
        let code = record.prefix.parse().ok()?;
        Some(view::RouteChange {
            code,
            name: whole_name(code),
            is_served: record.is_served,
            hub_code: record.hub_code,
            bag_hub: record.bag_hub,
            route_code: record.route_code,
        })
    };
    Ok(records.into_iter().filter_map(shown).collect())
}

/// Only a county has a route of its own.
fn is_county(code: u32) -> bool {
    code >= 100_000
}

/// A change as it is kept.
fn checked(code: u32, request: &RouteChangeWrite, now: DateTime<Utc>) -> Result<RouteChangeRecord, AppError> {
    let mut faults = Faults::default();
    let hub_code = faults.text("/hub_code", &request.hub_code, request.is_served, HUB_CODE_CHARS);
    let bag_hub = faults.text("/bag_hub", &request.bag_hub, request.is_served, BAG_HUB_CHARS);
    let route_code = faults.text("/route_code", &request.route_code, false, ROUTE_CODE_CHARS);
    if request.is_served {
        check_hub_code(&mut faults, &hub_code);
        check_route_code(&mut faults, code, &route_code);
    } else {
        let fields = [("/hub_code", &hub_code), ("/bag_hub", &bag_hub), ("/route_code", &route_code)];
        for (pointer, _) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            let words = Words::new(
                "不派送的地方没有路由，请留空。",
                "A place that is not served has no route; leave it empty.",
            );
            faults.add(FieldFault::new(pointer, "not_served", words));
        }
    }
    faults.settle()?;
    Ok(RouteChangeRecord {
        prefix: code.to_string(),
        is_served: request.is_served,
        hub_code,
        bag_hub,
        route_code,
        updated_at: now,
    })
}

/// As long as all hub codes are, so that whoever sorts reads them at a glance.
fn check_hub_code(faults: &mut Faults, hub_code: &str) {
    let is_right = hub_code.chars().count() == HUB_CODE_CHARS
        && hub_code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    if !hub_code.is_empty() && hub_code.chars().count() <= HUB_CODE_CHARS && !is_right {
        let words = Words::new(
            format!("须为 {HUB_CODE_CHARS} 位数字或大写字母。"),
            format!("It is {HUB_CODE_CHARS} digits or capital letters."),
        );
        faults.add(FieldFault::new("/hub_code", "wrong_form", words));
    }
}

fn check_route_code(faults: &mut Faults, code: u32, route_code: &str) {
    if route_code.is_empty() {
        return;
    }
    if !is_county(code) {
        let words = Words::new(
            "只有区县能指定整个三段码，请留空。",
            "Only a county has a whole route code of its own; leave it empty.",
        );
        faults.add(FieldFault::new("/route_code", "county_only", words));
    } else if !route_code.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        let words =
            Words::new("只能用可打印的英文字母、数字和符号。", "Use printable ASCII letters, digits and signs only.");
        faults.add(FieldFault::new("/route_code", "bad_characters", words));
    }
}

/// Says how parcels to a place go from now on; labels that are printed stay as they are.
pub async fn change(app: &App, caller: &Caller, code: u32, request: &RouteChangeWrite) -> Result<PlaceRoute, AppError> {
    division_name(code).ok_or(AppError::NotFound)?;
    let record = checked(code, request, app.now())?;
    let detail = match request.is_served {
        true => [record.hub_code.as_str(), &record.bag_hub, &record.route_code].join(" ").trim_end().to_owned(),
        false => "not served".to_owned(),
    };
    app.store
        .write_network(async |tx| {
            tx.set_route_change(&record).await?;
            if tx.count_route_changes().await? > u64::from(ROUTE_CHANGES_MAX) {
                return Err(too_many());
            }
            Ok(tx.add_audit_entry(caller.audit(app, "route.change", code, detail.clone())).await?)
        })
        .await?;
    // What was changed here holds here at once.
    app.routes.read(&app.store, app.now(), None).await?;
    look_up(app, code).await
}

fn too_many() -> AppError {
    AppError::Conflict {
        code: "too_many_changes",
        words: Words::new(
            format!("最多改 {ROUTE_CHANGES_MAX} 个地方的路由，请先恢复一些，或改到市、省一级。"),
            format!(
                "At most {ROUTE_CHANGES_MAX} places are changed; take some back, or change a whole city or province."
            ),
        ),
    }
}

/// Parcels to a place go as they did before staff changed it.
pub async fn restore(app: &App, caller: &Caller, code: u32) -> Result<(), AppError> {
    app.store
        .write_network(async |tx| {
            if !tx.delete_route_change(&code.to_string()).await? {
                return Err(AppError::NotFound);
            }
            Ok(tx.add_audit_entry(caller.audit(app, "route.restore", code, "")).await?)
        })
        .await?;
    app.routes.read(&app.store, app.now(), None).await
}
