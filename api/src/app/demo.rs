//! The demo network: two outlets with their staff, two merchants with their people and tariffs, and a few days of shipments. All people and
//! addresses in it are invented.

mod history;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use shared::{
    ContactId, DataScope, MerchantId, MerchantStatus, OperatorId, OutletId, OwnerId, Role, StaffId, UserId,
    contacts::{ContactKind, Party},
    parts::Markup,
};
use store::{
    ContactRecord, MerchantRecord, NewOperator, NewStaff, NewUser, OutletRecord, OutletRegion, OwnerRecord,
    TariffRecord, TenantScope,
};

use units::Money;

use self::history::At;
use crate::app::{App, AppError, Ids, first_setup::network_pool, ledger, parties, time_zone, validation::Faults};

/// A way into the demo network.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SignIn {
    pub role: &'static str,
    pub account: &'static str,
    pub password: &'static str,
}

const PASSWORD: &str = "Yundan-Demo-26";
const MERCHANT_CODE: &str = "K100001";
const OTHER_MERCHANT_CODE: &str = "K100002";

pub const SIGN_INS: &[SignIn] = &[
    SignIn { role: "merchant_owner", account: "K100001", password: PASSWORD },
    SignIn { role: "clerk", account: "K100001/clerk", password: PASSWORD },
    SignIn { role: "staff_admin", account: "staff", password: PASSWORD },
    SignIn { role: "staff_reviewer", account: "reviewer", password: PASSWORD },
    SignIn { role: "other_outlet_reviewer", account: "hangzhou", password: PASSWORD },
    SignIn { role: "other_merchant_owner", account: "K100002", password: PASSWORD },
];

/// Serial numbers of the demo pool: they begin with the year, so that labels look like those of a live network.
const SERIALS: std::ops::RangeInclusive<u64> = 261_100_000_000..=999_999_999_999;

/// What the demo's merchants paid in: enough for whoever tries a large order file.
const PAID_IN: Money = Money::from_fen(50_000_000);
const WARN_BELOW: Money = Money::from_fen(100_000);
/// So long the demo's merchants have been there.
const OPENED_DAYS: i64 = 60;

/// Makes the demo network where there is no merchant yet; otherwise leaves everything as it is.
pub fn seed(app: &App) -> LocalBoxFuture<'_, Result<(), AppError>> {
    // Boxed, so that it is compiled here and not once more in whatever waits for it.
    Box::pin(seed_network(app))
}

async fn seed_network(app: &App) -> Result<(), AppError> {
    if app.store.network().has_merchants().await? {
        return Ok(());
    }
    let now = app.now();
    let system = app.store.system();
    let hash = app.password_work.hash(PASSWORD).await?;
    let outlet = OutletId(app.id());
    let other = OutletId(app.id());
    // Zhejiang is Hangzhou's, but for Jiaxing, which Shanghai looks after.
    for (id, code, name, is_default, regions) in [
        (outlet, "SH0101", "上海青浦华新网点", true, &["31", "3304"][..]),
        (other, "HZ0201", "杭州余杭网点", false, &["33"]),
    ] {
        let record = OutletRecord { id, code: code.to_owned(), name: name.to_owned(), is_default };
        let regions: Vec<OutletRegion> = regions.iter().map(|prefix| (app.id(), (*prefix).to_owned())).collect();
        app.store.write_network(async |tx| Ok::<(), AppError>(tx.add_outlet(&record, &regions, now).await?)).await?;
    }
    system.create_number_pool(&network_pool(app), SERIALS, now).await?;
    for (account, name, outlet, role) in [
        ("staff", "周敏", outlet, Role::StaffAdmin),
        ("reviewer", "何洁", outlet, Role::StaffReviewer),
        ("hangzhou", "沈毅", other, Role::StaffReviewer),
    ] {
        let user = add_user(app, &hash, Some(account), None, None, name).await?;
        system.create_staff(&NewStaff { id: StaffId(app.id()), user, outlet, role }, now).await?;
    }
    let scope = add_merchant(app, &hash, outlet, MERCHANT_CODE, "青禾服饰", "13900000021", "陈晓").await?;
    let clerk = add_user(app, &hash, None, Some("13900000031"), Some("linyue@qinghe.example"), "林悦").await?;
    add_operator(app, scope, clerk, "clerk", Role::Clerk, false).await?;
    let warehouse =
        add_merchant(app, &hash, outlet, OTHER_MERCHANT_CODE, "云仓三方物流", "13900000022", "赵磊").await?;
    add_owners(app, warehouse).await?;
    history::add_history(app, scope).await
}

