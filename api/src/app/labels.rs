//! Labels: what they say, and their bytes in every format.

mod drawing;
mod goods;

use std::{collections::HashMap, sync::Arc};

use carrier::{Lang, embedded};
use chrono::{DateTime, Utc};
use label::{Dpi, LabelData, Language as PrinterWords, Paper, PrintOptions, Privacy, Template};
use shared::{
    OwnerId, ShipmentId, ShipmentState,
    labels::{LabelBundleRequest, LabelContent, LabelFormat, LabelGoods, LabelParty},
    limits::BULK_MAX,
    printing::{PrinterLanguage, PrinterSetup},
};
use store::{MerchantRecord, PartyPii, ShipmentRecord};
use tokio::sync::mpsc::Receiver;

use crate::app::{
    App, AppError, Caller, Words, carriers,
    label_templates::{self, Choice, Chosen},
    network_printers::print_options,
    services, shipments, time_zone,
    validation::Faults,
};

pub const DEFAULT_TEMPLATE: &str = "standard-76x130";
const SERVICE: &str = "标准快递";
/// Labels drawn in one request.
pub const BUNDLE_MAX: usize = BULK_MAX;

pub fn dpi(dots: u32) -> Result<Dpi, AppError> {
    match dots {
        203 => Ok(Dpi::D203),
        300 => Ok(Dpi::D300),
        600 => Ok(Dpi::D600),
        _ => Err(AppError::invalid(
            "/dpi",
            "out_of_range",
            Words::new("分辨率须为 203、300 或 600。", "The resolution is 203, 300 or 600."),
        )),
    }
}

/// What is the same for every label of one request.
pub struct LabelRun<'a> {
    pub app: &'a App,
    pub time_zone: &'a str,
    pub merchant_name: &'a str,
    /// By id, those of the shipments.
    owners: HashMap<OwnerId, String>,
    pub now: DateTime<Utc>,
}

impl<'a> LabelRun<'a> {
    /// For labels of these shipments.
    pub async fn of<C: store::Connection>(
        app: &'a App,
        reader: &store::Scoped<'_, C>,
        merchant: &'a MerchantRecord,
        mut records: impl Iterator<Item = &ShipmentRecord>,
    ) -> Result<LabelRun<'a>, AppError> {
        // Most merchants have no owners.
        let owners = if records.any(|record| record.owner.is_some()) { reader.owners().await? } else { Vec::new() };
        let owners = owners.into_iter().map(|owner| (owner.id, owner.name)).collect();
        Ok(LabelRun { app, time_zone: &merchant.time_zone, merchant_name: &merchant.name, owners, now: app.now() })
    }

    /// What a label says: names, phones and units as the template's privacy lets them be read, which hides what GB/T 41833-2022 asks
    /// unless the merchant decided otherwise.
    pub fn content(&self, record: &ShipmentRecord, sequence: String, reprint: bool, privacy: Privacy) -> LabelContent {
        let party = |pii: &PartyPii, region: String| {
            let PartyPii { name, phone, detail } = pii.clone();
            let label::Party { name, phone, region, detail } =
                privacy.apply(label::Party { name, phone, region, detail });
            LabelParty { name, phone, region, detail }
        };
        let place = &record.place;
        let services = services::on_label(&record.services, record.from_receiver);
        LabelContent {
            waybill_no: record.waybill_no.clone(),
            route_code: record.route_code.clone(),
            bag_hub: record.bag_hub.clone(),
            service: services.service.unwrap_or_else(|| service_of(&record.carrier)),
            sender: party(
                &record.sender,
                region(&record.sender_province, &record.sender_city, &record.sender_district),
            ),
            receiver: party(&record.receiver, region(&place.province, &place.city, &place.district)),
            goods: record.goods.clone(),
            quantity: record.quantity.to_string(),
            weight: record.weight_g.map(kilograms).unwrap_or_default(),
            remark: format!("{}{}", services.remark, record.remark),
            order_no: record.order_no.clone().unwrap_or_default(),
            track_url: format!("{}{}", self.app.settings.track_url, record.waybill_no),
            printed_at: time_zone::local_text(self.time_zone, self.now),
            sequence,
            reprint,
            merchant: self.merchant_name.to_owned(),
            shop: record.shop.clone(),
            owner: record.owner.and_then(|owner| self.owners.get(&owner)).cloned().unwrap_or_default(),
            items: goods::lines(&record.goods, record.quantity),
        }
    }
}

/// Who carries it, where it is not the network itself.
fn service_of(code: &str) -> String {
    if code == embedded::CODE { SERVICE.to_owned() } else { carriers::name_of(code, Lang::Zh) }
}

