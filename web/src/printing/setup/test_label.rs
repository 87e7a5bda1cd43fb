//! A label that says nothing true, to see whether a printer understands.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    labels::{LabelContent, LabelParty},
    printers::TrialPaper,
};

use super::{super::engine, Help, draft::Draft, trial};
use crate::{browser, texts::printing as texts, ui::Button};

/// Outside every carrier's numbers.
const TEST_NUMBER: &str = "TEST00000000000";

pub fn content() -> LabelContent {
    let party = |name: &str| LabelParty {
        name: name.to_owned(),
        phone: "*******0000".to_owned(),
        region: "广东省 深圳市 福田区".to_owned(),
        detail: "测试路 1 号 鑫喆堃珺".to_owned(),
    };
    LabelContent {
        waybill_no: TEST_NUMBER.to_owned(),
        route_code: "000-T00-00".to_owned(),
        bag_hub: texts::TEST_RECEIVER.t().to_owned(),
        service: texts::TEST.t().to_owned(),
        sender: party("寄件测试"),
        receiver: party("收件测试"),
        goods: texts::TEST.t().to_owned(),
        quantity: "1".to_owned(),
        weight: "1 kg".to_owned(),
        remark: String::new(),
        order_no: TEST_NUMBER.to_owned(),
        track_url: TEST_NUMBER.to_owned(),
        printed_at: String::new(),
        sequence: "1/1".to_owned(),
        reprint: false,
        merchant: String::new(),
        shop: String::new(),
        owner: String::new(),
        items: Vec::new(),
    }
}

#[component]
pub fn TestLabel(draft: Draft) -> impl IntoView {
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<bool, trial::TrialError>>);
    let picture = RwSignal::new(String::new());
    let print = move |()| {
        busy.set(true);
        outcome.set(None);
        spawn_local(async move {
            let tried = trial::print(draft, TrialPaper::Label).await;
            let _ = outcome.try_set(Some(tried));
            let _ = busy.try_set(false);
            let Ok(setup) = draft.nameless_setup() else { return };
            if let Ok(drawn) = engine::preview(content(), setup.template_id, setup.dpi).await {
                let _ = picture.try_set(browser::object_address(&drawn.bytes, "image/png"));
            }
        });
    };
    let words = move || {
        Some(match outcome.get()? {
            Ok(false) => view! { <p class="sub" role="status">{texts::TEST_SENT.t()}</p> }.into_any(),
            Ok(true) => view! { <p class="fine" role="status">{texts::TEST_CONFIRMED.t()}</p> }.into_any(),
            Err(trial::TrialError::Link(error)) => view! { <Help error /> }.into_any(),
            Err(error) => view! { <p class="wrong" role="alert">{error.words()}</p> }.into_any(),
        })
    };
    view! {
        <div class="test">
            <div>
                <Button busy on_press=print>
                    {texts::TEST.t()}
                </Button>
                {words}
            </div>
            {move || {
                let address = picture.get();
                (!address.is_empty()).then(|| view! { <img src=address alt=texts::PREVIEW_ALT.t() /> })
            }}
        </div>
    }
}
