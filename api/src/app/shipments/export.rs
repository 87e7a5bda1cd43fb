//! Shipments as a file of any length: read page by page, and written as it is read.

use std::io::{Read, Seek, SeekFrom};

use futures_util::{Stream, stream};
use shared::{
    MerchantId, Permission, ShipmentId, TableFormat,
    limits::{BULK_MAX, EXPORT_ROWS, REASON_CHARS},
    shipments::ShipmentExport,
};
use sheet::{Cell, TableBook};
use store::{ShipmentQuery, ShipmentRecord, TenantScope};

use super::{in_order, query, searching::Sought};
use crate::app::{
    App, AppError, Caller, Language, Words, paging::PageRequest, parties, public_tracks, time_zone, validation::Faults,
};

/// Shipments of one page: what is in memory at once.
const READ_AT_ONCE: u32 = 1_000;
/// Bytes of a workbook sent at once.
const SENT_AT_ONCE: usize = 64 * 1024;

/// What is sent piece by piece.
pub type Pieces = std::pin::Pin<Box<dyn Stream<Item = Result<Vec<u8>, AppError>>>>;

const ZH: [&str; 30] = [
    "运单号",
    "订单号",
    "状态",
    "收件人",
    "收件电话",
    "省",
    "市",
    "区县",
    "详细地址",
    "品名",
    "数量",
    "重量(克)",
    "计费重量(克)",
    "保价(元)",
    "运费(元)",
    "三段码",
    "备注",
    "店铺",
    "代收货款(元)",
    "到付",
    "到付运费(元)",
    "签单返还",
    "派送时段",
    "货主价(元)",
    "货主",
    "部门",
    "打印次数",
    "寄件人",
    "下单时间",
    "查询链接",
];
const EN: [&str; 30] = [
    "Waybill",
    "Order number",
    "State",
    "Receiver",
    "Phone",
    "Province",
    "City",
    "District",
    "Address",
    "Goods",
    "Quantity",
    "Weight (g)",
    "Billed weight (g)",
    "Insured (yuan)",
    "Freight (yuan)",
    "Route code",
    "Remark",
    "Shop",
    "Cash on delivery (yuan)",
    "Receiver pays",
    "Freight from receiver (yuan)",
    "Signed return",
    "Delivery window",
    "Owner's price (yuan)",
    "Owner",
    "Department",
    "Prints",
    "Sender",
    "Created",
    "Tracking link",
];

/// What turns records into rows.
struct Rows {
    app: App,
    merchant: MerchantId,
    in_full: bool,
    language: Language,
    time_zone: String,
    owners: Vec<store::OwnerRecord>,
    departments: Vec<store::DepartmentRecord>,
    /// Prices are what the owner pays.
    for_owner: bool,
}

impl Rows {
    fn header(&self) -> [&'static str; 30] {
        self.language.pick(ZH, EN)
    }

    fn row(&self, record: &ShipmentRecord) -> Vec<Cell> {
        let receiver = parties::in_file(&record.place, &record.receiver, self.in_full);
        let owner = self.owners.iter().find(|owner| Some(owner.id) == record.owner);
        let department = self.departments.iter().find(|department| Some(department.id) == record.department);
        let number = |value: u32| Cell::Number(f64::from(value));
        let yuan = |value: units::Money| Cell::Number(value.fen() as f64 / 100.0);
        let yes = |is: bool| Cell::from(if is { self.language.pick("是", "yes") } else { "" });
        let sender = if self.in_full { record.sender.name.clone() } else { parties::masked_name(&record.sender.name) };
        vec![
            record.waybill_no.as_str().into(),
            record.order_no.as_deref().unwrap_or_default().into(),
            self.language.pick(record.state.zh(), record.state.en()).into(),
            receiver.name.as_str().into(),
            receiver.phone.as_str().into(),
            receiver.province.as_str().into(),
            receiver.city.as_str().into(),
            receiver.district.as_str().into(),
            receiver.detail.as_str().into(),
            record.goods.as_str().into(),
            number(record.quantity),
            record.weight_g.map_or(Cell::Empty, number),
            number(record.billed_weight_g),
            record.insured.map_or(Cell::Empty, yuan),
            yuan(record.owner_price.filter(|_| self.for_owner).unwrap_or(record.price)),
            record.route_code.as_str().into(),
            record.remark.as_str().into(),
            record.shop.as_str().into(),
            record.services.cod.map_or(Cell::Empty, yuan),
            yes(record.services.receiver_pays),
            if record.services.receiver_pays { yuan(record.from_receiver) } else { Cell::Empty },
            yes(record.services.signed_return),
            record.services.delivery.map(|window| window.text()).unwrap_or_default().as_str().into(),
            record.owner_price.map_or(Cell::Empty, yuan),
            owner.map_or("", |owner| owner.name.as_str()).into(),
            department.map_or("", |department| department.name.as_str()).into(),
            number(record.print_count),
            sender.as_str().into(),
            time_zone::local_text(&self.time_zone, record.created_at).as_str().into(),
            public_tracks::link(&self.app, self.merchant, record.id, &record.waybill_no).as_str().into(),
        ]
    }
}

/// Where the records come from.
enum Source {
    Filter(Box<ShipmentQuery>, Sought),
    Chosen(Vec<ShipmentId>),
}

impl Source {
    /// The next page; none is left where it is empty.
    async fn next(&mut self, app: &App, scope: TenantScope) -> Result<Vec<ShipmentRecord>, AppError> {
        let reader = app.store.read(scope);
        match self {
            Source::Filter(query, sought) => {
                let page = sought.page(&reader, query).await?;
                query.after = page.last().map(|record| record.id).or(query.after);
                Ok(page)
            }
            Source::Chosen(ids) => in_order(&reader, &std::mem::take(ids)).await,
        }
    }
}

