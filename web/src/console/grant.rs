//! Choosing what somebody may do: a role and whose shipments.

use leptos::prelude::*;
use shared::{
    DataScope, Permissions, Role, RoleId,
    operators::{Grant, RoleView},
};
use uuid::Uuid;
use web_sys::HtmlInputElement;

use super::{app::Desk, parts::Parts, words};
use crate::{api::Remote, texts::access, ui::Select};

const OWN_PREFIX: &str = "own:";

/// What is chosen at the moment.
#[derive(Clone, Copy)]
pub struct GrantChoice {
    role: RwSignal<String>,
    scope: RwSignal<String>,
    /// In order, so that the same choice is the same grant.
    targets: RwSignal<Vec<Uuid>>,
}

impl GrantChoice {
    pub fn new(grant: &Grant) -> GrantChoice {
        let mut targets = grant.scope_ids.clone();
        targets.sort_unstable();
        GrantChoice {
            role: RwSignal::new(key(grant.role, grant.role_id)),
            scope: RwSignal::new(grant.data_scope.as_str().to_owned()),
            targets: RwSignal::new(targets),
        }
    }

    /// What most newcomers need.
    pub fn usual() -> GrantChoice {
        GrantChoice::new(&Grant {
            role: Some(Role::Clerk),
            role_id: None,
            data_scope: DataScope::All,
            scope_ids: Vec::new(),
        })
    }

    pub fn grant(self) -> Grant {
        let role = self.role.get();
        let role_id = role.strip_prefix(OWN_PREFIX).and_then(|id| id.parse::<RoleId>().ok());
        let data_scope = self.data_scope();
        let scope_ids = if data_scope.is_chosen() { self.targets.get() } else { Vec::new() };
        Grant { role: Role::parse(&role), role_id, data_scope, scope_ids }
    }

    /// A scope of chosen ones, of which none is chosen.
    pub fn is_incomplete(self) -> bool {
        self.data_scope().is_chosen() && self.targets.with(Vec::is_empty)
    }

    fn data_scope(self) -> DataScope {
        self.scope.with(|scope| DataScope::parse(scope)).unwrap_or_default()
    }
}

/// Whether two grants come to the same.
pub fn is_same(one: &Grant, other: &Grant) -> bool {
    let sorted = |grant: &Grant| {
        let mut grant = grant.clone();
        grant.scope_ids.sort_unstable();
        grant
    };
    sorted(one) == sorted(other)
}

fn key(built_in: Option<Role>, own: Option<RoleId>) -> String {
    match (built_in, own) {
        (Some(role), _) => role.as_str().to_owned(),
        (None, Some(id)) => format!("{OWN_PREFIX}{id}"),
        (None, None) => String::new(),
    }
}

/// Two fields: the role, of those the person may give, and the scope; with a scope of chosen ones, these too.
#[component]
pub fn GrantFields(
    choice: GrantChoice,
    roles: Remote<Vec<RoleView>>,
    /// The role somebody has is offered whatever it is.
    #[prop(optional)]
    keeps: bool,
) -> impl IntoView {
    let mine = Desk::expect().permissions();
    let present = if keeps { choice.role.get_untracked() } else { String::new() };
    let offered = Signal::derive(move || {
        let list = roles.value().get().unwrap_or_default();
        let may_give = |role: &&RoleView| mine.covers(permissions(role)) || key(role.built_in, role.id) == present;
        list.iter()
            .filter(may_give)
            .map(|role| (key(role.built_in, role.id), words::role_name(role)))
            .collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let offered = offered.get();
        let is_offered = choice.role.with_untracked(|role| offered.iter().any(|(key, _)| key == role));
        if let Some((first, _)) = offered.first().filter(|_| !is_offered) {
            choice.role.set(first.clone());
        }
    });
    let hint = Signal::derive(move || {
        let chosen = choice.role.get();
        roles.value().with(|list| {
            let role = list.iter().flatten().find(|role| key(role.built_in, role.id) == chosen)?;
            Some(words::permission_names(permissions(role)).join(" · "))
        })
    });
    view! {
        <Select label=access::ROLE.t() value=choice.role options=offered hint />
        <ScopeFields choice />
    }
}

#[component]
fn ScopeFields(choice: GrantChoice) -> impl IntoView {
    let parts = Parts::expect();
    let present = choice.scope.get_untracked();
    let scopes = Signal::derive(move || {
        // Nobody chooses of what is not there.
        let has_any = |scope: DataScope| !scope.is_chosen() || !parts.scope_targets(scope).is_empty();
        DataScope::ALL
            .into_iter()
            .filter(|scope| has_any(*scope) || scope.as_str() == present)
            .map(|scope| (scope.as_str().to_owned(), words::scope(scope).to_owned()))
            .collect::<Vec<_>>()
    });
    // Ids of one kind mean nothing in another.
    let forget = move |_| choice.targets.set(Vec::new());
    let chosen_of = Memo::new(move |_| Some(choice.data_scope()).filter(|scope| scope.is_chosen()));
    view! {
        <Select label=access::SCOPE.t() value=choice.scope options=scopes on_change=forget />
        {move || chosen_of.get().map(|scope| view! { <Targets choice scope /> })}
    }
}

/// Boxes for the owners, departments or addresses of a scope.
#[component]
fn Targets(choice: GrantChoice, scope: DataScope) -> impl IntoView {
    let parts = Parts::expect();
    let line = move |(id, name): (Uuid, String)| {
        let change = move |event: leptos::ev::Event| {
            let is_on = event_target::<HtmlInputElement>(&event).checked();
            choice.targets.update(|targets| {
                targets.retain(|other| *other != id);
                if is_on {
                    targets.push(id);
                    targets.sort_unstable();
                }
            });
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || choice.targets.with(|targets| targets.contains(&id))
                    on:change=change
                />
                <span>{name}</span>
            </label>
        }
    };
    let lines = move || {
        let targets = parts.scope_targets(scope);
        if targets.is_empty() {
            return view! { <p class="sub">{access::SCOPE_NONE.t()}</p> }.into_any();
        }
        targets.into_iter().map(line).collect_view().into_any()
    };
    view! {
        <fieldset class="permissions targets">
            <legend>{access::SCOPE_CHOOSE.t()}</legend>
            <div>{lines}</div>
        </fieldset>
    }
}

pub fn permissions(role: &RoleView) -> Permissions {
    role.permissions.iter().copied().collect()
}
