//! Accounts that merchants bring: checked with the carrier before they are kept.

use carrier::{Lang, RemoteCarrier, RemoteError, remote};
use chrono::TimeDelta;
use secrecy::SecretString;
use shared::{
    CarrierAccountId,
    carriers::{
        ACCOUNT_CHARS, CARRIER_ACCOUNTS_MAX, COD_ACCOUNT_CHARS, CarrierAccount, CarrierAccountCreate,
        CarrierAccountKind, CarrierAccountPatch, CarrierAccountState, CarrierView, LOW_BALANCE, LOW_BALANCE_MAX,
    },
    limits::NAME_CHARS,
};
use store::{CarrierAccountRecord, CarrierWords, Connection, Scoped, TenantScope};

use super::{Line, not_set_up, refused, words};
use crate::app::{App, AppError, Caller, Language, Words, error::FieldFault, validation::Faults};

/// Characters of a collection account that are told again.
const COD_ACCOUNT_SHOWN: usize = 4;
/// Others may use the account too, so what is left of it is not only what we count.
const BALANCE_OLD_AFTER: TimeDelta = TimeDelta::hours(1);

/// An account as the carrier wants it.
pub(super) fn account_of(record: &CarrierAccountRecord) -> remote::Account {
    match record.kind {
        CarrierAccountKind::Waybill => remote::Account::Waybill {
            id: record.account.clone(),
            password: SecretString::from(record.password.clone()),
        },
        CarrierAccountKind::Group => remote::Account::Group { customer_id: record.account.clone() },
    }
}

async fn view<C: Connection>(
    reader: &Scoped<'_, C>,
    language: Language,
    record: CarrierAccountRecord,
) -> Result<CarrierAccount, AppError> {
    let problem = language.pick(&record.problem.zh, &record.problem.en).clone();
    let is_low = record.is_low();
    Ok(CarrierAccount {
        placing: reader.count_placing(record.id).await?,
        id: record.id,
        carrier: record.carrier,
        kind: record.kind,
        name: record.name,
        account: record.account,
        state: record.state,
        problem: Some(problem).filter(|text| !text.is_empty()),
        is_low,
        balance: record.balance,
        balance_at: record.balance_at,
        low_at: record.low_at,
        cod_account: record.cod_account.as_deref().map(end_of),
        created_at: record.created_at,
    })
}

/// Enough to know it again.
fn end_of(account: &str) -> String {
    let hidden = account.chars().count().saturating_sub(COD_ACCOUNT_SHOWN);
    format!("…{}", account.chars().skip(hidden.max(1)).collect::<String>())
}

/// None where it is empty.
fn cod_account(faults: &mut Faults, asked: &str) -> Option<String> {
    let account = faults.text("/cod_account", asked, false, COD_ACCOUNT_CHARS);
    if !account.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        let words =
            Words::new("收款账号只有字母、数字和连字符。", "A collection account has letters, digits and hyphens.");
        faults.add(FieldFault::new("/cod_account", "bad_characters", words));
    }
    Some(account).filter(|account| !account.is_empty())
}

/// The carriers there are, with the merchant's accounts at each.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<CarrierView>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let code = carrier::zto::CODE;
    let line = app.settings.carriers.line(code);
    let mut accounts = Vec::new();
    for record in reader.carrier_accounts().await? {
        accounts.push(view(&reader, caller.language, record).await?);
    }
    let capabilities = line.map(|line| line.carrier.capabilities().iter().map(|one| one.as_str().to_owned()).collect());
    Ok(vec![CarrierView {
        code: code.to_owned(),
        name: super::name_of(code, caller.language.pick(Lang::Zh, Lang::En)),
        is_available: line.is_some(),
        capabilities: capabilities.unwrap_or_default(),
        accounts,
    }])
}

/// Asks for what is left of an account, binding it first where that is asked.
async fn verified(
    app: &App,
    scope: TenantScope,
    line: &Line,
    record: &CarrierAccountRecord,
    binds: bool,
) -> Result<u64, RemoteError> {
    line.ask(app, scope, async |carrier, ports| {
        if binds {
            let request = remote::BindRequest {
                account: record.account.clone(),
                password: SecretString::from(record.password.clone()),
                site_code: record.site_code.clone(),
            };
            carrier.bind_account(ports, &request).await?;
        }
        Ok(carrier.balance(ports, &account_of(record)).await?.available)
    })
    .await
}

fn low_at(faults: &mut Faults, asked: Option<u32>) -> u32 {
    let low_at = asked.unwrap_or(LOW_BALANCE);
    faults.range("/low_at", low_at, 0, LOW_BALANCE_MAX);
    low_at
}

