//! The form and its draft.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    limits::{GOODS_CHARS, ORDER_NO_CHARS, REMARK_CHARS},
    shipments::Shipment,
};

use super::{
    draft::{Draft, Wrong},
    made::Made,
    price::Price,
    sender::SenderChoice,
};
use crate::{
    api::{self, ApiError, IdempotencyKey},
    browser::{self, timer::Debounce},
    features::party::{PartyFields, PartyForm},
    texts::{common, new_shipment},
    ui::{Button, ButtonKind, Field, Notice},
    vault,
};

/// The name of the draft in the vault.
const DRAFT: &str = "shipment";
const KEEP_AFTER: Duration = Duration::from_millis(400);
/// The id of the form, for the button outside of it.
const FORM: &str = "shipment-form";
/// Fields whose errors stand beside them.
const BESIDE: [&str; 9] = [
    "/sender_contact_id",
    "/receiver",
    "/goods",
    "/quantity",
    "/weight_g",
    "/size_mm",
    "/insured",
    "/order_no",
    "/remark",
];

/// The form's fields as signals.
#[derive(Clone, Copy)]
struct Fields {
    sender: RwSignal<String>,
    receiver: PartyFields,
    goods: RwSignal<String>,
    quantity: RwSignal<String>,
    weight: RwSignal<String>,
    sides: [RwSignal<String>; 3],
    insured: RwSignal<String>,
    order_no: RwSignal<String>,
    remark: RwSignal<String>,
}

impl Fields {
    fn new() -> Fields {
        let field = || RwSignal::new(String::new());
        Fields {
            sender: field(),
            receiver: PartyFields::new(),
            goods: field(),
            quantity: RwSignal::new("1".to_owned()),
            weight: field(),
            sides: [field(), field(), field()],
            insured: field(),
            order_no: field(),
            remark: field(),
        }
    }

    fn draft(self) -> Draft {
        Draft {
            sender: self.sender.get(),
            receiver: self.receiver.text(),
            goods: self.goods.get(),
            quantity: self.quantity.get(),
            weight_kg: self.weight.get(),
            sides_cm: self.sides.map(|side| side.get()),
            insured: self.insured.get(),
            order_no: self.order_no.get(),
            remark: self.remark.get(),
        }
    }

    fn set(self, draft: Draft) {
        self.sender.set(draft.sender);
        self.receiver.set(draft.receiver);
        self.goods.set(draft.goods);
        self.quantity.set(draft.quantity);
        self.weight.set(draft.weight_kg);
        for (side, text) in self.sides.into_iter().zip(draft.sides_cm) {
            side.set(text);
        }
        self.insured.set(draft.insured);
        self.order_no.set(draft.order_no);
        self.remark.set(draft.remark);
    }
}

/// What came of sending the form.
#[derive(Clone, Copy)]
struct Outcome {
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ApiError>>,
    made: RwSignal<Option<Shipment>>,
    key: IdempotencyKey,
    /// Grows with every form that begins empty: it is drawn anew, the box for whole addresses too.
    round: RwSignal<u32>,
}

#[component]
pub fn NewShipment() -> impl IntoView {
    let fields = Fields::new();
    let draft = Memo::new(move |_| fields.draft());
    let outcome = Outcome {
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
        made: RwSignal::new(None),
        key: IdempotencyKey::new(),
        round: RwSignal::new(0),
    };
    keep_draft(fields, draft);
    let another = move || {
        fields.set(draft.with_untracked(Draft::next));
        outcome.made.set(None);
        outcome.refused.set(None);
        outcome.tried.set(false);
        outcome.key.renew();
        outcome.round.update(|round| *round += 1);
    };
    view! {
        <div class="head">
            <h1>{new_shipment::TITLE.t()}</h1>
            <div class="end">
                <Button kind=ButtonKind::Quiet disabled=Signal::derive(move || draft.with(Draft::is_blank)) on_press=move |()| another()>
                    {new_shipment::CLEAR.t()}
                </Button>
            </div>
        </div>
        <div class="flow">
            {move || outcome.made.get().map(|shipment| view! { <Made shipment on_another=move |()| another() /> })}
            <div class="form-and-price">
                {move || {
                    outcome.round.track();
                    view! { <Form fields draft outcome /> }
                }}
                <div class="beside">
                    <Price draft />
                    <Submit draft outcome />
                </div>
            </div>
        </div>
    }
}

/// The button stands with the price, in sight at every length of the form.
#[component]
fn Submit(draft: Memo<Draft>, outcome: Outcome) -> impl IntoView {
    let wrong = move || outcome.tried.get() && draft.with(|draft| draft.shipment().is_err());
    view! {
        <Button kind=ButtonKind::Main busy=outcome.busy form=FORM>
            {new_shipment::SUBMIT.t()}
        </Button>
        <p class="look" role="status">
            {move || wrong().then(|| new_shipment::LOOK.t())}
        </p>
    }
}

