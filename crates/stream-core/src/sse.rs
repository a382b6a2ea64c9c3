//! Server-sent events, both ways: frames written straight into a buffer, and an incremental parser for the
//! streams of other servers.
//!
//! The format is that of the HTML standard, section "Server-sent events". Written events have one `data` line,
//! since JSON fits on one; the parser takes anything the standard allows, in parts of any size, within bounds.

use std::io::{self, Write};

use serde::Serialize;
use thiserror::Error;

/// The event that ends a chat or completion stream.
pub const DONE: &[u8] = b"data: [DONE]\n\n";

/// A comment that keeps a silent connection open; readers skip it.
pub const KEEP_ALIVE: &[u8] = b": keep-alive\n\n";

/// Writes `data` as an event of JSON to the end of `buffer`.
///
/// # Errors
/// If `data` cannot be written as JSON; the buffer is then as before.
///
/// ```
/// let mut buffer = Vec::new();
/// stream_core::sse::write_event(&mut buffer, &[1, 2])?;
/// assert_eq!(buffer, b"data: [1,2]\n\n");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn write_event(buffer: &mut Vec<u8>, data: &impl Serialize) -> Result<(), serde_json::Error> {
    write_json(buffer, "", data)
}

/// Writes `data` as an event of that name (`event: name`), as the Responses API does.
///
/// # Errors
/// As [`write_event`].
pub fn write_named_event(buffer: &mut Vec<u8>, name: &str, data: &impl Serialize) -> Result<(), serde_json::Error> {
    write_json(buffer, name, data)
}

fn write_json(buffer: &mut Vec<u8>, name: &str, data: &impl Serialize) -> Result<(), serde_json::Error> {
    let start = buffer.len();
    if !name.is_empty() {
        buffer.extend_from_slice(b"event: ");
        buffer.extend_from_slice(name.as_bytes());
        buffer.push(b'\n');
    }
    buffer.extend_from_slice(b"data: ");
    // JSON text has no line breaks: within strings they are escaped.
    let written = serde_json::to_writer(&mut *buffer, data);
    match written {
        Ok(()) => buffer.extend_from_slice(b"\n\n"),
        Err(_) => buffer.truncate(start),
    }
    written
}

/// Writes a comment; line breaks in it become spaces.
pub fn write_comment(buffer: &mut Vec<u8>, text: &str) {
    buffer.extend_from_slice(b": ");
    buffer.extend(text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
    buffer.extend_from_slice(b"\n\n");
}

/// Writes any event: a name where there is one, and a `data` line for each line of the data.
///
/// # Errors
/// Those of the writer.
pub fn write_raw(writer: &mut impl Write, event: &Event) -> io::Result<()> {
    if !event.name.is_empty() {
        writeln!(writer, "event: {}", event.name)?;
    }
    for line in event.data.split('\n') {
        writeln!(writer, "data: {line}")?;
    }
    writer.write_all(b"\n")
}

/// An event that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// Its name; empty where it has none.
    pub name: String,
    /// Its data lines, joined by line feeds.
    pub data: String,
    /// The last event id that the stream told.
    pub id: String,
}

impl Event {
    /// Whether the stream is over: the data is `[DONE]`.
    pub fn is_done(&self) -> bool {
        self.data.starts_with("[DONE]")
    }
}

/// What a stream may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SseError {
    /// A line is longer than the bound.
    #[error("line of the event stream is longer than {0} bytes")]
    LongLine(usize),
    /// The lines of an event are longer than the bound, taken together.
    #[error("event of the event stream is longer than {0} bytes")]
    LongEvent(usize),
}

/// Reads events out of bytes that come in parts of any size.
///
/// ```
/// use stream_core::sse::Parser;
///
/// let mut parser = Parser::new(1 << 20, 1 << 20);
/// let mut events = Vec::new();
/// parser.push(b"data: {\"a\":", &mut events)?;
/// parser.push(b"1}\r\n\r\n", &mut events)?;
/// assert_eq!(events[0].data, "{\"a\":1}");
/// # Ok::<(), stream_core::sse::SseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Parser {
    max_line: usize,
    max_event: usize,
    /// The line that is not over yet.
    line: Vec<u8>,
    /// Whether the last byte was a carriage return: a line feed after it belongs to it.
    after_return: bool,
    /// Whether the stream's first line is still to come; it may begin with a byte order mark.
    at_start: bool,
    has_data: bool,
    event: Event,
    failed: Option<SseError>,
}

impl Parser {
    /// A parser for lines of at most `max_line` bytes and events of at most `max_event` bytes of data and name.
    pub fn new(max_line: usize, max_event: usize) -> Parser {
        Parser {
            max_line,
            max_event,
            line: Vec::new(),
            after_return: false,
            at_start: true,
            has_data: false,
            event: Event::default(),
            failed: None,
        }
    }

