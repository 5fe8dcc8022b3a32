//! Bytes from disk: one whole version of a file, never through a link that leaves the site; and their text.

use super::overlay::Overlay;
use super::size::size_text;
use super::walk::SourceFile;
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, Place};
use memchr::memchr;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How often a file is read again when it changes under the reader.
const TRIES: usize = 3;

/// The text of a source file.
///
/// UTF-8 with or without a byte order mark, or UTF-16 with one; CRLF and CR become LF. NUL and bytes that are no text
/// are errors with line and column ([`codes::NUL_BYTE`], [`codes::NOT_UTF8`]). The text gate is not applied yet: places
/// must fit the file. Rule: `reliability.md` F11.
///
/// ```
/// use khobor::source::decode;
/// assert_eq!(decode("a.txt", b"\xEF\xBB\xBF\xE0\xA6\x96\r\n").unwrap(), "খ\n");
/// let fault = decode("a.txt", b"ok\nab\xFF").unwrap_err();
/// assert_eq!(fault.place.map(|p| (p.line, p.column)), Some((2, 3)));
/// ```
pub fn decode(path: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(path, rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(path, rest, u16::from_be_bytes)?,
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(path, rest)?,
        _ => utf8(path, bytes)?,
    };
    if let Some(at) = memchr(0, text.as_bytes()) {
        return Err(Diagnostic::new(&codes::NUL_BYTE).at(Place::in_text(path, &text, at..at + 1)));
    }
    Ok(line_feeds(text))
}

fn utf8(path: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    let fault = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(fault) => fault.valid_up_to(),
    };
    let (good, bad) = bytes.split_at(fault);
    let line_end = bad.iter().position(|b| *b == b'\n').unwrap_or(bad.len()).min(400);
    let shown = format!(
        "{}{}",
        String::from_utf8_lossy(good),
        String::from_utf8_lossy(bad.get(..line_end).unwrap_or_default())
    );
    let byte = format!("0x{:02X}", bad.first().copied().unwrap_or_default());
    Err(Diagnostic::new(&codes::NOT_UTF8)
        .arg("byte", byte)
        .at(Place::in_text(path, &shown, fault..fault + 3)))
}

