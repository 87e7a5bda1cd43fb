//! Accounts and access as a module that the page loads when it is wanted.

// On the host only the library's tests run.
#[cfg(target_arch = "wasm32")]
mod exports {
    use js_sys::Function;
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
    use web_sys::HtmlElement;

    /// Shows the console in `host`; see `web::console::open`.
    #[wasm_bindgen]
    pub fn open(host: &HtmlElement, opening: &str, ask: Function, go: Function) -> Result<(), JsValue> {
        web::console::open(host, opening, ask, go)
    }

    /// Takes the console away.
    #[wasm_bindgen]
    pub fn close() {
        web::console::close();
    }
}

fn main() {
    console_error_panic_hook::set_once();
}
