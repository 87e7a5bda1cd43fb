//! Accounts and access as a module that the page loads when it is wanted.

// On the host only the library's tests run.
#[cfg(target_arch = "wasm32")]
mod exports {
    use js_sys::Function;
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
    use web_sys::HtmlElement;

    /// Shows the console in `host`; see `web::console::open`.
    #[wasm_bindgen]
    pub fn open(host: &HtmlElement, opening: &str, ask: Function, go: Function) -> Result<u32, JsValue> {
        web::console::open(host, opening, ask, go)
    }

    /// Takes away what was opened with this number.
    #[wasm_bindgen]
    pub fn close(number: u32) {
        web::console::close(number);
    }
}

fn main() {
    console_error_panic_hook::set_once();
}
