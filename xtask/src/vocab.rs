//! `cargo xtask vocab`: packs the vocabularies and the character classes that the tokenizer maps.
//!
//! The tokens come from the `tiktoken-rs` crate (MIT), the character classes from `regex-syntax`
//! (MIT OR Apache-2.0; Unicode data, Unicode-3.0), the same tables that the reference's regular expressions
//! use. `--check` compares with the committed files instead of writing them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tiktoken_rs::CoreBPE;

#[path = "../../crates/stream-core/src/token/hash.rs"]
#[allow(dead_code, unreachable_pub, reason = "the reading half of the file belongs to stream-core")]
mod hash;

/// Tokens of an encoding, by id, which is also the rank of the merge that makes the token.
type Tokens = Vec<Vec<u8>>;

/// Runs the command. `args`: nothing, or `--check`.
///
/// # Errors
/// When an argument is unknown, a file cannot be written, a committed file is stale (with `--check`), or a
/// vocabulary lacks a property that the tokenizer's algorithms stand on.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let check = match args {
        [] => false,
        [only] if only == "--check" => true,
        _ => return Err("usage: cargo xtask vocab [--check]".to_owned()),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/stream-core/data");
    let o200k = tiktoken_rs::o200k_base().map_err(|e| e.to_string())?;
    let cl100k = tiktoken_rs::cl100k_base().map_err(|e| e.to_string())?;
    deliver(check, folder.join("o200k_base.vocab"), &pack(&read(&o200k, 199_998)?)?)?;
    deliver(check, folder.join("cl100k_base.vocab"), &pack(&read(&cl100k, 100_256)?)?)?;
    deliver(check, folder.join("classes.bin"), &classes()?)
}

fn deliver(check: bool, path: PathBuf, bytes: &[u8]) -> Result<(), String> {
    if !check {
        return std::fs::write(&path, bytes).map_err(|e| format!("{}: {e}", path.display()));
    }
    match std::fs::read(&path) {
        Ok(old) if old == bytes => Ok(()),
        _ => Err(format!("{} is stale: run `cargo xtask vocab`", path.display())),
    }
}

fn read(source: &CoreBPE, count: u32) -> Result<Tokens, String> {
    (0..count).map(|id| source.decode_bytes(&[id]).map_err(|e| format!("token {id}: {e}"))).collect()
}

/// The packed table; `stream-core`'s `token/table.rs` describes the layout.
fn pack(tokens: &Tokens) -> Result<Vec<u8>, String> {
    let slots = place(tokens);
    let lengths_log2 = if tokens.len() > 1 << 17 { 15 } else { 14 };
    let blob: Vec<u8> = tokens.concat();
    let longest = tokens.iter().map(Vec::len).max().unwrap_or(0);
    if longest > usize::from(hash::TOPS[31]) {
        return Err(format!("a token of {longest} bytes is longer than the sets of lengths can tell"));
    }
    let (pair_index, pair_ids) = pairs(tokens)?;
    let mut out = b"PSYVOC01".to_vec();
    for number in [tokens.len(), blob.len(), slots.len() / hash::LINE, lengths_log2, longest, pair_ids.len() / 3] {
        out.extend(u32::try_from(number).map_err(|e| e.to_string())?.to_le_bytes());
    }
    out.resize(64, 0);
    out.extend(slots.iter().flat_map(|s| s.to_le_bytes()));
    out.extend(pair_index.iter().flat_map(|s| s.to_le_bytes()));
    out.extend(lengths(tokens, lengths_log2 as u32).iter().flat_map(|s| s.to_le_bytes()));
    out.extend(pair_ids);
    let mut offset = 0usize;
    for len in tokens.iter().map(Vec::len).chain([0]) {
        out.extend(&offset.to_le_bytes()[..3]);
        offset += len;
    }
    out.extend(splits(tokens)?);
    out.extend(&blob);
    out.extend([0; hash::WINDOW]);
    Ok(out)
}

/// The slots of the hash table, line by line, about four fifths of them taken; tokens come in the order of
/// their ids, so that the frequent ones stand in their own line.
fn place(tokens: &Tokens) -> Vec<u32> {
    let lines = tokens.len().div_ceil(13);
    let mut slots = vec![hash::EMPTY; lines * hash::LINE];
    for (id, token) in (0u32..).zip(tokens) {
        let hash = hash::hash(token, 0, token.len());
        let first = hash::line(hash, lines) * hash::LINE;
        let free = (first..slots.len()).chain(0..first).find(|&at| slots[at] == hash::EMPTY);
        if let Some(at) = free {
            slots[at] = hash::fingerprint(hash) | id;
        }
    }
    slots
}