pub async fn bind(app: &App, caller: &Caller, request: &CarrierAccountCreate) -> Result<CarrierAccount, AppError> {
    let scope = caller.scope()?;
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, NAME_CHARS);
    let account = faults.text("/account", &request.account, true, ACCOUNT_CHARS);
    let is_group = request.kind == CarrierAccountKind::Group;
    let password = faults.text("/password", &request.password, !is_group, ACCOUNT_CHARS);
    if is_group && !password.is_empty() {
        faults.add(no_password());
    }
    let site_code = faults.text("/site_code", &request.site_code, false, ACCOUNT_CHARS);
    let low_at = low_at(&mut faults, request.low_at);
    let cod_account = cod_account(&mut faults, &request.cod_account);
    if request.carrier != carrier::zto::CODE {
        let words = Words::new("没有这家快递公司。", "There is no such carrier.");
        faults.add(FieldFault::new("/carrier", "unknown_carrier", words));
    }
    faults.settle()?;
    let line = app.settings.carriers.line(&request.carrier).ok_or_else(not_set_up)?;
    let known = app.store.read(scope).carrier_accounts().await?;
    if known.iter().any(|one| one.account == account && one.carrier == request.carrier) {
        return Err(taken());
    }
    if known.len() >= CARRIER_ACCOUNTS_MAX {
        let words = Words::new(
            format!("最多绑定 {CARRIER_ACCOUNTS_MAX} 个账号。"),
            format!("At most {CARRIER_ACCOUNTS_MAX} accounts can be bound."),
        );
        return Err(AppError::Conflict { code: "too_many", words });
    }
    let mut record = CarrierAccountRecord {
        id: CarrierAccountId(app.id()),
        carrier: line.code().to_owned(),
        kind: request.kind,
        name,
        account,
        password,
        site_code,
        state: CarrierAccountState::Bound,
        problem: CarrierWords::default(),
        balance: None,
        balance_at: None,
        low_at,
        cod_account,
        created_at: app.now(),
    };
    // Of a group customer nothing can be asked: its first order says whether it is one.
    if !is_group {
        let balance = verified(app, scope, line, &record, true).await.map_err(|error| refused(&error))?;
        (record.balance, record.balance_at) = (Some(balance), Some(app.now()));
    }
    app.store
        .write(scope, async |tx| {
            tx.add_carrier_account(&record).await?;
            let subject = format!("carrier account {}", record.id);
            tx.add_audit_entry(caller.audit(app, "carrier_account.bind", subject, record.account.clone())).await?;
            view(&tx, caller.language, record.clone()).await
        })
        .await
        .map_err(|error| if matches!(error, AppError::UniqueViolation) { taken() } else { error })
}

fn no_password() -> FieldFault {
    let words = Words::new("集团客户没有密码，请留空。", "A group customer has no password; leave it empty.");
    FieldFault::new("/password", "not_of_this_kind", words)
}

fn taken() -> AppError {
    AppError::Conflict {
        code: "account_taken",
        words: Words::new("这个账号已经绑定。", "This account is bound already."),
    }
}

/// Changes what is there. A new password is checked with the carrier first.
pub async fn change(
    app: &App,
    caller: &Caller,
    id: CarrierAccountId,
    request: &CarrierAccountPatch,
) -> Result<CarrierAccount, AppError> {
    let scope = caller.scope()?;
    let mut known = app.store.read(scope).carrier_account(id).await?.ok_or(AppError::NotFound)?;
    let mut faults = Faults::default();
    let name = request.name.as_ref().map(|name| faults.text("/name", name, true, NAME_CHARS));
    let low_at = request.low_at.map(|_| low_at(&mut faults, request.low_at));
    let cod_account = request.cod_account.as_ref().map(|account| cod_account(&mut faults, account));
    let password = request.password.as_ref().map(|text| faults.text("/password", text, true, ACCOUNT_CHARS));
    if password.is_some() && known.kind == CarrierAccountKind::Group {
        faults.add(no_password());
    }
    faults.settle()?;
    let mut balance = None;
    if let Some(password) = &password {
        let line = app.settings.carriers.line(&known.carrier).ok_or_else(not_set_up)?;
        known.password.clone_from(password);
        balance = Some(verified(app, scope, line, &known, true).await.map_err(|error| refused(&error))?);
    }
    save(app, caller, (scope, id), "carrier_account.change", |record| {
        record.name = name.clone().unwrap_or_else(|| record.name.clone());
        record.low_at = low_at.unwrap_or(record.low_at);
        record.cod_account = cod_account.clone().unwrap_or_else(|| record.cod_account.clone());
        record.password = password.clone().unwrap_or_else(|| record.password.clone());
        if let Some(balance) = balance {
            settle(app, record, Ok(balance));
        }
    })
    .await
}

