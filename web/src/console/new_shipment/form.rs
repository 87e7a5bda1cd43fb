//! The form and its draft.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    CarrierAccountId, ShipmentId,
    contacts::{ContactCreate, ContactKind},
    shipments::{Shipment, ShipmentCreate},
};

use super::{
    beginning, by_carrier,
    by_carrier::{Awaited, Given, OnItsWay, await_number},
    carrier::Chosen,
    carrying::{CarrierChoice, Carrying},
    draft::{Draft, Wrong},
    fields::Fields,
    goods,
    made::Made,
    parcel::ParcelFields,
    price::Price,
    receiver::Receiver,
    refused::Refused,
    sender::SenderChoice,
    services::ServicesPanel,
};
use crate::{
    api::{ApiError, IdempotencyKey},
    browser,
    console::{contacts::service, orders::service::SentWith, parts::Parts, senders::SenderDialog, shipments::create},
    features::parts::{DepartmentSelect, OwnerSelect},
    texts::{contacts, new_shipment},
    ui::{Button, ButtonKind, Skeleton, Toasts},
};

/// The id of the form, for the button outside of it.
const FORM: &str = "shipment-form";
/// Fields whose errors stand beside them.
const BESIDE: [&str; 14] = [
    "/sender_contact_id",
    "/owner_id",
    "/department_id",
    "/carrier_account_id",
    "/receiver",
    "/receiver_contact_id",
    "/goods",
    "/quantity",
    "/weight_g",
    "/size_mm",
    "/insured",
    "/order_no",
    "/remark",
    "/services",
];

/// What came of sending the form.
#[derive(Clone, Copy)]
struct Outcome {
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ApiError>>,
    made: RwSignal<Option<Shipment>>,
    /// The order that is on its way to a carrier.
    awaited: RwSignal<Option<Awaited>>,
    key: IdempotencyKey,
    /// Grows with every form that begins empty: it is drawn anew, the box for whole addresses too.
    round: RwSignal<u32>,
    contact_key: IdempotencyKey,
    toasts: Toasts,
}

#[component]
pub fn NewShipment(
    /// It begins with what this one says.
    copied: Option<ShipmentId>,
) -> impl IntoView {
    let fields = Fields::new();
    let draft = Memo::new(move |_| fields.draft());
    let outcome = Outcome {
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
        made: RwSignal::new(None),
        awaited: RwSignal::new(None),
        key: IdempotencyKey::new(),
        round: RwSignal::new(0),
        contact_key: IdempotencyKey::new(),
        toasts: Toasts::expect(),
    };
    Parts::provide().load();
    let carrying = Carrying::new(fields.sent_with);
    let begun = beginning::begin(copied, fields, draft);
    let adding = RwSignal::new(false);
    let added = move |said: Option<String>| {
        adding.set(false);
        said.into_iter().for_each(|words| outcome.toasts.done(words));
    };
    let another = move || {
        fields.set(draft.with_untracked(Draft::next));
        outcome.made.set(None);
        outcome.awaited.set(None);
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
            {move || {
                let again = move |order| await_number(order, outcome.awaited, outcome.made, outcome.toasts);
                outcome.awaited.get().map(|standing| view! { <OnItsWay standing on_again=again /> })
            }}
            <div class="form-and-price">
                {move || {
                    outcome.round.track();
                    if begun.get() {
                        view! { <Form fields draft outcome carrying adding /> }.into_any()
                    } else {
                        view! { <Skeleton lines=6 /> }.into_any()
                    }
                }}
                <div class="beside">
                    <Price draft chosen=carrying.chosen />
                    <Submit draft outcome chosen=carrying.chosen />
                </div>
            </div>
        </div>
        // Beside the form, not in it: what is sent there is not what is sent here.
        <SenderDialog open=adding on_over=added />
    }
}

/// The button stands with the price, in sight at every length of the form.
#[component]
fn Submit(draft: Memo<Draft>, outcome: Outcome, chosen: Memo<Option<Chosen>>) -> impl IntoView {
    let wrong = move || {
        outcome.tried.get() && draft.with(|draft| chosen.with(|chosen| checked(draft, chosen.as_ref()).is_err()))
    };
    view! {
        <Button kind=ButtonKind::Main busy=outcome.busy form=FORM>
            {new_shipment::SUBMIT.t()}
        </Button>
        <p class="look" role="status">
            {move || wrong().then(|| new_shipment::LOOK.t())}
        </p>
    }
}

/// How it is to be sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// At once, unless a rule gives it to a carrier.
    AtOnce,
    /// At once, whatever the rules say.
    ByNetwork,
    /// With this account, or the one that a rule names.
    ByCarrier(Option<CarrierAccountId>),
}

impl Way {
    fn chosen(draft: &Draft) -> Way {
        match SentWith::chosen(&draft.sent_with) {
            SentWith::Order => Way::AtOnce,
            SentWith::Network => Way::ByNetwork,
            SentWith::Account(id) => Way::ByCarrier(Some(id)),
        }
    }
}

/// The request, or everything that is wrong, also with the carrier that was chosen.
fn checked(draft: &Draft, chosen: Option<&Chosen>) -> Result<ShipmentCreate, Wrong> {
    let barred = chosen.map(|chosen| chosen.wrong(&draft.services)).unwrap_or_default();
    match draft.shipment() {
        Ok(request) if barred.is_empty() => Ok(request),
        Ok(_) => Err(barred),
        Err(wrong) => Err(wrong.into_iter().chain(barred).collect()),
    }
}

