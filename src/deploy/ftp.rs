//! `kind = "ftp"` and `kind = "ftps"`: shared hosting. Every file arrives under another name and is then renamed, so that a
//! line that breaks never leaves half a page. `ftps` is TLS on the usual port (RFC 4217).

use super::config::Kind;
use super::context::{Counts, DeployContext};
use super::fault::{Result, failed, local};
use super::file_by_file::{Done, Item, Shelf, update};
use super::inventory::Inventory;
use super::record::{BASE, CHANGES, FOLDER, Record};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;
use suppaftp::types::FileType;
use suppaftp::{FtpError, RustlsConnector, RustlsFtpStream, Status};

const PATIENCE: Duration = Duration::from_secs(30);

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
            return Err(failed("ftp: a name or password holds a line break"));
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
        let root = table
            .path
            .as_deref()
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_owned();
        line.cwd(&root).map_err(refused(&root))?;
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
        match self.line.retr_as_buffer(&there) {
            Ok(bytes) => Ok(Some(bytes.into_inner())),
            Err(error) if absent(&error) => Ok(None),
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
        if let Err(error) = self.line.rename(&incoming, &there) {
            // Servers on Windows do not rename over a file that is there.
            if !matches!(error, FtpError::UnexpectedResponse(_)) {
                return Err(refused(item.path)(error));
            }
            let _ = self.line.rm(&there);
            self.line.rename(&incoming, &there).map_err(refused(item.path))?;
        }
        Ok(())
    }
}

fn absent(error: &FtpError) -> bool {
    matches!(error, FtpError::UnexpectedResponse(response) if response.status == Status::FileUnavailable)
}

fn open(to: (&str, u16)) -> Result<TcpStream> {
    let addresses = to
        .to_socket_addrs()
        .map_err(|e| failed(format!("ftp: {}: {e}", to.0)))?;
    let mut last = failed(format!("ftp: {}: no address", to.0));
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

impl Shelf for Folder {
    fn records(&mut self) -> Result<[Option<Vec<u8>>; 2]> {
        let records = [self.read(BASE)?, self.read(CHANGES)?];
        let [base, changes] = &records;
        self.held = Record::decode(base.as_deref(), changes.as_deref()).unwrap_or_default();
        if base.is_some() || changes.is_some() {
            self.folders.insert(FOLDER.to_owned());
        }
        Ok(records)
    }

    fn existing(&mut self, paths: &[&str]) -> Result<Vec<String>> {
        let root = self.root.clone();
        let top = match self.line.nlst(Some(&root)) {
            Ok(names) => names,
            Err(error) if absent(&error) => Vec::new(),
            Err(error) => return Err(refused("NLST")(error)),
        };
        let top: BTreeSet<&str> = top
            .iter()
            .filter_map(|name| name.trim_end().rsplit('/').next())
            .collect();
        let near: Vec<&&str> = paths
            .iter()
            .filter(|p| top.contains(p.split('/').next().unwrap_or_default()))
            .collect();
        let mut found = Vec::new();
        for path in near {
            match self.line.size(self.there(path)) {
                Ok(_) => found.push((*path).to_owned()),
                Err(FtpError::UnexpectedResponse(_)) => {}
                Err(error) => return Err(refused(path)(error)),
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
