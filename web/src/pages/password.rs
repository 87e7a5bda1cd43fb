use leptos::prelude::*;

use crate::features::password::PasswordForm;

/// A new password: forced after a first sign-in, or wished for.
#[component]
pub fn PasswordPage() -> impl IntoView {
    view! {
        <main class="gate">
            <PasswordForm />
        </main>
    }
}
