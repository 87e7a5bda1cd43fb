//! What is wrong with a file or with one of its cells, as a stable code and as words.

use serde::Serialize;

use crate::field::Field;

/// The language of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// Why nothing of a file can be imported. Its values hold no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileProblem {
    code: &'static str,
    args: Vec<String>,
}

impl FileProblem {
    pub(crate) fn new(code: &'static str) -> FileProblem {
        FileProblem { code, args: Vec::new() }
    }

    pub(crate) fn with(code: &'static str, args: impl IntoIterator<Item = String>) -> FileProblem {
        FileProblem { code, args: args.into_iter().collect() }
    }

    /// Stable, such as `zip_bomb`; every one stands in [`words`].
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// In the order in which the words use them.
    pub fn args(&self) -> &[String] {
        &self.args
    }

    pub fn words(&self, lang: Lang) -> String {
        words(self.code, &self.args, lang)
    }
}

impl std::fmt::Display for FileProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words(Lang::En))
    }
}

impl std::error::Error for FileProblem {}

/// What is wrong with one cell of a row. Its values may be personal data: show them only to the owner of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The column's name as in [`Table::header`](crate::Table::header); the field's name where the file has no such column.
    pub column: String,
    pub field: Field,
    /// Stable, such as `masked`; every one stands in [`words`].
    pub code: &'static str,
    /// In the order in which the words use them; each at most [`ARG_CHARS`] characters.
    pub args: Vec<String>,
}

impl RowProblem {
    pub fn words(&self, lang: Lang) -> String {
        words(self.code, &self.args, lang)
    }
}

/// The longest value quoted in a problem, in characters.
pub const ARG_CHARS: usize = 40;

