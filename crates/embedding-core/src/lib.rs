//! Meaning as vectors: text to unit vectors by a static table compiled in.
//!
//! A text is cut into WordPiece entries; each entry adds its fitted vector (the *meaning* half)
//! and its idf-weighted hashed signs (the *lexical* half); both sums are normalised, weighted and joined. There is no
//! network and nothing to load: the table lies in the binary and is read in place. See `data/README.md` for how the
//! table was made and what it scores.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod normal;
mod pool;
mod table;
mod wordpiece;

pub use engine_api::Embedder;
pub use pool::LEXICAL;
pub use table::{MEANING, TableError};

use pool::Sum;
use table::Table;
use wordpiece::WordPiece;

/// Entries looked up before their rows are added: enough for a short text, so that one look-up need not wait for the
/// rows of the one before, and little memory for a long one.
const BATCH: usize = 64;

/// Checked while compiling: a table that does not fit this code does not build.
const BUILT_IN: Table<'static> = match Table::open(include_bytes!("../data/table.bin")) {
    Ok(table) => table,
    Err(_) => panic!("data/table.bin does not have the format of table.rs"),
};

/// The embedder of the table compiled in, or of another of the same format.
///
/// ```
/// use embedding_core::{Embedder, StaticEmbedder};
///
/// let embedder = StaticEmbedder::default();
/// let [car, automobile, banana] = ["my car", "an automobile", "a banana"].map(|text| embedder.embed(text, 512));
/// let cosine = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
/// assert!(cosine(&car, &automobile) > cosine(&car, &banana));
/// ```
#[derive(Debug, Clone)]
pub struct StaticEmbedder {
    table: Table<'static>,
}

impl StaticEmbedder {
    /// An embedder over another table, which is read in place.
    ///
    /// # Errors
    /// [`TableError`] if the header or the sizes of the sections are not those of the format.
    pub fn open(table: &'static [u8]) -> Result<Self, TableError> {
        Table::open(table).map(|table| Self { table })
    }
}

impl Default for StaticEmbedder {
    fn default() -> Self {
        Self { table: BUILT_IN }
    }
}

impl Embedder for StaticEmbedder {
    fn dimensions(&self) -> usize {
        MEANING + LEXICAL
    }

    /// Linear in the length of `text`. `dims` is taken as 1 if it is 0 and as [`Embedder::dimensions`] if it is more.
    /// Words that the table does not know count by their hash in the lexical half alone, so a text of only such words
    /// has a vector of its own if `dims` reaches beyond [`MEANING`], and the fixed one otherwise.
    fn embed(&self, text: &str, dims: usize) -> Vec<f32> {
        let mut sum = Sum::default();
        let mut pieces = WordPiece::new(&self.table);
        let mut found = Vec::with_capacity(2 * BATCH);
        normal::words(text, |word| match pieces.cut(word) {
            [] => sum.add_unknown(table::hash(word.as_bytes(), false), self.table.unknown_idf()),
            entries => {
                found.extend_from_slice(entries);
                if found.len() >= BATCH {
                    sum.add(&self.table, &found);
                    found.clear();
                }
            }
        });
        sum.add(&self.table, &found);
        sum.finish(self.table.meaning_share(), dims.clamp(1, self.dimensions()))
    }
}
