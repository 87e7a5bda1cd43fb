//! Who carries the shipment, for whoever has more than the network.

use leptos::prelude::*;
use shared::carriers::CarrierView;

use super::carrier::Chosen;
use crate::{
    api::Remote,
    console::{carriers, orders::service::NETWORK},
    texts::{common, new_shipment, orders},
    ui::{Button, ButtonKind, Notice, Select},
};

/// The merchant's accounts, and which of them is chosen.
#[derive(Clone, Copy)]
pub struct Carrying {
    carriers: Remote<Vec<CarrierView>>,
    /// As the form has it: nothing, the network, or an account.
    value: RwSignal<String>,
    pub chosen: Memo<Option<Chosen>>,
}

impl Carrying {
    pub fn new(value: RwSignal<String>) -> Carrying {
        let carriers = Remote::<Vec<CarrierView>>::new();
        let chosen = Memo::new(move |_| {
            carriers.value().with(|known| value.with(|value| Chosen::of(known.as_deref().unwrap_or_default(), value)))
        });
        let carrying = Carrying { carriers, value, chosen };
        carrying.load();
        // A draft may name an account that is gone.
        Effect::new(move |_| {
            let is_known = carriers.value().with(Option::is_some);
            if is_known && chosen.with(Option::is_none) && value.with(|value| !value.is_empty() && value != NETWORK) {
                value.set(String::new());
            }
        });
        carrying
    }

    /// It goes with an account of which nothing is known, because the carriers could not be loaded.
    pub fn is_unsure(self) -> bool {
        let is_account = self.value.with_untracked(|value| !value.is_empty() && value != NETWORK);
        is_account && self.chosen.with_untracked(Option::is_none)
    }

    fn load(self) {
        self.carriers.load(carriers::service::carriers());
    }

    /// What can be chosen; nothing where there is only the network.
    fn options(self) -> Vec<(String, String)> {
        let accounts: Vec<(String, String)> = self.carriers.value().with(|known| {
            let usable = known.iter().flatten().filter(|carrier| carrier.is_available);
            let accounts = usable.flat_map(|carrier| &carrier.accounts);
            accounts.map(|account| (account.id.to_string(), carriers::with_left(account))).collect()
        });
        if accounts.is_empty() {
            return accounts;
        }
        let plain = [("", new_shipment::CARRIED_BY_RULE), (NETWORK, orders::WITH_NETWORK)];
        let plain = plain.into_iter().map(|(value, words)| (value.to_owned(), words.t().to_owned()));
        plain.chain(accounts).collect()
    }
}

#[component]
pub fn CarrierChoice(carrying: Carrying, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let options = Memo::new(move |_| carrying.options());
    let is_any = Memo::new(move |_| options.with(|options| !options.is_empty()));
    let problem = Signal::derive(move || carrying.chosen.with(|chosen| chosen.as_ref()?.problem.clone()));
    let failed = move || {
        let words = carrying.carriers.error()?.words();
        Some(view! {
            <Notice tone="warn">
                {words} " " <Button kind=ButtonKind::Quiet on_press=move |()| carrying.load()>
                    {common::RETRY.t()}
                </Button>
            </Notice>
        })
    };
    let choice = move || {
        is_any.get().then(|| {
            view! {
                <Select
                    label=new_shipment::CARRIED_BY.t()
                    value=carrying.value
                    options=options
                    error
                    hint=problem
                />
            }
        })
    };
    view! {
        {failed}
        {choice}
    }
}
