//! The parser of server-sent events.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::sse_in(data));
