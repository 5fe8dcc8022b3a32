//! `kind = "ftp"` and `kind = "ftps"`: shared hosting. Every file arrives under another name and is then renamed, so that a
//! line that breaks never leaves half a page. `ftps` is TLS on the usual port (RFC 4217).

use super::config::Kind;
use super::context::{Counts, DeployContext};
use super::fault::{Result, ended, failed, local};
use super::file_by_file::{Done, FileHost, Item, update};
use super::guard;
use super::inventory::Inventory;
use super::record::{BASE, CHANGES, FOLDER, Record};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use std::collections::BTreeSet;
use std::io::Read;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};
use suppaftp::types::FileType;
use suppaftp::{FtpError, RustlsConnector, RustlsFtpStream, Status};

const PATIENCE: Duration = Duration::from_secs(30);
/// The longest file of the record, and the longest list of names, that is read.
const LONGEST_FILE: u64 = 64 << 20;
const LONGEST_ANSWER: Duration = Duration::from_secs(300);

pub(super) fn deploy(deploy: &DeployContext<'_>, site: &Inventory) -> Result<Counts> {
    let mut folder = Folder::connect(deploy)?;
    let counts = update(&mut folder, site, deploy);
    let _ = folder.line.quit();
    counts
}

struct Folder {
    line: RustlsFtpStream,
    root: String,
    folders: BTreeSet<String>,
    held: Record,
}

fn refused(what: &str) -> impl Fn(FtpError) -> super::fault::Fault + '_ {
    move |error| failed(format!("ftp: {what}: {error}"))
}

impl Folder {
    fn connect(deploy: &DeployContext<'_>) -> Result<Folder> {
        let table = &deploy.target.table;
        let host = table.host.as_deref().unwrap_or_default();
        let user = table
            .user
            .clone()
            .or_else(|| deploy.secrets.get("USER").map(|u| u.reveal().to_owned()));
        let user = user.map_or_else(
            || {
                deploy
                    .secrets
                    .need(&deploy.target.name, "USER")
                    .map(|u| u.reveal().to_owned())
            },
            Ok,
        )?;
        let password = deploy.secrets.need(&deploy.target.name, "PASSWORD")?;
        let odd = |text: &str| text.contains(['\r', '\n']);
        if odd(&user) || odd(password.reveal()) {
            return Err(ended((
                "ftp: a name or password holds a line break",
                "FTP-র নাম বা পাসওয়ার্ডে লাইন ভাঙা আছে",
            )));
        }
        let stream = open((host, table.port.unwrap_or(21)))?;
        let mut line = RustlsFtpStream::connect_with_stream(stream).map_err(refused("welcome"))?;
        if deploy.target.kind == Kind::Ftps {
            line = line
                .into_secure(RustlsConnector::from(tls(deploy)?), host)
                .map_err(refused("TLS"))?;
        }
        // The address that a server behind a router names for data is often its inner one.
        line.set_passive_nat_workaround(true);
        let mut line = line.passive_stream_builder(|address| patient(address).map_err(FtpError::ConnectionError));
        line.login(user.as_str(), password.reveal()).map_err(refused("login"))?;
        line.transfer_type(FileType::Binary).map_err(refused("TYPE"))?;
        let _ = line.opts("UTF8", Some("ON"));
        let root = table.path.as_deref().unwrap_or_default();
        // Empty, `.` and `/` are the account's root: where the login leads, or the top.
        let root = match guard::parts(root).as_slice() {
            [] if root.starts_with('/') => "/".to_owned(),
            parts => format!("{}{}", if root.starts_with('/') { "/" } else { "" }, parts.join("/")),
        };
        if !root.is_empty() {
            line.cwd(&root).map_err(refused(&root))?;
        }
        let root = line.pwd().map_err(refused("PWD"))?.trim_end_matches('/').to_owned();
        Ok(Folder {
            line,
            root,
            folders: BTreeSet::new(),
            held: Record::default(),
        })
    }

