//! Our own import template.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, Note, Workbook, Worksheet,
};

use super::{BookError, header_format, text_format};
use crate::{
    country,
    field::Field,
    limits::{QUANTITY, ROWS, WEIGHT_G},
    problem::Lang,
    table::Reading,
};

/// One column of the template.
struct Column {
    field: Field,
    zh: &'static str,
    en: &'static str,
    required: bool,
    width: f64,
    /// The sample row's cell.
    sample_zh: &'static str,
    sample_en: &'static str,
    help_zh: &'static str,
    help_en: &'static str,
}

macro_rules! columns {
    ($($field:ident $zh:literal $en:literal $required:literal $width:literal $sample_zh:literal $sample_en:literal $help_zh:literal $help_en:literal;)*) => {
        const COLUMNS: &[Column] = &[$(Column {
            field: Field::$field, zh: $zh, en: $en, required: $required, width: $width, sample_zh: $sample_zh, sample_en: $sample_en,
            help_zh: $help_zh, help_en: $help_en,
        },)*];
    };
}

columns! {
    OrderNo "客户订单号" "Customer order no" false 20.0 "示例-001" "SAMPLE-001"
        "您自己的订单号，最多 64 个字；同一订单号只会导入一次" "Your own number, at most 64 characters; a number is imported once only";
    RecvName "收件人姓名" "Receiver name" true 14.0 "示例收件人" "Sample Receiver" "收件人的真实姓名" "The receiver's real name";
    RecvMobile "收件人手机" "Receiver mobile" true 16.0 "13800000000" "13800000000"
        "11 位手机号；没有手机时填固话一列" "The mobile number; without one fill in the landline";
    RecvPhone "收件人固话" "Receiver landline" false 16.0 "" "" "带区号，例如 0755-26000001" "With its area code, such as 0755-26000001";
    Province "省" "Receiver province" false 14.0 "广东省" "广东省"
        "可从列表选择；省市区也可以写在详细地址里" "Choose from the list; province, city and district may stand in the address instead";
    City "市" "Receiver city" false 12.0 "深圳市" "深圳市" "地级市" "The city";
    District "区/县" "Receiver district" false 12.0 "南山区" "南山区" "区、县或县级市" "District, county or county-level city";
    Town "街道/乡镇" "Receiver town" false 14.0 "" "" "可不填" "May be left empty";
    Address "详细地址" "Receiver address" true 40.0 "示例路1号示例大厦101室" "示例路1号示例大厦101室"
        "街道、门牌号、楼栋、房号；前几列没填时请写完整地址" "Street, number, building, room; the whole address where the columns before are empty";
    Goods "物品名称" "Goods name" false 20.0 "示例物品" "Sample goods" "例如 图书、服装" "Such as books or clothes";
    Quantity "数量" "Quantity" false 8.0 "1" "1" "物品件数，1 到 9999 的整数" "Pieces, a whole number from 1 to 9999";
    Weight "重量(kg)" "Weight (kg)" false 10.0 "1.0" "1.0" "千克；也可写 500g 或 2斤" "Kilograms; 500g may be written, too";
    Insured "保价金额(元)" "Insured value (CNY)" false 14.0 "" "" "需要保价时填声明价值" "The declared value, where the parcel is to be insured";
    Cod "代收货款(元)" "Cash on delivery (CNY)" false 14.0 "" "" "需要代收时填金额" "The amount, where cash is to be collected";
    ToPay "到付(是/否)" "To pay (yes/no)" false 12.0 "否" "no" "运费由收件人支付时填 是" "Yes where the receiver pays the freight";
    Remark "备注" "Remark" false 24.0 "这是示例行，导入时会自动忽略" "This sample row is ignored by the import" "打印在面单上的备注" "Printed on the label";
    SenderName "寄件人姓名" "Sender name" false 14.0 "" ""
        "不填就用默认寄件人；填写时姓名、手机、地址都要有" "Empty for the default sender; otherwise name, mobile and address are all needed";
    SenderMobile "寄件人手机" "Sender mobile" false 16.0 "" "" "手机或带区号的固话" "A mobile, or a landline with its area code";
    SenderAddress "寄件人地址" "Sender address" false 40.0 "" "" "从省写起的完整地址" "The whole address, from the province on";
}