/// The tokens of two bytes: by the pair, one more than the place in the list; and the list, of u24.
fn pairs(tokens: &Tokens) -> Result<(Vec<u16>, Vec<u8>), String> {
    let (mut index, mut ids) = (vec![0u16; 1 << 16], Vec::new());
    for (id, token) in (0u32..).zip(tokens) {
        if let [first, second] = token[..] {
            ids.extend(&id.to_le_bytes()[..3]);
            let place = u16::try_from(ids.len() / 3).map_err(|e| e.to_string())?;
            index[usize::from(first) << 8 | usize::from(second)] = place;
        }
    }
    Ok((index, ids))
}

/// The two tokens whose merge makes each token, 20 bits each; a single byte is given as itself twice.
fn splits(tokens: &Tokens) -> Result<Vec<u8>, String> {
    let ids: HashMap<&[u8], u32> = (0u32..).zip(tokens).map(|(id, token)| (token.as_slice(), id)).collect();
    let mut out = Vec::with_capacity(tokens.len() * 5);
    for (id, token) in (0u32..).zip(tokens) {
        let parts = merge_below(token, id, &ids);
        let (left, right) = match parts.as_slice() {
            [only] if token.len() == 1 => (*only, *only),
            [left, right] => (*left, *right),
            _ => return Err(format!("token {id} is not made by one merge of two tokens: {parts:?}")),
        };
        out.extend(&(u64::from(left) | u64::from(right) << 20).to_le_bytes()[..5]);
    }
    Ok(out)
}

/// Byte pair encoding of `bytes` with the merges before `limit` only: the definition, literally.
fn merge_below(bytes: &[u8], limit: u32, ids: &HashMap<&[u8], u32>) -> Vec<u32> {
    let mut cuts: Vec<usize> = (0..=bytes.len()).collect();
    loop {
        let pairs = cuts.windows(3).enumerate().filter_map(|(at, w)| Some((*ids.get(&bytes[w[0]..w[2]])?, at + 1)));
        match pairs.filter(|&(rank, _)| rank < limit).min() {
            Some((_, cut)) => cuts.remove(cut),
            None => break,
        };
    }
    cuts.windows(2).filter_map(|w| ids.get(&bytes[w[0]..w[1]]).copied()).collect()
}

fn lengths(tokens: &Tokens, log2: u32) -> Vec<u32> {
    let mut sets = vec![0u32; 1 << log2];
    for token in tokens {
        if let Some(head) = token.first_chunk::<{ hash::HEAD }>() {
            sets[hash::lengths_index(u32::from_le_bytes(*head), log2)] |= hash::length_bit(token.len());
        }
    }
    sets
}

/// A two-level table: for each block of 128 characters the number of its leaf (u16), then the leaves, a byte
/// of class bits for each character. The bits are those of `stream-core`'s `token/class.rs`.
fn classes() -> Result<Vec<u8>, String> {
    const BITS: [(&str, u8); 5] = [
        (r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", 1),
        (r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]", 2),
        (r"\p{L}", 4),
        (r"\p{N}", 8),
        (r"\s", 16),
    ];
    let mut classes = vec![0u8; 0x11_0000];
    for (pattern, bit) in BITS {
        let parsed = regex_syntax::parse(pattern).map_err(|e| e.to_string())?;
        let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) = parsed.kind() else {
            return Err(format!("{pattern} is no class"));
        };
        for range in class.ranges() {
            for char in range.start()..=range.end() {
                classes[char as usize] |= bit;
            }
        }
    }
    for newline in ['\r', '\n'] {
        classes[newline as usize] |= 32;
    }
    Ok(two_levels(&classes))
}

fn two_levels(classes: &[u8]) -> Vec<u8> {
    let mut leaves: Vec<&[u8]> = Vec::new();
    let mut out = Vec::new();
    for block in classes.chunks(128) {
        let leaf = leaves.iter().position(|leaf| *leaf == block).unwrap_or_else(|| {
            leaves.push(block);
            leaves.len() - 1
        });
        out.extend((leaf as u16).to_le_bytes());
    }
    out.extend(leaves.concat());
    out
}
