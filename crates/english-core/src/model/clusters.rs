//! Classes of words that occur in like places (Brown and others 1992), in a compact table that is read where it lies.
//!
//! A class is a path in a binary tree, its first step in the lowest bit: the lower bits alone are a coarser class. The
//! table: the number of classes and their paths (u32 each), then slots of a check and a class's number from 1 (u16
//! each), 0 for an empty slot.

use super::features::text_hash;

/// A table of classes.
#[derive(Debug, Clone, Copy)]
pub struct Clusters<'a> {
    paths: &'a [[u8; 4]],
    slots: &'a [[u8; 4]],
}

impl<'a> Clusters<'a> {
    /// The table in these bytes; `None` where they hold none.
    pub fn open(bytes: &'a [u8]) -> Option<Clusters<'a>> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let (paths, slots) = rest.as_chunks::<4>().0.split_at_checked(u32::from_le_bytes(*count) as usize)?;
        Some(Clusters { paths, slots })
    }

    /// The class of a form as it is written; 0 where it has none.
    pub(super) fn of(&self, form: &[u8]) -> u32 {
        let hash = text_hash(form);
        let (before, after) = self.slots.split_at_checked(home(hash, self.slots.len())).unwrap_or_default();
        for slot in after.iter().chain(before) {
            let [low, high, class @ ..] = *slot;
            let class = usize::from(u16::from_le_bytes(class));
            match class.checked_sub(1) {
                None => return 0,
                Some(class) if u16::from_le_bytes([low, high]) == hash as u16 => {
                    return self.paths.get(class).map_or(0, |path| u32::from_le_bytes(*path));
                }
                Some(_) => {}
            }
        }
        0
    }
}

fn home(hash: u32, slots: usize) -> usize {
    ((u64::from(hash) * slots as u64) >> 32) as usize
}

/// A table of these forms and their classes; of forms that the table cannot tell apart the first stays.
pub fn pack_clusters<'a>(forms: impl Iterator<Item = (&'a str, u32)>) -> Vec<u8> {
    let forms: Vec<(u32, u32)> = forms.map(|(form, path)| (text_hash(form.as_bytes()), path)).collect();
    let mut paths: Vec<u32> = forms.iter().map(|(_, path)| *path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.truncate(usize::from(u16::MAX - 1));
    let count = forms.len() * 3 / 2 + 1;
    let mut slots = vec![(0u16, 0u16); count];
    for (hash, path) in forms {
        let Ok(class) = paths.binary_search(&path) else { continue };
        let (before, after) = slots.split_at_mut(home(hash, count));
        let check = hash as u16;
        let free = after.iter_mut().chain(before).find(|slot| slot.1 == 0 || slot.0 == check);
        if let Some(slot) = free.filter(|slot| slot.1 == 0) {
            *slot = (check, class as u16 + 1);
        }
    }
    let mut out = (paths.len() as u32).to_le_bytes().to_vec();
    out.extend(paths.iter().flat_map(|path| path.to_le_bytes()));
    out.extend(slots.iter().flat_map(|(check, class)| [check.to_le_bytes(), class.to_le_bytes()]).flatten());
    out
}
