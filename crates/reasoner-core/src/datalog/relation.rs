//! A relation: rows at rest that may be shared, and rows on top that grow.

use std::sync::Arc;

use super::frozen::{Frozen, STATED, Tag};
use super::fuel::Stop;
use super::index::Chain;
use super::slots::{PairSet, Slots, pack, tag_of};

/// The rows of one predicate.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) arity: usize,
    pub(super) frozen: Option<Arc<Frozen>>,
    pub(super) rows: Vec<u32>,
    /// The rule of each row that grows.
    rules: Vec<u16>,
    /// From which round on the rows from here on count: (round, first row), both ascending.
    marks: Vec<(u32, u32)>,
    pub(super) set: RowSet,
    chains: Vec<Chain>,
    /// How many growing rows the rules have seen to the end.
    pub(super) closed: u32,
}

/// The growing rows as a set.
#[derive(Debug, Clone)]
pub(super) enum RowSet {
    /// Rows of two columns or fewer.
    Narrow(PairSet),
    /// Others: row numbers by all columns.
    Wide(Slots),
}

impl Default for RowSet {
    fn default() -> RowSet {
        RowSet::Narrow(PairSet::default())
    }
}

/// A row of two columns or fewer as one key.
#[inline]
pub(super) fn narrow(row: &[u32]) -> u64 {
    match row {
        [a, b] => pack(*a, *b),
        [a] => u64::from(*a),
        _ => 0,
    }
}

impl RowSet {
    fn of(arity: usize) -> RowSet {
        if arity <= 2 { RowSet::default() } else { RowSet::Wide(Slots::default()) }
    }

    /// Adds a row that would be number `at`; `rows` and then `fresh` hold the rows before it.
    #[inline]
    pub(super) fn insert(&mut self, row: &[u32], rows: &[u32], fresh: &[u32]) -> bool {
        match self {
            RowSet::Narrow(set) => set.insert(narrow(row)),
            RowSet::Wide(slots) => {
                let (arity, known) = (row.len(), rows.len() / row.len());
                let same = |at: u32| match (at as usize).checked_sub(known) {
                    None => rows[at as usize * arity..].starts_with(row),
                    Some(at) => fresh[at * arity..].starts_with(row),
                };
                let number = (known + fresh.len() / arity) as u32;
                slots.keep(tag_of(row.iter().copied()), number, same).is_none()
            }
        }
    }

    fn contains(&self, row: &[u32], rows: &[u32]) -> bool {
        match self {
            RowSet::Narrow(set) => set.contains(narrow(row)),
            RowSet::Wide(slots) => {
                let same = |at: u32| rows[at as usize * row.len()..].starts_with(row);
                slots.get(tag_of(row.iter().copied()), same).is_some()
            }
        }
    }
}

impl Relation {
    pub(super) fn new(arity: usize, frozen: Option<Arc<Frozen>>) -> Relation {
        Relation {
            arity,
            frozen,
            rows: Vec::new(),
            rules: Vec::new(),
            marks: Vec::new(),
            set: RowSet::of(arity),
            chains: Vec::new(),
            closed: 0,
        }
    }

    /// The number of growing rows.
    #[inline]
    pub(super) fn live(&self) -> u32 {
        self.rules.len() as u32
    }

    pub(super) fn len(&self) -> usize {
        self.rules.len() + self.frozen.as_ref().map_or(0, |frozen| frozen.len())
    }

    /// Whether a row holds. Rows of a set that is on loan to an evaluation are not seen.
    pub(super) fn contains(&self, row: &[u32]) -> bool {
        self.frozen.as_ref().is_some_and(|frozen| frozen.find(row).is_some())
            || (!self.rules.is_empty() && self.set.contains(row, &self.rows))
    }

    /// Adds one row; false where it is there already.
    pub(super) fn insert(&mut self, row: &[u32], tag: Tag) -> Result<bool, Stop> {
        if self.frozen.as_ref().is_some_and(|frozen| frozen.find(row).is_some())
            || !self.set.insert(row, &self.rows, &[])
        {
            return Ok(false);
        }
        self.append(row, 1, tag)?;
        Ok(true)
    }

