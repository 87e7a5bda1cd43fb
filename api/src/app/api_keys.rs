//! Keys of programs: made by a person, able to do no more than that person may at the moment, and told once.

use chrono::TimeDelta;
use shared::{
    ApiKeyId, Permission, Permissions,
    api_keys::{API_KEY_NAME_CHARS, API_KEY_NETWORKS_MAX, API_KEYS_MAX, ApiKey, ApiKeyCreate, ApiKeyIssued},
};
use store::{ApiKeyCredential, ApiKeyRecord, IdempotencyKey, OperatorRecord, Origin};

use crate::app::{
    App, AppError, Caller, Language, Words,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    merchants,
    network_printers::Network,
    operators::require_no_more,
    secret,
    sessions::signed_out,
    validation::Faults,
};

/// What a secret begins with, so that it can be told at sight and found by scanners of leaked secrets.
pub const SECRET_PREFIX: &str = "yd_live_";
/// After a rotation the secret of before is good this long, so that programs change over without a gap.
const ROTATION_HOURS: i64 = 24;
/// How often it is written down that a key is used.
const USED_EVERY_S: i64 = 60;

fn secret_of(id: ApiKeyId) -> Result<String, AppError> {
    Ok(format!("{SECRET_PREFIX}{}_{}", id.0.simple(), secret::generate()?))
}

fn view(record: &ApiKeyRecord, people: &[OperatorRecord], credential: Option<&ApiKeyCredential>) -> ApiKey {
    let maker = people.iter().find(|person| person.user == record.created_by);
    ApiKey {
        id: record.id,
        name: record.name.clone(),
        scopes: record.scopes.clone(),
        networks: record.networks.clone(),
        created_by: maker.map(|maker| maker.user_name.clone()).unwrap_or_default(),
        maker_gone: maker.is_none_or(|maker| maker.disabled_at.is_some()),
        created_at: record.created_at,
        expires_at: record.expires_at,
        last_used_at: credential.and_then(|credential| credential.last_used_at),
        last_used_ip: credential.map(|credential| credential.last_used_ip.clone()).unwrap_or_default(),
        previous_until: credential.and_then(|credential| credential.previous_until),
    }
}

pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ApiKey>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let credentials = reader.api_key_credentials().await?;
    let people = reader.operators().await?;
    let keys = reader.api_keys().await?;
    let credential = |id| credentials.iter().find(|credential| credential.id == id);
    Ok(keys.iter().map(|key| view(key, &people, credential(key.id))).collect())
}

fn checked(app: &App, caller: &Caller, request: &ApiKeyCreate) -> Result<ApiKeyRecord, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, API_KEY_NAME_CHARS);
    faults.count("/scopes", request.scopes.len(), Permission::ALL.len());
    let mut networks = Vec::new();
    if request.networks.len() > API_KEY_NETWORKS_MAX {
        faults.count("/networks", request.networks.len(), API_KEY_NETWORKS_MAX);
    }
    for (at, text) in request.networks.iter().take(API_KEY_NETWORKS_MAX).enumerate() {
        match text.trim().parse::<Network>() {
            Ok(network) => networks.push(network.to_string()),
            Err(_) => faults.add(FieldFault::new(
                format!("/networks/{at}"),
                "bad_network",
                Words::new("请写成 203.0.113.7 或 10.0.0.0/8。", "Write it as 203.0.113.7 or 10.0.0.0/8."),
            )),
        }
    }
    if request.expires_at.is_some_and(|at| at <= app.now()) {
        let words = Words::new("须在将来。", "It must be in the future.");
        faults.add(FieldFault::new("/expires_at", "in_the_past", words));
    }
    faults.settle()?;
    let scopes: Permissions = request.scopes.iter().copied().collect();
    require_no_more(caller, scopes)?;
    Ok(ApiKeyRecord {
        id: ApiKeyId(app.id()),
        name,
        scopes: scopes.iter().collect(),
        networks,
        created_by: caller.user,
        created_at: app.now(),
        expires_at: request.expires_at,
    })
}

pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &ApiKeyCreate,
) -> Result<Once<ApiKeyIssued>, AppError> {
    // A key that makes keys would outlive its own end.
    caller.session()?;
    let record = checked(app, caller, request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                if tx.api_keys().await?.len() >= API_KEYS_MAX {
                    let words =
                        Words::new(format!("最多 {API_KEYS_MAX} 个密钥。"), format!("At most {API_KEYS_MAX} keys."));
                    return Err(AppError::Conflict { code: "too_many_keys", words });
                }
                let secret = secret_of(record.id)?;
                tx.add_api_key(&record, &secret::hash(&secret)).await?;
                tx.add_audit_entry(caller.audit(app, "api_key.create", record.id, record.name.clone())).await?;
                Ok(ApiKeyIssued { key: view(&record, &tx.operators().await?, None), secret })
            })
            .await
        })
        .await
}

/// A new secret; the one of before is good for a day more.
pub async fn rotate(app: &App, caller: &Caller, id: ApiKeyId) -> Result<ApiKeyIssued, AppError> {
    caller.session()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.api_key(id).await?.ok_or(AppError::NotFound)?;
            // Whoever rotates learns the secret, so they may have no less than the key.
            require_no_more(caller, record.scopes.iter().copied().collect())?;
            let secret = secret_of(id)?;
            let until = app.now() + TimeDelta::hours(ROTATION_HOURS);
            tx.rotate_api_key(id, &secret::hash(&secret), until).await?;
            tx.add_audit_entry(caller.audit(app, "api_key.rotate", id, record.name.clone())).await?;
            let credentials = tx.api_key_credentials().await?;
            let credential = credentials.iter().find(|credential| credential.id == id);
            Ok(ApiKeyIssued { key: view(&record, &tx.operators().await?, credential), secret })
        })
        .await
}

/// Takes a key away at once, with the secret of before a rotation too.
pub async fn revoke(app: &App, caller: &Caller, id: ApiKeyId) -> Result<(), AppError> {
    caller.session()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.api_key(id).await?.ok_or(AppError::NotFound)?;
            tx.revoke_api_key(id, app.now()).await?;
            Ok(tx.add_audit_entry(caller.audit(app, "api_key.revoke", id, record.name)).await?)
        })
        .await
}

/// The program behind a secret.
pub async fn authenticate(app: &App, secret: &str, language: Language, origin: Origin) -> Result<Caller, AppError> {
    let body = secret.strip_prefix(SECRET_PREFIX).ok_or_else(signed_out)?;
    let id: ApiKeyId = body.split_once('_').and_then(|(id, _)| id.parse().ok()).ok_or_else(signed_out)?;
    let network = app.store.network();
    let credential = network.find_api_key_credential(id).await?.ok_or_else(signed_out)?;
    let scope = credential.scope().ok_or_else(signed_out)?;
    let (given, now) = (secret::hash(secret), app.now());
    let is_previous = credential.previous_token_hash.as_ref() == Some(&given)
        && credential.previous_until.is_some_and(|until| now < until);
    if given != credential.token_hash && !is_previous {
        return Err(signed_out());
    }
    let record = app.store.read(scope).api_key(id).await?.ok_or_else(signed_out)?;
    let maker = network.seated_person(scope, record.created_by).await?.ok_or_else(maker_gone)?;
    merchants::require_admitted(maker.merchant.status)?;
    if record.expires_at.is_some_and(|at| at <= now) {
        return Err(AppError::Unauthenticated {
            code: "key_expired",
            words: Words::new("密钥已过期，请换一个。", "The key is over; make a new one."),
        });
    }
    if !may_come_from(&record, &origin) {
        return Err(AppError::Forbidden {
            code: "address_not_allowed",
            words: Words::new("这个密钥不允许从此地址使用。", "This key must not be used from this address."),
        });
    }
    if credential.last_used_at.is_none_or(|at| now - at >= TimeDelta::seconds(USED_EVERY_S)) {
        network.api_key_was_used(id, &origin.ip, now).await?;
    }
    Ok(Caller::program(&record, &maker, scope, language, origin))
}

fn maker_gone() -> AppError {
    AppError::Unauthenticated {
        code: "key_maker_gone",
        words: Words::new(
            "创建这个密钥的人已停用，请由在职的人另建一个。",
            "Whoever made the key is disabled; let somebody who is there make a new one.",
        ),
    }
}

fn may_come_from(record: &ApiKeyRecord, origin: &Origin) -> bool {
    let allowed: Vec<Network> = record.networks.iter().filter_map(|text| text.parse().ok()).collect();
    record.networks.is_empty() || origin.ip.parse().is_ok_and(|ip| allowed.iter().any(|network| network.contains(ip)))
}
