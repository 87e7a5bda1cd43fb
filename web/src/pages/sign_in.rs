use leptos::prelude::*;

use crate::{
    browser,
    features::{shell::LanguageChoice, sign_in::SignInForm},
    texts::{common, sign_in},
};

/// Signing in.
#[component]
pub fn SignInPage() -> impl IntoView {
    browser::set_title(&format!("{} · {}", sign_in::TITLE.t(), common::APP_NAME.t()));
    view! {
        <main class="gate">
            <div>
                <SignInForm />
                <div class="under-card">
                    <LanguageChoice />
                </div>
            </div>
        </main>
    }
}
