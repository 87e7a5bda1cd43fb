//! What is done about pools: giving an outlet one, adding ranges, changing its marks, handing out and taking back.

use leptos::prelude::*;
use shared::{
    MerchantId, OutletId,
    merchants::{MERCHANT_SEARCH_CHARS, Outlet},
    numbers::{
        NumberHolding, NumberIssue, NumberPool, NumberPoolCreate, NumberPoolPatch, NumberRangeWrite, NumberReturn,
        SERIAL_DIGITS,
    },
};

use super::{Doing, Stock, name};
use crate::{
    amount::grouped,
    api::{IdempotencyKey, Remote},
    browser,
    console::{deed::Deed, network::service},
    i18n::Text,
    texts::{common, numbers as texts},
    ui::{Button, ButtonKind, Dialog, Field, Select, Toasts},
};

/// What a new pool begins with.
const BLOCK_SIZE: &str = "1000";
const LOW_WATER: &str = "10000";
/// Digits of a count.
const COUNT_DIGITS: usize = 10;

#[component]
pub fn Dialogs() -> impl IntoView {
    let stock = Stock::expect();
    let title = move || match stock.doing.get() {
        None | Some(Doing::Add) => texts::ADD.t().to_owned(),
        Some(Doing::Extend(pool)) => texts::EXTEND_TITLE.fill(&[("name", &name(&pool))]),
        Some(Doing::Set(pool)) => texts::SET_TITLE.fill(&[("name", &name(&pool))]),
        Some(Doing::Issue(pool)) => texts::ISSUE_TITLE.fill(&[("name", &name(&pool))]),
        Some(Doing::TakeBack(_, held)) => texts::TAKE_BACK_TITLE.fill(&[("name", &held.merchant_name)]),
    };
    view! {
        <Dialog
            open=Signal::derive(move || stock.doing.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| stock.doing.set(None)
        >
            {stock
                .doing
                .get_untracked()
                .map(|doing| match doing {
                    Doing::Add => view! { <Add /> }.into_any(),
                    Doing::Extend(pool) => view! { <Extend pool /> }.into_any(),
                    Doing::Set(pool) => view! { <Set pool /> }.into_any(),
                    Doing::Issue(pool) => view! { <Issue pool /> }.into_any(),
                    Doing::TakeBack(pool, held) => view! { <TakeBack pool held /> }.into_any(),
                })}
        </Dialog>
    }
}

/// A number that is typed.
#[derive(Clone, Copy)]
struct Typed(RwSignal<String>);

impl Typed {
    fn new(begins: &str) -> Typed {
        Typed(RwSignal::new(begins.to_owned()))
    }

    fn number<N: std::str::FromStr>(self) -> Option<N> {
        self.0.with_untracked(|text| text.trim().parse().ok())
    }

    /// That it is no number, once somebody tried to send it; else what was refused about it.
    fn error(self, deed: Deed, tried: RwSignal<bool>, pointer: &'static str) -> Signal<Option<String>> {
        let refused = deed.beside(pointer);
        Signal::derive(move || {
            let is_wrong = tried.get() && self.0.with(|text| text.trim().parse::<u64>().is_err());
            is_wrong.then(|| texts::NOT_A_NUMBER.t().to_owned()).or_else(|| refused.get())
        })
    }
}

#[component]
fn NumberField(
    label: Text,
    typed: Typed,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(default = COUNT_DIGITS)] digits: usize,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <Field
            label=label.t()
            value=typed.0
            error
            hint
            inputmode="numeric"
            max_chars=digits
            required=true
            autofocus
        />
    }
}

/// The ends of a range; `of` are the pointers of the first and the last.
#[component]
fn RangeFields(
    first: Typed,
    last: Typed,
    deed: Deed,
    tried: RwSignal<bool>,
    of: [&'static str; 2],
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let hint = Signal::derive(|| Some(texts::SERIAL_HINT.fill(&[("digits", &SERIAL_DIGITS.to_string())])));
    let [of_first, of_last] = of;
    view! {
        <div class="grid-2">
            <NumberField
                label=texts::FIRST
                typed=first
                error=first.error(deed, tried, of_first)
                hint
                digits=SERIAL_DIGITS
                autofocus
            />
            <NumberField
                label=texts::LAST
                typed=last
                error=last.error(deed, tried, of_last)
                digits=SERIAL_DIGITS
            />
        </div>
    }
}

#[component]
fn MarkFields(
    block: Typed,
    mark: Typed,
    deed: Deed,
    tried: RwSignal<bool>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <div class="grid-2">
            <NumberField
                label=texts::BLOCK
                typed=block
                error=block.error(deed, tried, "/block_size")
                autofocus
            />
            <NumberField
                label=texts::MARK
                typed=mark
                error=mark.error(deed, tried, "/low_water")
                hint=Signal::derive(|| Some(texts::MARK_HINT.t().to_owned()))
            />
        </div>
    }
}

