//! Which column is which field: guessed from the names, or said by a person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    field::Field,
    header::{
        REASONS,
        alias::{self, Strength},
        key,
    },
    platform::Platform,
};

/// A column's name, as in [`Table::header`](crate::Table::header) → what it means. Serializes as one JSON object
/// (`{"收件人": "recv_name"}`), so that a page can show it, change it and send it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<String, Field>);

/// One column that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mapped {
    /// Zero-based.
    pub column: usize,
    pub field: Field,
}

impl Mapping {
    /// From stored names of columns and fields; names that are no fields are passed over. `None` where nothing is left, so that the
    /// columns are guessed.
    pub fn from_names(names: &BTreeMap<String, String>) -> Option<Mapping> {
        let fields: BTreeMap<String, Field> =
            names.iter().filter_map(|(column, field)| Some((column.clone(), Field::parse(field)?))).collect();
        (!fields.is_empty()).then_some(Mapping(fields))
    }

    /// Column → name of the field, to be shown and stored.
    pub fn names(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(column, field)| (column.clone(), field.as_str().to_owned())).collect()
    }

    /// The columns of a header row that this mapping names.
    pub(crate) fn apply(&self, columns: &[String]) -> Vec<Mapped> {
        let named = |name: &String| self.0.get(name).copied();
        columns
            .iter()
            .enumerate()
            .filter_map(|(column, name)| named(name).map(|field| Mapped { column, field }))
            .collect()
    }
}

/// What the columns of a header row mean, from their keys and, where the row above groups them, their groups' keys.
pub(crate) fn guess(platform: Platform, keys: &[String], groups: &[String]) -> Vec<Mapped> {
    let mut found: Vec<(Mapped, Strength)> = Vec::new();
    for (column, name) in keys.iter().enumerate() {
        if name.is_empty() || REASONS.iter().any(|reasons| key(reasons) == *name) {
            continue;
        }
        let meaning = match platform.column(name) {
            Some(field) => field.map(|field| (field, Strength::Strong)),
            None => alias::field_of(name).map(|(field, strength)| {
                let group = groups.get(column).and_then(|group| alias::party_of_group(group));
                (if group == Some(true) { field.of_sender().unwrap_or(field) } else { field }, strength)
            }),
        };
        if let Some((field, strength)) = meaning {
            found.push((Mapped { column, field }, strength));
        }
    }
    for (mobile, phone) in [(Field::RecvMobile, Field::RecvPhone), (Field::SenderMobile, Field::SenderPhone)] {
        // Where one column says 手机, one that only says 电话 is the other number.
        if found.iter().any(|(m, strength)| m.field == mobile && *strength == Strength::Strong) {
            for (m, strength) in &mut found {
                if m.field == mobile && *strength == Strength::Weak {
                    m.field = phone;
                }
            }
        }
    }
    found.into_iter().map(|(mapped, _)| mapped).collect()
}
