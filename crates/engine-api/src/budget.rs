//! How much thinking a request may cost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Steps left and a cancel flag. A step is about the work of one small loop body (tens of nanoseconds).
#[derive(Debug, Clone)]
pub struct Budget {
    left: u64,
    short: bool,
    cancelled: Arc<AtomicBool>,
}

impl Budget {
    /// A budget of `steps` that nobody cancels.
    pub fn steps(steps: u64) -> Budget {
        Budget::cancellable(steps, Arc::new(AtomicBool::new(false)))
    }

    /// A budget of `steps` that ends at once when `cancelled` becomes true.
    pub fn cancellable(steps: u64, cancelled: Arc<AtomicBool>) -> Budget {
        Budget { left: steps, short: false, cancelled }
    }

    /// Spends `steps`; false when they are not there any more, whereupon the work must stop.
    #[must_use]
    pub fn spend(&mut self, steps: u64) -> bool {
        if self.cancelled.load(Ordering::Relaxed) {
            self.left = 0;
        }
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.left = 0;
                self.short = true;
                false
            }
        }
    }

    /// A budget of `steps` of what is left, ended by the same flag; [`Budget::settle`] takes it back.
    ///
    /// ```
    /// use engine_api::Budget;
    /// let mut whole = Budget::steps(100);
    /// let mut part = whole.part(60);
    /// assert!(part.spend(50));
    /// whole.settle(60, &part);
    /// assert_eq!(whole.left(), 50);
    /// assert!(!whole.ran_short());
    /// ```
    #[must_use]
    pub fn part(&self, steps: u64) -> Budget {
        Budget { left: steps.min(self.left), short: false, cancelled: Arc::clone(&self.cancelled) }
    }

    /// Takes back a part that was given `steps`: what it spent is spent here.
    pub fn settle(&mut self, steps: u64, part: &Budget) {
        self.left = self.left.saturating_sub(steps.saturating_sub(part.left));
        self.short |= part.short;
    }

    /// Whether some work wanted more steps than it had, here or in a part that was taken back.
    pub fn ran_short(&self) -> bool {
        self.short
    }

    /// The steps left.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Whether the budget is used up or cancelled.
    pub fn is_spent(&self) -> bool {
        self.left == 0 || self.cancelled.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spending_more_than_is_left_ends_the_budget() {
        let mut budget = Budget::steps(10);
        assert!(budget.spend(4));
        assert_eq!(budget.left(), 6);
        assert!(!budget.spend(7));
        assert!(budget.is_spent());
    }

    #[test]
    fn a_cancelled_budget_is_spent() {
        let flag = Arc::new(AtomicBool::new(false));
        let mut budget = Budget::cancellable(10, Arc::clone(&flag));
        flag.store(true, Ordering::Relaxed);
        assert!(!budget.spend(1));
    }
}
