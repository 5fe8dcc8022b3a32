//! A site that knows nothing, for the properties of imports here and in `fuzz/`.

use khobor::import::html::{LibraryPicture, References};
use khobor::import::wordpress::shortcodes::{Library, LibraryFile, Wish};

/// A site that knows nothing: links stay, pictures are somewhere else.
pub struct Nowhere;

impl References for Nowhere {
    fn link(&self, href: &str) -> Option<String> {
        Some(href.to_owned())
    }

    fn picture(&self, src: &str, _: Option<u64>) -> LibraryPicture {
        LibraryPicture {
            src: format!("/{}", src.trim_start_matches('/')),
            alt: String::new(),
        }
    }

    fn story(&self, _: &str) -> Option<String> {
        None
    }
}

impl Library for Nowhere {
    fn file(&self, id: u64) -> Option<LibraryFile> {
        Some(LibraryFile {
            src: format!("https://a.example/wp-content/uploads/{id}.jpg"),
            ..LibraryFile::default()
        })
    }

    fn children(&self) -> Vec<u64> {
        vec![1, 2]
    }

    fn table(&self, _: &str) -> Option<String> {
        None
    }

    fn wish(&self, _: &str) -> Option<Wish> {
        None
    }
}
