//! What a merchant divides its shipments by: owners (货主) and departments.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{ContactId, DepartmentId, OwnerId, TableFormat};

pub const OWNERS_MAX: usize = 1_000;
pub const DEPARTMENTS_MAX: usize = 1_000;
pub const PART_CODE_CHARS: usize = 20;
pub const PART_NAME_CHARS: usize = 60;
/// Ten times the merchant's price.
pub const MARKUP_BASIS_POINTS_MAX: u32 = 100_000;
pub const MARKUP_A_PARCEL_MAX: Money = Money::from_fen(100_000);

/// A 3PL's own client: shipments, contacts and reports are split by owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owner {
    pub id: OwnerId,
    /// The merchant's own short name of it, unique, as order files name it.
    pub code: String,
    pub name: String,
    /// Nothing new is shipped for one that is not.
    pub is_active: bool,
    /// Where their parcels are sent from, unless an order says something else.
    pub sender_contact_id: Option<ContactId>,
    /// The label template of their parcels, unless a rule gives another; none: the merchant's.
    #[serde(default)]
    pub template_id: Option<String>,
    /// What they pay beside what the merchant pays.
    #[serde(default)]
    pub markup: Markup,
}

/// What an owner pays beside what the merchant pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Markup {
    /// Hundredths of a percent of the merchant's price: 1250 is 12.5 %. Up to 100 000.
    #[serde(default)]
    pub basis_points: u32,
    /// A parcel, in yuan; 0 to 1 000.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.30"))]
    pub a_parcel: Money,
}

impl Markup {
    /// What an owner pays for a parcel that costs the merchant `price`, rounded half up to whole fen.
    pub fn price(self, price: Money) -> Option<Money> {
        let share = price.fen().checked_mul(i64::from(self.basis_points))?.checked_add(5_000)?.div_euclid(10_000);
        price.checked_add(Money::from_fen(share))?.checked_add(self.a_parcel)
    }
}

/// What an owner is charged for the shipments of some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerBill {
    pub owner_id: OwnerId,
    pub owner_code: String,
    pub owner_name: String,
    /// Shipments made on these days that are not voided.
    pub parcels: u32,
    pub billed_weight_g: u64,
    /// What the merchant pays for them; nothing where the caller is the owner's.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "420.00"))]
    pub cost: Option<Money>,
    /// What the owner pays.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "520.00"))]
    pub amount: Money,
    /// What is collected from receivers for the owner (代收货款).
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.00"))]
    pub cod: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnerWrite {
    /// 1 to 20 characters, unique among the merchant's owners.
    pub code: String,
    /// 1 to 60 characters.
    pub name: String,
    #[serde(default = "yes")]
    pub is_active: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
    /// A template of waybill labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// Left out of a change, it stays; left out of a new one, there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<Markup>,
}

/// A cost centre: who sent what, at whose cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Department {
    pub id: DepartmentId,
    /// The merchant's own short name of it, unique, as order files name it.
    pub code: String,
    pub name: String,
    /// Nothing new is shipped for one that is not.
    pub is_active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentWrite {
    /// 1 to 20 characters, unique among the merchant's departments.
    pub code: String,
    /// 1 to 60 characters.
    pub name: String,
    #[serde(default = "yes")]
    pub is_active: bool,
}

const fn yes() -> bool {
    true
}

/// What the shipments of some days cost one department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartmentCost {
    /// None: what was sent at no department's cost.
    pub department_id: Option<DepartmentId>,
    pub department_code: String,
    pub department_name: String,
    /// Shipments made on these days that are not voided.
    pub parcels: u32,
    pub billed_weight_g: u64,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "420.00"))]
    pub cost: Money,
}

/// An owner's bill as a file: its shipments line by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnerBillExport {
    pub owner_id: OwnerId,
    /// First day, in the merchant's zone.
    pub from: NaiveDate,
    /// Last day, inclusive; at most a year after the first.
    pub to: NaiveDate,
    pub format: TableFormat,
}
