//! The page of the pack station.

use leptos::prelude::*;

use super::{
    bench::Bench, codes::Codes, keeping, port, recent::Recent, scanning, scanning::ScanLine, sending,
    setup::ScaleSetup, stage::Stage, waiting::WaitingParcels, weighing::WeightLine,
};
use crate::{
    texts::pack as texts,
    ui::{Button, Checkbox, Notice, Symbol},
};

#[component]
pub fn PackStation() -> impl IntoView {
    let bench = Bench::provide();
    keeping::enter();
    bench.load();
    port::keep_connected(bench);
    sending::keep_sending(bench);
    scanning::catch_keys(bench);
    let is_automatic = Signal::derive(move || bench.settings.with(|settings| settings.is_automatic));
    let codes = RwSignal::new(false);
    let has_sound = Signal::derive(move || bench.settings.with(|settings| settings.has_sound));
    view! {
        <div class="console pack">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <div class="end">
                    <Checkbox
                        label=texts::AUTOMATIC.t()
                        checked=is_automatic
                        on_change=move |is_on| bench.change(|settings| settings.is_automatic = is_on)
                    />
                    <Checkbox
                        label=texts::SOUND.t()
                        checked=has_sound
                        on_change=move |is_on| bench.change(|settings| settings.has_sound = is_on)
                    />
                    <Button icon=Symbol::Scan on_press=move |()| codes.set(true)>
                        {texts::CODES_SHOW.t()}
                    </Button>
                    <Button icon=Symbol::Scale on_press=move |()| bench.setup.set(true)>
                        {texts::SETUP.t()}
                    </Button>
                </div>
            </div>
            <div class="body">
                <div class="flow">
                    <ScanLine />
                    <WeightLine />
                    {move || bench.is_silent.get().then(|| view! { <Notice tone="warn">{texts::SILENT.t()}</Notice> })}
                    {move || bench.is_unsafe.get().then(|| view! { <Notice tone="bad">{texts::UNSAFE.t()}</Notice> })}
                    <Stage />
                    <WaitingParcels />
                </div>
                <Recent />
            </div>
        </div>
        <ScaleSetup />
        <Codes open=codes />
    }
}
