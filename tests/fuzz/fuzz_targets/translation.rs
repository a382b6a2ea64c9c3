//! Bodies of chat requests, up to what the engine sees.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::translation(data));
