//! Finding shipments by what people have of them: numbers, a phone, a name.

use carrier::embedded;
use shared::{
    Page,
    limits::{BULK_MAX, SEARCH_CHARS},
    shipments::{ShipmentSearch, ShipmentSummary},
};
use store::{Connection, Scoped, ShipmentQuery, ShipmentRecord};

use super::{query, summary};
use crate::app::{App, AppError, Caller, paging::PageRequest, validation::Faults};

/// Finds by numbers, phone, last four digits, name, pinyin or initials.
pub async fn search(app: &App, caller: &Caller, request: &ShipmentSearch) -> Result<Page<ShipmentSummary>, AppError> {
    app.searches.admit(caller.throttle_key(), app.now())?;
    let sought = Sought::of(&request.q)?;
    let filter = &request.filter;
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let query = query(app, caller, filter, page).await?;
    let rows = sought.page(&app.store.read(caller.scope()?), &query).await?;
    Ok(page.page(rows, |row| row.id.0, |row| summary(caller, &row)))
}

/// What somebody looks for.
pub(super) struct Sought {
    text: String,
    words: Vec<String>,
}

impl Sought {
    pub(super) fn of(text: &str) -> Result<Sought, AppError> {
        let mut faults = Faults::default();
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        faults.range("/q", length, 0, u32::try_from(SEARCH_CHARS).unwrap_or(u32::MAX));
        let words = split_search(text);
        faults.count("/q", words.len().max(1), BULK_MAX);
        faults.settle()?;
        Ok(Sought { text: text.trim().to_owned(), words })
    }

    /// Are there more than `most` of them? Numbers are as many as were asked for, so of them there are not.
    pub(super) async fn has_more<C: Connection>(
        &self,
        reader: &Scoped<'_, C>,
        query: &ShipmentQuery,
        most: u64,
    ) -> Result<bool, AppError> {
        match self.words.as_slice() {
            [] => Ok(reader.has_more_shipments(query, most).await?),
            _ if !self.may_be_a_phones() && self.are_numbers(reader, query).await? => Ok(false),
            _ => Ok(reader.has_more_of_person(&self.text, query, most).await?),
        }
    }

    /// An order may be numbered as somebody's phone ends: neither hides the other.
    fn may_be_a_phones(&self) -> bool {
        self.words.len() == 1 && self.words[0].bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Something has one of these numbers, so nobody of that name is looked for.
    async fn are_numbers<C: Connection>(
        &self,
        reader: &Scoped<'_, C>,
        query: &ShipmentQuery,
    ) -> Result<bool, AppError> {
        let first = ShipmentQuery { after: None, limit: 1, ..query.clone() };
        Ok(!reader.search_by_numbers(&self.words, &first).await?.is_empty())
    }

    /// The next page of what is found, newest first; whoever looks for nothing finds all.
    pub(super) async fn page<C: Connection>(
        &self,
        reader: &Scoped<'_, C>,
        query: &ShipmentQuery,
    ) -> Result<Vec<ShipmentRecord>, AppError> {
        let mut rows = match self.words.as_slice() {
            [] => return Ok(reader.list_shipments(query).await?),
            numbers => reader.search_by_numbers(numbers, query).await?,
        };
        // On a later page there may be none left of the numbers that were found.
        let is_numbers = !rows.is_empty() || (query.after.is_some() && self.are_numbers(reader, query).await?);
        if !is_numbers || self.may_be_a_phones() {
            rows.extend(reader.search_by_person(&self.text, query).await?);
            rows.sort_by_key(|row| std::cmp::Reverse(row.id));
            rows.dedup_by_key(|row| row.id);
            rows.truncate(query.limit as usize);
        }
        Ok(rows)
    }
}

/// The pieces of a search. Waybill numbers may have been typed in small letters, or in the groups they are read out in.
fn split_search(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、'))
        .filter(|word| !word.is_empty())
        .map(|word| waybill_no(word).unwrap_or_else(|| word.to_owned()))
        .collect();
    if words.len() > 1
        && let Some(number) = waybill_no(&text.split_whitespace().collect::<String>())
    {
        words = vec![number];
    }
    words
}

fn waybill_no(text: &str) -> Option<String> {
    let number = text.to_uppercase();
    number.parse::<embedded::WaybillNo>().is_ok().then_some(number)
}
