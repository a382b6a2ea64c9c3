//! Encoding, decoding and counting tokens.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::tokenizer(data));
