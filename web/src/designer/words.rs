//! What the designer calls things.

use label::{Content, Field, Problem};
use shared::labels::{LabelTemplate, OrderSource};

use crate::{
    i18n::{self, Language, Text},
    texts::templates as texts,
};

/// Why there is no picture.
#[cfg(target_arch = "wasm32")]
pub fn undrawable(error: &label::RenderError) -> String {
    let label::RenderError::Template(fault) = error else { return error.to_string() };
    let rule = match i18n::current() {
        Language::Zh => fault.rule.zh(),
        Language::En => fault.rule.en(),
    };
    match &fault.element {
        Some(element) => format!("{element}：{rule}"),
        None => rule,
    }
}

/// A length as people write it: at most two places, none that say nothing.
pub fn mm(length: f64) -> String {
    let text = format!("{length:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub fn kind(content: &Content) -> &'static str {
    let text = match content {
        Content::Text(_) => texts::TEXT,
        Content::Code128 { .. } => texts::BARCODE,
        Content::Qr { .. } => texts::QR,
        Content::Line => texts::LINE,
        Content::Frame { .. } => texts::FRAME,
        Content::Image(_) => texts::IMAGE,
        Content::Table(_) => texts::GOODS_TABLE,
    };
    text.t()
}

pub fn field(field: &Field) -> &'static str {
    match i18n::current() {
        Language::Zh => field.zh,
        Language::En => field.en,
    }
}

/// What is wrong with an element, and what to do about it.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::MissingGlyphs { characters } => texts::W_GLYPHS.fill(&[("which", characters)]),
        Problem::Truncated => texts::W_CUT.t().to_owned(),
        Problem::QrTooLong => texts::W_QR.t().to_owned(),
        Problem::TooSmall { dots, readable_dots } => {
            texts::W_SMALL.fill(&[("n", &dots.to_string()), ("least", &readable_dots.to_string())])
        }
        Problem::ThinBars { dots } => texts::W_BARS.fill(&[("n", &dots.to_string())]),
        Problem::QuietZone { by } => texts::W_QUIET.fill(&[("by", by)]),
        Problem::OutsidePaper => texts::W_OUTSIDE.t().to_owned(),
        Problem::InCarrierZone => texts::W_ZONE.t().to_owned(),
        Problem::LinesLeftOut { lines } => texts::W_LINES.fill(&[("n", &lines.to_string())]),
        Problem::BadPicture => texts::W_PICTURE.t().to_owned(),
        Problem::Undrawable { .. } => texts::W_BARCODE.t().to_owned(),
    }
}

pub fn template_kind(template: &LabelTemplate) -> &'static str {
    let text = match template.kind.as_str() {
        "item" => texts::KIND_ITEM,
        "packing_list" => texts::KIND_PACKING,
        "manifest" => texts::KIND_MANIFEST,
        _ => texts::KIND_WAYBILL,
    };
    text.t()
}

pub fn source(source: OrderSource) -> &'static str {
    let text: Text = match source {
        OrderSource::Taobao => texts::SOURCE_TAOBAO,
        OrderSource::Pdd => texts::SOURCE_PDD,
        OrderSource::Douyin => texts::SOURCE_DOUYIN,
        OrderSource::Jd => texts::SOURCE_JD,
        OrderSource::Alibaba1688 => texts::SOURCE_1688,
        OrderSource::Shopify => texts::SOURCE_SHOPIFY,
        OrderSource::WooCommerce => texts::SOURCE_WOO,
        OrderSource::Template => texts::SOURCE_TEMPLATE,
        OrderSource::Generic => texts::SOURCE_GENERIC,
        OrderSource::Api => texts::SOURCE_API,
    };
    text.t()
}

/// The size of the paper.
pub fn size(template: &LabelTemplate) -> String {
    format!("{}×{} mm", template.width_mm, template.height_mm)
}

#[cfg(test)]
mod tests {
    use super::mm;

    #[test]
    fn lengths_are_written_short() {
        for (length, text) in [(3.0, "3"), (3.25, "3.25"), (3.5, "3.5"), (0.1, "0.1"), (100.0, "100"), (2.004, "2")] {
            assert_eq!(mm(length), text);
        }
    }
}
