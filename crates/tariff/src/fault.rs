//! What is wrong with a tariff, and where.

use units::{Grams, Money};

use crate::{Lang, text::kilograms};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TariffFault {
    /// As the tariff's fields are named, such as `zones[2].rule.segments[1].up_to`.
    pub place: String,
    pub problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Empty,
    TooMany {
        max: usize,
    },
    TooLong {
        chars: usize,
    },
    Zero,
    Negative,
    /// A discount that is none.
    NotNegative,
    TooDear {
        max: Money,
    },
    TooHeavy {
        max: Grams,
    },
    TooLarge {
        max: u32,
    },
    TooManyDecimals {
        max: u32,
    },
    /// Not above the bound before it: the two overlap.
    NotRising,
    /// Without a bound, but not the last.
    OpenBeforeLast,
    NotADivision {
        code: u32,
    },
    /// The same stands in another place already.
    Twice {
        first: String,
    },
    EndsBeforeItBegins,
    /// Nothing lies between the two bounds.
    EmptyWindow,
    /// The most is less than the least.
    MostBelowLeast,
    /// The tolerance would swallow a whole step.
    ToleranceReachesStep {
        step: Grams,
    },
    /// Both apply on the same days.
    Overlaps {
        other: String,
    },
}

impl TariffFault {
    pub(crate) fn new(place: impl Into<String>, problem: Problem) -> TariffFault {
        TariffFault { place: place.into(), problem }
    }

    pub(crate) fn within(self, outer: &str) -> TariffFault {
        TariffFault { place: format!("{outer}.{}", self.place), problem: self.problem }
    }

    /// The place as a JSON pointer below the tariff, such as `/zones/2/rule/segments/1/up_to`.
    pub fn pointer(&self) -> String {
        let path = self.place.replace('[', ".").replace(']', "").replace('.', "/");
        format!("/{path}")
    }

    pub fn words(&self, lang: Lang) -> String {
        let (zh, en) = self.problem.words();
        match lang {
            Lang::Zh => format!("{}：{zh}", self.place),
            Lang::En => format!("{}: {en}", self.place),
        }
    }
}

impl Problem {
    /// Stable.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Empty => "empty",
            Problem::TooMany { .. } => "too_many",
            Problem::TooLong { .. } => "too_long",
            Problem::Zero => "zero",
            Problem::Negative => "negative",
            Problem::NotNegative => "not_negative",
            Problem::TooDear { .. } | Problem::TooHeavy { .. } | Problem::TooLarge { .. } => "too_large",
            Problem::TooManyDecimals { .. } => "too_many_decimals",
            Problem::NotRising => "not_rising",
            Problem::OpenBeforeLast => "open_before_last",
            Problem::NotADivision { .. } => "not_a_division",
            Problem::Twice { .. } => "twice",
            Problem::EndsBeforeItBegins => "ends_before_it_begins",
            Problem::EmptyWindow => "empty_window",
            Problem::MostBelowLeast => "most_below_least",
            Problem::ToleranceReachesStep { .. } => "tolerance_reaches_step",
            Problem::Overlaps { .. } => "overlaps",
        }
    }

    fn words(&self) -> (String, String) {
        let same = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Problem::Empty => same("不能为空。", "it must not be empty."),
            Problem::TooMany { max } => (format!("最多 {max} 项。"), format!("there may be at most {max}.")),
            Problem::TooLong { chars } => {
                (format!("最多 {chars} 个字符。"), format!("it may have at most {chars} characters."))
            }
            Problem::Zero => same("不能为 0。", "it must not be zero."),
            Problem::Negative => {
                same("不能为负数；减价请标记为优惠。", "it must not be negative; mark a discount as one.")
            }
            Problem::NotNegative => same("优惠的金额必须为负数。", "a discount’s amount must be negative."),
            Problem::TooDear { max } => (format!("金额不能超过 {max} 元。"), format!("it must be at most {max} yuan.")),
            Problem::TooHeavy { max } => {
                (format!("重量不能超过 {}。", kilograms(*max)), format!("it must be at most {}.", kilograms(*max)))
            }
            Problem::TooLarge { max } => (format!("不能超过 {max}。"), format!("it must be at most {max}.")),
            Problem::TooManyDecimals { max } => {
                (format!("最多 {max} 位小数。"), format!("it may have at most {max} decimal places."))
            }
            Problem::NotRising => same(
                "必须大于前一段的上限，否则重量段重叠。",
                "it must be above the bound before it, or the two overlap.",
            ),
            Problem::OpenBeforeLast => same("只有最后一段可以不设上限。", "only the last may have no upper bound."),
            Problem::NotADivision { code } => (
                format!("{code} 不是省（2 位）、市（4 位）或县（6 位）的行政区划代码。"),
                format!("{code} is no code of a province (2 digits), city (4) or county (6)."),
            ),
            Problem::Twice { first } => (format!("与 {first} 重复。"), format!("it stands in {first} already.")),
            Problem::EndsBeforeItBegins => same("结束日期早于开始日期。", "the last day lies before the first."),
            Problem::EmptyWindow => same("上限必须大于下限。", "the upper bound must be above the lower one."),
            Problem::MostBelowLeast => same("最高金额低于最低金额。", "the most is less than the least."),
            Problem::ToleranceReachesStep { step } => (
                format!("舍零不能达到一个进位单位（{}）。", kilograms(*step)),
                format!("the tolerance must be less than a step ({}).", kilograms(*step)),
            ),
            Problem::Overlaps { other } => {
                (format!("有效期与 {other} 重叠。"), format!("it applies on days on which {other} does, too."))
            }
        }
    }
}
