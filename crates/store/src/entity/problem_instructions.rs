//! Table `problem_instructions`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "problem_instructions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub problem_id: Uuid,
    pub shipment_id: Uuid,
    pub kind: String,
    pub state: String,
    pub amount_fen: Option<i64>,
    pub province: String,
    pub city: String,
    pub district: String,
    pub division_code: i32,
    pub address_sealed: Option<Vec<u8>>,
    pub text_sealed: Option<Vec<u8>>,
    pub asked_by: Uuid,
    pub asked_at: DateTimeUtc,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<DateTimeUtc>,
    pub answer_sealed: Option<Vec<u8>>,
    pub carrier: String,
    pub run_at: Option<DateTimeUtc>,
    pub tries: i32,
    pub is_withdrawn: bool,
    pub words_zh: String,
    pub words_en: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
