//! Where bodies wait between reading and rendering: a nameless file, so that memory stays flat however large the site.

use crate::portal::BodyRef;
use crate::relate::terms::{Reading, Vocabulary};
use crate::source::{Body, BodyPicture, Heading, Node};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bodies on disk, by place. The file has no name: it vanishes with the process.
///
/// A body is in three parts, because pages have no use for its running text, nor the search index for anything but its
/// words: the words' numbers in the vocabulary, the text, all the rest.
#[derive(Debug)]
pub struct BodyStore {
    file: File,
    end: AtomicU64,
    vocabulary: Vocabulary,
}

/// What is left of a body without its text.
#[derive(Serialize)]
struct Written<'a> {
    nodes: &'a [Node],
    headings: &'a [Heading],
    links: &'a [String],
    pictures: &'a [BodyPicture],
}

/// As [`Written`], read.
#[derive(Deserialize)]
struct Read {
    nodes: Vec<Node>,
    headings: Vec<Heading>,
    links: Vec<String>,
    pictures: Vec<BodyPicture>,
}

impl BodyStore {
    /// An empty store, in the site's folder for what khobor remembers: there is room for what the site holds, where the
    /// system's folder for temporary files may be small or missing.
    ///
    /// # Errors
    /// When a file can be made neither there nor among the system's temporary files.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let here = std::fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder));
        Ok(BodyStore {
            file: here.or_else(|_| tempfile::tempfile())?,
            end: AtomicU64::new(0),
            vocabulary: Vocabulary::new(),
        })
    }

    /// The words that stories were read with.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Puts a body down, with its words where it was read with them; its place.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn put(&self, body: &Body, reading: Option<&Reading>) -> io::Result<BodyRef> {
        let words = reading.filter(|r| r.whole).map_or(&[][..], |reading| &reading.words);
        let mut bytes: Vec<u8> = Vec::with_capacity(words.len() * 4 + body.text.len() * 2 + 256);
        bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        bytes.extend_from_slice(body.text.as_bytes());
        let head = bytes.len();
        let rest = Written {
            nodes: &body.nodes,
            headings: &body.headings,
            links: &body.links,
            pictures: &body.pictures,
        };
        let bytes = postcard::to_extend(&rest, bytes).map_err(io::Error::other)?;
        let offset = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.file.write_all_at(&bytes, offset)?;
        let length = |len: usize| u32::try_from(len).map_err(io::Error::other);
        Ok(BodyRef {
            offset,
            words: length(words.len())?,
            text: length(body.text.len())?,
            len: length(bytes.len() - head)?,
        })
    }

    /// The words of the running text of the body at a place, by their numbers in the vocabulary; `None` when it was not
    /// read with them.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn words(&self, at: BodyRef) -> io::Result<Option<Vec<u32>>> {
        if at.words == 0 {
            return Ok(None);
        }
        let bytes = self.bytes(at.offset, at.words as usize * 4)?;
        let (words, _) = bytes.as_chunks::<4>();
        Ok(Some(words.iter().map(|word| u32::from_le_bytes(*word)).collect()))
    }

    /// The running text of the body at a place.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn text(&self, at: BodyRef) -> io::Result<String> {
        let bytes = self.bytes(at.offset + u64::from(at.words) * 4, at.text as usize)?;
        let text = simdutf8::basic::from_utf8(&bytes).map_err(io::Error::other)?;
        Ok(text.to_owned())
    }

    /// The body at a place, without its running text.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn get(&self, at: BodyRef) -> io::Result<Body> {
        let head = u64::from(at.words) * 4 + u64::from(at.text);
        let bytes = self.bytes(at.offset + head, at.len as usize)?;
        let rest: Read = postcard::from_bytes(&bytes).map_err(io::Error::other)?;
        Ok(Body {
            text: String::new(),
            lead: String::new(),
            nodes: rest.nodes,
            headings: rest.headings,
            links: rest.links,
            pictures: rest.pictures,
        })
    }

    fn bytes(&self, from: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; len];
        self.file.read_exact_at(&mut bytes, from)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::terms::read;

    #[test]
    fn a_body_comes_back_in_its_parts() {
        let folder = tempfile::tempdir().unwrap();
        let store = BodyStore::new(&folder.path().join(".khobor")).unwrap();
        let body = Body {
            text: "নদীতে পানি, নদীতে ইলিশ".to_owned(),
            nodes: vec![Node::Html {
                html: "<p>নদীতে পানি, নদীতে ইলিশ</p>\n".to_owned(),
                ends_paragraph: true,
            }],
            ..Body::default()
        };
        let reading = read::<&str>(store.vocabulary(), "", &[], &body.text);
        let without = store.put(&body, None).unwrap();
        let at = store.put(&body, Some(&reading)).unwrap();
        assert_eq!(store.text(at).unwrap(), body.text);
        assert_eq!(store.text(without).unwrap(), body.text);
        assert_eq!(store.words(without).unwrap(), None);
        let words = store.words(at).unwrap().unwrap();
        let open = store.vocabulary().lexicon().open();
        let spelt: Vec<&str> = words.iter().map(|number| open.spelling(*number)).collect();
        assert_eq!(spelt, ["নদীতে", "পানি", "নদীতে", "ইলিশ"]);
        let rest = store.get(at).unwrap();
        assert_eq!((rest.nodes, rest.text), (body.nodes, String::new()));
    }
}
