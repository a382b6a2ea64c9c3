//! Speaking to people and programs: data to standard output, talk to standard error.

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;

use serde_json::Value as Json;

/// Writes data. A reader that is gone, as with `| head`, is no error.
pub(super) fn data(text: &str) {
    piece(text);
    if !text.ends_with('\n') {
        piece("\n");
    }
}

/// Writes a piece of an answer at once.
pub(super) fn piece(text: &str) {
    #[cfg(test)]
    if capture::take_over(1, text) {
        return;
    }
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Writes a value as readable JSON.
pub(super) fn json(value: &Json) {
    data(&format!("{value:#}"));
}

/// Says something to the person at the terminal.
pub(super) fn talk(text: &str) {
    #[cfg(test)]
    if capture::take_over(2, &format!("{text}\n")) {
        return;
    }
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Whether standard output may be colored.
pub(super) fn color() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

/// Aligns rows under their heads; columns from `numbers` on are aligned right.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>], numbers: usize) -> String {
    let width = |column: usize, head: &str| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.max().unwrap_or(0).max(head.chars().count())
    };
    let widths: Vec<usize> = heads.iter().enumerate().map(|(column, head)| width(column, head)).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column >= numbers {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let body: String = rows.iter().map(|row| line(row.iter().map(String::as_str).collect())).collect();
    line(heads.to_vec()) + &body
}

/// What `serve` says once it listens: where, how to call, where to read on.
pub fn greeting(address: SocketAddr, needs_key: bool) -> String {
    let key = match needs_key {
        true => "a key made with `gateway key create NAME`",
        false => "any text, as long as none was made with `gateway key create NAME`",
    };
    format!("Base URL  http://{address}/v1\nAPI key   {key}\nDocument  http://{address}/openapi.json, `gateway --help`")
}

/// What the commands of a test write, by thread.
#[cfg(test)]
pub(super) mod capture {
    use std::cell::RefCell;

    thread_local!(static WRITTEN: RefCell<Option<[String; 2]>> = const { RefCell::new(None) });

    /// Keeps `text` of stream 1 or 2 if this thread captures.
    pub(super) fn take_over(stream: usize, text: &str) -> bool {
        WRITTEN.with_borrow_mut(|written| match written {
            Some(streams) => {
                streams[stream - 1].push_str(text);
                true
            }
            None => false,
        })
    }

    /// Runs `work` and returns what it gives, its data and its talk.
    pub(crate) fn during<T>(work: impl FnOnce() -> T) -> (T, String, String) {
        WRITTEN.set(Some(Default::default()));
        let given = work();
        let [data, talk] = WRITTEN.take().unwrap_or_default();
        (given, data, talk)
    }
}
