//! The import page: hand a file in, see the recent ones.

use leptos::prelude::*;
use shared::{Page, Permission, imports::Import};

use super::recent::RecentImports;
use crate::{
    api::{self, Remote, Session},
    bridge::ConsolePlace,
    features::console::Console,
    texts::imports as texts,
    ui::{Icon, Symbol},
};

const RECENT: u32 = 20;

#[component]
pub fn ImportBoard() -> impl IntoView {
    let may_write = Session::expect().may(Permission::ImportsWrite);
    let imports = Remote::<Page<Import>>::new();
    let load = move || imports.load(api::imports::list(RECENT));
    load();
    view! {
        <div class="head">
            <h1>{texts::TITLE.t()}</h1>
            <div class="end">
                <a class="btn" href="/api/v1/imports/template" download="">
                    <Icon symbol=Symbol::Download />
                    {texts::TEMPLATE.t()}
                </a>
            </div>
        </div>
        <div class="flow">
            {may_write.then(|| view! { <Console place=ConsolePlace::HandIn /> })}
            <RecentImports imports reload=move |()| load() />
        </div>
    }
}
