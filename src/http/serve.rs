//! Accepts connections, within limits: a slow, greedy or broken client costs little and ends alone (`reliability.md` P3,
//! P4 and section 5).

use axum::body::Body;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener as Listener};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Sleep, sleep, timeout};

/// Clients that are reported "too many" at a time; more are only closed.
const TURNED_AWAY: usize = 64;

/// What clients may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Connections at a time.
    pub(crate) connections: usize,
    /// How long the head of a request may take, and how long a kept connection may be silent.
    pub(crate) head: Duration,
    /// How long a client may leave an answer unread.
    pub(crate) unread: Duration,
    /// How long open connections are waited for when the server stops.
    pub(crate) leave: Duration,
}

/// The two ends of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer {
    /// The address that the client connected to.
    pub(crate) here: IpAddr,
    /// The client's own address, or that of the proxy before it.
    pub(crate) there: IpAddr,
}

/// A listener on one port, ready for [`serve`].
///
/// # Errors
/// When the port is taken or the address is not of this machine.
pub(crate) fn listener(ip: IpAddr, port: u16) -> io::Result<(Listener, SocketAddr)> {
    let listener = Listener::bind((ip, port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Every connection is a file; the usual soft limit is too near to the number of connections.
pub(crate) fn more_files(wanted: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(wanted).min(wanted);
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

/// Answers what comes in by the listeners until `stop` says true, then waits for open connections, within limits.
///
/// # Errors
/// When a listener cannot be taken over.
pub(crate) async fn serve<A, F>(
    listeners: Vec<Listener>,
    limits: Limits,
    stop: watch::Receiver<bool>,
    answer: A,
) -> io::Result<()>
where
    A: Fn(Request<Body>, Peer) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    let room = Room {
        places: Arc::new(Semaphore::new(limits.connections)),
        door: Arc::new(Semaphore::new(TURNED_AWAY)),
        limits,
        stop,
        answer,
    };
    let mut waiters = Vec::new();
    for listener in listeners {
        let listener = TcpListener::from_std(listener)?;
        waiters.push(tokio::spawn(room.clone().accept(listener)));
    }
    for waiter in waiters {
        let _ = waiter.await;
    }
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let _ = timeout(limits.leave, room.places.acquire_many(all)).await;
    Ok(())
}

/// Comes back when the server is to stop; never, when nobody can say so any more.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[derive(Clone)]
struct Room<A> {
    places: Arc<Semaphore>,
    door: Arc<Semaphore>,
    limits: Limits,
    stop: watch::Receiver<bool>,
    answer: A,
}

impl<A, F> Room<A>
where
    A: Fn(Request<Body>, Peer) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    async fn accept(mut self, listener: TcpListener) {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = stopped(&mut self.stop) => return,
            };
            let Ok((stream, _)) = accepted else {
                // Out of files: the next try may find one.
                sleep(Duration::from_millis(50)).await;
                continue;
            };
            match Arc::clone(&self.places).try_acquire_owned() {
                Ok(place) => drop(tokio::spawn(self.clone().converse(stream, Place(Arc::new(place))))),
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

    async fn converse(mut self, stream: TcpStream, place: Place) {
        let (Ok(here), Ok(there)) = (stream.local_addr(), stream.peer_addr()) else {
            return;
        };
        let peer = Peer {
            here: here.ip(),
            there: there.ip(),
        };
        let _ = stream.set_nodelay(true);
        let answer = self.answer;
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(place.clone());
            let work = tokio::spawn(answer(request.map(Body::new), peer));
            async move { Ok::<_, Infallible>(work.await.unwrap_or_else(|_| broken())) }
        });
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head)
            .max_buf_size(16 * 1024)
            .max_headers(100);
        let stream = TokioIo::new(Patient {
            stream,
            unread: self.limits.unread,
            stalled: None,
        });
        let mut connection = pin!(builder.serve_connection(stream, service).with_upgrades());
        tokio::select! {
            _ = connection.as_mut() => return,
            () = stopped(&mut self.stop) => connection.as_mut().graceful_shutdown(),
        }
        let _ = connection.await;
    }
}

/// A connection's place among those that may be open; live connections keep theirs.
#[derive(Clone)]
pub(crate) struct Place(#[allow(dead_code, reason = "holding it is having the place")] Arc<OwnedSemaphorePermit>);

fn broken() -> Response {
    let mut response = Response::new(Body::from("the server broke on this request\n"));
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
    unread: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn watch<T>(&mut self, cx: &mut Context<'_>, poll: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.stalled = None;
            return poll;
        }
        let unread = self.unread;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(unread)));
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