    fn there(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        let there = self.there(path);
        match self.line.retr(&there, |stream| bounded(stream, LONGEST_FILE)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if absent(&error) => Ok(None),
            Err(error) => Err(refused(path)(error)),
        }
    }

    /// A file of the record; where a deploy was cut between two renames, the copy that stood aside.
    fn read_record(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        match self.read(path)? {
            Some(bytes) => Ok(Some(bytes)),
            None => self.read(&aside(path)),
        }
    }

    fn is_there(&mut self, path: &str) -> Result<bool> {
        match self.line.size(self.there(path)) {
            Ok(_) => Ok(true),
            Err(FtpError::UnexpectedResponse(_)) => Ok(false),
            Err(error) => Err(refused(path)(error)),
        }
    }

    /// Makes the folders above a path. One that is there already answers with an error that means nothing.
    fn make_folders(&mut self, path: &str) -> Result<()> {
        let ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
        for folder in ends.into_iter().filter_map(|end| path.get(..end)) {
            if !self.folders.insert(folder.to_owned()) {
                continue;
            }
            match self.line.mkdir(self.there(folder)) {
                Err(error) if !matches!(error, FtpError::UnexpectedResponse(_)) => return Err(refused(folder)(error)),
                _ => {}
            }
        }
        Ok(())
    }

    fn put_one(&mut self, item: &Item<'_>) -> Result<()> {
        self.make_folders(item.path)?;
        let incoming = self.there(&format!("{FOLDER}/incoming"));
        let there = self.there(item.path);
        let bytes = item.file.bytes()?;
        self.line
            .put_file(&incoming, &mut bytes.as_slice())
            .map_err(refused(item.path))?;
        match self.line.rename(&incoming, &there) {
            Ok(()) => Ok(()),
            Err(error @ FtpError::UnexpectedResponse(_)) => self.put_beside(item.path, &incoming, error),
            Err(error) => Err(refused(item.path)(error)),
        }
    }

    /// Servers on Windows do not rename over a file that is there: the old one steps aside, the new one takes its place, and
    /// only then the old one goes. A server that refuses for another reason keeps the old one: nothing is deleted before the new
    /// one stands.
    fn put_beside(&mut self, path: &str, incoming: &str, first: FtpError) -> Result<()> {
        if !self.is_there(path)? {
            return Err(refused(path)(first));
        }
        let (there, old) = (self.there(path), self.there(&aside(path)));
        // What an earlier cut left; the file itself is there, so it is of no use.
        self.remove(&old)?;
        match self.line.rename(&there, &old) {
            Ok(()) => {}
            Err(FtpError::UnexpectedResponse(_)) => return Err(refused(path)(first)),
            Err(error) => return Err(refused(path)(error)),
        }
        if let Err(error) = self.line.rename(incoming, &there) {
            // Back it goes. Where that fails too, the record's copy is read from aside, and a page is sent again.
            let _ = self.line.rename(&old, &there);
            return Err(refused(path)(error));
        }
        self.remove(&old)
    }

    fn remove(&mut self, there: &str) -> Result<()> {
        match self.line.rm(there) {
            Err(error) if !matches!(error, FtpError::UnexpectedResponse(_)) => Err(refused(there)(error)),
            _ => Ok(()),
        }
    }
}

/// Where the old file waits while the new one takes its name: files of the record each in a place of their own.
fn aside(path: &str) -> String {
    match path {
        BASE | CHANGES => format!("{path}.old"),
        _ => format!("{FOLDER}/aside"),
    }
}

/// All of an answer, unless it does not end.
#[allow(clippy::disallowed_methods, reason = "the deadline of a host's answer")]
fn bounded(stream: &mut dyn Read, most: u64) -> std::result::Result<Vec<u8>, FtpError> {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = stream.read(&mut piece).map_err(FtpError::ConnectionError)?;
        if read == 0 {
            return Ok(bytes);
        }
        bytes.extend_from_slice(piece.get(..read).unwrap_or_default());
        if bytes.len() as u64 > most || begun.elapsed() > LONGEST_ANSWER {
            let endless = std::io::Error::other("the answer does not end");
            return Err(FtpError::ConnectionError(endless));
        }
    }
}

