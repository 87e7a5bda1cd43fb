//! What the console calls things.

use shared::{
    DataScope, Permission, Permissions, Role,
    operators::{Grant, RoleView},
};
use uuid::Uuid;

use crate::{
    i18n::Text,
    texts::{access, audit},
};

/// Permissions by subject, in the order in which people think of them.
pub const GROUPS: [(Text, &[Permission]); 7] = {
    use Permission::*;
    [
        (access::GROUP_SHIPMENTS, &[ShipmentsRead, ShipmentsWrite, ShipmentsVoid, ProblemsWrite, PersonalDataReveal]),
        (access::GROUP_IMPORTS, &[ImportsRead, ImportsWrite]),
        (access::GROUP_CONTACTS, &[ContactsRead, ContactsWrite]),
        (access::GROUP_WALLET, &[WalletRead]),
        (access::GROUP_PRINTING, &[LabelsPrint, LabelTemplatesWrite, PrintStationsWrite]),
        (
            access::GROUP_MANAGEMENT,
            &[OperatorsRead, OperatorsWrite, AuditRead, ApiKeysWrite, SettingsWrite, PrivacyRequestsWrite],
        ),
        (
            access::GROUP_NETWORK,
            &[
                ApplicationsRead,
                ApplicationsReview,
                MerchantsRead,
                MerchantsWrite,
                MerchantsView,
                NetworkAuditRead,
                ScansWrite,
                StaffRead,
                StaffWrite,
                AccountsUnlock,
                WalletsRead,
                WalletsWrite,
            ],
        ),
    ]
};

/// A permission and what it is good for.
pub fn permission(permission: Permission) -> (Text, Text) {
    match permission {
        Permission::ShipmentsRead => (access::SHIPMENTS_READ, access::SHIPMENTS_READ_WHY),
        Permission::ShipmentsWrite => (access::SHIPMENTS_WRITE, access::SHIPMENTS_WRITE_WHY),
        Permission::ShipmentsVoid => (access::SHIPMENTS_VOID, access::SHIPMENTS_VOID_WHY),
        Permission::ProblemsWrite => (access::PROBLEMS, access::PROBLEMS_WHY),
        Permission::PersonalDataReveal => (access::REVEAL, access::REVEAL_WHY),
        Permission::ImportsRead => (access::IMPORTS_READ, access::IMPORTS_READ_WHY),
        Permission::ImportsWrite => (access::IMPORTS_WRITE, access::IMPORTS_WRITE_WHY),
        Permission::ContactsRead => (access::CONTACTS_READ, access::CONTACTS_READ_WHY),
        Permission::ContactsWrite => (access::CONTACTS_WRITE, access::CONTACTS_WRITE_WHY),
        Permission::LabelsPrint => (access::PRINT, access::PRINT_WHY),
        Permission::LabelTemplatesWrite => (access::TEMPLATES, access::TEMPLATES_WHY),
        Permission::PrintStationsWrite => (access::STATIONS, access::STATIONS_WHY),
        Permission::OperatorsRead => (access::OPERATORS_READ, access::OPERATORS_READ_WHY),
        Permission::OperatorsWrite => (access::OPERATORS_WRITE, access::OPERATORS_WRITE_WHY),
        Permission::AuditRead => (access::AUDIT, access::AUDIT_WHY),
        Permission::ApiKeysWrite => (access::KEYS, access::KEYS_WHY),
        Permission::SettingsWrite => (access::SETTINGS, access::SETTINGS_WHY),
        Permission::PrivacyRequestsWrite => (access::PRIVACY, access::PRIVACY_WHY),
        Permission::ApplicationsRead => (access::APPLICATIONS_READ, access::APPLICATIONS_READ_WHY),
        Permission::ApplicationsReview => (access::APPLICATIONS_REVIEW, access::APPLICATIONS_REVIEW_WHY),
        Permission::MerchantsRead => (access::MERCHANTS_READ, access::MERCHANTS_READ_WHY),
        Permission::MerchantsWrite => (access::MERCHANTS_WRITE, access::MERCHANTS_WRITE_WHY),
        Permission::MerchantsView => (access::MERCHANTS_VIEW, access::MERCHANTS_VIEW_WHY),
        Permission::NetworkAuditRead => (access::NETWORK_AUDIT, access::NETWORK_AUDIT_WHY),
        Permission::ScansWrite => (access::SCANS, access::SCANS_WHY),
        Permission::StaffRead => (access::STAFF_READ, access::STAFF_READ_WHY),
        Permission::StaffWrite => (access::STAFF_WRITE, access::STAFF_WRITE_WHY),
        Permission::AccountsUnlock => (access::UNLOCK, access::UNLOCK_WHY),
        Permission::WalletRead => (access::WALLET_READ, access::WALLET_READ_WHY),
        Permission::WalletsRead => (access::WALLETS_READ, access::WALLETS_READ_WHY),
        Permission::WalletsWrite => (access::WALLETS_WRITE, access::WALLETS_WRITE_WHY),
    }
}

