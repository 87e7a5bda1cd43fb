//! Merchants, from the network's side: how they stand, who looks after them, and their pages as they see them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use shared::{
    MerchantId, MerchantStatus, OutletId, Page, SessionId,
    auth::AccessToken,
    limits::REASON_CHARS,
    merchants::{Contract, MERCHANT_SEARCH_CHARS, Merchant, MerchantPatch, MerchantReason, MerchantRow},
};
use store::{MerchantQuery, MerchantRecord, MerchantStanding, NewSession, Seat, TenantScope};
use units::Money;

use crate::app::{
    App, AppError, Caller, Words,
    applications::{review::reviewer, views::outlet_names},
    error::FieldFault,
    paging::PageRequest,
    secret, sessions,
    validation::Faults,
};

/// How long a look at a merchant's pages lasts.
pub const VIEW_MIN: i64 = 30;

pub fn suspended() -> AppError {
    AppError::Unacceptable {
        code: "merchant_suspended",
        words: Words::new(
            "账户已暂停，暂时不能下单和导入，请联系网点。",
            "The account is suspended: nothing is shipped or imported until your outlet reopens it.",
        ),
    }
}

pub fn closed() -> AppError {
    AppError::Unauthenticated {
        code: "merchant_closed",
        words: Words::new("账户已关闭，请联系网点。", "The account is closed; ask your outlet."),
    }
}

/// Nobody comes in for a merchant that is closed, with whatever they sign their requests.
pub async fn admitted(app: &App, scope: TenantScope) -> Result<MerchantRecord, AppError> {
    let merchant = app.store.read(scope).merchant().await?;
    require_admitted(merchant.status)?;
    Ok(merchant)
}

pub fn require_admitted(status: MerchantStatus) -> Result<(), AppError> {
    match status {
        MerchantStatus::Closed => Err(closed()),
        MerchantStatus::Open | MerchantStatus::Suspended => Ok(()),
    }
}

/// Only a merchant in good standing ships and imports.
pub fn require_open(status: MerchantStatus) -> Result<(), AppError> {
    match status {
        MerchantStatus::Open => Ok(()),
        MerchantStatus::Suspended => Err(suspended()),
        // Work that was begun before it closed ends as work of a suspended one does.
        MerchantStatus::Closed => Err(AppError::Unacceptable {
            code: "merchant_closed",
            words: Words::new("账户已关闭，请联系网点。", "The account is closed; ask your outlet."),
        }),
    }
}

fn row(standing: &MerchantStanding, outlets: &BTreeMap<OutletId, String>) -> MerchantRow {
    let merchant = &standing.merchant;
    MerchantRow {
        id: merchant.id,
        code: merchant.code.clone(),
        name: merchant.name.clone(),
        status: merchant.status,
        outlet_id: merchant.outlet,
        outlet_name: outlets.get(&merchant.outlet).cloned().unwrap_or_default(),
        created_at: standing.created_at,
    }
}

pub async fn list(
    app: &App,
    status: Option<MerchantStatus>,
    text: Option<&str>,
    page: PageRequest,
) -> Result<Page<MerchantRow>, AppError> {
    let mut faults = Faults::default();
    let text = faults.text("?q", text.unwrap_or_default(), false, MERCHANT_SEARCH_CHARS);
    faults.settle()?;
    let query = MerchantQuery {
        status,
        text: Some(text).filter(|text| !text.is_empty()),
        after: page.after.map(MerchantId),
        limit: page.probe(),
    };
    let rows = app.store.network().merchants(&query).await?;
    let outlets = outlet_names(app).await?;
    Ok(page.page(rows, |row| row.merchant.id.0, |standing| row(&standing, &outlets)))
}

pub async fn get(app: &App, id: MerchantId) -> Result<Merchant, AppError> {
    let network = app.store.network();
    let standing = network.merchant_standing(id).await?.ok_or(AppError::NotFound)?;
    let manager = standing.merchant.account_manager;
    let name = match manager {
        Some(staff) => network.staff_name(staff).await?,
        None => None,
    };
    let contract = network.contract_of(id).await?.map(|contract| Contract {
        application_id: contract.application,
        settlement: contract.settlement,
        credit_limit: Money::from_fen(contract.credit_limit_fen),
        agreement_no: contract.agreement_no,
        agreement_expires_on: contract.agreement_expires_on,
        terms_hash: contract.terms_hash,
        accepted_at: contract.accepted_at,
    });
    Ok(Merchant {
        row: row(&standing, &outlet_names(app).await?),
        status_reason: standing.reason,
        status_at: standing.since,
        account_manager_id: manager,
        account_manager_name: name,
        activation_expires_at: network.activation_expires_at(id).await?,
        contract,
    })
}

