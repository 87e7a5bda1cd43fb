//! Table `orders`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub order_no: Option<String>,
    pub dedupe_key: String,
    pub source: String,
    pub state: String,
    pub import_id: Option<Uuid>,
    pub province: String,
    pub city: String,
    pub district: String,
    pub division_code: i32,
    pub receiver_sealed: Vec<u8>,
    pub goods: String,
    pub quantity: i32,
    pub weight_g: Option<i32>,
    pub remark: String,
    pub owner_id: Option<Uuid>,
    pub department_id: Option<Uuid>,
    pub sender_contact_id: Option<Uuid>,
    pub insured_fen: Option<i64>,
    pub is_held: bool,
    pub flag: String,
    pub parent_id: Option<Uuid>,
    pub created_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub cod_fen: Option<i64>,
    pub receiver_pays: bool,
    pub signed_return: bool,
    pub delivery_window: String,
    pub shop: String,
    pub template_id: String,
    pub goods_codes: String,
    pub rule_id: Option<Uuid>,
    pub anonymised_at: Option<DateTimeUtc>,
    pub carrier_account_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
