//! A story on its way into a site, whatever system it comes from, and its file.

use crate::bengali::gate;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

/// What a file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StoryKind {
    /// A story of a section.
    #[default]
    Story,
    /// A plain page.
    Page,
}

/// A story or page as it was brought over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportedStory {
    /// What it is called in the old system: its number or path.
    pub key: String,
    /// What it becomes.
    pub kind: StoryKind,
    /// Its source file.
    pub file: String,
    /// Its address in khobor.
    pub address: String,
    /// The headline.
    pub title: String,
    /// When it was published.
    pub date: Option<Timestamp>,
    /// When it was changed.
    pub updated: Option<Timestamp>,
    /// The zone that dates are written in.
    pub zone: Option<TimeZone>,
    /// The last part of its address, where the file's name does not give it.
    pub slug: Option<String>,
    /// Bylines.
    pub authors: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// The series.
    pub series: Option<String>,
    /// The summary.
    pub summary: Option<String>,
    /// Below the headline.
    pub subtitle: Option<String>,
    /// Above the headline.
    pub kicker: Option<String>,
    /// The place.
    pub dateline: Option<String>,
    /// The lead picture.
    pub image: Option<String>,
    /// Its alternative text.
    pub image_alt: String,
    /// Its caption.
    pub image_caption: String,
    /// Who took it.
    pub image_credit: String,
    /// Readers do not see it.
    pub draft: bool,
    /// It leads the front page.
    pub featured: bool,
    /// Whether it takes comments, where that is not as usual for its kind.
    pub comments: Option<bool>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Further values, by key of the front matter.
    pub further: BTreeMap<String, String>,
    /// The text.
    pub body: String,
    /// How many words it has.
    pub words: usize,
}

/// Keys of front matter that an editor may give a value of the old site.
pub const KEYS: [&str; 10] = [
    "subtitle",
    "kicker",
    "dateline",
    "summary",
    "series",
    "image_credit",
    "image_caption",
    "image_alt",
    "template",
    "language",
];

impl ImportedStory {
    /// Gives a key of the front matter a value; other keys go to `extra`.
    pub fn set(&mut self, key: &str, value: &str) {
        let text = Some(value.to_owned());
        match key {
            _ if value.is_empty() => {}
            "subtitle" => self.subtitle = text,
            "kicker" => self.kicker = text,
            "dateline" => self.dateline = text,
            "summary" => self.summary = text,
            "series" => self.series = text,
            "authors" | "author" => self.authors = vec![value.to_owned()],
            "image_credit" => self.image_credit = value.to_owned(),
            "image_caption" => self.image_caption = value.to_owned(),
            "image_alt" => self.image_alt = value.to_owned(),
            other => {
                self.further.insert(other.to_owned(), value.to_owned());
            }
        }
    }

    /// The file's text. `system` names where it comes from: `extra.wordpress = {id = 7}`.
    ///
    /// ```
    /// use khobor::import::story::ImportedStory;
    /// let story = ImportedStory { key: "7".into(), title: "নদী \"ভাঙছে\"".into(), body: "পাড় ভাঙছে।\n".into(), ..ImportedStory::default() };
    /// assert_eq!(story.text("wordpress"), "+++\ntitle = 'নদী \"ভাঙছে\"'\n\n[extra]\nwordpress = { id = 7 }\n+++\n\nপাড় ভাঙছে।\n");
    /// ```
    pub fn text(&self, system: &str) -> String {
        let mut front = DocumentMut::new();
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut put = |key: &str, value: Value| {
            front.insert(key, Item::Value(value));
        };
        put("title", line(&gate::canonical(&self.title)).into());
        self.put_dates(&mut put);
        let lists = [("authors", &self.authors), ("tags", &self.tags)];
        for (key, list) in lists
            .into_iter()
            .filter(|(_, l)| !l.is_empty() && self.kind == StoryKind::Story)
        {
            put(key, array(list).into());
        }
        self.put_texts(&mut put);
        self.put_switches(&mut put);
        if !self.aliases.is_empty() {
            put("aliases", array(&self.aliases).into());
        }
        let mut extra = Table::new();
        let mut origin = InlineTable::new();
        let key = self
            .key
            .parse::<i64>()
            .map_or_else(|_| Value::from(self.key.as_str()), Value::from);
        origin.insert("id", key);
        extra.insert(system, Item::Value(Value::InlineTable(origin)));
        for (key, value) in &self.further {
            extra.insert(key, Item::Value(line(value).into()));
        }
        front.insert("extra", Item::Table(extra));
        let body = self.body.trim_end();
        let body = if body.is_empty() {
            String::new()
        } else {
            format!("\n{body}\n")
        };
        format!("+++\n{front}+++\n{body}")
    }

    fn put_dates(&self, put: &mut dyn FnMut(&str, Value)) {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let written = |at: Timestamp| {
            let text = at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
            text.parse::<toml_edit::Datetime>()
                .map_or_else(|_| Value::from(text), Value::from)
        };
        if let Some(date) = self.date.filter(|_| self.kind == StoryKind::Story) {
            put("date", written(date));
        }
        if let Some(updated) = self.updated {
            put("updated", written(updated));
        }
    }

    fn put_texts(&self, put: &mut dyn FnMut(&str, Value)) {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.kind == StoryKind::Page {
            if let Some(summary) = &self.summary {
                put("description", line(summary).into());
            }
            return;
        }
        let texts = [
            ("kicker", self.kicker.as_deref()),
            ("subtitle", self.subtitle.as_deref()),
            ("summary", self.summary.as_deref()),
            ("dateline", self.dateline.as_deref()),
            ("series", self.series.as_deref()),
            ("image", self.image.as_deref()),
            (
                "image_alt",
                Some(self.image_alt.as_str()).filter(|_| self.image.is_some()),
            ),
            (
                "image_caption",
                Some(self.image_caption.as_str()).filter(|_| self.image.is_some()),
            ),
            (
                "image_credit",
                Some(self.image_credit.as_str()).filter(|_| self.image.is_some()),
            ),
        ];
        for (key, text) in texts {
            if let Some(text) = text.map(line).filter(|t| !t.is_empty()) {
                put(key, text.into());
            }
        }
    }

    fn put_switches(&self, put: &mut dyn FnMut(&str, Value)) {
        if let Some(slug) = &self.slug {
            put("slug", slug.as_str().into());
        }
        if self.draft {
            put("draft", true.into());
        }
        if self.featured && self.kind == StoryKind::Story {
            put("featured", true.into());
        }
        if let Some(comments) = self.comments {
            put("comments", comments.into());
        }
    }
}

fn array(list: &[String]) -> Array {
    list.iter().map(String::as_str).collect()
}
