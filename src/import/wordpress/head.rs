//! The channel of an export: whose site it is, its authors, its terms.

use super::fields::{self, Element, elements};
use super::languages;
use std::collections::BTreeMap;

/// A category or tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadTerm {
    /// WordPress's number; 0 when the export has none.
    pub id: u64,
    /// The taxonomy: `category`, `post_tag`, `author`, `series`, …
    pub taxonomy: String,
    /// The last part of its address, decoded.
    pub slug: String,
    /// The parent's slug, decoded; empty for none.
    pub parent: String,
    /// Its name.
    pub name: String,
    /// Its description, for authors of Co-Authors Plus only.
    pub description: String,
}

/// What stands around the items.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// Whether anything of WordPress was seen.
    pub is_export: bool,
    /// Whether it is an RSS feed.
    pub is_feed: bool,
    /// The site's name.
    pub title: String,
    /// Its line.
    pub description: String,
    /// The address of the front page.
    pub home: String,
    /// The address of WordPress itself, when it is another.
    pub site: String,
    /// `bn-BD`
    pub language: String,
    /// When the export was made, as its comment says: `2026-11-30 03:52` in UTC.
    pub created: String,
    /// The version of WordPress: `6.5.5`; empty when it is not said.
    pub version: String,
    /// Display names by login.
    pub authors: BTreeMap<String, String>,
    /// Terms in the order of the export.
    pub terms: Vec<HeadTerm>,
    /// What was odd, for the report: text before `<?xml`, a DOCTYPE.
    pub oddities: Vec<Oddity>,
}

/// What was odd around the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// Text before `<?xml` (a warning of PHP).
    TextBefore,
    /// A DOCTYPE, passed over.
    Doctype,
}

impl Head {
    /// Reads a piece from outside of items; pieces of several files add up.
    pub fn read(&mut self, bytes: &[u8]) {
        let (text, ..) = fields::readable(bytes);
        let text: &str = text.trim_start_matches('\u{FEFF}');
        self.before(text);
        let channel = text
            .find("<channel")
            .and_then(|at| text.get(at..))
            .and_then(|t| t.split_once('>'));
        let inside = channel.map_or(text, |(_, inside)| inside);
        for element in elements(inside) {
            self.element(&element);
        }
    }

    fn before(&mut self, text: &str) {
        if let Some(at) = text
            .find("<?xml")
            .filter(|at| !text.get(..*at).unwrap_or_default().trim().is_empty())
        {
            let _ = at;
            self.oddities.push(Oddity::TextBefore);
        }
        if text.contains("<!DOCTYPE") && text.find("<!DOCTYPE") < text.find("<channel") {
            self.oddities.push(Oddity::Doctype);
        }
        self.is_feed |= text.contains("<rss") || text.contains("<channel");
        self.is_export |= text.contains("wordpress.org/export/") || text.contains("wxr_version");
        let version = ["generator=\"WordPress/", "wordpress.org/?v="]
            .iter()
            .find_map(|mark| text.split_once(mark));
        if let Some((_, rest)) = version.filter(|_| self.version.is_empty()) {
            self.version = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        }
        let created = text.split_once("created=\"").and_then(|(_, rest)| rest.split_once('"'));
        if let Some((created, _)) = created.filter(|_| self.created.is_empty()) {
            self.created = created.to_owned();
        }
    }

    fn element(&mut self, element: &Element<'_>) {
        let set = |slot: &mut String, value: String| {
            if slot.is_empty() {
                *slot = value;
            }
        };
        match (element.prefix, element.name) {
            ("", "title") => set(&mut self.title, fields::one_line(&languages::one(&element.text()))),
            ("", "description") => set(
                &mut self.description,
                fields::one_line(&languages::one(&element.text())),
            ),
            ("", "link") => set(&mut self.home, element.trimmed()),
            ("", "language") => set(&mut self.language, element.trimmed()),
            (_, "base_blog_url") => self.home = element.trimmed(),
            (_, "base_site_url") => set(&mut self.site, element.trimmed()),
            (_, "wxr_version") => self.is_export = true,
            (prefix, "author") if !prefix.is_empty() => self.author(element.value),
            (prefix, "category") if !prefix.is_empty() => self.term(element.value, "category"),
            (prefix, "tag") if !prefix.is_empty() => self.term(element.value, "post_tag"),
            (prefix, "term") if !prefix.is_empty() => self.term(element.value, ""),
            _ => {}
        }
    }

