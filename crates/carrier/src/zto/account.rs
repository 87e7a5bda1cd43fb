//! E-waybill accounts: how many numbers are left, and binding one to the application.

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Zto,
    call::{Api, Payload},
    errors::invalid,
    wire::{Count, to_text},
};
use crate::remote::{Account, Balance, BindRequest, RemoteError, RemotePorts};

const BALANCE: Api = Api::reads("zto.open.queryAvailableBalanceNew");
/// Binding what is bound already changes nothing, so an unclear answer may be asked again.
const BIND: Api = Api::reads("zto.open.bindingEaccount");
/// 普通电子面单.
const ORDINARY_NUMBERS: &str = "1";

#[derive(Serialize)]
struct Ask<'a> {
    /// Within two hours of the platform's clock.
    datetime: String,
    partner: &'a str,
    verify: &'a str,
    content: Content,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    type_id: &'static str,
}

/// A balance without its main number is no answer; the others are there for show.
#[derive(Deserialize)]
struct Answer {
    available: Count,
    #[serde(default)]
    recharge: Count,
    #[serde(default)]
    back: Count,
    #[serde(default)]
    recovery: Count,
}

pub(super) async fn balance(zto: &Zto, ports: &RemotePorts<'_>, account: &Account) -> Result<Balance, RemoteError> {
    let Account::Waybill { id, password } = account else {
        return Err(invalid(
            "account",
            "no_numbers_of_its_own",
            "集团客户没有单独的单号余额",
            "group customers have no numbers of their own",
        ));
    };
    let payload = Payload::json(&Ask {
        datetime: to_text(ports.clock.now()),
        partner: id,
        verify: password.expose_secret(),
        content: Content { type_id: ORDINARY_NUMBERS },
    })?;
    let answer: Answer = zto.call(ports, &BALANCE, payload).await?;
    Ok(Balance {
        bought: answer.recharge.0,
        available: answer.available.0,
        returned: answer.back.0,
        recovered: answer.recovery.0,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bind<'a> {
    eaccount: &'a str,
    eaccount_pwd: &'a str,
    site_code: &'a str,
}

pub(super) async fn bind(zto: &Zto, ports: &RemotePorts<'_>, request: &BindRequest) -> Result<(), RemoteError> {
    if request.account.trim().is_empty() {
        return Err(invalid("account", "account_missing", "请填写电子面单账号", "the e-waybill account is missing"));
    }
    let payload = Payload::json(&Bind {
        eaccount: &request.account,
        eaccount_pwd: request.password.expose_secret(),
        site_code: &request.site_code,
    })?;
    zto.call::<Option<Value>>(ports, &BIND, payload).await.map(|_| ())
}
