//! One operator: what they may do and why, and changing it.

use leptos::prelude::*;
use shared::{Permissions, operators::Operator};

use super::{Everyone, operators::state};
use crate::{
    browser::dates,
    console::{
        app::Desk,
        confirm::Confirm,
        deed::Deed,
        grant::{GrantChoice, GrantFields, is_same},
        permission_list::PermissionList,
        service, words,
    },
    i18n::Text,
    texts::{common, people as texts},
    ui::{Button, ButtonKind, SidePanel, Toasts},
};

/// What can be done to an operator after a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    EndSessions,
    Disable,
    MakeFirst,
}

impl Act {
    /// Question, what it does, and the word for it.
    const fn words(self) -> (Text, Text, Text) {
        match self {
            Act::EndSessions => (texts::END_SESSIONS_TITLE, texts::END_SESSIONS_WHAT, texts::END_SESSIONS),
            Act::Disable => (texts::DISABLE_TITLE, texts::DISABLE_WHAT, texts::DISABLE),
            Act::MakeFirst => (texts::MAKE_FIRST_TITLE, texts::MAKE_FIRST_WHAT, texts::MAKE_FIRST),
        }
    }
}

/// How the one who looks stands to the one who is shown.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Own,
    MayLess,
    MayChange,
}

fn standing(desk: Desk, operator: &Operator) -> Standing {
    if desk.operator() == Some(operator.id) {
        return Standing::Own;
    }
    let theirs: Permissions = operator.permissions.iter().copied().collect();
    if desk.permissions().covers(theirs) { Standing::MayChange } else { Standing::MayLess }
}

#[component]
pub fn OperatorPanel(shown: Memo<Option<Operator>>, left: Callback<()>, may_write: bool) -> impl IntoView {
    let title = Signal::derive(move || shown.get().map(|one| one.display_name).unwrap_or_default());
    view! {
        <SidePanel label=texts::DETAIL.t() title on_close=left>
            {move || shown.get().map(|operator| view! { <Detail operator may_write /> })}
        </SidePanel>
    }
}

#[component]
fn Detail(operator: Operator, may_write: bool) -> impl IntoView {
    let everyone = Everyone::expect();
    let standing = standing(Desk::expect(), &operator);
    let can_change = may_write && standing == Standing::MayChange;
    let why_not = match standing {
        Standing::Own => Some(texts::WHY_OWN),
        Standing::MayLess => Some(texts::WHY_MORE),
        Standing::MayChange => None,
    };
    let why_not = why_not.filter(|_| may_write);
    let (grant, scope) = (operator.grant.clone(), operator.grant.clone());
    let role = move || words::granted_role(&grant, &everyone.known_roles());
    let from = role.clone();
    let permissions: Permissions = operator.permissions.iter().copied().collect();
    view! {
        <section>
            <dl class="facts">
                <dt>{texts::COL_USER.t()}</dt>
                <dd>{operator.user_name.clone()}</dd>
                <dt>{texts::COL_STATE.t()}</dt>
                <dd>{state(operator.disabled)}</dd>
                <dt>{texts::SINCE.t()}</dt>
                <dd title=dates::full(operator.created_at)>{dates::moment(operator.created_at)}</dd>
            </dl>
        </section>
        <section>
            <h3>{texts::ACCESS.t()}</h3>
            {if can_change {
                view! { <Access operator=operator.clone() /> }.into_any()
            } else {
                view! {
                    <p>{role}" · "{move || everyone.scope_words(&scope)}</p>
                    {why_not.map(|why| view! { <p class="sub">{why.t()}</p> })}
                }
                .into_any()
            }}
        </section>
        <section>
            <h3>{texts::CAN_DO.t()}</h3>
            <p class="sub from">{move || texts::FROM_ROLE.fill(&[("role", &from())])}</p>
            {operator.disabled.then(|| view! { <p class="sub">{texts::CAN_DO_NOTHING.t()}</p> })}
            <PermissionList permissions />
        </section>
        {can_change.then(|| view! { <Acts operator /> })}
    }
}