    /// The login and the name. The e-mail address is not read.
    fn author(&mut self, value: &str) {
        let (mut login, mut name) = (String::new(), String::new());
        for field in elements(value) {
            match field.name {
                "author_login" => login = field.trimmed(),
                "author_display_name" => name = fields::one_line(&field.text()),
                _ => {}
            }
        }
        if !login.is_empty() {
            self.authors.entry(login).or_insert(name);
        }
    }

    fn term(&mut self, value: &str, taxonomy: &str) {
        let mut term = HeadTerm {
            taxonomy: taxonomy.to_owned(),
            ..HeadTerm::default()
        };
        for field in elements(value) {
            match field.name {
                "term_id" => term.id = field.trimmed().parse().unwrap_or(0),
                "term_taxonomy" => term.taxonomy = field.trimmed(),
                "category_nicename" | "tag_slug" | "term_slug" => term.slug = slug(&field.trimmed()),
                "category_parent" | "term_parent" => term.parent = slug(&field.trimmed()),
                "cat_name" | "tag_name" | "term_name" => term.name = fields::one_line(&languages::one(&field.text())),
                "term_description" => term.description = fields::one_line(&field.text()),
                _ => {}
            }
        }
        let term = HeadTerm {
            taxonomy: known(&term.taxonomy),
            ..term
        };
        let known =
            |t: &HeadTerm| (t.taxonomy.as_str(), t.slug.as_str()) == (term.taxonomy.as_str(), term.slug.as_str());
        let doubled = term.id == 0 && self.terms.iter().any(known);
        if !term.slug.is_empty() && !doubled {
            self.terms.push(term);
        }
    }
}

/// The usual name of a taxonomy.
fn known(taxonomy: &str) -> String {
    match taxonomy {
        "tag" => "post_tag".to_owned(),
        other => other.to_owned(),
    }
}

/// A slug as exports write it, percent-encoded, decoded once.
pub fn slug(written: &str) -> String {
    crate::portal::url::decode(written).unwrap_or_else(|| written.to_owned())
}

/// The last part of an author's address, which exports do not have: WordPress makes it of the login.
///
/// ```
/// use khobor::import::wordpress::head::nicename;
/// assert_eq!(nicename("m.ali"), "m-ali");
/// assert_eq!(nicename("Mita@kagoj.example"), "mitakagoj-example");
/// ```
pub fn nicename(login: &str) -> String {
    let mut out = String::new();
    for c in login.chars() {
        match c {
            '.' | ' ' | '/' | '\\' if !out.ends_with('-') => out.push('-'),
            c if c.is_ascii() => {
                if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') {
                    out.push(c.to_ascii_lowercase());
                }
            }
            c => out.push(c),
        }
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::Head;

    #[test]
    fn the_channel_and_no_address_of_mail() {
        let mut head = Head::default();
        head.read("<br/>Warning: x in y\n<?xml version=\"1.0\"?><!-- created=\"2026-11-30 03:52\" --><rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>নদী &amp;amp; কাগজ</title>\n<link>https://a.example</link><wp:base_blog_url>https://a.example</wp:base_blog_url><wp:author><wp:author_login><![CDATA[mita]]></wp:author_login><wp:author_email>m@a.example</wp:author_email><wp:author_display_name><![CDATA[মিতা]]></wp:author_display_name></wp:author><wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>%e0%a6%95</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[ক]]></wp:cat_name></wp:category>".as_bytes());
        assert!(head.is_export && head.title == "নদী & কাগজ" && head.created == "2026-11-30 03:52");
        assert_eq!(head.authors.get("mita").map(String::as_str), Some("মিতা"));
        assert_eq!((head.terms[0].slug.as_str(), head.terms[0].id), ("ক", 4));
        assert!(!format!("{head:?}").contains("m@a") && !head.oddities.is_empty());
    }
}
