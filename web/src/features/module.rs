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
    features::shell::{Finder, PrintDesk, PrintRequest},
    i18n::Text,
    texts::common,
    ui::{Button, EmptyState, Skeleton, Symbol},
};

// A module begins once, however many ask for it. Its style is there before it is shown, so that nothing jumps, and not before that: what is
// shown meanwhile is another page.
#[wasm_bindgen(inline_js = r#"
const modules = new Map();
function begin(address) {
  if (!modules.has(address)) {
    const module = import(`${address}.js`).then((module) => module.default().then(() => module));
    modules.set(address, module);
    module.catch(() => modules.delete(address));
  }
  return modules.get(address);
}
export async function load_module(address) {
  const style = `${address}.css`;
  const styled = document.querySelector(`link[href="${style}"]`) ? null : new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: style, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
  const module = await begin(address);
  await styled;
  return module;
}
export function load_when_idle(address) {
  const load = () => begin(address).catch(() => {});
  setTimeout(() => (window.requestIdleCallback ?? setTimeout)(load), 1000);
}
"#)]
extern "C" {
    fn load_module(address: &str) -> Promise;
    /// Has the module fetched while the browser has nothing else to do, so that its first page does not wait for it.
    pub fn load_when_idle(address: &str);
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
    let navigate = use_navigate();
    let go: Go = StoredValue::new_local(Box::new(move |path| navigate(path, NavigateOptions::default())));
    let place = Place { session: Session::expect(), desk: PrintDesk::expect(), finder: Finder::expect(), go, on_over };
    let standing = RwSignal::new(Standing::Loading);
    let host = NodeRef::<html::Div>::new();
    // The module, and what it calls the thing that it shows here.
    let opened = StoredValue::new_local(None::<(JsValue, JsValue)>);
    let opening = StoredValue::new(opening);
    let show = move || {
        standing.set(Standing::Loading);
        spawn_local(async move {
            let loaded = JsFuture::from(load_module(address)).await;
            let Some(Some(host)) = host.try_get_untracked() else { return };
            let text = opening.get_value();
            let shown = loaded.and_then(|module| {
                let open: Function = Reflect::get(&module, &"open".into())?.unchecked_into();
                let (ask, go) = (place.errands(), place.ways());
                let number = open.call4(&JsValue::NULL, &host, &JsValue::from_str(&text), &ask, &go)?;
                Ok((module, number))
            });
            match shown {
                Ok(shown) => {
                    opened.set_value(Some(shown));
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
        if let Some(Some((module, number))) = opened.try_get_value()
            && let Ok(close) = Reflect::get(&module, &"close".into())
        {
            let _ = close.unchecked_into::<Function>().call1(&JsValue::NULL, &number);
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

type Go = StoredValue<Box<dyn Fn(&str)>, LocalStorage>;

/// What the page does for a module that is shown.
#[derive(Clone, Copy)]
struct Place {
    session: Session,
    desk: PrintDesk,
    finder: Finder,
    go: Go,
    on_over: Option<Callback<Option<String>>>,
}

impl Place {
    /// Does errands. The browser keeps it as long as the module has it: what was begun here is finished when something else is shown.
    fn errands(self) -> JsValue {
        let ask = move |errand: String, form: JsValue| {
            future_to_promise(async move { Ok(JsValue::from_str(&self.answer(&errand, form).await)) })
        };
        Closure::<dyn Fn(String, JsValue) -> Promise>::new(ask).into_js_value()
    }

    /// Shows another page.
    fn ways(self) -> JsValue {
        Closure::<dyn Fn(String)>::new(move |path: String| self.go(&path)).into_js_value()
    }

    fn go(self, path: &str) {
        // Whoever asks late finds the page gone elsewhere already.
        let _ = self.go.try_with_value(|go| go(path));
    }

    async fn answer(self, errand: &str, form: JsValue) -> String {
        let told = match serde_json::from_str::<Errand>(errand) {
            Ok(errand) => match self.run(errand, form.dyn_into::<FormData>().ok()).await {
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

    async fn run(self, errand: Errand, form: Option<FormData>) -> Result<String, ApiError> {
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
                return Ok(file.rows_max.unwrap_or_default());
            }
            Errand::OpenFile(asked) => {
                let file = Call::of(asked).accept("*/*").bytes().await?;
                let address = browser::object_address(&file.bytes, &file.media_type);
                browser::open_tab(&address);
                return Ok(address);
            }
            Errand::SignIn(request) => self.session.sign_in(&request).await?,
            Errand::SwitchSeat(seat) => self.session.switch_seat(&seat).await?,
            Errand::ViewMerchant(merchant) => self.session.view(merchant).await?,
            Errand::Print(shipment_ids) => self.desk.request(PrintRequest { shipment_ids, printed_before: 0 }),
            Errand::PrintAgain { shipment_ids, reason } => self.desk.request_again(shipment_ids, reason),
            Errand::Show(shipment) => {
                self.finder.wanted.set(Some(shipment));
                self.go("/shipments");
            }
            Errand::Over { said } => {
                self.on_over.map(|over| over.try_run(said));
            }
        }
        Ok(String::new())
    }
}
