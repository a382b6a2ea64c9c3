//! Tokens: what is encoded is decoded to the same, and counts agree, at once and by parts.

use stream_core::token::{Counter, Encoding, Tokenizer};

/// Takes the bytes as text, and as token ids.
pub fn tokenizer(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let ids: Vec<u32> = data.chunks_exact(3).map(|id| u32::from_be_bytes([0, id[0] % 4, id[1], id[2]])).collect();
    for encoding in [Encoding::O200kBase, Encoding::Cl100kBase] {
        let tokenizer = Tokenizer::get(encoding);
        let tokens = tokenizer.encode(&text);
        assert_eq!(tokenizer.decode(&tokens), text.as_bytes(), "decoding gives another text");
        assert_eq!(tokenizer.count(&text), tokens.len());
        assert_eq!(tokenizer.split(&text).collect::<String>(), text, "pieces leave gaps");
        let mut counter = Counter::new(encoding);
        for part in text.split_inclusive(|c: char| c.is_ascii_punctuation() || c == ' ') {
            counter.push(part);
        }
        assert_eq!(counter.count(), tokens.len(), "counting by parts differs");
        // A client's own ids stand for some bytes or for none.
        let known = tokenizer.decode_checked(&ids);
        let lenient = tokenizer.decode(&ids);
        assert!(known.is_err() || known.as_ref() == Ok(&lenient));
    }
}
