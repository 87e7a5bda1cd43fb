//! What a file that is taken out looks like, and what of it is masked.

use leptos::prelude::*;
use shared::{Permission, TableFormat, limits::REASON_CHARS};

use super::{app::Desk, deed::Deed};
use crate::{
    browser,
    texts::contacts as texts,
    ui::{Field, Select},
};

const MASKED: &str = "masked";
const IN_FULL: &str = "full";

/// What is chosen at the moment.
#[derive(Clone, Copy)]
pub struct ExportChoice {
    format: RwSignal<String>,
    privacy: RwSignal<String>,
    reason: RwSignal<String>,
    tried: RwSignal<bool>,
}

impl ExportChoice {
    pub fn new() -> ExportChoice {
        ExportChoice {
            format: RwSignal::new(TableFormat::Xlsx.extension().to_owned()),
            privacy: RwSignal::new(MASKED.to_owned()),
            reason: RwSignal::new(String::new()),
            tried: RwSignal::new(false),
        }
    }

    pub fn format(self) -> TableFormat {
        let is_csv = self.format.with_untracked(|format| format == TableFormat::Csv.extension());
        if is_csv { TableFormat::Csv } else { TableFormat::Xlsx }
    }

    /// The reason for personal data in full, nothing inside where it is masked; nothing at all while a reason is missing.
    pub fn reason(self) -> Option<Option<String>> {
        self.tried.set(true);
        if self.privacy.with_untracked(|privacy| privacy != IN_FULL) {
            return Some(None);
        }
        let reason = self.reason.get_untracked().trim().to_owned();
        if reason.is_empty() {
            browser::focus_first_wrong();
            return None;
        }
        Some(Some(reason))
    }
}

#[component]
pub fn ExportFields(choice: ExportChoice, deed: Deed) -> impl IntoView {
    let may_reveal = Desk::expect().may(Permission::PersonalDataReveal);
    let option = |value: &str, text: crate::i18n::Text| (value.to_owned(), text.t().to_owned());
    let formats = vec![
        option(TableFormat::Xlsx.extension(), texts::FORMAT_XLSX),
        option(TableFormat::Csv.extension(), texts::FORMAT_CSV),
    ];
    let privacies = vec![option(MASKED, texts::MASKED), option(IN_FULL, texts::IN_FULL)];
    let in_full = Memo::new(move |_| choice.privacy.with(|privacy| privacy == IN_FULL));
    let refused = deed.beside("/reveal_reason");
    let error = Signal::derive(move || {
        let is_missing = choice.tried.get() && choice.reason.with(|reason| reason.trim().is_empty());
        is_missing.then(|| texts::REASON_MISSING.t().to_owned()).or_else(|| refused.get())
    });
    view! {
        <Select label=texts::FORMAT.t() value=choice.format options=formats />
        {if may_reveal {
            view! { <Select label=texts::PERSONAL_DATA.t() value=choice.privacy options=privacies /> }.into_any()
        } else {
            view! { <p class="sub">{texts::MASKED.t()}</p> }.into_any()
        }}
        {move || {
            in_full
                .get()
                .then(|| {
                    view! {
                        <Field
                            label=texts::REASON.t()
                            value=choice.reason
                            placeholder=texts::REASON_PLACEHOLDER.t()
                            max_chars=REASON_CHARS
                            required=true
                            error
                        />
                    }
                })
        }}
    }
}
