//! Goods that must not be sent: the groups of the regulation, and what happens to orders of each.

mod group;
mod trial;

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    Permission,
    goods::{ForbiddenGoodsGroup, ForbiddenGoodsWrite, GoodsLevel},
};

use super::service;
use crate::{
    api::Remote,
    browser,
    console::{
        app::Desk,
        goods_words,
        listed::{Listed, content},
    },
    texts::goods as texts,
    ui::{EmptyState, Pill, Symbol, Toasts},
};

/// The groups, and the one that is open beside them; in context.
#[derive(Clone, Copy)]
struct Shelf {
    groups: Remote<Vec<ForbiddenGoodsGroup>>,
    open: RwSignal<Option<u8>>,
    may_write: bool,
}

impl Shelf {
    fn expect() -> Shelf {
        expect_context::<Shelf>()
    }

    /// A group as it is now.
    fn put(self, group: ForbiddenGoodsGroup) {
        let id = row_id(group.group);
        self.groups.value().update(|groups| {
            if let Some(one) = groups.iter_mut().flatten().find(|one| one.group == group.group) {
                *one = group;
            }
        });
        // The row is drawn anew, and may have had the focus.
        request_animation_frame(move || {
            if browser::nothing_focused() {
                browser::focus(&id);
            }
        });
    }

    /// Closes what is open; the focus goes back to where it was opened from.
    fn leave(self) {
        if let Some(group) = self.open.get_untracked() {
            self.open.set(None);
            browser::focus(&row_id(group));
        }
    }
}

/// The id of the button that opens a group.
fn row_id(group: u8) -> String {
    format!("goods-{group}")
}

#[component]
pub fn ForbiddenGoods() -> impl IntoView {
    let desk = Desk::expect();
    let shelf =
        Shelf { groups: Remote::new(), open: RwSignal::new(None), may_write: desk.may(Permission::MerchantsWrite) };
    provide_context(shelf);
    let load = Callback::new(move |()| shelf.groups.load(service::forbidden_goods()));
    load.run(());
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !browser::dialog_open() {
            shelf.leave();
        }
    };
    view! {
        <div class="body" on:keydown=keys>
            <div class="list-side" class:old=move || shelf.groups.busy()>
                <p class="list-why sub">{texts::WHY.t()}</p>
                <trial::Trial />
                <div class="list">
                    <Listed remote=shelf.groups load>
                        <Rows />
                    </Listed>
                </div>
            </div>
            {move || shelf.open.get().map(|number| view! { <group::GroupPanel number /> })}
        </div>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let shelf = Shelf::expect();
    let is_empty = Memo::new(move |_| shelf.groups.value().with(|groups| groups.as_ref().is_some_and(Vec::is_empty)));
    move || {
        if is_empty.get() {
            return view! { <EmptyState symbol=Symbol::Alert title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t() /> }
                .into_any();
        }
        view! {
            <table class="people forbidden-goods">
                <thead>
                    <tr>
                        <th>{texts::COL_GROUP.t()}</th>
                        <th>{texts::COL_LEVEL.t()}</th>
                        <th class="num">{texts::COL_WORDS.t()}</th>
                        <th class="num">{texts::COL_EXCEPTIONS.t()}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || shelf.groups.value().get().unwrap_or_default() key=content let:group>
                        <Row group />
                    </For>
                </tbody>
            </table>
        }
        .into_any()
    }
}

#[component]
fn Row(group: ForbiddenGoodsGroup) -> impl IntoView {
    let shelf = Shelf::expect();
    let number = group.group;
    let is_open = move || shelf.open.get() == Some(number);
    let level = group.level;
    let happens = if shelf.may_write {
        view! { <LevelSelect group=group.clone() /> }.into_any()
    } else {
        view! { <Pill tone=goods_words::tone(level) words=goods_words::level(level).t() /> }.into_any()
    };
    view! {
        <tr class="pick" class:picked=is_open on:click=move |_| shelf.open.set(Some(number))>
            <td>
                <span class="sub">{number} ". "</span>
                <button id=row_id(number) type="button" class="link" aria-expanded=move || is_open().to_string()>
                    {group.name}
                </button>
            </td>
            // What is chosen here does not open the group.
            <td on:click=|event| event.stop_propagation()>{happens}</td>
            <td class="num">{group.words.len()}</td>
            <td class="num">{group.exceptions.len()}</td>
        </tr>
    }
}

/// What happens to orders of a group, changed at once.
#[component]
fn LevelSelect(group: ForbiddenGoodsGroup) -> impl IntoView {
    let shelf = Shelf::expect();
    let toasts = Toasts::expect();
    let number = group.group;
    let level = RwSignal::new(group.level);
    let label = texts::LEVEL_OF.fill(&[("name", &group.name)]);
    let change = move |event: ev::Event| {
        let Some(wanted) = GoodsLevel::parse(&event_target_value(&event)) else { return };
        let before = level.get_untracked();
        level.set(wanted);
        let write =
            ForbiddenGoodsWrite { level: wanted, words: group.words.clone(), exceptions: group.exceptions.clone() };
        spawn_local(async move {
            match service::set_forbidden_goods(number, &write).await {
                Ok(saved) => {
                    let words = goods_words::level(saved.level).t();
                    toasts.done(texts::LEVEL_SAVED.fill(&[("name", &saved.name), ("level", words)]));
                    shelf.put(saved);
                }
                Err(error) => {
                    toasts.failed(error.words());
                    let _ = level.try_set(before);
                }
            }
        });
    };
    let option = move |one: GoodsLevel| {
        view! {
            <option value=one.as_str() selected=move || level.get() == one>
                {goods_words::level(one).t()}
            </option>
        }
    };
    view! {
        <select class="level" aria-label=label prop:value=move || level.get().as_str() on:change=change>
            {GoodsLevel::ALL.map(option).collect_view()}
        </select>
    }
}
