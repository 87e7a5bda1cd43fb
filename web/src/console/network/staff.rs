//! Everyone who works for the network.

use leptos::prelude::*;
use shared::{
    Page, Permission,
    merchants::{Outlet, StaffInvited, StaffMember},
};

use super::{
    service,
    staff_inviting::{Inviting, Link},
    staff_member::StaffPanel,
};
use crate::{
    api::Remote,
    browser::dates,
    console::{
        app::Desk,
        listed::{Listed, content},
        paged,
        picked::Picked,
        words,
    },
    texts::{access, people, staff as texts},
    ui::{Button, ButtonKind, EmptyState, Pill, Symbol, Tone},
};

/// Everyone, where they may work, and what is open, in context.
#[derive(Clone, Copy)]
pub struct Team {
    rows: Remote<Page<StaffMember>>,
    pub outlets: Remote<Vec<Outlet>>,
    pub picked: Picked,
    pub inviting: RwSignal<bool>,
    /// The link that was just made.
    pub invited: RwSignal<Option<StaffInvited>>,
}

impl Team {
    pub fn expect() -> Team {
        expect_context::<Team>()
    }

    pub fn load(self) {
        self.rows.load(service::staff(None));
    }

    pub fn load_outlets(self) {
        self.outlets.load(service::outlets());
    }

    /// A member as they are now.
    pub fn put(self, member: StaffMember) {
        let id = member.id.0;
        self.rows.value().update(|page| {
            if let Some(one) = page.iter_mut().flat_map(|page| page.items.iter_mut()).find(|one| one.id == member.id) {
                *one = member;
            }
        });
        self.picked.keep_focus(id);
    }
}

#[component]
pub fn Staff() -> impl IntoView {
    let may_write = Desk::expect().may(Permission::StaffWrite);
    let team = Team {
        rows: Remote::new(),
        outlets: Remote::new(),
        picked: Picked::new("staff"),
        inviting: RwSignal::new(false),
        invited: RwSignal::new(None),
    };
    provide_context(team);
    team.load();
    if may_write {
        team.load_outlets();
    }
    let picked = team.picked;
    let shown = Memo::new(move |_| {
        let id = picked.get()?;
        team.rows.value().with(|page| page.as_ref()?.items.iter().find(|one| one.id.0 == id).cloned())
    });
    view! {
        <div class="body" on:keydown=move |event| picked.on_key(&event)>
            <div class="list-side">
                {may_write
                    .then(|| {
                        view! {
                            <div class="list-acts">
                                <Button
                                    kind=ButtonKind::Main
                                    icon=Symbol::Plus
                                    on_press=move |()| team.inviting.set(true)
                                >
                                    {texts::INVITE.t()}
                                </Button>
                            </div>
                        }
                    })}
                <div class="list">
                    <Listed remote=team.rows load=Callback::new(move |()| team.load())>
                        <Rows may_write />
                    </Listed>
                </div>
            </div>
            {move || picked.get().map(|_| view! { <StaffPanel shown may_write /> })}
        </div>
        <Inviting />
        <Link />
    }
}

#[component]
fn Rows(may_write: bool) -> impl IntoView {
    let team = Team::expect();
    let is_empty = paged::is_empty(team.rows);
    move || {
        if is_empty.get() {
            return view! {
                <EmptyState symbol=Symbol::People title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t()>
                    {may_write
                        .then(|| {
                            view! { <Button on_press=move |()| team.inviting.set(true)>{texts::INVITE.t()}</Button> }
                        })}
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <table class="people">
                <thead>
                    <tr>
                        <th>{people::COL_NAME.t()}</th>
                        <th>{people::COL_USER.t()}</th>
                        <th>{access::ROLE.t()}</th>
                        <th>{texts::OUTLET.t()}</th>
                        <th>{people::SINCE.t()}</th>
                        <th>{people::COL_STATE.t()}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || team.rows.value().get().map(|page| page.items).unwrap_or_default()
                        key=content
                        let:member
                    >
                        <Row member />
                    </For>
                </tbody>
            </table>
            {paged::more(team.rows, |cursor| service::staff(Some(cursor)))}
        }
        .into_any()
    }
}

#[component]
fn Row(member: StaffMember) -> impl IntoView {
    let picked = Team::expect().picked;
    let id = member.id.0;
    let is_self = Desk::expect().staff() == Some(member.id);
    let standing = state(&member);
    view! {
        <tr class="pick" class:picked=move || picked.is(id) on:click=move |_| picked.pick(id)>
            <td>
                <button
                    id=picked.row_id(id)
                    type="button"
                    class="link"
                    aria-expanded=move || picked.is(id).to_string()
                >
                    {member.display_name}
                </button>
                {is_self.then(|| view! { <span class="sub">" · "{people::YOU.t()}</span> })}
            </td>
            <td class="sub">{member.user_name}</td>
            <td>{words::role(member.role)}</td>
            <td class="sub">{member.outlet_name}</td>
            <td class="sub" title=dates::full(member.created_at)>{dates::moment(member.created_at)}</td>
            <td>{standing}</td>
        </tr>
    }
}

pub fn state(member: &StaffMember) -> impl IntoView + use<> {
    let (tone, words) = match (member.disabled, member.is_new) {
        (true, _) => (Tone::Bad, people::DISABLED),
        (false, true) => (Tone::Warn, texts::NEW),
        (false, false) => (Tone::Ok, people::ENABLED),
    };
    view! { <Pill tone words=words.t() /> }
}
