//! Where thinking happens: a bounded number of slots, none of them with a queue.
//!
//! Most requests take microseconds, less than handing them to another thread would. So a request thinks where it
//! stands with a small budget first; only one that needs more moves to a blocking thread with the whole budget. The
//! answer is that of the whole budget either way, because the small one's is used only if it was not used up.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use engine_api::Budget;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::engine::pipeline::Thought;
use crate::error::ApiError;

/// Steps that are thought in place: about a millisecond.
const STEPS_IN_PLACE: u64 = 40_000;

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halt {
    /// No slot is free.
    Busy,
    /// The work panicked, and what it said.
    Panicked(String),
}

impl From<Halt> for ApiError {
    fn from(halt: Halt) -> ApiError {
        match halt {
            Halt::Busy => ApiError::overloaded(),
            Halt::Panicked(_) => ApiError::internal(),
        }
    }
}

/// The slots.
#[derive(Debug)]
pub struct Pool {
    slots: Arc<Semaphore>,
    /// What thinks long leaves a processor to the others; it waits for its turn within its slot.
    long: Arc<Semaphore>,
}

impl Pool {
    /// A pool of `slots`.
    pub fn new(slots: usize) -> Pool {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let long = Arc::new(Semaphore::new(processors.saturating_sub(1).max(1)));
        Pool { slots: Arc::new(Semaphore::new(slots)), long }
    }

    /// Thinks with `steps` at most. Dropping the future cancels the work.
    ///
    /// # Errors
    /// [`Halt`].
    pub async fn think<F>(&self, large: bool, steps: u64, think: F) -> Result<Thought, Halt>
    where
        F: Fn(&mut Budget) -> Thought + Send + 'static,
    {
        let slot = self.slot()?;
        if !large {
            let mut budget = Budget::steps(steps.min(STEPS_IN_PLACE));
            let thought = guarded(|| think(&mut budget))?;
            if steps <= STEPS_IN_PLACE || !budget.ran_short() {
                return Ok(thought);
            }
        }
        // The semaphore is never closed.
        let turn = Arc::clone(&self.long).acquire_owned().await.ok();
        let cancel = CancelOnDrop(Arc::new(AtomicBool::new(false)));
        let flag = Arc::clone(&cancel.0);
        // The slot goes along: it is free when the thread is, not when the asker leaves.
        blocking(move || {
            let (_slot, _turn) = (slot, turn);
            think(&mut Budget::cancellable(steps, flag))
        })
        .await
    }

    /// Does `work` that needs no budget, on a blocking thread. The flag that it gets becomes true when the future is
    /// dropped; long work looks at it.
    ///
    /// # Errors
    /// As [`Pool::think`].
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
    ) -> Result<T, Halt> {
        let slot = self.slot()?;
        let cancel = CancelOnDrop(Arc::new(AtomicBool::new(false)));
        let flag = Arc::clone(&cancel.0);
        blocking(move || {
            let _slot = slot;
            work(&flag)
        })
        .await
    }

    fn slot(&self) -> Result<OwnedSemaphorePermit, Halt> {
        Arc::clone(&self.slots).try_acquire_owned().map_err(|_| Halt::Busy)
    }
}

/// Cancels the budget of work whose asker is gone.
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Halt> {
    tokio::task::spawn_blocking(move || guarded(work)).await.unwrap_or_else(|_| Err(Halt::Panicked(String::new())))
}

/// A panic in a skill costs that request its answer and nothing else.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Halt> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        Halt::Panicked(text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or_default().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine_api::{Outcome, OutcomeKind, Reason, Script, Wordings};

    fn thought(text: &str, kind: OutcomeKind) -> Thought {
        Thought { script: Script::text(Wordings::fixed(text)), outcome: Outcome::certain(kind), proof: None }
    }

    /// Needs ten times the steps that are thought in place.
    fn hard(budget: &mut Budget) -> Thought {
        match budget.spend(STEPS_IN_PLACE * 10) {
            true => thought("done", OutcomeKind::Proved),
            false => thought("", OutcomeKind::Abstained(Reason::Budget)),
        }
    }

    #[tokio::test]
    async fn what_needs_more_than_the_small_budget_gets_the_whole() {
        let pool = Pool::new(1);
        let found = pool.think(false, STEPS_IN_PLACE * 20, hard).await.unwrap();
        assert_eq!(found.outcome.kind, OutcomeKind::Proved);
        let found = pool.think(false, STEPS_IN_PLACE * 5, hard).await.unwrap();
        assert_eq!(found.outcome.kind, OutcomeKind::Abstained(Reason::Budget));
    }

    #[tokio::test]
    async fn without_a_free_slot_the_request_is_refused_at_once() {
        let pool = Pool::new(1);
        let _taken = pool.slot().unwrap();
        let halt = pool.think(false, 1, |_| thought("", OutcomeKind::Proved)).await.unwrap_err();
        let error = ApiError::from(halt);
        assert_eq!((error.status, error.retry_after_ms), (429, Some(1_000)));
    }

    #[tokio::test]
    async fn a_panic_is_an_error_of_its_request_alone() {
        let pool = Pool::new(1);
        assert_eq!(
            pool.think(false, 1, |_| panic!("in a skill")).await.unwrap_err(),
            Halt::Panicked("in a skill".to_owned())
        );
        assert_eq!(
            pool.think(true, 1, |_| panic!("in a skill")).await.unwrap_err(),
            Halt::Panicked("in a skill".to_owned())
        );
        assert!(pool.think(false, 1, |_| thought("", OutcomeKind::Proved)).await.is_ok());
    }
}
