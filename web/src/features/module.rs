//! A part of the page that is loaded as a module of its own when it is wanted. It asks the service through the page.

use js_sys::{Function, Promise, Reflect};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::FormData;

use crate::{
    api::{ApiError, Call, Session},
    bridge::{Errand, Told},
    browser,
    features::shell::{PrintDesk, PrintRequest},
    i18n::Text,
    texts::common,
    ui::{Button, EmptyState, Skeleton, Symbol},
};

// Its style is there before it is shown, so that nothing jumps.
#[wasm_bindgen(inline_js = r#"
export async function load_module(address, style) {
  const styled = document.querySelector(`link[href="${style}"]`) ? null : new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: style, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
  const module = await import(address);
  await styled;
  return module;
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    fn load_module(address: &str, style: &str) -> Result<Promise, JsValue>;
}

#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Loading,
    Shown,
    Failed,
}

/// A module's place on the page.
#[component]
pub fn Module(
    /// Its script is there with `.js`, its style with `.css`.
    address: &'static str,
    /// What it shows, as its `open` reads it.
    opening: String,
    loading: Text,
    failed: Text,
    /// It says that it is over, and what to say about it.
    #[prop(optional_no_strip)]
    on_over: Option<Callback<Option<String>>>,
) -> impl IntoView {
    let session = Session::expect();
    let desk = PrintDesk::expect();
    let standing = RwSignal::new(Standing::Loading);
    let host = NodeRef::<html::Div>::new();
    let navigate = StoredValue::new_local(use_navigate());
    // What the module calls lives as long as this place does.
    let calls = StoredValue::new_local(None::<(Closure<dyn Fn(String, JsValue) -> Promise>, Closure<dyn Fn(String)>)>);
    let module = StoredValue::new_local(None::<JsValue>);
    let opening = StoredValue::new(opening);
    let show = move || {
        standing.set(Standing::Loading);
        spawn_local(async move {
            let loaded = load(address).await;
            let Some(Some(host)) = host.try_get_untracked() else { return };
            let ask = Closure::<dyn Fn(String, JsValue) -> Promise>::new(move |errand: String, form: JsValue| {
                future_to_promise(
                    async move { Ok(JsValue::from_str(&answer(session, desk, &errand, form, on_over).await)) },
                )
            });
            let go = Closure::<dyn Fn(String)>::new(move |path: String| {
                navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
            });
            let text = opening.get_value();
            let shown = loaded.and_then(|module| {
                let open: Function = Reflect::get(&module, &"open".into())?.unchecked_into();
                let (ask, go) = (ask.as_ref(), go.as_ref());
                open.call4(&JsValue::NULL, &host, &JsValue::from_str(&text), ask, go)?;
                Ok(module)
            });
            match shown {
                Ok(opened) => {
                    module.set_value(Some(opened));
                    calls.set_value(Some((ask, go)));
                    standing.set(Standing::Shown);
                }
                Err(error) => {
                    leptos::logging::error!("{address}: {error:?}");
                    standing.set(Standing::Failed);
                }
            }
        });
    };
    host.on_load(move |_| show());
    on_cleanup(move || {
        if let Some(Some(module)) = module.try_get_value()
            && let Ok(close) = Reflect::get(&module, &"close".into())
        {
            let _ = close.unchecked_into::<Function>().call0(&JsValue::NULL);
        }
    });
    view! {
        <div class="module-host" node_ref=host></div>
        {move || match standing.get() {
            Standing::Shown => ().into_any(),
            Standing::Loading => {
                view! {
                    <div class="flow">
                        <span class="sr-only" role="status">{loading.t()}</span>
                        <Skeleton lines=6 />
                    </div>
                }
                .into_any()
            }
            Standing::Failed => {
                view! {
                    <EmptyState symbol=Symbol::Alert title=failed.t() words=ApiError::Unreachable.words()>
                        <Button icon=Symbol::Refresh on_press=move |()| show()>
                            {common::RETRY.t()}
                        </Button>
                    </EmptyState>
                }
                .into_any()
            }
        }}
    }
}

/// The module, ready; the browser keeps it, so that only the first time takes a moment.
async fn load(address: &str) -> Result<JsValue, JsValue> {
    let module = JsFuture::from(load_module(&format!("{address}.js"), &format!("{address}.css"))?).await?;
    let start: Function = Reflect::get(&module, &"default".into())?.unchecked_into();
    JsFuture::from(start.call0(&JsValue::NULL)?.unchecked_into::<Promise>()).await?;
    Ok(module)
}

async fn answer(
    session: Session,
    desk: PrintDesk,
    errand: &str,
    form: JsValue,
    on_over: Option<Callback<Option<String>>>,
) -> String {
    let told = match serde_json::from_str::<Errand>(errand) {
        Ok(Errand::Over { said }) => {
            on_over.map(|over| over.try_run(said));
            Told::Body(String::new())
        }
        Ok(Errand::Print(shipment_ids)) => {
            desk.request(PrintRequest { shipment_ids, printed_before: 0 });
            Told::Body(String::new())
        }
        Ok(Errand::PrintAgain { shipment_ids, reason }) => {
            desk.request_again(shipment_ids, reason);
            Told::Body(String::new())
        }
        Ok(errand) => match run(session, errand, form.dyn_into::<FormData>().ok()).await {
            Ok(body) => Told::Body(body),
            Err(ApiError::Problem(problem)) => Told::Problem(problem),
            Err(ApiError::Unreachable) => Told::Unreachable,
            Err(ApiError::Unreadable) => Told::Unreadable,
            Err(ApiError::SignedOut) => Told::SignedOut,
        },
        Err(_) => Told::Unreadable,
    };
    serde_json::to_string(&told).unwrap_or_default()
}

async fn run(session: Session, errand: Errand, form: Option<FormData>) -> Result<String, ApiError> {
    match errand {
        Errand::Call(asked) => {
            let call = Call::of(asked);
            return match form {
                Some(form) => call.form(form).text().await,
                None => call.text().await,
            };
        }
        Errand::Save { asked, name } => {
            let file = Call::of(asked).accept("*/*").bytes().await?;
            browser::save_file(&file.bytes, &file.media_type, &name);
        }
        Errand::SignIn(request) => session.sign_in(&request).await?,
        Errand::SwitchSeat(seat) => session.switch_seat(&seat).await?,
        Errand::ViewMerchant(merchant) => session.view(merchant).await?,
        Errand::Print(_) | Errand::PrintAgain { .. } | Errand::Over { .. } => {}
    }
    Ok(String::new())
}
