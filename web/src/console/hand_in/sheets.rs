//! Which sheets of a workbook are imported.

use leptos::prelude::*;
use shared::imports::{ImportPreview, ImportSheet};

use super::Handing;
use crate::{api::Remote, texts::hand_in as texts, ui::fresh_id};

/// What the person says about the sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sheets {
    /// Nothing: the service takes the one that holds orders.
    #[default]
    Unsaid,
    One(String),
    /// Each of these as an import of its own, in this order; at least one.
    Each(Vec<String>),
}

impl Sheets {
    /// The one that is sent next.
    pub fn first(&self) -> Option<&str> {
        match self {
            Sheets::Unsaid => None,
            Sheets::One(name) => Some(name),
            Sheets::Each(names) => names.first().map(String::as_str),
        }
    }

    /// One is taken. False where none is left.
    pub fn go_on(&mut self) -> bool {
        let Sheets::Each(names) = self else { return false };
        if names.len() < 2 {
            return false;
        }
        names.remove(0);
        true
    }

    pub const fn is_each(&self) -> bool {
        matches!(self, Sheets::Each(_))
    }
}

/// A choice where there is one: several sheets hold orders, or none is understood yet.
#[component]
pub fn SheetChoice(preview: Remote<ImportPreview>) -> impl IntoView {
    let chosen = Handing::expect().sheets;
    let group = fresh_id("sheets");
    // What there is to choose stays through every look.
    let sheets = Memo::new(move |_| {
        preview.value().with(|preview| preview.as_ref().map(|preview| preview.sheets.clone()).unwrap_or_default())
    });
    let is_open = Memo::new(move |_| {
        let orders = sheets.with(|sheets| sheets.iter().filter(|sheet| sheet.has_orders).count());
        let is_understood = preview.value().with(|preview| preview.as_ref().is_some_and(|one| one.format.is_some()));
        let is_said = chosen.with(|chosen| *chosen != Sheets::Unsaid);
        sheets.with(Vec::len) > 1 && (orders > 1 || !is_understood || is_said)
    });
    let read = Memo::new(move |_| {
        preview.value().with(|preview| preview.as_ref().map(|preview| preview.sheet_name.clone()).unwrap_or_default())
    });
    let option = move |sheet: ImportSheet, group: String| {
        let about = if sheet.has_orders { texts::SHEET_ORDERS } else { texts::SHEET_ROWS }.count(sheet.rows);
        let about = if sheet.is_hidden { format!("{about} · {}", texts::SHEET_HIDDEN.t()) } else { about };
        let name = StoredValue::new(sheet.name.clone());
        let is_chosen = move || {
            chosen.with(|chosen| match chosen {
                Sheets::Unsaid => name.with_value(|name| read.with(|read| read == name)),
                Sheets::One(one) => name.with_value(|name| one == name),
                Sheets::Each(_) => false,
            })
        };
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=group
                    prop:checked=is_chosen
                    on:change=move |_| chosen.set(Sheets::One(name.get_value()))
                />
                <span>{sheet.name} " " <span class="sub">{about}</span></span>
            </label>
        }
    };
    move || {
        if !is_open.get() {
            return None;
        }
        let list = sheets.get();
        let filled = |sheet: &&ImportSheet| sheet.has_orders && !sheet.is_hidden;
        let each: Vec<String> = list.iter().filter(filled).map(|sheet| sheet.name.clone()).collect();
        let every = (each.len() > 1).then(|| {
            let words = texts::SHEET_EACH.count(u32::try_from(each.len()).unwrap_or(u32::MAX));
            view! {
                <label class="check">
                    <input
                        type="radio"
                        name=group.clone()
                        prop:checked=move || chosen.with(Sheets::is_each)
                        on:change=move |_| chosen.set(Sheets::Each(each.clone()))
                    />
                    <span>{words}</span>
                </label>
            }
        });
        let options = list.into_iter().map(|sheet| option(sheet, group.clone())).collect_view();
        Some(view! {
            <fieldset class="choices">
                <legend>{texts::SHEETS.t()}</legend>
                <div>{options} {every}</div>
            </fieldset>
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sheet_is_sent_once() {
        let mut sheets = Sheets::Each(vec!["上午".to_owned(), "下午".to_owned()]);
        assert_eq!(sheets.first(), Some("上午"));
        assert!(sheets.go_on());
        assert_eq!(sheets.first(), Some("下午"));
        assert!(!sheets.go_on());
        assert!(!Sheets::One("上午".to_owned()).go_on());
        assert!(!Sheets::Unsaid.go_on());
    }
}
