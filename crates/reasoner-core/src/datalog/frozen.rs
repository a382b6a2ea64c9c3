//! Relations at rest: rows that no longer change, compact and shared, with indexes made when first needed.

use std::sync::OnceLock;

use super::index::{Index, columns};
use super::slots::{Slots, tag_of};

/// The rule of a fact that was stated.
pub(super) const STATED: u16 = u16::MAX;

/// By which rule a fact was derived, and in which round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tag {
    pub(super) rule: u16,
    /// 0 for stated facts; a derived fact's premises are of earlier rounds.
    pub(super) round: u32,
}

impl Tag {
    pub(super) const STATED: Tag = Tag { rule: STATED, round: 0 };
}

/// Rows that do not change.
#[derive(Debug)]
pub(super) struct Frozen {
    pub(super) store: Store,
    tags: Tags,
    indexes: [OnceLock<Index>; 32],
}

/// How the rows are kept.
#[derive(Debug)]
pub(super) enum Store {
    /// Pairs: for each first term its second terms, ascending.
    Pairs(Index),
    /// Rows of any other width, with a table of them by all columns.
    Rows { arity: usize, count: usize, rows: Vec<u32>, table: Slots },
}

/// The distinct tags, and for each row the number of its own in as few bytes as do.
#[derive(Debug)]
struct Tags {
    distinct: Vec<Tag>,
    of: Narrow,
}

#[derive(Debug)]
enum Narrow {
    /// All rows are stated.
    None,
    Bytes(Vec<u8>),
    Words(Vec<u32>),
}

impl Tags {
    fn new(tags: &[Tag]) -> Tags {
        if tags.iter().all(|tag| *tag == Tag::STATED) {
            return Tags { distinct: Vec::new(), of: Narrow::None };
        }
        let mut distinct = tags.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.shrink_to_fit();
        let number = |tag: &Tag| distinct.binary_search(tag).unwrap_or(0);
        let of = if distinct.len() <= 256 {
            Narrow::Bytes(tags.iter().map(|tag| number(tag) as u8).collect())
        } else {
            Narrow::Words(tags.iter().map(|tag| number(tag) as u32).collect())
        };
        Tags { distinct, of }
    }

    fn get(&self, row: usize) -> Tag {
        let number = match &self.of {
            Narrow::None => return Tag::STATED,
            Narrow::Bytes(of) => of.get(row).map(|number| usize::from(*number)),
            Narrow::Words(of) => of.get(row).map(|number| *number as usize),
        };
        number.and_then(|number| self.distinct.get(number)).copied().unwrap_or(Tag::STATED)
    }

    fn heap_bytes(&self) -> usize {
        let of = match &self.of {
            Narrow::None => 0,
            Narrow::Bytes(of) => of.capacity(),
            Narrow::Words(of) => of.capacity() * 4,
        };
        of + self.distinct.capacity() * size_of::<Tag>()
    }
}

impl Frozen {
    /// Keeps rows of `arity` columns with their tags; no row occurs twice.
    pub(super) fn new(arity: usize, rows: Vec<u32>, tags: &[Tag]) -> Frozen {
        let indexes = [const { OnceLock::new() }; 32];
        if arity == 2 {
            let (index, tags) = pairs(&rows, tags);
            return Frozen { store: Store::Pairs(index), tags, indexes };
        }
        let (count, mut table) = (tags.len(), Slots::default());
        for (at, row) in rows.chunks_exact(arity.max(1)).enumerate() {
            table.put(tag_of(row.iter().copied()), at as u32, |_| false);
        }
        let mut rows = rows;
        rows.shrink_to_fit();
        Frozen { store: Store::Rows { arity, count, rows, table }, tags: Tags::new(tags), indexes }
    }

    pub(super) fn len(&self) -> usize {
        match &self.store {
            Store::Pairs(index) => index.items.len(),
            Store::Rows { count, .. } => *count,
        }
    }

