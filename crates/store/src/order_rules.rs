//! The rules that say how new orders are sent.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{
    OrderRuleId,
    rules::{RULES_MAX, RuleConditions, RuleOutcome},
};

use crate::{Scoped, StoreError, WriteTx, entity::order_rules};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRuleRecord {
    pub id: OrderRuleId,
    /// Rules are asked in the order of their places.
    pub place: i32,
    pub name: String,
    pub is_active: bool,
    pub conditions: RuleConditions,
    pub outcome: RuleOutcome,
}

const CORRUPT: StoreError = StoreError::Corrupt("order rule");

fn record(row: order_rules::Model) -> Result<OrderRuleRecord, StoreError> {
    Ok(OrderRuleRecord {
        id: OrderRuleId(row.id),
        place: row.place,
        name: row.name,
        is_active: row.is_active,
        conditions: serde_json::from_str(&row.conditions).map_err(|_| CORRUPT)?,
        outcome: serde_json::from_str(&row.outcome).map_err(|_| CORRUPT)?,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// All of them, in the order in which they are asked.
    pub async fn order_rules(&self) -> Result<Vec<OrderRuleRecord>, StoreError> {
        let rows = order_rules::Entity::find()
            .filter(order_rules::Column::MerchantId.eq(self.merchant))
            .order_by_asc(order_rules::Column::Place)
            .order_by_asc(order_rules::Column::Id)
            .limit(RULES_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }
}

impl WriteTx<'_> {
    pub async fn add_order_rule(&self, rule: &OrderRuleRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut row = self.order_rule_row(rule, now)?;
        row.created_at = Set(now);
        order_rules::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_order_rule(&self, rule: &OrderRuleRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut row = self.order_rule_row(rule, now)?;
        row.merchant_id = Unchanged(self.merchant);
        row.id = Unchanged(rule.id.0);
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Orders that it took name it still; who looks for it finds nothing.
    pub async fn delete_order_rule(&self, id: OrderRuleId) -> Result<bool, StoreError> {
        let deleted = order_rules::Entity::delete_by_id((self.merchant, id.0)).exec(self.conn).await?;
        Ok(deleted.rows_affected > 0)
    }

    fn order_rule_row(
        &self,
        rule: &OrderRuleRecord,
        now: DateTime<Utc>,
    ) -> Result<order_rules::ActiveModel, StoreError> {
        Ok(order_rules::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(rule.id.0),
            place: Set(rule.place),
            name: Set(rule.name.clone()),
            is_active: Set(rule.is_active),
            conditions: Set(serde_json::to_string(&rule.conditions).map_err(|_| CORRUPT)?),
            outcome: Set(serde_json::to_string(&rule.outcome).map_err(|_| CORRUPT)?),
            updated_at: Set(now),
            ..Default::default()
        })
    }
}