fn utf16(path: &str, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Diagnostic> {
    let pairs = bytes.chunks_exact(2);
    let odd = pairs.remainder().first().copied();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    let mut bad = odd.map(|b| format!("0x{b:02X}"));
    for letter in char::decode_utf16(units) {
        match letter {
            Ok(letter) => text.push(letter),
            Err(lone) => {
                bad = Some(format!("0x{:04X}", lone.unpaired_surrogate()));
                break;
            }
        }
    }
    match bad {
        None => Ok(text),
        Some(byte) => {
            let at = text.len();
            Err(Diagnostic::new(&codes::NOT_UTF8)
                .arg("byte", byte)
                .at(Place::in_text(path, &text, at..at)))
        }
    }
}

fn line_feeds(text: String) -> String {
    if memchr(b'\r', text.as_bytes()).is_some() {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// The site's folder, held open, so that no file outside of it can be read, whatever links are swapped in meanwhile.
#[derive(Debug)]
pub struct Root {
    path: PathBuf,
    /// Texts that stand in place of files.
    overlay: Overlay,
    #[cfg(target_os = "linux")]
    folder: Option<rustix::fd::OwnedFd>,
}

impl Root {
    /// Opens a site's folder. Errors: the system's, when it is not there or cannot be entered.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        #[cfg(target_os = "linux")]
        let folder = {
            use rustix::fs::{Mode, OFlags, open};
            Some(open(
                &path,
                OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC,
                Mode::empty(),
            )?)
        };
        Ok(Root {
            path,
            overlay: Overlay::default(),
            #[cfg(target_os = "linux")]
            folder,
        })
    }

    /// Reads these texts in place of the files that they stand over.
    pub fn under(self, overlay: Overlay) -> Self {
        Root { overlay, ..self }
    }

    /// The texts that stand in place of files.
    pub(crate) fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// The folder's path without links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file's bytes: one whole version. A file that changes while it is read is read again, three times at most.
    ///
    /// Errors: [`codes::TOO_LARGE`] over `max_bytes`, [`codes::LINK_OUTSIDE`], [`codes::CHANGED_WHILE_READ`],
    /// [`codes::UNREADABLE`]. Rule: `reliability.md` F5, F10.
    pub fn read(&self, file: &SourceFile, max_bytes: u64) -> Result<Vec<u8>, Diagnostic> {
        let place = || Place::file(file.path.as_str());
        for _ in 0..TRIES {
            let read = match self.overlay.get(&file.path) {
                Some(bytes) => within(&bytes, max_bytes),
                None => self.read_once(&file.disk, max_bytes),
            };
            match read {
                Ok(Some(bytes)) => return Ok(bytes),
                Ok(None) => {}
                Err(fault) if leaves(&fault) => {
                    return Err(Diagnostic::new(&codes::LINK_OUTSIDE)
                        .arg("target", file.disk.display())
                        .at(place()));
                }
                Err(fault) if fault.kind() == io::ErrorKind::FileTooLarge => {
                    let diagnostic = Diagnostic::new(&codes::TOO_LARGE)
                        .arg("size", fault)
                        .arg("limit", size_text(max_bytes));
                    return Err(diagnostic.at(place()));
                }
                Err(fault) => return Err(Diagnostic::new(&codes::UNREADABLE).cause(&fault).at(place())),
            }
        }
        Err(Diagnostic::new(&codes::CHANGED_WHILE_READ).at(place()))
    }

    /// `None` when the file changed meanwhile.
    fn read_once(&self, disk: &Path, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
        let mut file = self.open_file(disk)?;
        let before = file.metadata()?;
        if !before.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        if before.len() > max_bytes {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, size_text(before.len())));
        }
        let mut bytes = Vec::with_capacity(before.len() as usize + 1);
        Read::by_ref(&mut file)
            .take(max_bytes.saturating_add(1))
            .read_to_end(&mut bytes)?;
        let same = same_version(&before, &file.metadata()?) && bytes.len() as u64 == before.len();
        Ok(same.then_some(bytes))
    }

    #[cfg(target_os = "linux")]
    fn open_file(&self, disk: &Path) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        let (Some(folder), Ok(inside)) = (&self.folder, disk.strip_prefix(&self.path)) else {
            return self.open_checked(disk);
        };
        // NONBLOCK: a pipe put in a file's place must not hold the build.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        let open = || openat2(folder, inside, flags, Mode::empty(), resolve);
        let mut opened = open();
        // While something is renamed anywhere, the system cannot be sure where `..` leads, and asks to try again.
        for _ in 0..1000 {
            if !matches!(opened, Err(Errno::AGAIN)) {
                break;
            }
            opened = open();
        }
        match opened {
            Ok(file) => Ok(File::from(file)),
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => self.open_checked(disk),
            Err(fault) => Err(fault.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn open_file(&self, disk: &Path) -> io::Result<File> {
        self.open_checked(disk)
    }

    /// Where the system cannot hold a path below a folder: check, then open.
    fn open_checked(&self, disk: &Path) -> io::Result<File> {
        let real = disk.canonicalize()?;
        if !real.starts_with(&self.path) {
            return Err(io::Error::from(io::ErrorKind::CrossesDevices));
        }
        File::open(real)
    }
}

/// A text that stands over a file, within the bounds of files.
fn within(bytes: &[u8], max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let size = bytes.len() as u64;
    if size > max_bytes {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, size_text(size)));
    }
    Ok(Some(bytes.to_vec()))
}

fn leaves(fault: &io::Error) -> bool {
    fault.kind() == io::ErrorKind::CrossesDevices
}

fn same_version(before: &Metadata, after: &Metadata) -> bool {
    let stamp = |m: &Metadata| (m.len(), m.modified().ok());
    stamp(before) == stamp(after)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::diag::codes::source as codes;
    use proptest::prelude::*;

    #[test]
    fn twins_are_equal() {
        let plain = decode("a", "খবর\nদুই\n".as_bytes()).unwrap();
        let le: Vec<u8> = "\u{FEFF}খবর\r\nদুই\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let be: Vec<u8> = "\u{FEFF}খবর\nদুই\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for twin in ["\u{FEFF}খবর\r\nদুই\r\n".as_bytes(), &le, &be, "খবর\rদুই\r".as_bytes()] {
            assert_eq!(decode("a", twin).unwrap(), plain);
        }
    }

    #[test]
    fn bad_bytes_have_a_place() {
        let diagnostics = decode("content/a.md", b"\xE0\xA6\x95\n\xE0\xA6\x95\xE0\xA6\x96\xC0x\nz").unwrap_err();
        let place = diagnostics.place.clone().unwrap();
        assert_eq!(
            (diagnostics.code, place.line, place.column, place.path.as_str()),
            (&codes::NOT_UTF8, 2, 3, "content/a.md")
        );
        assert!(place.quoted.starts_with("কখ"));
        let diagnostics = decode("a", b"a\nb\0").unwrap_err();
        assert_eq!(
            (diagnostics.code, diagnostics.place.map(|p| (p.line, p.column))),
            (&codes::NUL_BYTE, Some((2, 2)))
        );
        assert!(decode("a", b"\xFF\xFE\x41").is_err() && decode("a", b"\xFE\xFF\xD8\x00").is_err());
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode("a", &bytes);
        }
    }
}
