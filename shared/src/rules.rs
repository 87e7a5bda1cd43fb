//! Rules that say how a new order is sent. They are asked from the first to the last, and the first that fits takes the order.

use serde::{Deserialize, Serialize};

use crate::{CarrierAccountId, ContactId, DepartmentId, OrderId, OrderRuleId, OwnerId, services::Services};

pub const RULES_MAX: usize = 200;
pub const RULE_NAME_CHARS: usize = 60;
/// Values of one condition, and characters of each.
pub const RULE_VALUES_MAX: usize = 100;
pub const RULE_VALUE_CHARS: usize = 60;
/// Orders asked about at once.
pub const RULE_TEST_MAX: usize = 100;

/// What an order must be; everything that is given must hold. Without any it takes every order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleConditions {
    /// Of one of these shops, in small or large letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shops: Vec<String>,
    /// From one of these sources: `api`, or the format of an order file such as `taobao`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// To one of these: GB/T 2260 codes of two (province), four (city) or six digits (county).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub divisions: Vec<u32>,
    /// One of these words is in the goods, in small or large letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<String>,
    /// At least so heavy; an order without a weight does not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_from_g: Option<u32>,
    /// Less heavy than this; an order without a weight does not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_below_g: Option<u32>,
}

/// What becomes of an order that a rule takes. What the order says itself stays as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleOutcome {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The label template, unless one is asked for at printing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// The merchant's account at the carrier it is sent with, instead of with the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_account_id: Option<CarrierAccountId>,
    /// Services it gets besides its own; never `cod`, which only an order knows.
    #[serde(default, skip_serializing_if = "Services::is_empty")]
    pub services: Services,
    /// It waits in the pool until a person looked. Who ships a single shipment has looked.
    #[serde(default)]
    pub hold: bool,
    /// The flag it gets in the pool; up to 20 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub flag: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderRule {
    pub id: OrderRuleId,
    pub name: String,
    /// One that is not takes no order.
    pub is_active: bool,
    pub conditions: RuleConditions,
    pub outcome: RuleOutcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRuleWrite {
    /// 1 to 60 characters.
    pub name: String,
    #[serde(default = "yes")]
    pub is_active: bool,
    #[serde(default)]
    pub conditions: RuleConditions,
    pub outcome: RuleOutcome,
}

const fn yes() -> bool {
    true
}

/// All rules in the order in which they are to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRuleSequence {
    /// Every rule there is, each once.
    pub rule_ids: Vec<OrderRuleId>,
}

/// An order that may not exist, to ask the rules about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSample {
    #[serde(default)]
    pub shop: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub province: String,
    #[serde(default)]
    pub city: String,
    #[serde(default)]
    pub district: String,
    #[serde(default)]
    pub goods: String,
    #[serde(default)]
    pub weight_g: Option<u32>,
}

/// Asks the rules, without changing anything: about orders of the pool, or about one that may not exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleTest {
    /// Up to 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_ids: Vec<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<RuleSample>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleTestResult {
    pub items: Vec<RuleTestItem>,
}

/// Which rule takes an order, and why the others before it do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleTestItem {
    /// None for the sample.
    pub order_id: Option<OrderId>,
    pub order_no: Option<String>,
    pub taken_by: Option<OrderRuleId>,
    /// The rules that were asked, in their order, up to the one that takes it.
    pub asked: Vec<RuleAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleAnswer {
    pub rule_id: OrderRuleId,
    pub name: String,
    pub fits: bool,
    /// Each condition it has, and whether it holds.
    pub conditions: Vec<ConditionAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConditionAnswer {
    /// `shops`, `sources`, `divisions`, `goods`, `weight`.
    pub condition: String,
    pub holds: bool,
    /// Why, in the caller's language.
    pub text: String,
}

/// What was changed of orders of the pool by asking the rules again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RulesApplied {
    pub items: Vec<RuleTestItem>,
}
