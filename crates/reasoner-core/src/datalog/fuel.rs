//! How much an evaluation may cost.

/// The portion in which steps are drawn from a budget that is shared with others.
const PORTION: u64 = 256;

/// Steps that an evaluation may take; a step is one candidate row looked at. When they are used up the evaluation
/// stops with [`Stop::Fuel`], and what it has derived so far stands.
///
/// ```
/// use reasoner_core::datalog::Fuel;
///
/// let mut fuel = Fuel::steps(10);
/// assert!(fuel.spend(4) && fuel.spend(6) && !fuel.spend(1));
/// ```
pub struct Fuel<'a> {
    pocket: u64,
    more: Option<&'a mut dyn FnMut(u64) -> bool>,
    spent: u64,
}

impl std::fmt::Debug for Fuel<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fuel").field("pocket", &self.pocket).field("spent", &self.spent).finish_non_exhaustive()
    }
}

impl<'a> Fuel<'a> {
    /// A tank of `steps`.
    pub fn steps(steps: u64) -> Fuel<'static> {
        Fuel { pocket: steps, more: None, spent: 0 }
    }

    /// Draws from another budget, in portions of 256 steps; `more` says whether that many are there.
    pub fn drawn(more: &'a mut dyn FnMut(u64) -> bool) -> Fuel<'a> {
        Fuel { pocket: 0, more: Some(more), spent: 0 }
    }

    /// Takes `steps`; false when they are not there any more.
    #[inline]
    #[must_use]
    pub fn spend(&mut self, steps: u64) -> bool {
        if steps > self.pocket && !self.refill(steps) {
            return false;
        }
        self.pocket -= steps;
        self.spent = self.spent.wrapping_add(steps);
        true
    }

    /// The steps taken so far.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    #[cold]
    fn refill(&mut self, steps: u64) -> bool {
        let portion = steps.max(PORTION);
        let there = self.more.as_mut().is_some_and(|more| more(portion));
        self.pocket = if there { self.pocket.saturating_add(portion) } else { 0 };
        there
    }
}

/// Why an evaluation ended before its fixpoint. What was derived until then follows all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The steps are used up.
    Fuel,
    /// A relation holds as many rows as can be numbered (2^31).
    Full,
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Stop::Fuel => "the steps are used up",
            Stop::Full => "a relation is full",
        })
    }
}

impl std::error::Error for Stop {}
