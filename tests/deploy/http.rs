//! A small HTTP server for stand-ins, which can fail at the k-th call in several ways.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

pub struct Request {
    pub method: String,
    /// Decoded path.
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// The line is cut before the call is done.
    Cut,
    /// The call is done, and the line is cut before the answer.
    Unanswered,
    /// 500 or 503.
    Status(u16),
}

type Handler = dyn Fn(&Request) -> (u16, Vec<u8>) + Send + Sync;

pub struct Server {
    pub url: String,
    calls: Arc<AtomicUsize>,
    fault: Arc<Mutex<Option<(usize, Fault, bool)>>>,
    pub writes: Arc<AtomicUsize>,
}

impl Server {
    pub fn start(handler: impl Fn(&Request) -> (u16, Vec<u8>) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Server {
            url,
            calls: Arc::default(),
            fault: Arc::default(),
            writes: Arc::default(),
        };
        let (calls, fault, writes) = (server.calls.clone(), server.fault.clone(), server.writes.clone());
        let handler: Arc<Handler> = Arc::new(handler);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (calls, fault, writes, handler) = (calls.clone(), fault.clone(), writes.clone(), handler.clone());
                std::thread::spawn(move || serve(stream, &calls, &fault, &writes, &*handler));
            }
        });
        server
    }

    /// Fails from the k-th call on, counted from now: `forever`, or that call only.
    pub fn fail(&self, k: usize, fault: Fault, forever: bool) {
        self.calls.store(0, Ordering::SeqCst);
        *self.fault.lock().unwrap() = Some((k, fault, forever));
    }

    pub fn heal(&self) {
        self.calls.store(0, Ordering::SeqCst);
        self.writes.store(0, Ordering::SeqCst);
        *self.fault.lock().unwrap() = None;
    }

    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    pub fn written(&self) -> usize {
        self.writes.load(Ordering::SeqCst)
    }
}

fn serve(
    stream: TcpStream,
    calls: &AtomicUsize,
    fault: &Mutex<Option<(usize, Fault, bool)>>,
    writes: &AtomicUsize,
    handler: &Handler,
) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        let call = calls.fetch_add(1, Ordering::SeqCst);
        let fault = fault
            .lock()
            .unwrap()
            .filter(|(k, _, forever)| call == *k || (*forever && call > *k))
            .map(|(_, fault, _)| fault);
        if fault == Some(Fault::Cut) {
            return;
        }
        let (status, body) = match fault {
            Some(Fault::Status(status)) => (status, b"busy".to_vec()),
            _ => handler(&request),
        };
        if status < 300 && matches!(request.method.as_str(), "PUT" | "POST" | "DELETE") {
            writes.fetch_add(1, Ordering::SeqCst);
        }
        if fault == Some(Fault::Unanswered) {
            return;
        }
        let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", body.len());
        let stream = reader.get_mut();
        let sent = stream.write_all(head.as_bytes()).and_then(|()| {
            if request.method == "HEAD" {
                Ok(())
            } else {
                stream.write_all(&body)
            }
        });
        if sent.is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(n, _)| n == "content-length")
        .and_then(|(_, v)| v.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Request {
        method,
        path: khobor::portal::url::decode(path)?,
        query: query.to_owned(),
        headers,
        body,
    })
}
