//! Approving an application: the merchant, its contract, its tariff and the invitation of its first operator come into being in one write, or none of them does.

use shared::{
    ApplicationId, MerchantId, MerchantStatus,
    applications::{ApplicationApproved, ApplicationStep},
    operators::InvitationIssued,
};
use store::{ApplicationRecord, ContractRecord, Invitee, MerchantRecord, NetworkTx, TariffRecord};

use crate::app::{
    App, AppError, Caller, Words,
    applications::{advance, event, review, step_is_not_open, terms},
    invitations, time_zone,
};

/// Customer codes are `K` and six digits.
const CODES: std::ops::RangeInclusive<i64> = 100_000..=999_999;

pub async fn approve(app: &App, caller: &Caller, id: ApplicationId) -> Result<ApplicationApproved, AppError> {
    let reviewer = review::reviewer(app, caller).await?;
    let happened = event(app, id, "approved", Some(reviewer.staff), None);
    app.store
        .write_network(async |tx| {
            let mut application = review::in_hand(&tx, &reviewer, id).await?;
            let state = application.state;
            state.after(ApplicationStep::Approve).ok_or_else(|| step_is_not_open(state))?;
            let merchant = MerchantRecord {
                id: MerchantId(app.id()),
                code: customer_code(&tx).await?,
                name: application.form.company_name.clone(),
                outlet: application.outlet,
                time_zone: time_zone::NETWORK.to_owned(),
                status: MerchantStatus::Open,
                account_manager: Some(reviewer.staff),
                require_totp: false,
                needs_setup: true,
            };
            let invitation = open_account(app, &tx, &merchant, &application, caller).await?;
            application.merchant = Some(merchant.id);
            advance(app, &tx, &mut application, ApplicationStep::Approve, &happened).await?;
            tx.add_audit_entry(caller.audit(app, "application.approve", id, merchant.code.clone())).await?;
            Ok(ApplicationApproved { merchant_id: merchant.id, customer_code: merchant.code, invitation })
        })
        .await
}

/// The next code that no merchant has: some were given by hand.
async fn customer_code(tx: &NetworkTx<'_>) -> Result<String, AppError> {
    loop {
        let number = tx.next_customer_number().await?;
        if !CODES.contains(&number) {
            return Err(AppError::internal("every customer code of the network is given"));
        }
        let code = format!("K{number}");
        if !tx.is_customer_code_taken(&code).await? {
            return Ok(code);
        }
    }
}

async fn open_account(
    app: &App,
    tx: &NetworkTx<'_>,
    merchant: &MerchantRecord,
    application: &ApplicationRecord,
    caller: &Caller,
) -> Result<InvitationIssued, AppError> {
    let now = app.now();
    let (Some(offered), Some(hash), Some(accepted_at)) =
        (&application.terms, &application.accepted_hash, application.accepted_at)
    else {
        return Err(AppError::internal("an accepted application without its terms"));
    };
    if offered.hash != *hash {
        return Err(AppError::Conflict {
            code: "terms_changed",
            words: Words::new(
                "申请人接受的不是现在的条款。",
                "The applicant accepted other terms than the present ones.",
            ),
        });
    }
    let agreed = terms::read(offered)?;
    let own = tx.create_merchant(merchant, now).await?;
    let contract = ContractRecord {
        id: app.id(),
        application: application.id,
        settlement: agreed.settlement,
        credit_limit_fen: agreed.credit_limit.map_or(0, units::Money::fen),
        agreement_no: agreed.agreement_no,
        agreement_expires_on: agreed.agreement_expires_on,
        terms_hash: hash.clone(),
        accepted_at,
    };
    own.add_contract(&contract, now).await?;
    let mut wallet = own.wallet_for_update().await?;
    wallet.settlement = agreed.settlement;
    wallet.credit_limit = agreed.credit_limit.unwrap_or(units::Money::ZERO);
    wallet.floor = Some(units::Money::ZERO);
    own.set_wallet_limits(&wallet, now).await?;
    let rule = serde_json::to_string(&agreed.tariff).map_err(AppError::internal)?;
    own.add_tariff(&TariffRecord { id: app.id(), valid_from: now, rule }, now).await?;
    let form = &application.form;
    let invitee = Invitee {
        display_name: form.contact_name.clone(),
        phone: Some(form.contact_phone.clone()),
        email: form.contact_email.clone(),
    };
    let issued = invitations::invite_first(app, &own, invitee, caller).await?;
    own.add_audit_entry(caller.audit(app, "merchant.open", merchant.id, contract.agreement_no)).await?;
    Ok(issued)
}
