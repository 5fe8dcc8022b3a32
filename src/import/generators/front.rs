//! Front matter: YAML, TOML or JSON before a text, as values of one kind.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// What stands before a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Front(Map<String, Value>);

impl Front {
    /// Parts a text from its front matter; `None` when it has none that can be read.
    ///
    /// ```
    /// use khobor::import::generators::front::Front;
    /// let (front, body) = Front::part("---\ntitle: নদী\ntags: [ক, খ]\n---\nলেখা\n").unwrap();
    /// assert_eq!((front.text("title").as_deref(), front.list("tags"), body), (Some("নদী"), vec!["ক".to_owned(), "খ".to_owned()], "লেখা\n"));
    /// let (front, _) = Front::part("+++\ndate = 2021-03-04\n+++\n").unwrap();
    /// assert_eq!(front.date("date", &jiff::tz::TimeZone::UTC).unwrap().to_string(), "2021-03-04T00:00:00Z");
    /// assert!(Front::part("লেখা").is_none());
    /// ```
    pub fn part(text: &str) -> Option<(Front, &str)> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if text.starts_with('{') {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
            let front = values.next()?.ok()?;
            return Some((Front(front), text.get(values.byte_offset()..)?));
        }
        let fence = ["---", "+++"]
            .into_iter()
            .find(|f| text.lines().next().is_some_and(|l| l.trim_end() == *f))?;
        let start = text.find('\n')? + 1;
        let mut end = start;
        for line in text.get(start..)?.split_inclusive('\n') {
            if line.trim_end() == fence {
                let front = Front::read(text.get(start..end)?, fence)?;
                return Some((front, text.get(end + line.len()..).unwrap_or_default()));
            }
            end += line.len();
        }
        None
    }

    fn read(text: &str, fence: &str) -> Option<Front> {
        match fence {
            "---" if text.trim().is_empty() => Some(Front::default()),
            "---" => Front::yaml(text),
            _ => Front::toml(text),
        }
    }

    /// Values of a YAML text.
    pub fn yaml(text: &str) -> Option<Front> {
        serde_saphyr::from_str(text).ok().map(Front)
    }

    /// Values of a TOML text.
    pub fn toml(text: &str) -> Option<Front> {
        let table = text.parse::<toml::Table>().ok()?;
        match json(toml::Value::Table(table)) {
            Value::Object(map) => Some(Front(map)),
            _ => None,
        }
    }

    /// A value as text on one line; nothing for none or an empty one.
    pub fn text(&self, key: &str) -> Option<String> {
        text_of(self.value(key)?)
    }

    /// The first of several keys that has a text.
    pub fn any(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|k| self.text(k))
    }

    /// A list, or one text with commas.
    pub fn list(&self, key: &str) -> Vec<String> {
        match self.value(key) {
            Some(Value::Array(items)) => items.iter().filter_map(text_of).collect(),
            Some(Value::String(text)) => text
                .split(',')
                .map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A switch.
    pub fn is(&self, key: &str) -> Option<bool> {
        self.value(key)?.as_bool()
    }

    /// A part with keys of its own.
    pub fn table(&self, key: &str) -> Option<Front> {
        self.value(key)?.as_object().cloned().map(Front)
    }

    /// The keys and values that are texts.
    pub fn texts(&self) -> impl Iterator<Item = (&String, String)> {
        self.0.iter().filter_map(|(k, v)| Some((k, text_of(v)?)))
    }

    /// The keys whose values have keys of their own.
    pub fn tables(&self) -> impl Iterator<Item = (&String, Front)> {
        self.0
            .iter()
            .filter_map(|(k, v)| Some((k, Front(v.as_object()?.clone()))))
    }

    /// A moment; one without a zone is of `zone`.
    pub fn date(&self, key: &str, zone: &TimeZone) -> Option<Timestamp> {
        moment(&self.text(key)?, zone)
    }

    /// A value, by a name with dots for parts; keys are compared without case, as Hugo does.
    fn value(&self, key: &str) -> Option<&Value> {
        let (first, rest) = key.split_once('.').map_or((key, None), |(f, r)| (f, Some(r)));
        let (_, mut found) = self.0.iter().find(|(k, _)| k.eq_ignore_ascii_case(first))?;
        if let Some(rest) = rest {
            let inner = found.as_object()?;
            found = inner
                .iter()
                .find(|(k, _)| k.eq_ignore_ascii_case(rest))
                .map(|(_, v)| v)?;
        }
        Some(found)
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Object(map) => return map.get("name").or_else(|| map.get("title")).and_then(text_of),
        _ => return None,
    };
    Some(text).filter(|t| !t.is_empty())
}

/// A value of TOML; dates are texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(is) => is.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(k, v)| (k, json(v))).collect()),
    }
}

/// A moment as generators write it: `2021-02-03T10:00:00+06:00`, `2021-02-03 10:00:00 +0600`, `2021-2-3`.
pub fn moment(written: &str, zone: &TimeZone) -> Option<Timestamp> {
    let written = written.trim();
    if let Ok(at) = written.parse::<Timestamp>() {
        return Some(at);
    }
    for pattern in ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M:%S%z"] {
        if let Ok(at) = Timestamp::strptime(pattern, written) {
            return Some(at);
        }
    }
    let civil = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|p| DateTime::strptime(p, written).ok());
    let civil = civil.or_else(|| {
        jiff::civil::Date::strptime("%Y-%m-%d", written)
            .ok()
            .map(|d| d.at(0, 0, 0, 0))
    })?;
    civil.to_zoned(zone.clone()).ok().map(|z| z.timestamp())
}
