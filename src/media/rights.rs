//! Who made a photograph and who owns it: read from a JPEG's XMP, EXIF and IPTC, written as a small XMP packet and nothing else.

use img_parts::jpeg::Jpeg;
use img_parts::{Bytes, ImageEXIF};
use pulldown_cmark_escape::escape_html;
use quick_xml::Reader;
use quick_xml::events::Event;

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// The longest line that is taken over, in characters.
const LONGEST: usize = 300;

/// What is taken over.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rights {
    creator: String,
    credit: String,
    copyright: String,
}

/// The XMP packet of the source's rights; `None` when it names none.
pub(super) fn xmp(bytes: &[u8]) -> Option<Vec<u8>> {
    let jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let mut rights = Rights::default();
    for segment in jpeg.segments() {
        match (segment.marker(), segment.contents()) {
            (0xE1, contents) if contents.starts_with(XMP) => rights.read_xmp(&contents[XMP.len()..]),
            (0xED, contents) => rights.read_iptc(contents),
            _ => {}
        }
    }
    if let Some(exif) = jpeg.exif() {
        rights.read_exif(&exif);
    }
    (rights != Rights::default()).then(|| rights.packet())
}

fn fill(field: &mut String, text: &str) {
    let clean: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if field.is_empty() {
        field.push_str(clean.trim());
    }
}

impl Rights {
    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "creator" => &mut self.creator,
            "Credit" => &mut self.credit,
            "rights" => &mut self.copyright,
            _ => return None,
        })
    }

    fn read_xmp(&mut self, packet: &[u8]) {
        let mut reader = Reader::from_reader(packet);
        let (mut buffer, mut inside) = (Vec::new(), String::new());
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(e) | Event::Empty(e)) => {
                    let name = e.local_name().as_ref().to_owned();
                    if self.field(&name).is_some() {
                        inside = name;
                    }
                    for attribute in e.attributes().flatten() {
                        let key = attribute.key.local_name().as_ref().to_owned();
                        if let Some(field) = self.field(&key) {
                            fill(field, &attribute.value);
                        }
                    }
                }
                Ok(Event::Text(text)) => {
                    let text = text.to_string();
                    if let Some(field) = self.field(&inside).filter(|_| !text.trim().is_empty()) {
                        fill(field, &text);
                    }
                }
                Ok(Event::End(e)) if e.local_name().as_ref() == inside => inside.clear(),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
            buffer.clear();
        }
    }

    /// IPTC-IIM records 2:80 (by-line), 2:110 (credit), 2:116 (copyright).
    fn read_iptc(&mut self, contents: &[u8]) {
        let mut at = 0;
        while let Some(found) = contents
            .get(at..)
            .and_then(|rest| memchr::memmem::find(rest, &[0x1C, 2]))
        {
            at += found;
            let (Some(kind), Some(length)) = (contents.get(at + 2), contents.get(at + 3..at + 5)) else {
                return;
            };
            let length = usize::from(length[0]) << 8 | usize::from(length[1]);
            let text = contents.get(at + 5..at + 5 + length).unwrap_or_default();
            let text = String::from_utf8_lossy(text);
            match kind {
                80 => fill(&mut self.creator, &text),
                110 => fill(&mut self.credit, &text),
                116 => fill(&mut self.copyright, &text),
                _ => {}
            }
            at += 2;
        }
    }

    /// EXIF tags 0x013B (artist) and 0x8298 (copyright) of the first directory.
    fn read_exif(&mut self, exif: &[u8]) {
        let little = exif.starts_with(b"II");
        let number = |at: usize, size: usize| {
            let bytes = exif.get(at..at.checked_add(size)?)?;
            let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
            Some(if little {
                bytes.iter().rev().fold(0, add)
            } else {
                bytes.iter().fold(0, add)
            })
        };
        let Some(table) = number(4, 4) else { return };
        let entries = number(table, 2).unwrap_or(0).min(512);
        for entry in (0..entries).map(|i| table + 2 + i * 12) {
            let field = match number(entry, 2) {
                Some(0x013B) => &mut self.creator,
                Some(0x8298) => &mut self.copyright,
                _ => continue,
            };
            let length = number(entry + 4, 4).unwrap_or(0).min(4 * LONGEST);
            let from = if length <= 4 {
                Some(entry + 8)
            } else {
                number(entry + 8, 4)
            };
            let text = from
                .and_then(|from| exif.get(from..from.checked_add(length)?))
                .unwrap_or_default();
            fill(field, String::from_utf8_lossy(text).trim_end_matches('\0'));
        }
    }

    fn packet(&self) -> Vec<u8> {
        let text = |text: &str| {
            let mut out = String::new();
            let _ = escape_html(&mut out, text);
            out
        };
        let mut xml = String::from(
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\">",
        );
        if !self.creator.is_empty() {
            let creator = text(&self.creator);
            xml.push_str(&format!(
                "<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>"
            ));
        }
        if !self.copyright.is_empty() {
            let rights = text(&self.copyright);
            xml.push_str(&format!(
                "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">{rights}</rdf:li></rdf:Alt></dc:rights>"
            ));
        }
        if !self.credit.is_empty() {
            xml.push_str(&format!("<photoshop:Credit>{}</photoshop:Credit>", text(&self.credit)));
        }
        xml.push_str("</rdf:Description></rdf:RDF></x:xmpmeta>");
        let mut packet = XMP.to_vec();
        packet.extend_from_slice(xml.as_bytes());
        packet
    }
}
