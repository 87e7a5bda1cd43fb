//! The colours orders are marked with, always with their word.

use leptos::prelude::*;

use crate::{i18n::Text, texts::orders as texts};

/// Value, word and class.
pub const FLAGS: [(&str, Text, &str); 4] = [
    ("red", texts::RED, "flag red"),
    ("yellow", texts::YELLOW, "flag yellow"),
    ("green", texts::GREEN, "flag green"),
    ("blue", texts::BLUE, "flag blue"),
];

fn known(flag: &str) -> Option<(&'static str, Text, &'static str)> {
    FLAGS.into_iter().find(|(value, ..)| *value == flag)
}

/// A flag in words; one that is not of ours by its own name.
pub fn words(flag: &str) -> String {
    known(flag).map_or_else(|| flag.to_owned(), |(_, words, _)| words.t().to_owned())
}

/// A flag as it is listed.
pub fn view(flag: &str) -> impl IntoView + use<> {
    let class = known(flag).map_or("flag", |(.., class)| class);
    let words = words(flag);
    (!flag.is_empty()).then(|| view! { <span class=class>{words}</span> })
}

/// Value and word of each, after `first`.
pub fn options(first: Text) -> Vec<(String, String)> {
    let first = (String::new(), first.t().to_owned());
    let flags = FLAGS.into_iter().map(|(value, words, _)| (value.to_owned(), words.t().to_owned()));
    std::iter::once(first).chain(flags).collect()
}
