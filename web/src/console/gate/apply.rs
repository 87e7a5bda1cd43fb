//! Applying for an account.

use std::cell::RefCell;

use leptos::prelude::*;
use shared::{applications::ApplicationCreate, auth::NetworkFacts};
use uuid::Uuid;

use super::{
    calls,
    company_fields::{BESIDE, CompanyFields},
    company_form::CompanyForm,
    follow::TITLE_ID,
    licence::Licence,
    phone_code::PhoneCode,
    proof::{self, Proof},
};
use crate::{
    api::{ApiError, Remote},
    browser,
    console::deed::Deed,
    texts::{applications, apply as texts, common},
    ui::{Button, ButtonKind, Symbol},
};

/// The code of an application whose request id was used for another form.
const REQUEST_ID_REUSED: &str = "request_id_reused";
const PHONE_CODE: &str = "/phone_code";

/// What is typed, and the id it is sent with once.
#[derive(Clone)]
struct Draft {
    request_id: Uuid,
    typed: Vec<String>,
}

thread_local! {
    /// In memory only: another language draws the page anew and must not lose what was typed.
    static DRAFT: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

#[component]
pub fn Apply() -> impl IntoView {
    let made = RwSignal::new(proof::made());
    move || match made.get() {
        Some(proof) => view! { <Made proof made /> }.into_any(),
        None => view! { <Form made /> }.into_any(),
    }
}

#[component]
fn Form(made: RwSignal<Option<Proof>>) -> impl IntoView {
    let form = CompanyForm::new();
    let draft = DRAFT.with_borrow(Clone::clone);
    let request_id = StoredValue::new(draft.as_ref().map_or_else(Uuid::new_v4, |draft| draft.request_id));
    if let Some(draft) = draft {
        form.fill(draft.typed);
    }
    Effect::new(move |_| {
        DRAFT.set(Some(Draft { request_id: request_id.get_value(), typed: form.typed() }));
    });
    let facts = Remote::<NetworkFacts>::new();
    facts.load(calls::network());
    let code = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let deed = Deed::new();
    let refused = deed.beside(PHONE_CODE);
    // Where the network's facts did not come, the service says whether it wants a code.
    let needs_code = Memo::new(move |_| {
        facts.value().with(|facts| facts.as_ref().is_some_and(|facts| facts.sends_sms)) || refused.get().is_some()
    });
    let code_error = Signal::derive(move || {
        let is_missing = tried.get() && code.with(|code| code.trim().is_empty());
        is_missing.then(|| applications::REQUIRED.t().to_owned()).or_else(|| refused.get())
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.check();
        tried.set(true);
        let phone_code = Some(code.get_untracked().trim().to_owned()).filter(|code| !code.is_empty());
        let sheet = untrack(|| form.sheet()).filter(|_| phone_code.is_some() || !needs_code.get_untracked());
        let Some(sheet) = sheet else {
            browser::focus_first_wrong();
            return;
        };
        let phone = sheet.contact_phone.clone();
        let application = ApplicationCreate { request_id: request_id.get_value(), phone_code, form: sheet };
        let work = async move {
            let sent = calls::apply(&application).await;
            if let Err(error) = &sent {
                after_refusal(error, request_id);
            }
            sent
        };
        deed.run(work, move |created| {
            DRAFT.set(None);
            let proof = Proof { number: created.application_no, phone };
            proof::keep_made(proof.clone());
            made.set(Some(proof));
            request_animation_frame(|| browser::focus(TITLE_ID));
        });
    };
    view! {
        <form class="card" on:submit=send novalidate>
            <h1>{texts::TITLE.t()}</h1>
            <p class="why">{texts::WHY.t()}</p>
            <CompanyFields form deed>
                {move || needs_code.get().then(|| view! { <PhoneCode form value=code error=code_error /> })}
            </CompanyFields>
            {deed.refusal(BESIDE)}
            <Button kind=ButtonKind::Main busy=deed.busy>
                {texts::SUBMIT.t()}
            </Button>
            <p class="under ways">
                <a href="/follow">{texts::FOLLOW_LINK.t()}</a>
                <a href="/sign-in">{texts::SIGN_IN_LINK.t()}</a>
            </p>
        </form>
    }
}

fn after_refusal(error: &ApiError, request_id: StoredValue<Uuid>) {
    if error.code() == Some(REQUEST_ID_REUSED) {
        // An answer was lost and the form changed since: the next try is another application.
        let _ = request_id.try_set_value(Uuid::new_v4());
    }
    if error.is_final() {
        browser::focus_first_wrong();
    }
}

/// The number, to be written down, and the licence.
#[component]
fn Made(proof: Proof, made: RwSignal<Option<Proof>>) -> impl IntoView {
    let number = StoredValue::new(proof.number.clone());
    let copied = RwSignal::new(false);
    let anew = move |()| {
        proof::forget_made();
        made.set(None);
    };
    view! {
        <div class="card">
            <h1 id=TITLE_ID tabindex="-1">
                {texts::DONE_TITLE.t()}
            </h1>
            <p class="why">{texts::DONE_NUMBER.t()}</p>
            <p class="big-number" data-number="">
                {proof.number.clone()}
            </p>
            <div class="number-acts">
                <Button
                    icon=Symbol::Copy
                    on_press=move |()| {
                        number.with_value(|number| browser::copy(number));
                        copied.set(true);
                    }
                >
                    {common::COPY.t()}
                </Button>
                <span class="sub" role="status">
                    {move || copied.get().then(|| common::COPIED.t())}
                </span>
            </div>
            <p>{texts::DONE_KEEP.t()}</p>
            <section class="part">
                <h2>{texts::NEXT.t()}</h2>
                <p class="sub">{texts::LICENCE_WHY.t()}</p>
                <Licence proof on_sent=move |_| {} />
            </section>
            <p class="under ways">
                <a href="/follow">{texts::TO_FOLLOW.t()}</a>
                <Button kind=ButtonKind::Quiet on_press=anew>
                    {texts::APPLY_ANEW.t()}
                </Button>
            </p>
        </div>
    }
}
