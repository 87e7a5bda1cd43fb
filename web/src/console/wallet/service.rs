//! Money of merchants, asked through the page.

use serde::Serialize;
use shared::{
    MerchantId, Page, ShipmentId,
    ledger::{Posting, PostingKind, Wallet},
};

use crate::{
    api::{ApiError, encode_query},
    bridge::{Asked, asking::read},
};

/// Rows of one page of the list.
pub const PAGE: u32 = 100;

/// Whose money: that of who is signed in, or of a merchant that the network looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Own,
    Merchant(MerchantId),
}

impl Whose {
    fn path(self) -> String {
        match self {
            Whose::Own => "wallet".to_owned(),
            Whose::Merchant(id) => format!("merchants/{id}/wallet"),
        }
    }
}

/// Which postings are wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PostingsQuery {
    pub kind: Option<PostingKind>,
    pub shipment_id: Option<ShipmentId>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}

pub async fn wallet(whose: Whose) -> Result<Wallet, ApiError> {
    read(Asked::plain("GET", whose.path())).await
}

pub async fn postings(whose: Whose, query: PostingsQuery) -> Result<Page<Posting>, ApiError> {
    let query = encode_query(&PostingsQuery { limit: Some(PAGE), ..query });
    read(Asked::plain("GET", format!("{}/postings{query}", whose.path()))).await
}
