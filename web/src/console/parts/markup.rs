//! What an owner pays beside what the merchant pays.

use leptos::prelude::*;
use shared::parts::{MARKUP_A_PARCEL_MAX, MARKUP_BASIS_POINTS_MAX, Markup};
use units::Money;

use crate::{
    amount::{parse_money, parse_percent, percent, yuan},
    console::deed::Deed,
    texts::parts as texts,
    ui::Field,
};

/// The price in the example.
const EXAMPLE: Money = Money::from_fen(420);

/// Such as `12.5 % + ¥ 0.30`.
pub fn words(markup: Markup) -> String {
    let share = (markup.basis_points > 0).then(|| format!("{} %", percent(markup.basis_points)));
    let a_parcel = (markup.a_parcel > Money::ZERO).then(|| yuan(markup.a_parcel));
    let parts: Vec<String> = share.into_iter().chain(a_parcel).collect();
    if parts.is_empty() { texts::MARKUP_NONE.t().to_owned() } else { parts.join(" + ") }
}

/// It as it is typed; what is empty is nothing.
#[derive(Clone, Copy)]
pub struct MarkupText {
    percent: RwSignal<String>,
    a_parcel: RwSignal<String>,
}

impl MarkupText {
    pub fn of(markup: Markup) -> MarkupText {
        let percent = if markup.basis_points > 0 { percent(markup.basis_points) } else { String::new() };
        let a_parcel = if markup.a_parcel > Money::ZERO { markup.a_parcel.to_string() } else { String::new() };
        MarkupText { percent: RwSignal::new(percent), a_parcel: RwSignal::new(a_parcel) }
    }

    /// Nothing where one of them is wrong.
    pub fn read(self) -> Option<Markup> {
        Some(Markup { basis_points: self.basis_points()?, a_parcel: self.parcel()? })
    }

    fn basis_points(self) -> Option<u32> {
        let most = |points: &u32| *points <= MARKUP_BASIS_POINTS_MAX;
        self.percent.with(|text| if text.trim().is_empty() { Some(0) } else { parse_percent(text).filter(most) })
    }

    fn parcel(self) -> Option<Money> {
        let most = |amount: &Money| *amount <= MARKUP_A_PARCEL_MAX;
        self.a_parcel
            .with(|text| if text.trim().is_empty() { Some(Money::ZERO) } else { parse_money(text).filter(most) })
    }
}

#[component]
pub fn MarkupFields(markup: MarkupText, deed: Deed, tried: RwSignal<bool>) -> impl IntoView {
    let said = move |is_wrong: bool, words: String, pointer: &'static str| {
        (tried.get() && is_wrong).then_some(words).or_else(|| deed.error()?.field(pointer))
    };
    let percent_error = move || {
        let words = texts::MARKUP_PERCENT_WRONG.fill(&[("most", &percent(MARKUP_BASIS_POINTS_MAX))]);
        said(markup.basis_points().is_none(), words, "/markup/basis_points")
    };
    let parcel_error = move || {
        let words = texts::MARKUP_PARCEL_WRONG.fill(&[("most", &yuan(MARKUP_A_PARCEL_MAX))]);
        said(markup.parcel().is_none(), words, "/markup/a_parcel")
    };
    let example = move || {
        let paid = markup.read()?.price(EXAMPLE)?;
        Some(texts::MARKUP_EXAMPLE.fill(&[("price", &yuan(EXAMPLE)), ("paid", &yuan(paid))]))
    };
    view! {
        <div class="grid-2">
            <Field
                label=texts::MARKUP_PERCENT.t()
                value=markup.percent
                inputmode="decimal"
                error=Signal::derive(percent_error)
            />
            <Field
                label=texts::MARKUP_PARCEL.t()
                value=markup.a_parcel
                inputmode="decimal"
                error=Signal::derive(parcel_error)
            />
        </div>
        <p class="sub example" role="status">{example}</p>
    }
}
