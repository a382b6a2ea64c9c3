//! The tokenizer against the reference: a committed list, the oracle crate, and its own laws.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail as tests do")]

use proptest::prelude::*;
use stream_core::token::{Counter, Encoding, Tokenizer};
use tiktoken_rs::CoreBPE;

const ENCODINGS: [Encoding; 2] = [Encoding::O200kBase, Encoding::Cl100kBase];

fn oracle(encoding: Encoding) -> &'static CoreBPE {
    match encoding {
        Encoding::O200kBase => tiktoken_rs::o200k_base_singleton(),
        Encoding::Cl100kBase => tiktoken_rs::cl100k_base_singleton(),
    }
}

/// All that can be asked about a text must agree with the reference's tokens.
fn check(encoding: Encoding, text: &str, expected: &[u32]) {
    let tokenizer = Tokenizer::get(encoding);
    let tokens = tokenizer.encode(text);
    assert_eq!(tokens, expected, "{} {text:?}", encoding.name());
    assert_eq!(tokenizer.count(text), expected.len(), "count {text:?}");
    assert_eq!(tokenizer.decode(&tokens), text.as_bytes(), "decode {text:?}");
    let mut by_piece = Vec::new();
    tokenizer.split(text).for_each(|piece| tokenizer.encode_piece_into(piece, &mut by_piece));
    assert_eq!(by_piece, expected, "by piece {text:?}");
}

/// Lines of `text <TAB> o200k ids <TAB> cl100k ids`, the text as a JSON string.
fn reference() -> Vec<(String, [Vec<u32>; 2])> {
    let ids = |list: &str| list.split_whitespace().map(|id| id.parse().unwrap()).collect();
    let line = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        (serde_json::from_str(fields[0]).unwrap(), [ids(fields[1]), ids(fields[2])])
    };
    include_str!("token_reference.tsv").lines().map(line).collect()
}

#[test]
fn the_reference_list_is_met() {
    let list = reference();
    assert!(list.len() >= 60);
    for (text, expected) in list {
        for (encoding, expected) in ENCODINGS.into_iter().zip(expected) {
            check(encoding, &text, &expected);
            assert_eq!(oracle(encoding).encode_ordinary(&text), expected, "the list itself: {text:?}");
        }
    }
}

#[test]
fn every_token_is_found_by_its_bytes() {
    for encoding in ENCODINGS {
        let tokenizer = Tokenizer::get(encoding);
        for id in 0..encoding.ordinary() {
            let bytes = tokenizer.token_bytes(id).unwrap();
            assert_eq!(tokenizer.token_of(bytes), Some(id));
            assert_eq!(bytes, oracle(encoding).decode_bytes(&[id]).unwrap());
            assert_eq!(tokenizer.prefixes(bytes).last(), Some(id));
        }
        assert_eq!(tokenizer.token_bytes(encoding.ordinary()), None);
        assert_eq!(tokenizer.token_bytes(encoding.vocab_size()), None);
        assert_eq!(tokenizer.token_bytes(u32::MAX), None);
        assert_eq!(tokenizer.token_of(b""), None);
        assert_eq!(tokenizer.token_of(&[b' '; 1000]), None);
    }
}

#[test]
fn special_tokens_are_known_by_name_and_read_as_text() {
    let tokenizer = Tokenizer::get(Encoding::O200kBase);
    assert_eq!(Encoding::O200kBase.special("<|endoftext|>"), Some(199_999));
    assert_eq!(Encoding::Cl100kBase.special("<|fim_middle|>"), Some(100_259));
    assert_eq!(Encoding::O200kBase.special("<|nothing|>"), None);
    assert_eq!(tokenizer.decode(&[24_912, 199_999]), b"hello<|endoftext|>");
    assert!(!tokenizer.encode("<|endoftext|>").contains(&199_999));
}

#[test]
fn unknown_ids_are_left_out_or_refused() {
    let tokenizer = Tokenizer::get(Encoding::Cl100kBase);
    assert_eq!(tokenizer.decode(&[15_339, 100_256, 1917]), b"hello world");
    assert_eq!(tokenizer.decode_checked(&[15_339, 1917]).unwrap(), b"hello world");
    let error = tokenizer.decode_checked(&[15_339, 100_256]).unwrap_err();
    assert_eq!(error.to_string(), "100256 is no token of cl100k_base");
}

#[test]
fn prefixes_are_all_tokens_that_begin_the_bytes() {
    for encoding in ENCODINGS {
        let tokenizer = Tokenizer::get(encoding);
        for text in [" internationally", "\n\n\n\n\n\n\n\n        x", "日本語です", "============================"]
        {
            let bytes = text.as_bytes();
            let expected: Vec<u32> = (1..=bytes.len()).filter_map(|len| tokenizer.token_of(&bytes[..len])).collect();
            assert_eq!(tokenizer.prefixes(bytes).collect::<Vec<_>>(), expected, "{text:?}");
        }
        assert_eq!(tokenizer.prefixes(b"").count(), 0);
    }
}