/// Suspends, reopens or closes a merchant. Closing ends every session of its people.
pub async fn set_status(
    app: &App,
    caller: &Caller,
    id: MerchantId,
    status: MerchantStatus,
    request: &MerchantReason,
) -> Result<Merchant, AppError> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", &request.reason, true, REASON_CHARS);
    faults.settle()?;
    let (action, now) = (action(status), app.now());
    app.store
        .write_network(async |tx| {
            let merchant = tx.merchant_for_update(id).await?.ok_or(AppError::NotFound)?;
            if merchant.status == status {
                return Err(AppError::Conflict {
                    code: "merchant_status",
                    words: Words::new("账户已经是这个状态。", "The account stands like that already."),
                });
            }
            tx.set_merchant_status(id, status, &reason, now).await?;
            if status == MerchantStatus::Closed {
                tx.end_merchant_sessions(id, "merchant closed", now).await?;
            }
            tx.within(&merchant).add_audit_entry(caller.audit(app, action, id, reason.clone())).await?;
            Ok(tx.add_audit_entry(caller.audit(app, action, id, reason.clone())).await?)
        })
        .await?;
    get(app, id).await
}

const fn action(status: MerchantStatus) -> &'static str {
    match status {
        MerchantStatus::Open => "merchant.reopen",
        MerchantStatus::Suspended => "merchant.suspend",
        MerchantStatus::Closed => "merchant.close",
    }
}

/// Names who looks after a merchant.
pub async fn update(app: &App, caller: &Caller, id: MerchantId, request: &MerchantPatch) -> Result<Merchant, AppError> {
    if let Some(staff) = request.account_manager_id {
        let found = app.store.network().find_staff(staff).await?.filter(|staff| staff.disabled_at.is_none());
        if found.is_none() {
            let words = Words::new("没有这位在职员工。", "Nobody like that works for the network.");
            return Err(AppError::Invalid(vec![FieldFault::new("/account_manager_id", "unknown_staff", words)]));
        }
    }
    let detail = request.account_manager_id.map(|staff| staff.to_string()).unwrap_or_default();
    app.store
        .write_network(async |tx| {
            tx.merchant_for_update(id).await?.ok_or(AppError::NotFound)?;
            tx.set_account_manager(id, request.account_manager_id).await?;
            Ok::<_, AppError>(tx.add_audit_entry(caller.audit(app, "merchant.manager", id, detail.clone())).await?)
        })
        .await?;
    get(app, id).await
}

/// Opens a merchant's pages to a staff member, to be read only, for half an hour. Both logs tell of it.
pub async fn view(app: &App, caller: &Caller, id: MerchantId) -> Result<AccessToken, AppError> {
    let staff = reviewer(app, caller).await?.staff;
    let now = app.now();
    let session = NewSession {
        id: SessionId(app.id()),
        user: caller.user,
        seat: Seat::Staff { id: staff, outlet: OutletId(uuid::Uuid::nil()), role: caller.role },
        // There is no refresh token: nobody knows what this is the hash of.
        token_hash: secret::hash(&secret::generate()?),
        expires_at: now + TimeDelta::minutes(VIEW_MIN),
        origin: caller.origin.clone(),
    };
    app.store
        .write_network(async |tx| {
            let merchant = tx.merchant_for_update(id).await?.ok_or(AppError::NotFound)?;
            require_open_to_view(merchant.status)?;
            tx.add_view_session(&session, staff, id, now).await?;
            let entry = caller.audit(app, "merchant.view", id, session.id.to_string());
            tx.within(&merchant).add_audit_entry(entry.clone()).await?;
            Ok::<_, AppError>(tx.add_audit_entry(entry).await?)
        })
        .await?;
    sessions::view_token(app, caller.user, session.id, now)
}

fn require_open_to_view(status: MerchantStatus) -> Result<(), AppError> {
    if status == MerchantStatus::Closed {
        return Err(AppError::Conflict {
            code: "merchant_closed",
            words: Words::new("账户已关闭，没有页面可看。", "The account is closed; there are no pages to see."),
        });
    }
    Ok(())
}