/// What marks the sample row; together with the sample's receiver it is told from an order.
const SAMPLES: [&str; 2] = ["示例", "SAMPLE"];
/// Rows that are prepared with formats and validation.
const PREPARED_ROWS: u32 = ROWS as u32;
const HEADER_HEIGHT: f64 = 30.0;

/// The row is the template's sample as we wrote it. With another receiver it is an order, whatever its number says.
pub(crate) fn is_sample(reading: &Reading, row: usize) -> bool {
    let value = |field| reading.value(row, field);
    let of = |field: Field| COLUMNS.iter().find(|column| column.field == field);
    SAMPLES.iter().any(|sample| value(Field::OrderNo).starts_with(sample))
        && [Field::RecvName, Field::RecvMobile, Field::Address].into_iter().all(|field| {
            of(field).is_some_and(|column| value(field) == column.sample_zh || value(field) == column.sample_en)
        })
}

/// The import template (`.xlsx`): orders on the first sheet with validation, a help sheet, and the hidden list of provinces.
///
/// # Errors
/// [`BookError`] where the workbook cannot be written.
pub fn template_workbook(lang: Lang) -> Result<Vec<u8>, BookError> {
    let (orders, help, list) = match lang {
        Lang::Zh => ("订单", "填写说明", "省份"),
        Lang::En => ("Orders", "How to fill in", "Provinces"),
    };
    let mut book = Workbook::new();
    write_orders(book.add_worksheet().set_name(orders)?, lang, list)?;
    write_help(book.add_worksheet().set_name(help)?, lang)?;
    let provinces = book.add_worksheet().set_name(list)?;
    for (row, province) in (0_u32..).zip(country::provinces()) {
        provinces.write_string(row, 0, province)?;
    }
    provinces.set_hidden(true);
    Ok(book.save_to_buffer()?)
}

impl Column {
    const fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn title(&self, lang: Lang) -> String {
        format!("{}{}", Column::pick(lang, self.zh, self.en), if self.required { " *" } else { "" })
    }
}

fn write_orders(sheet: &mut Worksheet, lang: Lang, list: &str) -> Result<(), BookError> {
    let (required, optional) = (header_format(0x00FD_E2B8), header_format(0x00EE_F1F5));
    let sample = text_format().set_italic().set_font_color(Color::RGB(0x008A_93A0));
    let (text, general) = (text_format(), Format::new());
    sheet.set_freeze_panes(1, 0)?.set_row_height(0, HEADER_HEIGHT)?;
    for (at, column) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(at, column.width)?;
        let number = matches!(column.field, Field::Quantity | Field::Weight | Field::Insured | Field::Cod);
        // Text, so that numbers and phones keep every digit and their leading zeros.
        sheet.set_column_format(at, if number { &general } else { &text })?;
        let head = if column.required { &required } else { &optional };
        sheet.write_string_with_format(0, at, column.title(lang), head)?;
        let help = Column::pick(lang, column.help_zh, column.help_en);
        sheet.insert_note(0, at, &Note::new(help).add_author_prefix(false))?;
        let cell = Column::pick(lang, column.sample_zh, column.sample_en);
        if !cell.is_empty() {
            sheet.write_string_with_format(1, at, cell, &sample)?;
        }
        if let Some(rule) = validation(column.field, lang, list)? {
            sheet.add_data_validation(1, at, PREPARED_ROWS, at, &rule)?;
        }
    }
    Ok(())
}