/// Texts that make greedy or quadratic tokenizers slow.
const HARD: [&str; 22] = [
    "a",
    "A",
    " ",
    "\n",
    "\t",
    "0",
    ".",
    "é",
    "日本語",
    "x7",
    "\r\n",
    "abcdefgh",
    "'s",
    " a",
    "\t\t\n",
    "=-",
    "zq",
    "aA",
    "中A",
    "\u{301}",
    "👩\u{200d}💻",
    "ab\u{ad}",
];

#[test]
fn work_grows_with_the_text_only() {
    for encoding in ENCODINGS {
        let tokenizer = Tokenizer::get(encoding);
        for unit in HARD {
            let text = unit.repeat(40_000 / unit.len());
            let (once, twice) = (tokenizer.work(&text), tokenizer.work(&text.repeat(2)));
            assert!(10 * twice <= 23 * once + 100, "{} {unit:?}: {once} then {twice}", encoding.name());
            assert!(twice <= 24 * 80_000, "{} {unit:?}: {twice} look-ups for 80 kB", encoding.name());
        }
    }
}

#[test]
fn long_pieces_are_exact() {
    for encoding in ENCODINGS {
        for unit in HARD.into_iter().filter(|unit| ![" ", "\t", "\n"].contains(unit)) {
            let text = unit.repeat(3_000 / unit.len());
            check(encoding, &text, &oracle(encoding).encode_ordinary(&text));
        }
    }
}

/// Text of the kinds that the pre-tokenizer tells apart, and of characters at random.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => " ?[a-z]{1,12}",
        2 => "[A-Z][a-z]{0,8}[A-Z]{0,5}",
        2 => "[ \t\n\r\u{a0}\u{3000}\u{2028}]{1,6}",
        2 => "('s|'S|'t|'re|'VE|'ll|'d|'m|'ſ|'|’s)",
        2 => "[0-9]{1,8}",
        1 => "[٠-٩½Ⅷ²]{1,4}",
        2 => "[!-/:-@\\[-`{-~]{1,5}[\r\n/]{0,3}",
        2 => "[一-龥ぁ-んァ-ヶ가-힣]{1,20}",
        1 => "[а-яА-ЯёЁα-ωΑ-Ω]{1,15}",
        1 => "[אבגדהאَُِابتثجحखगघงจฉǅʰª]{1,8}",
        1 => "[\u{300}-\u{36f}\u{200d}\u{fe0f}]{1,3}",
        1 => "[🙂👩💻🏽🇫🇷❤🚀]{1,4}",
        1 => "(fn main\\(\\) \\{\n    let x = 1;\n\\}|<div class=\"a\">|https://x\\.org/a\\?b=c|==|->|\\);\n\n)",
        1 => "\\PC{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_oracle(text in text()) {
        for encoding in ENCODINGS {
            check(encoding, &text, &oracle(encoding).encode_ordinary(&text));
        }
    }

    #[test]
    fn long_words_agree_with_the_oracle(text in "[a-e]{50,400}|[a-zé中]{50,300}|[!-/]{60,200}|[ᄀ-ᇿ]{30,90}") {
        for encoding in ENCODINGS {
            check(encoding, &text, &oracle(encoding).encode_ordinary(&text));
        }
    }

    #[test]
    fn repeated_text_agrees_with_the_oracle(part in text(), other in text(), times in 2usize..12) {
        let text = format!("{part}{other}").repeat(times);
        for encoding in ENCODINGS {
            check(encoding, &text, &oracle(encoding).encode_ordinary(&text));
        }
    }

    #[test]
    fn counting_agrees_after_every_part(parts in prop::collection::vec(text(), 0..5), chars in any::<bool>()) {
        for encoding in ENCODINGS {
            let (mut counter, mut whole) = (Counter::new(encoding), String::new());
            for part in &parts {
                let step = |c: char| if chars { c.len_utf8() } else { part.len() };
                let mut rest = part.as_str();
                while let Some(first) = rest.chars().next() {
                    let (now, later) = rest.split_at(step(first));
                    counter.push(now);
                    whole.push_str(now);
                    prop_assert_eq!(counter.count(), Tokenizer::get(encoding).count(&whole), "{:?}", whole);
                    rest = later;
                }
            }
        }
    }

    #[test]
    fn any_ids_decode(ids in prop::collection::vec(0u32..201_000, 0..50)) {
        for encoding in ENCODINGS {
            let tokenizer = Tokenizer::get(encoding);
            let known = ids.iter().all(|&id| tokenizer.token_bytes(id).is_some());
            let checked = tokenizer.decode_checked(&ids);
            prop_assert_eq!(checked.is_ok(), known);
            prop_assert!(checked.is_err() || checked.unwrap() == tokenizer.decode(&ids));
        }
    }
}