/// What a set of permissions holds, in the order in which people think of it.
pub fn permission_names(set: Permissions) -> Vec<&'static str> {
    let all = GROUPS.iter().flat_map(|(_, permissions)| permissions.iter().copied());
    all.filter(|one| set.may(*one)).map(|one| permission(one).0.t()).collect()
}

pub fn role(role: Role) -> &'static str {
    let text = match role {
        Role::MerchantOwner => access::ROLE_OWNER,
        Role::Manager => access::ROLE_MANAGER,
        Role::Clerk => access::ROLE_CLERK,
        Role::Finance => access::ROLE_FINANCE,
        Role::CustomerService => access::ROLE_SERVICE,
        Role::ReadOnly => access::ROLE_READ_ONLY,
        Role::StaffAdmin => access::ROLE_STAFF_ADMIN,
        Role::StaffReviewer => access::ROLE_STAFF_REVIEWER,
        Role::StaffFinance => access::ROLE_STAFF_FINANCE,
        Role::StaffDispatcher => access::ROLE_STAFF_DISPATCHER,
        Role::StaffCustomerService => access::ROLE_STAFF_SERVICE,
        Role::StaffAuditor => access::ROLE_STAFF_AUDITOR,
    };
    text.t()
}

pub fn role_name(view: &RoleView) -> String {
    view.built_in.map_or_else(|| view.name.clone(), |built_in| role(built_in).to_owned())
}

/// The role of a grant, by the name it has among `roles`.
pub fn granted_role(grant: &Grant, roles: &[RoleView]) -> String {
    if let Some(built_in) = grant.role {
        return role(built_in).to_owned();
    }
    let own = roles.iter().find(|one| one.id.is_some() && one.id == grant.role_id);
    own.map_or_else(|| access::ROLE_OWN.t().to_owned(), role_name)
}

pub fn scope(scope: DataScope) -> &'static str {
    let text = match scope {
        DataScope::All => access::SCOPE_ALL,
        DataScope::Own => access::SCOPE_OWN,
        DataScope::Owners => access::SCOPE_OWNERS,
        DataScope::Departments => access::SCOPE_DEPARTMENTS,
        DataScope::Senders => access::SCOPE_SENDERS,
    };
    text.t()
}

/// Whose shipments a grant shows, the chosen ones by the names they have among `known`.
pub fn granted_scope(grant: &Grant, known: &[(Uuid, String)]) -> String {
    if !grant.data_scope.is_chosen() {
        return scope(grant.data_scope).to_owned();
    }
    let name = |id: &Uuid| known.iter().find(|(other, _)| other == id).map(|(_, name)| name.as_str());
    let names: Vec<&str> = grant.scope_ids.iter().filter_map(name).collect();
    let shown = if names.len() < grant.scope_ids.len() {
        access::SCOPE_N.count(u32::try_from(grant.scope_ids.len()).unwrap_or(u32::MAX))
    } else {
        names.join(access::BETWEEN.t())
    };
    access::SCOPE_CHOSEN.fill(&[("scope", scope(grant.data_scope)), ("names", &shown)])
}

