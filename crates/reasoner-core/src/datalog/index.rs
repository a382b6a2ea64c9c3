//! Indexes: of rows that do not change (groups side by side), and of rows that grow (chains).

use super::slots::{Slots, tag_of};

/// The columns of a mask, in order.
pub(super) fn columns(mask: u32) -> Vec<usize> {
    (0..32).filter(|column| mask >> column & 1 == 1).collect()
}

/// Groups of items by key: the rows (or the other column of pairs) that have the key, side by side.
#[derive(Debug, Clone)]
pub(super) struct Index {
    directory: Directory,
    /// Where each group starts in `items`, and where the last ends.
    starts: Vec<u32>,
    pub(super) items: Vec<u32>,
}

/// Finds the group of a key.
#[derive(Debug, Clone)]
enum Directory {
    /// Keys of one column that lie close together: the group is the key less the first.
    Dense { first: u32 },
    /// Keys of one column anywhere; `keys` by group.
    Sparse { slots: Slots, keys: Vec<u32> },
    /// Keys of several columns, by the hash of them; compared with the group's first row.
    Wide { slots: Slots },
}

impl Index {
    /// An index of `count` rows by one column. `key` and `item` give the column and what is kept of a row.
    pub(super) fn by_column(count: usize, key: impl Fn(usize) -> u32, item: impl Fn(usize) -> u32) -> Index {
        let (least, most) = (0..count).map(&key).fold((u32::MAX, 0), |(least, most), k| (least.min(k), most.max(k)));
        let range = if count == 0 { 0 } else { (most - least) as usize + 1 };
        if range <= count.saturating_mul(4) + 64 {
            let first = if count == 0 { 0 } else { least };
            let (starts, items) = grouped(count, range, |row| (key(row) - first) as usize, item);
            return Index { directory: Directory::Dense { first }, starts, items };
        }
        let (mut slots, mut keys, mut group_of) = (Slots::default(), Vec::new(), Vec::with_capacity(count));
        for row in 0..count {
            let key = key(row);
            let found = slots.keep(key, keys.len() as u32, |_| true);
            group_of.push(found.unwrap_or(keys.len() as u32));
            if found.is_none() {
                keys.push(key);
            }
        }
        let (starts, items) = grouped(count, keys.len(), |row| group_of[row] as usize, item);
        Index { directory: Directory::Sparse { slots, keys }, starts, items }
    }

    /// An index of rows of `arity` columns by the columns of `mask`; its items are row numbers.
    pub(super) fn by_mask(rows: &[u32], arity: usize, count: usize, mask: u32) -> Index {
        let columns = columns(mask);
        if let [column] = columns[..] {
            return Index::by_column(count, |row| rows[row * arity + column], |row| row as u32);
        }
        let (mut slots, mut firsts, mut group_of) = (Slots::default(), Vec::<usize>::new(), Vec::with_capacity(count));
        for row in 0..count {
            let at = |row: usize, column: &usize| rows[row * arity + column];
            let tag = tag_of(columns.iter().map(|column| at(row, column)));
            let same = |group: u32| columns.iter().all(|c| at(firsts[group as usize], c) == at(row, c));
            let found = slots.keep(tag, firsts.len() as u32, same);
            group_of.push(found.unwrap_or(firsts.len() as u32));
            if found.is_none() {
                firsts.push(row);
            }
        }
        let (starts, items) = grouped(count, firsts.len(), |row| group_of[row] as usize, |row| row as u32);
        Index { directory: Directory::Wide { slots }, starts, items }
    }

    /// The range of the group with this key of one column.
    #[inline]
    pub(super) fn range(&self, key: u32) -> std::ops::Range<usize> {
        let group = match &self.directory {
            Directory::Dense { first } => key.wrapping_sub(*first) as usize,
            Directory::Sparse { slots, .. } => slots.get(key, |_| true).map_or(usize::MAX, |group| group as usize),
            Directory::Wide { .. } => usize::MAX,
        };
        match (self.starts.get(group), self.starts.get(group.wrapping_add(1))) {
            (Some(from), Some(to)) => *from as usize..*to as usize,
            _ => 0..0,
        }
    }

    /// The group with this key of one column.
    #[inline]
    pub(super) fn of(&self, key: u32) -> &[u32] {
        &self.items[self.range(key)]
    }

