//! Answering what the reviewer asked, with the form as it should be.

use leptos::prelude::*;
use shared::applications::{APPLICATION_TEXT_CHARS, ApplicationForm};

use super::{
    calls,
    company_fields::{BESIDE, CompanyFields},
    company_form::CompanyForm,
    follow::Followed,
};
use crate::{
    browser,
    console::deed::Deed,
    texts::apply as texts,
    ui::{Button, ButtonKind, TextArea, Toasts},
};

#[component]
pub fn Amending(question: Option<String>, form: Option<ApplicationForm>, followed: Followed) -> impl IntoView {
    let toasts = Toasts::expect();
    let form = form.as_ref().map_or_else(CompanyForm::new, CompanyForm::of);
    let answer = RwSignal::new(String::new());
    let deed = Deed::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.check();
        let Some(sheet) = untrack(|| form.sheet()) else {
            browser::focus_first_wrong();
            return;
        };
        let proof = followed.proof.get_untracked();
        let text = answer.get_untracked().trim().to_owned();
        let work = async move {
            let amended = calls::amend(proof, sheet, text).await;
            if amended.as_ref().is_err_and(|error| error.is_final()) {
                browser::focus_first_wrong();
            }
            amended
        };
        deed.run(work, move |status| {
            toasts.done(texts::AMENDED.t());
            followed.put(status);
        });
    };
    view! {
        <section class="part">
            <h2>{texts::QUESTION.t()}</h2>
            {question.map(|question| view! { <p class="said">{question}</p> })}
            <form on:submit=send novalidate>
                <TextArea
                    label=texts::ANSWER.t()
                    value=answer
                    error=deed.beside("/answer")
                    hint=Signal::derive(|| Some(texts::ANSWER_HINT.t().to_owned()))
                    max_chars=APPLICATION_TEXT_CHARS
                />
                <CompanyFields form deed keeps_phone=true />
                {deed.refusal(BESIDE)}
                <div class="part-acts">
                    <Button kind=ButtonKind::Main busy=deed.busy>
                        {texts::AMEND.t()}
                    </Button>
                </div>
            </form>
        </section>
    }
}
