//! Creator, credit and copyright: what the law and search engines want kept, and nothing else. Read from XMP; written as a
//! small XMP packet.

use crate::media::entity::resolve;
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

/// The longest line that is taken over, in characters.
const LONGEST: usize = 300;

/// Who made a picture, whom to credit, who owns it, and on what terms. Empty where a picture does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    /// `dc:creator`, EXIF `Artist`, IPTC by-line.
    pub creator: String,
    /// `photoshop:Credit`, IPTC credit.
    pub credit: String,
    /// `dc:rights`, EXIF `Copyright`, IPTC copyright notice.
    pub copyright: String,
    /// `xmpRights:UsageTerms`.
    pub terms: String,
    /// `xmpRights:WebStatement`: where the licence stands.
    pub statement: String,
}

impl Rights {
    /// Whether the picture says nothing of all this.
    pub fn is_empty(&self) -> bool {
        *self == Rights::default()
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "creator" => &mut self.creator,
            "Credit" => &mut self.credit,
            "rights" => &mut self.copyright,
            "UsageTerms" => &mut self.terms,
            "WebStatement" => &mut self.statement,
            _ => return None,
        })
    }

    /// Takes what is not known yet from others.
    pub(super) fn fill_from(&mut self, other: Rights) {
        let pairs = [
            (&mut self.creator, other.creator),
            (&mut self.credit, other.credit),
            (&mut self.copyright, other.copyright),
            (&mut self.terms, other.terms),
            (&mut self.statement, other.statement),
        ];
        for (known, new) in pairs {
            if known.is_empty() {
                *known = new;
            }
        }
    }

    /// Reads an XMP packet; what is odd in it is passed over.
    pub(super) fn of_xmp(packet: &[u8]) -> Rights {
        let mut rights = Rights::default();
        let Ok(text) = std::str::from_utf8(packet) else {
            return rights;
        };
        let mut reader = Reader::from_str(text.trim_end_matches('\0'));
        let mut inside: Option<String> = None;
        let mut line = String::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(e)) => {
                    rights.read_attributes(&e);
                    let name = e.local_name().as_ref().to_owned();
                    if inside.is_none() && rights.field(&name).is_some() {
                        inside = Some(name);
                    }
                    line.clear();
                }
                Ok(Event::Empty(e)) => rights.read_attributes(&e),
                Ok(Event::Text(text)) => line.push_str(&text.xml10_content()),
                Ok(Event::CData(text)) => line.push_str(&text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => line.push_str(&resolve(&reference).unwrap_or_default()),
                Ok(Event::End(e)) => {
                    if let Some(field) = inside.as_deref().and_then(|name| rights.field(name)) {
                        add(field, &line);
                    }
                    line.clear();
                    if inside.as_deref() == Some(e.local_name().as_ref()) {
                        inside = None;
                    }
                }
                Ok(Event::Eof) | Err(_) => return rights,
                Ok(_) => {}
            }
        }
    }

    fn read_attributes(&mut self, e: &quick_xml::events::BytesStart<'_>) {
        for attribute in e.attributes().flatten() {
            let name = attribute.key.local_name().as_ref().to_owned();
            let value = quick_xml::escape::unescape(&attribute.value).map(std::borrow::Cow::into_owned);
            if let (Some(field), Ok(value)) = (self.field(&name), value) {
                add(field, &value);
            }
        }
    }

    /// The XMP packet of these rights, without any other word.
    pub fn xmp(&self) -> Vec<u8> {
        let mut xml = String::from(
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
             <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\">",
        );
        let mut put = |value: &str, before: &str, after: &str| {
            if !value.is_empty() {
                xml.push_str(before);
                xml.push_str(&escape(value));
                xml.push_str(after);
            }
        };
        put(
            &self.creator,
            "<dc:creator><rdf:Seq><rdf:li>",
            "</rdf:li></rdf:Seq></dc:creator>",
        );
        let one = "<rdf:Alt><rdf:li xml:lang=\"x-default\">";
        put(
            &self.copyright,
            &format!("<dc:rights>{one}"),
            "</rdf:li></rdf:Alt></dc:rights>",
        );
        put(&self.credit, "<photoshop:Credit>", "</photoshop:Credit>");
        put(
            &self.terms,
            &format!("<xmpRights:UsageTerms>{one}"),
            "</rdf:li></rdf:Alt></xmpRights:UsageTerms>",
        );
        put(&self.statement, "<xmpRights:WebStatement>", "</xmpRights:WebStatement>");
        xml.push_str("</rdf:Description></rdf:RDF></x:xmpmeta>");
        xml.into_bytes()
    }
}

/// Adds a line to a field: several creators stand side by side; a line is taken once.
pub(super) fn add(field: &mut String, text: &str) {
    let clean: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let clean = clean.trim();
    if clean.is_empty() || field.split(", ").any(|known| known == clean) || field.chars().count() > LONGEST {
        return;
    }
    if !field.is_empty() {
        field.push_str(", ");
    }
    field.push_str(clean);
}
