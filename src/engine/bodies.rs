//! Where bodies wait between reading and rendering: a nameless file, so that memory stays flat however large the site.

use crate::portal::BodyRef;
use crate::source::Body;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};

/// Most texts end before this many bytes of their bodies.
const HEAD: usize = 8 << 10;

/// Bodies on disk, by place. The file has no name: it vanishes with the process.
#[derive(Debug)]
pub struct BodyStore {
    file: File,
    end: AtomicU64,
}

impl BodyStore {
    /// An empty store.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(BodyStore {
            file: tempfile::tempfile()?,
            end: AtomicU64::new(0),
        })
    }

    /// Puts a body down; its place.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn put(&self, body: &Body) -> io::Result<BodyRef> {
        let bytes = postcard::to_stdvec(body).map_err(io::Error::other)?;
        let len = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let offset = self.end.fetch_add(u64::from(len), Ordering::Relaxed);
        self.file.write_all_at(&bytes, offset)?;
        Ok(BodyRef { offset, len })
    }

    /// The running text of the body at a place: it stands first, so that the rest need not be read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn text(&self, at: BodyRef) -> io::Result<String> {
        let mut buffer = [0; HEAD];
        let (head, _) = buffer.split_at_mut(HEAD.min(at.len as usize));
        self.file.read_exact_at(head, at.offset)?;
        if let Ok((text, _)) = postcard::take_from_bytes(head) {
            return Ok(text);
        }
        self.get(at).map(|body| body.text)
    }

    /// The body at a place.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn get(&self, at: BodyRef) -> io::Result<Body> {
        let mut bytes = vec![0; at.len as usize];
        self.file.read_exact_at(&mut bytes, at.offset)?;
        postcard::from_bytes(&bytes).map_err(io::Error::other)
    }
}
