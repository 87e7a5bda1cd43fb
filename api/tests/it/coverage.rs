//! Every operation of the API document against every kind of caller it must refuse. The table is complete or the test fails, so a new
//! operation cannot come without its entry.

use std::collections::BTreeMap;

use actix_web::http::{Method, header::ContentType};
use serde_json::{Value, json};
use shared::Permission;

use crate::support::{Caller, TestApp, samples};

mod access;
mod nasty;

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Whoever is signed in.
    SignedIn,
    Needs(Permission),
    /// Whoever may print, and print stations.
    Printing,
    /// Who reads a merchant's shipments, or the network's merchants.
    EitherSide,
    /// Print stations, and no person.
    Station,
}

impl Access {
    /// What a person needs, where a person may call it at all.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Access::Needs(permission) => Some(permission),
            Access::Printing => Some(LabelsPrint),
            Access::Public | Access::SignedIn | Access::EitherSide | Access::Station => None,
        }
    }

    pub fn is_open_to_stations(self) -> bool {
        matches!(self, Access::Public | Access::Printing | Access::Station)
    }
}

use Access::{EitherSide, Needs, Printing, Public, SignedIn, Station};
use Permission::*;

/// Every operation with who may call it.
pub const OPERATIONS: &[(&str, Access)] = &[
    ("sign_in", Public),
    ("refresh_session", Public),
    ("sign_out", Public),
    ("get_import_template", Public),
    ("get_network", Public),
    ("list_messages", Public),
    ("create_captcha", Public),
    ("send_code", Public),
    ("forget_password", Public),
    ("reset_password", Public),
    ("start_totp", SignedIn),
    ("confirm_totp", SignedIn),
    ("end_totp", SignedIn),
    ("get_security_settings", Needs(SettingsWrite)),
    ("set_security_settings", Needs(SettingsWrite)),
    ("lift_sign_in_lock", Needs(AccountsUnlock)),
    ("unlock_operator", Needs(OperatorsWrite)),
    ("change_password", SignedIn),
    ("get_me", SignedIn),
    ("update_me", SignedIn),
    ("set_up_merchant", SignedIn),
    ("list_sessions", SignedIn),
    ("end_session", SignedIn),
    ("list_seats", SignedIn),
    ("switch_seat", SignedIn),
    ("list_operators", Needs(OperatorsRead)),
    ("update_operator", Needs(OperatorsWrite)),
    ("disable_operator", Needs(OperatorsWrite)),
    ("enable_operator", Needs(OperatorsWrite)),
    ("make_first_operator", Needs(OperatorsWrite)),
    ("end_operator_sessions", Needs(OperatorsWrite)),
    ("list_roles", Needs(OperatorsRead)),
    ("create_role", Needs(OperatorsWrite)),
    ("update_role", Needs(OperatorsWrite)),
    ("delete_role", Needs(OperatorsWrite)),
    ("list_invitations", Needs(OperatorsRead)),
    ("create_invitation", Needs(OperatorsWrite)),
    ("renew_invitation", Needs(OperatorsWrite)),
    ("delete_invitation", Needs(OperatorsWrite)),
    ("show_invitation", Public),
    ("accept_invitation", Public),
    ("list_api_keys", Needs(ApiKeysWrite)),
    ("create_api_key", Needs(ApiKeysWrite)),
    ("rotate_api_key", Needs(ApiKeysWrite)),
    ("delete_api_key", Needs(ApiKeysWrite)),
    ("list_audit_entries", Needs(AuditRead)),
    ("export_audit_entries", Needs(AuditRead)),
    ("get_privacy_settings", Needs(SettingsWrite)),
    ("set_privacy_settings", Needs(SettingsWrite)),
    ("export_person", Needs(PrivacyRequestsWrite)),
    ("erase_person", Needs(PrivacyRequestsWrite)),
    ("get_dashboard", Needs(ShipmentsRead)),
    ("list_contacts", Needs(ContactsRead)),
    ("create_contact", Needs(ContactsWrite)),
    ("search_contacts", Needs(ContactsRead)),
    ("list_contact_groups", Needs(ContactsRead)),
    ("list_contact_duplicates", Needs(ContactsRead)),
    ("delete_contacts", Needs(ContactsWrite)),
    ("export_contacts", Needs(ContactsRead)),
    ("import_contacts", Needs(ContactsWrite)),
    ("get_contact", Needs(ContactsRead)),
    ("update_contact", Needs(ContactsWrite)),
    ("delete_contact", Needs(ContactsWrite)),
    ("merge_contacts", Needs(ContactsWrite)),
    ("reveal_contact", Needs(PersonalDataReveal)),
    ("list_owners", Needs(ShipmentsRead)),
    ("create_owner", Needs(SettingsWrite)),
    ("update_owner", Needs(SettingsWrite)),
    ("list_owner_bills", Needs(ShipmentsRead)),
    ("export_owner_bill", Needs(ShipmentsRead)),
    ("list_department_costs", Needs(ShipmentsRead)),
    ("list_order_rules", Needs(ShipmentsRead)),
    ("create_order_rule", Needs(SettingsWrite)),
    ("test_order_rules", Needs(ShipmentsRead)),
    ("arrange_order_rules", Needs(SettingsWrite)),
    ("update_order_rule", Needs(SettingsWrite)),
    ("delete_order_rule", Needs(SettingsWrite)),
    ("apply_order_rules", Needs(ShipmentsWrite)),
    ("check_goods", EitherSide),
    ("list_forbidden_goods", Needs(MerchantsRead)),
    ("set_forbidden_goods", Needs(MerchantsWrite)),
    ("find_packing", Needs(ShipmentsWrite)),
    ("create_packing", Needs(ShipmentsWrite)),
    ("give_packing", Needs(ShipmentsWrite)),
    ("list_packings", Needs(ShipmentsRead)),
    ("list_saved_views", Needs(ShipmentsRead)),
    ("create_saved_view", Needs(ShipmentsRead)),
    ("update_saved_view", Needs(ShipmentsRead)),
    ("delete_saved_view", Needs(ShipmentsRead)),
    ("list_handovers", Needs(ShipmentsRead)),
    ("create_handover", Needs(ShipmentsWrite)),
    ("scan_handover", Needs(ScansWrite)),
    ("get_handover", Needs(ShipmentsRead)),
    ("get_handover_manifest", Needs(ShipmentsRead)),
    ("ask_pickup", Needs(ShipmentsWrite)),
    ("cancel_pickup", Needs(ShipmentsWrite)),
    ("list_pickups", Needs(ScansWrite)),
    ("answer_pickup", Needs(ScansWrite)),
    ("reveal_pickup", Needs(ScansWrite)),
    ("list_orders", Needs(ShipmentsRead)),
    ("create_order", Needs(ShipmentsWrite)),
    ("list_mergeable_orders", Needs(ShipmentsRead)),
    ("edit_orders", Needs(ShipmentsWrite)),
    ("merge_orders", Needs(ShipmentsWrite)),
    ("cancel_orders", Needs(ShipmentsWrite)),
    ("reopen_orders", Needs(ShipmentsWrite)),
    ("ship_orders", Needs(ShipmentsWrite)),
    ("get_order", Needs(ShipmentsRead)),
    ("update_order", Needs(ShipmentsWrite)),
    ("split_order", Needs(ShipmentsWrite)),
    ("list_departments", Needs(ShipmentsRead)),
    ("create_department", Needs(SettingsWrite)),
    ("update_department", Needs(SettingsWrite)),
    ("create_import", Needs(ImportsWrite)),
    ("preview_import", Needs(ImportsWrite)),
    ("list_imports", Needs(ImportsRead)),
    ("get_import", Needs(ImportsRead)),
    ("list_import_rows", Needs(ImportsRead)),
    ("get_rejected_rows", Needs(ImportsWrite)),
    ("get_import_file", Needs(ImportsWrite)),
    ("get_job", Needs(ImportsRead)),
    ("cancel_job", Needs(ImportsWrite)),
    ("stream_events", Needs(ShipmentsRead)),
    ("create_shipment", Needs(ShipmentsWrite)),
    ("list_shipments", Needs(ShipmentsRead)),
    ("search_shipments", Needs(ShipmentsRead)),
    ("count_shipments", Needs(ShipmentsRead)),
    ("list_shipment_ids", Needs(ShipmentsRead)),
    ("void_shipments", Needs(ShipmentsVoid)),
    ("export_shipments", Needs(ShipmentsRead)),
    ("edit_shipment", Needs(ShipmentsWrite)),
    ("get_shipment", Needs(ShipmentsRead)),
    ("void_shipment", Needs(ShipmentsVoid)),
    ("track_shipment", Needs(ShipmentsRead)),
    ("reveal_shipment", Needs(PersonalDataReveal)),
    ("create_quote", Needs(ShipmentsRead)),
    ("list_label_templates", Needs(LabelsPrint)),
    ("create_label_template", Needs(LabelTemplatesWrite)),
    ("import_label_template", Needs(LabelTemplatesWrite)),
    ("get_label_template", Needs(LabelsPrint)),
    ("update_label_template", Needs(LabelTemplatesWrite)),
    ("delete_label_template", Needs(LabelTemplatesWrite)),
    ("list_label_template_versions", Needs(LabelsPrint)),
    ("get_label_template_version", Printing),
    ("restore_label_template_version", Needs(LabelTemplatesWrite)),
    ("export_label_template", Needs(LabelsPrint)),
    ("list_label_template_defaults", Needs(LabelsPrint)),
    ("set_label_template_default", Needs(LabelTemplatesWrite)),
    ("get_shipment_label", Needs(LabelsPrint)),
    ("get_label_content", Needs(LabelsPrint)),
    ("create_labels", Needs(LabelsPrint)),
    ("list_printers", Needs(LabelsPrint)),
    ("create_printer", Needs(LabelsPrint)),
    ("update_printer", Needs(LabelsPrint)),
    ("delete_printer", Needs(LabelsPrint)),
    ("ask_network_printer", Needs(LabelsPrint)),
    ("try_network_printer", Needs(LabelsPrint)),
    ("create_print_batch", Needs(LabelsPrint)),
    ("list_print_jobs", Needs(LabelsPrint)),
    ("report_print_job", Printing),
    ("report_print_jobs", Printing),
    ("settle_print_jobs", Needs(LabelsPrint)),
    ("list_print_stats", Needs(LabelsPrint)),
    ("list_print_queues", Needs(LabelsPrint)),
    ("get_print_queue", Printing),
    ("list_print_queue_jobs", Needs(LabelsPrint)),
    ("lease_print_queue", Printing),
    ("release_print_queue", Printing),
    ("pause_print_queue", Needs(LabelsPrint)),
    ("resume_print_queue", Needs(LabelsPrint)),
    ("skip_print_jobs", Needs(LabelsPrint)),
    ("list_print_stations", Needs(LabelsPrint)),
    ("create_print_station", Needs(PrintStationsWrite)),
    ("pair_print_station_again", Needs(PrintStationsWrite)),
    ("delete_print_station", Needs(PrintStationsWrite)),
    ("pair_station", Public),
    ("get_station", Station),
    ("rotate_station_token", Station),
    ("stream_station_events", Station),
    ("query_tracks", Needs(ShipmentsRead)),
    ("read_track_numbers", Needs(ShipmentsRead)),
    ("export_tracks", Needs(ShipmentsRead)),
    ("get_timeliness", Needs(ShipmentsRead)),
    ("find_public_track", Public),
    ("get_tracking_page", Needs(SettingsWrite)),
    ("set_tracking_page", Needs(SettingsWrite)),
    ("record_scans", Needs(ScansWrite)),
    ("list_carriers", Needs(ShipmentsRead)),
    ("bind_carrier_account", Needs(SettingsWrite)),
    ("check_carrier_account", Needs(SettingsWrite)),
    ("update_carrier_account", Needs(SettingsWrite)),
    ("unbind_carrier_account", Needs(SettingsWrite)),
    ("preview_carrier_account", Needs(ShipmentsWrite)),
    ("list_placements", Needs(ShipmentsRead)),
    ("list_carrier_calls", Needs(MerchantsRead)),
    ("receive_carrier_push", Public),
    ("look_at_parcel", Needs(ScansWrite)),
    ("put_delivery_proof", Needs(ScansWrite)),
    ("reveal_delivery_picture", Needs(PersonalDataReveal)),
    ("list_problems", Needs(ShipmentsRead)),
    ("count_problems", Needs(ShipmentsRead)),
    ("list_problem_assignees", Needs(ShipmentsRead)),
    ("assign_problems", Needs(ProblemsWrite)),
    ("settle_problems", Needs(ProblemsWrite)),
    ("get_problem", Needs(ShipmentsRead)),
    ("assign_problem", Needs(ProblemsWrite)),
    ("comment_problem", Needs(ProblemsWrite)),
    ("escalate_problem", Needs(ProblemsWrite)),
    ("settle_problem", Needs(ProblemsWrite)),
    ("reopen_problem", Needs(ProblemsWrite)),
    ("create_problem_action", Needs(ProblemsWrite)),
    ("open_problem", Needs(ProblemsWrite)),
    ("withdraw_problem_action", Needs(ProblemsWrite)),
    ("get_problem_settings", Needs(SettingsWrite)),
    ("set_problem_settings", Needs(SettingsWrite)),
    ("list_instructions", Needs(ScansWrite)),
    ("answer_instruction", Needs(ScansWrite)),
    ("reveal_instruction", Needs(ScansWrite)),
    ("create_application", Public),
    ("follow_application", Public),
    ("amend_application", Public),
    ("accept_application_terms", Public),
    ("put_application_licence", Public),
    ("list_applications", Needs(ApplicationsRead)),
    ("get_application", Needs(ApplicationsRead)),
    ("get_application_licence", Needs(ApplicationsReview)),
    ("take_application", Needs(ApplicationsReview)),
    ("ask_applicant", Needs(ApplicationsReview)),
    ("offer_application_terms", Needs(ApplicationsReview)),
    ("approve_application", Needs(ApplicationsReview)),
    ("reject_application", Needs(ApplicationsReview)),
    ("list_merchants", Needs(MerchantsRead)),
    ("get_merchant", Needs(MerchantsRead)),
    ("update_merchant", Needs(MerchantsWrite)),
    ("suspend_merchant", Needs(MerchantsWrite)),
    ("reopen_merchant", Needs(MerchantsWrite)),
    ("close_merchant", Needs(MerchantsWrite)),
    ("renew_activation_link", Needs(ApplicationsReview)),
    ("view_merchant", Needs(MerchantsView)),
    ("list_staff", Needs(StaffRead)),
    ("invite_staff", Needs(StaffWrite)),
    ("list_outlets", Needs(MerchantsRead)),
    ("create_outlet", Needs(StaffWrite)),
    ("update_outlet", Needs(StaffWrite)),
    ("list_number_pools", Needs(MerchantsRead)),
    ("create_number_pool", Needs(StaffWrite)),
    ("update_number_pool", Needs(StaffWrite)),
    ("add_number_range", Needs(StaffWrite)),
    ("list_number_holdings", Needs(MerchantsRead)),
    ("issue_numbers", Needs(StaffWrite)),
    ("return_numbers", Needs(StaffWrite)),
    ("get_route", Needs(MerchantsRead)),
    ("list_route_changes", Needs(MerchantsRead)),
    ("set_route_change", Needs(StaffWrite)),
    ("delete_route_change", Needs(StaffWrite)),
    ("list_network_audit_entries", Needs(NetworkAuditRead)),
    ("export_network_audit_entries", Needs(NetworkAuditRead)),
    ("get_wallet", Needs(WalletRead)),
    ("list_postings", Needs(WalletRead)),
    ("get_merchant_wallet", Needs(WalletsRead)),
    ("list_merchant_postings", Needs(WalletsRead)),
    ("top_up_wallet", Needs(WalletsWrite)),
    ("reverse_top_up", Needs(WalletsWrite)),
    ("set_wallet_terms", Needs(WalletsWrite)),
    ("update_staff", Needs(StaffWrite)),
    ("renew_staff_link", Needs(StaffWrite)),
    ("disable_staff", Needs(StaffWrite)),
    ("enable_staff", Needs(StaffWrite)),
];

