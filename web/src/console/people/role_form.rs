//! Making or changing a role.

use leptos::prelude::*;
use shared::{
    Permissions,
    operators::{ROLE_NAME_CHARS, RoleCreate, RoleView},
};

use super::Everyone;
use crate::{
    api::IdempotencyKey,
    console::{app::Desk, deed::Deed, grant::permissions, permission_list::PermissionChoice, service},
    texts::{common, people as texts},
    ui::{Button, ButtonKind, Field, Toasts},
};

#[component]
pub fn RoleForm(role: Option<RoleView>, editing: RwSignal<Option<Option<RoleView>>>) -> impl IntoView {
    let everyone = Everyone::expect();
    let toasts = Toasts::expect();
    let mine = Desk::expect().permissions();
    let id = role.as_ref().and_then(|role| role.id);
    let name = RwSignal::new(role.as_ref().map(|role| role.name.clone()).unwrap_or_default());
    let chosen = RwSignal::new(role.as_ref().map_or_else(Permissions::default, permissions));
    let deed = Deed::new();
    let key = IdempotencyKey::new();
    let incomplete =
        Signal::derive(move || name.with(|name| name.trim().is_empty()) || chosen.get() == Permissions::default());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if incomplete.get_untracked() {
            return;
        }
        let role = RoleCreate {
            name: name.get_untracked().trim().to_owned(),
            permissions: chosen.get_untracked().iter().collect(),
        };
        let work = async move {
            let saved = match id {
                Some(id) => service::change_role(id, &role).await,
                None => service::create_role(&role, key).await,
            };
            if saved.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
            }
            saved
        };
        deed.run(work, move |saved| {
            editing.set(None);
            toasts.done(texts::ROLE_SAVED.fill(&[("name", &saved.name)]));
            everyone.load_roles();
            // What people may do follows from their roles.
            everyone.load_operators();
        });
    };
    view! {
        <form on:submit=save novalidate>
            <Field
                label=texts::ROLE_NAME.t()
                value=name
                error=deed.beside("/name")
                max_chars=ROLE_NAME_CHARS
                required=true
                autofocus=true
            />
            <PermissionChoice legend=texts::ROLE_MAY.t() chosen offered=mine />
            <p class="sub">{texts::ONLY_YOURS.t()}</p>
            {deed.refusal(&["/name"])}
            <div class="acts">
                <Button on_press=move |()| editing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy disabled=incomplete>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}
