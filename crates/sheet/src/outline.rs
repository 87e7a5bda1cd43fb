//! What a file looks like, for a person who says what its columns mean.

use crate::{
    field::Field,
    grid::Grid,
    header::{self, Header, Wanted},
    limits::Limits,
    problem::FileProblem,
    source::{self, Pick},
};

/// Values of a column that are shown.
const SAMPLES: usize = 3;
const SAMPLE_CHARS: usize = 60;
/// Rows in which samples are looked for.
const SAMPLE_ROWS: usize = 50;

/// A file's columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub sheet_name: String,
    /// The row of the header, one-based.
    pub header_row: u32,
    pub columns: Vec<OutlineColumn>,
    /// Filled rows below the header.
    pub rows: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineColumn {
    /// As a [`Mapping`](crate::Mapping) names it.
    pub name: String,
    /// What its name makes one think it means.
    pub suggested: Option<Field>,
    /// Its first values, each different; may be personal data.
    pub samples: Vec<String>,
}

impl Outline {
    /// As [`Table::header_identity`](crate::Table::header_identity).
    pub fn header_identity(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
        header::identity(&names)
    }
}

/// Looks at a sheet of a file whether its columns are understood or not.
///
/// # Errors
/// A [`FileProblem`] where it is no table: `no_header_recognised` where no row names more than one column.
pub fn outline(bytes: &[u8], file_name: &str, pick: Pick<'_>, limits: &Limits) -> Result<Outline, FileProblem> {
    let read = |wanted, pick| source::read(bytes, file_name, limits, wanted, pick);
    // The sheet that is understood is the one, where there is one.
    let chosen = match pick {
        Pick::Only => read(Wanted::Guess, pick).or_else(|_| read(Wanted::Look, Pick::First)),
        Pick::First | Pick::Named(_) => read(Wanted::Guess, pick).or_else(|_| read(Wanted::Look, pick)),
    }?;
    let (header, grid) = (&chosen.header, &chosen.reading.grid);
    let columns = header.columns.iter().enumerate();
    Ok(Outline {
        header_row: grid.number(header.row),
        columns: columns.map(|(at, name)| column(header, grid, at, name)).collect(),
        rows: grid.rows() - header.row - 1,
        sheet_name: chosen.sheet_name,
    })
}

fn column(header: &Header, grid: &Grid, at: usize, name: &str) -> OutlineColumn {
    let mut samples: Vec<String> = Vec::new();
    for row in (header.row + 1..grid.rows()).take(SAMPLE_ROWS) {
        let sample: String = grid.cell(row, at).chars().take(SAMPLE_CHARS).collect();
        if !sample.is_empty() && !samples.contains(&sample) {
            samples.push(sample);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    let suggested = header.mapped.iter().find(|mapped| mapped.column == at).map(|mapped| mapped.field);
    OutlineColumn { name: name.to_owned(), suggested, samples }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_columns_are_shown_with_what_they_hold() {
        let csv = "发货清单 2026\n甲,乙,丙,手机\n李雷,浙江省杭州市西湖区文三路1号,茶叶,13800000001\n韩梅梅,北京市朝阳区建国路1号,茶叶,13800000002\n";
        assert_eq!(
            crate::open(csv.as_bytes(), "a.csv", None, &Limits::default()).unwrap_err().code(),
            "no_header_recognised"
        );
        let outline = outline(csv.as_bytes(), "a.csv", Pick::Only, &Limits::default()).unwrap();
        assert_eq!((outline.header_row, outline.rows), (2, 2));
        let columns: Vec<(&str, Option<Field>, usize)> = outline
            .columns
            .iter()
            .map(|column| (column.name.as_str(), column.suggested, column.samples.len()))
            .collect();
        let mobile = Some(Field::RecvMobile);
        assert_eq!(columns, [("甲", None, 2), ("乙", None, 2), ("丙", None, 1), ("手机", mobile, 2)]);
    }

    #[test]
    fn what_is_no_table_has_no_outline() {
        for text in ["", "one line of words", "%PDF-1.7 x,y"] {
            assert!(outline(text.as_bytes(), "a.csv", Pick::Only, &Limits::default()).is_err(), "{text}");
        }
    }
}
