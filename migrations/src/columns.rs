//! The words migrations are written in: one function a kind of column or table.

use sea_orm_migration::prelude::*;

pub fn uuid(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

pub fn integer(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}

/// Fen, serial numbers and tokens.
pub fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

pub fn time(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().not_null().take()
}

pub fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().not_null().take()
}

/// The same column, which may be empty.
pub fn optional(mut column: ColumnDef) -> ColumnDef {
    column.null().take()
}

/// A table of the network, with an id of its own.
pub fn network_table(table: &'static str) -> TableCreateStatement {
    Table::create().table(table).col(uuid("id").primary_key()).take()
}

/// A table a merchant owns: primary key `(merchant_id, id)`.
pub fn owned_table(table: &'static str) -> TableCreateStatement {
    owned_table_by(table, &[uuid("id")])
}

/// A table a merchant owns whose key after `merchant_id` is not an id.
pub fn owned_table_by(table: &'static str, key: &[ColumnDef]) -> TableCreateStatement {
    let mut create = Table::create().table(table).col(uuid("merchant_id")).take();
    let mut primary = Index::create().name(format!("pk_{table}")).col("merchant_id").take();
    for column in key {
        create.col(column.clone());
        primary.col(column.get_column_name());
    }
    create.primary_key(&mut primary).foreign_key(&mut references(table, "merchant_id", "merchants")).take()
}

/// A foreign key to a table of the network.
pub fn references(table: &'static str, column: &'static str, parent: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, column)
        .to(parent, "id")
        .on_delete(ForeignKeyAction::Restrict)
        .take()
}

/// A foreign key between tables a merchant owns; it cannot leave the merchant.
pub fn references_own(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, ("merchant_id", column))
        .to(parent, ("merchant_id", "id"))
        .on_delete(on_delete)
        .take()
}

pub async fn create_tables(manager: &SchemaManager<'_>, tables: Vec<TableCreateStatement>) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    Ok(())
}

pub async fn create_indexes(manager: &SchemaManager<'_>, indexes: Vec<IndexCreateStatement>) -> Result<(), DbErr> {
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Drops tables that were created in this order.
pub async fn drop_tables(manager: &SchemaManager<'_>, created: Vec<TableCreateStatement>) -> Result<(), DbErr> {
    for table in created.into_iter().rev() {
        let name = table.get_table_name().cloned().ok_or_else(|| DbErr::Custom("a table without a name".into()))?;
        manager.drop_table(Table::drop().table(name).take()).await?;
    }
    Ok(())
}

pub async fn add_columns(manager: &SchemaManager<'_>, columns: Vec<(&'static str, ColumnDef)>) -> Result<(), DbErr> {
    // One statement a column: SQLite adds no two at once.
    for (table, mut column) in columns {
        manager.alter_table(Table::alter().table(table).add_column(&mut column).take()).await?;
    }
    Ok(())
}

/// Drops columns that were added in this order.
pub async fn drop_columns(manager: &SchemaManager<'_>, added: Vec<(&'static str, ColumnDef)>) -> Result<(), DbErr> {
    for (table, column) in added.into_iter().rev() {
        let name = column.get_column_name();
        manager.alter_table(Table::alter().table(table).drop_column(name).take()).await?;
    }
    Ok(())
}

pub fn index(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut create = Index::create().name(name).table(table).take();
    for column in columns {
        create.col(*column);
    }
    create
}

pub fn unique(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(name, table, columns).unique().take()
}
