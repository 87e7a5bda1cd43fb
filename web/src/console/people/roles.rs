//! Roles: the merchant's own, and what each of all may do.

use leptos::prelude::*;
use shared::{Permission, operators::RoleView};

use super::{Everyone, role_form::RoleForm};
use crate::{
    console::{
        app::Desk,
        confirm::Confirm,
        deed::Deed,
        grant::permissions,
        listed::{Listed, content},
        service, words,
    },
    texts::{access, people as texts},
    ui::{Button, Dialog, Icon, Symbol, Toasts},
};

#[component]
pub fn Roles(may_write: bool) -> impl IntoView {
    let everyone = Everyone::expect();
    let load = Callback::new(move |()| everyone.load_roles());
    // Some(None): a new one.
    let editing = RwSignal::new(None::<Option<RoleView>>);
    let deleting = RwSignal::new(None::<RoleView>);
    let title = Signal::derive(move || match editing.get() {
        Some(Some(role)) => texts::CHANGE_ROLE_TITLE.fill(&[("name", &role.name)]),
        _ => texts::NEW_ROLE.t().to_owned(),
    });
    view! {
        <div class="flow top-gap">
            <section class="panel" aria-labelledby="own-roles">
                <header>
                    <h2 id="own-roles">{texts::OWN_ROLES.t()}</h2>
                    {may_write
                        .then(|| {
                            view! {
                                <span class="end">
                                    <Button on_press=move |()| editing.set(Some(None))>{texts::NEW_ROLE.t()}</Button>
                                </span>
                            }
                        })}
                </header>
                <Listed remote=everyone.roles load>
                    <OwnRoles may_write editing deleting />
                </Listed>
            </section>
            <section class="panel" aria-labelledby="matrix">
                <header>
                    <h2 id="matrix">{texts::MATRIX.t()}</h2>
                </header>
                <Listed remote=everyone.roles load>
                    {move || matrix(everyone.known_roles())}
                </Listed>
            </section>
        </div>
        <Dialog
            open=Signal::derive(move || editing.with(Option::is_some))
            title
            on_close=move |()| editing.set(None)
            wide=true
        >
            <RoleForm role=editing.get_untracked().flatten() editing />
        </Dialog>
        <Deletion deleting />
    }
}

#[component]
fn OwnRoles(
    may_write: bool,
    editing: RwSignal<Option<Option<RoleView>>>,
    deleting: RwSignal<Option<RoleView>>,
) -> impl IntoView {
    let everyone = Everyone::expect();
    let own =
        Memo::new(move |_| everyone.known_roles().into_iter().filter(|role| role.id.is_some()).collect::<Vec<_>>());
    view! {
        {move || own.with(Vec::is_empty).then(|| view! { <p class="inside sub">{texts::OWN_ROLES_EMPTY.t()}</p> })}
        <For each=move || own.get() key=content let:role>
            <OwnRole role may_write editing deleting />
        </For>
    }
}

#[component]
fn OwnRole(
    role: RoleView,
    may_write: bool,
    editing: RwSignal<Option<Option<RoleView>>>,
    deleting: RwSignal<Option<RoleView>>,
) -> impl IntoView {
    // Who may less than a role cannot give it, and so cannot change it.
    let can_change = may_write && Desk::expect().permissions().covers(permissions(&role));
    let count = u32::try_from(role.permissions.len()).unwrap_or_default();
    let (changed, deleted) = (role.clone(), role.clone());
    view! {
        <div class="printer-card">
            <b>{role.name}</b>
            <span class="sub">{texts::PERMISSIONS_N.count(count)}</span>
            <span class="sub">{texts::HOLDERS.count(role.operators)}</span>
            {can_change
                .then(|| {
                    view! {
                        <span class="end">
                            <Button on_press=move |()| {
                                editing.set(Some(Some(changed.clone())))
                            }>{texts::CHANGE.t()}</Button>
                            <Button on_press=move |()| deleting.set(Some(deleted.clone()))>{texts::DELETE.t()}</Button>
                        </span>
                    }
                })}
        </div>
    }
}

/// Permissions × roles.
fn matrix(roles: Vec<RoleView>) -> impl IntoView {
    let columns = roles.len() + 1;
    let heads = roles
        .iter()
        .map(|role| {
            let holders = texts::HOLDERS.count(role.operators);
            view! { <th scope="col">{words::role_name(role)}<small class="sub">{holders}</small></th> }
        })
        .collect_view();
    let line = |permission: Permission| {
        let (name, why) = words::permission(permission);
        let cells = roles
            .iter()
            .map(|role| {
                let may = permissions(role).may(permission);
                view! {
                    <td class:may=may>
                        {if may { view! { <Icon symbol=Symbol::Check /> }.into_any() } else { "–".into_any() }}
                        <span class="sr-only">{if may { access::MAY.t() } else { access::MAY_NOT.t() }}</span>
                    </td>
                }
            })
            .collect_view();
        view! {
            <tr>
                <th scope="row">
                    {name.t()}
                    <small class="sub">{why.t()}</small>
                </th>
                {cells}
            </tr>
        }
    };
    let groups = words::GROUPS
        .into_iter()
        .filter_map(|(title, all)| {
            let lines: Vec<_> = all.iter().copied().filter(|one| !one.is_networks()).map(line).collect();
            (!lines.is_empty()).then(|| {
                view! {
                    <tbody>
                        <tr class="group">
                            <th scope="rowgroup" colspan=columns.to_string()>{title.t()}</th>
                        </tr>
                        {lines}
                    </tbody>
                }
            })
        })
        .collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-labelledby="matrix">
            <table class="matrix">
                <thead>
                    <tr>
                        <th scope="col">{texts::PERMISSION.t()}</th>
                        {heads}
                    </tr>
                </thead>
                {groups}
            </table>
        </div>
    }
}

#[component]
fn Deletion(deleting: RwSignal<Option<RoleView>>) -> impl IntoView {
    let everyone = Everyone::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let name = move || deleting.with(|one| one.as_ref().map(|one| one.name.clone()).unwrap_or_default());
    let yes = move |()| {
        let Some((role, id)) = deleting.get_untracked().and_then(|role| role.id.map(|id| (role, id))) else { return };
        deed.run(service::delete_role(id), move |()| {
            deleting.set(None);
            toasts.done(texts::ROLE_DELETED.fill(&[("name", &role.name)]));
            everyone.load_roles();
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || deleting.with(Option::is_some))
            title=Signal::derive(move || texts::DELETE_ROLE_TITLE.fill(&[("name", &name())]))
            what=Signal::derive(|| texts::DELETE_ROLE_WHAT.t().to_owned())
            verb=Signal::stored(texts::DELETE)
            deed
            on_yes=yes
            on_close=move |()| deleting.set(None)
        />
    }
}