/// Restores the draft of this tab, and keeps it while it changes.
fn keep_draft(fields: Fields, draft: Memo<Draft>) {
    spawn_local(async move {
        let kept = vault::kept(DRAFT).await.and_then(|text| serde_json::from_str::<Draft>(&text).ok());
        if let Some(kept) = kept.filter(|kept| !kept.is_blank())
            && draft.try_with_untracked(Draft::is_blank) == Some(true)
        {
            fields.set(kept);
        }
    });
    let debounce = Debounce::new(KEEP_AFTER);
    Effect::watch(
        move || draft.get(),
        move |draft, _, _| {
            let draft = draft.clone();
            debounce.run(move || {
                if draft.is_blank() {
                    vault::forget(DRAFT);
                } else if let Ok(text) = serde_json::to_string(&draft) {
                    spawn_local(async move { vault::keep(DRAFT, &text).await });
                }
            });
        },
        false,
    );
}

fn send(fields: Fields, draft: Draft, outcome: Outcome) {
    outcome.tried.set(true);
    let Ok(request) = draft.shipment() else {
        browser::focus_first_wrong();
        return;
    };
    if outcome.busy.get_untracked() {
        return;
    }
    outcome.busy.set(true);
    outcome.refused.set(None);
    spawn_local(async move {
        match api::shipments::create(&request, outcome.key).await {
            Ok(shipment) => {
                outcome.key.renew();
                outcome.tried.set(false);
                fields.set(draft.next());
                outcome.made.set(Some(shipment));
                outcome.round.update(|round| *round += 1);
            }
            Err(error) => {
                if error.is_final() {
                    outcome.key.renew();
                }
                outcome.refused.set(Some(error));
                browser::focus_first_wrong();
            }
        }
        outcome.busy.set(false);
    });
}

#[component]
fn Form(fields: Fields, draft: Memo<Draft>, outcome: Outcome) -> impl IntoView {
    let wrong = Memo::new(move |_| -> Wrong {
        if outcome.tried.get() { draft.with(|draft| draft.shipment().err().unwrap_or_default()) } else { Wrong::new() }
    });
    let find = move |pointer: &str| {
        let local = wrong.with(|wrong| wrong.iter().find(|(at, _)| at == pointer).map(|(_, words)| words.clone()));
        local.or_else(|| outcome.refused.with(|error| error.as_ref()?.field(pointer)))
    };
    let at = move |pointer: &'static str| Signal::derive(move || find(pointer));
    let receiver_error = move |(pointer,): (&'static str,)| find(&format!("/receiver{pointer}"));
    let other = move || {
        let refused = outcome.refused.get()?;
        (!refused.is_all_beside(&BESIDE)).then(|| view! { <Notice tone="bad">{refused.words()}</Notice> })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(fields, draft.get_untracked(), outcome);
    };
    view! {
        <form id=FORM class="shipment-form" on:submit=submit novalidate>
            {other}
            <section class="panel">
                <div class="inside">
                    <SenderChoice value=fields.sender error=at("/sender_contact_id") />
                </div>
            </section>
            <section class="panel" aria-labelledby="receiver-title">
                <header>
                    <h2 id="receiver-title">{new_shipment::RECEIVER.t()}</h2>
                </header>
                <div class="inside">
                    <PartyForm fields=fields.receiver error=receiver_error autofocus=true />
                </div>
            </section>
            <Parcel fields error=Callback::new(move |(pointer,): (&'static str,)| find(pointer)) />
        </form>
    }
}

#[component]
fn Parcel(fields: Fields, error: Callback<(&'static str,), Option<String>>) -> impl IntoView {
    let at = move |pointer: &'static str| Signal::derive(move || error.run((pointer,)));
    let [length, width, height] = fields.sides;
    view! {
        <section class="panel" aria-labelledby="parcel-title">
            <header>
                <h2 id="parcel-title">{new_shipment::PARCEL.t()}</h2>
            </header>
            <div class="inside">
                <div class="goods-line">
                    <Field label=new_shipment::GOODS.t() value=fields.goods max_chars=GOODS_CHARS required=true error=at("/goods") />
                    <Field label=new_shipment::QUANTITY.t() value=fields.quantity inputmode="numeric" error=at("/quantity") />
                </div>
                <div class="grid-4">
                    <Field
                        label=new_shipment::WEIGHT.t()
                        value=fields.weight
                        inputmode="decimal"
                        hint=Some(new_shipment::WEIGHT_HINT.t().to_owned())
                        error=at("/weight_g")
                    />
                    <Field label=new_shipment::LENGTH.t() value=length inputmode="decimal" error=at("/size_mm") />
                    <Field label=new_shipment::WIDTH.t() value=width inputmode="decimal" />
                    <Field label=new_shipment::HEIGHT.t() value=height inputmode="decimal" />
                </div>
                <div class="grid-2">
                    <Field label=new_shipment::INSURED.t() value=fields.insured inputmode="decimal" placeholder=common::OPTIONAL.t() error=at("/insured") />
                    <Field
                        label=new_shipment::ORDER_NO.t()
                        value=fields.order_no
                        placeholder=common::OPTIONAL.t()
                        max_chars=ORDER_NO_CHARS
                        error=at("/order_no")
                    />
                </div>
                <Field
                    label=new_shipment::REMARK.t()
                    value=fields.remark
                    placeholder=common::OPTIONAL.t()
                    max_chars=REMARK_CHARS
                    error=at("/remark")
                />
            </div>
        </section>
    }
}
