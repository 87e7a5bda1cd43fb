//! One order in several parcels.

use leptos::prelude::*;
use shared::{
    limits::GOODS_CHARS,
    orders::{Order, ParcelPart, SPLIT_MAX},
};

use super::{
    Doing, Pool,
    edit::{quantity_of, quantity_wrong, weight_of},
    name_of, service,
};
use crate::{
    browser,
    console::deed::Deed,
    texts::{common, orders as texts},
    ui::{Button, ButtonKind, Dialog, Field, IconButton, Notice, Symbol},
};

#[component]
pub fn Splitting() -> impl IntoView {
    let pool = Pool::expect();
    let order = move || match pool.doing.get() {
        Some(Doing::Split(order)) => Some(order),
        _ => None,
    };
    let title = move || texts::SPLIT_TITLE.fill(&[("no", &order().as_ref().map(name_of).unwrap_or_default())]);
    view! {
        <Dialog
            open=Memo::new(move |_| order().is_some())
            title=Signal::derive(title)
            on_close=move |()| pool.doing.set(None)
            wide=true
        >
            {untrack(order).map(|order| view! { <Form order /> })}
        </Dialog>
    }
}

/// What is typed of one parcel.
#[derive(Clone, Copy)]
struct Parcel {
    /// Stays, whichever parcels go.
    key: usize,
    goods: RwSignal<String>,
    quantity: RwSignal<String>,
    weight: RwSignal<String>,
}

impl Parcel {
    fn new(key: usize, goods: &str, quantity: u32) -> Parcel {
        Parcel {
            key,
            goods: RwSignal::new(goods.to_owned()),
            quantity: RwSignal::new(quantity.to_string()),
            weight: RwSignal::new(String::new()),
        }
    }

    fn goods_wrong(self) -> bool {
        self.goods.with(|text| text.trim().is_empty())
    }

    fn quantity_wrong(self) -> bool {
        self.quantity.with(|text| quantity_of(text).is_none())
    }

    /// It need not be known.
    fn weight_wrong(self) -> bool {
        self.weight.with(|text| !text.trim().is_empty() && weight_of(text).is_none())
    }

    fn part(self) -> Option<ParcelPart> {
        if self.goods_wrong() || self.weight_wrong() {
            return None;
        }
        let goods = Some(self.goods.get().trim().to_owned());
        Some(ParcelPart {
            goods,
            quantity: quantity_of(&self.quantity.get())?,
            weight_g: weight_of(&self.weight.get()),
        })
    }
}

#[component]
fn Form(order: Order) -> impl IntoView {
    let pool = Pool::expect();
    let deed = Deed::new();
    let id = order.id;
    let goods = StoredValue::new(order.goods);
    // Halves, until the person says otherwise.
    let second = (order.quantity / 2).max(1);
    let first = order.quantity.saturating_sub(second).max(1);
    let start = goods.with_value(|goods| vec![Parcel::new(0, goods, first), Parcel::new(1, goods, second)]);
    let parcels = RwSignal::new(start);
    let tried = RwSignal::new(false);
    let add = move |()| {
        parcels.update(|parcels| {
            let key = parcels.iter().map(|parcel| parcel.key + 1).max().unwrap_or_default();
            parcels.push(goods.with_value(|goods| Parcel::new(key, goods, 1)));
        });
    };
    let count = Memo::new(move |_| parcels.with(Vec::len));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let parts: Option<Vec<ParcelPart>> = untrack(|| parcels.get().into_iter().map(Parcel::part).collect());
        let Some(parts) = parts else {
            browser::focus_first_wrong();
            return;
        };
        deed.run(service::split(id, parts), move |made| {
            pool.toasts.done(texts::SPLIT_DONE.count(u32::try_from(made.len()).unwrap_or(u32::MAX)));
            pool.changed();
        });
    };
    let refused = move || {
        let error = deed.error()?;
        let words = error.field("/parcels").unwrap_or_else(|| error.words());
        Some(view! { <Notice tone="bad">{words}</Notice> })
    };
    view! {
        <form on:submit=save novalidate>
            <p class="sub lead">{texts::SPLIT_WHAT.t()}</p>
            <For each=move || parcels.get() key=|parcel| parcel.key let:parcel>
                <Line parcel parcels tried />
            </For>
            {move || {
                (count.get() < SPLIT_MAX)
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet icon=Symbol::Plus on_press=add>
                                {texts::PARCEL_ADD.t()}
                            </Button>
                        }
                    })
            }}
            {refused}
            <div class="acts">
                <Button on_press=move |()| pool.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::SPLIT.t()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Line(parcel: Parcel, parcels: RwSignal<Vec<Parcel>>, tried: RwSignal<bool>) -> impl IntoView {
    let number = Memo::new(move |_| {
        let place = parcels.with(|parcels| parcels.iter().position(|one| one.key == parcel.key));
        place.unwrap_or_default() + 1
    });
    let can_go = Memo::new(move |_| parcels.with(Vec::len) > 2 && number.get() > 1);
    let remove = move |()| parcels.update(|parcels| parcels.retain(|one| one.key != parcel.key));
    let said = move |is_wrong: bool, words: String| (tried.get() && is_wrong).then_some(words);
    let numbered = move |text: crate::i18n::Text| text.fill(&[("n", &number.get().to_string())]);
    view! {
        <fieldset class="parcel-line">
            <legend>{move || numbered(texts::PARCEL)}</legend>
            <Field
                label=texts::COL_GOODS.t()
                value=parcel.goods
                max_chars=GOODS_CHARS
                error=Signal::derive(move || said(parcel.goods_wrong(), texts::GOODS_WRONG.t().to_owned()))
            />
            <Field
                label=texts::QUANTITY.t()
                value=parcel.quantity
                inputmode="numeric"
                error=Signal::derive(move || said(parcel.quantity_wrong(), quantity_wrong()))
            />
            <Field
                label=texts::WEIGHT.t()
                value=parcel.weight
                inputmode="decimal"
                error=Signal::derive(move || said(parcel.weight_wrong(), texts::WEIGHT_WRONG.t().to_owned()))
            />
            {move || {
                can_go
                    .get()
                    .then(|| {
                        view! { <IconButton symbol=Symbol::Trash label=numbered(texts::PARCEL_REMOVE) on_press=remove /> }
                    })
            }}
        </fieldset>
    }
}
