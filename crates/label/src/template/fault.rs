//! What is wrong with a template, in words that lead to the place.

use super::content::PictureFault;
use crate::limits::TEMPLATE_BYTES_MAX;

/// One thing that is wrong with a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where: a JSON pointer such as `/parts/0/elements/3/size_mm`; empty for the whole file.
    pub pointer: String,
    /// The name of the element it lies in.
    pub element: Option<String>,
    pub rule: Rule,
}

/// The rule that is broken.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The file is larger than a template can be.
    FileTooLarge,
    /// Not JSON, or nested too deeply.
    NotJson,
    /// A field of that name does not exist here.
    UnknownField,
    Missing,
    /// Something else is expected here.
    WrongType(&'static str),
    /// None of the values that are possible here.
    NoSuchValue,
    OutOfRange {
        min: f64,
        max: f64,
    },
    TooMany {
        max: usize,
    },
    TooLong {
        max: usize,
    },
    Empty,
    /// A text names a variable that does not exist.
    UnknownVariable(String),
    /// A `{` without its `}`.
    OpenBrace,
    Picture(PictureFault),
    /// The parts together are higher than the paper, or an element's box leaves it.
    OutsidePaper,
}

impl Rule {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Rule::FileTooLarge => "file_too_large",
            Rule::NotJson => "not_json",
            Rule::UnknownField => "unknown_field",
            Rule::Missing => "missing",
            Rule::WrongType(_) => "wrong_type",
            Rule::NoSuchValue => "no_such_value",
            Rule::OutOfRange { .. } => "out_of_range",
            Rule::TooMany { .. } => "too_many",
            Rule::TooLong { .. } => "too_long",
            Rule::Empty => "empty",
            Rule::UnknownVariable(_) => "unknown_variable",
            Rule::OpenBrace => "open_brace",
            Rule::Picture(_) => "picture",
            Rule::OutsidePaper => "outside_paper",
        }
    }

    pub fn zh(&self) -> String {
        match self {
            Rule::FileTooLarge => format!("文件超过 {} KB。", TEMPLATE_BYTES_MAX >> 10),
            Rule::NotJson => "不是有效的模板文件（JSON）。".to_owned(),
            Rule::UnknownField => "没有这个字段。".to_owned(),
            Rule::Missing => "缺少这个字段。".to_owned(),
            Rule::WrongType(expected) => format!("类型不对，应为 {expected}。"),
            Rule::NoSuchValue => "没有这个选项。".to_owned(),
            Rule::OutOfRange { min, max } => format!("须在 {min} 到 {max} 之间。"),
            Rule::TooMany { max } => format!("最多 {max} 个。"),
            Rule::TooLong { max } => format!("最多 {max} 个字符。"),
            Rule::Empty => "不能为空。".to_owned(),
            Rule::UnknownVariable(name) => format!("没有名为 {name} 的变量。"),
            Rule::OpenBrace => "有 { 而没有 }。".to_owned(),
            Rule::Picture(PictureFault::NotPng) => "图片不是 base64 编码的 PNG 文件。".to_owned(),
            Rule::Picture(PictureFault::TooManyBytes) => "图片文件太大。".to_owned(),
            Rule::Picture(PictureFault::TooManyPixels(width, height)) => {
                format!("图片有 {width} × {height} 像素，太大。")
            }
            Rule::OutsidePaper => "超出纸张。".to_owned(),
        }
    }

    pub fn en(&self) -> String {
        match self {
            Rule::FileTooLarge => format!("The file has more than {} KB.", TEMPLATE_BYTES_MAX >> 10),
            Rule::NotJson => "This is no template file (JSON).".to_owned(),
            Rule::UnknownField => "There is no such field.".to_owned(),
            Rule::Missing => "This field is missing.".to_owned(),
            Rule::WrongType(expected) => format!("Wrong type; {expected} is expected."),
            Rule::NoSuchValue => "There is no such choice.".to_owned(),
            Rule::OutOfRange { min, max } => format!("From {min} to {max}."),
            Rule::TooMany { max } => format!("At most {max}."),
            Rule::TooLong { max } => format!("At most {max} characters."),
            Rule::Empty => "This may not be empty.".to_owned(),
            Rule::UnknownVariable(name) => format!("There is no variable {name}."),
            Rule::OpenBrace => "A { without its }.".to_owned(),
            Rule::Picture(fault) => format!("{fault}."),
            Rule::OutsidePaper => "This lies outside the paper.".to_owned(),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.element {
            Some(element) => write!(formatter, "{} (element {element}): {}", self.pointer, self.rule.en()),
            None => write!(formatter, "{}: {}", self.pointer, self.rule.en()),
        }
    }
}