/// What stands under every form here.
#[component]
fn Acts(deed: Deed, verb: Text) -> impl IntoView {
    let stock = Stock::expect();
    view! {
        <div class="acts">
            <Button on_press=move |()| stock.doing.set(None)>{common::CANCEL.t()}</Button>
            <Button kind=ButtonKind::Main busy=deed.busy>
                {verb.t()}
            </Button>
        </div>
    }
}

fn range(first: Typed, last: Typed) -> Option<NumberRangeWrite> {
    Some(NumberRangeWrite { first_serial: first.number()?, last_serial: last.number()? })
}

/// The pool is saved: everything is read anew.
fn saved(stock: Stock, toasts: Toasts, pool: &NumberPool) {
    toasts.done(texts::SAVED.fill(&[("name", &name(pool))]));
    stock.doing.set(None);
    stock.load();
}

const OF_NEW: [&str; 2] = ["/range/first_serial", "/range/last_serial"];
const BESIDE_NEW: &[&str] = &["/outlet_id", "/range/first_serial", "/range/last_serial", "/block_size", "/low_water"];

#[component]
fn Add() -> impl IntoView {
    let (stock, toasts, deed) = (Stock::expect(), Toasts::expect(), Deed::new());
    let tried = RwSignal::new(false);
    let outlets = Remote::<Vec<Outlet>>::new();
    outlets.load(service::outlets());
    let outlet = RwSignal::new(String::new());
    let [first, last] = [Typed::new(""), Typed::new("")];
    let (block, mark) = (Typed::new(BLOCK_SIZE), Typed::new(LOW_WATER));
    // An outlet has one pool.
    let has_pool = move |id: OutletId| {
        stock.pools.value().with_untracked(|pools| pools.iter().flatten().any(|pool| pool.outlet_id == Some(id)))
    };
    let options = Signal::derive(move || {
        let named = |outlet: &Outlet| (outlet.id.to_string(), format!("{} {}", outlet.code, outlet.name));
        let free: Vec<(String, String)> = outlets
            .value()
            .with(|list| list.iter().flatten().filter(|outlet| !has_pool(outlet.id)).map(named).collect());
        std::iter::once((String::new(), texts::CHOOSE_OUTLET.t().to_owned())).chain(free).collect::<Vec<_>>()
    });
    let wanted = move || {
        Some(NumberPoolCreate {
            outlet_id: outlet.get_untracked().parse().ok()?,
            range: range(first, last)?,
            block_size: block.number()?,
            low_water: mark.number()?,
        })
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(wanted) = wanted() else {
            browser::focus_first_wrong();
            return;
        };
        deed.run(async move { service::create_number_pool(&wanted).await }, move |pool| saved(stock, toasts, &pool));
    };
    view! {
        <form on:submit=send novalidate>
            <Select
                label=texts::OUTLET.t()
                value=outlet
                options
                error=deed.missing_or_beside(outlet, tried, "/outlet_id")
            />
            <RangeFields first last deed tried of=OF_NEW />
            <MarkFields block mark deed tried />
            {deed.refusal(BESIDE_NEW)}
            <Acts deed verb=common::SAVE />
        </form>
    }
}

const OF_RANGE: [&str; 2] = ["/first_serial", "/last_serial"];

#[component]
fn Extend(pool: NumberPool) -> impl IntoView {
    let (stock, toasts, deed) = (Stock::expect(), Toasts::expect(), Deed::new());
    let tried = RwSignal::new(false);
    let [first, last] = [Typed::new(""), Typed::new("")];
    let id = pool.id;
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(wanted) = range(first, last) else {
            browser::focus_first_wrong();
            return;
        };
        deed.run(service::add_number_range(id, wanted), move |pool| saved(stock, toasts, &pool));
    };
    view! {
        <form on:submit=send novalidate>
            <RangeFields first last deed tried of=OF_RANGE autofocus=true />
            {deed.refusal(&OF_RANGE)}
            <Acts deed verb=texts::EXTEND />
        </form>
    }
}

