//! An order that was given to a carrier: its number is looked for again and again, for a while.

use shared::{
    OrderId, ShipmentId,
    carriers::{Placement, PlacementState},
};

/// What the carrier said of an order so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Nothing,
    /// It gave a number; there is a shipment.
    Number(ShipmentId),
    /// It does not take it: the order is back in the pool, held.
    Refused {
        words: String,
    },
}

/// What stands in the answer about this order.
pub fn said(found: &[Placement], order: OrderId) -> Said {
    let Some(placement) = found.iter().find(|placement| placement.order_id == order) else { return Said::Nothing };
    match (placement.state, placement.shipment_id) {
        (PlacementState::Placed, Some(shipment)) => Said::Number(shipment),
        (PlacementState::Refused, _) => Said::Refused { words: placement.words.clone().unwrap_or_default() },
        (PlacementState::Placing | PlacementState::Placed, _) => Said::Nothing,
    }
}

#[cfg(target_arch = "wasm32")]
pub use waiting::wait_for_number;

#[cfg(target_arch = "wasm32")]
mod waiting {
    use std::time::Duration;

    use shared::OrderId;

    use super::{Said, said};
    use crate::{browser::sleep, console::orders::service};

    const LOOK_EVERY: Duration = Duration::from_secs(1);

    /// Looks once a second until the carrier said something, so many times at most, and only while somebody waits. A question that failed is
    /// asked again.
    pub async fn wait_for_number(order: OrderId, looks_max: u32, is_awaited: impl Fn() -> bool) -> Said {
        for _ in 0..looks_max {
            sleep(LOOK_EVERY).await;
            if !is_awaited() {
                return Said::Nothing;
            }
            let Ok(found) = service::placements(vec![order]).await else { continue };
            match said(&found, order) {
                Said::Nothing => {}
                said => return said,
            }
        }
        Said::Nothing
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::CarrierAccountId;
    use uuid::Uuid;

    use super::*;

    fn placement(order: u128, state: PlacementState) -> Placement {
        Placement {
            order_id: OrderId(Uuid::from_u128(order)),
            account_id: CarrierAccountId(Uuid::from_u128(1)),
            state,
            words: Some("账号余额不足".to_owned()),
            tries: 1,
            asked_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            shipment_id: None,
        }
    }

    #[test]
    fn only_a_shipment_or_a_refusal_ends_the_wait() {
        let order = OrderId(Uuid::from_u128(7));
        assert_eq!(said(&[], order), Said::Nothing);
        assert_eq!(said(&[placement(7, PlacementState::Placing)], order), Said::Nothing);
        assert_eq!(said(&[placement(8, PlacementState::Refused)], order), Said::Nothing, "another order");
        let refused = Said::Refused { words: "账号余额不足".to_owned() };
        assert_eq!(said(&[placement(7, PlacementState::Refused)], order), refused);
        let shipment = ShipmentId(Uuid::from_u128(9));
        let placed = Placement { shipment_id: Some(shipment), ..placement(7, PlacementState::Placed) };
        assert_eq!(said(&[placed], order), Said::Number(shipment));
    }
}
