//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011) with the artificial root behind the last
//! word: every sequence of allowed actions ends in one projective tree.

/// "No word"; as a head, the root.
pub const NOBODY: u32 = u32::MAX;

/// A transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack depends on the next word, or on the root where none is left; it is taken off.
    Left(u8),
    /// The top of the stack depends on the word below it; it is taken off.
    Right(u8),
}

/// The state of a parse: a stack, the words to come and the arcs made so far.
#[derive(Debug, Clone, Default)]
pub struct Arcs {
    pub(super) stack: Vec<u32>,
    pub(super) next: u32,
    pub(super) length: u32,
    /// The head of each word, [`NOBODY`] while it has none and for the root's dependent.
    pub heads: Vec<u32>,
    /// The label of each word's arc.
    pub labels: Vec<u8>,
    /// For each word its outermost dependents and those before them, and how many it has.
    pub(super) left: Vec<Side>,
    pub(super) right: Vec<Side>,
}

/// The dependents of a word on one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) last: u32,
    pub(super) second: u32,
    pub(super) count: u32,
    /// The labels that occur, as bits (modulo 64).
    pub(super) labels: u64,
}

impl Default for Side {
    fn default() -> Side {
        Side { last: NOBODY, second: NOBODY, count: 0, labels: 0 }
    }
}

impl Arcs {
    /// The start of a parse of `length` words.
    pub fn start(&mut self, length: usize) {
        self.stack.clear();
        self.next = 0;
        self.length = length as u32;
        self.heads.clear();
        self.heads.resize(length, NOBODY);
        self.labels.clear();
        self.labels.resize(length, 0);
        self.left.clear();
        self.left.resize(length, Side::default());
        self.right.clear();
        self.right.resize(length, Side::default());
    }

    /// The words on the stack, the top last.
    pub fn stack(&self) -> &[u32] {
        &self.stack
    }

    /// The next word; the number of words where none is left.
    pub fn next(&self) -> u32 {
        self.next
    }

    /// Whether the parse is complete.
    pub fn is_done(&self) -> bool {
        self.next >= self.length && self.stack.is_empty()
    }

    /// Whether this kind of action is allowed: shift, left, right.
    pub fn allowed(&self) -> [bool; 3] {
        let at_end = self.next >= self.length;
        let depth = self.stack.len();
        // The root takes exactly one word: the last one on the stack.
        [!at_end, depth > 0 && (!at_end || depth == 1), depth > 1]
    }

    /// Takes an action that is allowed; others change nothing.
    pub fn take(&mut self, action: Action) {
        let [shift, left, right] = self.allowed();
        match action {
            Action::Shift if shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left(label) if left => {
                if let Some(word) = self.stack.pop() {
                    let head = if self.next < self.length { self.next } else { NOBODY };
                    self.join(head, word, label);
                }
            }
            Action::Right(label) if right => {
                if let (Some(word), Some(head)) = (self.stack.pop(), self.stack.last().copied()) {
                    self.join(head, word, label);
                }
            }
            _ => {}
        }
    }

    fn join(&mut self, head: u32, word: u32, label: u8) {
        if let (Some(to), Some(kind)) = (self.heads.get_mut(word as usize), self.labels.get_mut(word as usize)) {
            (*to, *kind) = (head, label);
        }
        let side = if word < head { &mut self.left } else { &mut self.right };
        if let Some(side) = side.get_mut(head as usize) {
            side.second = side.last;
            side.last = word;
            side.count += 1;
            side.labels |= 1 << (label & 63);
        }
    }
}
