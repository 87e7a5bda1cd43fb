//! A job's progress: by live events, and by asking where they do not come.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{JobId, events::LiveEvent, jobs::Job};

use crate::api::{self, Live};
use crate::browser::sleep;

/// How often a job is asked for while events come, and while they do not.
const ASK_LIVE: Duration = Duration::from_secs(5);
const ASK_DEAF: Duration = Duration::from_millis(700);

/// The job as it stands, until the calling component goes. `over` is called once, when it has ended.
pub fn watch(id: JobId, over: impl Fn() + Send + Sync + 'static) -> RwSignal<Option<Job>> {
    let live = Live::expect();
    let job = RwSignal::new(None::<Job>);
    let ended = StoredValue::new(false);
    let over = Callback::new(move |()| over());
    let take = move |new: Job| {
        if ended.try_get_value() != Some(false) {
            return;
        }
        // An answer that was overtaken by an event says less.
        if job.try_with_untracked(|old| old.as_ref().is_some_and(|old| old.done > new.done && !new.state.is_over()))
            != Some(false)
        {
            return;
        }
        let is_over = new.state.is_over();
        job.set(Some(new));
        if is_over {
            ended.set_value(true);
            over.run(());
        }
    };
    live.listen(move |event| {
        if let LiveEvent::Job { job, .. } = event
            && job.id == id
        {
            take(job);
        }
    });
    spawn_local(async move {
        while ended.try_get_value() == Some(false) {
            if let Ok(answer) = api::imports::job(id).await {
                take(answer);
            }
            let connected = untrack(|| live.connected());
            sleep(if connected { ASK_LIVE } else { ASK_DEAF }).await;
        }
    });
    job
}