/// One operation as the document has it.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// Below `/api/v1`, with `{id}` where it stands.
    pub path: String,
    pub spec: Value,
}

impl Operation {
    pub fn access(&self) -> Access {
        let entry = OPERATIONS.iter().find(|(id, _)| *id == self.id);
        entry.unwrap_or_else(|| panic!("{} has no entry in OPERATIONS", self.id)).1
    }

    pub fn has_id(&self) -> bool {
        self.path.contains("{id}")
    }

    pub fn at(&self, id: &str) -> String {
        self.path
            .replace("{carrier}", "zto")
            .replace("{no}", "22222-22222")
            .replace("{handover_no}", "HJ260615000000")
            .replace("{id}", id)
            .replace("{version}", "1")
            .replace("{group}", "2")
            .replace("{code}", "440305")
    }
}

pub fn document() -> Value {
    serde_json::to_value(yundan::startup::document()).unwrap()
}

pub fn operations() -> Vec<Operation> {
    let document = document();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, spec) in item.as_object().unwrap() {
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            let path = path.strip_prefix(shared::API_BASE).unwrap().to_owned();
            let id = spec["operationId"].as_str().unwrap().to_owned();
            operations.push(Operation { id, method, path, spec: spec.clone() });
        }
    }
    operations
}

/// A body that is accepted, for operations that take JSON.
pub fn body_of(operation: &str) -> Option<Value> {
    let nobody = samples::NOBODY;
    Some(match operation {
        "sign_in" => json!({ "account": "K100001", "password": "x" }),
        "change_password" => json!({ "current_password": "x", "new_password": "y" }),
        "send_code" => json!({ "purpose": "sign_in", "phone": "13900000031" }),
        "forget_password" => json!({ "account": "13900000031" }),
        "reset_password" => json!({ "account": "13900000031", "code": "123456", "new_password": "x" }),
        "start_totp" => json!({ "password": "x" }),
        "confirm_totp" => json!({ "code": "123456" }),
        "end_totp" => json!({ "password": "x", "code": "123456" }),
        "set_security_settings" => json!({ "require_totp": false }),
        "lift_sign_in_lock" => json!({ "account": "K100001/nobody" }),
        "set_privacy_settings" => json!({ "retention_days": 90 }),
        "export_person" | "erase_person" => json!({ "phone": "13800009999", "reason": "本人请求" }),
        "update_me" => json!({ "display_name": "陈晓" }),
        "set_up_merchant" => json!({ "display_name": "陈晓", "sender": samples::receiver() }),
        "switch_seat" => json!({ "id": nobody }),
        "update_operator" => json!({ "role": "read_only", "data_scope": "all" }),
        "create_role" | "update_role" => json!({ "name": "打单", "permissions": ["labels_print", "shipments_read"] }),
        "create_invitation" => samples::invitation("picker"),
        "show_invitation" => json!({ "token": "x" }),
        "accept_invitation" => json!({ "token": "x", "password": "y" }),
        "create_api_key" => samples::api_key(),
        "create_contact" => samples::contact("receiver"),
        "search_contacts" => json!({ "q": "张" }),
        "delete_contacts" | "merge_contacts" => json!({ "contact_ids": [nobody] }),
        "export_contacts" => json!({ "kind": "receiver", "format": "csv" }),
        "update_contact" => json!({ "group": "常客" }),
        "create_handover" => json!({ "shipment_ids": [nobody] }),
        "ask_pickup" => json!({ "from": "2036-06-15T06:00:00Z", "to": "2036-06-15T08:00:00Z" }),
        "answer_pickup" => json!({ "from": "2036-06-15T06:00:00Z", "state": "accepted", "text": "王师傅" }),
        "scan_handover" => json!({ "handover_no": "HJ260615000000", "place": "上海青浦" }),
        "create_order" => samples::order("COVERAGE-2"),
        "edit_orders" => json!({ "order_ids": [nobody], "change": { "flag": "red" } }),
        "merge_orders" => json!({ "order_ids": [nobody, "00000000-0000-7000-8000-000000000001"] }),
        "cancel_orders" | "reopen_orders" | "ship_orders" => json!({ "order_ids": [nobody] }),
        "update_order" => json!({ "change": { "remark": "轻放" } }),
        "split_order" => json!({ "parcels": [{ "quantity": 1 }, { "quantity": 1 }] }),
        "create_owner" | "update_owner" => json!({ "code": "HZ-1", "name": "云栖茶业" }),
        "export_owner_bill" => {
            json!({ "owner_id": nobody, "from": "2026-06-01", "to": "2026-06-30", "format": "csv" })
        }
        "create_order_rule" | "update_order_rule" => samples::rule("浙江"),
        "test_order_rules" => json!({ "sample": { "goods": "茶叶" } }),
        "arrange_order_rules" => json!({ "rule_ids": [] }),
        "apply_order_rules" => json!({ "order_ids": [nobody] }),
        "check_goods" => json!({ "goods": "茶叶" }),
        "set_forbidden_goods" => json!({ "level": "block", "words": ["匕首"] }),
        "find_packing" => json!({ "code": "COVERAGE-3" }),
        "create_packing" | "give_packing" => json!({ "code": "COVERAGE-3", "weight_g": 1230 }),
        "create_saved_view" | "update_saved_view" => {
            json!({ "list": "shipments", "name": "广东", "query": "province=44" })
        }
        "create_department" | "update_department" => json!({ "code": "D-1", "name": "市场部" }),
        "export_shipments" => json!({ "format": "csv" }),
        "edit_shipment" => json!({ "goods": "茶具" }),
        "create_shipment" => samples::shipment("COVERAGE-1"),
        "search_shipments" => json!({ "q": "1867" }),
        "void_shipments" => json!({ "shipment_ids": [nobody] }),
        "reveal_shipment" | "reveal_contact" | "reveal_delivery_picture" | "reveal_instruction" | "reveal_pickup" => {
            json!({ "reason": "客户来电核对" })
        }
        "create_quote" => json!({ "province": "广东省", "city": "深圳市", "district": "南山区", "weight_g": 900 }),
        "create_labels" => json!({ "shipment_ids": [nobody], "format": "zpl" }),
        "create_label_template" => json!({ "name": "带店标", "copy_of": "standard-76x130" }),
        "import_label_template" => samples::item_template(),
        "update_label_template" => json!({ "name": "带店标", "body": samples::item_template() }),
        "set_label_template_default" => json!({ "source": "taobao", "template_id": "standard-76x130" }),
        "create_printer" | "update_printer" => samples::printer(),
        "ask_network_printer" => json!({ "network": { "host": "192.0.2.1", "port": 9100 } }),
        "try_network_printer" => json!({ "setup": samples::network_printer("192.0.2.1", 9100), "paper": "marks" }),
        "create_print_batch" => json!({ "shipment_ids": [nobody], "printer_id": nobody }),
        "report_print_job" => json!({ "state": "sent" }),
        "report_print_jobs" => json!({ "results": [{ "print_job_id": nobody, "result": { "state": "sent" } }] }),
        "settle_print_jobs" => json!({ "print_job_ids": [nobody], "outcome": "came_out" }),
        "lease_print_queue" => json!({ "holder": "coverage-1", "max": 2, "begin": 1, "known": [nobody] }),
        "release_print_queue" => json!({ "holder": "coverage-1" }),
        "pause_print_queue" => json!({ "reason": "换纸" }),
        "resume_print_queue" => json!({}),
        "skip_print_jobs" => json!({ "all": true }),
        "create_print_station" => json!({ "name": "打包台 2", "printer_ids": [nobody] }),
        "pair_station" => json!({ "pairing_code": "2345-6789-ABCD" }),
        "query_tracks" => json!({ "waybill_nos": ["YD0000000001"] }),
        "export_tracks" => json!({ "format": "csv", "waybill_nos": ["YD0000000001"] }),
        "find_public_track" => json!({ "waybill_no": "XW2611240018213", "phone_last4": "0000" }),
        "set_tracking_page" => json!({ "name": "青禾服饰", "color": "#14784a", "hotline": "021-1", "words": "谢谢" }),
        "bind_carrier_account" => {
            json!({ "carrier": "zto", "name": "中通", "account": "test", "password": "ZTO123" })
        }
        "update_carrier_account" => json!({ "name": "中通" }),
        "preview_carrier_account" => {
            let receiver =
                json!({ "province": "广东省", "city": "深圳市", "district": "南山区", "detail": "科技路1号" });
            json!({ "receiver": receiver, "weight_g": 900 })
        }
        "list_placements" => json!({ "order_ids": [nobody] }),
        "look_at_parcel" => json!({ "waybill_no": "XW2611240018213" }),
        "put_delivery_proof" => json!({
            "waybill_no": "XW2611240018213", "received_by": "family", "signer": "王桂芬", "picture": "",
            "at": "2026-06-15T03:00:00Z", "place": "上海",
        }),
        "record_scans" => {
            json!({ "scans": [{ "waybill_no": "YD1", "code": "GOT", "at": "2026-06-15T03:00:00Z", "place": "上海" }] })
        }
        "assign_problem" => json!({}),
        "comment_problem" | "escalate_problem" | "reopen_problem" => json!({ "text": "已联系收件人" }),
        "settle_problem" => json!({ "why": "solved", "text": "已联系收件人" }),
        "assign_problems" => json!({ "problem_ids": [nobody] }),
        "settle_problems" => json!({ "problem_ids": [nobody], "why": "no_action" }),
        "create_problem_action" => json!({ "kind": "claim", "text": "外箱破损，内件损坏", "amount": "80.00" }),
        "set_problem_settings" => json!(shared::problems::ProblemSettings::default()),
        "answer_instruction" => json!({ "state": "accepted", "text": "明天再派" }),
        "create_application" => json!({ "request_id": nobody, "form": samples::application_form() }),
        "follow_application" => json!({ "application_no": "22222-22222", "phone": samples::APPLICANT_PHONE }),
        "amend_application" => json!({
            "application_no": "22222-22222", "phone": samples::APPLICANT_PHONE, "form": samples::application_form(),
        }),
        "accept_application_terms" => {
            json!({ "application_no": "22222-22222", "phone": samples::APPLICANT_PHONE, "terms_hash": "" })
        }
        "take_application" => json!({ "over": false }),
        "ask_applicant" | "reject_application" => json!({ "text": "请补充" }),
        "offer_application_terms" => samples::terms(),
        "update_merchant" => json!({ "account_manager_id": nobody }),
        "suspend_merchant" | "reopen_merchant" | "close_merchant" => json!({ "reason": "欠费两个月" }),
        "invite_staff" => {
            json!({ "user_name": "x-y", "display_name": "新同事", "role": "staff_finance", "outlet_id": nobody })
        }
        "create_outlet" | "update_outlet" => json!({ "code": "N-1", "name": "新网点", "regions": [46] }),
        "create_number_pool" => json!({
            "outlet_id": nobody, "range": { "first_serial": 1, "last_serial": 9 }, "block_size": 1, "low_water": 0,
        }),
        "update_number_pool" => json!({ "block_size": 1000, "low_water": 5000 }),
        "add_number_range" => json!({ "first_serial": 1, "last_serial": 9 }),
        "issue_numbers" => json!({ "merchant_id": nobody, "count": 10 }),
        "return_numbers" => json!({ "merchant_id": nobody }),
        "set_route_change" => json!({ "is_served": true, "hub_code": "755", "bag_hub": "深圳转运中心" }),
        "top_up_wallet" => json!({ "amount": "100.00", "voucher_no": "COVERAGE-4" }),
        "reverse_top_up" => json!({ "posting_id": nobody, "reason": "记错商家" }),
        "set_wallet_terms" => {
            json!({ "settlement": "prepaid", "credit_limit": "0.00", "floor": "0.00", "warn_below": "100.00" })
        }
        "update_staff" => json!({ "role": "staff_finance" }),
        _ => return None,
    })
}

