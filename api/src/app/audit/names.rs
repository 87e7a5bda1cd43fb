//! What the people in a log are called there.

use std::collections::HashMap;

use shared::{UserId, audit::AuditEntryView};
use store::AuditRecord;

use crate::app::{App, AppError, Caller};

pub struct Names {
    known: HashMap<UserId, String>,
    /// Stands before the names of the network's people in a merchant's log.
    network: Option<String>,
}

impl Names {
    /// A merchant's own people, by their user names.
    pub async fn of_merchant(app: &App, caller: &Caller) -> Result<Names, AppError> {
        let operators = app.store.read(caller.scope()?).operators().await?;
        let known = operators.into_iter().map(|operator| (operator.user, operator.user_name)).collect();
        Ok(Names { known, network: Some(app.settings.network_name.clone()) })
    }

    /// The network's log has only its own people in it.
    pub fn of_network() -> Names {
        Names { known: HashMap::new(), network: None }
    }

    /// Learns who else stands in these entries: whoever has no seat at the merchant acted for the network.
    pub async fn learn(&mut self, app: &App, records: &[AuditRecord]) -> Result<(), AppError> {
        let mut others: Vec<UserId> =
            records.iter().filter_map(|record| record.user).filter(|user| !self.known.contains_key(user)).collect();
        others.sort_unstable();
        others.dedup();
        if others.is_empty() {
            return Ok(());
        }
        let people = app.store.network().find_users(&others).await?;
        for user in others {
            let name = people.iter().find(|person| person.id == user).map(|person| person.display_name.clone());
            let called = match (&self.network, name) {
                (Some(network), Some(name)) => format!("{network} · {name}"),
                (Some(network), None) => network.clone(),
                (None, name) => name.unwrap_or_else(|| user.to_string()),
            };
            self.known.insert(user, called);
        }
        Ok(())
    }

    pub fn view(&self, record: AuditRecord) -> AuditEntryView {
        AuditEntryView {
            seq: record.seq,
            at: record.at,
            who: record.user.and_then(|user| self.known.get(&user).cloned()),
            actor: record.actor,
            action: record.action,
            subject: record.subject,
            detail: record.detail,
            ip: record.origin.ip,
            place: record.origin.place,
            hash: record.hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }
}