    /// The group with this key of several columns, of rows of `arity` columns.
    pub(super) fn of_wide(&self, rows: &[u32], arity: usize, columns: &[usize], key: &[u32]) -> &[u32] {
        let Directory::Wide { slots } = &self.directory else { return key.first().map_or(&[], |key| self.of(*key)) };
        let first_row = |group: u32| self.items[self.starts[group as usize] as usize] as usize * arity;
        let same = |group: u32| columns.iter().zip(key).all(|(column, key)| rows[first_row(group) + column] == *key);
        match slots.get(tag_of(key.iter().copied()), same) {
            Some(group) => &self.items[self.starts[group as usize] as usize..self.starts[group as usize + 1] as usize],
            None => &[],
        }
    }

    /// Every key of one column with the range of its group.
    pub(super) fn groups(&self) -> impl Iterator<Item = (u32, std::ops::Range<usize>)> + '_ {
        let ranges = self.starts.windows(2).map(|pair| pair[0] as usize..pair[1] as usize);
        ranges.enumerate().filter(|(_, range)| !range.is_empty()).map(|(group, range)| (self.key(group), range))
    }

    fn key(&self, group: usize) -> u32 {
        match &self.directory {
            Directory::Dense { first } => first + group as u32,
            Directory::Sparse { keys, .. } => keys.get(group).copied().unwrap_or(0),
            Directory::Wide { .. } => 0,
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let directory = match &self.directory {
            Directory::Dense { .. } => 0,
            Directory::Sparse { slots, keys } => slots.heap_bytes() + keys.capacity() * 4,
            Directory::Wide { slots } => slots.heap_bytes(),
        };
        directory + (self.starts.capacity() + self.items.capacity()) * 4
    }
}

/// Counting sort: the items of each group side by side, in the order of the rows.
fn grouped(
    count: usize,
    groups: usize,
    group_of: impl Fn(usize) -> usize,
    item: impl Fn(usize) -> u32,
) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; groups + 1];
    for row in 0..count {
        starts[group_of(row) + 1] += 1;
    }
    for group in 0..groups {
        starts[group + 1] += starts[group];
    }
    let mut next = starts.clone();
    let mut items = vec![0; count];
    for row in 0..count {
        let at = &mut next[group_of(row)];
        items[*at as usize] = item(row);
        *at += 1;
    }
    (starts, items)
}

/// An index of rows that grow: each row names the row before it that has the same key.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub(super) mask: u32,
    columns: Vec<usize>,
    slots: Slots,
    /// The row before plus one, or 0, by row.
    before: Vec<u32>,
}

impl Chain {
    pub(super) fn new(mask: u32) -> Chain {
        Chain { mask, columns: columns(mask), slots: Slots::default(), before: Vec::new() }
    }

    /// Takes in the rows that were added since the last time.
    pub(super) fn extend(&mut self, rows: &[u32], arity: usize) {
        let Chain { columns, slots, before, .. } = self;
        for row in before.len()..rows.len() / arity.max(1) {
            let at = row * arity;
            let earlier = match columns[..] {
                [column] => slots.put(rows[at + column], row as u32, |_| true),
                _ => {
                    let tag = tag_of(columns.iter().map(|column| rows[at + column]));
                    let same = |other: u32| columns.iter().all(|c| rows[other as usize * arity + c] == rows[at + c]);
                    slots.put(tag, row as u32, same)
                }
            };
            before.push(earlier.map_or(0, |earlier| earlier + 1));
        }
    }

    /// The last row with this key plus one, or 0.
    #[inline]
    pub(super) fn last(&self, rows: &[u32], arity: usize, key: &[u32]) -> u32 {
        let found = match (&self.columns[..], key) {
            ([_], [key]) => self.slots.get(*key, |_| true),
            (columns, key) => {
                let same = |row: u32| columns.iter().zip(key).all(|(c, key)| rows[row as usize * arity + c] == *key);
                self.slots.get(tag_of(key.iter().copied()), same)
            }
        };
        found.map_or(0, |row| row + 1)
    }

    /// The row before `row` (plus one, or 0).
    #[inline]
    pub(super) fn before(&self, row: u32) -> u32 {
        self.before[row as usize]
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.slots.heap_bytes() + self.before.capacity() * 4
    }
}
