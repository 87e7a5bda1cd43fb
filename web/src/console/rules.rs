//! Rules that say how new orders are sent: asked from the first to the last, and the first that fits takes the order.

pub mod answers;
mod bench;
mod conditions;
mod deleting;
mod draft;
mod form;
mod list;
mod outcome;
mod pool_bench;
mod row;
mod sample;
pub mod service;

use leptos::{prelude::*, task::spawn_local};
use shared::{
    OrderRuleId, Permission,
    carriers::CarrierView,
    rules::{OrderRule, RULES_MAX},
};

use super::{app::Desk, carriers, parts::Parts, rule_words::Names};
use crate::{
    api::Remote,
    browser,
    texts::rules as texts,
    ui::{Button, ButtonKind, Notice, Symbol, Toasts},
};

/// What a dialog is open for.
#[derive(Clone, Debug, PartialEq)]
enum Doing {
    /// Nothing inside for a new one.
    Edit(Option<Box<OrderRule>>),
    Delete(Box<OrderRule>),
}

/// The rules on the page, in context.
#[derive(Clone, Copy)]
struct Book {
    rules: Remote<Vec<OrderRule>>,
    carriers: Remote<Vec<CarrierView>>,
    names: Memo<Names>,
    doing: RwSignal<Option<Doing>>,
    may_write: bool,
    /// What was moved, for readers.
    said: RwSignal<String>,
    dragged: RwSignal<Option<OrderRuleId>>,
    /// The order is on its way to the service, and was changed again meanwhile.
    is_sending: StoredValue<bool>,
    is_changed: StoredValue<bool>,
    toasts: Toasts,
}

impl Book {
    fn new() -> Book {
        let desk = Desk::expect();
        let parts = Parts::expect();
        let carriers = Remote::<Vec<CarrierView>>::new();
        let names = Memo::new(move |_| Names {
            parts: parts.names.get(),
            senders: parts.sender_names(),
            accounts: carriers.value().with(|all| carriers::account_names(all.as_deref().unwrap_or_default())),
            templates: parts.template_names(),
        });
        Book {
            rules: Remote::new(),
            carriers,
            names,
            doing: RwSignal::new(None),
            may_write: desk.may(Permission::SettingsWrite),
            said: RwSignal::new(String::new()),
            dragged: RwSignal::new(None),
            is_sending: StoredValue::new(false),
            is_changed: StoredValue::new(false),
            toasts: Toasts::expect(),
        }
    }

    fn expect() -> Book {
        expect_context::<Book>()
    }

    fn load(self) {
        self.rules.load(service::rules());
    }

    fn all(self) -> Vec<OrderRule> {
        self.rules.value().get().unwrap_or_default()
    }

    /// Counted from 0.
    fn place_of(self, id: OrderRuleId) -> Option<usize> {
        self.rules.value().with(|rules| rules.as_ref()?.iter().position(|rule| rule.id == id))
    }

    /// A rule as it is now; a new one is asked last.
    fn put(self, rule: OrderRule) {
        self.rules.value().update(|rules| {
            let rules = rules.get_or_insert_default();
            match rules.iter_mut().find(|one| one.id == rule.id) {
                Some(one) => *one = rule,
                None => rules.push(rule),
            }
        });
    }

    fn remove(self, id: OrderRuleId) {
        let near = self.rules.value().with_untracked(|rules| {
            let place = rules.as_ref()?.iter().position(|rule| rule.id == id)?;
            let rules = rules.as_ref()?;
            rules.get(place + 1).or_else(|| rules.get(place.checked_sub(1)?)).map(|rule| rule.id)
        });
        self.rules.value().update(|rules| rules.get_or_insert_default().retain(|rule| rule.id != id));
        if let Some(near) = near {
            focus_if_lost(row::edit_id(near));
        }
    }

    /// Puts a rule to another place, which is seen at once.
    fn shift(self, id: OrderRuleId, to: usize) {
        let all = self.rules.value().with_untracked(|rules| rules.as_ref().map_or(0, Vec::len));
        let Some(from) = untrack(|| self.place_of(id)).filter(|from| *from != to && to < all) else { return };
        let before = browser::focused();
        self.rules.value().update(|rules| {
            if let Some(rules) = rules {
                let rule = rules.remove(from);
                let number = (to + 1).to_string();
                self.said.set(texts::MOVED.fill(&[("name", &rule.name), ("n", &number)]));
                rules.insert(to, rule);
            }
        });
        // What is moved on the page loses the focus, and so does a button that has nowhere to go.
        let at_end = match to {
            0 => Some((row::up_id(id), row::down_id(id))),
            _ if to + 1 == all => Some((row::down_id(id), row::up_id(id))),
            _ => None,
        };
        request_animation_frame(move || {
            let Some(before) = before else { return };
            match at_end.filter(|(spent, _)| *spent == before.id()) {
                Some((_, other)) => browser::focus(&other),
                None => {
                    let _ = before.focus();
                }
            }
        });
        self.send();
    }

    /// Has the service keep the order; the newest one after the one that is on its way.
    fn send(self) {
        if self.is_sending.get_value() {
            self.is_changed.set_value(true);
            return;
        }
        self.is_sending.set_value(true);
        self.is_changed.set_value(false);
        let ids = untrack(|| self.all()).iter().map(|rule| rule.id).collect();
        spawn_local(async move {
            let outcome = service::arrange(ids).await;
            if self.is_sending.try_set_value(false).is_some() {
                return;
            }
            match outcome {
                Ok(_) if self.is_changed.get_value() => self.send(),
                Ok(rules) => self.rules.value().set(Some(rules)),
                Err(error) => {
                    self.toasts.failed(error.words());
                    self.load();
                }
            }
        });
    }
}

/// Moves the focus to what has this id, once it is drawn, if what had the focus is gone.
fn focus_if_lost(id: String) {
    request_animation_frame(move || {
        if browser::nothing_focused() {
            browser::focus(&id);
        }
    });
}

#[component]
pub fn RulesPage() -> impl IntoView {
    let parts = Parts::provide();
    parts.load();
    parts.load_senders();
    parts.load_templates();
    let book = Book::new();
    provide_context(book);
    book.load();
    book.carriers.load(carriers::service::carriers());
    let is_full = Memo::new(move |_| book.rules.value().with(|rules| rules.as_ref().map_or(0, Vec::len)) >= RULES_MAX);
    let add = move |()| book.doing.set(Some(Doing::Edit(None)));
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                {book
                    .may_write
                    .then(|| {
                        view! {
                            <div class="end">
                                <Button kind=ButtonKind::Main icon=Symbol::Plus disabled=is_full on_press=add>
                                    {texts::ADD.t()}
                                </Button>
                            </div>
                        }
                    })}
            </div>
            <div class="flow">
                {move || {
                    is_full
                        .get()
                        .then(|| view! { <Notice tone="warn">{texts::FULL.fill(&[("n", &RULES_MAX.to_string())])}</Notice> })
                }}
                <list::List />
                <bench::Bench />
                <span class="sr-only" role="status">{move || book.said.get()}</span>
            </div>
        </div>
        <form::RuleDialog />
        <deleting::Deleting />
    }
}
