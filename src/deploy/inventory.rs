//! What a deploy has to send: the files of a finished output folder, with what a host wants beside them.

use super::fault::{Result, ended, failed, fault, local};
use crate::diag::codes::deploy as codes;
use crate::digest::{digest, digest_of};
use crate::publish::{check_name, is_private};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The digest by which a file's content is known: 16 bytes of its blake3, in hexadecimal.
pub type Hash = String;

/// Where a file's bytes come from.
#[derive(Debug, Clone)]
pub enum Content {
    /// A file on the disk, as it is.
    Disk(PathBuf),
    /// Made by the deploy.
    Made(Arc<[u8]>),
    /// A file on the disk, compressed with gzip.
    Gzip(PathBuf),
    /// A file on the disk, compressed with Brotli.
    Brotli(PathBuf),
}

/// A file to have on the host.
#[derive(Debug, Clone)]
pub struct File {
    /// Bytes before any compression.
    pub size: u64,
    /// Its digest; of a compressed copy: the digest of the original, marked.
    pub hash: Hash,
    /// Its bytes.
    pub content: Content,
}

impl File {
    /// A file made by the deploy.
    pub fn made(bytes: impl Into<Vec<u8>>) -> File {
        let bytes: Vec<u8> = bytes.into();
        File {
            size: bytes.len() as u64,
            hash: hash(&bytes),
            content: Content::Made(bytes.into()),
        }
    }

    /// Its bytes as the host shall hold them.
    ///
    /// # Errors
    /// A file that cannot be read, or that was changed since the deploy began.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let read = |path: &Path| std::fs::read(path).map_err(local(path));
        match &self.content {
            Content::Made(bytes) => Ok(bytes.to_vec()),
            Content::Disk(path) => {
                let bytes = read(path)?;
                match hash(&bytes) == self.hash {
                    true => Ok(bytes),
                    false => Err(ended((
                        format!("{} was changed while it was being deployed", path.display()),
                        format!("আপলোডের মাঝে {} বদলে গেছে", path.display()),
                    ))),
                }
            }
            Content::Gzip(path) => gzip(&read(path)?).map_err(local(path)),
            Content::Brotli(path) => brotli(&read(path)?).map_err(local(path)),
        }
    }
}

/// The digest of bytes.
pub fn hash(bytes: &[u8]) -> Hash {
    super::encode::hex(&digest(bytes))
}

/// Gzip with no moment in it, so that equal files have equal copies.
pub(super) fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = flate2::GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), flate2::Compression::best());
    out.write_all(bytes)?;
    out.finish()
}

#[cfg(feature = "deploy")]
fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 9,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &settings)?;
    Ok(out)
}

#[cfg(not(feature = "deploy"))]
fn brotli(_: &[u8]) -> std::io::Result<Vec<u8>> {
    Err(std::io::Error::other(
        "this khobor was built without the feature `deploy`",
    ))
}

/// Everything the host shall hold, by path, and what was left out.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Files by path, parts between `/`.
    pub files: BTreeMap<String, File>,
    /// Files of the output that are never published: keys, `.env`, `.git`, links.
    pub left_out: Vec<String>,
}

impl Inventory {
    /// Reads and digests a finished output folder.
    ///
    /// # Errors
    /// A folder that cannot be read, a name that cannot be published, or no front page: an empty or failed build.
    pub fn read(folder: &Path) -> Result<Inventory> {
        let (names, left_out) = names(folder)?;
        let read = |name: &String| -> Result<(String, File)> {
            let path = folder.join(name);
            let bytes = std::fs::read(&path).map_err(local(&path))?;
            Ok((
                name.clone(),
                File {
                    size: bytes.len() as u64,
                    hash: hash(&bytes),
                    content: Content::Disk(path),
                },
            ))
        };
        let files: BTreeMap<String, File> = names
            .par_iter()
            .map(read)
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .collect();
        let inventory = Inventory { files, left_out };
        let front = inventory.files.get("index.html").is_some_and(|f| f.size > 0);
        if !front {
            return Err(fault(&codes::NOTHING, &[("folder", &folder.display())]));
        }
        Ok(inventory)
    }

