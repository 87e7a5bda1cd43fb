//! Handing orders in: a file or a text, what all of it has in common, and a look at how it is understood. It stands on the page of the
//! imports, and in the console, because the page's first load has no room for it.

mod check;
mod paste;
mod senders;
mod service;
mod sheets;

use leptos::prelude::*;
use shared::{imports::ImportAccepted, limits::GOODS_CHARS, services::Services};
use web_sys::File;

use self::{
    service::{InCommon, Meanings, Source},
    sheets::Sheets,
};
use super::{
    app::Desk,
    deed::Deed,
    new_shipment::services::ServiceFields,
    parcel_services::{self, ServiceChoice},
    parts::Parts,
};
use crate::{
    amount,
    api::{ApiError, IdempotencyKey},
    browser,
    features::{
        imports::{DropZone, file_fault},
        parts::{DepartmentSelect, OwnerSelect},
    },
    texts::{hand_in as texts, imports, orders},
    ui::{Button, Checkbox, Field, Notice, Symbol, Toasts},
};

/// The service's codes for a file whose columns it cannot tell, and for a workbook of which a person has to say the sheet.
const ASKING: [&str; 3] = ["no_header_recognised", "several_sheets", "only_hidden_sheets"];

/// What is handed in and how, in context.
#[derive(Clone, Copy)]
struct Handing {
    source: RwSignal<Option<Source>, LocalStorage>,
    sheets: RwSignal<Sheets>,
    sender: RwSignal<String>,
    owner: RwSignal<String>,
    department: RwSignal<String>,
    goods: RwSignal<String>,
    weight: RwSignal<String>,
    services: ServiceFields,
    keep: RwSignal<bool>,
    /// The dialog that shows how it is understood is open.
    checking: RwSignal<bool>,
    /// The dialog for a text is open, with this in it.
    pasting: RwSignal<Option<String>>,
    fault: RwSignal<Option<String>>,
    deed: Deed,
    key: IdempotencyKey,
    toasts: Toasts,
}

impl Handing {
    fn new() -> Handing {
        let field = || RwSignal::new(String::new());
        Handing {
            source: RwSignal::new_local(None),
            sheets: RwSignal::new(Sheets::Unsaid),
            sender: field(),
            owner: field(),
            department: field(),
            goods: field(),
            weight: field(),
            services: ServiceFields::new(),
            keep: RwSignal::new(false),
            checking: RwSignal::new(false),
            pasting: RwSignal::new(None),
            fault: RwSignal::new(None),
            deed: Deed::new(),
            key: IdempotencyKey::new(),
            toasts: Toasts::expect(),
        }
    }

    fn expect() -> Handing {
        expect_context::<Handing>()
    }

    /// What a weight that is no weight is answered with.
    fn weight_wrong(self) -> Option<String> {
        let typed = self.weight.get();
        let is_wrong = !typed.trim().is_empty() && amount::parse_kilograms(&typed).is_none_or(|grams| grams == 0);
        is_wrong.then(|| texts::WEIGHT_WRONG.t().to_owned())
    }

    fn common(self) -> InCommon {
        InCommon {
            sender: self.sender.get().parse().ok(),
            owner: self.owner.get().parse().ok(),
            department: self.department.get().parse().ok(),
            goods: self.goods.get().trim().to_owned(),
            weight_g: amount::parse_kilograms(&self.weight.get()).filter(|grams| *grams > 0),
            services: self.services().unwrap_or_default(),
            keep: self.keep.get(),
        }
    }

    /// The services that are chosen, or nothing where something about them is wrong.
    fn services(self) -> Option<Services> {
        parcel_services::read(&self.services.text())
    }

    fn take(self, source: Source) {
        self.source.set(Some(source));
        self.sheets.set(Sheets::Unsaid);
    }

    fn look(self, source: Source) {
        self.deed.clear();
        self.take(source);
        self.checking.set(true);
    }

    fn send(self, mapping: Meanings, desk: Desk) {
        let Some(source) = self.source.get_untracked() else { return };
        if untrack(|| self.weight_wrong().is_some() || self.services().is_none()) {
            browser::focus_first_wrong();
            return;
        }
        let common = untrack(|| self.common());
        let work = async move {
            let outcome = self.create(source, common, mapping).await;
            if outcome.as_ref().is_err_and(asks) {
                let _ = self.checking.try_set(true);
            }
            outcome
        };
        self.deed.run(work, move |accepted| desk.go(&format!("/import/{}", accepted.id)));
    }

    /// One import a sheet; the answer is the last one's. What was taken is not sent again where one fails.
    async fn create(self, source: Source, common: InCommon, mapping: Meanings) -> Result<ImportAccepted, ApiError> {
        let mut sheets = self.sheets.get_untracked();
        let mut taken = Vec::new();
        loop {
            let sheet = sheets.first().map(str::to_owned);
            let outcome =
                service::create(source.clone(), sheet.clone(), common.clone(), mapping.clone(), self.key).await;
            // Another file or sheet, or the same one corrected, is another import; one without an answer is the same again.
            if outcome.as_ref().err().is_none_or(ApiError::is_final) {
                self.key.renew();
            }
            if outcome.is_ok() && sheets.go_on() {
                taken.extend(sheet);
                continue;
            }
            if outcome.is_err() {
                if !taken.is_empty() {
                    self.toasts.done(texts::SHEETS_TAKEN.fill(&[("names", &taken.join(" · "))]));
                }
                let _ = self.sheets.try_set(sheets);
            }
            return outcome;
        }
    }

