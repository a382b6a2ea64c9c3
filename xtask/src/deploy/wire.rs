//! A client of HTTP/1.1 that shows what arrives when: bodies are read chunk by chunk.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// No answer takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection to a server.
pub(super) struct Connection {
    reader: BufReader<TcpStream>,
}

/// The head of a response.
pub(super) struct Head {
    pub(super) status: u16,
    fields: Vec<(String, String)>,
}

/// A whole response.
pub(super) struct Answer {
    pub(super) head: Head,
    pub(super) body: String,
}

impl Head {
    /// The value of a header, by its name in small letters.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    pub(super) fn open(address: SocketAddr) -> Result<Connection, String> {
        let socket = TcpStream::connect_timeout(&address, PATIENCE).map_err(|error| format!("{address}: {error}"))?;
        let limited = socket.set_read_timeout(Some(PATIENCE)).and(socket.set_write_timeout(Some(PATIENCE)));
        limited.map_err(|error| error.to_string())?;
        Ok(Connection { reader: BufReader::new(socket) })
    }

    /// Sends bytes as they are.
    pub(super) fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.reader.get_mut().write_all(bytes).map_err(|error| format!("cannot send: {error}"))
    }

    /// The head of the next response.
    pub(super) fn head(&mut self) -> Result<Head, String> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| format!("`{first}` is no status line"))?;
        let mut fields = Vec::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { return Ok(Head { status, fields }) };
            fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    /// The next chunk of a body; none where it ends. Fails where it breaks off.
    pub(super) fn chunk(&mut self) -> Result<Option<String>, String> {
        let line = self.line()?;
        let size = usize::from_str_radix(&line, 16).map_err(|_| format!("`{line}` is no chunk size"))?;
        let mut bytes = vec![0; size + 2];
        self.reader.read_exact(&mut bytes).map_err(|error| format!("the body breaks off: {error}"))?;
        bytes.truncate(size);
        Ok((size > 0).then(|| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Whether more than what was taken has arrived already.
    pub(super) fn has_more(&self) -> bool {
        !self.reader.buffer().is_empty()
    }

    /// Sends a request and reads its whole answer.
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<Answer, String> {
        self.send(request)?;
        self.answer()
    }

    /// The next response.
    pub(super) fn answer(&mut self) -> Result<Answer, String> {
        let head = self.head()?;
        let mut body = String::new();
        if head.field("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            while let Some(chunk) = self.chunk()? {
                body.push_str(&chunk);
            }
        } else {
            let size = head.field("content-length").and_then(|size| size.parse().ok()).unwrap_or(0);
            let mut bytes = vec![0; size];
            self.reader.read_exact(&mut bytes).map_err(|error| format!("the body breaks off: {error}"))?;
            body = String::from_utf8_lossy(&bytes).into_owned();
        }
        Ok(Answer { head, body })
    }

    /// A line without its end; fails where the connection was closed.
    fn line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        match self.reader.read_line(&mut line) {
            Ok(0) => Err("the connection was closed".to_owned()),
            Ok(_) => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
            Err(error) => Err(format!("cannot read: {error}")),
        }
    }
}

/// The bytes of a `GET` with further header lines, each with its line end.
pub(super) fn get(path: &str, further: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{further}\r\n").into_bytes()
}

/// The bytes of a JSON `POST` with further header lines.
pub(super) fn post(path: &str, further: &str, body: &str) -> Vec<u8> {
    let size = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\
         {further}\r\n{body}"
    )
    .into_bytes()
}

/// One request on a connection of its own.
pub(super) fn once(address: SocketAddr, request: &[u8]) -> Result<Answer, String> {
    Connection::open(address)?.ask(request)
}