fn send(fields: Fields, draft: Draft, outcome: Outcome, chosen: Option<Chosen>, way: Way) {
    outcome.tried.set(true);
    let Ok(request) = checked(&draft, chosen.as_ref()) else {
        browser::focus_first_wrong();
        return;
    };
    if outcome.busy.get_untracked() {
        return;
    }
    outcome.busy.set(true);
    outcome.refused.set(None);
    let request = ShipmentCreate { by_network: way == Way::ByNetwork, ..request };
    spawn_local(async move {
        let sent = match way {
            Way::AtOnce | Way::ByNetwork => create(&request, outcome.key).await.map(Given::shipped),
            Way::ByCarrier(account) => by_carrier::give(request.clone(), account, outcome.key).await,
        };
        match sent {
            Ok(given) => {
                outcome.key.renew();
                // At once: who leaves now is not to find it again.
                beginning::forget();
                if draft.saves_contact {
                    spawn_local(save_contact(request, outcome));
                }
                outcome.tried.set(false);
                fields.set(draft.next());
                outcome.show(given);
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

impl Outcome {
    fn show(self, given: Given) {
        self.made.set(None);
        self.awaited.set(None);
        match given {
            Given::Shipped(shipment) => self.made.set(Some(*shipment)),
            Given::OnItsWay(order) => await_number(order, self.awaited, self.made, self.toasts),
            Given::Kept { why } => self.toasts.failed(new_shipment::KEPT.fill(&[("why", &why)])),
        }
    }
}

/// The typed receiver becomes a contact. The shipment is made whatever comes of it.
async fn save_contact(made: ShipmentCreate, outcome: Outcome) {
    let Some(party) = made.receiver else { return };
    let contact = ContactCreate {
        kind: ContactKind::Receiver,
        party,
        is_default: false,
        group: String::new(),
        owner_id: made.owner_id,
    };
    let saved = service::create(&contact, outcome.contact_key).await;
    outcome.contact_key.renew();
    if let Err(error) = saved {
        outcome.toasts.failed(contacts::NOT_SAVED.fill(&[("why", &error.words())]));
    }
}

#[component]
fn Form(
    fields: Fields,
    draft: Memo<Draft>,
    outcome: Outcome,
    carrying: Carrying,
    adding: RwSignal<bool>,
) -> impl IntoView {
    let chosen = carrying.chosen;
    let wrong = Memo::new(move |_| -> Wrong {
        let found = || draft.with(|draft| chosen.with(|chosen| checked(draft, chosen.as_ref()).err()));
        if outcome.tried.get() { found().unwrap_or_default() } else { Wrong::new() }
    });
    let find = move |pointer: &str| {
        let local = wrong.with(|wrong| wrong.iter().find(|(at, _)| at == pointer).map(|(_, words)| words.clone()));
        local.or_else(|| outcome.refused.with(|error| error.as_ref()?.field(pointer)))
    };
    let at = move |pointer: &'static str| Signal::derive(move || find(pointer));
    let goods = goods::watch(fields.goods);
    let of_parcel = move |(pointer,): (&'static str,)| {
        find(pointer).or_else(|| if pointer == "/goods" { goods.error.get() } else { None })
    };
    let other = move || {
        let refused = outcome.refused.get()?;
        if refused.code() == Some(by_carrier::BY_RULE) {
            let go = move |way| send(fields, draft.get_untracked(), outcome, chosen.get_untracked(), way);
            return Some(
                view! {
                    <by_carrier::Ways
                        words=refused.words()
                        busy=outcome.busy
                        on_give=move |()| go(Way::ByCarrier(None))
                        on_network=move |()| go(Way::ByNetwork)
                    />
                }
                .into_any(),
            );
        }
        (!refused.is_all_beside(&BESIDE)).then(|| view! { <Refused error=refused /> }.into_any())
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // Nobody knows what its carrier takes; that the carriers could not be loaded is said beside the choice.
        if carrying.is_unsure() {
            outcome.toasts.failed(new_shipment::CARRIER_UNKNOWN.t());
            return;
        }
        let draft = draft.get_untracked();
        let way = Way::chosen(&draft);
        send(fields, draft, outcome, chosen.get_untracked(), way);
    };
    view! {
        <form id=FORM class="shipment-form" on:submit=submit novalidate>
            {other}
            <section class="panel">
                <div class="inside">
                    <SenderChoice value=fields.sender error=at("/sender_contact_id") adding />
                    <CarrierChoice carrying error=at("/carrier_account_id") />
                    <ForWhom fields owner_error=at("/owner_id") department_error=at("/department_id") />
                </div>
            </section>
            <Receiver fields error=Callback::new(move |(pointer,): (String,)| find(&pointer)) />
            <section class="panel" aria-labelledby="parcel-title">
                <header>
                    <h2 id="parcel-title">{new_shipment::PARCEL.t()}</h2>
                </header>
                <div class="inside">
                    <ParcelFields fields error=Callback::new(of_parcel) goods_warning=goods.warning />
                </div>
            </section>
            <ServicesPanel fields chosen error=Callback::new(move |(pointer,): (&'static str,)| find(pointer)) />
        </form>
    }
}

/// The owner and the department, where the merchant has any. An owner's parcels are sent from their address.
#[component]
fn ForWhom(
    fields: Fields,
    owner_error: Signal<Option<String>>,
    department_error: Signal<Option<String>>,
) -> impl IntoView {
    let names = Parts::expect().names;
    let sent_from = move |owner: String| {
        let sender = names.with_untracked(|names| {
            names.owners.iter().find(|one| one.id.to_string() == owner).and_then(|one| one.sender_contact_id)
        });
        if let Some(sender) = sender {
            fields.sender.set(sender.to_string());
        }
    };
    view! {
        <div class="grid-2 for-whom">
            <OwnerSelect names value=fields.owner error=owner_error on_change=sent_from />
            <DepartmentSelect names value=fields.department error=department_error />
        </div>
    }
}
