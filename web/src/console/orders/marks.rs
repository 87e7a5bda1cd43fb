//! What an order in the pool is marked with: the rule that took it, and goods that must not be sent.

use leptos::prelude::*;
use shared::{
    OrderRuleId,
    goods::{GoodsFinding, GoodsLevel},
};

use super::Pool;
use crate::{
    console::{goods_words, rule_words},
    texts::goods,
    ui::Notice,
};

/// The rule that took it, by its name once that is known.
pub fn rule(pool: Pool, id: Option<OrderRuleId>) -> impl IntoView {
    let words = move |id| pool.rules.value().with(|rules| rule_words::mark(rules.as_deref().unwrap_or_default(), id));
    id.map(|id| view! { <span class="rule-mark" title=move || words(id)>{move || words(id)}</span> })
}

/// What was found in an order's goods, and what that means for shipping it.
pub fn findings(findings: Vec<GoodsFinding>) -> impl IntoView {
    let worst = findings.iter().map(|finding| finding.level).max()?;
    let (tone, why) = match worst {
        GoodsLevel::Block => ("bad", goods::BLOCK_WHY),
        GoodsLevel::Warn => ("warn", goods::WARN_WHY),
        GoodsLevel::Off => return None,
    };
    Some(view! {
        <Notice tone>
            <div>
                {goods_words::list(findings)}
                <p>{why.t()}</p>
            </div>
        </Notice>
    })
}
