//! Pages of lists: bounded, and continued by an opaque cursor.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::{
    Page,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use uuid::Uuid;

use crate::app::{AppError, Words};

/// The first byte of every cursor, so that a later form can be told apart.
const CURSOR_VERSION: u8 = 1;

/// Where a page begins and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    pub after: Option<Uuid>,
    pub limit: u32,
}

impl PageRequest {
    pub fn new(limit: Option<u32>, cursor: Option<&str>) -> Result<PageRequest, AppError> {
        PageRequest::up_to(PAGE_MAX, limit, cursor)
    }

    pub fn up_to(most: u32, limit: Option<u32>, cursor: Option<&str>) -> Result<PageRequest, AppError> {
        let limit = limit.unwrap_or(PAGE_DEFAULT);
        if limit == 0 || limit > most {
            return Err(AppError::invalid(
                "?limit",
                "out_of_range",
                Words::new(format!("limit 必须在 1 到 {most} 之间。"), format!("limit must be 1 to {most}.")),
            ));
        }
        Ok(PageRequest { after: cursor.map(decode).transpose()?, limit })
    }

    /// One more than the page, to see whether there is another.
    pub fn probe(self) -> u32 {
        self.limit + 1
    }

    /// Cuts the probe off and makes the cursor to the next page.
    pub fn page<R, T>(self, mut rows: Vec<R>, id: impl Fn(&R) -> Uuid, map: impl FnMut(R) -> T) -> Page<T> {
        let limit = self.limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = if more { rows.last().map(|row| encode(id(row))) } else { None };
        Page { items: rows.into_iter().map(map).collect(), next_cursor }
    }
}

fn encode(id: Uuid) -> String {
    let mut bytes = vec![CURSOR_VERSION];
    bytes.extend_from_slice(id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(cursor: &str) -> Result<Uuid, AppError> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let id = match bytes.as_deref() {
        Some([CURSOR_VERSION, id @ ..]) => Uuid::from_slice(id).ok(),
        _ => None,
    };
    id.ok_or_else(|| {
        AppError::invalid(
            "?cursor",
            "invalid_cursor",
            Words::new("翻页标记无效，请从第一页重新开始。", "The cursor is not valid; start from the first page."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_row() {
        let page = PageRequest::new(Some(2), None).unwrap();
        let rows: Vec<Uuid> = (1..=3).map(Uuid::from_u128).collect();
        let answer = page.page(rows, |id| *id, |id| id);
        assert_eq!(answer.items.len(), 2);
        let next = PageRequest::new(Some(2), answer.next_cursor.as_deref()).unwrap();
        assert_eq!(next.after, Some(Uuid::from_u128(2)));
        assert_eq!(next.page(vec![Uuid::from_u128(3)], |id| *id, |id| id).next_cursor, None);
    }

    #[test]
    fn refuses_foreign_cursors_and_limits() {
        for cursor in ["", "x", "AAAA", "../../etc", &"A".repeat(500)] {
            assert!(PageRequest::new(None, Some(cursor)).is_err(), "{cursor}");
        }
        assert!(PageRequest::new(Some(0), None).is_err());
        assert!(PageRequest::new(Some(PAGE_MAX + 1), None).is_err());
    }
}
