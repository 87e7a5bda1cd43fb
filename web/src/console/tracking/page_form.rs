//! How the merchant shows itself to receivers who follow a parcel.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    limits::{
        TRACKING_HOTLINE_CHARS, TRACKING_LOGO_HEIGHT, TRACKING_LOGO_WIDTH, TRACKING_NAME_CHARS, TRACKING_WORDS_CHARS,
    },
    tracks::TrackingPage,
};
use web_sys::File;

use super::{Board, service};
use crate::{
    api::Remote,
    browser::{self, pictures},
    console::{deed::Deed, listed::Listed},
    i18n::Text,
    texts::{common, tracking as texts},
    ui::{Button, ButtonKind, Dialog, Field, FileButton, TextArea, Toasts},
};

const COLOR_CHARS: usize = 7;
const PUBLIC_PATH: &str = "/t";

#[component]
pub fn PageDialog() -> impl IntoView {
    let board = Board::expect();
    let close = Callback::new(move |()| board.is_page_open.set(false));
    let title = Signal::derive(|| texts::PAGE_TITLE.t().to_owned());
    view! {
        <Dialog open=board.is_page_open title on_close=close>
            <Loading close />
        </Dialog>
    }
}

#[component]
fn Loading(close: Callback<()>) -> impl IntoView {
    let page = Remote::<TrackingPage>::new();
    let load = Callback::new(move |()| page.load(service::page()));
    load.run(());
    view! {
        <Listed remote=page load>
            {move || page.value().get().map(|page| view! { <Form page close /> })}
        </Listed>
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[component]
fn Form(page: TrackingPage, close: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let [name, color, hotline, words, logo] =
        [page.name, page.color, page.hotline, page.words, page.logo].map(RwSignal::new);
    let tried = RwSignal::new(false);
    let refused = deed.beside("/color");
    let wrong_color = move || color.with(|color| !color.trim().is_empty() && !is_color(color.trim()));
    let color_error = Signal::derive(move || {
        (tried.get() && wrong_color()).then(|| texts::PAGE_COLOR_WRONG.t().to_owned()).or_else(|| refused.get())
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if untrack(wrong_color) {
            browser::focus_first_wrong();
            return;
        }
        let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let page = TrackingPage {
            name: text(name),
            color: text(color),
            hotline: text(hotline),
            words: text(words),
            logo: logo.get_untracked(),
        };
        deed.run(async move { service::set_page(&page).await }, move |_| {
            toasts.done(texts::PAGE_SAVED.t());
            close.run(());
        });
    };
    let hint = |text: Text| Signal::derive(move || Some(text.t().to_owned()));
    // What is no colour paints nothing.
    let swatch = move || color.with(|color| Some(color.trim().to_owned()).filter(|color| is_color(color)));
    view! {
        <form on:submit=save novalidate>
            <p class="lead sub">
                {texts::PAGE_WHAT.t()} " " <a href=PUBLIC_PATH target="_blank" rel="noopener">{texts::PAGE_OPEN.t()}</a>
            </p>
            {deed.refusal(&["/name", "/color", "/hotline", "/words", "/logo"])}
            <Field
                label=texts::PAGE_NAME.t()
                value=name
                hint=hint(texts::PAGE_NAME_HINT)
                error=deed.beside("/name")
                max_chars=TRACKING_NAME_CHARS
            />
            <LogoField logo error=deed.beside("/logo") />
            <div class="color-line">
                <Field
                    label=texts::PAGE_COLOR.t()
                    value=color
                    hint=hint(texts::PAGE_COLOR_HINT)
                    error=color_error
                    max_chars=COLOR_CHARS
                />
                <i class="swatch" aria-hidden="true" style:background=swatch></i>
            </div>
            <Field
                label=texts::PAGE_HOTLINE.t()
                value=hotline
                hint=hint(texts::PAGE_HOTLINE_HINT)
                error=deed.beside("/hotline")
                max_chars=TRACKING_HOTLINE_CHARS
            />
            <TextArea
                label=texts::PAGE_WORDS.t()
                value=words
                hint=hint(texts::PAGE_WORDS_HINT)
                error=deed.beside("/words")
                max_chars=TRACKING_WORDS_CHARS
            />
            <div class="acts">
                <Button on_press=move |()| close.run(())>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}

/// The mark as base64 of a PNG; none where it is empty.
#[component]
fn LogoField(logo: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let toasts = Toasts::expect();
    let reading = RwSignal::new(false);
    let chosen = move |file: File| {
        reading.set(true);
        spawn_local(async move {
            match pictures::logo(&file, TRACKING_LOGO_WIDTH.into(), TRACKING_LOGO_HEIGHT.into()).await {
                Ok(base64) => drop(logo.try_set(base64)),
                Err(_) => toasts.failed(texts::PAGE_LOGO_FAILED.t()),
            }
            let _ = reading.try_set(false);
        });
    };
    let has_one = Memo::new(move |_| logo.with(|logo| !logo.is_empty()));
    view! {
        <div class="logo-line">
            {move || {
                has_one
                    .get()
                    .then(|| {
                        let address = move || format!("data:image/png;base64,{}", logo.get());
                        view! { <img src=address alt=texts::PAGE_LOGO.t() /> }
                    })
            }}
            <FileButton accept="image/png,image/jpeg,image/webp" busy=reading on_file=chosen>
                {move || if has_one.get() { texts::PAGE_LOGO_OTHER.t() } else { texts::PAGE_LOGO_ADD.t() }}
            </FileButton>
            {move || {
                has_one
                    .get()
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet on_press=move |()| logo.set(String::new())>
                                {texts::PAGE_LOGO_REMOVE.t()}
                            </Button>
                        }
                    })
            }}
        </div>
        {move || error.get().map(|words| view! { <p class="wrong" role="alert">{words}</p> })}
    }
}
