//! Password hashing takes its time on purpose. It is done by few threads, which step back for everybody else, and only so many may wait for
//! one: a flood of sign-ins waits for itself, and nobody else does.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
    mpsc,
};

use tokio::sync::{Semaphore, oneshot};

use crate::app::{AppError, Words, password};

/// Hashes that wait for a thread. With a hash taking some tens of milliseconds that is a wait of a second or two.
const WAITING_MAX: usize = 64;
const RETRY_AFTER_S: u32 = 2;

type Work = Box<dyn FnOnce() + Send>;

/// The threads end with it.
#[derive(Debug)]
pub struct PasswordWork {
    /// One permit for each thread, so that work that is sent is begun.
    free: Arc<Semaphore>,
    work: mpsc::Sender<Work>,
    waiting: AtomicUsize,
}

/// Counts one who waits until it is dropped, also where the caller went away.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Default for PasswordWork {
    /// Half the cores: whatever is tried at the door, the others answer requests.
    fn default() -> PasswordWork {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        PasswordWork::with_threads((cores / 2).max(1))
    }
}

impl PasswordWork {
    fn with_threads(threads: usize) -> PasswordWork {
        let (work, queue) = mpsc::channel::<Work>();
        let queue = Arc::new(Mutex::new(queue));
        let started = (0..threads).filter(|_| start(queue.clone())).count();
        let free = Arc::new(Semaphore::new(started));
        if started == 0 {
            // Nobody would ever have a turn.
            free.close();
        }
        PasswordWork { free, work, waiting: AtomicUsize::new(0) }
    }

    pub async fn verify(&self, typed: &str, hash: &str) -> Result<bool, AppError> {
        let (typed, hash) = (typed.to_owned(), hash.to_owned());
        self.run(move || password::verify(&typed, &hash)).await
    }

    /// Spends the time of a check, so that an unknown account answers no faster than a known one.
    pub async fn verify_nothing(&self, typed: &str) -> Result<(), AppError> {
        let typed = typed.to_owned();
        self.run(move || password::verify_nothing(&typed)).await
    }

    pub async fn hash(&self, password: &str) -> Result<String, AppError> {
        let password = password.to_owned();
        self.run(move || password::hash(&password)).await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(AppError::Unavailable {
                code: "busy",
                retry_after_s: RETRY_AFTER_S,
                words: Words::new("登录请求太多，请稍后再试。", "Too many people sign in at once; try again shortly."),
            });
        }
        let waiting = Waiting(&self.waiting);
        let permit = self.free.clone().acquire_owned().await.map_err(AppError::internal)?;
        drop(waiting);
        let (done, answer) = oneshot::channel();
        let work = move || {
            // Held by the work itself: a caller who goes away frees no thread that is still busy.
            let _permit = permit;
            let _ = done.send(work());
        };
        self.work.send(Box::new(work)).map_err(|_| AppError::internal("no thread hashes passwords"))?;
        answer.await.map_err(AppError::internal)
    }
}

/// Whether there is one thread more.
fn start(queue: Arc<Mutex<mpsc::Receiver<Work>>>) -> bool {
    let next = move || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let thread = std::thread::Builder::new().name("passwords".to_owned()).spawn(move || {
        step_back();
        while let Ok(work) = next() {
            // Work that panics answers nobody, and the thread stays.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        }
    });
    thread.is_ok()
}

/// Has this thread run only where nobody else wants the core. What it cannot have is no fault.
fn step_back() {
    /// The least that Linux knows.
    #[cfg(target_os = "linux")]
    const NICE: i32 = 19;
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn only_so_many_wait() {
        let work = Arc::new(PasswordWork::with_threads(1));
        let held = work.free.clone().acquire_owned().await.unwrap();
        let waiting: Vec<_> = (0..WAITING_MAX)
            .map(|_| {
                let work = work.clone();
                tokio::spawn(async move { work.run(|| 7).await })
            })
            .collect();
        while work.waiting.load(Ordering::Relaxed) < WAITING_MAX {
            tokio::task::yield_now().await;
        }
        assert!(matches!(work.run(|| 7).await, Err(AppError::Unavailable { code: "busy", .. })));
        // Whoever gives up makes room.
        waiting[0].abort();
        while work.waiting.load(Ordering::Relaxed) == WAITING_MAX {
            tokio::task::yield_now().await;
        }
        drop(held);
        assert_eq!(work.run(|| 7).await.unwrap(), 7);
        for one in waiting.into_iter().skip(1) {
            assert_eq!(one.await.unwrap().unwrap(), 7);
        }
        assert_eq!(work.waiting.load(Ordering::Relaxed), 0);
    }
}
