//! Who may do what. Roles are sets of permissions; handlers ask for a permission, never for a role.

use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// One thing a signed-in person may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// A merchant's permissions, then the network's.
            pub const ALL: &[Permission] = &[$(Permission::$name),*];
        }
    };
}

permissions! {
    /// Make, rotate and take away the keys that programs sign with.
    ApiKeysWrite,
    /// Read the merchant's audit log.
    AuditRead,
    ContactsRead,
    ContactsWrite,
    ImportsRead,
    ImportsWrite,
    LabelsPrint,
    /// Make and change label templates, and choose which one is used for what.
    LabelTemplatesWrite,
    /// See who may sign in for the merchant, and what they may do.
    OperatorsRead,
    /// Invite, change and disable operators, and make own roles.
    OperatorsWrite,
    /// See names, phones and addresses in full; every use is logged.
    PersonalDataReveal,
    /// Set up print stations and take them away.
    PrintStationsWrite,
    /// Hand out, and erase, everything that is kept of one person.
    PrivacyRequestsWrite,
    /// Take care of problems: assign, comment, ask the carrier, settle.
    ProblemsWrite,
    /// Change what holds for the whole merchant, such as how long personal data is kept.
    SettingsWrite,
    ShipmentsRead,
    ShipmentsWrite,
    ShipmentsVoid,
    /// See what the merchant has with the network, and every posting of its ledger.
    WalletRead,
    /// Network side: see applications for an account.
    ApplicationsRead,
    /// Network side: take, question, approve and reject applications.
    ApplicationsReview,
    /// Network side: see the merchants and how they stand.
    MerchantsRead,
    /// Network side: suspend, reopen and close merchants, name their account managers.
    MerchantsWrite,
    /// Network side: look at a merchant's pages as they see them; every look is logged.
    MerchantsView,
    /// Network side: read the audit log of the network and of every merchant.
    NetworkAuditRead,
    /// Network side: record scan events of any merchant's shipments.
    ScansWrite,
    /// Network side: see who works for the network, and what they may do.
    StaffRead,
    /// Network side: invite, change and disable staff.
    StaffWrite,
    /// Network side: lift the lock of an account before its time.
    AccountsUnlock,
    /// Network side: see what merchants have with the network.
    WalletsRead,
    /// Network side: confirm money that came in, and set what merchants may owe.
    WalletsWrite,
}

impl Permission {
    /// Is it about the network, rather than about one merchant?
    pub const fn is_networks(self) -> bool {
        self as u32 >= Permission::ApplicationsRead as u32
    }
}

/// A set of permissions. In JSON: the list of their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u64);

