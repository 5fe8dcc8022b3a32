//! The preview's ports and limits; the work at the door is `door`'s.

use super::answer::answer;
use super::state::PreviewState;
use crate::http::{self, Limits};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as Listener};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

pub(super) const LIMITS: Limits = Limits {
    connections: 1024,
    head: Duration::from_secs(5),
    unread: Duration::from_secs(20),
    leave: Duration::ZERO,
};
/// Threads that print pages; more would only hold more memory.
const PRINTERS: usize = 4;
/// Ports that are tried.
const PORTS: u16 = 100;

/// Listens on the first free port from the one that is asked for; the listeners, and the address to open.
///
/// # Errors
/// When none of a hundred ports is free, or the address is not of this machine.
pub(super) fn listen(bind: Option<IpAddr>, first: u16) -> io::Result<(Vec<Listener>, SocketAddr)> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in first..=first.saturating_add(PORTS) {
        match on_port(bind, port) {
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
    let (first, address) = http::listener(bind.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), port)?;
    let mut listeners = vec![first];
    if bind.is_none() {
        match http::listener(IpAddr::V6(Ipv6Addr::LOCALHOST), address.port()) {
            Ok((second, _)) => listeners.push(second),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            Err(_) => {}
        }
    }
    Ok((listeners, address))
}

/// Serves until the process ends, and what runs beside it too.
///
/// # Errors
/// When the runtime cannot be made.
pub(super) fn run(
    listeners: Vec<Listener>,
    state: Arc<PreviewState>,
    beside: impl Future<Output = io::Result<()>>,
) -> io::Result<()> {
    http::more_files(8192);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(PRINTERS)
        .build()?;
    let (_never, stop) = watch::channel(false);
    runtime.block_on(async {
        let pages = http::serve(listeners, LIMITS, stop, move |request, peer| {
            answer(Arc::clone(&state), request, peer.here)
        });
        tokio::try_join!(pages, beside).map(|_| ())
    })
}
