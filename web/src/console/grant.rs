//! Choosing what somebody may do: a role and whose shipments.

use leptos::prelude::*;
use shared::{
    DataScope, Permissions, Role, RoleId,
    operators::{Grant, RoleView},
};

use super::{app::Desk, words};
use crate::{api::Remote, texts::access, ui::Select};

const OWN_PREFIX: &str = "own:";

/// What is chosen at the moment.
#[derive(Clone, Copy)]
pub struct GrantChoice {
    role: RwSignal<String>,
    scope: RwSignal<String>,
}

impl GrantChoice {
    pub fn new(grant: &Grant) -> GrantChoice {
        GrantChoice {
            role: RwSignal::new(key(grant.role, grant.role_id)),
            scope: RwSignal::new(grant.data_scope.as_str().to_owned()),
        }
    }

    /// What most newcomers need.
    pub fn usual() -> GrantChoice {
        GrantChoice::new(&Grant { role: Some(Role::Clerk), role_id: None, data_scope: DataScope::All })
    }

    pub fn grant(self) -> Grant {
        let role = self.role.get();
        let role_id = role.strip_prefix(OWN_PREFIX).and_then(|id| id.parse::<RoleId>().ok());
        Grant { role: Role::parse(&role), role_id, data_scope: DataScope::parse(&self.scope.get()).unwrap_or_default() }
    }
}

fn key(built_in: Option<Role>, own: Option<RoleId>) -> String {
    match (built_in, own) {
        (Some(role), _) => role.as_str().to_owned(),
        (None, Some(id)) => format!("{OWN_PREFIX}{id}"),
        (None, None) => String::new(),
    }
}

/// Two fields: the role, of those the person may give, and the scope.
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
    let scopes = Signal::derive(|| {
        DataScope::ALL.map(|scope| (scope.as_str().to_owned(), words::scope(scope).to_owned())).to_vec()
    });
    view! {
        <Select label=access::ROLE.t() value=choice.role options=offered hint />
        <Select label=access::SCOPE.t() value=choice.scope options=scopes />
    }
}

pub fn permissions(role: &RoleView) -> Permissions {
    role.permissions.iter().copied().collect()
}
