//! The first pass: the index, and what is wrong with the files.

use super::{ImportProgress, at};
use crate::diag::{Diagnostic, codes::import as codes};
use crate::import::wordpress::cut::{LARGEST_ITEM, Piece};
use crate::import::wordpress::head::{Head, HeadTerm, Oddity};
use crate::import::wordpress::index::Index;
use crate::import::wordpress::item::{self, Depth, Item};
use crate::import::wordpress::open::{ExportFile, headline};
use memchr::memmem;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Items that are read at a time.
const BATCH: usize = 512;
/// Bytes of items that are read at a time.
pub(super) const BATCH_BYTES: usize = 8 << 20;

/// Reads all files into the index; gives what was wrong.
pub(super) fn read(files: &[ExportFile], index: &mut Index, progress: &dyn ImportProgress) -> Vec<Diagnostic> {
    let mut reader = FirstPass {
        index,
        diagnostics: Vec::new(),
        ordinal: 0,
        controls: (0, 0),
        batch: Vec::new(),
        bytes: 0,
        has_numbers: false,
    };
    let mut before = 0;
    for file in files {
        reader.file(file, before, progress);
        before += file.length;
    }
    let (count, items) = reader.controls;
    if count > 0 {
        let diagnostic = Diagnostic::new(&codes::CONTROL_SIGNS).arg("count", count);
        reader.diagnostics.push(diagnostic.arg("items", items));
    }
    reader.diagnostics
}

struct FirstPass<'a> {
    index: &'a mut Index,
    diagnostics: Vec<Diagnostic>,
    ordinal: u64,
    /// Control signs, and items that had some.
    controls: (usize, usize),
    batch: Vec<(Vec<u8>, u64)>,
    bytes: usize,
    /// Whether an item of this file has a number of WordPress.
    has_numbers: bool,
}

impl FirstPass<'_> {
    fn file(&mut self, file: &ExportFile, before: u64, progress: &dyn ImportProgress) {
        let mut head = Head::default();
        let mut items = 0usize;
        let mut fault = None;
        match file.pieces() {
            Err(e) => fault = Some(e),
            Ok(mut cutter) => loop {
                match cutter.next_piece() {
                    Ok(Some(piece)) => {
                        items += usize::from(matches!(piece, Piece::Item { .. }));
                        self.piece(piece, file, &mut head);
                        progress.at(before + cutter.taken().min(file.length));
                    }
                    Ok(None) => break,
                    Err(e) => {
                        fault = Some(e);
                        break;
                    }
                }
            },
        }
        self.flush(file);
        if let Some(e) = fault {
            let diagnostic = Diagnostic::new(&codes::UNREADABLE).arg("file", &file.name).cause(&e);
            self.diagnostics.push(diagnostic);
        }
        // Single items cut out of an export have no head, but fields that no feed has.
        head.is_export |= self.has_numbers;
        self.has_numbers = false;
        self.judge(file, &head, items);
        self.join(head);
    }

    fn piece(&mut self, piece: Piece, file: &ExportFile, head: &mut Head) {
        match piece {
            Piece::Outside(bytes) => head.read(&bytes),
            Piece::Item { bytes, line } => {
                self.has_numbers |= memmem::find(&bytes, b":post_id>").is_some();
                self.bytes += bytes.len();
                self.batch.push((bytes, line));
                if self.batch.len() >= BATCH || self.bytes > BATCH_BYTES {
                    self.flush(file);
                }
            }
            Piece::Cut { bytes, line } => {
                let title = headline(&bytes);
                let diagnostic = Diagnostic::new(&codes::CUT_OFF).arg("title", &title);
                self.diagnostics.push(diagnostic.at(at(&file.name, line, &title)));
            }
            Piece::TooLarge { bytes, line } => {
                let title = headline(&bytes);
                let limit = format!("{} MiB", LARGEST_ITEM >> 20);
                let diagnostic = Diagnostic::new(&codes::ITEM_TOO_LARGE)
                    .arg("title", &title)
                    .arg("limit", limit);
                self.diagnostics.push(diagnostic.at(at(&file.name, line, &title)));
            }
        }
    }

    /// Reads the items that wait, on all threads, and takes them in order.
    fn flush(&mut self, file: &ExportFile) {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        let items: Vec<(Item, u64)> = batch
            .into_par_iter()
            .map(|(bytes, line)| (item::read(&bytes, Depth::Index, &[]), line))
            .collect();
        for (item, line) in items {
            self.index.add(&item, self.ordinal);
            self.ordinal += 1;
            self.controls.0 += item.controls;
            self.controls.1 += usize::from(item.controls > 0);
            let title = || item.headline();
            if item.broken > 0 {
                let diagnostic = Diagnostic::new(&codes::ODD_BYTES)
                    .arg("title", title())
                    .arg("count", item.broken);
                self.diagnostics.push(diagnostic.at(at(&file.name, line, &title())));
            }
            if item.too_long > 0 {
                let diagnostic = Diagnostic::new(&codes::PARTS_SKIPPED)
                    .arg("title", title())
                    .arg("count", item.too_long);
                self.diagnostics.push(diagnostic.at(at(&file.name, line, &title())));
            }
        }
    }

    /// Whether the file is an export at all.
    fn judge(&mut self, file: &ExportFile, head: &Head, items: usize) {
        for oddity in &head.oddities {
            let code = match oddity {
                Oddity::TextBefore => &codes::TEXT_BEFORE,
                Oddity::Doctype => &codes::DOCTYPE,
            };
            self.diagnostics.push(Diagnostic::new(code).arg("file", &file.name));
        }
        if head.is_export {
            return;
        }
        let (en, bn) = match (head.is_feed, items) {
            (true, 0) => ("it is a feed without an item", "এটি খালি ফিড"),
            (true, _) => (
                "it is an RSS feed, which holds only the newest stories",
                "এটি আরএসএস ফিড, এতে থাকে শুধু শেষ কয়েকটি খবর",
            ),
            (false, _) if file.length == 0 => ("the file is empty", "ফাইলটি খালি"),
            (false, _) => ("it is no export (a page of an error?)", "এটি এক্সপোর্ট নয় (ভুলের পাতা?)"),
        };
        let diagnostic = Diagnostic::new(&codes::NOT_AN_IMPORT)
            .arg("file", &file.name)
            .arg("system", "WordPress");
        self.diagnostics.push(diagnostic.arg_in("reason", bn, en));
        self.index.entries.clear();
    }

    /// Several files are one export.
    fn join(&mut self, head: Head) {
        let whole = &mut self.index.head;
        let set = |slot: &mut String, value: String| {
            if slot.is_empty() {
                *slot = value;
            }
        };
        whole.is_export |= head.is_export;
        set(&mut whole.title, head.title);
        set(&mut whole.description, head.description);
        set(&mut whole.home, head.home);
        set(&mut whole.site, head.site);
        set(&mut whole.language, head.language);
        set(&mut whole.version, head.version);
        whole.created = whole.created.clone().max(head.created);
        for (login, name) in head.authors {
            whole.authors.entry(login).or_insert(name);
        }
        let name = |t: &HeadTerm| (t.taxonomy.clone(), t.slug.clone());
        let mut known: BTreeSet<(String, String)> = whole.terms.iter().map(name).collect();
        whole
            .terms
            .extend(head.terms.into_iter().filter(|t| known.insert(name(t))));
    }
}