/// Province, city and district, a municipality named once.
fn region(province: &str, city: &str, district: &str) -> String {
    let mut parts: Vec<&str> = Vec::with_capacity(3);
    for part in [province, city, district] {
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    parts.join(" ")
}

fn kilograms(grams: u32) -> String {
    let text = format!("{}.{:03}", grams / 1_000, grams % 1_000);
    format!("{} kg", text.trim_end_matches('0').trim_end_matches('.'))
}

pub fn label_data(content: LabelContent) -> LabelData {
    let party = |party: LabelParty| label::Party {
        name: party.name,
        phone: party.phone,
        region: party.region,
        detail: party.detail,
    };
    LabelData {
        waybill_no: content.waybill_no,
        route_code: content.route_code,
        bag_hub: content.bag_hub,
        service: content.service,
        sender: party(content.sender),
        receiver: party(content.receiver),
        goods: content.goods,
        quantity: content.quantity,
        weight: content.weight,
        remark: content.remark,
        order_no: content.order_no,
        track_url: content.track_url,
        printed_at: content.printed_at,
        sequence: content.sequence,
        reprint: content.reprint,
        merchant: content.merchant,
        shop: content.shop,
        owner: content.owner,
        items: content.items.into_iter().map(goods_line).collect(),
        ..LabelData::default()
    }
}

fn goods_line(line: LabelGoods) -> label::GoodsLine {
    label::GoodsLine { name: line.name, spec: line.spec, code: line.code, quantity: line.quantity, note: line.note }
}

/// A voided shipment must not travel, so it has no label.
pub fn refuse_voided(record: &ShipmentRecord) -> Result<(), AppError> {
    if record.state == ShipmentState::OrderCancelled {
        return Err(AppError::Conflict {
            code: "shipment_voided",
            words: Words::new("运单已作废，不能打印。", "The shipment is voided and cannot be printed."),
        });
    }
    Ok(())
}

/// What a label says, masked whatever its template shows.
pub async fn content(app: &App, caller: &Caller, id: ShipmentId) -> Result<LabelContent, AppError> {
    let reader = app.store.read(caller.scope()?);
    let record = reader.shipment(id).await?.ok_or(AppError::NotFound)?;
    let merchant = reader.merchant().await?;
    let run = LabelRun::of(app, &reader, &merchant, std::iter::once(&record)).await?;
    Ok(run.content(&record, "1/1".to_owned(), record.print_count > 0, Privacy::default()))
}

/// One label to draw.
pub struct Sheet {
    data: LabelData,
    template: Arc<Template>,
}

/// The bytes of one label, with their media type.
pub async fn one(
    app: &App,
    caller: &Caller,
    id: ShipmentId,
    format: LabelFormat,
    dots: u32,
    template_id: Option<&str>,
) -> Result<Vec<u8>, AppError> {
    let dpi = dpi(dots)?;
    let reader = app.store.read(caller.scope()?);
    let record = reader.shipment(id).await?.ok_or(AppError::NotFound)?;
    refuse_voided(&record)?;
    let choice = Choice::of(&reader, template_id, None).await?;
    let sheets = sheets(app, caller, &reader, &choice, &[record]).await?;
    drawing::one(app.font, sheets, dpi, format).await
}

/// One bundle in the order asked: a printer's bytes one label after another, or one PDF, in pieces as they are drawn.
pub async fn bundle(app: &App, caller: &Caller, request: &LabelBundleRequest) -> Result<Receiver<Vec<u8>>, AppError> {
    let mut faults = Faults::default();
    faults.count("/shipment_ids", request.shipment_ids.len(), BUNDLE_MAX);
    faults.settle()?;
    if matches!(request.format, LabelFormat::Png | LabelFormat::Svg) && request.shipment_ids.len() > 1 {
        return Err(AppError::invalid(
            "/format",
            "one_label_only",
            Words::new("PNG 和 SVG 一次只能一张；多张请用 PDF。", "PNG and SVG hold one label; use PDF for more."),
        ));
    }
    let dpi = dpi(request.dpi)?;
    let reader = app.store.read(caller.scope()?);
    let printer = match request.printer_id {
        Some(id) => Some(reader.printer(id).await?.ok_or(AppError::NotFound)?.setup.template_id),
        None => None,
    };
    let choice = Choice::of(&reader, request.template_id.as_deref(), printer.as_deref()).await?;
    let records = shipments::in_order(&reader, &request.shipment_ids).await?;
    let distinct: std::collections::BTreeSet<_> = request.shipment_ids.iter().collect();
    if records.len() < distinct.len() {
        return Err(AppError::NotFound);
    }
    for record in &records {
        refuse_voided(record)?;
    }
    let sheets = sheets(app, caller, &reader, &choice, &records).await?;
    drawing::stream(app.font, sheets, dpi, request.format)
}

/// What is drawn of these shipments. Where a template shows personal data, the caller must be allowed to see it, and it is written down first.
async fn sheets<C: store::Connection>(
    app: &App,
    caller: &Caller,
    reader: &store::Scoped<'_, C>,
    choice: &Choice,
    records: &[ShipmentRecord],
) -> Result<Vec<Sheet>, AppError> {
    let each = choice.each(reader, records).await?;
    let mut shown: HashMap<&str, (&Template, Vec<String>)> = HashMap::new();
    for (record, chosen) in records.iter().zip(&each) {
        label_templates::allow_showing(caller, &chosen.template)?;
        if chosen.template.privacy.shows_something() {
            let (_, ids) = shown.entry(&chosen.used.id).or_insert((&chosen.template, Vec::new()));
            ids.push(record.id.to_string());
        }
    }
    if !shown.is_empty() {
        app.store
            .write(caller.scope()?, async |tx| {
                for (template, ids) in shown.values() {
                    let subject = format!("shipments {}", ids.join(" "));
                    label_templates::audit_showing(app, caller, &tx, template, subject).await?;
                }
                Ok::<(), AppError>(())
            })
            .await?;
    }
    let merchant = reader.merchant().await?;
    let run = LabelRun::of(app, reader, &merchant, records.iter()).await?;
    let count = records.len();
    let sheet = |(at, (record, chosen)): (usize, (&ShipmentRecord, &Chosen))| {
        let sequence = if count > 1 { format!("{}/{count}", at + 1) } else { String::new() };
        let content = run.content(record, sequence, record.print_count > 0, chosen.template.privacy);
        Sheet { data: label_data(content), template: Arc::clone(&chosen.template) }
    };
    Ok(records.iter().zip(&each).enumerate().map(sheet).collect())
}

/// Labels as a printer that is set up so takes them, on its own paper; one after another.
pub async fn for_printer(
    app: &App,
    data: Vec<LabelData>,
    setup: &PrinterSetup,
    template: Arc<Template>,
) -> Result<Vec<u8>, AppError> {
    let (dpi, font) = (dpi(setup.dpi)?, app.font);
    let options = print_options(&setup.options)?.on_paper(template.paper);
    let language = spoken(setup.language);
    let draw = move || {
        let mut bytes = Vec::new();
        for data in &data {
            let label = label::render(&template, data, font, dpi).map_err(undrawable)?;
            bytes.extend(label::encode_label(&label, language, &options));
        }
        Ok(bytes)
    };
    tokio::task::spawn_blocking(draw).await.map_err(AppError::internal)?
}

/// The calibration page for the paper in a printer; with a darkness one of the darkness steps, printed so dark.
pub async fn calibration(
    app: &App,
    setup: &PrinterSetup,
    paper: Paper,
    darkness: Option<u8>,
) -> Result<Vec<u8>, AppError> {
    let (dpi, font) = (dpi(setup.dpi)?, app.font);
    let own = print_options(&setup.options)?.on_paper(paper);
    let options = PrintOptions { density: darkness.or(own.density), copies: 1, ..own };
    let language = spoken(setup.language);
    let draw = move || {
        let page = label::calibration(paper, dpi, darkness);
        let label = label::render(&page, &LabelData::default(), font, dpi).map_err(undrawable)?;
        Ok(label::encode_label(&label, language, &options))
    };
    tokio::task::spawn_blocking(draw).await.map_err(AppError::internal)?
}

const fn spoken(language: PrinterLanguage) -> PrinterWords {
    match language {
        PrinterLanguage::Zpl => PrinterWords::Zpl,
        PrinterLanguage::Tspl => PrinterWords::Tspl,
        PrinterLanguage::Cpcl => PrinterWords::Cpcl,
        PrinterLanguage::Escpos => PrinterWords::EscPos,
        PrinterLanguage::Epl => PrinterWords::Epl,
    }
}

/// What no barcode can carry is the data's or the template's fault, not the service's.
fn undrawable(error: label::RenderError) -> AppError {
    match error {
        label::RenderError::Barcode { element, .. }
        | label::RenderError::BarcodeTooWide { element }
        | label::RenderError::BarcodeOutside { element } => AppError::Unacceptable {
            code: "label_not_drawable",
            words: Words::new(
                format!("条码“{element}”画不出来：内容不能编成条码，或放不下。"),
                format!("The barcode “{element}” cannot be drawn: it cannot carry its value, or has no room."),
            ),
        },
        other => AppError::internal(other),
    }
}