fn validation(field: Field, lang: Lang, list: &str) -> Result<Option<DataValidation>, BookError> {
    let rule = DataValidation::new();
    let most = |limit: u32| i32::try_from(limit).unwrap_or(i32::MAX);
    let (rule, zh, en) = match field {
        Field::Quantity => (
            rule.allow_whole_number(DataValidationRule::Between(1, most(QUANTITY))),
            "数量是 1 到 9999 的整数",
            "a whole number from 1 to 9999",
        ),
        // A warning only: 500g is understood, too.
        Field::Weight => (
            rule.allow_decimal_number(DataValidationRule::Between(0.001, f64::from(WEIGHT_G) / 1000.0))
                .set_error_style(DataValidationErrorStyle::Warning),
            "重量是大于 0 的千克数，最多 1000",
            "kilograms above 0, at most 1000",
        ),
        Field::Insured | Field::Cod => (
            rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            "金额是不小于 0 的数字",
            "an amount of 0 or more",
        ),
        Field::ToPay => (
            rule.allow_list_strings(match lang {
                Lang::Zh => &["是", "否"],
                Lang::En => &["yes", "no"],
            })?,
            "请填 是 或 否",
            "yes or no",
        ),
        // A warning only: short names (广东) are understood, too.
        Field::Province => (
            rule.allow_list_formula(Formula::new(format!("='{list}'!$A$1:$A${}", country::provinces().count())))
                .set_error_style(DataValidationErrorStyle::Warning),
            "请从列表选择省份",
            "choose a province from the list",
        ),
        _ => return Ok(None),
    };
    Ok(Some(rule.set_error_message(Column::pick(lang, zh, en))?))
}

fn write_help(sheet: &mut Worksheet, lang: Lang) -> Result<(), BookError> {
    let head = header_format(0x00EE_F1F5);
    let wrapped = Format::new().set_text_wrap();
    let notes: &[(&str, &str)] = &[
        ("带 * 的列必填；手机和固话填一个即可。", "Columns with * are required; a mobile or a landline is enough."),
        (
            "请勿改动“订单”表第一行的列名；列的顺序可以调整，不用的列可以删除。",
            "Keep the column names of the first row; the order of the columns is free, unused ones may go.",
        ),
        ("灰色斜体的示例行会自动忽略，可以直接删除。", "The grey sample row is ignored and may be deleted."),
        (
            "一次最多 50000 行、20 MB；支持 .xlsx、.xls、.csv。",
            "At most 50 000 rows and 20 MB at a time; .xlsx, .xls and .csv are taken.",
        ),
        (
            "含 * 号或被平台加密的姓名、电话、地址会被退回，请先在平台后台解密。",
            "Names, phones and addresses that are masked or encrypted by a platform come back; decrypt them there first.",
        ),
        (
            "出错的行不影响其他行：下载退回的表格，改好后再次导入即可。",
            "Wrong rows do not hold up the others: download the rejected rows, correct and import them again.",
        ),
    ];
    sheet.set_column_width(0, 24.0)?.set_column_width(1, 12.0)?.set_column_width(2, 70.0)?;
    let titles = match lang {
        Lang::Zh => ["列", "是否必填", "说明"],
        Lang::En => ["Column", "Required", "What to write"],
    };
    for (at, title) in (0_u16..).zip(titles) {
        sheet.write_string_with_format(0, at, title, &head)?;
    }
    let mut row = 1;
    for column in COLUMNS {
        sheet.write_string(row, 0, Column::pick(lang, column.zh, column.en))?;
        let (yes, no) = (Column::pick(lang, "必填", "required"), Column::pick(lang, "选填", "optional"));
        sheet.write_string(row, 1, if column.required { yes } else { no })?;
        sheet.write_string_with_format(row, 2, Column::pick(lang, column.help_zh, column.help_en), &wrapped)?;
        row += 1;
    }
    row += 1;
    for (zh, en) in notes {
        sheet.write_string_with_format(row, 2, Column::pick(lang, zh, en), &wrapped)?;
        row += 1;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