/// Code, Chinese, English; `{0}` and `{1}` stand for the values, `{all}` for all of them, `{fields}` for all of them as names of fields.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "not_a_spreadsheet",
        "不是可以导入的表格：请上传 .xlsx、.xls 或 .csv 文件",
        "not a spreadsheet: upload an .xlsx, .xls or .csv file",
    ),
    (
        "password_protected",
        "文件有密码保护：请在 Excel 或 WPS 中取消密码后重新保存",
        "the file is protected by a password: remove it in Excel or WPS and save again",
    ),
    ("file_too_large", "文件太大：最多 {0} MB，请分成几个文件", "the file is too large: at most {0} MB; split it"),
    ("too_many_rows", "行数太多：最多 {0} 行，请分成几个文件", "too many rows: at most {0}; split the file"),
    ("too_many_columns", "列数太多：最多 {0} 列", "too many columns: at most {0}"),
    (
        "zip_bomb",
        "文件解压后异常庞大，已拒绝：请用 Excel 或 WPS 另存为 .xlsx 或 .csv 后再上传",
        "the file unpacks to an abnormal size and was refused: save it again as .xlsx or .csv",
    ),
    (
        "several_sheets",
        "有几张工作表都像订单：{all}。请选择要导入哪一张",
        "several sheets look like orders: {all}; say which one to import",
    ),
    (
        "only_hidden_sheets",
        "订单只在隐藏的工作表里：{all}。请选择它，或取消隐藏后再上传",
        "only hidden sheets hold orders: {all}; choose one of them, or show it and upload again",
    ),
    ("unknown_sheet", "没有这张工作表；文件里有：{all}", "there is no such sheet; the file has: {all}"),
    ("too_many_sheets", "工作表太多：最多 {0} 张，请分成几个文件", "too many sheets: at most {0}; split the file"),
    ("empty_file", "文件是空的：没有任何订单行", "the file is empty: it has no order rows"),
    (
        "no_header_recognised",
        "没有认出表头：缺少 {fields} 列。请用导入模板，或指定各列的含义",
        "no header recognised: the columns {fields} are missing; use the template or say what each column means",
    ),
    (
        "corrupt",
        "文件已损坏，无法读取：请用 Excel 或 WPS 打开后另存再上传",
        "the file is damaged: open it in Excel or WPS, save it again and upload that",
    ),
    (
        "unclosed_quote",
        "第 {0} 行有未闭合的引号，后面的行无法区分：请补上引号或另存为 .xlsx",
        "row {0} has an unclosed quote that swallows the rows behind it: close it or save as .xlsx",
    ),
    (
        "platform_encrypted",
        "平台加密数据，不能打印：请在平台后台解密后重新导出",
        "encrypted by the platform, cannot be printed: export it decrypted",
    ),
    (
        "masked",
        "内容被平台隐藏（含 * 号），无法投递：请导出完整信息",
        "masked by the platform, cannot be delivered: export the complete data",
    ),
    ("cell_too_long", "内容太长：{0} 个字，最多 {1} 个", "too long: {0} characters, at most {1}"),
    ("cell_unreadable", "内容有乱码，无法读取", "has characters that cannot be read"),
    ("cell_error", "单元格是公式错误 {0}", "the cell holds the formula error {0}"),
    (
        "digits_lost",
        "“{0}”的末尾数字已被 Excel 丢失：请把该列设为文本后重新填写",
        "Excel has lost the last digits of “{0}”: make the column text and enter it again",
    ),
    ("required_missing", "必填内容为空：{fields}", "required but empty: {fields}"),
    (
        "sender_incomplete",
        "寄件信息不全，缺少：{fields}；三项都填，或都不填",
        "the sender lacks {fields}; fill in name, phone and address, or none of them",
    ),
    ("quantity_unreadable", "数量不是整数：“{0}”", "the quantity is not a whole number: “{0}”"),
    ("quantity_not_positive", "数量必须大于 0：“{0}”", "the quantity must be above 0: “{0}”"),
    ("quantity_over_limit", "数量超过上限 {1}：“{0}”", "the quantity is over the limit of {1}: “{0}”"),
    ("weight_unreadable", "重量无法识别：“{0}”，例如 1.5 或 500g", "cannot read the weight “{0}”; write 1.5 or 500g"),
    ("weight_not_positive", "重量必须大于 0：“{0}”", "the weight must be above 0: “{0}”"),
    ("weight_over_limit", "重量超过上限 {1} kg：“{0}”", "the weight is over the limit of {1} kg: “{0}”"),
    ("amount_unreadable", "金额无法识别：“{0}”，例如 100.00", "cannot read the amount “{0}”; write 100.00"),
    ("amount_negative", "金额不能为负：“{0}”", "the amount must not be negative: “{0}”"),
    ("amount_over_limit", "金额超过上限 {1} 元：“{0}”", "the amount is over the limit of {1} yuan: “{0}”"),
    ("to_pay_unreadable", "到付请填 是 或 否：“{0}”", "write yes or no for freight paid by the receiver, not “{0}”"),
    (
        "country_not_served",
        "不支持寄往“{0}”：只支持中国大陆和港澳台",
        "“{0}” is not served: only mainland China, Hong Kong, Macao and Taiwan",
    ),
    ("order_not_shippable", "订单状态为“{0}”，不应发货", "the order's status is “{0}”: it must not be shipped"),
];

/// Every code with words, so that a caller can list them.
pub fn codes() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(code, _, _)| *code)
}

/// The words of a code of this crate; the code itself for one that is not of this crate.
pub fn words(code: &str, args: &[String], lang: Lang) -> String {
    let Some((_, zh, en)) = WORDS.iter().find(|(known, _, _)| *known == code) else { return code.to_owned() };
    let pattern = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut text = String::with_capacity(pattern.len());
    let mut rest = *pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((slot, after)) = after.split_once('}') else { break };
        match slot.parse::<usize>() {
            Ok(index) => text.push_str(args.get(index).map_or("", String::as_str)),
            Err(_) if slot == "all" => text.push_str(&args.join(separator(lang))),
            Err(_) => text.push_str(&field_names(args, lang)),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

fn field_names(args: &[String], lang: Lang) -> String {
    let names: Vec<&str> =
        args.iter().map(|name| Field::parse(name).map_or(name.as_str(), |f| f.label(lang))).collect();
    names.join(separator(lang))
}

const fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

/// A value as it may stand in a problem: cut at [`ARG_CHARS`].
pub(crate) fn quoted(text: &str) -> String {
    if text.chars().nth(ARG_CHARS).is_none() {
        return text.to_owned();
    }
    text.chars().take(ARG_CHARS - 1).chain(['…']).collect()
}