/// Sends an operation with a body that no extractor can read.
pub async fn send_broken(caller: &Caller<'_>, operation: &Operation, id: &str) -> crate::support::Answer {
    let request = caller.request(operation.method.clone(), &operation.at(id)).insert_header(ContentType::json());
    caller.send(request.set_payload("{\"broken\": ")).await
}

/// One thing of each kind that an operation with an id can be about, made by the first merchant, or sent to the first outlet.
/// An account at a carrier of the merchant whose waybill this is, put there past the API: no carrier is asked here.
async fn db_carrier_account(app: &TestApp, waybill_no: &str) -> shared::CarrierAccountId {
    let store = &app.app.store;
    let found = store.network().find_waybills(&[waybill_no.to_owned()]).await.unwrap();
    let record = store::CarrierAccountRecord {
        id: shared::CarrierAccountId(app.app.id()),
        carrier: "zto".to_owned(),
        kind: shared::carriers::CarrierAccountKind::Waybill,
        name: "中通".to_owned(),
        account: "test".to_owned(),
        password: "ZTO123".to_owned(),
        site_code: String::new(),
        state: shared::carriers::CarrierAccountState::Bound,
        problem: store::CarrierWords::default(),
        balance: Some(3),
        balance_at: Some(app.app.now()),
        low_at: 100,
        cod_account: None,
        created_at: app.app.now(),
    };
    let added: Result<(), store::StoreError> =
        store.write(found[0].1, async |tx| tx.add_carrier_account(&record).await).await;
    added.unwrap();
    record.id
}