/// Asks the carrier how the account stands. That it is refused is an answer, and kept.
pub async fn check(app: &App, caller: &Caller, id: CarrierAccountId) -> Result<CarrierAccount, AppError> {
    let scope = caller.scope()?;
    let known = app.store.read(scope).carrier_account(id).await?.ok_or(AppError::NotFound)?;
    if known.kind == CarrierAccountKind::Group {
        let words = Words::new(
            "集团客户没有可查询的余额，下单时由快递公司核实。",
            "Of a group customer nothing can be asked; the carrier checks it with each order.",
        );
        return Err(AppError::Conflict { code: "cannot_check", words });
    }
    let line = app.settings.carriers.line(&known.carrier).ok_or_else(not_set_up)?;
    let answer = verified(app, scope, line, &known, false).await;
    if let Err(error @ (RemoteError::Unavailable { .. } | RemoteError::OutcomeUnknown)) = &answer {
        return Err(refused(error));
    }
    save(app, caller, (scope, id), "carrier_account.check", |record| settle(app, record, answer.clone())).await
}

/// Asks again for what is left of an account that is used, once in a while. What fails is found out with the order.
pub(super) async fn look_again(app: &App, scope: TenantScope, id: CarrierAccountId) -> Result<(), AppError> {
    let Some(account) = app.store.read(scope).carrier_account(id).await? else { return Ok(()) };
    let Some(line) = app.settings.carriers.line(&account.carrier) else { return Ok(()) };
    let is_old = account.balance_at.is_none_or(|at| at + BALANCE_OLD_AFTER < app.now());
    if account.kind == CarrierAccountKind::Group || !is_old {
        return Ok(());
    }
    let Ok(balance) = verified(app, scope, line, &account, false).await else { return Ok(()) };
    app.store
        .write(scope, async |tx| {
            let Some(mut record) = tx.carrier_account_for_update(id).await? else { return Ok(()) };
            settle(app, &mut record, Ok(balance));
            Ok::<(), AppError>(tx.save_carrier_account(&record).await?)
        })
        .await
}

fn settle(app: &App, record: &mut CarrierAccountRecord, answer: Result<u64, RemoteError>) {
    match answer {
        Ok(balance) => {
            (record.state, record.problem) = (CarrierAccountState::Bound, CarrierWords::default());
            (record.balance, record.balance_at) = (Some(balance), Some(app.now()));
        }
        Err(error) => (record.state, record.problem) = (CarrierAccountState::Failing, words(&error)),
    }
}

/// Changes the account as it is now: while the carrier was asked, somebody else may have changed it, too.
async fn save(
    app: &App,
    caller: &Caller,
    (scope, id): (TenantScope, CarrierAccountId),
    action: &'static str,
    change: impl Fn(&mut CarrierAccountRecord),
) -> Result<CarrierAccount, AppError> {
    app.store
        .write(scope, async |tx| {
            let mut record = tx.carrier_account_for_update(id).await?.ok_or(AppError::NotFound)?;
            change(&mut record);
            tx.save_carrier_account(&record).await?;
            let subject = format!("carrier account {id}");
            tx.add_audit_entry(caller.audit(app, action, subject, record.account.clone())).await?;
            view(&tx, caller.language, record).await
        })
        .await
}

/// Takes an account off. What was sent with it stays on the books, so then it cannot go.
pub async fn unbind(app: &App, caller: &Caller, id: CarrierAccountId) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.carrier_account(id).await?.ok_or(AppError::NotFound)?;
            if tx.is_carrier_account_used(id).await? {
                let words = Words::new(
                    "已经用这个账号发过货，不能解绑；可以改名或停用。",
                    "Shipments were made with this account, so it stays; it can be renamed.",
                );
                return Err(AppError::Conflict { code: "account_used", words });
            }
            let is_named = tx.order_rules().await?.iter().any(|rule| rule.outcome.carrier_account_id == Some(id));
            if is_named || tx.is_carrier_account_awaited(id).await? {
                let words = Words::new(
                    "有规则或订单池里的订单指定用这个账号，请先改掉。",
                    "A rule, or an order of the pool, is to be sent with it; change that first.",
                );
                return Err(AppError::Conflict { code: "account_named", words });
            }
            tx.delete_carrier_account(id).await?;
            let subject = format!("carrier account {id}");
            tx.add_audit_entry(caller.audit(app, "carrier_account.unbind", subject, record.account)).await?;
            Ok(())
        })
        .await
}
