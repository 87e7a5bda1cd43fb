//! The printer in the top bar.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{Printing, Standing, words};

/// The connected printer and its paper, in the top bar.
#[component]
pub fn PrinterStatus() -> impl IntoView {
    let Some(printing) = use_context::<Printing>() else { return ().into_any() };
    let printers = printing.printers;
    let name = move || printers.current().map(|printer| printer.setup.name);
    let line = move || {
        let (state, dot) = words::standing(&printers.standing());
        let name = name();
        view! {
            <span class=dot aria-hidden="true"></span>
            {name.map(|name| view! { <span class="printer-name">{name}</span> " · " })}
            <span>{state}</span>
        }
    };
    let press = move |_| printers.setup.set(Some(None));
    view! {
        <span class="printer-status" role="status">
            {move || {
                if name().is_none() && printers.standing() == Standing::NotSetUp {
                    view! {
                        <button type="button" class="btn quiet" on:click=press>
                            {line}
                        </button>
                    }
                        .into_any()
                } else {
                    view! {
                        <A href="/print" attr:class="btn quiet">
                            {line}
                        </A>
                    }
                        .into_any()
                }
            }}
        </span>
    }
    .into_any()
}
