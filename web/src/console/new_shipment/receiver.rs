//! Who receives it: a contact, or typed.

use leptos::prelude::*;
use shared::Permission;

use super::{
    contact::{ChosenContact, ContactPick},
    fields::Fields,
};
use crate::{
    console::{app::Desk, party::PartyForm},
    texts::{contacts as texts, new_shipment},
    ui::Checkbox,
};

/// `error` gives the words for a JSON pointer of the request.
#[component]
pub fn Receiver(fields: Fields, error: Callback<(String,), Option<String>>) -> impl IntoView {
    let desk = Desk::expect();
    let (may_pick, may_save) = (desk.may(Permission::ContactsRead), desk.may(Permission::ContactsWrite));
    let of_party = move |(pointer,): (&'static str,)| error.run((format!("/receiver{pointer}"),));
    let of_contact = Signal::derive(move || error.run(("/receiver_contact_id".to_owned(),)));
    let typed = move || {
        view! {
            {may_pick.then(|| view! { <ContactPick chosen=fields.contact /> })}
            <PartyForm fields=fields.receiver error=of_party autofocus=true />
            {may_save
                .then(|| {
                    view! {
                        <Checkbox
                            label=texts::SAVE_TYPED.t()
                            checked=fields.saves_contact
                            on_change=move |on| fields.saves_contact.set(on)
                        />
                    }
                })}
        }
    };
    view! {
        <section class="panel receiver" aria-labelledby="receiver-title">
            <header>
                <h2 id="receiver-title">{new_shipment::RECEIVER.t()}</h2>
            </header>
            <div class="inside">
                {move || match fields.contact.get() {
                    Some(contact) => {
                        view! { <ChosenContact contact chosen=fields.contact error=of_contact /> }.into_any()
                    }
                    None => typed().into_any(),
                }}
            </div>
        </section>
    }
}
