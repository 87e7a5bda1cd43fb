//! Which days are billed: a month, or days of one's own choice.

use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;
use serde::Serialize;

use crate::{
    api::encode_query,
    browser::{self, dates},
    i18n::Text,
    texts::owner_bills as texts,
    ui::{Field, Select},
};

/// Months that are offered, with this one.
const MONTHS: u32 = 13;
/// The longest time one bill is about.
const DAYS_MAX: i64 = 366;
const PATH: &str = "/settings/bills";
const FROM: &str = "from";
const TO: &str = "to";

#[derive(Clone, Copy)]
pub struct Days {
    /// The first day of the month that is chosen; empty for other days.
    month: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Days {
    /// Those of the address, else this month.
    pub fn of(search: &str) -> Days {
        let parameters = web_sys::UrlSearchParams::new_with_str(search).ok();
        let asked = |name: &str| parameters.as_ref()?.get(name)?.parse::<NaiveDate>().ok();
        let (from, to) = asked(FROM).zip(asked(TO)).unwrap_or_else(|| month_at(dates::today()));
        let days = Days {
            month: RwSignal::new(String::new()),
            from: RwSignal::new(from.to_string()),
            to: RwSignal::new(to.to_string()),
        };
        days.follow();
        days
    }

    /// The first and the last day; nothing while they cannot be billed.
    pub fn range(self) -> Option<(NaiveDate, NaiveDate)> {
        self.typed().filter(|(from, to)| wrong(*from, *to).is_none())
    }

    fn typed(self) -> Option<(NaiveDate, NaiveDate)> {
        let day = |field: RwSignal<String>| field.with(|text| text.parse::<NaiveDate>().ok());
        day(self.from).zip(day(self.to))
    }

    fn choose(self, month: &str) {
        if let Ok(day) = month.parse() {
            let (from, to) = month_at(day);
            self.from.set(from.to_string());
            self.to.set(to.to_string());
        }
    }

    /// The month says what the days are: one of those offered, or none.
    fn follow(self) {
        Effect::new(move |_| {
            let month = self.range().filter(|(from, to)| month_at(*from) == (*from, *to)).map(|(from, _)| from);
            let offered = month.filter(|month| months().contains(month));
            self.month.set(offered.map(|month| month.to_string()).unwrap_or_default());
        });
    }
}

/// Why these days cannot be billed.
fn wrong(from: NaiveDate, to: NaiveDate) -> Option<Text> {
    if to < from {
        return Some(texts::DAYS_WRONG);
    }
    ((to - from).num_days() >= DAYS_MAX).then_some(texts::DAYS_MANY)
}

/// The first and the last day of the month of `day`.
fn month_at(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
    (first, last.unwrap_or(day))
}

/// The first days of the months that are offered, newest first.
fn months() -> Vec<NaiveDate> {
    let (first, _) = month_at(dates::today());
    (0..MONTHS).filter_map(|back| first.checked_sub_months(Months::new(back))).collect()
}

#[derive(Serialize)]
struct AddressQuery {
    from: NaiveDate,
    to: NaiveDate,
}

/// Has the address say which days are shown.
pub fn show((from, to): &(NaiveDate, NaiveDate)) {
    browser::show_path(&format!("{PATH}{}", encode_query(&AddressQuery { from: *from, to: *to })));
}

#[component]
pub fn DaysLine(days: Days) -> impl IntoView {
    let named = |month: NaiveDate| {
        let number = format!("{:02}", month.month());
        let words = texts::MONTH_NAME.fill(&[("year", &month.year().to_string()), ("month", &number)]);
        (month.to_string(), words)
    };
    let other = (String::new(), texts::OTHER_DAYS.t().to_owned());
    let options: Vec<_> = months().into_iter().map(named).chain(std::iter::once(other)).collect();
    let error = Signal::derive(move || {
        let (from, to) = days.typed()?;
        wrong(from, to).map(|text| text.t().to_owned())
    });
    view! {
        <div class="days-line">
            <Select
                label=texts::MONTH.t()
                value=days.month
                options=Signal::stored(options)
                on_change=move |month: String| days.choose(&month)
            />
            <Field label=texts::FROM.t() value=days.from kind="date" />
            <Field label=texts::TO.t() value=days.to kind="date" error />
        </div>
    }
}
