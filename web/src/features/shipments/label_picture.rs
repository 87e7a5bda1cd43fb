//! The label as it will be printed.

use leptos::prelude::*;
use shared::ShipmentId;
use web_sys::Url;

use crate::{
    api::{self, ApiError, Remote},
    browser::pictures,
    texts::shipments,
    ui::{Button, ErrorState, Skeleton, Symbol},
};

/// Shows the label when asked to.
#[component]
pub fn LabelPicture(id: ShipmentId, waybill_no: String) -> impl IntoView {
    let picture = Remote::<String>::new();
    let asked = RwSignal::new(false);
    let load = move || {
        asked.set(true);
        picture.load(async move {
            let label = api::shipments::label_png(id).await?;
            pictures::object_url(&label.bytes, &label.media_type).map_err(|_| ApiError::Unreadable)
        });
    };
    on_cleanup(move || {
        if let Some(Some(url)) = picture.value().try_get_untracked() {
            let _ = Url::revoke_object_url(&url);
        }
    });
    let alt = StoredValue::new(shipments::LABEL_ALT.fill(&[("no", &waybill_no)]));
    view! {
        <section>
            <h3>{shipments::LABEL.t()}</h3>
            {move || {
                if !asked.get() {
                    return view! { <Button icon=Symbol::Eye on_press=move |()| load()>{shipments::LABEL_SHOW.t()}</Button> }.into_any();
                }
                match (picture.value().get(), picture.error()) {
                    (Some(url), _) => view! { <img class="label-picture" src=url alt=alt.get_value() /> }.into_any(),
                    (None, Some(error)) => view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any(),
                    (None, None) => view! { <div class="label-place"><Skeleton lines=1 /></div> }.into_any(),
                }
            }}
        </section>
    }
}
