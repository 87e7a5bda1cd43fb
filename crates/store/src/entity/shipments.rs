//! Table `shipments`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shipments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub waybill_no: String,
    pub order_id: Uuid,
    pub order_no: Option<String>,
    pub import_id: Option<Uuid>,
    pub carrier: String,
    pub state: String,
    pub phase: String,
    pub province_code: i32,
    pub route_code: String,
    pub bag_hub: String,
    pub sender_province: String,
    pub sender_city: String,
    pub sender_district: String,
    pub sender_sealed: Vec<u8>,
    pub province: String,
    pub city: String,
    pub district: String,
    pub division_code: i32,
    pub receiver_sealed: Vec<u8>,
    pub goods: String,
    pub quantity: i32,
    pub weight_g: Option<i32>,
    pub size_mm: Option<String>,
    pub insured_fen: Option<i64>,
    pub remark: String,
    pub price_fen: i64,
    pub billed_weight_g: i32,
    pub print_count: i32,
    pub first_printed_at: Option<DateTimeUtc>,
    pub created_day: String,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub anonymised_at: Option<DateTimeUtc>,
    pub owner_id: Option<Uuid>,
    pub department_id: Option<Uuid>,
    pub sender_contact_id: Option<Uuid>,
    pub label_stale: bool,
    pub edited_at: Option<DateTimeUtc>,
    pub cod_fen: Option<i64>,
    pub receiver_pays: bool,
    pub signed_return: bool,
    pub delivery_window: String,
    pub shop: String,
    pub template_id: String,
    pub from_receiver_fen: i64,
    pub owner_price_fen: Option<i64>,
    pub check_at: DateTimeUtc,
    pub scan_count: i32,
    pub picked_up_at: Option<DateTimeUtc>,
    pub delivered_at: Option<DateTimeUtc>,
    pub transit_days: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