    /// Reads `bytes` and adds the events that they complete to `events`. An event that the end of the stream
    /// cuts off is never added, as the standard wants.
    ///
    /// # Errors
    /// When a bound is passed; events before it are added, and every later call fails alike.
    pub fn push(&mut self, mut bytes: &[u8], events: &mut Vec<Event>) -> Result<(), SseError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if std::mem::take(&mut self.after_return) && !bytes.is_empty() {
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        } else if bytes.is_empty() {
            return Ok(());
        }
        let result = self.read(bytes, events);
        self.failed = result.err();
        result
    }

    fn read(&mut self, mut bytes: &[u8], events: &mut Vec<Event>) -> Result<(), SseError> {
        while let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (line, rest) = bytes.split_at(end);
            self.extend_line(line)?;
            self.end_line(events)?;
            bytes = match rest {
                [b'\r', b'\n', rest @ ..] => rest,
                [b'\r'] => {
                    self.after_return = true;
                    &[]
                }
                [_, rest @ ..] => rest,
                [] => &[],
            };
        }
        self.extend_line(bytes)
    }

    fn extend_line(&mut self, bytes: &[u8]) -> Result<(), SseError> {
        if self.line.len() + bytes.len() > self.max_line {
            return Err(SseError::LongLine(self.max_line));
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// Takes the finished line in: a field, a comment, or the empty line that ends an event.
    fn end_line(&mut self, events: &mut Vec<Event>) -> Result<(), SseError> {
        let mut line = std::mem::take(&mut self.line);
        if std::mem::take(&mut self.at_start) && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        if line.is_empty() {
            self.dispatch(events);
        } else {
            self.field(&line)?;
        }
        line.clear();
        self.line = line;
        Ok(())
    }

    fn dispatch(&mut self, events: &mut Vec<Event>) {
        let name = std::mem::take(&mut self.event.name);
        let data = std::mem::take(&mut self.event.data);
        if std::mem::take(&mut self.has_data) {
            events.push(Event { name, data, id: self.event.id.clone() });
        }
    }

    fn field(&mut self, line: &[u8]) -> Result<(), SseError> {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = String::from_utf8_lossy(value.strip_prefix(b" ").unwrap_or(value));
        match name {
            b"data" => {
                if self.has_data {
                    self.event.data.push('\n');
                }
                self.has_data = true;
                self.event.data.push_str(&value);
            }
            b"event" => self.event.name = value.into_owned(),
            b"id" if !value.contains('\0') => self.event.id = value.into_owned(),
            // Comments have an empty name; `retry` and unknown fields say nothing that we need.
            _ => {}
        }
        let length = self.event.data.len() + self.event.name.len() + self.event.id.len();
        if length > self.max_event { Err(SseError::LongEvent(self.max_event)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads `stream` in parts of `size` bytes; name and data of its events.
    fn read(stream: &[u8], size: usize) -> Vec<(String, String)> {
        let mut parser = Parser::new(4096, 4096);
        let mut events = Vec::new();
        stream.chunks(size.max(1)).for_each(|part| parser.push(part, &mut events).unwrap());
        events.into_iter().map(|event| (event.name, event.data)).collect()
    }

    fn check(stream: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(name, data)| ((*name).to_owned(), (*data).to_owned())).collect();
        for size in 1..=stream.len().max(1) {
            assert_eq!(read(stream.as_bytes(), size), expected, "{stream:?} in parts of {size}");
        }
    }

    #[test]
    fn lines_may_end_in_any_way() {
        check("data: a\n\ndata: b\r\n\r\ndata: c\r\r", &[("", "a"), ("", "b"), ("", "c")]);
        check("data: a\r\rdata: b\n\r\n", &[("", "a"), ("", "b")]);
    }

    #[test]
    fn fields_are_read_as_the_standard_says() {
        check("event: ping\ndata:a\ndata:  b\n\n", &[("ping", "a\n b")]);
        check("data\n\ndata\ndata\n\ndata:", &[("", ""), ("", "\n")]);
        check(": comment\n\nid: 1\nretry: 5\nfoo: bar\n\n", &[]);
        check("event: lost\n\ndata: x\n\n", &[("", "x")]);
        check("\u{feff}data: bom\n\n\u{feff}data: not\n\n", &[("", "bom")]);
        check("data: cut off", &[]);
    }

    #[test]
    fn bounds_hold() {
        let mut parser = Parser::new(10, 12);
        let mut events = Vec::new();
        assert_eq!(parser.push(b"data: 4567", &mut events), Ok(()));
        assert_eq!(parser.push(b"8", &mut events), Err(SseError::LongLine(10)));
        assert_eq!(parser.push(b"\n\n", &mut events), Err(SseError::LongLine(10)));
        let mut parser = Parser::new(10, 12);
        assert_eq!(parser.push(b"data:12345\ndata:12345\ndata:1\n\n", &mut events), Err(SseError::LongEvent(12)));
    }

    #[test]
    fn a_failed_value_leaves_no_trace() {
        let mut buffer = b"before".to_vec();
        let bad = std::collections::BTreeMap::from([((1, 2), 3)]);
        assert!(write_event(&mut buffer, &bad).is_err());
        assert_eq!(buffer, b"before");
    }

    #[test]
    fn comments_are_skipped() {
        let mut buffer = KEEP_ALIVE.to_vec();
        write_comment(&mut buffer, "one\ndata: two");
        buffer.extend_from_slice(DONE);
        assert_eq!(read(&buffer, 3), [(String::new(), "[DONE]".to_owned())]);
    }

    proptest! {
        #[test]
        fn events_come_back(
            events in prop::collection::vec(("[a-z.]{0,8}", "[^\r\0]{0,40}"), 0..6),
            size in 1_usize..40,
        ) {
            let mut buffer = Vec::new();
            for (name, data) in &events {
                let event = Event { name: name.clone(), data: data.clone(), id: String::new() };
                write_raw(&mut buffer, &event).unwrap();
            }
            prop_assert_eq!(read(&buffer, size), events);
        }

        #[test]
        fn json_comes_back(text: String, size in 1_usize..40) {
            let mut buffer = Vec::new();
            write_event(&mut buffer, &text).unwrap();
            let events = read(&buffer, size);
            prop_assert_eq!(events.len(), 1);
            prop_assert_eq!(serde_json::from_str::<String>(&events[0].1).unwrap(), text);
        }

        #[test]
        fn any_bytes_are_read_alike_in_any_parts(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\r\n: dataeventid".to_vec())], 0..200),
            size in 1_usize..40,
        ) {
            prop_assert_eq!(read(&bytes, size), read(&bytes, usize::MAX));
        }
    }
}
