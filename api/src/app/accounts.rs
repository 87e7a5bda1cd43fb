//! Who the caller is, and what they say of themselves first.

use shared::{
    ContactId, Permission,
    auth::{Me, MeMerchant, MePatch, MeStaff},
    contacts::ContactKind,
    merchants::MerchantSetup,
};
use store::{ContactRecord, Seat};

use crate::app::{App, AppError, Caller, Words, caller::forbidden, parties, sessions, sign_in, validation::Faults};

/// Of a person's name.
const NAME_CHARS: usize = 30;

/// The signed-in person with the seat this session has.
pub async fn me(app: &App, caller: &Caller) -> Result<Me, AppError> {
    let network = app.store.network();
    let user = network.find_user(caller.user).await?.ok_or_else(sessions::signed_out)?;
    let session = network.find_session(caller.session()?).await?.ok_or_else(sessions::signed_out)?;
    let merchant = match caller.scope() {
        Ok(scope) => {
            let merchant = app.store.read(scope).merchant().await?;
            let account_manager = match merchant.account_manager {
                Some(staff) => network.staff_name(staff).await?,
                None => None,
            };
            Some(MeMerchant {
                id: merchant.id,
                operator_id: session.operator,
                code: merchant.code,
                name: merchant.name,
                status: merchant.status,
                account_manager,
            })
        }
        Err(_) => None,
    };
    let staff_view = merchant.is_some() && session.staff.is_some();
    let staff = match session.staff {
        Some(id) => Some(MeStaff { id, outlet_name: outlet_name(app, caller).await? }),
        None => None,
    };
    Ok(Me {
        user_id: user.id,
        display_name: user.display_name,
        role: caller.role,
        own_role_name: caller.own_role.clone(),
        permissions: caller.permissions.iter().collect(),
        data_scope: caller.data_scope,
        must_change_password: caller.must.change_password,
        has_totp: user.has_totp,
        must_set_up_totp: caller.must.set_up_totp,
        must_set_up_merchant: caller.must.set_up_merchant,
        merchant,
        staff,
        staff_view,
        hotline: app.settings.hotline.clone(),
    })
}

async fn outlet_name(app: &App, caller: &Caller) -> Result<String, AppError> {
    let network = app.store.network();
    for seat in network.seats(caller.user).await? {
        if let Seat::Staff { outlet, .. } = seat {
            return Ok(network.find_outlet_name(outlet).await?.unwrap_or_default());
        }
    }
    Ok(String::new())
}

/// Changes what the caller is called, wherever they work.
pub async fn rename(app: &App, caller: &Caller, request: &MePatch) -> Result<Me, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/display_name", &request.display_name, true, NAME_CHARS);
    faults.settle()?;
    app.store.network().set_display_name(caller.user, &name, app.now()).await?;
    sign_in::log_caller(app, caller, "profile.change").await?;
    me(app, caller).await
}

/// Sets a merchant up that was just opened. It is done once; whoever comes later changes addresses and names where they stand.
pub async fn set_up(app: &App, caller: &Caller, request: &MerchantSetup) -> Result<(), AppError> {
    let scope = caller.scope()?;
    if !caller.must.set_up_merchant {
        return Err(AppError::Conflict {
            code: "is_set_up",
            words: Words::new("已经设置过了。", "It is set up already."),
        });
    }
    if !caller.permissions.may(Permission::SettingsWrite) {
        return Err(forbidden());
    }
    let mut faults = Faults::default();
    let name = faults.text("/display_name", &request.display_name, true, NAME_CHARS);
    let sender = parties::resolve(&request.sender, "/sender", &mut faults);
    faults.settle()?;
    let sender = sender.ok_or_else(|| AppError::internal("a party without faults did not resolve"))?;
    let now = app.now();
    let record = ContactRecord {
        id: ContactId(app.id()),
        kind: ContactKind::Sender,
        is_default: true,
        group: String::new(),
        owner: None,
        place: sender.place,
        party: sender.pii,
    };
    app.store
        .write(scope, async |tx| {
            if tx.set_up().await? {
                tx.add_contacts(std::slice::from_ref(&record), now).await?;
                tx.add_audit_entry(caller.audit(app, "merchant.setup", format!("contact {}", record.id), "")).await?;
            }
            Ok::<(), AppError>(())
        })
        .await?;
    Ok(app.store.network().set_display_name(caller.user, &name, now).await?)
}
