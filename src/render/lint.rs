//! Refuses templates that print values where escaping cannot make them safe (reliability.md W2): the engine escapes for
//! text and quoted attributes only.

use super::source::Source;
use crate::diag::{Diagnostic, Place, Reason, codes::template as codes};

/// Attributes that hold an address.
const ADDRESSES: [&str; 9] = [
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "xlink:href",
];

/// Where in the markup the reader stands.
#[derive(Debug, Clone, PartialEq)]
enum Context {
    Text,
    /// Inside of a tag, outside of a quoted value.
    Tag,
    /// Inside of a quoted value: the quote, the attribute, the value so far.
    Value(char, String, String),
    /// Inside of a comment.
    Comment,
    /// Inside of `script` (whether it holds data only) or `style`.
    Raw(&'static str, bool),
}

/// Tells of every value in `source` that is printed in a bad place.
pub(super) fn lint(source: &Source) -> Vec<Diagnostic> {
    if !source.name.ends_with(".html") {
        return Vec::new();
    }
    let mut reader = Reader {
        text: &source.text,
        at: 0,
        context: Context::Text,
        tag: String::new(),
        source,
        diagnostics: Vec::new(),
    };
    reader.read();
    reader.diagnostics
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    context: Context,
    /// The tag being read, from its `<`.
    tag: String,
    source: &'a Source,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with("{#") {
                self.skip("#}");
            } else if rest.starts_with("{%") {
                self.skip("%}");
            } else if rest.starts_with("{{") {
                self.value(rest);
            } else {
                self.markup(rest);
            }
        }
    }

    fn skip(&mut self, end: &str) {
        let rest = &self.text[self.at..];
        self.at += rest.find(end).map_or(rest.len(), |i| i + end.len());
    }

    fn value(&mut self, rest: &'a str) {
        let inner = &rest[2..];
        let (expression, len) = match inner.find("}}") {
            Some(end) => (&inner[..end], end + 4),
            None => (inner, rest.len()),
        };
        let expression = expression.trim_matches(['-', ' ']);
        if let Some(fault) = self.fault(expression) {
            let place = Place::in_text(&self.source.path, self.text, self.at..self.at + len);
            let diagnostic = Diagnostic::new(&codes::UNSAFE_CONTEXT)
                .arg("template", &self.source.path)
                .arg_in("context", fault.bengali(), fault.english());
            self.diagnostics.push(diagnostic.at(place));
        }
        if let Context::Value(_, _, so_far) = &mut self.context {
            so_far.push('x');
        }
        self.at += len;
    }

    fn fault(&self, expression: &str) -> Option<Reason> {
        if marks_safe(expression) && !trusted(expression) {
            let (en, bn) = ("as safe markup", "নিরাপদ বলে ধরা HTML হিসেবে");
            return Some(Reason::new(
                format!("{en} (`{expression}`)"),
                format!("{bn}, `{expression}`"),
            ));
        }
        match &self.context {
            Context::Text => None,
            Context::Tag => Some(("outside of quotes in a tag", "ট্যাগের ভেতরে, উদ্ধৃতিচিহ্নের বাইরে").into()),
            Context::Comment => Some(("in a comment", "মন্তব্যের ভেতরে").into()),
            Context::Raw("script", true) if expression.contains("json_ld") || expression.contains("| json") => None,
            Context::Raw(name, _) => Some(Reason::new(format!("in <{name}>"), format!("<{name}>-এর ভেতরে"))),
            Context::Value(_, name, _) if name.starts_with("on") || name == "style" || name == "srcdoc" => Some(
                Reason::new(format!("in the attribute {name}"), format!("{name} অ্যাট্রিবিউটে")),
            ),
            Context::Value(_, name, so_far) if ADDRESSES.contains(&name.as_str()) || name == "srcset" => {
                let fixed = so_far.starts_with(['#', '?']) || so_far.starts_with("https://");
                (!fixed && !expression.contains("safe_url")).then(|| {
                    Reason::new(
                        format!("in {name} without `safe_url`"),
                        format!("{name}-এ, `safe_url` ছাড়া"),
                    )
                })
            }
            Context::Value(..) => None,
        }
    }

    fn markup(&mut self, rest: &'a str) {
        let Some(c) = rest.chars().next() else { return };
        let mut step = c.len_utf8();
        match &mut self.context {
            Context::Text if rest.starts_with("<!--") => self.context = Context::Comment,
            Context::Text if c == '<' && rest[1..].starts_with(|n: char| n.is_ascii_alphabetic() || n == '/') => {
                self.tag.clear();
                self.context = Context::Tag;
            }
            Context::Tag => self.in_tag(c),
            Context::Value(quote, ..) if c == *quote => self.context = Context::Tag,
            Context::Value(_, _, so_far) => so_far.push(c),
            Context::Comment if rest.starts_with("-->") => {
                step = 3;
                self.context = Context::Text;
            }
            Context::Raw(name, _)
                if rest.len() > name.len() + 2 && rest.starts_with("</") && rest[2..].starts_with(*name) =>
            {
                self.tag.clear();
                self.context = Context::Tag;
            }
            _ => {}
        }
        self.at += step;
    }

    fn in_tag(&mut self, c: char) {
        match c {
            '>' => {
                let tag = self.tag.to_ascii_lowercase();
                self.context = if tag.starts_with("script") {
                    Context::Raw("script", tag.contains("json"))
                } else if tag.starts_with("style") {
                    Context::Raw("style", false)
                } else {
                    Context::Text
                };
            }
            '"' | '\'' => {
                let name = self.tag.trim_end().trim_end_matches('=').trim_end();
                let name = name
                    .rsplit(|c: char| c.is_whitespace() || c == '/')
                    .next()
                    .unwrap_or_default();
                self.context = Context::Value(c, name.to_ascii_lowercase(), String::new());
                // The value itself is not kept in the tag, except that a data script's type is.
                self.tag.push_str(
                    if self.text[self.at..].starts_with("\"application/") && self.text[self.at..].contains("json") {
                        "\"json\""
                    } else {
                        "\"\""
                    },
                );
            }
            c => self.tag.push(c),
        }
    }
}

