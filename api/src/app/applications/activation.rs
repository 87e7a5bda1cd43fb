//! The link by which the first operator of a new merchant takes their seat: another one for a contact whose link was lost or came too late.

use shared::{MerchantId, MerchantStatus, operators::InvitationIssued};

use crate::app::{App, AppError, Caller, Words, applications::review, invitations};

/// Another link, sent as the first one was; the one of before is dead. Once somebody took the seat there is none: they have their own ways
/// to a new password, and nobody opens another's account.
pub async fn renew_link(app: &App, caller: &Caller, id: MerchantId) -> Result<InvitationIssued, AppError> {
    let reviewer = review::reviewer(app, caller).await?;
    let issued = app
        .store
        .write_network(async |tx| {
            let found = tx.merchant_for_update(id).await?;
            let merchant = found.filter(|merchant| reviewer.sees(merchant.outlet)).ok_or(AppError::NotFound)?;
            if merchant.status == MerchantStatus::Closed {
                let words = Words::new(
                    "账户已关闭，请先恢复再发链接。",
                    "The account is closed; reopen it before sending a link.",
                );
                return Err(AppError::Conflict { code: "merchant_closed", words });
            }
            let own = tx.within(&merchant);
            let first = own.open_invitations().await?.into_iter().find(|invitation| invitation.is_first);
            let first = first.ok_or_else(activated)?;
            let issued = invitations::renewed(app, &own, first, caller.language).await?;
            own.add_audit_entry(caller.audit(app, "merchant.link", id, "")).await?;
            tx.add_audit_entry(caller.audit(app, "merchant.link", id, "")).await?;
            Ok(issued)
        })
        .await?;
    app.nudge.notify_one();
    Ok(issued)
}

fn activated() -> AppError {
    AppError::Conflict {
        code: "merchant_activated",
        words: Words::new(
            "这个商家已经激活；忘记密码请本人在登录页重设。",
            "Somebody took the seat already; they reset a lost password themselves, where they sign in.",
        ),
    }
}