    /// The number of a row.
    #[inline]
    pub(super) fn find(&self, row: &[u32]) -> Option<usize> {
        match &self.store {
            Store::Pairs(index) => self.find_pair(index, row),
            Store::Rows { arity: 0, count, .. } => (*count > 0).then_some(0),
            Store::Rows { arity, rows, table, .. } => {
                let same = |at: u32| rows[at as usize * arity..].starts_with(row);
                table.get(tag_of(row.iter().copied()), same).map(|at| at as usize)
            }
        }
    }

    #[inline]
    fn find_pair(&self, index: &Index, row: &[u32]) -> Option<usize> {
        let [first, second] = row else { return None };
        let range = index.range(*first);
        let group = &index.items[range.clone()];
        let at = if group.len() <= 16 {
            group.iter().position(|item| item == second)?
        } else {
            group.binary_search(second).ok()?
        };
        Some(range.start + at)
    }

    pub(super) fn tag(&self, row: usize) -> Tag {
        self.tags.get(row)
    }

    /// The seconds of a first (`mask` 1) or the firsts of a second (`mask` 2), of pairs.
    #[inline]
    pub(super) fn partners(&self, mask: u32) -> &Index {
        match &self.store {
            Store::Pairs(index) if mask == 1 => index,
            _ => self.index(mask),
        }
    }

    /// The index by the columns of `mask`, which are among the first five; for pairs, its items are the partners.
    #[inline]
    pub(super) fn index(&self, mask: u32) -> &Index {
        self.indexes[mask as usize & 31].get_or_init(|| match &self.store {
            Store::Pairs(index) => {
                let mut firsts = vec![0; index.items.len()];
                for (key, range) in index.groups() {
                    firsts[range].fill(key);
                }
                Index::by_column(firsts.len(), |row| index.items[row], |row| firsts[row])
            }
            Store::Rows { arity, count, rows, .. } => Index::by_mask(rows, *arity, *count, mask),
        })
    }

    /// The number of rows with this key, where an index of it is at hand or is made.
    pub(super) fn count(&self, mask: u32, key: &[u32]) -> usize {
        match (&self.store, key) {
            (_, []) => self.len(),
            (Store::Pairs(_), [key]) => self.partners(mask).range(*key).len(),
            (Store::Pairs(_), _) => 1,
            (Store::Rows { arity, rows, .. }, key) => self.index(mask).of_wide(rows, *arity, &columns(mask), key).len(),
        }
    }

    /// Every row, with its number.
    pub(super) fn each(&self, mut found: impl FnMut(usize, &[u32])) {
        match &self.store {
            Store::Pairs(index) => {
                for (first, range) in index.groups() {
                    for at in range {
                        found(at, &[first, index.items[at]]);
                    }
                }
            }
            Store::Rows { arity, count, rows, .. } => {
                for at in 0..*count {
                    found(at, &rows[at * arity..(at + 1) * arity]);
                }
            }
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let store = match &self.store {
            Store::Pairs(index) => index.heap_bytes(),
            Store::Rows { rows, table, .. } => rows.capacity() * 4 + table.heap_bytes(),
        };
        let indexes: usize = self.indexes.iter().filter_map(OnceLock::get).map(Index::heap_bytes).sum();
        size_of::<Frozen>() + store + self.tags.heap_bytes() + indexes
    }
}

/// Pairs grouped by the first term and sorted by the second, with the tags in the same order.
fn pairs(rows: &[u32], tags: &[Tag]) -> (Index, Tags) {
    let count = rows.len() / 2;
    let mut index = Index::by_column(count, |row| rows[row * 2], |row| row as u32);
    for (_, range) in index.groups().collect::<Vec<_>>() {
        index.items[range].sort_unstable_by_key(|row| rows[*row as usize * 2 + 1]);
    }
    let sorted: Vec<Tag> = if tags.iter().all(|tag| *tag == Tag::STATED) {
        Vec::new()
    } else {
        index.items.iter().map(|row| tags[*row as usize]).collect()
    };
    for item in &mut index.items {
        *item = rows[*item as usize * 2 + 1];
    }
    (index, Tags::new(&sorted))
}
