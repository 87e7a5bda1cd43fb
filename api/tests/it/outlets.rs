//! Outlets and the regions they answer for.

use serde_json::json;
use shared::{
    Page,
    merchants::{Outlet, StaffMember},
};

use crate::{
    applications::request_from_hangzhou,
    support::{TestApp, samples},
};

#[actix_web::test]
async fn an_outlet_is_added_and_takes_the_applications_of_its_region() {
    let app = TestApp::new().await;
    let admin = app.staff().await;
    let body = json!({ "code": " NB01 ", "name": "宁波鄞州网点", "regions": [3302, 3302, 330110] });
    let made: Outlet = admin.post("/outlets", &body).await.expect(201).json();
    assert_eq!(
        (made.code.as_str(), made.regions.as_slice(), made.is_default),
        ("NB01", [3302, 330_110].as_slice(), false)
    );
    let listed: Vec<Outlet> = admin.read("/outlets").await;
    assert!(listed.contains(&made) && listed.is_sorted_by_key(|outlet| outlet.code.clone()), "{listed:?}");
    // 余杭区 was Hangzhou's, by its province; the county is narrower.
    let number = app.applies(&request_from_hangzhou()).await;
    let status = app.follows(&number).await;
    assert_eq!(status.outlet_name, "宁波鄞州网点");
    // Whoever is moved there sees it.
    let staff: Page<StaffMember> = admin.read("/staff").await;
    let reviewer = staff.items.iter().find(|member| member.user_name.as_deref() == Some("hangzhou")).unwrap();
    admin.patch(&format!("/staff/{}", reviewer.id), &json!({ "outlet_id": made.id })).await.expect(200);
    assert!(app.other_reviewer().await.queue().await.iter().any(|row| row.application_no == number));

    let renamed = json!({ "code": "NB01", "name": "宁波总部", "regions": [] });
    let changed: Outlet = admin.put(&format!("/outlets/{}", made.id), &renamed).await.expect(200).json();
    assert_eq!((changed.name.as_str(), changed.regions.len()), ("宁波总部", 0));
}

#[actix_web::test]
async fn a_code_and_a_region_are_one_outlets() {
    let app = TestApp::new().await;
    let admin = app.staff().await;
    let outlets: Vec<Outlet> = admin.read("/outlets").await;
    let hangzhou = outlets.iter().find(|outlet| outlet.code == "HZ0201").unwrap();
    let taken = json!({ "code": "HZ0201", "name": "x", "regions": [33] });
    admin.post("/outlets", &taken).await.faults(&[("/code", "code_taken"), ("/regions", "region_taken")]);
    let nowhere = json!({ "code": "", "name": "", "regions": [99, 0, 4_294_967_295_u32] });
    admin.post("/outlets", &nowhere).await.faults(&[
        ("/code", "required"),
        ("/name", "required"),
        ("/regions/0", "unknown_division"),
        ("/regions/1", "unknown_division"),
        ("/regions/2", "unknown_division"),
    ]);
    // Saved as it is, it takes nothing from itself.
    let same = json!({ "code": hangzhou.code, "name": hangzhou.name, "regions": hangzhou.regions });
    let saved: Outlet = admin.put(&format!("/outlets/{}", hangzhou.id), &same).await.expect(200).json();
    assert_eq!(&saved, hangzhou);
    admin.put(&format!("/outlets/{}", samples::NOBODY), &same).await.problem(404, "not_found");
}
