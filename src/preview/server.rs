//! Accepts connections, within limits: a slow, greedy or broken client costs little and ends alone (`reliability.md` P3,
//! P4 and section 5).

use super::Options;
use super::answer::answer;
use super::desk::Desk;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as Listener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep, timeout};

/// Connections at a time.
const CONNECTIONS: usize = 1024;
/// Clients that are told "too many" at a time; more are only closed.
const TURNED_AWAY: usize = 64;
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(5);
/// How long a client may leave an answer unread.
const UNREAD: Duration = Duration::from_secs(20);
/// Threads that print pages; more would only hold more memory.
const PRINTERS: usize = 4;
/// Ports that are tried.
const PORTS: u16 = 100;

/// Listens on the first free port from the one that is asked for; the listeners, and the address to open.
///
/// # Errors
/// When none of a hundred ports is free, or the address is not of this machine.
pub(super) fn listen(options: &Options) -> io::Result<(Vec<Listener>, SocketAddr)> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in options.port..=options.port.saturating_add(PORTS) {
        match on_port(options.bind, port) {
            Ok(found) => return Ok(found),
            Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
                last = error
            }
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// Both loopback addresses where there are two, so that `localhost` is ours whichever a browser tries first.
fn on_port(bind: Option<IpAddr>, port: u16) -> io::Result<(Vec<Listener>, SocketAddr)> {
    let first = Listener::bind((bind.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), port))?;
    let address = first.local_addr()?;
    let mut listeners = vec![first];
    if bind.is_none() {
        match Listener::bind((Ipv6Addr::LOCALHOST, address.port())) {
            Ok(second) => listeners.push(second),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            Err(_) => {}
        }
    }
    for listener in &listeners {
        listener.set_nonblocking(true)?;
    }
    Ok((listeners, address))
}

/// Serves until the process ends.
///
/// # Errors
/// When the runtime cannot be made.
pub(super) fn run(listeners: Vec<Listener>, desk: Arc<Desk>) -> io::Result<()> {
    more_files();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(PRINTERS)
        .build()?;
    runtime.block_on(async move {
        let room = Room {
            places: Arc::new(Semaphore::new(CONNECTIONS)),
            door: Arc::new(Semaphore::new(TURNED_AWAY)),
            desk,
        };
        let mut waiters = Vec::new();
        for listener in listeners {
            let listener = TcpListener::from_std(listener)?;
            waiters.push(tokio::spawn(room.clone().accept(listener)));
        }
        for waiter in waiters {
            let _ = waiter.await;
        }
        Ok(())
    })
}

/// Every connection is a file; the usual soft limit is too near to the number of connections.
fn more_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(8192).min(8192);
    if limit.current.is_some_and(|now| now < wanted) {
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(wanted),
                maximum: limit.maximum,
            },
        );
    }
}

#[derive(Clone)]
struct Room {
    places: Arc<Semaphore>,
    door: Arc<Semaphore>,
    desk: Arc<Desk>,
}

impl Room {
    async fn accept(self, listener: TcpListener) {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // Out of files: the next try may find one.
                sleep(Duration::from_millis(50)).await;
                continue;
            };
            match Arc::clone(&self.places).try_acquire_owned() {
                Ok(place) => {
                    let desk = Arc::clone(&self.desk);
                    tokio::spawn(converse(stream, desk, Place(Arc::new(place))));
                }
                Err(_) => {
                    if let Ok(door) = Arc::clone(&self.door).try_acquire_owned() {
                        tokio::spawn(async move {
                            let _ = timeout(Duration::from_secs(1), turn_away(stream)).await;
                            drop(door);
                        });
                    }
                }
            }
        }
    }
}

/// A connection's place among those that may be open; live connections keep theirs.
#[derive(Clone)]
pub(super) struct Place(#[allow(dead_code, reason = "holding it is having the place")] Arc<OwnedSemaphorePermit>);

async fn converse(stream: TcpStream, desk: Arc<Desk>, place: Place) {
    let Ok(here) = stream.local_addr() else { return };
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(place.clone());
        let work = tokio::spawn(answer(Arc::clone(&desk), request.map(Body::new), here.ip()));
        async move { Ok::<_, Infallible>(work.await.unwrap_or_else(|_| broken())) }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(16 * 1024)
        .max_headers(100);
    let stream = TokioIo::new(Patient { stream, stalled: None });
    let _ = builder.serve_connection(stream, service).with_upgrades().await;
}

fn broken() -> axum::response::Response {
    let mut response = axum::response::Response::new(Body::from("the server broke on this request\n"));
    *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
    response
}

async fn turn_away(mut stream: TcpStream) -> io::Result<()> {
    let answer = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 21\r\nRetry-After: 1\r\nConnection: close\r\n\r\ntoo many connections\n";
    stream.write_all(answer).await?;
    stream.shutdown().await?;
    // What the client has sent is taken, else its system throws the answer away.
    let mut sink = [0u8; 1024];
    while tokio::io::AsyncReadExt::read(&mut stream, &mut sink).await? > 0 {}
    Ok(())
}

/// A stream whose client must take what it is sent.
struct Patient {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn watch<T>(&mut self, cx: &mut Context<'_>, poll: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.stalled = None;
            return poll;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(UNREAD)));
        match stalled.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(cx, poll)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_flush(cx);
        self.watch(cx, poll)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
