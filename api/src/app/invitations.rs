//! Invitations: a link that gives one person one seat, once.

use chrono::TimeDelta;
use shared::{
    InvitationId, OperatorId, Role, UserId,
    operators::{
        Grant, INVITATIONS_MAX, Invitation, InvitationAccept, InvitationAccepted, InvitationCreate, InvitationIssued,
        InvitationShown, OPERATORS_MAX, USER_NAME_CHARS,
    },
};
use store::{
    IdempotencyKey, InvitationRecord, Invitee, NewOperator, NewUser, Origin, TenantScope, UserRecord, WriteTx,
};
use uuid::Uuid;

use crate::app::{
    App, AppError, Caller, Language, Words,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    messages::{self, MessageKind},
    operators::{chosen_for, granted, require_no_more},
    parties, password, secret, sign_in,
    validation::Faults,
};

const NAME_CHARS: usize = 30;
/// How long a link is good.
pub const VALID_HOURS: i64 = 72;
const USER_NAME_MIN_CHARS: usize = 2;

fn view(record: &InvitationRecord, targets: &[(Uuid, Uuid)]) -> Invitation {
    Invitation {
        id: record.id,
        user_name: record.user_name.clone(),
        display_name: record.invitee.display_name.clone(),
        phone: record.invitee.phone.as_deref().map(parties::masked_phone),
        grant: Grant {
            role: record.own_role.is_none().then_some(record.role),
            role_id: record.own_role,
            data_scope: record.data_scope,
            scope_ids: chosen_for(targets, record.id.0),
        },
        created_at: record.created_at,
        expires_at: record.expires_at,
    }
}

pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Invitation>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let records = reader.open_invitations().await?;
    let ids: Vec<Uuid> = records.iter().map(|record| record.id.0).collect();
    let targets = reader.scope_targets(&ids).await?;
    Ok(records.iter().map(|record| view(record, &targets)).collect())
}

/// A user name in the one form it is kept and compared in: lower case, of plain letters, digits, `.`, `-` and `_`. Letters that only look
/// like these are refused, so that no two names look the same.
pub fn user_name(faults: &mut Faults, pointer: &str, text: &str) -> String {
    let name = text.trim().to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if !(USER_NAME_MIN_CHARS..=USER_NAME_CHARS).contains(&name.chars().count()) || !name.chars().all(plain) {
        faults.add(FieldFault::new(
            pointer,
            "bad_user_name",
            Words::new(
                format!("须为 {USER_NAME_MIN_CHARS} 到 {USER_NAME_CHARS} 个英文字母、数字或 . - _。"),
                format!("It has {USER_NAME_MIN_CHARS} to {USER_NAME_CHARS} letters, digits, or . - _."),
            ),
        ));
    }
    name
}

pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &InvitationCreate,
) -> Result<Once<InvitationIssued>, AppError> {
    let mut faults = Faults::default();
    let name = user_name(&mut faults, "/user_name", &request.user_name);
    let display_name = faults.text("/display_name", &request.display_name, true, NAME_CHARS);
    let phone = request.phone.as_deref().map(str::trim).filter(|phone| !phone.is_empty());
    let phone = phone.and_then(|phone| parties::mobile(&mut faults, "/phone", phone));
    let email = request.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    let email = email.and_then(|email| parties::email(&mut faults, "/email", email));
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let granted = granted(caller, &tx, &request.grant, "/grant").await?;
                let record = InvitationRecord {
                    id: InvitationId(app.id()),
                    user_name: name.clone(),
                    role: granted.role,
                    own_role: granted.own_role.map(|own| own.id),
                    data_scope: granted.data_scope,
                    is_first: false,
                    invitee: Invitee { display_name: display_name.clone(), phone: phone.clone(), email: email.clone() },
                    created_by: caller.user,
                    created_at: app.now(),
                    expires_at: app.now() + TimeDelta::hours(VALID_HOURS),
                };
                require_room(&tx, &record.user_name).await?;
                tx.set_scope_targets(record.id.0, &granted.scope_ids).await?;
                let issued = issue(app, &tx, &record, caller.language).await?;
                tx.add_audit_entry(caller.audit(app, "invitation.create", record.id, name.clone())).await?;
                Ok(issued)
            })
            .await
        })
        .await
}

