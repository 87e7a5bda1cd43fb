//! Label templates, from the page's side: the designer is loaded as a module of its own, and asks the service through the page.

use js_sys::{Function, Promise, Reflect};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::Permission;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::{
    api::{ApiError, Call, Session},
    designer::bridge::{Asked, Opening, Told},
    i18n,
    texts::templates as texts,
    ui::{Button, EmptyState, Skeleton, Symbol},
};

const MODULE_ADDRESS: &str = "/designer.js";

#[wasm_bindgen(inline_js = "export function load_module(address) { return import(address); }")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn load_module(address: &str) -> Result<Promise, JsValue>;
}

#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Loading,
    Shown,
    Failed,
}

/// The designer's place on the page: the list, or one template.
#[component]
pub fn Designer(#[prop(optional)] template: Option<String>) -> impl IntoView {
    let session = Session::expect();
    let standing = RwSignal::new(Standing::Loading);
    let host = NodeRef::<html::Div>::new();
    let navigate = StoredValue::new_local(use_navigate());
    // What the module calls lives as long as this place does.
    let calls = StoredValue::new_local(None::<(Closure<dyn Fn(String) -> Promise>, Closure<dyn Fn(String)>)>);
    let module = StoredValue::new_local(None::<JsValue>);
    let opening = StoredValue::new(Opening {
        template,
        language: i18n::current().tag().to_owned(),
        may_write: session.may(Permission::LabelTemplatesWrite),
        may_reveal: session.may(Permission::PersonalDataReveal),
    });
    let show = move || {
        standing.set(Standing::Loading);
        spawn_local(async move {
            let loaded = load().await;
            let Some(Some(host)) = host.try_get_untracked() else { return };
            let ask = Closure::<dyn Fn(String) -> Promise>::new(|asked: String| {
                future_to_promise(async move { Ok(JsValue::from_str(&answer(&asked).await)) })
            });
            let go = Closure::<dyn Fn(String)>::new(move |path: String| {
                navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
            });
            let text = opening.with_value(|opening| serde_json::to_string(opening).unwrap_or_default());
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
                    leptos::logging::error!("designer: {error:?}");
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
        <div class="designer-host" node_ref=host></div>
        {move || match standing.get() {
            Standing::Shown => ().into_any(),
            Standing::Loading => {
                view! {
                    <div class="flow">
                        <span class="sr-only" role="status">{texts::LOADING_DESIGNER.t()}</span>
                        <Skeleton lines=6 />
                    </div>
                }
                .into_any()
            }
            Standing::Failed => {
                view! {
                    <EmptyState symbol=Symbol::Alert title=texts::DESIGNER_FAILED.t() words=ApiError::Unreachable.words()>
                        <Button icon=Symbol::Refresh on_press=move |()| show()>
                            {crate::texts::common::RETRY.t()}
                        </Button>
                    </EmptyState>
                }
                .into_any()
            }
        }}
    }
}

/// The module, ready; the browser keeps it, so that only the first time takes a moment.
async fn load() -> Result<JsValue, JsValue> {
    let module = JsFuture::from(load_module(MODULE_ADDRESS)?).await?;
    let start: Function = Reflect::get(&module, &"default".into())?.unchecked_into();
    JsFuture::from(start.call0(&JsValue::NULL)?.unchecked_into::<Promise>()).await?;
    Ok(module)
}

async fn answer(asked: &str) -> String {
    let told = match serde_json::from_str::<Asked>(asked) {
        Ok(asked) => ask(asked).await,
        Err(_) => Told::Unreadable,
    };
    serde_json::to_string(&told).unwrap_or_default()
}

async fn ask(asked: Asked) -> Told {
    match Call::of(asked).text().await {
        Ok(body) => Told::Body(body),
        Err(ApiError::Problem(problem)) => Told::Problem(problem),
        Err(ApiError::Unreachable) => Told::Unreachable,
        Err(ApiError::Unreadable) => Told::Unreadable,
        Err(ApiError::SignedOut) => Told::SignedOut,
    }
}
