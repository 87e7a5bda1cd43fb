//! Printers as they were set up.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use shared::{
    PrinterId,
    printers::{NetworkAddress, PrinterOptions},
    printing::{PrintJobState, PrinterConnection, PrinterLanguage, PrinterSetup},
};

use crate::{
    Scoped, StoreError, TenantScope, WriteTx,
    connection::SystemStore,
    entity::{print_jobs, print_queues, printers},
    shipments::column,
};

/// Printers of one merchant.
const PRINTERS_MAX: u64 = 200;
/// Network printers one look finds.
const WAITING_MAX: u64 = 200;

#[derive(Clone, Debug, PartialEq)]
pub struct PrinterRecord {
    pub id: PrinterId,
    pub setup: PrinterSetup,
    pub created_at: DateTime<Utc>,
}

fn record(row: printers::Model) -> Result<PrinterRecord, StoreError> {
    let positive = |n: i32| u32::try_from(n).map_err(|_| StoreError::Corrupt("printer setting"));
    Ok(PrinterRecord {
        id: PrinterId(row.id),
        setup: PrinterSetup {
            name: row.name,
            connection: PrinterConnection::parse(&row.connection).ok_or(StoreError::Corrupt("printer connection"))?,
            language: PrinterLanguage::parse(&row.language).ok_or(StoreError::Corrupt("printer language"))?,
            dpi: positive(row.dpi)?,
            template_id: row.template_id,
            device_key: row.device_key,
            baud_rate: row.baud_rate.map(positive).transpose()?,
            network: row.host.zip(row.port).map(network).transpose()?,
            options: row.options.as_deref().map(options).transpose()?.unwrap_or_default(),
        },
        created_at: row.created_at,
    })
}

fn network((host, port): (String, i32)) -> Result<NetworkAddress, StoreError> {
    let port = u16::try_from(port).map_err(|_| StoreError::Corrupt("printer port"))?;
    Ok(NetworkAddress { host, port })
}

/// What a newer version added is left out here, so that two versions can run side by side.
fn options(json: &str) -> Result<PrinterOptions, StoreError> {
    let corrupt = |_| StoreError::Corrupt("printer options");
    let mut stored: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).map_err(corrupt)?;
    let known = serde_json::to_value(PrinterOptions::default()).map_err(corrupt)?;
    stored.retain(|name, _| known.get(name).is_some());
    serde_json::from_value(stored.into()).map_err(corrupt)
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Oldest first.
    pub async fn printers(&self) -> Result<Vec<PrinterRecord>, StoreError> {
        let rows = printers::Entity::find()
            .filter(printers::Column::MerchantId.eq(self.merchant))
            .filter(printers::Column::DeletedAt.is_null())
            .order_by_asc(printers::Column::Id)
            .limit(PRINTERS_MAX)
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    /// What a printer was called, even one that is deleted.
    pub async fn printer_name(&self, id: PrinterId) -> Result<Option<String>, StoreError> {
        Ok(printers::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?.map(|row| row.name))
    }

    pub async fn printer(&self, id: PrinterId) -> Result<Option<PrinterRecord>, StoreError> {
        let row = printers::Entity::find_by_id((self.merchant, id.0))
            .filter(printers::Column::DeletedAt.is_null())
            .one(self.conn)
            .await?;
        row.map(record).transpose()
    }
}

impl WriteTx<'_> {
    pub async fn add_printer(&self, printer: &PrinterRecord) -> Result<(), StoreError> {
        let row = printers::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(printer.id.0),
            created_at: Set(printer.created_at),
            deleted_at: Set(None),
            ..setup_columns(&printer.setup)?
        };
        printers::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_printer(&self, id: PrinterId, setup: &PrinterSetup) -> Result<(), StoreError> {
        let row = printers::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            ..setup_columns(setup)?
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Takes it off the list; what it printed stays on record.
    pub async fn delete_printer(&self, id: PrinterId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = printers::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            deleted_at: Set(Some(now)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }
}

fn setup_columns(setup: &PrinterSetup) -> Result<printers::ActiveModel, StoreError> {
    let options = serde_json::to_string(&setup.options).map_err(|_| StoreError::Corrupt("printer options"))?;
    Ok(printers::ActiveModel {
        name: Set(setup.name.clone()),
        connection: Set(setup.connection.as_str().to_owned()),
        language: Set(setup.language.as_str().to_owned()),
        dpi: Set(column(setup.dpi)?),
        template_id: Set(setup.template_id.clone()),
        device_key: Set(setup.device_key.clone()),
        baud_rate: Set(setup.baud_rate.map(column).transpose()?),
        host: Set(setup.network.as_ref().map(|network| network.host.clone())),
        port: Set(setup.network.as_ref().map(|network| i32::from(network.port))),
        options: Set(Some(options)),
        ..Default::default()
    })
}

impl SystemStore<'_> {
    /// Network printers with labels that wait, whose queue nobody holds and nothing makes stand still; oldest first.
    pub async fn waiting_network_printers(
        &self,
        now: DateTime<Utc>,
    ) -> Result<Vec<(TenantScope, PrinterId)>, StoreError> {
        let of = |merchant: Expr, printer: Expr| {
            merchant
                .equals((printers::Entity, printers::Column::MerchantId))
                .and(printer.equals((printers::Entity, printers::Column::Id)))
        };
        let labels = Query::select()
            .expr(Expr::val(1))
            .from(print_jobs::Entity)
            .and_where(of(
                Expr::col((print_jobs::Entity, print_jobs::Column::MerchantId)),
                Expr::col((print_jobs::Entity, print_jobs::Column::PrinterId)),
            ))
            .and_where(print_jobs::Column::State.eq(PrintJobState::Queued.as_str()))
            .to_owned();
        let stands = Query::select()
            .expr(Expr::val(1))
            .from(print_queues::Entity)
            .and_where(of(
                Expr::col((print_queues::Entity, print_queues::Column::MerchantId)),
                Expr::col((print_queues::Entity, print_queues::Column::PrinterId)),
            ))
            .and_where(print_queues::Column::PauseCode.ne("").or(print_queues::Column::HeldUntil.gt(now)))
            .to_owned();
        let rows: Vec<(uuid::Uuid, uuid::Uuid)> = printers::Entity::find()
            .select_only()
            .column(printers::Column::MerchantId)
            .column(printers::Column::Id)
            .filter(printers::Column::Connection.eq(PrinterConnection::Tcp.as_str()))
            .filter(printers::Column::DeletedAt.is_null())
            .filter(Expr::exists(labels))
            .filter(Expr::exists(stands).not())
            .order_by_asc(printers::Column::Id)
            .limit(WAITING_MAX)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(|(merchant, printer)| (TenantScope::of(merchant), PrinterId(printer))).collect())
    }
}
