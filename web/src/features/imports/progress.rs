//! An import at work.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::JobId;

use super::job_watch;
use crate::{
    amount::grouped,
    api,
    texts::imports as texts,
    ui::{Button, ButtonKind, Progress, Toasts},
};

/// Progress with count, speed, time left and a way out. `over` is called when the job has ended.
#[component]
pub fn ImportProgress(job_id: JobId, #[prop(into)] over: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let job = job_watch::watch(job_id, move || over.run(()));
    let done = Signal::derive(move || job.with(|job| job.as_ref().map_or(0, |job| job.done)));
    let total = Signal::derive(move || job.with(|job| job.as_ref().and_then(|job| job.total)));
    let rate = move || job.with(|job| job.as_ref().and_then(|job| job.rate).filter(|rate| *rate > 0));
    let count = move || {
        let done = grouped(done.get().into());
        match total.get() {
            Some(total) => texts::PROGRESS.fill(&[("done", &done), ("total", &grouped(total.into()))]),
            None => texts::PROGRESS_UNKNOWN.fill(&[("done", &done)]),
        }
    };
    let left = move || {
        let left = total.get()?.saturating_sub(done.get()).div_ceil(rate()?);
        Some(texts::LEFT.fill(&[("n", &left.to_string())]))
    };
    let cancelling = RwSignal::new(false);
    let cancel = move |()| {
        cancelling.set(true);
        spawn_local(async move {
            if let Err(error) = api::imports::cancel(job_id).await {
                toasts.failed(error.words());
            }
            let _ = cancelling.try_set(false);
        });
    };
    view! {
        <div class="import-line">
            <Progress label=texts::RUNNING.t() done total />
            <div class="facts-line">
                <span role="status">{count}</span>
                <span>{move || rate().map(|rate| texts::RATE.fill(&[("n", &grouped(rate.into()))]))}</span>
                <span>{left}</span>
                <span>{texts::LEAVE.t()}</span>
                <span class="end">
                    <Button kind=ButtonKind::Quiet busy=cancelling on_press=cancel>
                        {texts::CANCEL.t()}
                    </Button>
                </span>
            </div>
        </div>
    }
}
