//! Who the caller is.

use shared::auth::{Me, MeMerchant, MeStaff};
use store::Seat;

use crate::app::{App, AppError, Caller, sessions};

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