    /// A digest of the whole: equal for equal sites.
    pub fn mark(&self) -> Hash {
        let mut hasher = blake3::Hasher::new();
        for (path, file) in &self.files {
            hasher
                .update(path.as_bytes())
                .update(&[0])
                .update(file.hash.as_bytes())
                .update(&[0]);
        }
        super::encode::hex(&digest_of(&hasher))
    }

    /// All bytes together.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|f| f.size).sum()
    }

    /// The text of a file, when it is there.
    pub fn text(&self, path: &str) -> Option<String> {
        let bytes = self.files.get(path)?.bytes().ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Adds compressed copies of what servers send as text.
    pub fn compress(&mut self) {
        let mut copies = Vec::new();
        for (path, file) in &self.files {
            let Content::Disk(source) = &file.content else { continue };
            if file.size < 512 || !is_text(path) {
                continue;
            }
            let gz = File {
                size: file.size,
                hash: format!("gz1-{}", file.hash),
                content: Content::Gzip(source.clone()),
            };
            copies.push((format!("{path}.gz"), gz));
            #[cfg(feature = "deploy")]
            copies.push((
                format!("{path}.br"),
                File {
                    size: file.size,
                    hash: format!("br9-{}", file.hash),
                    content: Content::Brotli(source.clone()),
                },
            ));
        }
        self.files.extend(copies);
    }
}

fn is_text(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    matches!(
        ending,
        "html" | "css" | "js" | "json" | "xml" | "svg" | "txt" | "webmanifest" | "map"
    )
}

fn names(folder: &Path) -> Result<(Vec<String>, Vec<String>)> {
    let (mut names, mut left_out) = (Vec::new(), Vec::new());
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let published = |entry: &walkdir::DirEntry| relative(folder, entry.path()).is_none_or(|name| !is_private(&name));
    for entry in walk.filter_entry(published) {
        let entry = entry.map_err(failed)?;
        if entry.file_type().is_dir() {
            continue;
        }
        let Some(name) = relative(folder, entry.path()) else {
            let path = entry.path().display();
            return Err(ended((
                format!("{path}: the name is not UTF-8"),
                format!("{path}: নামটি UTF-8 নয়"),
            )));
        };
        if !entry.file_type().is_file() || is_secret(&name) {
            left_out.push(name);
            continue;
        }
        check_name(&name).map_err(failed)?;
        names.push(name);
    }
    Ok((names, left_out))
}

fn relative(folder: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Files that no host should ever hold, whoever put them into the output (reliability.md X5).
fn is_secret(path: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') && !matches!(part, ".well-known" | ".nojekyll" | ".htaccess");
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    path.split('/').any(hidden)
        || matches!(ending, "pem" | "key" | "p12" | "pfx" | "kdbx" | "ppk" | "keystore")
        || matches!(
            name.as_str(),
            "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" | "credentials"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_hidden_files_are_never_published() {
        for name in [
            ".env",
            "a/.git/config",
            "static/server.pem",
            "id_rsa",
            ".ssh/known_hosts",
            ".htpasswd",
            ".env.local",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "index.html",
            ".well-known/security.txt",
            ".nojekyll",
            ".htaccess",
            "খবর/index.html",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_folder_without_a_front_page_is_nothing_to_deploy() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Inventory::read(folder.path()).unwrap_err().code.id, "KH0707");
        std::fs::write(folder.path().join("index.html"), "").unwrap();
        assert!(Inventory::read(folder.path()).is_err());
        std::fs::write(folder.path().join("index.html"), "খবর").unwrap();
        std::fs::write(folder.path().join(".khobor-manifest"), "x").unwrap();
        let inventory = Inventory::read(folder.path()).unwrap();
        assert_eq!(inventory.files.keys().collect::<Vec<_>>(), ["index.html"]);
    }
}
