//! What is wrong with a table of prices, and in which cell.

use crate::Lang;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridFault {
    /// Counted from 1, the heading included.
    pub row: usize,
    /// Counted from 1.
    pub column: usize,
    pub problem: GridProblem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridProblem {
    NoHeading,
    NoWeights,
    TooMany {
        max: usize,
    },
    UnknownColumn,
    ColumnTwice,
    NotARange,
    /// The range begins above the end of the one before it.
    Gap,
    /// The range begins below the end of the one before it.
    Overlap,
    NoZones,
    NoName,
    NoDivisions,
    NotADivision,
    NoPrice,
    NotAPrice,
    /// A segment goes on into a column that is not carried, or beyond the last.
    GoesNowhere,
    /// A price after one that is not carried.
    AfterNotCarried,
    NotALookup,
}

impl GridFault {
    pub(super) fn new(row: usize, column: usize, problem: GridProblem) -> GridFault {
        GridFault { row: row.saturating_add(1), column: column.saturating_add(1), problem }
    }

    pub fn words(&self, lang: Lang) -> String {
        let (row, column) = (self.row, self.column);
        let (zh, en) = self.problem.words();
        match lang {
            Lang::Zh => format!("第 {row} 行第 {column} 列：{zh}"),
            Lang::En => format!("row {row}, column {column}: {en}"),
        }
    }
}

impl GridProblem {
    /// Stable.
    pub fn code(self) -> &'static str {
        match self {
            GridProblem::NoHeading => "no_heading",
            GridProblem::NoWeights => "no_weights",
            GridProblem::TooMany { .. } => "too_many",
            GridProblem::UnknownColumn => "unknown_column",
            GridProblem::ColumnTwice => "column_twice",
            GridProblem::NotARange => "not_a_range",
            GridProblem::Gap => "gap",
            GridProblem::Overlap => "overlap",
            GridProblem::NoZones => "no_zones",
            GridProblem::NoName => "no_name",
            GridProblem::NoDivisions => "no_divisions",
            GridProblem::NotADivision => "not_a_division",
            GridProblem::NoPrice => "no_price",
            GridProblem::NotAPrice => "not_a_price",
            GridProblem::GoesNowhere => "goes_nowhere",
            GridProblem::AfterNotCarried => "after_not_carried",
            GridProblem::NotALookup => "not_a_lookup",
        }
    }

    fn words(self) -> (String, String) {
        let (zh, en) = match self {
            GridProblem::TooMany { max } => {
                return (format!("最多 {max} 项。"), format!("there may be at most {max}."));
            }
            GridProblem::NoHeading => {
                ("表头须以“分区”“目的地”开始。", "the heading begins with “Zone” and “Destinations”.")
            }
            GridProblem::NoWeights => {
                ("表头没有重量段，例如“0–1 kg”。", "the heading has no weight range, such as “0–1 kg”.")
            }
            GridProblem::UnknownColumn => ("不认识这一列。", "this column is not known."),
            GridProblem::ColumnTwice => ("这一列重复了。", "this column stands there twice."),
            GridProblem::NotARange => (
                "重量段请写成“0.5–1 kg”或“30 kg 以上”，上限大于下限。",
                "write a range as “0.5–1 kg” or “above 30 kg”, rising.",
            ),
            GridProblem::Gap => ("与前一个重量段之间有空缺。", "there is a gap to the range before it."),
            GridProblem::Overlap => ("与前一个重量段重叠。", "it overlaps the range before it."),
            GridProblem::NoZones => ("没有分区。", "there is no zone."),
            GridProblem::NoName => ("请填写分区名称。", "give the zone a name."),
            GridProblem::NoDivisions => (
                "请填写目的地的行政区划代码，用顿号分隔。",
                "give the destinations’ division codes, separated by commas.",
            ),
            GridProblem::NotADivision => (
                "行政区划代码须为 2、4 或 6 位数字，用顿号分隔。",
                "division codes have 2, 4 or 6 digits and are separated by commas.",
            ),
            GridProblem::NoPrice => (
                "请填写价格；与后一列同价写“→”，不送达写“—”。",
                "give a price; write “→” where it goes on in the next column, “—” where so much is not carried.",
            ),
            GridProblem::NotAPrice => {
                ("价格请写成“2.40”或“4.70+0.80/1kg”。", "write a price as “2.40” or “4.70+0.80/1kg”.")
            }
            GridProblem::GoesNowhere => ("“→”后面没有价格。", "no price follows this “→”."),
            GridProblem::AfterNotCarried => ("“—”后面不能再有价格。", "no price may follow “—” in the same row."),
            GridProblem::NotALookup => ("请写“计费重”或“实重”。", "write “billed” or “raw”."),
        };
        (zh.to_owned(), en.to_owned())
    }
}
