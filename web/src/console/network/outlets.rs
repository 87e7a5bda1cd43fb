//! The network's outlets and where they answer for.

use leptos::prelude::*;
use shared::{
    OutletId, Permission,
    merchants::{OUTLET_CODE_CHARS, OUTLET_NAME_CHARS, OUTLET_REGIONS_MAX, Outlet, OutletWrite},
};

use super::service;
use crate::{
    api::Remote,
    browser,
    console::{
        app::Desk,
        deed::Deed,
        divisions,
        listed::{Listed, content},
        places::ChosenPlaces,
    },
    texts::{common, outlets as texts, people},
    ui::{Button, ButtonKind, Dialog, Field, Pill, Symbol, Toasts, Tone},
};

const BESIDE: &[&str] = &["/code", "/name", "/regions"];

/// The outlets on the page, in context.
#[derive(Clone, Copy)]
struct Book {
    outlets: Remote<Vec<Outlet>>,
    /// What the dialog is open for; nothing inside for a new one.
    editing: RwSignal<Option<Option<Outlet>>>,
    may_write: bool,
}

impl Book {
    fn expect() -> Book {
        expect_context::<Book>()
    }

    fn load(self) {
        self.outlets.load(service::outlets());
    }
}

#[component]
pub fn Outlets() -> impl IntoView {
    let may_write = Desk::expect().may(Permission::StaffWrite);
    let book = Book { outlets: Remote::new(), editing: RwSignal::new(None), may_write };
    provide_context(book);
    book.load();
    let title = move || match book.editing.get() {
        Some(Some(outlet)) => texts::CHANGE_TITLE.fill(&[("name", &outlet.name)]),
        _ => texts::ADD_TITLE.t().to_owned(),
    };
    view! {
        <div class="body">
            <div class="list-side">
                {may_write
                    .then(|| {
                        view! {
                            <div class="list-acts">
                                <Button
                                    kind=ButtonKind::Main
                                    icon=Symbol::Plus
                                    on_press=move |()| book.editing.set(Some(None))
                                >
                                    {texts::ADD.t()}
                                </Button>
                            </div>
                        }
                    })}
                <div class="list">
                    <Listed remote=book.outlets load=Callback::new(move |()| book.load())>
                        <Rows />
                    </Listed>
                </div>
            </div>
        </div>
        <Dialog
            open=Signal::derive(move || book.editing.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| book.editing.set(None)
            wide=true
        >
            {book.editing.get_untracked().map(|known| view! { <Form known /> })}
        </Dialog>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let book = Book::expect();
    view! {
        <table class="people">
            <thead>
                <tr>
                    <th>{texts::COL_CODE.t()}</th>
                    <th>{texts::COL_NAME.t()}</th>
                    <th>{texts::COL_REGIONS.t()}</th>
                    {book
                        .may_write
                        .then(|| {
                            view! {
                                <th>
                                    <span class="sr-only">{people::COL_ACTS.t()}</span>
                                </th>
                            }
                        })}
                </tr>
            </thead>
            <tbody>
                <For each=move || book.outlets.value().get().unwrap_or_default() key=content let:outlet>
                    <Row outlet />
                </For>
            </tbody>
        </table>
    }
}

#[component]
fn Row(outlet: Outlet) -> impl IntoView {
    let book = Book::expect();
    let regions: Vec<String> = outlet.regions.iter().map(|code| divisions::name(*code)).collect();
    let regions = if regions.is_empty() { texts::NO_REGIONS.t().to_owned() } else { regions.join(texts::BETWEEN.t()) };
    let edited = outlet.clone();
    view! {
        <tr>
            <td class="no">{outlet.code}</td>
            <td>
                {outlet.name}
                {outlet
                    .is_default
                    .then(|| {
                        view! {
                            " "
                            <span title=texts::DEFAULT_WHY.t()>
                                <Pill tone=Tone::New words=texts::DEFAULT.t() />
                            </span>
                        }
                    })}
            </td>
            <td class="sub address-cell" title=regions.clone()>{regions.clone()}</td>
            {book
                .may_write
                .then(|| {
                    view! {
                        <td>
                            <Button on_press=move |()| book.editing.set(Some(Some(edited.clone())))>
                                {texts::CHANGE.t()}
                            </Button>
                        </td>
                    }
                })}
        </tr>
    }
}

#[component]
fn Form(known: Option<Outlet>) -> impl IntoView {
    let book = Book::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let tried = RwSignal::new(false);
    let code = RwSignal::new(known.as_ref().map(|outlet| outlet.code.clone()).unwrap_or_default());
    let name = RwSignal::new(known.as_ref().map(|outlet| outlet.name.clone()).unwrap_or_default());
    let regions = RwSignal::new(known.as_ref().map(|outlet| outlet.regions.clone()).unwrap_or_default());
    let id: Option<OutletId> = known.map(|outlet| outlet.id);
    let error = move |value, pointer| deed.missing_or_beside(value, tried, pointer);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let write = OutletWrite { code: text(code), name: text(name), regions: regions.get_untracked() };
        if write.code.is_empty() || write.name.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let work = async move {
            let saved = service::save_outlet(id, &write).await;
            if saved.is_err() {
                browser::focus_first_wrong();
            }
            saved
        };
        deed.run(work, move |outlet: Outlet| {
            toasts.done(texts::SAVED.fill(&[("name", &outlet.name)]));
            book.load();
            book.editing.set(None);
        });
    };
    view! {
        <form on:submit=save novalidate>
            <div class="grid-2">
                <Field
                    label=texts::COL_CODE.t()
                    value=code
                    error=error(code, "/code")
                    max_chars=OUTLET_CODE_CHARS
                    required=true
                    autofocus=true
                />
                <Field
                    label=texts::COL_NAME.t()
                    value=name
                    error=error(name, "/name")
                    max_chars=OUTLET_NAME_CHARS
                    required=true
                />
            </div>
            <ChosenPlaces
                chosen=regions
                legend=texts::COL_REGIONS
                most=OUTLET_REGIONS_MAX
                error=deed.beside("/regions")
            />
            <p class="sub">{texts::REGIONS_WHY.t()}</p>
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| book.editing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}
