//! Forbidden goods in words and marks.

use leptos::prelude::*;
use shared::goods::{GoodsFinding, GoodsLevel};

use crate::{
    i18n::Text,
    texts::goods as texts,
    ui::{Pill, Tone},
};

pub const fn level(level: GoodsLevel) -> Text {
    match level {
        GoodsLevel::Off => texts::LEVEL_OFF,
        GoodsLevel::Warn => texts::LEVEL_WARN,
        GoodsLevel::Block => texts::LEVEL_BLOCK,
    }
}

pub const fn tone(level: GoodsLevel) -> Tone {
    match level {
        GoodsLevel::Off => Tone::New,
        GoodsLevel::Warn => Tone::Warn,
        GoodsLevel::Block => Tone::Bad,
    }
}

/// A mark for the most serious of what was found, with its group in words.
pub fn mark(findings: &[GoodsFinding]) -> Option<AnyView> {
    let worst = findings.first().filter(|finding| finding.level != GoodsLevel::Off)?;
    let text = if worst.level == GoodsLevel::Block { texts::MARK_BLOCK } else { texts::MARK_WARN };
    let words = text.fill(&[("name", &worst.name)]);
    let all: Vec<String> =
        findings.iter().map(|one| texts::FOUND.fill(&[("word", &one.word), ("name", &one.name)])).collect();
    Some(view! { <span title=all.join("\n")><Pill tone=tone(worst.level) words /></span> }.into_any())
}

/// One line a finding: what happens, and the word it is about.
pub fn list(findings: Vec<GoodsFinding>) -> impl IntoView {
    let line = |finding: GoodsFinding| {
        view! {
            <li>
                <Pill tone=tone(finding.level) words=level(finding.level).t() />
                " "
                {texts::FOUND.fill(&[("word", &finding.word), ("name", &finding.name)])}
            </li>
        }
    };
    view! { <ul class="findings">{findings.into_iter().map(line).collect_view()}</ul> }
}
