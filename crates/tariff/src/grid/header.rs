//! Headings of the table.

use units::Grams;

use super::cell::grams;
use crate::{
    Lang,
    text::{kilograms, number_of_kilograms},
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Zone,
    Divisions,
    Weights(Range),
    MinCharge,
    Lookup,
}

/// Above one weight, up to another or however much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub above: Grams,
    pub up_to: Option<Grams>,
}

const NAMES: [(Column, &str, &str); 4] = [
    (Column::Zone, "分区", "Zone"),
    (Column::Divisions, "目的地", "Destinations"),
    (Column::MinCharge, "最低收费", "Minimum"),
    (Column::Lookup, "分段依据", "Looked up by"),
];

impl Column {
    /// None: neither a name nor a range.
    pub(super) fn read(text: &str) -> Option<Column> {
        let text = text.trim();
        let named = |(_, zh, en): &&(Column, &str, &str)| text == *zh || text.eq_ignore_ascii_case(en);
        let known = NAMES.iter().find(named).map(|(column, ..)| *column);
        known.or_else(|| Range::read(text).map(Column::Weights))
    }

    pub(super) fn write(self, lang: Lang) -> String {
        if let Column::Weights(range) = self {
            return range.write(lang);
        }
        let name = NAMES.iter().find(|(column, ..)| *column == self);
        let name = name.map(|(_, zh, en)| if lang == Lang::Zh { zh } else { en });
        name.copied().unwrap_or_default().to_owned()
    }
}

impl Range {
    fn read(text: &str) -> Option<Range> {
        for (before, after) in [("", "以上"), ("above ", ""), (">", ""), ("＞", "")] {
            if let Some(bound) = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after))
                && (before, after) != ("", "")
                && let Some(above) = grams(bound)
            {
                return Some(Range { above, up_to: None });
            }
        }
        let (above, up_to) = text.split_once(['–', '-', '—', '~', '～', '至'])?;
        let (above, up_to) = (grams(above)?, grams(up_to)?);
        (above < up_to).then_some(Range { above, up_to: Some(up_to) })
    }

    fn write(self, lang: Lang) -> String {
        match (self.up_to, lang) {
            (Some(up_to), _) => format!("{}–{}", number_of_kilograms(self.above), kilograms(up_to)),
            (None, Lang::Zh) => format!("{} 以上", kilograms(self.above)),
            (None, Lang::En) => format!("above {}", kilograms(self.above)),
        }
    }
}
