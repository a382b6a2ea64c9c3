//! The reasoning cache: what was thought about a dialogue, so that other seeds, temperatures and numbers of choices
//! draw from one thought instead of thinking again.

use std::sync::Arc;

use moka::sync::Cache;

use crate::engine::pipeline::Thought;

/// SHA-256 over everything that thinking depends on.
pub type PlanKey = [u8; 32];

/// Thoughts by the requests they answer.
#[derive(Debug)]
pub struct Plans {
    cache: Option<Cache<PlanKey, Arc<Thought>, foldhash::fast::FixedState>>,
}

impl Plans {
    /// Keeps at most `size` thoughts; 0 keeps none.
    pub fn new(size: u64) -> Plans {
        let build = || Cache::builder().max_capacity(size).build_with_hasher(foldhash::fast::FixedState::default());
        Plans { cache: (size > 0).then(build) }
    }

    /// What was thought before.
    pub fn get(&self, key: &PlanKey) -> Option<Arc<Thought>> {
        self.cache.as_ref()?.get(key)
    }

    /// Remembers a thought.
    pub fn put(&self, key: PlanKey, thought: Arc<Thought>) {
        if let Some(cache) = &self.cache {
            cache.insert(key, thought);
        }
    }

    /// How many thoughts are kept, about.
    pub fn count(&self) -> u64 {
        self.cache.as_ref().map_or(0, |cache| {
            cache.run_pending_tasks();
            cache.entry_count()
        })
    }
}