async fn add_user(
    app: &App,
    hash: &str,
    user_name: Option<&str>,
    phone: Option<&str>,
    email: Option<&str>,
    display_name: &str,
) -> Result<UserId, AppError> {
    let user = NewUser {
        id: UserId(app.id()),
        user_name: user_name.map(str::to_owned),
        phone: phone.map(str::to_owned),
        email: email.map(str::to_owned),
        display_name: display_name.to_owned(),
        password_hash: hash.to_owned(),
        must_change_password: false,
    };
    app.store.system().create_user(&user, app.now()).await?;
    Ok(user.id)
}

async fn add_operator(
    app: &App,
    scope: TenantScope,
    user: UserId,
    user_name: &str,
    role: Role,
    is_first: bool,
) -> Result<(), AppError> {
    let seat = NewOperator {
        id: OperatorId(app.id()),
        user,
        user_name: user_name.to_owned(),
        role,
        own_role: None,
        data_scope: DataScope::All,
        is_first,
    };
    app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_operator(&seat, app.now()).await?)).await
}

/// A merchant with its first operator, the demo tariff and a sending address.
async fn add_merchant(
    app: &App,
    hash: &str,
    outlet: OutletId,
    code: &str,
    name: &str,
    phone: &str,
    owner: &str,
) -> Result<TenantScope, AppError> {
    let now = app.now();
    let merchant = MerchantRecord {
        id: MerchantId(app.id()),
        code: code.to_owned(),
        name: name.to_owned(),
        outlet,
        time_zone: time_zone::NETWORK.to_owned(),
        status: MerchantStatus::Open,
        account_manager: None,
        require_totp: false,
        needs_setup: false,
    };
    let opened_at = now - TimeDelta::days(OPENED_DAYS);
    let scope = app.store.system().create_merchant(&merchant, opened_at).await?;
    let user = add_user(app, hash, None, Some(phone), None, owner).await?;
    add_operator(app, scope, user, "owner", Role::MerchantOwner, true).await?;
    let tariff = TariffRecord {
        id: app.id(),
        valid_from: DateTime::UNIX_EPOCH,
        rule: serde_json::to_string(&tariff::demo()).map_err(AppError::internal)?,
    };
    let sender = resolved(&Party {
        name: name.to_owned(),
        phone: phone.to_owned(),
        province: "上海市".to_owned(),
        city: String::new(),
        district: "青浦区".to_owned(),
        detail: "华新镇华腾路1288号3号楼2层".to_owned(),
    })?;
    let sender = ContactRecord {
        id: ContactId(app.id()),
        kind: ContactKind::Sender,
        is_default: true,
        group: String::new(),
        owner: None,
        place: sender.place,
        party: sender.pii,
    };
    fund(app, scope, opened_at).await?;
    app.store
        .write(scope, async |tx| {
            tx.add_tariff(&tariff, now).await?;
            Ok::<(), AppError>(tx.add_contacts(std::slice::from_ref(&sender), now).await?)
        })
        .await?;
    Ok(scope)
}

/// What the merchant paid in when it began.
async fn fund(app: &App, scope: TenantScope, at: DateTime<Utc>) -> Result<(), AppError> {
    let then = App { clock: Arc::new(At(at)), ids: Arc::new(Ids::default()), ..app.clone() };
    app.store
        .write(scope, async |tx| {
            let mut wallet = tx.wallet_for_update().await?;
            wallet.floor = Some(Money::ZERO);
            wallet.warn_below = Some(WARN_BELOW);
            tx.set_wallet_limits(&wallet, at).await?;
            ledger::pay_in(&then, &tx, &mut wallet, PAID_IN, "DEMO-0001", None).await.map(drop)
        })
        .await
}

/// The clients of a warehouse that ships for others.
async fn add_owners(app: &App, scope: TenantScope) -> Result<(), AppError> {
    for (code, name, basis_points, fen) in [("TEA", "云栖茶业", 1_000, 0), ("SILK", "锦绣丝绸", 500, 30)] {
        let owner = OwnerRecord {
            id: OwnerId(app.id()),
            code: code.to_owned(),
            name: name.to_owned(),
            is_active: true,
            sender: None,
            template: None,
            markup: Markup { basis_points, a_parcel: Money::from_fen(fen) },
        };
        app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_owner(&owner, app.now()).await?)).await?;
    }
    Ok(())
}

fn resolved(party: &Party) -> Result<parties::Resolved, AppError> {
    let mut faults = Faults::default();
    let resolved = parties::resolve(party, "", &mut faults);
    faults.settle()?;
    resolved.ok_or_else(|| AppError::internal("a demo address did not resolve"))
}

#[cfg(test)]
mod tests {
    use carrier::{CarrierGateway, embedded};

    use super::*;

    #[test]
    fn the_pool_is_the_carriers() {
        assert_eq!(carrier::embedded::EmbeddedCarrier.code(), embedded::CODE);
        assert!(*SERIALS.end() <= embedded::SERIAL_MAX);
    }
}