    /// What this is called: the file's name, or that it was pasted.
    fn name(self) -> String {
        self.source.with(|source| match source {
            Some(Source::File(file)) => file.name(),
            Some(Source::Text(_)) | None => texts::PASTED.t().to_owned(),
        })
    }
}

/// Whether a person has to say something about the file first.
fn asks(error: &ApiError) -> bool {
    error.problem().is_some_and(|problem| problem.errors.iter().any(|field| ASKING.contains(&field.code.as_str())))
}

/// Every word of a refusal: what is wrong with the file stands in its fields.
fn words_of(error: &ApiError) -> String {
    let fields = ["/file", "/text", "/sheet"].into_iter().chain(SERVICES.iter().map(|(_, refused)| *refused));
    fields.filter_map(|field| error.field(field)).next().unwrap_or_else(|| error.words())
}

/// Where a service stands among the fields, and where the service of order files refuses it.
const SERVICES: [(&str, &str); 3] = [
    ("/services/receiver_pays", "/default_services/receiver_pays"),
    ("/services/signed_return", "/default_services/signed_return"),
    ("/services/delivery", "/default_services/delivery"),
];

#[component]
pub fn HandIn() -> impl IntoView {
    let desk = Desk::expect();
    let handing = Handing::new();
    provide_context(handing);
    let parts = Parts::provide();
    parts.load();
    let look_first = RwSignal::new(false);
    let take = move |file: File| {
        // The page takes drops everywhere; what stands in a dialog is decided on first.
        if browser::dialog_open() {
            return;
        }
        handing.deed.clear();
        handing.fault.set(file_fault(&file));
        if handing.fault.with_untracked(Option::is_some) {
            return;
        }
        if look_first.get_untracked() {
            return handing.look(Source::File(file));
        }
        handing.take(Source::File(file));
        handing.send(Meanings::new(), desk);
    };
    paste::listen(handing, take);
    let uploading = move || {
        let is_on = handing.deed.busy.get() && !handing.checking.get();
        is_on.then(|| view! { <Notice>{imports::UPLOADING.fill(&[("name", &handing.name())])}</Notice> })
    };
    let refused = move || {
        let error = handing.deed.error().filter(|error| !handing.checking.get() && !asks(error));
        let words = handing.fault.get().or_else(|| error.as_ref().map(words_of))?;
        Some(view! { <Notice tone="bad">{words}</Notice> })
    };
    view! {
        <div class="hand-in">
            <senders::SenderChoice />
            <div class="sender-choice">
                <OwnerSelect names=parts.names value=handing.owner />
                <DepartmentSelect names=parts.names value=handing.department />
            </div>
            <DropZone on_file=take busy=handing.deed.busy />
            {uploading}
            {refused}
            <div class="hand-in-line">
                <Options />
                <Checkbox label=texts::LOOK_FIRST.t() checked=look_first on_change=move |on| look_first.set(on) />
                <span class="end">
                    <Button icon=Symbol::Copy on_press=move |()| handing.pasting.set(Some(String::new()))>
                        {texts::PASTE.t()}
                    </Button>
                </span>
            </div>
        </div>
        <paste::Pasting />
        <check::Checking />
    }
}

/// What the file does not say, and whether it is shipped at once. The same on the page and in the dialog.
#[component]
fn Options() -> impl IntoView {
    let handing = Handing::expect();
    view! {
        <div class="hand-in-options">
            <Field
                label=texts::DEFAULT_GOODS.t()
                value=handing.goods
                placeholder=texts::DEFAULT_GOODS_HINT.t()
                max_chars=GOODS_CHARS
            />
            <Field
                label=texts::DEFAULT_WEIGHT.t()
                value=handing.weight
                inputmode="decimal"
                placeholder="0.5"
                error=Signal::derive(move || handing.weight_wrong())
            />
            <CommonServices />
            <Checkbox label=texts::KEEP.t() checked=handing.keep on_change=move |on| handing.keep.set(on) />
            {move || {
                handing
                    .keep
                    .get()
                    .then(|| {
                        view! { <p class="sub">{texts::KEEP_HINT.t()} " " <a href="/orders">{orders::TITLE.t()}</a></p> }
                    })
            }}
        </div>
    }
}

/// Services of every order of the file; folded, since few files need them.
#[component]
fn CommonServices() -> impl IntoView {
    let handing = Handing::expect();
    let error = Callback::new(move |(pointer,): (&'static str,)| {
        let mut wrong = Vec::new();
        handing.services.text().services(&mut wrong);
        let local = wrong.into_iter().find(|(at, _)| at.starts_with(pointer)).map(|(_, words)| words);
        let refused = || {
            let (_, refused) = SERVICES.into_iter().find(|(field, _)| *field == pointer)?;
            handing.deed.error()?.field(refused)
        };
        local.or_else(refused)
    });
    let chosen = move || handing.services().map(|services| parcel_services::words(&services).join("、"));
    view! {
        <details class="folded">
            <summary>
                {texts::DEFAULT_SERVICES.t()} " " <span class="sub">{move || chosen().unwrap_or_default()}</span>
            </summary>
            <ServiceChoice fields=handing.services error is_order=false />
        </details>
    }
}
