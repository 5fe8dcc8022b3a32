//! What a file is, by its first bytes: a name can say anything.

/// A kind of file that a story may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// JPEG, PNG, GIF, WebP, AVIF.
    Picture,
    /// SVG: cleaned before it is published.
    Drawing,
    /// MP3, M4A, OGG, WAV.
    Sound,
    /// MP4, WebM, OGV.
    Film,
    /// PDF.
    Paper,
    /// WebVTT.
    Captions,
}

/// The kind of a file that begins with these bytes; `None` for everything that is not brought (programs, pages, archives).
///
/// ```
/// use khobor::import::media::kinds::{FileKind, of};
/// assert_eq!(of(b"\xFF\xD8\xFF\xE0...."), Some(FileKind::Picture));
/// assert_eq!(of(b"<?php echo 1;"), None);
/// assert_eq!(of(b"<svg xmlns='http://www.w3.org/2000/svg'>"), Some(FileKind::Drawing));
/// ```
pub fn of(head: &[u8]) -> Option<FileKind> {
    let at = |offset: usize, mark: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(mark));
    let brand = head.get(8..12).unwrap_or_default();
    if at(0, b"\xFF\xD8\xFF") || at(0, b"\x89PNG\r\n\x1A\n") || at(0, b"GIF8") || at(0, b"RIFF") && at(8, b"WEBP") {
        return Some(FileKind::Picture);
    }
    if at(4, b"ftyp") {
        return Some(match brand {
            b"avif" | b"avis" => FileKind::Picture,
            b"M4A " | b"M4B " => FileKind::Sound,
            _ => FileKind::Film,
        });
    }
    let frame = matches!(head, [0xFF, second, ..] if second & 0xE0 == 0xE0);
    if at(0, b"ID3") || at(0, b"OggS") || at(0, b"fLaC") || at(0, b"RIFF") && at(8, b"WAVE") || frame {
        return Some(FileKind::Sound);
    }
    if at(0, b"\x1A\x45\xDF\xA3") {
        return Some(FileKind::Film);
    }
    if at(0, b"%PDF-") {
        return Some(FileKind::Paper);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if text.starts_with(b"WEBVTT") {
        return Some(FileKind::Captions);
    }
    let xml = text.starts_with(b"<svg") || text.starts_with(b"<?xml") && memchr::memmem::find(text, b"<svg").is_some();
    xml.then_some(FileKind::Drawing)
}