/// Whether a filter `safe` is applied, however it is spaced.
fn marks_safe(expression: &str) -> bool {
    let name = |filter: &str| {
        filter
            .trim_start()
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .next()
            == Some("safe")
    };
    expression.split('|').skip(1).any(name)
}

/// Fields that hold safe markup by the contract of the views.
fn trusted(expression: &str) -> bool {
    let name = expression.split('|').next().unwrap_or_default().trim();
    let last = name.rsplit(['.', '[']).next().unwrap_or_default();
    last.ends_with("_html") || last == "json_ld" || last == "body" || name.starts_with("fragments")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> usize {
        lint(&Source {
            name: "x.html".into(),
            path: "templates/x.html".into(),
            text: text.into(),
        })
        .len()
    }

    #[test]
    fn safe_places_pass() {
        for good in [
            "<p class=\"a {{ b }}\">{{ c }}</p>",
            "<a href=\"{{ u | safe_url }}\" title='{{ t }}'>{{ x }}</a>",
            "<a href=\"#{{ id }}\">",
            "<script type=\"application/ld+json\">{{ page.json_ld | safe }}</script>",
            "{{ story.body_html | safe }}{{ fragments.popular | safe }}",
            "{# {{ x }} #}{% if a < b %}<p>{{ a }}</p>{% endif %}",
        ] {
            assert_eq!(faults(good), 0, "{good}");
        }
    }

    #[test]
    fn unsafe_places_are_reported() {
        for bad in [
            "<p class={{ b }}>",
            "<a href=\"{{ u }}\">",
            "<img src='{{ u }}'>",
            "<p onclick=\"{{ x }}\">",
            "<p style=\"color:{{ x }}\">",
            "<script>var a = {{ x }};</script>",
            "<style>{{ x }}</style>",
            "<!-- {{ x }} -->",
            "{{ story.title | safe }}",
            "<iframe srcdoc=\"{{ x }}\">",
        ] {
            assert_eq!(faults(bad), 1, "{bad}");
        }
    }
}
