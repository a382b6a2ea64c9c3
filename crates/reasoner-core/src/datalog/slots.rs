//! Open-addressed tables: sets of packed pairs, and tables of row numbers by a 32-bit tag.

/// Spreads a key over all bits: the two halves of a 128-bit product.
#[inline]
pub(super) fn mix(key: u64) -> u64 {
    let wide = u128::from(key ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    (wide >> 64) as u64 ^ wide as u64
}

/// The tag of several columns together.
#[inline]
pub(super) fn tag_of(values: impl Iterator<Item = u32>) -> u32 {
    let mut hash = 0u64;
    for value in values {
        hash = mix(hash.rotate_left(23) ^ u64::from(value));
    }
    (hash >> 32) as u32
}

/// Not a pair of terms: no term is `u32::MAX`.
const EMPTY: u64 = u64::MAX;

/// A set of pairs of terms.
#[derive(Debug, Clone, Default)]
pub(super) struct PairSet {
    slots: Vec<u64>,
    used: usize,
}

/// Two terms as one key.
#[inline]
pub(super) fn pack(a: u32, b: u32) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

impl PairSet {
    /// Adds a key; false where it is there already.
    #[inline]
    pub(super) fn insert(&mut self, key: u64) -> bool {
        if self.used * 8 >= self.slots.len() * 5 {
            self.grow();
        }
        match self.find(key) {
            Ok(_) => false,
            Err(at) => {
                self.slots[at] = key;
                self.used += 1;
                true
            }
        }
    }

    #[inline]
    pub(super) fn contains(&self, key: u64) -> bool {
        !self.slots.is_empty() && self.find(key).is_ok()
    }

    /// The slot of a key, or the vacant one where it belongs. There is always a vacant one.
    #[inline]
    fn find(&self, key: u64) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut at = mix(key) as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == key {
                return Ok(at);
            }
            if slot == EMPTY {
                return Err(at);
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let wider = vec![EMPTY; (self.slots.len() * 2).max(16)];
        let old = std::mem::replace(&mut self.slots, wider);
        for key in old.into_iter().filter(|key| *key != EMPTY) {
            if let Err(at) = self.find(key) {
                self.slots[at] = key;
            }
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.slots.capacity() * 8
    }
}

/// Numbers (of rows, of groups) by a tag of 32 bits: the key itself where it is one term, else a hash of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    /// The tag above, the number plus one below; 0 is vacant.
    table: Vec<u64>,
    used: usize,
}

impl Slots {
    /// The slot whose tag is `tag` and whose number `same` accepts, or the vacant one where it belongs.
    #[inline]
    fn find(&self, tag: u32, mut same: impl FnMut(u32) -> bool) -> Result<usize, usize> {
        let mask = self.table.len() - 1;
        let mut at = mix(u64::from(tag)) as usize & mask;
        loop {
            let slot = self.table[at];
            if slot == 0 {
                return Err(at);
            }
            if (slot >> 32) as u32 == tag && same(slot as u32 - 1) {
                return Ok(at);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number under a tag.
    #[inline]
    pub(super) fn get(&self, tag: u32, same: impl FnMut(u32) -> bool) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        self.find(tag, same).ok().map(|at| self.table[at] as u32 - 1)
    }

    /// Puts a number under a tag; the one that was there before, if any.
    #[inline]
    pub(super) fn put(&mut self, tag: u32, number: u32, same: impl FnMut(u32) -> bool) -> Option<u32> {
        self.reserve();
        let entry = u64::from(tag) << 32 | u64::from(number + 1);
        match self.find(tag, same) {
            Ok(at) => Some(std::mem::replace(&mut self.table[at], entry) as u32 - 1),
            Err(at) => {
                self.table[at] = entry;
                self.used += 1;
                None
            }
        }
    }

    /// Puts a number under a tag unless there is one; the one that was there before.
    #[inline]
    pub(super) fn keep(&mut self, tag: u32, number: u32, same: impl FnMut(u32) -> bool) -> Option<u32> {
        self.reserve();
        match self.find(tag, same) {
            Ok(at) => Some(self.table[at] as u32 - 1),
            Err(at) => {
                self.table[at] = u64::from(tag) << 32 | u64::from(number + 1);
                self.used += 1;
                None
            }
        }
    }

    #[inline]
    fn reserve(&mut self) {
        if self.used * 8 >= self.table.len() * 5 {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let wider = vec![0; (self.table.len() * 2).max(16)];
        let old = std::mem::replace(&mut self.table, wider);
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            // Two entries of one tag are two keys: each gets a slot of its own.
            if let Err(at) = self.find((slot >> 32) as u32, |_| false) {
                self.table[at] = slot;
            }
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.table.capacity() * 8
    }
}
