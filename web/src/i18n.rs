//! The page's texts: every text stands in Chinese and English in a table of `texts/`, and a missing one does not compile.
//!
//! The chosen language is one value for the whole page, remembered in the browser. Changing it rebuilds the view, so texts are
//! looked up once, when they are drawn, and cost nothing afterwards.

use std::cell::Cell;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Zh,
    En,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// The tag of `Accept-Language` and of the document.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }

    /// What the language calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::Zh => "中文",
            Language::En => "English",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::Zh) };
}

/// The language texts are drawn in now.
pub fn current() -> Language {
    CURRENT.get()
}

/// Draws texts in `language` from now on; what is drawn already stays as it is.
pub fn set_current(language: Language) {
    CURRENT.set(language);
}

/// One text in both languages. Values stand in it as `{name}`; an English text with a count may give `one|many`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn new(zh: &'static str, en: &'static str) -> Text {
        Text { zh, en }
    }

    /// The text in the current language.
    pub fn t(self) -> &'static str {
        match current() {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }

    /// The text with its values put in.
    pub fn fill(self, values: &[(&str, &str)]) -> String {
        fill(self.t(), values)
    }

    /// The text for `count` things; `{n}` is the count as people write it.
    pub fn count(self, count: u32) -> String {
        let text = match self.t().split_once('|') {
            Some((one, _)) if count == 1 => one,
            Some((_, many)) => many,
            None => self.t(),
        };
        fill(text, &[("n", &crate::amount::grouped(u64::from(count)))])
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Declares texts: `KEY: "中文", "English";`. Both languages must be given.
#[macro_export]
macro_rules! texts {
    ($($key:ident: $zh:literal, $en:literal;)*) => {
        $(pub const $key: $crate::i18n::Text = $crate::i18n::Text::new($zh, $en);)*

        /// Every text of this table, for the check that they are complete.
        #[cfg(test)]
        pub const TABLE: &[(&str, $crate::i18n::Text)] = &[$((stringify!($key), $key)),*];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUND: Text = Text::new("{n} 票", "{n} shipment|{n} shipments");

    #[test]
    fn counts_and_values_are_put_in() {
        set_current(Language::En);
        assert_eq!((FOUND.count(1), FOUND.count(12_486)), ("1 shipment".to_owned(), "12,486 shipments".to_owned()));
        set_current(Language::Zh);
        assert_eq!(FOUND.count(1), "1 票");
        assert_eq!(Text::new("打印 {name}", "Print {name}").fill(&[("name", "A")]), "打印 A");
    }

    #[test]
    fn languages_are_found_by_their_tag() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::from_tag("fr"), None);
    }
}