/// The role and the scope, to be changed.
#[component]
fn Access(operator: Operator) -> impl IntoView {
    let everyone = Everyone::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let choice = GrantChoice::new(&operator.grant);
    let (id, name) = (operator.id, operator.display_name.clone());
    let grant = operator.grant.clone();
    let has_nothing = Signal::derive(move || choice.is_incomplete() || is_same(&choice.grant(), &grant));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if has_nothing.get_untracked() {
            return;
        }
        let (grant, name) = (untrack(|| choice.grant()), name.clone());
        deed.run(async move { service::change_operator(id, &grant).await }, move |changed| {
            toasts.done(texts::SAVED.fill(&[("name", &name)]));
            everyone.put(changed);
            everyone.load_roles();
        });
    };
    view! {
        <form on:submit=save>
            <GrantFields choice roles=everyone.roles keeps=true />
            {deed.refusal(&[])}
            <Button kind=ButtonKind::Main busy=deed.busy disabled=has_nothing>
                {common::SAVE.t()}
            </Button>
        </form>
    }
}

#[component]
fn Acts(operator: Operator) -> impl IntoView {
    let everyone = Everyone::expect();
    let toasts = Toasts::expect();
    let is_owner = Desk::expect().is_owner();
    let asking = RwSignal::new(None::<Act>);
    let (confirming, enabling) = (Deed::new(), Deed::new());
    let id = operator.id;
    let name = StoredValue::new(operator.display_name.clone());
    let say = move |text: Text| toasts.done(name.with_value(|name| text.fill(&[("name", name)])));
    let yes = move |()| {
        let Some(act) = asking.get_untracked() else { return };
        let work = async move {
            match act {
                Act::EndSessions => service::end_sessions(id).await.map(|()| None),
                Act::Disable => service::disable_operator(id).await.map(Some),
                Act::MakeFirst => service::make_first(id).await.map(Some),
            }
        };
        confirming.run(work, move |changed| {
            asking.set(None);
            say(match act {
                Act::EndSessions => texts::ENDED,
                Act::Disable => texts::DISABLED_DONE,
                Act::MakeFirst => texts::MADE_FIRST,
            });
            if let Some(changed) = changed {
                everyone.put(changed);
            }
            // Who was first before is so no more.
            everyone.load_operators();
        });
    };
    let enable = move |()| {
        enabling.run(service::enable_operator(id), move |changed| {
            say(texts::ENABLED_DONE);
            everyone.put(changed);
        });
    };
    let unlocking = RwSignal::new(false);
    let unlock = move |()| {
        unlocking.set(true);
        leptos::task::spawn_local(async move {
            match service::unlock_operator(id).await {
                Ok(()) => say(texts::UNLOCKED),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = unlocking.try_set(false);
        });
    };
    let asked = move |of: fn((Text, Text, Text)) -> Text| {
        let text = asking.get().map(|act| of(act.words()));
        name.with_value(|name| text.map(|text| text.fill(&[("name", name)])).unwrap_or_default())
    };
    view! {
        <section>
            {enabling.refusal(&[])}
            <div class="acts">
                {(is_owner && !operator.is_first && !operator.disabled)
                    .then(|| ask_button(asking, Act::MakeFirst, ButtonKind::Plain))}
                {(!operator.disabled)
                    .then(|| {
                        view! {
                            {ask_button(asking, Act::EndSessions, ButtonKind::Plain)}
                            <Button busy=unlocking on_press=unlock>{texts::UNLOCK.t()}</Button>
                        }
                    })}
                {if operator.disabled {
                    view! { <Button busy=enabling.busy on_press=enable>{texts::ENABLE.t()}</Button> }.into_any()
                } else {
                    ask_button(asking, Act::Disable, ButtonKind::Danger).into_any()
                }}
            </div>
        </section>
        <Confirm
            open=Signal::derive(move || asking.with(Option::is_some))
            title=Signal::derive(move || asked(|words| words.0))
            what=Signal::derive(move || asked(|words| words.1))
            verb=Signal::derive(move || asking.get().map_or(common::CLOSE, |act| act.words().2))
            deed=confirming
            on_yes=yes
            on_close=move |()| asking.set(None)
        />
    }
}

fn ask_button(asking: RwSignal<Option<Act>>, act: Act, kind: ButtonKind) -> impl IntoView {
    view! { <Button kind on_press=move |()| asking.set(Some(act))>{act.words().2.t()}</Button> }
}
