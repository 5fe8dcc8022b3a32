//! Drawings: read as XML and written again, so that what browsers see is what was checked. A drawing with scripts, event
//! handlers, foreign content or outside references is refused; what only its maker's program needs is left out.
//!
//! Own code and not `svg-hush`, because that drops what is not ASCII (Bengali ids, fonts) without a word and indents running
//! text.

mod names;
mod value;

use super::entity::resolve;
use super::metadata;
use super::sniff::{FileType, sniff};
use crate::diag::Reason;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use names::{is_active_element, is_published_attribute, is_published_element, may_be_animated};
use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;
use value::flaw;

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Elements inside one another.
const DEEPEST: usize = 256;

/// A drawing, safe to publish.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) width: u32,
    pub(super) height: u32,
    /// UTF-8, without an XML declaration.
    pub(super) text: String,
}

/// Whether the first element of the bytes is `svg`, whatever it is called with. Bytes in another encoding than UTF-8 have no
/// elements here: they are no drawing.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let head = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(cut) => match head.get(..cut.valid_up_to()).map(std::str::from_utf8) {
            Some(Ok(text)) => text,
            _ => return false,
        },
    };
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if !head.starts_with('<') {
        return false;
    }
    let mut reader = quick_xml::Reader::from_str(head);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => return e.local_name().as_ref().eq_ignore_ascii_case("svg"),
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Reads a drawing and writes it again; what is wrong with one that cannot be published.
pub(super) fn clean(bytes: &[u8]) -> Result<Drawing, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|_| ("text that is not UTF-8", "UTF-8 নয় এমন লেখা"))?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = true;
    let mut cleaner = Cleaner::default();
    loop {
        let event = reader.read_event().map_err(|fault| broken(&fault))?;
        match &event {
            Event::Eof => break,
            Event::Start(e) => cleaner.start(&reader, e, false)?,
            Event::Empty(e) => cleaner.start(&reader, e, true)?,
            Event::End(_) => cleaner.end()?,
            other => cleaner.other(other)?,
        }
    }
    cleaner.finish()
}

#[derive(Default)]
struct Cleaner {
    out: String,
    /// Open elements that are published.
    open: Vec<String>,
    /// Open elements that are left out, the outermost first.
    left_out: usize,
    /// The text of the style sheet that is being read.
    style: String,
    size: Option<(u32, u32)>,
}

impl Cleaner {
    fn start(&mut self, reader: &NsReader<&[u8]>, e: &BytesStart<'_>, empty: bool) -> Result<(), Reason> {
        let (namespace, local) = reader.resolver().resolve_element(e.name());
        let local = local.as_ref();
        let is_svg = match &namespace {
            ResolveResult::Bound(Namespace(name)) if *name == XHTML || *name == MATHML => {
                return Err(both(
                    format!("<{local}> of another language"),
                    format!("অন্য ভাষার <{local}>"),
                ));
            }
            ResolveResult::Bound(Namespace(name)) => *name == SVG,
            ResolveResult::Unbound => true,
            ResolveResult::Unknown(prefix) => {
                return Err(both(
                    format!("broken XML (nothing says what `{prefix}:` is)"),
                    format!("ভাঙা XML (`{prefix}:` কী তা বলা নেই)"),
                ));
            }
        };
        if is_active_element(local) {
            return Err(both(format!("<{local}>"), format!("<{local}>")));
        }
        if self.open.is_empty() && (self.size.is_some() || local != "svg" || !is_svg) {
            return Err(("more than one drawing, or none", "একাধিক ছবি, অথবা কোনো ছবিই নেই").into());
        }
        if self.left_out > 0 || !is_svg || !is_published_element(local) {
            self.left_out += usize::from(!empty);
            return Ok(());
        }
        if self.open.len() >= DEEPEST {
            return Err(both(format!("elements over {DEEPEST} deep"), "অতি গভীর অংশ".to_owned()));
        }
        self.write_start(reader, e, local, empty)
    }

