//! The first things of a network, without which nobody can do anything in it: an outlet, waybill numbers, and an administrator.

use std::ops::RangeInclusive;

use carrier::CarrierGateway;
use secrecy::SecretString;
use shared::{
    NumberPoolId, OutletId, Role, StaffId, UserId,
    limits::NAME_CHARS,
    merchants::{OUTLET_CODE_CHARS, OUTLET_NAME_CHARS},
};
use store::{NewStaff, NewUser, NumberPoolRecord, OutletRecord};

use crate::app::{App, AppError, Words, error::FieldFault, invitations, password, secret, validation::Faults};

/// Numbers a merchant takes from the pool at once.
const BLOCK_SIZE: u32 = 1_000;
/// Numbers below which staff are told that the pool is low: ten merchants have begun a block with the last of them.
const LOW_WATER: u32 = 10 * BLOCK_SIZE;
/// Characters of the first password; it is changed at the first sign-in.
const PASSWORD_CHARS: usize = 20;
/// One of sixty is not good enough.
const ATTEMPTS: u32 = 20;

/// What whoever installs a network says about it.
pub struct FirstSetup {
    /// The outlet that takes applications nobody else takes.
    pub outlet_code: String,
    pub outlet_name: String,
    /// What the administrator signs in with.
    pub account: String,
    pub display_name: String,
    /// Serials that waybill numbers are made of.
    pub serials: RangeInclusive<u64>,
}

/// Makes them, and answers the administrator's first password, which is told this once. Where there is staff already, nothing is changed;
/// numbers that an attempt before has made stay.
pub async fn run(app: &App, setup: &FirstSetup) -> Result<SecretString, AppError> {
    let mut faults = Faults::default();
    let code = faults.text("/outlet_code", &setup.outlet_code, true, OUTLET_CODE_CHARS);
    let name = faults.text("/outlet_name", &setup.outlet_name, true, OUTLET_NAME_CHARS);
    let account = invitations::user_name(&mut faults, "/account", &setup.account);
    let display_name = faults.text("/display_name", &setup.display_name, true, NAME_CHARS);
    if setup.serials.is_empty() {
        let words = Words::new("号段须至少有一个号。", "There must be at least one serial.");
        faults.add(FieldFault::new("/last_serial", "out_of_range", words));
    }
    faults.settle()?;
    let first = first_password(&account)?;
    let (network, system, now) = (app.store.network(), app.store.system(), app.now());
    if !network.staff(None, 1).await?.is_empty() {
        return Err(AppError::Conflict {
            code: "set_up_already",
            words: Words::new("这个网络已经有管理员。", "This network has staff already."),
        });
    }
    if network.number_pool_status(app.carrier.code()).await?.is_none() {
        system.create_number_pool(&network_pool(app), setup.serials.clone(), now).await?;
    }
    let person = NewUser {
        id: UserId(app.id()),
        user_name: Some(account),
        phone: None,
        email: None,
        display_name,
        password_hash: app.password_work.hash(&first).await?,
        must_change_password: true,
    };
    let outlet = OutletRecord { id: OutletId(app.id()), code, name, is_default: true };
    let seat = NewStaff { id: StaffId(app.id()), user: person.id, outlet: outlet.id, role: Role::StaffAdmin };
    app.store
        .write_network(async |tx| {
            tx.add_outlet(&outlet, &[], now).await?;
            Ok::<(), AppError>(tx.add_staff(&person, &seat, now).await?)
        })
        .await
        .map_err(|error| match error {
            AppError::UniqueViolation => AppError::Conflict {
                code: "account_taken",
                words: Words::new("这个账号已经有人用了。", "Somebody has this account already."),
            },
            other => other,
        })?;
    Ok(SecretString::from(first))
}

/// The pool of the whole network.
pub fn network_pool(app: &App) -> NumberPoolRecord {
    NumberPoolRecord {
        id: NumberPoolId(app.id()),
        carrier: app.carrier.code().to_owned(),
        outlet: None,
        block_size: BLOCK_SIZE,
        low_water: LOW_WATER,
    }
}

/// Random, and such as a person might have chosen: a few of those that come by chance lack digits, or hold the account's name.
fn first_password(account: &str) -> Result<String, AppError> {
    for _ in 0..ATTEMPTS {
        let first: String = secret::generate()?.chars().take(PASSWORD_CHARS).collect();
        if password::check(&first, &[account]).is_ok() {
            return Ok(first);
        }
    }
    Err(AppError::internal("no password was good enough"))
}
