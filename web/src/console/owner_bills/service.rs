//! Owners' bills of the service, asked through the page.

use chrono::NaiveDate;
use serde::Serialize;
use shared::parts::{DepartmentCost, OwnerBill, OwnerBillExport};

use crate::{
    api::{ApiError, encode_query},
    bridge::{
        Asked, Errand,
        asking::{read, run, with_body},
    },
};

#[derive(Serialize)]
struct BillsQuery {
    from: NaiveDate,
    to: NaiveDate,
}

/// The bills of these days, both of them with it.
pub async fn bills(from: NaiveDate, to: NaiveDate) -> Result<Vec<OwnerBill>, ApiError> {
    read(Asked::plain("GET", format!("owner-bills{}", encode_query(&BillsQuery { from, to })))).await
}

/// What departments cost on these days.
pub async fn costs(from: NaiveDate, to: NaiveDate) -> Result<Vec<DepartmentCost>, ApiError> {
    read(Asked::plain("GET", format!("department-costs{}", encode_query(&BillsQuery { from, to })))).await
}

/// Hands the person an owner's bill as a file.
pub async fn export(export: OwnerBillExport, name: String) -> Result<(), ApiError> {
    let asked = with_body("POST", "owner-bills/export", &export)?;
    run(&Errand::Save { asked, name }).await.map(|_| ())
}
