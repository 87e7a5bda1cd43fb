//! On what terms a caller ships at a moment: price, sender, owner, department.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use shared::{ContactId, DepartmentId, OwnerId, UserId, parts::Markup};
use store::SentFrom;
use tariff::Tariff;

use crate::app::{
    App, AppError, Words,
    forbidden_goods::Dictionary,
    merchants,
    parts::{self, SentBy},
    time_zone,
};

/// What is the same for every shipment made by one caller at one moment.
pub struct Terms {
    pub tariff: Tariff,
    /// Where parcels come from.
    pub sender: SentFrom,
    /// The sending address that was asked for; none where it is the default.
    pub asked_sender: Option<ContactId>,
    pub owner: Option<OwnerId>,
    /// What the owner pays beside what the merchant pays.
    pub markup: Option<Markup>,
    /// The owner's label template.
    pub template: Option<String>,
    pub department: Option<DepartmentId>,
    pub forbidden_goods: Arc<Dictionary>,
    /// The day, in the merchant's zone.
    pub day: NaiveDate,
    pub now: DateTime<Utc>,
    pub made_by: UserId,
}

/// The merchant's tariff and sender as they stand now. Nothing here changes while parcels are made, so single ones read it before they
/// wait for their turn to write.
pub async fn terms<C: store::Connection>(
    app: &App,
    reader: &store::Scoped<'_, C>,
    asked: SentBy,
    made_by: UserId,
) -> Result<Terms, AppError> {
    terms_from(app, reader, asked, None, made_by).await
}

/// The same, sent from where it was said before, whatever the address book says now.
pub async fn terms_from<C: store::Connection>(
    app: &App,
    reader: &store::Scoped<'_, C>,
    asked: SentBy,
    sender: Option<SentFrom>,
    made_by: UserId,
) -> Result<Terms, AppError> {
    let now = app.now();
    let (by, owners) = parts::completed(reader, asked).await?;
    let sender = match sender {
        Some(sender) => sender,
        None => sending_address(reader, by.sender).await?,
    };
    let merchant = reader.merchant().await?;
    merchants::require_open(merchant.status)?;
    Ok(Terms {
        tariff: tariff_in_force(reader.tariff_at(now).await?)?,
        sender,
        asked_sender: by.sender,
        owner: by.owner,
        markup: owners.markup,
        template: owners.template,
        department: by.department,
        forbidden_goods: app.forbidden_goods.at_hand(&app.store, now).await?,
        day: time_zone::day(&merchant.time_zone, now),
        now,
        made_by,
    })
}

async fn sending_address<C: store::Connection>(
    reader: &store::Scoped<'_, C>,
    asked: Option<ContactId>,
) -> Result<SentFrom, AppError> {
    let contact = match asked {
        Some(id) => Some(parts::sender(reader, id).await?),
        None => reader.default_sender().await?,
    };
    let contact = contact.ok_or_else(|| AppError::Unacceptable {
        code: "no_sender",
        words: Words::new("还没有寄件地址，请先添加一个。", "There is no sending address yet; add one first."),
    })?;
    Ok(SentFrom { contact: contact.id, place: contact.place, party: contact.party })
}

pub fn tariff_in_force(record: Option<store::TariffRecord>) -> Result<Tariff, AppError> {
    let record = record.ok_or_else(|| AppError::Unacceptable {
        code: "no_tariff",
        words: Words::new("还没有签约价格，请联系网点。", "No tariff is agreed yet; ask your outlet."),
    })?;
    serde_json::from_str(&record.rule).map_err(AppError::internal)
}
