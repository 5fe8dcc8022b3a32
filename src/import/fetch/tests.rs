use super::{FetchFault, Fetcher, Found, Lookup};
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A server on this machine that is reached under public names, and what it was asked.
struct Server {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (log, busy) = (asked.clone(), AtomicUsize::new(0));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut line = String::new();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let _ = reader.read_line(&mut line);
                let mut header = String::new();
                while reader.read_line(&mut header).is_ok_and(|n| n > 2) {
                    header.clear();
                }
                let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
                log.lock().unwrap().push(path.clone());
                let _ = stream.write_all(answer(&path, &busy).as_bytes());
            }
        });
        Server { at, asked }
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|p| *p == path).count()
    }
}

fn answer(path: &str, busy: &AtomicUsize) -> String {
    let say = |head: &str, body: &str| {
        format!(
            "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    match path {
        "/robots.txt" => say("200 OK", "User-agent: *\nDisallow: /forbidden/\n"),
        "/a.jpg" => say("200 OK", "picture"),
        "/moved.jpg" => say("301 Moved\r\nLocation: /a.jpg", ""),
        "/to-other.jpg" => say("302 Found\r\nLocation: http://other.example/a.jpg", ""),
        "/to-metadata.jpg" => say("302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/", ""),
        "/to-inside.jpg" => say("302 Found\r\nLocation: http://www.kagoj.example/a.jpg", ""),
        "/round.jpg" => say("302 Found\r\nLocation: /round.jpg", ""),
        "/busy.jpg" if busy.fetch_add(1, Ordering::Relaxed) < 2 => say("503 Busy\r\nRetry-After: 0", ""),
        "/busy.jpg" => say("200 OK", "at last"),
        _ => say("404 Not Found", ""),
    }
}

/// Names as the tests want them: `kagoj.example` is public, `www.kagoj.example` has a private address beside a public one.
struct Names(SocketAddr);

impl Lookup for Names {
    fn look_up(&self, host: &str, _: u16) -> std::io::Result<Vec<Found>> {
        let public: IpAddr = "93.184.216.34".parse().unwrap();
        let inside: IpAddr = "10.1.2.3".parse().unwrap();
        Ok(match host {
            "kagoj.example" | "other.example" => vec![(public, self.0)],
            "www.kagoj.example" => vec![(public, self.0), (inside, self.0)],
            "inside.example" => vec![(inside, self.0)],
            _ => vec![(host.parse().unwrap_or(inside), self.0)],
        })
    }
}

fn fetcher(server: &Server) -> Fetcher {
    let hosts = ["kagoj.example", "inside.example", "169.254.169.254", "127.0.0.1"].map(str::to_owned);
    Fetcher::new(hosts.to_vec(), 100, Arc::new(Names(server.at)))
}

#[test]
fn a_file_comes_also_after_a_redirect_and_when_the_host_was_busy() {
    let server = Server::start();
    let fetcher = fetcher(&server);
    for (path, bytes) in [
        ("/a.jpg", "picture"),
        ("/moved.jpg", "picture"),
        ("/busy.jpg", "at last"),
    ] {
        let found = fetcher.one(&format!("http://kagoj.example{path}"));
        assert_eq!(found, Ok(bytes.as_bytes().to_vec()), "{path}");
    }
    assert_eq!(server.asked("/robots.txt"), 1, "asked once a host");
    assert_eq!(
        fetcher.one("http://kagoj.example/nai.jpg"),
        Err(FetchFault::Status(404))
    );
    assert_eq!(
        fetcher.one("http://kagoj.example/forbidden/a.jpg"),
        Err(FetchFault::Robots)
    );
    assert_eq!(server.asked("/forbidden/a.jpg"), 0);
}

#[test]
fn nothing_inside_is_asked_also_not_after_a_redirect() {
    let server = Server::start();
    let fetcher = fetcher(&server);
    for address in [
        "http://inside.example/a.jpg",
        "http://www.kagoj.example/a.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1/a.jpg",
        "http://kagoj.example/to-metadata.jpg",
        "http://kagoj.example/to-inside.jpg",
    ] {
        assert!(matches!(fetcher.one(address), Err(FetchFault::Broken(_))), "{address}");
    }
    for address in [
        "http://kagoj.example/to-other.jpg",
        "http://kagoj.example/round.jpg",
        "http://other.example/a.jpg",
        "http://[::1]/a.jpg",
    ] {
        assert_eq!(fetcher.one(address), Err(FetchFault::NotOwn), "{address}");
    }
    assert_eq!(server.asked("/a.jpg") + server.asked("/latest/meta-data/"), 0);
}

#[test]
fn many_files_come_two_at_a_time_each_once() {
    let server = Server::start();
    let files: Vec<usize> = (0..9).collect();
    let came = Mutex::new(Vec::new());
    let take = |file: &usize, bytes: Result<Vec<u8>, FetchFault>| came.lock().unwrap().push((*file, bytes.is_ok()));
    fetcher(&server).all(&files, &|_| "http://kagoj.example/a.jpg".to_owned(), take);
    let mut came = came.into_inner().unwrap();
    came.sort_unstable();
    assert_eq!(came, files.iter().map(|f| (*f, true)).collect::<Vec<_>>());
}
