//! The manner of an answer: what may open it. The answer itself is the same in any tone.

use engine_api::{Tone, WordingsBuilder};

/// Opens an answer in its tone.
pub(crate) fn open(said: &mut WordingsBuilder, tone: Tone) {
    if tone == Tone::Warm {
        said.one_of(&[(6.0, ""), (2.0, "Sure. "), (1.0, "Gladly. ")]);
    }
}
