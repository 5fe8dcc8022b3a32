//! Where bodies wait between reading and rendering: a nameless file, so that memory stays flat however large the site.

use crate::portal::BodyRef;
use crate::source::{Body, Heading, Node, Shortcode};
use serde::Deserialize;
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

    /// The body at a place, without its running text: what is printed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn printed(&self, at: BodyRef) -> io::Result<Body> {
        let mut bytes = vec![0; at.len as usize];
        self.file.read_exact_at(&mut bytes, at.offset)?;
        let (stored, _) = postcard::take_from_bytes::<Stored<'_>>(&bytes).map_err(io::Error::other)?;
        let nodes = stored.nodes.into_iter().map(StoredNode::node);
        Ok(Body {
            nodes: nodes.collect::<io::Result<_>>()?,
            words: stored.words,
            headings: stored.headings,
            ..Body::default()
        })
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

/// The beginning of a body as it lies in the file; texts are looked at only when they are wanted.
#[derive(Deserialize)]
struct Stored<'a> {
    #[serde(borrow, rename = "text")]
    _text: &'a [u8],
    #[serde(borrow)]
    nodes: Vec<StoredNode<'a>>,
    words: u32,
    headings: Vec<Heading>,
}

/// A [`Node`] as it lies in the file.
#[derive(Deserialize)]
enum StoredNode<'a> {
    Html {
        html: &'a [u8],
        ends_paragraph: bool,
    },
    Picture {
        src: String,
        alt: String,
        title: String,
        alone: bool,
    },
    Shortcode(Shortcode),
}

impl StoredNode<'_> {
    fn node(self) -> io::Result<Node> {
        Ok(match self {
            StoredNode::Html { html, ends_paragraph } => Node::Html {
                // The standard library takes a tenth of a page's time to see that Bengali is UTF-8.
                html: simdutf8::basic::from_utf8(html).map_err(io::Error::other)?.to_owned(),
                ends_paragraph,
            },
            StoredNode::Picture { src, alt, title, alone } => Node::Picture { src, alt, title, alone },
            StoredNode::Shortcode(shortcode) => Node::Shortcode(shortcode),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{ReadOptions, TextKind, parse_article};

    /// What is printed of a body is what was stored of it, whatever it is made of.
    #[test]
    fn a_body_comes_back() {
        let text = "+++\ntitle = \"শিরোনাম\"\ndate = 2026-01-01\n+++\nএক *দুই* [তিন](/ক/)।\n\n## চার\n\n![ছবি](a.jpg \"পাঁচ\")\n\n\
                    {{<pullquote text=\"ছয়\" by=\"সাত\" />}}\n\n{% <factbox title=\"আট\"> %}\n\nনয়\n\n{% </factbox> %}\n";
        let options = ReadOptions {
            zone: jiff::tz::TimeZone::UTC,
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 4 << 20,
        };
        let (story, told) = parse_article("content/x/a.md", text, TextKind::Markdown, &options);
        let body = story.unwrap_or_else(|| panic!("{told:?}")).body;
        assert!(body.nodes.len() > 4 && !body.headings.is_empty(), "{body:?}");
        let store = BodyStore::new().unwrap();
        store.put(&Body::default()).unwrap();
        let at = store.put(&body).unwrap();
        assert_eq!(store.get(at).unwrap(), body);
        assert_eq!(store.text(at).unwrap(), body.text);
        let printed = store.printed(at).unwrap();
        assert_eq!(
            (&printed.nodes, printed.words, &printed.headings),
            (&body.nodes, body.words, &body.headings)
        );
    }
}
