use futures_util::future::join;
use serde_json::json;
use shared::{Permission, Role, auth::Me};

use crate::support::{Caller, TestApp};

#[actix_web::test]
async fn a_change_of_role_holds_at_once() {
    let app = TestApp::new().await;
    let (staff, reviewer) = (app.staff().await, app.reviewer().await);
    let id = staff.member_id("reviewer").await;
    reviewer.get("/applications").await.expect(200);
    staff.patch(&format!("/staff/{id}"), &json!({ "role": "staff_finance" })).await.expect(200);
    reviewer.get("/applications").await.problem(403, "forbidden");
    staff.post(&format!("/staff/{id}/disable"), &json!({})).await.expect(200);
    reviewer.get("/me").await.problem(401, "unauthenticated");
    staff.post(&format!("/staff/{id}/enable"), &json!({})).await.expect(200);
    reviewer.get("/merchants").await.expect(200);
    assert_eq!(app.db_count("network_audit_log", "action LIKE 'staff.%'").await, 3);
}

#[actix_web::test]
async fn what_is_no_seat_of_the_network_is_refused() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let path = format!("/staff/{}", staff.member_id("reviewer").await);
    for role in Role::OPERATORS {
        staff.patch(&path, &json!({ "role": role })).await.faults(&[("/role", "not_staff_role")]);
    }
    let nowhere = json!({ "outlet_id": crate::support::samples::NOBODY });
    staff.patch(&path, &nowhere).await.faults(&[("/outlet_id", "unknown_outlet")]);
    app.reviewer().await.patch(&path, &json!({})).await.problem(403, "forbidden");
}

#[actix_web::test]
async fn the_last_administrator_stays() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let path = format!("/staff/{}", staff.member_id("staff").await);
    staff.post(&format!("{path}/disable"), &json!({})).await.problem(409, "last_administrator");
    staff.patch(&path, &json!({ "role": "staff_auditor" })).await.problem(409, "last_administrator");
    assert_eq!(app.db_count("staff", "role = 'staff_admin' AND disabled_at IS NULL").await, 1);
}

#[actix_web::test]
async fn of_two_administrators_who_disable_each_other_one_stays() {
    let app = TestApp::new().await;
    let outlet = app.default_outlet().await;
    for round in 0..6 {
        let (one, two) = (format!("admin-{round}-a"), format!("admin-{round}-b"));
        let first = app.hires(&one, outlet, Role::StaffAdmin).await;
        let second = app.hires(&two, outlet, Role::StaffAdmin).await;
        let (a, b) = (app.signed_in(&one).await, app.signed_in(&two).await);
        // Nobody else administers.
        for member in a.members().await {
            if member.role == Role::StaffAdmin && !member.disabled && member.id != first && member.id != second {
                a.post(&format!("/staff/{}/disable", member.id), &json!({})).await.expect(200);
            }
        }
        let body = json!({});
        let (at_second, at_first) = (format!("/staff/{second}/disable"), format!("/staff/{first}/disable"));
        let (a, b) = join(a.post(&at_second, &body), b.post(&at_first, &body)).await;
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        // The one that was slower is told, or is out already.
        assert!(statuses[0] == 200 && matches!(statuses[1], 401 | 409), "{statuses:?}");
        assert_eq!(app.db_count("staff", "role = 'staff_admin' AND disabled_at IS NULL").await, 1);
    }
}

async fn permissions(caller: &Caller<'_>) -> Vec<Permission> {
    caller.read::<Me>("/me").await.permissions
}

#[actix_web::test]
async fn whoever_is_alone_may_do_everything_and_the_log_tells() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let both = |permissions: &[Permission]| {
        permissions.contains(&Permission::StaffWrite) && permissions.contains(&Permission::NetworkAuditRead)
    };
    assert!(!both(&permissions(&staff).await));
    let others: Vec<String> = [staff.member_id("reviewer").await, staff.member_id("hangzhou").await].into();
    for id in &others {
        staff.post(&format!("/staff/{id}/disable"), &json!({})).await.expect(200);
    }
    assert!(both(&permissions(&staff).await));
    let number = app.applies(&crate::applications::request()).await;
    let id = staff.application_id(&number).await;
    staff.does(&id, "take", &json!({})).await.expect(200);
    assert_eq!(app.db_count("network_audit_log", "action = 'application.take' AND actor = 'sole staff'").await, 1);
    staff.post(&format!("/staff/{}/enable", others[0]), &json!({})).await.expect(200);
    assert!(!both(&permissions(&staff).await));
    staff.does(&id, "offer", &crate::applications::terms()).await.problem(403, "forbidden");
}
