use futures_util::future::join;
use serde_json::json;
use shared::{
    Permission, Role,
    audit::AuditEntryView,
    auth::Me,
    merchants::{Outlet, StaffInvited},
};

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

#[actix_web::test]
async fn a_colleague_is_invited_sets_a_password_by_the_link_and_works() {
    let app = TestApp::with_outbox().await;
    let staff = app.staff().await;
    let outlets: Vec<Outlet> = staff.read("/outlets").await;
    assert_eq!(outlets.len(), 2);
    let body = json!({
        "user_name": "Wang.Lei", "display_name": "王磊", "email": "wanglei@yundan.test", "role": "staff_reviewer",
        "outlet_id": outlets[0].id,
    });
    let invited: StaffInvited = staff.post("/staff", &body).await.expect(201).json();
    assert_eq!((invited.member.user_name.as_deref(), invited.member.role), (Some("wang.lei"), Role::StaffReviewer));
    // The mail has the link, and no password.
    let mail = app.outbox().await.into_iter().next().expect("a mail");
    assert_eq!(mail.recipient, "wanglei@yundan.test");
    assert!(mail.text.contains(&format!("{}/reset#{}", crate::support::PUBLIC_URL, invited.token)), "{}", mail.text);
    let again = staff.post("/staff", &body).await;
    again.faults(&[("/user_name", "taken"), ("/email", "taken")]);
    // Nobody is let in before the password is set.
    let guess = json!({ "account": "wang.lei", "password": crate::support::PASSWORD });
    app.anonymous().post("/auth/sign-in", &guess).await.problem(401, "wrong_credentials");
    let set = json!({ "token": invited.token, "new_password": "Lighthouse-Meadow-27" });
    app.anonymous().post("/auth/password-resets/redeem", &set).await.expect(204);
    app.anonymous().post("/auth/password-resets/redeem", &set).await.faults(&[("/token", "link_over")]);
    let colleague = app.signed_in_with("wang.lei", "Lighthouse-Meadow-27").await;
    colleague.get("/applications").await.expect(200);
    colleague.get("/staff").await.problem(403, "forbidden");
}

#[actix_web::test]
async fn a_staff_link_is_good_for_three_days() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let outlet = app.default_outlet().await;
    let body = json!({ "user_name": "late", "display_name": "晚到", "role": "staff_dispatcher", "outlet_id": outlet });
    let invited: StaffInvited = staff.post("/staff", &body).await.expect(201).json();
    app.clock.advance(chrono::TimeDelta::hours(72));
    let set = json!({ "token": invited.token, "new_password": "Lighthouse-Meadow-27" });
    app.anonymous().post("/auth/password-resets/redeem", &set).await.faults(&[("/token", "link_over")]);
}

#[actix_web::test]
async fn whoever_lost_their_link_gets_another_until_they_have_a_password() {
    let app = TestApp::with_outbox().await;
    let staff = app.staff().await;
    let body = json!({
        "user_name": "lost", "display_name": "丢了", "email": "lost@yundan.test", "role": "staff_dispatcher",
        "outlet_id": app.default_outlet().await,
    });
    let first: StaffInvited = staff.post("/staff", &body).await.expect(201).json();
    assert!(first.member.is_new);
    let path = format!("/staff/{}/link", first.member.id);
    app.reviewer().await.post(&path, &()).await.problem(403, "forbidden");
    let second: StaffInvited = staff.post(&path, &()).await.expect(200).json();
    let mails = app.outbox().await;
    assert!(mails.iter().any(|mail| mail.recipient == "lost@yundan.test" && mail.text.contains(&second.token)));
    let redeem = async |token: &str| {
        let set = json!({ "token": token, "new_password": "Lighthouse-Meadow-27" });
        app.anonymous().post("/auth/password-resets/redeem", &set).await
    };
    redeem(&first.token).await.faults(&[("/token", "link_over")]);
    redeem(&second.token).await.expect(204);
    app.signed_in_with("lost", "Lighthouse-Meadow-27").await;
    staff.post(&path, &()).await.problem(409, "staff_active");
    assert_eq!(app.db_count("network_audit_log", "action = 'staff.link'").await, 1);
}

#[actix_web::test]
async fn who_is_invited_as_what_they_cannot_be_is_refused_with_every_reason() {
    let app = TestApp::new().await;
    let body = json!({
        "user_name": "ѕtaff", "display_name": " ", "phone": "13900000021", "email": "nowhere", "role": "clerk",
        "outlet_id": crate::support::samples::NOBODY,
    });
    app.staff().await.post("/staff", &body).await.faults(&[
        ("/user_name", "bad_user_name"),
        ("/display_name", "required"),
        ("/email", "email"),
        ("/role", "not_staff_role"),
        ("/outlet_id", "unknown_outlet"),
        ("/phone", "taken"),
    ]);
}

#[actix_web::test]
async fn the_auditor_reads_the_networks_log_and_nothing_can_hide_in_it() {
    let app = TestApp::new().await;
    app.hires("auditor", app.default_outlet().await, Role::StaffAuditor).await;
    let (staff, auditor) = (app.staff().await, app.signed_in("auditor").await);
    staff.post("/sign-in-locks/lift", &json!({ "account": "K100001/clerk" })).await.expect(204);
    let page: shared::Page<AuditEntryView> = auditor.read("/network/audit-log?action=account.unlock").await;
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].who.as_deref(), Some("周敏"));
    assert!(page.items[0].hash.is_some());
    let all: shared::Page<AuditEntryView> = auditor.read("/network/audit-log?limit=200").await;
    let seqs: Vec<u64> = all.items.iter().map(|entry| entry.seq).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] == pair[1] + 1), "{seqs:?}");
    staff.get("/network/audit-log").await.problem(403, "forbidden");
    app.owner().await.get("/network/audit-log").await.problem(403, "forbidden");
}
