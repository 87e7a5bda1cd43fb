//! Table `forbidden_goods`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "forbidden_goods")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_no: i32,
    pub level: String,
    pub words: String,
    pub exceptions: String,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
