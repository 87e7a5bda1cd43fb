//! Labels: what they say, and their bytes in every format.

use chrono::{DateTime, Utc};
use label::{
    Dpi, LabelData, Language as PrinterWords, PrintOptions, Template,
    privacy::{mask_detail, mask_name, mask_phone},
};
use shared::{
    ShipmentId, ShipmentState,
    labels::{LabelBundleRequest, LabelContent, LabelFormat, LabelParty, LabelTemplate},
    limits::BULK_MAX,
    printing::{PrinterLanguage, PrinterSetup},
};
use store::{PartyPii, ShipmentRecord};

use crate::app::{
    App, AppError, Caller, Words, network_printers::print_options, shipments, time_zone, validation::Faults,
};

pub const DEFAULT_TEMPLATE: &str = "standard-76x130";
const SERVICE: &str = "标准快递";
/// Labels drawn in one request.
pub const BUNDLE_MAX: usize = BULK_MAX;

pub fn templates() -> Vec<LabelTemplate> {
    let template = |template: &Template| LabelTemplate {
        id: template.id.clone(),
        name: template.name.clone(),
        width_mm: whole_mm(template.paper.width_mm),
        height_mm: whole_mm(template.paper.height_mm),
    };
    label::standard_templates().iter().map(template).collect()
}

pub fn template(id: Option<&str>) -> Result<&'static Template, AppError> {
    label::standard_template(id.unwrap_or(DEFAULT_TEMPLATE)).ok_or_else(|| {
        AppError::invalid(
            "/template_id",
            "unknown_template",
            Words::new("没有这个面单模板。", "There is no such label template."),
        )
    })
}

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
    pub now: DateTime<Utc>,
}

impl LabelRun<'_> {
    /// What a label says: names, phones and units masked as GB/T 41833-2022 asks.
    pub fn content(&self, record: &ShipmentRecord, sequence: String, reprint: bool) -> LabelContent {
        let party = |pii: &PartyPii, region: String| LabelParty {
            name: mask_name(&pii.name),
            phone: mask_phone(&pii.phone),
            region,
            detail: mask_detail(&pii.detail),
        };
        let place = &record.place;
        LabelContent {
            waybill_no: record.waybill_no.clone(),
            route_code: record.route_code.clone(),
            bag_hub: record.bag_hub.clone(),
            service: SERVICE.to_owned(),
            sender: party(
                &record.sender,
                region(&record.sender_province, &record.sender_city, &record.sender_district),
            ),
            receiver: party(&record.receiver, region(&place.province, &place.city, &place.district)),
            goods: record.goods.clone(),
            quantity: record.quantity.to_string(),
            weight: record.weight_g.map(kilograms).unwrap_or_default(),
            remark: record.remark.clone(),
            order_no: record.order_no.clone().unwrap_or_default(),
            track_url: format!("{}{}", self.app.settings.track_url, record.waybill_no),
            printed_at: time_zone::local_text(self.time_zone, self.now),
            sequence,
            reprint,
        }
    }
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
        ..LabelData::default()
    }
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

/// The bytes of one label, with their media type.
pub async fn one(
    app: &App,
    caller: &Caller,
    id: ShipmentId,
    format: LabelFormat,
    dots: u32,
    template_id: Option<&str>,
) -> Result<Vec<u8>, AppError> {
    let (template, dpi) = (template(template_id)?, dpi(dots)?);
    let reader = app.store.read(caller.scope()?);
    let record = reader.shipment(id).await?.ok_or(AppError::NotFound)?;
    refuse_voided(&record)?;
    let merchant = reader.merchant().await?;
    let run = LabelRun { app, time_zone: &merchant.time_zone, now: app.now() };
    let data = label_data(run.content(&record, String::new(), record.print_count > 0));
    draw(app, vec![data], template, dpi, format).await
}

/// One bundle in the order asked: a printer's bytes one label after another, or one PDF.
pub async fn bundle(app: &App, caller: &Caller, request: &LabelBundleRequest) -> Result<Vec<u8>, AppError> {
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
    let (template, dpi) = (template(request.template_id.as_deref())?, dpi(request.dpi)?);
    let reader = app.store.read(caller.scope()?);
    let records = shipments::in_order(&reader, &request.shipment_ids).await?;
    let distinct: std::collections::BTreeSet<_> = request.shipment_ids.iter().collect();
    if records.len() < distinct.len() {
        return Err(AppError::NotFound);
    }
    for record in &records {
        refuse_voided(record)?;
    }
    let merchant = reader.merchant().await?;
    let run = LabelRun { app, time_zone: &merchant.time_zone, now: app.now() };
    let count = records.len();
    let data = records
        .iter()
        .enumerate()
        .map(|(at, record)| label_data(run.content(record, format!("{}/{count}", at + 1), record.print_count > 0)));
    draw(app, data.collect(), template, dpi, request.format).await
}