#[component]
fn Set(pool: NumberPool) -> impl IntoView {
    let (stock, toasts, deed) = (Stock::expect(), Toasts::expect(), Deed::new());
    let tried = RwSignal::new(false);
    let (block, mark) = (Typed::new(&pool.block_size.to_string()), Typed::new(&pool.low_water.to_string()));
    let id = pool.id;
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (Some(block_size), Some(low_water)) = (block.number(), mark.number()) else {
            browser::focus_first_wrong();
            return;
        };
        let work = service::set_number_pool(id, NumberPoolPatch { block_size, low_water });
        deed.run(work, move |pool| saved(stock, toasts, &pool));
    };
    view! {
        <form on:submit=send novalidate>
            <MarkFields block mark deed tried autofocus=true />
            {deed.refusal(&["/block_size", "/low_water"])}
            <Acts deed verb=common::SAVE />
        </form>
    }
}

#[component]
fn Issue(pool: NumberPool) -> impl IntoView {
    let (stock, toasts, deed) = (Stock::expect(), Toasts::expect(), Deed::new());
    let tried = RwSignal::new(false);
    let key = IdempotencyKey::new();
    let (code, count) = (RwSignal::new(String::new()), Typed::new(""));
    // The code that was sent last, and that no merchant has.
    let unknown = RwSignal::new(None::<String>);
    let refused = deed.missing_or_beside(code, tried, "/merchant_id");
    let code_error = Signal::derive(move || {
        let is_unknown = unknown.with(|unknown| unknown.as_deref() == Some(code.get().trim()));
        is_unknown.then(|| texts::NO_SUCH_MERCHANT.t().to_owned()).or_else(|| refused.get())
    });
    let id = pool.id;
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let wanted = code.get_untracked().trim().to_owned();
        let Some(count) = count.number().filter(|_| !wanted.is_empty()) else {
            browser::focus_first_wrong();
            return;
        };
        let work = async move {
            let Some(merchant_id) = service::merchant_of_code(&wanted).await? else { return Ok(Err(wanted)) };
            let issued = service::issue_numbers(id, NumberIssue { merchant_id, count }, key).await;
            if issued.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            issued.map(Ok)
        };
        deed.run(work, move |issued: Result<NumberHolding, String>| match issued {
            Ok(held) => {
                let unused = grouped(held.unused);
                toasts.done(texts::ISSUED.fill(&[("name", &held.merchant_name), ("unused", &unused)]));
                stock.doing.set(None);
                stock.load();
            }
            Err(code) => {
                unknown.set(Some(code));
                browser::focus_first_wrong();
            }
        });
    };
    view! {
        <form on:submit=send novalidate>
            <p class="sub lead">{texts::ISSUE_WHY.t()}</p>
            <div class="grid-2">
                <Field
                    label=texts::CUSTOMER_CODE.t()
                    value=code
                    error=code_error
                    max_chars=MERCHANT_SEARCH_CHARS
                    required=true
                    autofocus=true
                />
                <NumberField label=texts::COUNT typed=count error=count.error(deed, tried, "/count") />
            </div>
            {deed.refusal(&["/merchant_id", "/count"])}
            <Acts deed verb=texts::ISSUE />
        </form>
    }
}

#[component]
fn TakeBack(pool: NumberPool, held: NumberHolding) -> impl IntoView {
    let (stock, toasts, deed) = (Stock::expect(), Toasts::expect(), Deed::new());
    let key = IdempotencyKey::new();
    let (id, merchant_id): (_, MerchantId) = (pool.id, held.merchant_id);
    let unused = grouped(held.unused);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = async move {
            let taken = service::return_numbers(id, NumberReturn { merchant_id }, key).await;
            if taken.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
            }
            taken
        };
        deed.run(work, move |taken| {
            toasts.done(texts::TAKEN_BACK.fill(&[("count", &grouped(taken.count))]));
            stock.doing.set(None);
            stock.load();
        });
    };
    view! {
        <form on:submit=send novalidate>
            <p class="lead">{texts::TAKE_BACK_WHAT.fill(&[("unused", &unused)])}</p>
            {deed.refusal(&[])}
            <Acts deed verb=texts::TAKE_BACK />
        </form>
    }
}
