//! The test bench: which rule takes an order, and why.

use leptos::prelude::*;
use shared::rules::RuleTestItem;

use super::{answers::Answers, pool_bench::PoolBench, sample::SampleBench};
use crate::{console::deed::Deed, i18n::Text, texts::rules as texts};

/// What the rules are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Sample,
    Pool,
}

impl Subject {
    const ALL: [Subject; 2] = [Subject::Sample, Subject::Pool];

    const fn name(self) -> Text {
        match self {
            Subject::Sample => texts::BENCH_SAMPLE,
            Subject::Pool => texts::BENCH_POOL,
        }
    }
}

/// The answer of the last question: what each order is called, and which rule takes it.
#[derive(Clone, Copy)]
pub struct Asking {
    pub deed: Deed,
    pub answers: RwSignal<Vec<(String, RuleTestItem)>>,
}

#[component]
pub fn Bench() -> impl IntoView {
    let subject = RwSignal::new(Subject::Sample);
    let asking = Asking { deed: Deed::new(), answers: RwSignal::new(Vec::new()) };
    let choice = move |one: Subject| {
        let choose = move |_| {
            subject.set(one);
            asking.deed.clear();
            asking.answers.set(Vec::new());
        };
        view! {
            <label class="check">
                <input type="radio" name="bench" prop:checked=move || subject.get() == one on:change=choose />
                <span>{one.name().t()}</span>
            </label>
        }
    };
    let has_answers = Memo::new(move |_| asking.answers.with(|answers| !answers.is_empty()));
    view! {
        <section class="panel bench" aria-labelledby="bench">
            <header>
                <h2 id="bench">{texts::BENCH.t()}</h2>
                <span class="sub">{texts::BENCH_WHY.t()}</span>
            </header>
            <div class="inside">
                <fieldset class="choices">
                    <legend class="sr-only">{texts::BENCH_WITH.t()}</legend>
                    <div>{Subject::ALL.map(choice).collect_view()}</div>
                </fieldset>
                {move || match subject.get() {
                    Subject::Sample => view! { <SampleBench asking /> }.into_any(),
                    Subject::Pool => view! { <PoolBench asking /> }.into_any(),
                }}
                {asking.deed.refusal(&["/sample/province"])}
                <section aria-label=texts::ANSWERS.t() aria-live="polite">
                    {move || {
                        has_answers
                            .get()
                            .then(|| {
                                view! {
                                    <h3>{texts::ANSWERS.t()}</h3>
                                    {move || view! { <Answers items=asking.answers.get() /> }}
                                }
                            })
                    }}
                </section>
            </div>
        </section>
    }
}
