//! A client that asks many times over one connection.

use super::{Answer, Desk, part};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub(super) struct Client<'d> {
    desk: &'d Desk,
    stream: Option<TcpStream>,
}

impl<'d> Client<'d> {
    pub(super) fn new(desk: &'d Desk) -> Self {
        Client { desk, stream: None }
    }

    /// Sends a request as it is, with its length; asks anew when the server has hung up meanwhile.
    pub(super) fn raw(&mut self, line: &str, headers: &str, body: &[u8]) -> Answer {
        let head = format!("{line} HTTP/1.1\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
        let bytes = [head.as_bytes(), body].concat();
        let kept = self.stream.take();
        let answer = kept.and_then(|stream| exchange(stream, &bytes));
        let (answer, stream) = answer.unwrap_or_else(|| {
            let stream = TcpStream::connect(("127.0.0.1", self.desk.port)).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            stream.set_nodelay(true).unwrap();
            exchange(stream, &bytes).unwrap_or_else(|| panic!("no answer to {line}"))
        });
        self.stream = Some(stream).filter(|_| !answer.head.to_ascii_lowercase().contains("connection: close"));
        answer
    }

    fn own(&self, more: &str) -> String {
        let p = self.desk.port;
        format!("Host: localhost:{p}\r\nOrigin: http://localhost:{p}\r\nSec-Fetch-Site: same-origin\r\n{more}")
    }

    pub(super) fn get(&mut self, path: &str) -> Answer {
        let host = format!("Host: localhost:{}\r\n", self.desk.port);
        self.raw(&format!("GET {path}"), &host, b"")
    }

    /// A request of the desk's own script.
    pub(super) fn ask(&mut self, line: &str, body: &[u8]) -> Answer {
        let own = self.own("khobor-desk: 1\r\n");
        self.raw(line, &own, body)
    }

    /// A form of one of the desk's pages.
    pub(super) fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let own = self.own("Content-Type: application/x-www-form-urlencoded\r\n");
        let mut body = format!("token={}", self.desk.token);
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", part(value)));
        }
        self.raw(&format!("POST {path}"), &own, body.as_bytes())
    }
}

/// The answer to what is sent, and the connection; `None` when there is none.
fn exchange(mut stream: TcpStream, sent: &[u8]) -> Option<(Answer, TcpStream)> {
    // What is too large is answered before it has come whole.
    let _ = stream.write_all(sent);
    let (mut bytes, mut chunk) = (Vec::new(), [0; 65536]);
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at;
        }
        match stream.read(&mut chunk).ok()? {
            0 => return None,
            n => bytes.extend_from_slice(&chunk[..n]),
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let length = text
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let bodiless = sent.starts_with(b"HEAD ");
    let end = head + 4 + if bodiless { 0 } else { length.unwrap_or(0) };
    while bytes.len() < end {
        match stream.read(&mut chunk).ok()? {
            0 => break,
            n => bytes.extend_from_slice(&chunk[..n]),
        }
    }
    let status = text.get(9..12)?.parse().ok()?;
    let body = bytes[head + 4..].to_vec();
    Some((
        Answer {
            status,
            head: text,
            body,
        },
        stream,
    ))
}