/// Everything the filter finds, newest first, or what is chosen; masked, unless a reason is given by somebody who may see it. Taking it
/// away is in the audit log.
pub async fn export(app: &App, caller: &Caller, request: &ShipmentExport) -> Result<Pieces, AppError> {
    export_for(app, caller, request, caller.is_an_owners()).await
}

/// The same as one of the merchant's owners may see it: what they pay, and nothing of what is voided.
pub async fn export_for_owner(app: &App, caller: &Caller, request: &ShipmentExport) -> Result<Pieces, AppError> {
    export_for(app, caller, request, true).await
}

async fn export_for(app: &App, caller: &Caller, request: &ShipmentExport, for_owner: bool) -> Result<Pieces, AppError> {
    let mut faults = Faults::default();
    let reason = request.reveal_reason.as_deref();
    let reason = reason.map(|reason| faults.text("/reveal_reason", reason, true, REASON_CHARS));
    if let Some(ids) = &request.shipment_ids {
        faults.count("/shipment_ids", ids.len(), BULK_MAX);
    }
    faults.settle()?;
    if reason.is_some() {
        caller.require(Permission::PersonalDataReveal)?;
    }
    let scope = caller.scope()?;
    let source = match &request.shipment_ids {
        Some(ids) => Source::Chosen(ids.clone()),
        None => {
            let sought = Sought::of(request.q.as_deref().unwrap_or_default())?;
            let query = bounded(app, caller, request, &sought).await?;
            Source::Filter(Box::new(ShipmentQuery { not_voided: for_owner, ..query }), sought)
        }
    };
    let reader = app.store.read(scope);
    let rows = Rows {
        app: app.clone(),
        merchant: scope.merchant_id(),
        in_full: reason.is_some(),
        language: caller.language,
        time_zone: reader.merchant().await?.time_zone,
        owners: reader.owners().await?,
        departments: reader.departments().await?,
        for_owner,
    };
    let what = match (&request.shipment_ids, &request.q) {
        (Some(_), _) => "chosen",
        (None, Some(_)) => "searched",
        (None, None) => "filtered",
    };
    let detail = match &reason {
        Some(reason) => format!("{what}, in full: {reason}"),
        None => format!("{what}, masked"),
    };
    let entry = caller.audit(app, "shipment.export", "shipments", detail);
    app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await?;
    match request.format {
        TableFormat::Csv => Ok(csv(app.clone(), scope, source, rows)),
        TableFormat::Xlsx => workbook(app, scope, source, rows).await,
    }
}

/// The filter as a query, where it finds no more than a file holds.
async fn bounded(
    app: &App,
    caller: &Caller,
    request: &ShipmentExport,
    sought: &Sought,
) -> Result<ShipmentQuery, AppError> {
    let page = PageRequest { after: None, limit: READ_AT_ONCE - 1 };
    let query = query(app, caller, &request.filter, page).await?;
    if sought.has_more(&app.store.read(caller.scope()?), &query, u64::from(EXPORT_ROWS)).await? {
        return Err(AppError::invalid(
            "/filter",
            "too_many_rows",
            Words::new(
                format!("符合条件的运单超过 {EXPORT_ROWS} 票，请缩小日期范围。"),
                format!("More than {EXPORT_ROWS} shipments match; narrow the days."),
            ),
        ));
    }
    Ok(query)
}

fn csv(app: App, scope: TenantScope, source: Source, rows: Rows) -> Pieces {
    // The mark tells Excel that it is UTF-8.
    let header: Vec<Cell> = rows.header().into_iter().map(Cell::from).collect();
    let head = format!("\u{feff}{}", sheet::csv_row(&header)).into_bytes();
    let pages = stream::try_unfold((app, source, rows), move |(app, mut source, rows)| async move {
        let page = source.next(&app, scope).await?;
        if page.is_empty() {
            return Ok(None);
        }
        let text: String = page.iter().map(|record| sheet::csv_row(&rows.row(record))).collect();
        Ok(Some((text.into_bytes(), (app, source, rows))))
    });
    use futures_util::StreamExt;
    Box::pin(stream::once(async move { Ok(head) }).chain(pages))
}

async fn workbook(app: &App, scope: TenantScope, mut source: Source, rows: Rows) -> Result<Pieces, AppError> {
    let sheet_name = rows.language.pick("运单", "Shipments");
    let mut book = TableBook::new(sheet_name, &rows.header()).map_err(AppError::internal)?;
    loop {
        let page = source.next(app, scope).await?;
        if page.is_empty() {
            break;
        }
        for record in &page {
            book.push(&rows.row(record)).map_err(AppError::internal)?;
        }
    }
    let save = move || -> std::io::Result<std::fs::File> {
        let mut file = tempfile::tempfile()?;
        book.save(&mut file).map_err(std::io::Error::other)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    };
    let file = tokio::task::spawn_blocking(save).await.map_err(AppError::internal)?.map_err(AppError::internal)?;
    let pieces = stream::try_unfold(file, |mut file| async move {
        let read = move || -> std::io::Result<(Vec<u8>, std::fs::File)> {
            let mut piece = vec![0; SENT_AT_ONCE];
            let count = file.read(&mut piece)?;
            piece.truncate(count);
            Ok((piece, file))
        };
        let read = tokio::task::spawn_blocking(read).await.map_err(AppError::internal)?;
        let (piece, file) = read.map_err(AppError::internal)?;
        Ok(Some((piece, file)).filter(|(piece, _)| !piece.is_empty()))
    });
    Ok(Box::pin(pieces))
}
