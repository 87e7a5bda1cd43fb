//! Permissions to read, and to choose.

use leptos::prelude::*;
use shared::{Permission, Permissions};
use web_sys::HtmlInputElement;

use super::words;

/// What somebody may do, by subject.
#[component]
pub fn PermissionList(permissions: Permissions) -> impl IntoView {
    let groups = words::GROUPS.into_iter().filter_map(move |(title, all)| {
        let names: Vec<_> =
            all.iter().filter(|one| permissions.may(**one)).map(|one| words::permission(*one)).collect();
        (!names.is_empty()).then(|| {
            let line = |(name, why): (crate::i18n::Text, crate::i18n::Text)| {
                view! { <li title=why.t()>{name.t()}</li> }
            };
            view! {
                <dt>{title.t()}</dt>
                <dd>
                    <ul>{names.into_iter().map(line).collect_view()}</ul>
                </dd>
            }
        })
    });
    view! { <dl class="facts may">{groups.collect_view()}</dl> }
}

/// Boxes for what is offered, by subject.
#[component]
pub fn PermissionChoice(
    #[prop(into)] legend: String,
    chosen: RwSignal<Permissions>,
    offered: Permissions,
) -> impl IntoView {
    let line = move |permission: Permission| {
        let (name, why) = words::permission(permission);
        let change = move |event: leptos::ev::Event| {
            let is_on = event_target::<HtmlInputElement>(&event).checked();
            chosen.update(|set| *set = if is_on { set.with(permission) } else { set.without(permission) });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || chosen.get().may(permission) on:change=change />
                <span>
                    {name.t()}
                    <small class="sub">{why.t()}</small>
                </span>
            </label>
        }
    };
    let groups = words::GROUPS.into_iter().filter_map(move |(title, all)| {
        let lines: Vec<_> = all.iter().copied().filter(|one| offered.may(*one)).map(line).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <fieldset>
                    <legend>{title.t()}</legend>
                    {lines}
                </fieldset>
            }
        })
    });
    view! {
        <fieldset class="permissions">
            <legend>{legend}</legend>
            <div>
                <div>{groups.collect_view()}</div>
            </div>
        </fieldset>
    }
}
