//! A merchant's money, for whoever looks after it at the network: what there is, its terms, and every posting.

mod postings;
mod reversing;
mod service;
mod terms;
mod top_up;

use leptos::prelude::*;
use shared::{
    MerchantId, Page, Permission,
    applications::Settlement,
    ledger::{Posting, Wallet},
};
use units::Money;

use crate::{
    amount,
    api::Remote,
    console::{
        app::Desk,
        application_words::settlement,
        listed::Listed,
        wallet::service::{PostingsQuery, Whose, postings, wallet},
    },
    i18n::Text,
    texts::{applications as parts, wallet as texts},
    ui::{Button, ButtonKind, Dialog, Icon, Notice, Symbol},
};

/// What a dialog is open for.
#[derive(Clone, Debug, PartialEq)]
enum Doing {
    TopUp,
    Terms(Wallet),
    Reverse(Posting),
}

impl Doing {
    const fn title(&self) -> Text {
        match self {
            Doing::TopUp => texts::TOP_UP,
            Doing::Terms(_) => texts::TERMS,
            Doing::Reverse(_) => texts::REVERSE_TITLE,
        }
    }
}

/// The account that is open, in context.
#[derive(Clone, Copy)]
struct Till {
    id: MerchantId,
    wallet: Remote<Wallet>,
    postings: Remote<Page<Posting>>,
    doing: RwSignal<Option<Doing>>,
    may_write: bool,
}

impl Till {
    fn expect() -> Till {
        expect_context::<Till>()
    }

    fn whose(self) -> Whose {
        Whose::Merchant(self.id)
    }

    fn load_wallet(self) {
        self.wallet.load(wallet(self.whose()));
    }

    fn load_postings(self) {
        self.postings.load(postings(self.whose(), PostingsQuery::default()));
    }

    /// Something was posted: what is shown is read again.
    fn posted(self) {
        self.doing.set(None);
        self.load_wallet();
        self.load_postings();
    }
}

/// An amount as it is typed, also below nothing; `None` where it is none.
fn typed_money(text: &str) -> Option<Money> {
    amount::halfwidth(text).trim().replace(',', "").parse().ok()
}

/// For whoever may see merchants' accounts.
#[component]
pub fn MerchantWallet(id: MerchantId) -> impl IntoView {
    let desk = Desk::expect();
    let till = Till {
        id,
        wallet: Remote::new(),
        postings: Remote::new(),
        doing: RwSignal::new(None),
        may_write: desk.may(Permission::WalletsWrite),
    };
    provide_context(till);
    till.load_wallet();
    till.load_postings();
    view! {
        <section class="merchant-wallet">
            <h3>{texts::TITLE.t()}</h3>
            <Listed remote=till.wallet load=Callback::new(move |()| till.load_wallet())>
                {move || till.wallet.value().get().map(|wallet| view! { <Facts wallet /> })}
            </Listed>
        </section>
        <section class="merchant-wallet">
            <h3>{texts::POSTINGS.t()}</h3>
            <Listed remote=till.postings load=Callback::new(move |()| till.load_postings())>
                <postings::Postings />
            </Listed>
        </section>
        <Dialogs />
    }
}

#[component]
fn Facts(wallet: Wallet) -> impl IntoView {
    let till = Till::expect();
    let or = |limit: Option<Money>, none: Text| limit.map_or_else(|| none.t().to_owned(), amount::yuan);
    let facts = [
        (texts::AVAILABLE, Some(amount::yuan(wallet.available))),
        (texts::BALANCE, Some(amount::yuan(wallet.balance))),
        (texts::FROZEN, Some(amount::yuan(wallet.frozen))),
        (parts::SETTLEMENT, Some(settlement(wallet.settlement).t().to_owned())),
        (texts::CREDIT_LIMIT, (wallet.settlement == Settlement::Credit).then(|| amount::yuan(wallet.credit_limit))),
        (texts::FLOOR, Some(or(wallet.floor, texts::NO_FLOOR))),
        (texts::WARN_BELOW, Some(or(wallet.warn_below, texts::NO_WARNING))),
    ];
    let fact = |(name, value): (Text, Option<String>)| {
        value.map(|value| {
            view! {
                <dt>{name.t()}</dt>
                <dd>{value}</dd>
            }
        })
    };
    let is_low = wallet.is_low;
    let change = move |()| till.doing.set(Some(Doing::Terms(wallet.clone())));
    view! {
        {is_low
            .then(|| {
                view! {
                    <Notice tone="warn">
                        <Icon symbol=Symbol::Alert />
                        {texts::LOW.t()}
                    </Notice>
                }
            })}
        <dl class="facts">{facts.map(fact).collect_view()}</dl>
        {till
            .may_write
            .then(|| {
                view! {
                    <div class="acts">
                        <Button kind=ButtonKind::Main on_press=move |()| till.doing.set(Some(Doing::TopUp))>
                            {texts::TOP_UP.t()}
                        </Button>
                        <Button on_press=change>{texts::TERMS.t()}</Button>
                    </div>
                }
            })}
    }
}

#[component]
fn Dialogs() -> impl IntoView {
    let till = Till::expect();
    let title = Signal::derive(move || {
        till.doing.with(|doing| doing.as_ref().map(|doing| doing.title().t().to_owned())).unwrap_or_default()
    });
    let form = move || {
        till.doing.get().map(|doing| match doing {
            Doing::TopUp => view! { <top_up::Form /> }.into_any(),
            Doing::Terms(wallet) => view! { <terms::Form wallet /> }.into_any(),
            Doing::Reverse(posting) => view! { <reversing::Form posting /> }.into_any(),
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || till.doing.with(Option::is_some))
            title
            on_close=move |()| till.doing.set(None)
        >
            {form}
        </Dialog>
    }
}
