//! Delivery times of the service, asked through the page.

use shared::timeliness::{Timeliness, TimelinessQuery};

use super::view::Period;
use crate::{
    api::{ApiError, encode_query},
    bridge::{Asked, asking::read},
    browser::dates,
};

pub async fn report(period: Period) -> Result<Timeliness, ApiError> {
    let (from, to) = period.months(dates::today());
    let query = TimelinessQuery { from: Some(from), to: Some(to) };
    read(Asked::plain("GET", format!("timeliness{}", encode_query(&query)))).await
}