/// The invitation of a merchant's first operator, an owner.
pub async fn invite_first(
    app: &App,
    tx: &WriteTx<'_>,
    invitee: Invitee,
    caller: &Caller,
) -> Result<InvitationIssued, AppError> {
    let record = InvitationRecord {
        id: InvitationId(app.id()),
        user_name: "owner".to_owned(),
        role: Role::MerchantOwner,
        own_role: None,
        data_scope: shared::DataScope::All,
        is_first: true,
        invitee,
        created_by: caller.user,
        created_at: app.now(),
        expires_at: app.now() + TimeDelta::hours(VALID_HOURS),
    };
    issue(app, tx, &record, caller.language).await
}

async fn issue(
    app: &App,
    tx: &WriteTx<'_>,
    record: &InvitationRecord,
    language: Language,
) -> Result<InvitationIssued, AppError> {
    let token = secret::generate()?;
    tx.add_invitation(record, &secret::hash(&token)).await?;
    send_link(app, tx, record, &token, language).await?;
    let targets = tx.scope_targets(&[record.id.0]).await?;
    Ok(InvitationIssued { invitation: view(record, &targets), token })
}

/// Sends the link to whom it is for, where the network can: by mail, or else by SMS.
async fn send_link(
    app: &App,
    tx: &WriteTx<'_>,
    record: &InvitationRecord,
    token: &str,
    language: Language,
) -> Result<(), AppError> {
    let invitee = &record.invitee;
    let to = app.settings.messages.reach(invitee.email.as_deref(), invitee.phone.as_deref());
    let Some(to) = to else { return Ok(()) };
    let merchant = tx.merchant().await?.name;
    // After the number sign: a secret in the rest of an address would stand in logs on the way.
    let link = format!("{}/join#{token}", app.settings.public_url);
    let hours = VALID_HOURS.to_string();
    let values = [("merchant", &*merchant), ("link", &*link), ("hours", &*hours)];
    let message = messages::message(app, to, MessageKind::Invitation, &values, language)?;
    Ok(tx.add_message(&message).await?)
}

async fn require_room(tx: &WriteTx<'_>, name: &str) -> Result<(), AppError> {
    // One inviter at a time, so that no two invitations promise the same name.
    let operators = tx.lock_operators().await?;
    let open = tx.open_invitations().await?;
    if operators.iter().any(|operator| operator.user_name == name) || open.iter().any(|open| open.user_name == name) {
        let words = Words::new("这个用户名已被使用或已被邀请。", "This user name is taken, or invited already.");
        return Err(AppError::Invalid(vec![FieldFault::new("/user_name", "taken", words)]));
    }
    if operators.len() + open.len() >= OPERATORS_MAX || open.len() >= INVITATIONS_MAX {
        let words = Words::new(
            format!("最多 {OPERATORS_MAX} 名人员、{INVITATIONS_MAX} 个未接受的邀请。"),
            format!("At most {OPERATORS_MAX} operators and {INVITATIONS_MAX} open invitations."),
        );
        return Err(AppError::Conflict { code: "too_many_operators", words });
    }
    Ok(())
}

/// A new link for an invitation that is open, over or not; the one of before is dead.
pub async fn renew(app: &App, caller: &Caller, id: InvitationId) -> Result<InvitationIssued, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let record = touchable(&tx, caller, id).await?;
            tx.add_audit_entry(caller.audit(app, "invitation.renew", id, record.user_name.clone())).await?;
            renewed(app, &tx, record, caller.language).await
        })
        .await
}

/// An open invitation with a new link, which is sent as the first one was.
pub async fn renewed(
    app: &App,
    tx: &WriteTx<'_>,
    mut record: InvitationRecord,
    language: Language,
) -> Result<InvitationIssued, AppError> {
    let token = secret::generate()?;
    record.expires_at = app.now() + TimeDelta::hours(VALID_HOURS);
    tx.renew_invitation(record.id, &secret::hash(&token), record.expires_at).await?;
    send_link(app, tx, &record, &token, language).await?;
    let targets = tx.scope_targets(&[record.id.0]).await?;
    Ok(InvitationIssued { invitation: view(&record, &targets), token })
}

pub async fn revoke(app: &App, caller: &Caller, id: InvitationId) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let record = touchable(&tx, caller, id).await?;
            tx.revoke_invitation(id, app.now()).await?;
            Ok(tx.add_audit_entry(caller.audit(app, "invitation.revoke", id, record.user_name)).await?)
        })
        .await
}

