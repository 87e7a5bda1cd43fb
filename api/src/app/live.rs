//! What open pages are told as it happens.

use std::{collections::HashMap, sync::Mutex};

use shared::{MerchantId, events::LiveEvent};
use store::TenantScope;
use tokio::sync::broadcast;

/// Topic of the outbox message that becomes `LiveEvent::ShipmentsChanged`.
pub const SHIPMENTS_CHANGED: &str = "shipments_changed";

/// Topic of the outbox message that becomes `LiveEvent::ProblemsChanged`.
pub const PROBLEMS_CHANGED: &str = "problems_changed";

/// Events a slow page may fall behind before it is told to ask again.
const BACKLOG: usize = 64;

/// One channel a merchant that has a page open on this node.
#[derive(Default)]
pub struct LiveEvents(Mutex<HashMap<MerchantId, broadcast::Sender<LiveEvent>>>);

impl LiveEvents {
    pub fn subscribe(&self, scope: TenantScope) -> broadcast::Receiver<LiveEvent> {
        let mut channels = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        channels.retain(|_, sender| sender.receiver_count() > 0);
        channels.entry(scope.merchant_id()).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe()
    }

    pub fn publish(&self, scope: TenantScope, event: LiveEvent) {
        let channels = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(sender) = channels.get(&scope.merchant_id()) {
            // Nobody listening is fine: the page reads the state when it opens.
            let _ = sender.send(event);
        }
    }
}
