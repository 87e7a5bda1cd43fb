//! The parcels that wait to be sent, need a person, or have no label yet.

use leptos::prelude::*;

use super::{
    bench::Bench,
    keeping,
    parcels::{Parcel, Parcels, Standing},
    sending,
};
use crate::{
    amount::{kilograms, waybill},
    browser::dates,
    console::listed::content,
    texts::pack as texts,
    ui::{Button, ButtonKind, Pill, Symbol, Tone},
};

#[component]
pub fn WaitingParcels() -> impl IntoView {
    let bench = Bench::expect();
    let is_any = Memo::new(move |_| bench.parcels.with(|parcels| !parcels.is_empty()));
    move || is_any.get().then(|| view! { <Panel /> })
}

#[component]
fn Panel() -> impl IntoView {
    let bench = Bench::expect();
    let waiting = Memo::new(move |_| bench.parcels.with(Parcels::waiting));
    let labels = Memo::new(move |_| bench.parcels.with(|parcels| parcels.labels().len()));
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let forget_labels = move |()| {
        for (key, _) in bench.parcels.with_untracked(Parcels::labels) {
            keeping::drop_parcel(bench, &key);
        }
    };
    view! {
        <section class="panel pack-waiting">
            <header>
                <h2>{texts::WAITING.t()}</h2>
                <span class="sub" role="status">
                    {move || (waiting.get() > 0).then(|| texts::WAITING_COUNT.count(number(waiting.get())))}
                </span>
                <div class="end">
                    {move || {
                        (labels.get() > 0)
                            .then(|| {
                                view! {
                                    <Button
                                        kind=ButtonKind::Main
                                        icon=Symbol::Printer
                                        on_press=move |()| sending::print_labels(bench)
                                    >
                                        {texts::PRINT_LABELS.count(number(labels.get()))}
                                    </Button>
                                    <Button kind=ButtonKind::Quiet on_press=forget_labels>
                                        {texts::NO_LABELS.t()}
                                    </Button>
                                }
                            })
                    }}
                    {move || {
                        (waiting.get() > 0)
                            .then(|| {
                                view! {
                                    <Button icon=Symbol::Refresh on_press=move |()| sending::again(bench)>
                                        {texts::SEND_NOW.t()}
                                    </Button>
                                }
                            })
                    }}
                </div>
            </header>
            <table>
                <tbody>
                    <For
                        each=move || bench.parcels.with(|parcels| parcels.list().to_vec())
                        key=content
                        children=move |parcel| row(bench, parcel)
                    />
                </tbody>
            </table>
            {move || {
                (waiting.get() > 0).then(|| view! { <p class="sub inside">{texts::WAITING_SIGN_OUT.t()}</p> })
            }}
        </section>
    }
}

fn row(bench: Bench, parcel: Parcel) -> impl IntoView {
    let Parcel { key, name, kept_at, create, standing, .. } = parcel;
    let (pill, words) = match standing {
        Standing::Waiting => (view! { <Pill tone=Tone::Move words=texts::STANDING_WAITING.t() /> }.into_any(), None),
        Standing::Sent { waybill_no, .. } => {
            let pill = view! { <Pill tone=Tone::Ok words=texts::STANDING_SENT.t() /> };
            (pill.into_any(), Some(view! { <td class="no">{waybill(&waybill_no)}</td> }.into_any()))
        }
        Standing::Given => {
            let pill = view! { <Pill tone=Tone::Move words=texts::STANDING_GIVEN.t() /> };
            (pill.into_any(), Some(by_hand(bench, &key, &name, texts::STANDING_GIVEN_DO.t().to_owned())))
        }
        Standing::Stuck { words } => {
            let pill = view! { <Pill tone=Tone::Bad words=texts::STANDING_STUCK.t() /> };
            (pill.into_any(), Some(by_hand(bench, &key, &name, words)))
        }
    };
    view! {
        <tr data-parcel=key>
            <td class="no">{name}</td>
            <td class="num">{kilograms(create.weight_g)}</td>
            <td class="sub" title=dates::full(kept_at)>{dates::moment(kept_at)}</td>
            <td>{pill}</td>
            {words.unwrap_or_else(|| view! { <td></td> }.into_any())}
        </tr>
    }
}

/// What a person decides: to try it again, or to have nothing more to do with it.
fn by_hand(bench: Bench, key: &str, name: &str, words: String) -> AnyView {
    let (again, gone) = (key.to_owned(), key.to_owned());
    let (retry, drop) = (texts::RETRY.fill(&[("name", name)]), texts::DROP.fill(&[("name", name)]));
    view! {
        <td class="why">
            {words} " "
            <button type="button" class="link" aria-label=retry on:click=move |_| sending::retry(bench, &again)>
                {texts::RETRY_WORD.t()}
            </button>
            " "
            <button type="button" class="link" aria-label=drop on:click=move |_| keeping::drop_parcel(bench, &gone)>
                {texts::DROP_WORD.t()}
            </button>
        </td>
    }
    .into_any()
}
