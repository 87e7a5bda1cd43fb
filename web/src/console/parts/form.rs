//! Adding and changing an owner or a department.

use leptos::prelude::*;
use shared::parts::{PART_CODE_CHARS, PART_NAME_CHARS};
use uuid::Uuid;

use super::{
    Parts,
    markup::{MarkupFields, MarkupText},
    part::{Kind, Part},
    service,
};
use crate::{
    api::IdempotencyKey,
    browser,
    console::deed::Deed,
    texts::{common, parts as texts},
    ui::{Button, ButtonKind, Dialog, Field, Select, Toasts},
};

const BESIDE: &[&str] = &["/code", "/name", "/sender_contact_id", "/template_id", "/markup"];

#[component]
pub fn PartDialog(editing: RwSignal<Option<(Kind, Option<Part>)>>) -> impl IntoView {
    let title = move || match editing.get() {
        Some((kind, Some(part))) => kind.edit().fill(&[("name", &part.name)]),
        Some((kind, None)) => kind.add().t().to_owned(),
        None => String::new(),
    };
    let form = move || {
        editing.get_untracked().map(|(kind, known)| view! { <Form kind known on_over=move |()| editing.set(None) /> })
    };
    view! {
        <Dialog
            open=Signal::derive(move || editing.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| editing.set(None)
        >
            {form()}
        </Dialog>
    }
}

#[component]
fn Form(kind: Kind, known: Option<Part>, #[prop(into)] on_over: Callback<()>) -> impl IntoView {
    let parts = Parts::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let key = IdempotencyKey::new();
    let tried = RwSignal::new(false);
    let code = RwSignal::new(known.as_ref().map(|part| part.code.clone()).unwrap_or_default());
    let name = RwSignal::new(known.as_ref().map(|part| part.name.clone()).unwrap_or_default());
    let sender = known.as_ref().and_then(|part| part.sender).map(|id| id.to_string()).unwrap_or_default();
    let sender = RwSignal::new(sender);
    let template = RwSignal::new(known.as_ref().and_then(|part| part.template.clone()).unwrap_or_default());
    let markup = MarkupText::of(known.as_ref().map(|part| part.markup).unwrap_or_default());
    let (id, is_active) = known.map_or((None, true), |part| (Some(part.id), part.is_active));
    let error = move |value, pointer| deed.missing_or_beside(value, tried, pointer);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let Some(markup) = untrack(|| markup.read()) else {
            browser::focus_first_wrong();
            return;
        };
        let part = Part {
            kind,
            id: id.unwrap_or(Uuid::nil()),
            code: text(code),
            name: text(name),
            is_active,
            sender: sender.get_untracked().parse().ok(),
            template: Some(template.get_untracked()).filter(|id| !id.is_empty()),
            markup,
        };
        if part.code.is_empty() || part.name.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let work = async move {
            let saved = if id.is_some() { service::save(part).await } else { service::create(part, key).await };
            if saved.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            saved
        };
        deed.run(work, move |name| {
            toasts.done(texts::SAVED.fill(&[("name", &name)]));
            parts.load();
            on_over.run(());
        });
    };
    let senders = Signal::derive(move || {
        let none = (String::new(), texts::SENDER_NONE.t().to_owned());
        let named = parts.sender_names().into_iter().map(|(id, words)| (id.to_string(), words));
        std::iter::once(none).chain(named).collect::<Vec<_>>()
    });
    view! {
        <form on:submit=save novalidate>
            <Field
                label=texts::COL_CODE.t()
                value=code
                error=error(code, "/code")
                hint=Signal::derive(|| Some(texts::CODE_HINT.t().to_owned()))
                max_chars=PART_CODE_CHARS
                required=true
                autofocus=true
            />
            <Field
                label=texts::COL_NAME.t()
                value=name
                error=error(name, "/name")
                max_chars=PART_NAME_CHARS
                required=true
            />
            {(kind == Kind::Owner)
                .then(|| {
                    view! {
                        <Select
                            label=texts::SENDER.t()
                            value=sender
                            options=senders
                            error=deed.beside("/sender_contact_id")
                        />
                        <TemplateSelect value=template error=deed.beside("/template_id") />
                        <MarkupFields markup deed tried />
                    }
                })}
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=on_over>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}

/// The label of their parcels, where there is more than the merchant's own.
#[component]
fn TemplateSelect(value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let parts = Parts::expect();
    let chosen = value.get_untracked();
    let options = Signal::derive(move || {
        let none = (String::new(), texts::TEMPLATE_NONE.t().to_owned());
        let mut options: Vec<_> = std::iter::once(none).chain(parts.template_names()).collect();
        // What is chosen stays to be seen, as for who may not read what it is called.
        if !options.iter().any(|(id, _)| *id == chosen) {
            options.push((chosen.clone(), texts::TEMPLATE_UNKNOWN.t().to_owned()));
        }
        options
    });
    let has_any = Memo::new(move |_| options.with(|options| options.len() > 1));
    move || has_any.get().then(|| view! { <Select label=texts::TEMPLATE.t() value options error /> })
}
