//! The window in which a courier is to come, as it is typed.

use leptos::prelude::*;
use shared::pickups::PickupWindow;

use crate::{browser::dates, console::pickup_window, texts::handovers as texts, ui::Field};

#[derive(Clone, Copy)]
pub struct Window {
    day: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Window {
    pub fn proposed() -> Window {
        let (from, to) = pickup_window::proposed(dates::in_zone(dates::now()));
        let time = |shown: chrono::NaiveDateTime| RwSignal::new(shown.format("%H:%M").to_string());
        Window { day: RwSignal::new(from.date().to_string()), from: time(from), to: time(to) }
    }

    /// Nothing where it is wrong.
    pub fn read(self) -> Option<PickupWindow> {
        let (from, to) = pickup_window::read(&self.day.get(), &self.from.get(), &self.to.get())?;
        Some(PickupWindow { from: dates::from_zone(from), to: dates::from_zone(to) })
    }
}

#[component]
pub fn WindowFields(
    window: Window,
    /// Somebody tried to send it.
    tried: RwSignal<bool>,
    refusal: Signal<Option<String>>,
) -> impl IntoView {
    let error = Signal::derive(move || {
        let is_wrong = tried.get() && window.read().is_none();
        is_wrong.then(|| texts::PICKUP_WRONG.t().to_owned()).or_else(|| refusal.get())
    });
    view! {
        <div class="grid-3">
            <Field label=texts::PICKUP_DAY.t() kind="date" value=window.day error />
            <Field label=texts::PICKUP_FROM.t() kind="time" value=window.from />
            <Field label=texts::PICKUP_TO.t() kind="time" value=window.to />
        </div>
    }
}
