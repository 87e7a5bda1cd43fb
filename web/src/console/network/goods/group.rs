//! One group: its words and its exceptions, as text.

use leptos::prelude::*;
use shared::goods::{ForbiddenGoodsGroup, ForbiddenGoodsWrite, GOODS_WORD_CHARS, GOODS_WORDS_MAX, GoodsLevel};

use super::Shelf;
use crate::{
    browser,
    console::{deed::Deed, goods_words, network::service},
    texts::{common, goods as texts},
    ui::{Button, ButtonKind, Select, SidePanel, TextArea, Toasts},
};

const BESIDE: &[&str] = &["/level", "/words", "/exceptions"];
const LINES: u32 = 12;

#[component]
pub fn GroupPanel(number: u8) -> impl IntoView {
    let shelf = Shelf::expect();
    let find = move |groups: &Option<Vec<ForbiddenGoodsGroup>>| {
        groups.iter().flatten().find(|one| one.group == number).cloned()
    };
    let group = Memo::new(move |_| shelf.groups.value().with(find));
    // What is typed stays while the group itself is read anew.
    let is_there = Memo::new(move |_| group.with(Option::is_some));
    let title =
        Signal::derive(move || group.with(|group| group.as_ref().map(|one| one.name.clone()).unwrap_or_default()));
    view! {
        <SidePanel label=texts::DETAIL.t() title on_close=move |()| shelf.leave()>
            {move || {
                let shown = is_there.get().then(|| group.get_untracked()).flatten()?;
                Some(
                    if shelf.may_write {
                        view! { <Form shown group /> }.into_any()
                    } else {
                        view! { <Facts group=shown /> }.into_any()
                    },
                )
            }}
        </SidePanel>
    }
}

#[component]
fn Facts(group: ForbiddenGoodsGroup) -> impl IntoView {
    let list = |words: Vec<String>| words.join("、");
    view! {
        <section>
            <h3>{texts::COL_WORDS.t()}</h3>
            <p>{list(group.words)}</p>
        </section>
        <section>
            <h3>{texts::COL_EXCEPTIONS.t()}</h3>
            <p>{list(group.exceptions)}</p>
        </section>
    }
}

/// Each word of a text once, in its order.
fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !words.iter().any(|word| word == line) {
            words.push(line.to_owned());
        }
    }
    words
}

/// Why these words cannot be saved.
fn wrong(text: &str) -> Option<String> {
    let words = words_of(text);
    let long = words.iter().find(|word| word.chars().count() > GOODS_WORD_CHARS);
    if let Some(word) = long {
        return Some(texts::TOO_LONG.fill(&[("word", word), ("most", &GOODS_WORD_CHARS.to_string())]));
    }
    let count = [("n", words.len().to_string()), ("most", GOODS_WORDS_MAX.to_string())];
    let values = count.each_ref().map(|(name, value)| (*name, value.as_str()));
    (words.len() > GOODS_WORDS_MAX).then(|| texts::TOO_MANY.fill(&values))
}

#[component]
fn Form(shown: ForbiddenGoodsGroup, group: Memo<Option<ForbiddenGoodsGroup>>) -> impl IntoView {
    let shelf = Shelf::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let number = shown.group;
    let level = RwSignal::new(shown.level.as_str().to_owned());
    let words = RwSignal::new(shown.words.join("\n"));
    let exceptions = RwSignal::new(shown.exceptions.join("\n"));
    // The list changes what happens, too.
    Effect::new(move |_| {
        if let Some(now) = group.with(|group| group.as_ref().map(|group| group.level)) {
            level.set(now.as_str().to_owned());
        }
    });
    let levels = GoodsLevel::ALL.map(|one| (one.as_str().to_owned(), goods_words::level(one).t().to_owned()));
    let count = move |text: RwSignal<String>| {
        let n = text.with(|text| words_of(text).len()).to_string();
        texts::WORDS_COUNT.fill(&[("n", &n), ("most", &GOODS_WORDS_MAX.to_string())])
    };
    let error = move |text: RwSignal<String>, pointer: &'static str| {
        let refused = deed.beside(pointer);
        Signal::derive(move || text.with(|text| wrong(text)).or_else(|| refused.get()))
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if [words, exceptions].iter().any(|text| text.with_untracked(|text| wrong(text).is_some())) {
            browser::focus_first_wrong();
            return;
        }
        let write = ForbiddenGoodsWrite {
            level: level.with_untracked(|level| GoodsLevel::parse(level)).unwrap_or(GoodsLevel::Off),
            words: words.with_untracked(|text| words_of(text)),
            exceptions: exceptions.with_untracked(|text| words_of(text)),
        };
        let work = async move { service::set_forbidden_goods(number, &write).await };
        deed.run(work, move |saved| {
            toasts.done(texts::SAVED.fill(&[("name", &saved.name)]));
            shelf.put(saved);
        });
    };
    view! {
        <form class="goods-form" on:submit=save novalidate>
            <Select
                label=texts::COL_LEVEL.t()
                value=level
                options=Signal::stored(levels.to_vec())
                error=deed.beside("/level")
            />
            <TextArea
                label=texts::WORDS.t()
                value=words
                rows=LINES
                hint=Signal::derive(move || Some(count(words)))
                error=error(words, "/words")
            />
            <TextArea
                label=texts::EXCEPTIONS.t()
                value=exceptions
                rows=LINES / 2
                hint=Signal::derive(move || Some(format!("{} · {}", count(exceptions), texts::EXCEPTIONS_WHY.t())))
                error=error(exceptions, "/exceptions")
            />
            {deed.refusal(BESIDE)}
            <Button kind=ButtonKind::Main busy=deed.busy>
                {common::SAVE.t()}
            </Button>
        </form>
    }
}
