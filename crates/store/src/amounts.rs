//! Amounts of money by the accounts of the ledger.

use shared::ledger::LedgerAccount;
use units::Money;

/// An amount for each account. It adds up to nothing in a posting, and so in every sum of postings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts([i64; LedgerAccount::ALL.len()]);

impl Amounts {
    /// `None` where it does not add up to nothing.
    pub fn balanced(lines: &[(LedgerAccount, Money)]) -> Option<Amounts> {
        let mut amounts = Amounts::default();
        for (account, amount) in lines {
            let place = &mut amounts.0[*account as usize];
            *place = place.checked_add(amount.fen())?;
        }
        let sum = amounts.0.iter().try_fold(0i64, |sum, amount| sum.checked_add(*amount));
        (sum == Some(0)).then_some(amounts)
    }

    pub fn of(self, account: LedgerAccount) -> Money {
        Money::from_fen(self.0[account as usize])
    }

    pub fn checked_add(self, other: Amounts) -> Option<Amounts> {
        let mut sum = self;
        for (place, amount) in sum.0.iter_mut().zip(other.0) {
            *place = place.checked_add(amount)?;
        }
        Some(sum)
    }

    /// The other way round.
    pub fn reversed(self) -> Amounts {
        Amounts(self.0.map(|amount| -amount))
    }

    /// What the merchant has, less what it owes.
    pub fn balance(self) -> Money {
        Money::from_fen(self.of(LedgerAccount::Wallet).fen() + self.of(LedgerAccount::Receivable).fen())
    }

    /// As the columns of a row have them, in the order of [`LedgerAccount::ALL`].
    pub(crate) const fn of_columns(fen: [i64; LedgerAccount::ALL.len()]) -> Amounts {
        Amounts(fen)
    }

    pub(crate) const fn columns(self) -> [i64; LedgerAccount::ALL.len()] {
        self.0
    }

    /// Never in a ledger that is whole: then something else wrote in the table.
    pub(crate) fn is_unbalanced(self) -> bool {
        self.0.iter().map(|amount| i128::from(*amount)).sum::<i128>() != 0
    }
}

/// The amounts of a row of any table that has a column for each account.
macro_rules! amounts_of {
    ($row:expr) => {
        $crate::Amounts::of_columns([
            $row.wallet_fen,
            $row.frozen_fen,
            $row.credit_fen,
            $row.receivable_fen,
            $row.revenue_fen,
            $row.cod_payable_fen,
            $row.claims_fen,
            $row.bank_fen,
        ])
    };
}

pub(crate) use amounts_of;