    /// Takes in `count` new rows whose keys are in the set already.
    pub(super) fn append(&mut self, rows: &[u32], count: usize, tag: Tag) -> Result<(), Stop> {
        if count == 0 {
            return Ok(());
        }
        if self.rules.len() + count >= (1 << 31) {
            return Err(Stop::Full);
        }
        if self.marks.last().is_none_or(|(round, _)| *round < tag.round) {
            self.marks.push((tag.round, self.live()));
        }
        self.rows.extend_from_slice(rows);
        self.rules.resize(self.rules.len() + count, tag.rule);
        Ok(())
    }

    /// How many growing rows count up to this round.
    pub(super) fn visible(&self, round: u32) -> u32 {
        let after = self.marks.partition_point(|(from, _)| *from <= round);
        self.marks.get(after).map_or(self.live(), |(_, row)| *row)
    }

    #[inline]
    pub(super) fn row(&self, row: u32) -> &[u32] {
        let at = row as usize * self.arity;
        &self.rows[at..at + self.arity]
    }

    /// Rule and round of a growing row.
    pub(super) fn live_tag(&self, row: u32) -> Tag {
        let rule = self.rules.get(row as usize).copied().unwrap_or(STATED);
        if rule == STATED {
            return Tag::STATED;
        }
        let after = self.marks.partition_point(|(_, first)| *first <= row);
        let round = after.checked_sub(1).and_then(|at| self.marks.get(at)).map_or(0, |(round, _)| *round);
        Tag { rule, round }
    }

    /// The place of the chain for a mask, made where there is none.
    pub(super) fn chain_for(&mut self, mask: u32) -> usize {
        let found = self.chains.iter().position(|chain| chain.mask == mask);
        found.unwrap_or_else(|| {
            self.chains.push(Chain::new(mask));
            self.chains.len() - 1
        })
    }

    pub(super) fn extend_chains(&mut self) {
        for chain in &mut self.chains {
            chain.extend(&self.rows, self.arity);
        }
    }

    #[inline]
    pub(super) fn chain(&self, at: usize) -> &Chain {
        &self.chains[at]
    }

    /// Rule and round of a row that holds. Chains must be up to date; `all` is the one of all columns where rows
    /// have grown.
    pub(super) fn tag(&self, row: &[u32], all: Option<usize>) -> Option<Tag> {
        if let Some(frozen) = &self.frozen
            && let Some(at) = frozen.find(row)
        {
            return Some(frozen.tag(at));
        }
        if self.arity == 0 {
            return (!self.rules.is_empty()).then(|| self.live_tag(0));
        }
        let last = self.chain(all?).last(&self.rows, self.arity, row);
        last.checked_sub(1).map(|row| self.live_tag(row))
    }

    /// Whether a row was stated. Growing rows are searched one by one.
    pub(super) fn is_stated(&self, row: &[u32]) -> bool {
        match self.frozen.as_ref().and_then(|frozen| Some(frozen.tag(frozen.find(row)?))) {
            Some(tag) => tag.rule == STATED,
            None => (0..self.live()).any(|at| self.rules[at as usize] == STATED && self.row(at) == row),
        }
    }

    /// Every row with its tag, those at rest first.
    pub(super) fn each(&self, mut found: impl FnMut(&[u32], Tag)) {
        if let Some(frozen) = &self.frozen {
            frozen.each(|at, row| found(row, frozen.tag(at)));
        }
        for row in 0..self.live() {
            found(self.row(row), self.live_tag(row));
        }
    }

    /// Brings all rows to rest; with `stated_only`, drops those that were derived.
    pub(super) fn settle(&mut self, stated_only: bool) {
        let derived = |tag: Tag| stated_only && tag.rule != STATED;
        if self.rules.is_empty() && !(stated_only && self.frozen.is_some()) {
            return;
        }
        let (mut rows, mut tags) = (Vec::with_capacity(self.len() * self.arity), Vec::with_capacity(self.len()));
        self.each(|row, tag| {
            if !derived(tag) {
                rows.extend_from_slice(row);
                tags.push(tag);
            }
        });
        let frozen = (!tags.is_empty()).then(|| Arc::new(Frozen::new(self.arity, rows, &tags)));
        *self = Relation::new(self.arity, frozen);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let set = match &self.set {
            RowSet::Narrow(set) => set.heap_bytes(),
            RowSet::Wide(slots) => slots.heap_bytes(),
        };
        let chains: usize = self.chains.iter().map(Chain::heap_bytes).sum();
        self.rows.capacity() * 4
            + self.rules.capacity() * 2
            + self.marks.capacity() * 8
            + set
            + chains
            + self.frozen.as_ref().map_or(0, |frozen| frozen.heap_bytes())
    }
}