/// An open invitation that gives no more than the caller has.
async fn touchable(tx: &WriteTx<'_>, caller: &Caller, id: InvitationId) -> Result<InvitationRecord, AppError> {
    let record = tx.open_invitation(id).await?.ok_or(AppError::NotFound)?;
    let own = match record.own_role {
        Some(role) => tx.role(role).await?,
        None => None,
    };
    let built_in = || record.role.permissions().iter().copied().collect();
    require_no_more(caller, own.map_or_else(built_in, |own| own.permissions))?;
    Ok(record)
}

/// What the link of an invitation leads to.
struct Followed {
    scope: TenantScope,
    record: InvitationRecord,
    merchant_name: String,
    account: String,
    /// Who signs in with the invited phone already.
    known: Option<UserRecord>,
}

async fn follow(app: &App, token: &str) -> Result<Followed, AppError> {
    let network = app.store.network();
    let found = network.find_invitation(&secret::hash(token.trim()), app.now()).await?;
    let (scope, record) = found.ok_or(AppError::NotFound)?;
    let merchant = app.store.read(scope).merchant().await?;
    let known = match &record.invitee.phone {
        Some(phone) => network.find_user_by_phone(phone).await?,
        None => None,
    };
    let account = format!("{}/{}", merchant.code, record.user_name);
    Ok(Followed { scope, record, merchant_name: merchant.name, account, known })
}

pub async fn show(app: &App, token: &str) -> Result<InvitationShown, AppError> {
    let followed = follow(app, token).await?;
    Ok(InvitationShown {
        merchant_name: followed.merchant_name,
        account: followed.account,
        display_name: followed.record.invitee.display_name,
        has_password: followed.known.is_some(),
        expires_at: followed.record.expires_at,
    })
}

/// Takes the seat. A person who is known by the invited phone proves that it is they, and has one seat more from now on.
pub async fn accept(app: &App, request: &InvitationAccept, origin: &Origin) -> Result<InvitationAccepted, AppError> {
    let token = request.token.trim();
    let followed = follow(app, token).await?;
    let record = &followed.record;
    let email = match &record.invitee.email {
        // One address leads to one person; whoever has it keeps it.
        Some(email) if app.store.network().find_user_by_email(email).await?.is_none() => Some(email.clone()),
        _ => None,
    };
    let (user, person) = match &followed.known {
        Some(known) => {
            sign_in::prove(app, known, &request.password, "/password", origin).await?;
            if app.store.read(followed.scope).has_seat(known.id).await? {
                let words = Words::new(
                    "这个手机号已是该商家的人员，请直接登录。",
                    "The person of this phone has a seat here already; sign in.",
                );
                return Err(AppError::Conflict { code: "has_seat", words });
            }
            (known.id, None)
        }
        None => {
            password::check_at("/password", &request.password, &[&record.user_name])?;
            let hash = app.password_work.hash(&request.password).await?;
            let user = NewUser {
                id: UserId(app.id()),
                user_name: None,
                phone: record.invitee.phone.clone(),
                email,
                display_name: record.invitee.display_name.clone(),
                password_hash: hash,
                must_change_password: false,
            };
            (user.id, Some(user))
        }
    };
    let seat = NewOperator {
        id: OperatorId(app.id()),
        user,
        user_name: record.user_name.clone(),
        role: record.role,
        own_role: record.own_role,
        data_scope: record.data_scope,
        is_first: record.is_first,
    };
    let token_hash = secret::hash(token);
    let now = app.now();
    app.store
        .take_seat(followed.scope, person.as_ref(), &seat, now, async |tx: &WriteTx<'_>| {
            if !tx.use_invitation(record.id, &token_hash, now).await? {
                return Err(AppError::NotFound);
            }
            let targets = tx.scope_targets(&[record.id.0]).await?;
            let targets: Vec<Uuid> = targets.into_iter().map(|(_, target)| target).collect();
            tx.set_scope_targets(record.id.0, &[]).await?;
            tx.set_scope_targets(seat.id.0, &targets).await?;
            let entry = store::AuditEntry {
                user: Some(user),
                actor: String::new(),
                action: "invitation.accept",
                subject: record.id.to_string(),
                detail: record.user_name.clone(),
                origin: origin.clone(),
                at: now,
            };
            Ok(tx.add_audit_entry(entry).await?)
        })
        .await?;
    Ok(InvitationAccepted { account: followed.account })
}
