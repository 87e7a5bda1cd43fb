//! Somebody of the staff: what they may do and where, and changing it.

use leptos::prelude::*;
use shared::{
    OutletId, Permissions, Role,
    merchants::{Outlet, StaffMember, StaffPatch},
};

use super::{
    service,
    staff::{Team, state},
};
use crate::{
    browser::dates,
    console::{confirm::Confirm, deed::Deed, permission_list::PermissionList, words},
    texts::{access, common, people, staff as texts},
    ui::{Button, ButtonKind, Notice, Select, SidePanel, Toasts},
};

#[component]
pub fn StaffPanel(shown: Memo<Option<StaffMember>>, may_write: bool) -> impl IntoView {
    let team = Team::expect();
    let title = Signal::derive(move || shown.get().map(|one| one.display_name).unwrap_or_default());
    view! {
        <SidePanel label=texts::DETAIL.t() title on_close=move |()| team.picked.leave()>
            {move || shown.get().map(|member| view! { <Detail member may_write /> })}
        </SidePanel>
    }
}

#[component]
fn Detail(member: StaffMember, may_write: bool) -> impl IntoView {
    let role = member.role;
    let permissions: Permissions = role.permissions().iter().copied().collect();
    let outlet = member.outlet_name.clone();
    let standing = state(&member);
    view! {
        <section>
            <dl class="facts">
                <dt>{people::COL_USER.t()}</dt>
                <dd>{member.user_name.clone()}</dd>
                <dt>{people::COL_STATE.t()}</dt>
                <dd>{standing}</dd>
                <dt>{people::SINCE.t()}</dt>
                <dd title=dates::full(member.created_at)>{dates::moment(member.created_at)}</dd>
            </dl>
        </section>
        <section>
            <h3>{texts::PLACE.t()}</h3>
            {if may_write {
                view! { <Place member=member.clone() /> }.into_any()
            } else {
                view! { <p>{words::role(role)}" · "{outlet}</p> }.into_any()
            }}
        </section>
        <section>
            <h3>{people::CAN_DO.t()}</h3>
            <p class="sub from">{people::FROM_ROLE.fill(&[("role", words::role(role))])}</p>
            {member.disabled.then(|| view! { <p class="sub">{people::CAN_DO_NOTHING.t()}</p> })}
            <PermissionList permissions />
        </section>
        {(may_write && member.is_new && !member.disabled).then(|| view! { <AnotherLink member=member.clone() /> })}
        {may_write.then(|| view! { <Seat member /> })}
    }
}

/// Every role of the staff, for a select.
pub fn roles() -> Vec<(String, String)> {
    Role::STAFF.map(|role| (role.as_str().to_owned(), words::role(role).to_owned())).to_vec()
}

pub fn named(outlet: &Outlet) -> (String, String) {
    (outlet.id.to_string(), format!("{} · {}", outlet.name, outlet.code))
}

/// The role and the outlet, to be changed.
#[component]
fn Place(member: StaffMember) -> impl IntoView {
    let team = Team::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let role = RwSignal::new(member.role.as_str().to_owned());
    let outlet = RwSignal::new(member.outlet_id.to_string());
    let present = (member.outlet_id, member.outlet_name.clone());
    let outlets = Signal::derive(move || {
        let list = team.outlets.value().get().unwrap_or_default();
        // Where they work is on offer before the list is there, and where it cannot be had.
        let kept = (!list.iter().any(|one| one.id == present.0)).then(|| (present.0.to_string(), present.1.clone()));
        kept.into_iter().chain(list.iter().map(named)).collect::<Vec<_>>()
    });
    let no_outlets = move || {
        team.outlets.error().map(|error| {
            view! {
                <Notice tone="warn">
                    {error.words()}
                    <span class="end">
                        <Button on_press=move |()| team.load_outlets()>{common::RETRY.t()}</Button>
                    </span>
                </Notice>
            }
        })
    };
    let (id, name, role_before, outlet_before) = (member.id, member.display_name, member.role, member.outlet_id);
    let patch = move || StaffPatch {
        role: Role::parse(&role.get()).filter(|role| *role != role_before),
        outlet_id: outlet.get().parse::<OutletId>().ok().filter(|outlet| *outlet != outlet_before),
    };
    let is_same = Signal::derive(move || patch() == StaffPatch { role: None, outlet_id: None });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_same.get_untracked() {
            return;
        }
        let (patch, name) = (untrack(patch), name.clone());
        deed.run(async move { service::change_staff(id, &patch).await }, move |changed| {
            toasts.done(texts::SAVED.fill(&[("name", &name)]));
            team.put(changed);
        });
    };
    view! {
        <form on:submit=save>
            <Select
                label=access::ROLE.t()
                value=role
                options=Signal::derive(roles)
                error=deed.beside("/role")
            />
            <Select label=texts::OUTLET.t() value=outlet options=outlets error=deed.beside("/outlet_id") />
            {no_outlets}
            {deed.refusal(&["/role", "/outlet_id"])}
            <Button kind=ButtonKind::Main busy=deed.busy disabled=is_same>
                {common::SAVE.t()}
            </Button>
        </form>
    }
}

/// For somebody whose link was lost or came too late.
#[component]
fn AnotherLink(member: StaffMember) -> impl IntoView {
    let team = Team::expect();
    let deed = Deed::new();
    let renew = move |()| {
        deed.run(service::renew_staff_link(member.id), move |issued| team.invited.set(Some(issued)));
    };
    view! {
        <section>
            <p class="sub">{texts::LINK_AGAIN_WHY.t()}</p>
            {deed.refusal(&[])}
            <div class="acts">
                <Button busy=deed.busy on_press=renew>
                    {texts::LINK_AGAIN.t()}
                </Button>
            </div>
        </section>
    }
}

/// Taking the seat away, and giving it back.
#[component]
fn Seat(member: StaffMember) -> impl IntoView {
    let team = Team::expect();
    let toasts = Toasts::expect();
    let asking = RwSignal::new(false);
    let deed = Deed::new();
    let enabling = Deed::new();
    let id = member.id;
    let is_disabled = member.disabled;
    let name = StoredValue::new(member.display_name);
    let said = move |text: crate::i18n::Text| name.with_value(|name| text.fill(&[("name", name)]));
    let disable = move |()| {
        let done = said(people::DISABLED_DONE);
        deed.run(service::set_staff_disabled(id, true), move |changed| {
            asking.set(false);
            toasts.done(done);
            team.put(changed);
        });
    };
    let enable = move |()| {
        let done = said(people::ENABLED_DONE);
        enabling.run(service::set_staff_disabled(id, false), move |changed| {
            toasts.done(done);
            team.put(changed);
        });
    };
    view! {
        <section>
            {enabling.refusal(&[])}
            <div class="acts">
                {if is_disabled {
                    view! {
                        <Button busy=enabling.busy on_press=enable>
                            {people::ENABLE.t()}
                        </Button>
                    }
                        .into_any()
                } else {
                    view! {
                        <Button kind=ButtonKind::Danger on_press=move |()| asking.set(true)>
                            {people::DISABLE.t()}
                        </Button>
                    }
                        .into_any()
                }}
            </div>
        </section>
        <Confirm
            open=asking
            title=Signal::derive(move || said(texts::DISABLE_TITLE))
            what=Signal::derive(move || said(texts::DISABLE_WHAT))
            verb=Signal::stored(people::DISABLE)
            deed
            on_yes=disable
            on_close=move |()| asking.set(false)
        />
    }
}
