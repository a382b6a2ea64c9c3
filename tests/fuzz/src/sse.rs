//! Event streams: however the bytes are cut, the same events come out.

use stream_core::sse::{Event, Parser, SseError, write_raw};

const MAX_LINE: usize = 256;
const MAX_EVENT: usize = 1024;

/// The first byte says how the rest is cut.
pub fn sse_in(data: &[u8]) {
    let Some((cut, stream)) = data.split_first() else { return };
    let whole = read(stream.chunks(stream.len().max(1)));
    let parts = read(stream.chunks(usize::from(*cut) % 16 + 1));
    assert_eq!(whole, parts, "events depend on how the bytes are cut");
    for event in &whole.0 {
        assert!(event.data.len() + event.name.len() <= MAX_EVENT + MAX_LINE, "an event is larger than the bound");
        let mut bytes = Vec::new();
        write_raw(&mut bytes, event).expect("memory takes everything");
        let mut again = Vec::new();
        Parser::new(1 << 16, 1 << 16).push(&bytes, &mut again).expect("what was written is within the bounds");
        assert_eq!(again.len(), 1, "an event is written as {} events", again.len());
        assert_eq!((&again[0].name, &again[0].data), (&event.name, &event.data));
    }
}

/// The events of a stream, and why it ended.
fn read<'d>(parts: impl Iterator<Item = &'d [u8]>) -> (Vec<Event>, Option<SseError>) {
    let mut parser = Parser::new(MAX_LINE, MAX_EVENT);
    let mut events = Vec::new();
    let mut failed = None;
    for part in parts {
        if let Err(error) = parser.push(part, &mut events) {
            assert!(failed.is_none_or(|first| first == error), "a stream fails in two ways");
            failed = Some(error);
        }
    }
    (events, failed)
}