impl Permissions {
    pub const fn may(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    pub const fn with(self, permission: Permission) -> Permissions {
        Permissions(self.0 | 1 << permission as u32)
    }

    /// Does it hold everything `other` holds?
    pub const fn covers(self, other: Permissions) -> bool {
        self.0 & other.0 == other.0
    }

    pub const fn without(self, permission: Permission) -> Permissions {
        Permissions(self.0 & !(1 << permission as u32))
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.may(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Permissions {
        permissions.into_iter().fold(Permissions::default(), Permissions::with)
    }
}

/// A built-in set of permissions. Merchants can make further ones of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The merchant's own administrator (主管).
    MerchantOwner,
    /// Runs the daily business and its people, but not owners (经理).
    Manager,
    /// Ships and prints (操作员).
    Clerk,
    /// Looks after the money (财务).
    Finance,
    /// Answers receivers (客服).
    CustomerService,
    /// Looks, and changes nothing (只读).
    ReadOnly,
    /// The network side's administrator (网点管理员).
    StaffAdmin,
    /// Reviews applications for an account (开户审核).
    StaffReviewer,
    /// The network's finance (网点财务).
    StaffFinance,
    /// Scans and dispatches (调度).
    StaffDispatcher,
    /// Helps merchants (网点客服).
    StaffCustomerService,
    /// Reads the audit log, and nothing else (审计).
    StaffAuditor,
}

impl Role {
    /// Roles of a merchant's operators.
    pub const OPERATORS: [Role; 6] =
        [Role::MerchantOwner, Role::Manager, Role::Clerk, Role::Finance, Role::CustomerService, Role::ReadOnly];
    /// Roles of the network's staff.
    pub const STAFF: [Role; 6] = [
        Role::StaffAdmin,
        Role::StaffReviewer,
        Role::StaffFinance,
        Role::StaffDispatcher,
        Role::StaffCustomerService,
        Role::StaffAuditor,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Role::MerchantOwner => "merchant_owner",
            Role::Manager => "manager",
            Role::Clerk => "clerk",
            Role::Finance => "finance",
            Role::CustomerService => "customer_service",
            Role::ReadOnly => "read_only",
            Role::StaffAdmin => "staff_admin",
            Role::StaffReviewer => "staff_reviewer",
            Role::StaffFinance => "staff_finance",
            Role::StaffDispatcher => "staff_dispatcher",
            Role::StaffCustomerService => "staff_customer_service",
            Role::StaffAuditor => "staff_auditor",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Role::OPERATORS.into_iter().chain(Role::STAFF).find(|role| role.as_str() == text)
    }

    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            Role::MerchantOwner => &[
                ApiKeysWrite,
                AuditRead,
                ContactsRead,
                ContactsWrite,
                ImportsRead,
                ImportsWrite,
                LabelsPrint,
                LabelTemplatesWrite,
                OperatorsRead,
                OperatorsWrite,
                PersonalDataReveal,
                PrintStationsWrite,
                PrivacyRequestsWrite,
                ProblemsWrite,
                SettingsWrite,
                ShipmentsRead,
                ShipmentsWrite,
                ShipmentsVoid,
                WalletRead,
            ],
            Role::Manager => &[
                ContactsRead,
                ContactsWrite,
                ImportsRead,
                ImportsWrite,
                LabelsPrint,
                LabelTemplatesWrite,
                OperatorsRead,
                OperatorsWrite,
                PersonalDataReveal,
                PrintStationsWrite,
                ProblemsWrite,
                ShipmentsRead,
                ShipmentsWrite,
                ShipmentsVoid,
                WalletRead,
            ],
            Role::Clerk => &[
                ContactsRead,
                ImportsRead,
                ImportsWrite,
                LabelsPrint,
                ProblemsWrite,
                ShipmentsRead,
                ShipmentsWrite,
                ShipmentsVoid,
                WalletRead,
            ],
            Role::Finance | Role::ReadOnly => &[ContactsRead, ImportsRead, ShipmentsRead, WalletRead],
            Role::CustomerService => {
                &[ContactsRead, ImportsRead, PersonalDataReveal, ProblemsWrite, ShipmentsRead, ShipmentsVoid]
            }
            Role::StaffAdmin => &[
                AccountsUnlock,
                ApplicationsRead,
                MerchantsRead,
                MerchantsWrite,
                ScansWrite,
                StaffRead,
                StaffWrite,
                WalletsRead,
                WalletsWrite,
            ],
            Role::StaffReviewer => &[ApplicationsRead, ApplicationsReview, MerchantsRead],
            Role::StaffFinance => &[MerchantsRead, WalletsRead, WalletsWrite],
            Role::StaffDispatcher => &[MerchantsRead, ScansWrite],
            Role::StaffCustomerService => &[AccountsUnlock, ApplicationsRead, MerchantsRead, MerchantsView],
            Role::StaffAuditor => &[MerchantsRead, NetworkAuditRead, StaffRead],
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

/// Whose shipments an operator sees and handles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DataScope {
    /// Those of the whole merchant.
    #[default]
    All,
    /// Those they made themselves.
    Own,
    /// Those of chosen owners (货主).
    Owners,
    /// Those of chosen departments.
    Departments,
    /// Those sent from chosen addresses.
    Senders,
}

impl DataScope {
    pub const ALL: [DataScope; 5] =
        [DataScope::All, DataScope::Own, DataScope::Owners, DataScope::Departments, DataScope::Senders];

    pub const fn as_str(self) -> &'static str {
        match self {
            DataScope::All => "all",
            DataScope::Own => "own",
            DataScope::Owners => "owners",
            DataScope::Departments => "departments",
            DataScope::Senders => "senders",
        }
    }

    /// Is it a choice of owners, departments or addresses that goes with it?
    pub const fn is_chosen(self) -> bool {
        matches!(self, DataScope::Owners | DataScope::Departments | DataScope::Senders)
    }

    pub fn parse(text: &str) -> Option<DataScope> {
        DataScope::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lists_every_permission_once_in_order() {
        for (at, permission) in Permission::ALL.iter().enumerate() {
            assert_eq!(*permission as usize, at, "{permission:?}");
        }
        assert_eq!(Permission::ALL.len(), Permission::WalletsWrite as usize + 1);
    }

    #[test]
    fn nobody_stands_on_both_sides_of_the_counter() {
        for role in Role::OPERATORS {
            assert!(role.permissions().iter().all(|permission| !permission.is_networks()), "{role:?}");
        }
        for role in Role::STAFF {
            assert!(role.permissions().iter().all(|permission| permission.is_networks()), "{role:?}");
        }
    }

    #[test]
    fn no_staff_role_both_grants_rights_and_audits() {
        for role in Role::STAFF {
            assert!(!(role.may(Permission::StaffWrite) && role.may(Permission::NetworkAuditRead)), "{role:?}");
        }
    }

    #[test]
    fn a_set_knows_what_it_holds() {
        let clerk: Permissions = Role::Clerk.permissions().iter().copied().collect();
        let owner: Permissions = Role::MerchantOwner.permissions().iter().copied().collect();
        assert!(owner.covers(clerk) && !clerk.covers(owner));
        assert!(clerk.may(Permission::LabelsPrint) && !clerk.may(Permission::OperatorsWrite));
        assert_eq!(clerk.iter().count(), Role::Clerk.permissions().len());
    }
}
