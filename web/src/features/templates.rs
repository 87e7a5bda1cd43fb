//! Label templates, from the page's side: the designer is a module of its own.

use leptos::prelude::*;
use shared::Permission;

use super::module::Module;
use crate::{api::Session, bridge::DesignerOpening, i18n, texts::templates as texts};

const MODULE_ADDRESS: &str = "/designer";

/// The designer's place on the page: the list, or one template.
#[component]
pub fn Designer(#[prop(optional)] template: Option<String>) -> impl IntoView {
    let session = Session::expect();
    let opening = DesignerOpening {
        template,
        language: i18n::current().tag().to_owned(),
        may_write: session.may(Permission::LabelTemplatesWrite),
        may_reveal: session.may(Permission::PersonalDataReveal),
    };
    view! {
        <Module
            address=MODULE_ADDRESS
            opening=serde_json::to_string(&opening).unwrap_or_default()
            loading=texts::LOADING_DESIGNER
            failed=texts::DESIGNER_FAILED
        />
    }
}