/// Draws where blocking is allowed: a thousand labels take seconds.
async fn draw(
    app: &App,
    data: Vec<LabelData>,
    template: &'static Template,
    dpi: Dpi,
    format: LabelFormat,
) -> Result<Vec<u8>, AppError> {
    let font = app.font;
    tokio::task::spawn_blocking(move || draw_now(font, &data, template, dpi, format))
        .await
        .map_err(AppError::internal)?
}

/// Labels as a printer that is set up so takes them, on its own paper; one after another.
pub async fn for_printer(app: &App, data: Vec<LabelData>, setup: &PrinterSetup) -> Result<Vec<u8>, AppError> {
    let (template, dpi, font) = (template(Some(&setup.template_id))?, dpi(setup.dpi)?, app.font);
    let options = print_options(&setup.options)?.on_paper(template.paper);
    let language = spoken(setup.language);
    let draw = move || {
        let mut bytes = Vec::new();
        for data in &data {
            let label = label::render(template, data, font, dpi).map_err(undrawable)?;
            bytes.extend(label::encode(&label.raster, language, &options));
        }
        Ok(bytes)
    };
    tokio::task::spawn_blocking(draw).await.map_err(AppError::internal)?
}

/// The calibration page for the paper in a printer; with a darkness one of the darkness steps, printed so dark.
pub async fn calibration(app: &App, setup: &PrinterSetup, darkness: Option<u8>) -> Result<Vec<u8>, AppError> {
    let (paper, dpi, font) = (template(Some(&setup.template_id))?.paper, dpi(setup.dpi)?, app.font);
    let own = print_options(&setup.options)?.on_paper(paper);
    let options = PrintOptions { density: darkness.or(own.density), copies: 1, ..own };
    let language = spoken(setup.language);
    let draw = move || {
        let page = label::calibration(paper, dpi, darkness);
        let label = label::render(&page, &LabelData::default(), font, dpi).map_err(undrawable)?;
        Ok(label::encode(&label.raster, language, &options))
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

fn draw_now(
    font: &label::Font,
    data: &[LabelData],
    template: &Template,
    dpi: Dpi,
    format: LabelFormat,
) -> Result<Vec<u8>, AppError> {
    let mut labels = Vec::with_capacity(data.len());
    for data in data {
        labels.push(label::render(template, data, font, dpi).map_err(undrawable)?);
    }
    let language = match format {
        LabelFormat::Zpl => PrinterWords::Zpl,
        LabelFormat::Tspl => PrinterWords::Tspl,
        LabelFormat::Cpcl => PrinterWords::Cpcl,
        LabelFormat::Escpos => PrinterWords::EscPos,
        LabelFormat::Epl => PrinterWords::Epl,
        LabelFormat::Pdf => return Ok(label::pdf(&labels)),
        LabelFormat::Png => return first(&labels).map(|label| label::png(&label.raster)),
        LabelFormat::Svg => return first(&labels).map(|label| label::svg(label).into_bytes()),
    };
    let options = PrintOptions::for_paper(template.paper);
    Ok(labels.iter().flat_map(|label| label::encode(&label.raster, language, &options)).collect())
}

fn first(labels: &[label::Label]) -> Result<&label::Label, AppError> {
    labels.first().ok_or_else(|| AppError::internal("no label was drawn"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "paper is a few hundred millimetres")]
fn whole_mm(length: label::Mm) -> u32 {
    length.get().round() as u32
}

/// A carrier's number that no barcode can carry is the data's fault, not the service's.
fn undrawable(error: label::RenderError) -> AppError {
    match error {
        label::RenderError::Barcode { .. }
        | label::RenderError::BarcodeTooWide { .. }
        | label::RenderError::BarcodeOutside { .. } => AppError::Unacceptable {
            code: "label_not_drawable",
            words: Words::new("运单号无法印成条码。", "The waybill number cannot be drawn as a barcode."),
        },
        other => AppError::internal(other),
    }
}