pub async fn things(app: &TestApp) -> BTreeMap<&'static str, String> {
    let application = app.applies(&crate::applications::request()).await;
    let licence = crate::applications::licence::picture(image::ImageFormat::Png);
    app.sends_licence(&application, "image/png", licence).await.expect(200);
    let owner = app.owner().await;
    let shipment = owner.ships("COVERAGE-0").await;
    let batch = owner.prints(&[&shipment], None).await;
    let template = owner.makes_template("带店标").await;
    let served = owner.sets_up_printer().await;
    let (station, _) = app.station(&owner, "打包台 1", &[&served]).await;
    let import = app.imports_csv(&owner, "coverage.csv", &["X-1"]).await;
    app.work().await;
    let role = owner.makes_role("打包", &["labels_print", "shipments_read"]).await;
    let invitation = owner.invites("helper").await;
    let key = owner.makes_key(&["shipments_read"]).await;
    let clerk = owner.operator("clerk").await;
    let contact = owner.adds_contact("receiver").await;
    let shop = owner.adds_owner("HZ-0").await;
    let given = owner.ships("COVERAGE-4").await;
    let handover = owner.hands_over(&[&given]).await;
    let order = owner.keeps_order("COVERAGE-3").await;
    let rule: shared::rules::OrderRule = owner.post("/order-rules", &samples::rule("北京")).await.expect(201).json();
    let saved = json!({ "list": "orders", "name": "挂起", "query": "tab=held&flag=red" });
    let saved: shared::saved_views::SavedView = owner.post("/saved-views", &saved).await.expect(201).json();
    let account = db_carrier_account(app, &shipment.waybill_no).await;
    let department = json!({ "code": "D-0", "name": "行政部" });
    let department: shared::parts::Department = owner.post("/departments", &department).await.expect(201).json();
    let session: Vec<shared::operators::SessionView> = owner.read("/me/sessions").await;
    let troubled = owner.ships("COVERAGE-5").await;
    let problem = crate::problems::found(app, &troubled, "address_wrong").await;
    let asked = json!({ "kind": "change_address", "address": samples::receiver() });
    let asked = owner.post(&format!("/problems/{}/actions", problem.id), &asked).await.expect(201);
    let instruction: shared::problems::Instruction = asked.json();
    BTreeMap::from([
        ("problems", problem.id.to_string()),
        // What the network's people are asked to do.
        ("network", instruction.id.to_string()),
        ("problem-actions", instruction.id.to_string()),
        ("operators", clerk.id.to_string()),
        ("roles", role.id.unwrap().to_string()),
        ("invitations", invitation.invitation.id.to_string()),
        ("api-keys", key.key.id.to_string()),
        ("me", session[0].id.to_string()),
        ("contacts", contact.id.to_string()),
        ("carrier-accounts", account.to_string()),
        ("handovers", handover.handover.id.to_string()),
        ("orders", order.id.to_string()),
        ("owners", shop.id.to_string()),
        ("order-rules", rule.id.to_string()),
        ("saved-views", saved.id.to_string()),
        ("departments", department.id.to_string()),
        ("shipments", shipment.id.to_string()),
        ("printers", batch.printer_id.to_string()),
        ("print-jobs", batch.jobs[0].id.to_string()),
        ("label-templates", template.template.id),
        ("print-stations", station.id.to_string()),
        ("imports", import.id.to_string()),
        ("jobs", import.job_id.to_string()),
        ("applications", app.reviewer().await.application_id(&application).await),
        // Somebody else than the callers, who would be out otherwise.
        ("merchants", app.staff().await.merchant_id("K100002").await),
        ("staff", app.staff().await.member_id("hangzhou").await),
    ])
}