fn absent(error: &FtpError) -> bool {
    matches!(error, FtpError::UnexpectedResponse(response) if response.status == Status::FileUnavailable)
}

fn open(to: (&str, u16)) -> Result<TcpStream> {
    let addresses = to
        .to_socket_addrs()
        .map_err(|e| failed(format!("ftp: {}: {e}", to.0)))?;
    let mut last = ended((
        format!("ftp: {}: no address", to.0),
        format!("FTP: {}: ঠিকানা পাওয়া যায়নি", to.0),
    ));
    for address in addresses {
        match patient(address) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = failed(format!("ftp: {}: {error}", to.0)),
        }
    }
    Err(last)
}

fn patient(address: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// TLS with the public certificates, or with those of `ca_file` alone.
fn tls(deploy: &DeployContext<'_>) -> Result<Arc<rustls::ClientConfig>> {
    let mut roots = rustls::RootCertStore::empty();
    match &deploy.target.table.ca_file {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(written) => {
            let path = deploy.target.file(deploy.context.root, written);
            let bytes = std::fs::read(&path).map_err(local(&path))?;
            for certificate in CertificateDer::pem_slice_iter(&bytes) {
                roots.add(certificate.map_err(failed)?).map_err(failed)?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

impl FileHost for Folder {
    fn records(&mut self) -> Result<[Option<Vec<u8>>; 2]> {
        let records = [self.read_record(BASE)?, self.read_record(CHANGES)?];
        let [base, changes] = &records;
        self.held = Record::decode(base.as_deref(), changes.as_deref()).unwrap_or_default();
        if base.is_some() || changes.is_some() {
            self.folders.insert(FOLDER.to_owned());
        }
        Ok(records)
    }

    fn existing(&mut self, paths: &[&str]) -> Result<Vec<String>> {
        let root = self.root.clone();
        let root = if root.is_empty() { "/" } else { &root };
        let sending = [Status::AboutToSend, Status::AlreadyOpen];
        let top = match self.line.custom_data_command(format!("NLST {root}"), &sending) {
            Ok((_, mut stream)) => {
                let names = bounded(&mut stream, LONGEST_FILE);
                let finished = stream.finish();
                let names = names.map_err(refused("NLST"))?;
                finished.map_err(refused("NLST"))?;
                names
            }
            Err(error) if absent(&error) => Vec::new(),
            Err(error) => return Err(refused("NLST")(error)),
        };
        let top = String::from_utf8_lossy(&top);
        let top: BTreeSet<&str> = top
            .lines()
            .filter_map(|name| name.trim_end().rsplit('/').next())
            .collect();
        let near: Vec<&&str> = paths
            .iter()
            .filter(|p| top.contains(p.split('/').next().unwrap_or_default()))
            .collect();
        let mut found = Vec::new();
        for path in near {
            if self.is_there(path)? {
                found.push((*path).to_owned());
            }
        }
        Ok(found)
    }

    fn put(&mut self, items: &[Item<'_>], done: Done<'_>) -> Result<()> {
        self.make_folders(CHANGES)?;
        for item in items {
            self.put_one(item)?;
            done(item.path);
        }
        Ok(())
    }

    fn delete(&mut self, paths: &[&str], done: Done<'_>) -> Result<()> {
        for path in paths {
            match self.line.rm(self.there(path)) {
                Err(error) if !absent(&error) => return Err(refused(path)(error)),
                _ => done(path),
            }
        }
        for folder in super::ssh::emptied(&self.held, paths) {
            if let Err(error) = self.line.rmdir(self.there(&folder))
                && !matches!(error, FtpError::UnexpectedResponse(_))
            {
                return Err(refused(&folder)(error));
            }
        }
        Ok(())
    }
}
