mod merchants;
mod staff;
mod standing;
mod view;

use serde_json::json;
use shared::{
    MerchantStatus, Page,
    merchants::{Merchant, MerchantRow, StaffMember},
};

use crate::support::{Answer, Caller};

impl Caller<'_> {
    pub async fn merchant_rows(&self, query: &str) -> Page<MerchantRow> {
        self.read(&format!("/merchants{query}")).await
    }

    /// The id of the merchant with this customer code.
    pub async fn merchant_id(&self, code: &str) -> String {
        let rows = self.merchant_rows(&format!("?q={code}")).await.items;
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows[0].id.to_string()
    }

    pub async fn sets(&self, merchant: &str, step: &str) -> Answer {
        self.post(&format!("/merchants/{merchant}/{step}"), &json!({ "reason": "欠费两个月" })).await
    }

    pub async fn stands(&self, merchant: &str) -> MerchantStatus {
        self.read::<Merchant>(&format!("/merchants/{merchant}")).await.row.status
    }

    pub async fn members(&self) -> Vec<StaffMember> {
        self.read::<Page<StaffMember>>("/staff").await.items
    }

    pub async fn member_id(&self, user_name: &str) -> String {
        let found = self.members().await.into_iter().find(|member| member.user_name.as_deref() == Some(user_name));
        found.expect("there is such a member").id.to_string()
    }
}
