//! Who may sign in for the merchant, who was invited, and who may do what.

mod invitations;
mod inviting;
mod operator;
mod operators;
mod privacy;
mod role_form;
mod roles;

use leptos::{ev, prelude::*};
use shared::operators::{Grant, Invitation, InvitationIssued, Operator, RoleView};

use super::{app::Desk, parts::Parts, service, words};
use crate::{
    api::Remote,
    browser,
    i18n::Text,
    texts::{people as texts, privacy as privacy_texts},
    ui::{Button, ButtonKind, Symbol},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Operators,
    Invitations,
    Roles,
    Privacy,
}

impl Tab {
    const ALL: [Tab; 4] = [Tab::Operators, Tab::Invitations, Tab::Roles, Tab::Privacy];

    const fn path(self) -> &'static str {
        match self {
            Tab::Operators => "/people",
            Tab::Invitations => "/people/invitations",
            Tab::Roles => "/people/roles",
            Tab::Privacy => "/people/privacy",
        }
    }

    const fn name(self) -> Text {
        match self {
            Tab::Operators => texts::OPERATORS,
            Tab::Invitations => texts::INVITATIONS,
            Tab::Roles => texts::ROLES,
            Tab::Privacy => privacy_texts::TAB,
        }
    }

    fn of(name: &str) -> Tab {
        Tab::ALL.into_iter().find(|tab| tab.path().ends_with(&format!("/{name}"))).unwrap_or(Tab::Operators)
    }
}

/// What the tabs show, in context.
#[derive(Clone, Copy)]
struct Everyone {
    operators: Remote<Vec<Operator>>,
    invitations: Remote<Vec<Invitation>>,
    roles: Remote<Vec<RoleView>>,
    /// The link that was just made.
    issued: RwSignal<Option<InvitationIssued>>,
    inviting: RwSignal<bool>,
}

impl Everyone {
    fn expect() -> Everyone {
        expect_context::<Everyone>()
    }

    fn load_operators(self) {
        self.operators.load(service::operators());
    }

    fn load_invitations(self) {
        self.invitations.load(service::invitations());
    }

    fn load_roles(self) {
        self.roles.load(service::roles());
    }

    /// An operator as it is now. What had the focus may have been drawn anew with it.
    fn put(self, operator: Operator) {
        let row = operators::row_id(operator.id);
        self.operators.value().update(|list| {
            let same = list.iter_mut().flatten().find(|one| one.id == operator.id);
            if let Some(one) = same {
                *one = operator;
            }
        });
        request_animation_frame(move || {
            if browser::nothing_focused() {
                browser::focus(&row);
            }
        });
    }

    /// Whose shipments a grant shows.
    fn scope_words(self, grant: &Grant) -> String {
        words::granted_scope(grant, &Parts::expect().scope_targets(grant.data_scope))
    }

    fn known_roles(self) -> Vec<RoleView> {
        self.roles.value().get().unwrap_or_default()
    }
}

#[component]
pub fn People(tab: String) -> impl IntoView {
    let may_write = Desk::expect().manages_people();
    let everyone = Everyone {
        operators: Remote::new(),
        invitations: Remote::new(),
        roles: Remote::new(),
        issued: RwSignal::new(None),
        inviting: RwSignal::new(false),
    };
    provide_context(everyone);
    let parts = Parts::provide();
    parts.load();
    parts.load_senders();
    everyone.load_operators();
    everyone.load_invitations();
    everyone.load_roles();
    let current = RwSignal::new(Tab::of(&tab));
    let answers = privacy::is_for(Desk::expect());
    let tabs = Tab::ALL.into_iter().filter(move |tab| *tab != Tab::Privacy || answers);
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                {may_write
                    .then(|| {
                        view! {
                            <div class="end">
                                <Button
                                    kind=ButtonKind::Main
                                    icon=Symbol::Plus
                                    on_press=move |()| everyone.inviting.set(true)
                                >
                                    {texts::INVITE.t()}
                                </Button>
                            </div>
                        }
                    })}
            </div>
            <nav class="tabs" aria-label=texts::TABS.t()>
                {tabs.map(|tab| view! { <TabLine tab current everyone /> }).collect_view()}
            </nav>
            {move || match current.get() {
                Tab::Operators => view! { <operators::Operators may_write /> }.into_any(),
                Tab::Invitations => view! { <invitations::Invitations may_write /> }.into_any(),
                Tab::Roles => view! { <roles::Roles may_write /> }.into_any(),
                Tab::Privacy => view! { <privacy::Privacy /> }.into_any(),
            }}
        </div>
        <inviting::Inviting />
        <inviting::Link />
    }
}

/// A tab that has an address and changes nothing else of the page.
#[component]
fn TabLine(tab: Tab, current: RwSignal<Tab>, everyone: Everyone) -> impl IntoView {
    let choose = move |event: ev::MouseEvent| {
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            browser::show_path(tab.path());
            current.set(tab);
        }
    };
    let count = move || {
        let length = match tab {
            Tab::Operators => everyone.operators.value().with(|list| list.as_ref().map(Vec::len)),
            Tab::Invitations => everyone.invitations.value().with(|list| list.as_ref().map(Vec::len)),
            Tab::Roles | Tab::Privacy => None,
        };
        length.map(|length| length.to_string())
    };
    let is_current = move || current.get() == tab;
    view! {
        <span class="tab" class:current=is_current>
            <a href=tab.path() aria-current=move || is_current().then_some("page") on:click=choose>
                {tab.name().t()}
                <b>{count}</b>
            </a>
        </span>
    }
}
