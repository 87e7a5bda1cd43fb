//! Inviting somebody to the staff, and the link for them.

use leptos::prelude::*;
use shared::{OutletId, Role, merchants::StaffInvite, operators::USER_NAME_CHARS};

use super::{
    service,
    staff::Team,
    staff_member::{named, roles},
};
use crate::{
    api::IdempotencyKey,
    browser::{self, dates},
    console::{deed::Deed, listed::Listed, secret::Secret},
    texts::{access, common, people, staff as texts},
    ui::{Button, ButtonKind, Dialog, Field, Select},
};

const BESIDE: &[&str] = &["/user_name", "/display_name", "/phone", "/email", "/role", "/outlet_id"];
const DISPLAY_NAME_CHARS: usize = 40;
const PHONE_CHARS: usize = 20;

#[component]
pub fn Inviting() -> impl IntoView {
    let team = Team::expect();
    view! {
        <Dialog
            open=team.inviting
            title=Signal::derive(|| texts::INVITE_TITLE.t().to_owned())
            on_close=move |()| team.inviting.set(false)
            wide=true
        >
            // Nobody is invited to nowhere: the outlets come first.
            <Listed remote=team.outlets load=Callback::new(move |()| team.load_outlets())>
                <Form />
            </Listed>
        </Dialog>
    }
}

/// The fields, as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    user_name: RwSignal<String>,
    display_name: RwSignal<String>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
    role: RwSignal<String>,
    outlet: RwSignal<String>,
}

impl Typed {
    fn new(team: Team) -> Typed {
        let field = || RwSignal::new(String::new());
        let usual = team.outlets.value().with_untracked(|outlets| {
            let list = outlets.as_deref().unwrap_or_default();
            list.iter().find(|one| one.is_default).or(list.first()).map(|one| one.id.to_string())
        });
        Typed {
            user_name: field(),
            display_name: field(),
            phone: field(),
            email: field(),
            role: RwSignal::new(Role::StaffDispatcher.as_str().to_owned()),
            outlet: RwSignal::new(usual.unwrap_or_default()),
        }
    }

    /// Nothing while something is missing.
    fn invite(self) -> Option<StaffInvite> {
        let text = |value: RwSignal<String>| Some(value.get().trim().to_owned()).filter(|text| !text.is_empty());
        Some(StaffInvite {
            user_name: text(self.user_name)?,
            display_name: text(self.display_name)?,
            phone: text(self.phone),
            email: text(self.email),
            role: Role::parse(&self.role.get())?,
            outlet_id: self.outlet.get().parse::<OutletId>().ok()?,
        })
    }
}

#[component]
fn Form() -> impl IntoView {
    let team = Team::expect();
    let typed = Typed::new(team);
    let deed = Deed::new();
    let tried = RwSignal::new(false);
    let key = IdempotencyKey::new();
    let error = move |value, pointer| deed.missing_or_beside(value, tried, pointer);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(invite) = untrack(|| typed.invite()) else {
            browser::focus_first_wrong();
            return;
        };
        let work = async move {
            let made = service::invite_staff(&invite, key).await;
            if made.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            made
        };
        deed.run(work, move |invited| {
            team.inviting.set(false);
            team.invited.set(Some(invited));
            team.load();
        });
    };
    let outlets =
        Signal::derive(move || team.outlets.value().with(|list| list.iter().flatten().map(named).collect::<Vec<_>>()));
    view! {
        <form on:submit=send novalidate>
            <p class="sub lead">{texts::INVITE_HOW.t()}</p>
            <div class="grid-2">
                <Field
                    label=people::COL_USER.t()
                    value=typed.user_name
                    error=error(typed.user_name, "/user_name")
                    hint=Signal::derive(|| Some(people::USER_HINT.t().to_owned()))
                    max_chars=USER_NAME_CHARS
                    required=true
                    autofocus=true
                />
                <Field
                    label=people::COL_NAME.t()
                    value=typed.display_name
                    error=error(typed.display_name, "/display_name")
                    max_chars=DISPLAY_NAME_CHARS
                    required=true
                />
            </div>
            <Ways typed deed />
            <div class="grid-2">
                <Select
                    label=access::ROLE.t()
                    value=typed.role
                    options=Signal::derive(roles)
                    error=deed.beside("/role")
                />
                <Select
                    label=texts::OUTLET.t()
                    value=typed.outlet
                    options=outlets
                    error=deed.beside("/outlet_id")
                />
            </div>
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| team.inviting.set(false)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::MAKE_LINK.t()}
                </Button>
            </div>
        </form>
    }
}

/// How they are reached.
#[component]
fn Ways(typed: Typed, deed: Deed) -> impl IntoView {
    view! {
        <div class="grid-2">
            <Field
                label=people::PHONE.t()
                value=typed.phone
                error=deed.beside("/phone")
                hint=Signal::derive(|| Some(texts::PHONE_HINT.t().to_owned()))
                kind="tel"
                inputmode="tel"
                max_chars=PHONE_CHARS
            />
            <Field
                label=people::EMAIL.t()
                value=typed.email
                error=deed.beside("/email")
                hint=Signal::derive(|| Some(people::EMAIL_HINT.t().to_owned()))
                kind="email"
                inputmode="email"
                max_chars=shared::applications::EMAIL_CHARS
            />
        </div>
    }
}

/// The link, shown once.
#[component]
pub fn Link() -> impl IntoView {
    let invited = Team::expect().invited;
    let link = Signal::derive(move || {
        invited.with(|invited| invited.as_ref().map(|one| format!("{}/reset#{}", browser::origin(), one.token)))
    });
    let title = Signal::derive(move || {
        let name = invited.with(|invited| invited.as_ref().map(|one| one.member.display_name.clone()));
        texts::LINK_TITLE.fill(&[("name", &name.unwrap_or_default())])
    });
    let how = Signal::derive(move || {
        let until = invited.with(|invited| invited.as_ref().map(|one| dates::moment(one.expires_at)));
        texts::LINK_HOW.fill(&[("when", &until.unwrap_or_default())])
    });
    view! {
        <Secret secret=link title how once=texts::LINK_ONCE copy=texts::LINK_COPY on_close=move |()| invited.set(None) />
    }
}