/// Who acted, and by what means where it was not by signing in: 林悦 · API 密钥 店铺同步.
pub fn who(person: Option<String>, actor: &str) -> String {
    let means = match actor.strip_prefix("key ") {
        Some(name) => audit::BY_KEY.fill(&[("name", name)]),
        None if actor == "sole staff" => audit::BY_SOLE_STAFF.t().to_owned(),
        None if actor == "applicant" => audit::BY_APPLICANT.t().to_owned(),
        None if actor == "retention" => audit::BY_RETENTION.t().to_owned(),
        None => actor.to_owned(),
    };
    person.into_iter().chain(Some(means)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The actions of the log by their stable names.
pub const ACTIONS: [(&str, Text); 139] = [
    ("sign_in", audit::SIGN_IN),
    ("sign_in.failed", audit::SIGN_IN_FAILED),
    ("sign_out", audit::SIGN_OUT),
    ("password.change", audit::PASSWORD_CHANGE),
    ("profile.change", audit::PROFILE_CHANGE),
    ("seat.switch", audit::SEAT_SWITCH),
    ("shipment.create", audit::SHIPMENT_CREATE),
    ("shipment.change", audit::SHIPMENT_CHANGE),
    ("shipment.export", audit::SHIPMENT_EXPORT),
    ("shipment.void", audit::SHIPMENT_VOID),
    ("personal_data_revealed", audit::REVEALED),
    ("personal_data_printed", audit::PRINTED),
    ("parcel.look", audit::PARCEL_LOOK),
    ("parcel.proof", audit::PARCEL_PROOF),
    ("carrier_account.bind", audit::CARRIER_BIND),
    ("carrier_account.change", audit::CARRIER_CHANGE),
    ("carrier_account.check", audit::CARRIER_CHECK),
    ("carrier_account.unbind", audit::CARRIER_UNBIND),
    ("order.place", audit::ORDER_PLACE),
    ("import.create", audit::IMPORT_CREATE),
    ("order.create", audit::ORDER_CREATE),
    ("order.change", audit::ORDER_CHANGE),
    ("order.merge", audit::ORDER_MERGE),
    ("order.split", audit::ORDER_SPLIT),
    ("order.cancel", audit::ORDER_CANCEL),
    ("order.reopen", audit::ORDER_REOPEN),
    ("order.rule", audit::ORDER_RULE),
    ("order_rule.create", audit::ORDER_RULE_CREATE),
    ("order_rule.change", audit::ORDER_RULE_CHANGE),
    ("order_rule.delete", audit::ORDER_RULE_DELETE),
    ("order_rule.arrange", audit::ORDER_RULE_ARRANGE),
    ("forbidden_goods.change", audit::FORBIDDEN_GOODS_CHANGE),
    ("parcel.pack", audit::PARCEL_PACK),
    ("handover.create", audit::HANDOVER_CREATE),
    ("handover.pickup", audit::HANDOVER_PICKUP),
    ("pickup.answer", audit::PICKUP_ANSWER),
    ("track.export", audit::TRACK_EXPORT),
    ("tracking_page.change", audit::TRACKING_PAGE_CHANGE),
    ("problem.assign", audit::PROBLEM_ASSIGN),
    ("problem.comment", audit::PROBLEM_COMMENT),
    ("problem.escalate", audit::PROBLEM_ESCALATE),
    ("problem.settle", audit::PROBLEM_SETTLE),
    ("problem.reopen", audit::PROBLEM_REOPEN),
    ("problem.open", audit::PROBLEM_OPEN),
    ("problem.ask", audit::PROBLEM_ASK),
    ("problem.withdraw", audit::PROBLEM_WITHDRAW),
    ("problem.answer", audit::PROBLEM_ANSWER),
    ("problem.settings", audit::PROBLEM_SETTINGS),
    ("contact.create", audit::CONTACT_CREATE),
    ("contact.change", audit::CONTACT_CHANGE),
    ("contact.delete", audit::CONTACT_DELETE),
    ("contact.merge", audit::CONTACT_MERGE),
    ("contact.import", audit::CONTACT_IMPORT),
    ("contact.export", audit::CONTACT_EXPORT),
    ("saved_view.create", audit::SAVED_VIEW_CREATE),
    ("saved_view.change", audit::SAVED_VIEW_CHANGE),
    ("saved_view.delete", audit::SAVED_VIEW_DELETE),
    ("owner.create", audit::OWNER_CREATE),
    ("owner.change", audit::OWNER_CHANGE),
    ("department.create", audit::DEPARTMENT_CREATE),
    ("department.change", audit::DEPARTMENT_CHANGE),
    ("merchant.setup", audit::MERCHANT_SETUP),
    ("print.reprint", audit::PRINT_REPRINT),
    ("print.pause", audit::PRINT_PAUSE),
    ("print.resume", audit::PRINT_RESUME),
    ("print.skip", audit::PRINT_SKIP),
    ("print.came_out", audit::PRINT_CAME_OUT),
    ("print.give_up", audit::PRINT_GIVE_UP),
    ("print.again", audit::PRINT_AGAIN),
    ("printer.create", audit::PRINTER_CREATE),
    ("printer.update", audit::PRINTER_UPDATE),
    ("printer.delete", audit::PRINTER_DELETE),
    ("station.create", audit::STATION_CREATE),
    ("station.pairing", audit::STATION_PAIRING),
    ("station.revoke", audit::STATION_REVOKE),
    ("label_template_created", audit::TEMPLATE_CREATED),
    ("label_template_saved", audit::TEMPLATE_SAVED),
    ("label_template_deleted", audit::TEMPLATE_DELETED),
    ("operator.change", audit::OPERATOR_CHANGE),
    ("operator.disable", audit::OPERATOR_DISABLE),
    ("operator.enable", audit::OPERATOR_ENABLE),
    ("operator.make_first", audit::OPERATOR_FIRST),
    ("operator.end_sessions", audit::OPERATOR_END),
    ("role.create", audit::ROLE_CREATE),
    ("role.update", audit::ROLE_UPDATE),
    ("role.delete", audit::ROLE_DELETE),
    ("invitation.create", audit::INVITATION_CREATE),
    ("invitation.renew", audit::INVITATION_RENEW),
    ("invitation.revoke", audit::INVITATION_REVOKE),
    ("invitation.accept", audit::INVITATION_ACCEPT),
    ("privacy.retention", audit::PRIVACY_RETENTION),
    ("privacy.export", audit::PRIVACY_EXPORT),
    ("privacy.erase", audit::PRIVACY_ERASE),
    ("privacy.forget", audit::PRIVACY_FORGET),
    ("audit.export", audit::EXPORTED),
    ("job.cancel", audit::JOB_CANCEL),
    ("api_key.create", audit::KEY_CREATE),
    ("api_key.rotate", audit::KEY_ROTATE),
    ("api_key.revoke", audit::KEY_REVOKE),
    ("password.reset", audit::PASSWORD_RESET),
    ("totp.on", audit::TOTP_ON),
    ("totp.off", audit::TOTP_OFF),
    ("security.settings", audit::SECURITY_SETTINGS),
    ("operator.unlock", audit::OPERATOR_UNLOCK),
    ("merchant.open", audit::MERCHANT_OPEN),
    ("merchant.suspend", audit::MERCHANT_SUSPEND),
    ("merchant.reopen", audit::MERCHANT_REOPEN),
    ("merchant.close", audit::MERCHANT_CLOSE),
    ("merchant.manager", audit::MERCHANT_MANAGER),
    ("merchant.link", audit::MERCHANT_LINK),
    ("merchant.view", audit::MERCHANT_VIEW),
    ("application.create", audit::APPLICATION_CREATE),
    ("application.licence", audit::APPLICATION_LICENCE),
    ("application.amend", audit::APPLICATION_AMEND),
    ("application.accept", audit::APPLICATION_ACCEPT),
    ("application.take", audit::APPLICATION_TAKE),
    ("application.ask", audit::APPLICATION_ASK),
    ("application.offer", audit::APPLICATION_OFFER),
    ("application.approve", audit::APPLICATION_APPROVE),
    ("application.reject", audit::APPLICATION_REJECT),
    ("application.forget", audit::APPLICATION_FORGET),
    ("outlet.create", audit::OUTLET_CREATE),
    ("outlet.change", audit::OUTLET_CHANGE),
    ("number_pool.create", audit::NUMBER_POOL_CREATE),
    ("number_pool.change", audit::NUMBER_POOL_CHANGE),
    ("number_pool.extend", audit::NUMBER_POOL_EXTEND),
    ("number_pool.issue", audit::NUMBER_POOL_ISSUE),
    ("number_pool.return", audit::NUMBER_POOL_RETURN),
    ("route.change", audit::ROUTE_CHANGE),
    ("route.restore", audit::ROUTE_RESTORE),
    ("staff.invite", audit::STAFF_INVITE),
    ("staff.link", audit::STAFF_LINK),
    ("staff.update", audit::STAFF_UPDATE),
    ("staff.disable", audit::STAFF_DISABLE),
    ("staff.enable", audit::STAFF_ENABLE),
    ("account.unlock", audit::ACCOUNT_UNLOCK),
    ("wallet.top_up", audit::WALLET_TOP_UP),
    ("wallet.top_up_reverse", audit::WALLET_TOP_UP_REVERSE),
    ("wallet.terms", audit::WALLET_TERMS),
];

/// An action in words; one that this page does not know is said by its name.
pub fn action(name: &str) -> String {
    ACTIONS.iter().find(|(known, _)| *known == name).map_or_else(|| name.to_owned(), |(_, text)| text.t().to_owned())
}

#[cfg(test)]
mod tests {
    use shared::RoleId;

    use super::*;
    use crate::i18n::{Language, set_current};

    #[test]
    fn every_permission_stands_in_one_group() {
        let grouped: Vec<Permission> = GROUPS.iter().flat_map(|(_, permissions)| permissions.iter().copied()).collect();
        for known in Permission::ALL {
            assert_eq!(grouped.iter().filter(|one| *one == known).count(), 1, "{known:?}");
        }
        assert_eq!(grouped.len(), Permission::ALL.len());
    }

    #[test]
    fn no_two_permissions_and_no_two_roles_have_the_same_words() {
        for language in Language::ALL {
            set_current(language);
            let mut words: Vec<&str> = Permission::ALL.iter().map(|one| permission(*one).0.t()).collect();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), Permission::ALL.len(), "{language:?}");
            let mut names: Vec<&str> = Role::OPERATORS.into_iter().chain(Role::STAFF).map(role).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), Role::OPERATORS.len() + Role::STAFF.len(), "{language:?}");
        }
    }

    #[test]
    fn names_of_a_set_stand_by_subject() {
        set_current(Language::En);
        let set = [Permission::LabelsPrint, Permission::ApiKeysWrite, Permission::ShipmentsRead].into_iter().collect();
        assert_eq!(permission_names(set), ["See shipments", "Print labels", "Manage API keys"]);
    }

    #[test]
    fn actions_are_listed_once_and_unknown_ones_are_said_by_name() {
        for (name, _) in ACTIONS {
            assert_eq!(ACTIONS.iter().filter(|(other, _)| *other == name).count(), 1, "{name}");
        }
        set_current(Language::En);
        assert_eq!(action("shipment.void"), "Shipment voided");
        assert_eq!(action("moon.landing"), "moon.landing");
    }

    #[test]
    fn chosen_owners_are_named_where_all_are_known() {
        set_current(Language::En);
        let ids = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let known = [(ids[0], "Tea house".to_owned()), (ids[1], "Book shop".to_owned())];
        let grant =
            Grant { role: Some(Role::Clerk), role_id: None, data_scope: DataScope::Owners, scope_ids: ids.to_vec() };
        assert_eq!(granted_scope(&grant, &known), "Of chosen owners: Tea house, Book shop");
        assert_eq!(granted_scope(&grant, &known[..1]), "Of chosen owners: 2 chosen");
        let all = Grant { data_scope: DataScope::All, scope_ids: Vec::new(), ..grant };
        assert_eq!(granted_scope(&all, &[]), "All shipments");
    }

    #[test]
    fn a_grant_is_called_by_its_role() {
        set_current(Language::En);
        let id = RoleId(uuid::Uuid::from_u128(7));
        let own = RoleView { id: Some(id), built_in: None, name: "Returns".into(), permissions: vec![], operators: 1 };
        let grant = |role, role_id| Grant { role, role_id, data_scope: DataScope::All, scope_ids: Vec::new() };
        assert_eq!(granted_role(&grant(Some(Role::Clerk), None), &[]), "Clerk");
        assert_eq!(granted_role(&grant(None, Some(id)), std::slice::from_ref(&own)), "Returns");
        assert_eq!(granted_role(&grant(None, Some(id)), &[]), "Own role");
    }
}
