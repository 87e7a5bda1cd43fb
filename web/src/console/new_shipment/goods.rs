//! Whether what is typed for the goods may be sent at all.

use std::time::Duration;

use leptos::prelude::*;
use shared::goods::{GoodsCheck, GoodsFinding, GoodsLevel};

use crate::{
    api::Remote, browser::timer::Debounce, console::shipments::check_goods, i18n::Text, texts::new_shipment as texts,
};

const ASK_AFTER: Duration = Duration::from_millis(350);

/// What stands beside the goods.
#[derive(Clone, Copy)]
pub struct GoodsSaid {
    /// It is not shipped.
    pub error: Signal<Option<String>>,
    /// It is shipped, and looked at.
    pub warning: Signal<Option<String>>,
}

/// Asks while one types, and says nothing where the service does not answer: it looks again when the form is sent.
pub fn watch(goods: RwSignal<String>) -> GoodsSaid {
    let checked = Remote::<GoodsCheck>::new();
    let debounce = Debounce::new(ASK_AFTER);
    let typed = Memo::new(move |_| goods.with(|goods| goods.trim().to_owned()));
    Effect::new(move |_| {
        let goods = typed.get();
        if goods.is_empty() {
            debounce.cancel();
            checked.clear();
        } else {
            debounce.run(move || checked.load(async move { check_goods(goods).await }));
        }
    });
    let said = move |level: GoodsLevel, text: Text| {
        Signal::derive(move || {
            checked.value().with(|check| {
                let found: Option<&GoodsFinding> = check.as_ref()?.findings.first();
                let found = found.filter(|found| found.level == level)?;
                Some(text.fill(&[("group", &found.name), ("word", &found.word)]))
            })
        })
    };
    GoodsSaid {
        error: said(GoodsLevel::Block, texts::GOODS_BLOCKED),
        warning: said(GoodsLevel::Warn, texts::GOODS_WARNED),
    }
}