    fn write_start(
        &mut self,
        reader: &NsReader<&[u8]>,
        e: &BytesStart<'_>,
        local: &str,
        empty: bool,
    ) -> Result<(), Reason> {
        let attributes = attributes(reader, e, local)?;
        self.out.push('<');
        self.out.push_str(local);
        if self.size.is_none() {
            self.size = Some(measure(&attributes));
            self.out.push_str(&format!(" xmlns=\"{SVG}\""));
        }
        for (name, value) in &attributes {
            self.out.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
        }
        if empty {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            self.open.push(local.to_owned());
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Reason> {
        if self.left_out > 0 {
            self.left_out -= 1;
            return Ok(());
        }
        let name = self
            .open
            .pop()
            .ok_or(("broken XML (an end without a beginning)", "ভাঙা XML (শুরু ছাড়া শেষ)"))?;
        if name == "style" {
            let style = std::mem::take(&mut self.style);
            if let Some(flaw) = flaw(&style) {
                return Err(flaw.into());
            }
            self.out.push_str(&escape(style));
        }
        self.out.push_str(&format!("</{name}>"));
        Ok(())
    }

    /// Text, and all that is no element.
    fn other(&mut self, event: &Event<'_>) -> Result<(), Reason> {
        match event {
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                self.text(&resolve(reference).ok_or(("an entity of its own", "নিজের বানানো সংকেত"))?)
            }
            Event::DocType(text) if text.contains('[') => {
                Err(("a document type with entities", "সংকেতসহ DOCTYPE").into())
            }
            Event::PI(pi) if pi.target().eq_ignore_ascii_case("xml-stylesheet") => {
                Err(("a style sheet of another file", "অন্য ফাইলের স্টাইল").into())
            }
            Event::Decl(declaration) => match declaration.encoding() {
                Some(Ok(name)) if !matches!(name.to_ascii_lowercase().as_str(), "utf-8" | "us-ascii" | "ascii") => {
                    Err(both(
                        format!("the encoding {name}: save it as UTF-8"),
                        format!("{name} এনকোডিং: UTF-8 হিসেবে রাখুন"),
                    ))
                }
                Some(Err(fault)) => Err(broken(&fault)),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Reason> {
        if text
            .chars()
            .any(|c| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}'))
        {
            return Err(("a control sign", "নিয়ন্ত্রণ-চিহ্ন").into());
        }
        match self.open.last().map(String::as_str) {
            _ if self.left_out > 0 => {}
            None if text.trim().is_empty() => {}
            None => return Err(("text beside the drawing", "ছবির বাইরে লেখা").into()),
            Some("style") => self.style.push_str(text),
            Some(_) => self.out.push_str(&escape(text)),
        }
        Ok(())
    }

    fn finish(self) -> Result<Drawing, Reason> {
        if !self.open.is_empty() || self.left_out > 0 {
            return Err(("broken XML (it ends too early)", "ভাঙা XML (মাঝপথে শেষ)").into());
        }
        let (width, height) = self.size.ok_or(("no drawing", "কোনো ছবি নয়"))?;
        Ok(Drawing {
            width,
            height,
            text: self.out,
        })
    }
}

/// The attributes of an element that are published, by the names they are written with; decoded.
fn attributes(reader: &NsReader<&[u8]>, e: &BytesStart<'_>, element: &str) -> Result<Vec<(String, String)>, Reason> {
    let mut found: Vec<(String, String)> = Vec::new();
    for attribute in e.attributes() {
        let attribute = attribute.map_err(|fault| {
            both(
                format!("a broken attribute ({fault})"),
                format!("ভাঙা অ্যাট্রিবিউট (“{fault}”)"),
            )
        })?;
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let local = local.as_ref();
        let name = match &namespace {
            ResolveResult::Unbound => local.to_owned(),
            ResolveResult::Bound(Namespace(name)) if *name == XLINK && local == "href" => local.to_owned(),
            ResolveResult::Bound(Namespace(name)) if *name == XML && matches!(local, "space" | "lang") => {
                format!("xml:{local}")
            }
            _ => continue,
        };
        if name.to_ascii_lowercase().starts_with("on") {
            return Err(both(format!("the handler {name}"), format!("{name} নামের ইভেন্ট")));
        }
        let is_new = found.iter().all(|(known, _)| *known != name);
        if is_new && (name.starts_with("xml:") || is_published_attribute(&name)) {
            let value = checked(element, &name, &attribute)?;
            found.push((name, value));
        }
    }
    Ok(found)
}

/// The decoded value of an attribute, if it may stand.
fn checked(element: &str, name: &str, attribute: &Attribute<'_>) -> Result<String, Reason> {
    let value = attribute.normalized_value(XmlVersion::Explicit1_0);
    let value = value.map_err(|fault| {
        both(
            format!("a broken attribute ({fault})"),
            format!("ভাঙা অ্যাট্রিবিউট (“{fault}”)"),
        )
    })?;
    if value.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(both(
            format!("a control sign in {name}"),
            format!("{name}-এ নিয়ন্ত্রণ-চিহ্ন"),
        ));
    }
    match name {
        "href" => reference(element, value.trim())
            .ok_or_else(|| both(format!("a reference to {value}"), format!("{value}-এর সূত্র"))),
        "attributeName" if !may_be_animated(value.trim()) => {
            Err(both(format!("an animation of {value}"), format!("{value}-এর চলমান বদল")))
        }
        _ => match flaw(&value) {
            Some((en, bn)) => Err(both(format!("{en} ({name})"), format!("{bn} ({name})"))),
            None => Ok(value.into_owned()),
        },
    }
}

fn both(en: String, bn: String) -> Reason {
    Reason::new(en, bn)
}

fn broken(fault: &dyn std::fmt::Display) -> Reason {
    both(format!("broken XML ({fault})"), format!("ভাঙা XML (“{fault}”)"))
}

/// A reference inside the drawing, or a picture written into it, which is cleaned like any other.
fn reference(element: &str, value: &str) -> Option<String> {
    if value.starts_with('#') {
        return Some(value.to_owned());
    }
    let (kind, packed) = value.strip_prefix("data:image/")?.split_once(";base64,")?;
    if !matches!(element, "image" | "feImage") || !matches!(kind, "png" | "jpeg" | "jpg" | "gif" | "webp") {
        return None;
    }
    let packed: String = packed.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(packed).ok()?;
    let FileType::Picture(format) = sniff(&bytes) else {
        return None;
    };
    let clean = metadata::strip(&bytes, format)?;
    Some(format!("data:image/{kind};base64,{}", STANDARD.encode(clean)))
}

/// Size from `width` and `height`, else from `viewBox`; zeros when neither says.
fn measure(attributes: &[(String, String)]) -> (u32, u32) {
    let value = |name: &str| {
        attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    let pixels = |text: &str| {
        let number = text.trim().trim_end_matches("px");
        number
            .parse::<f64>()
            .ok()
            .filter(|n| (1.0..=100_000.0).contains(n))
            .map(|n| n.round() as u32)
    };
    if let (Some(width), Some(height)) = (value("width").and_then(pixels), value("height").and_then(pixels)) {
        return (width, height);
    }
    let view = value("viewBox").unwrap_or_default();
    let numbers: Vec<f64> = view.split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] if width >= 1.0 && height >= 1.0 => (width.round() as u32, height.round() as u32),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests;
