//! A provider's bill of a day, as lines of ours.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use units::Money;

use crate::china;

/// A bill as it is downloaded.
pub(crate) const BILL_BYTES_MAX: usize = 32 << 20;
/// More lines than a day of any installation has.
pub(crate) const BILL_LINES_MAX: usize = 500_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillKind {
    Payment,
    Refund,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillLine {
    pub kind: BillKind,
    /// Our number of the payment, also of a refund's. As it stands there: a line that is not ours must be seen, too.
    pub payment_no: String,
    /// Our number of the refund.
    pub refund_no: Option<String>,
    /// The provider's number of the payment, of a refund with WeChat Pay that of the refund.
    pub provider_no: String,
    /// What was paid or given back; never negative.
    pub amount: Money,
    /// What the provider kept; negative where it gives its fee back.
    pub fee: Money,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    pub lines: Vec<BillLine>,
}

/// Why a file is no bill: never read in part, since a missing line looks like a payment that never was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotABill;

/// Finds columns by their names, which have stood in other places over the years. Parentheses are read as half-width ones.
pub(crate) struct Columns(Vec<String>);

impl Columns {
    pub(crate) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Columns {
        Columns(names.map(|name| plain(name).replace('（', "(").replace('）', ")")).collect())
    }

    /// A row has a cell for each name, and no more.
    pub(crate) fn fit(&self, row: &[&str]) -> Result<(), NotABill> {
        (row.len() == self.0.len()).then_some(()).ok_or(NotABill)
    }

    /// The cell under a name, without what keeps spreadsheets from rounding it.
    pub(crate) fn cell<'a>(&self, row: &[&'a str], name: &str) -> Result<&'a str, NotABill> {
        let at = self.0.iter().position(|known| known == name).ok_or(NotABill)?;
        row.get(at).copied().map(plain).ok_or(NotABill)
    }

    /// The first of several names that there is a column of.
    pub(crate) fn any<'a>(&self, row: &[&'a str], names: &[&str]) -> Result<&'a str, NotABill> {
        names.iter().find_map(|name| self.cell(row, name).ok()).ok_or(NotABill)
    }
}

/// WeChat Pay writes a grave accent before each cell, Alipay tabs behind some.
pub(crate) fn plain(cell: &str) -> &str {
    cell.trim_start_matches('\u{feff}').trim().trim_start_matches('`').trim()
}

/// Yuan with up to five places, to the fen.
pub(crate) fn yuan(text: &str) -> Result<Money, NotABill> {
    let yuan: Decimal = text.parse().map_err(|_| NotABill)?;
    Money::from_yuan_rounded(yuan).ok_or(NotABill)
}

pub(crate) fn time(text: &str) -> Result<DateTime<Utc>, NotABill> {
    china::read(text).ok_or(NotABill)
}

/// Without its sign: a refund stands with one in one bill and without in another.
pub(crate) fn positive(amount: Money) -> Result<Money, NotABill> {
    amount.fen().checked_abs().map(Money::from_fen).ok_or(NotABill)
}
