//! Names that a site's own templates and words have in vain. The engine prints nothing for them and says nothing.

use super::source::Source;
use crate::config::SLOTS;
use crate::diag::{Diagnostic, Place, codes::template as codes, did_you_mean};
use crate::view::{Fragment, SiteView, Strings};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most names that a message lists.
const MOST: usize = 12;

/// The values that every page has, by the names of their parts.
pub(super) fn parts(strings: &Strings) -> BTreeMap<&'static str, BTreeSet<String>> {
    let site = serde_json::to_value(SiteView::default()).unwrap_or_default();
    let site = site.as_object().map(|fields| fields.keys().cloned().collect());
    BTreeMap::from([
        ("ads", SLOTS.map(str::to_owned).into()),
        ("fragments", Fragment::ALL.iter().map(|f| f.name().to_owned()).collect()),
        ("site", site.unwrap_or_default()),
        ("t", strings.keys().cloned().collect()),
    ])
}

/// Parts of `site`, `t`, `ads` and `fragments` that a template names and that there are not.
pub(super) fn unknown(source: &Source, parts: &BTreeMap<&'static str, BTreeSet<String>>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for tag in tags(&source.text) {
        for path in paths(&source.text, tag) {
            let Some((value, part)) = source.text[path.clone()].split_once('.') else {
                continue;
            };
            let Some(known) = parts.get(value).filter(|_| !is_local(&source.text, value)) else {
                continue;
            };
            if !known.contains(part) {
                let at = Place::in_text(&*source.path, &source.text, path.clone());
                found.push(fault(source, (value, part), known).at(at));
            }
        }
    }
    found
}

fn fault(source: &Source, (value, part): (&str, &str), known: &BTreeSet<String>) -> Diagnostic {
    let names = known.iter().map(String::as_str);
    let help = match did_you_mean(part, names.clone()) {
        Some(near) => format!("`{value}.{near}`?"),
        None if known.len() > MOST => "docs/themes.md".to_owned(),
        None => names.map(|n| format!("`{value}.{n}`")).collect::<Vec<_>>().join(", "),
    };
    Diagnostic::new(&codes::UNKNOWN_VALUE)
        .arg("template", &source.path)
        .arg("value", format!("{value}.{part}"))
        .arg("suggestion", help)
}

/// Whether a template gives this name to something of its own.
fn is_local(text: &str, name: &str) -> bool {
    [
        format!("set {name} "),
        format!("set {name}="),
        format!("for {name} in"),
        format!(", {name} in"),
    ]
    .iter()
    .any(|mark| text.contains(mark.as_str()))
}

/// The insides of `{{ … }}` and `{% … %}`.
fn tags(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('{')?;
            let end = match text.get(start..start + 2)? {
                "{{" => "}}",
                "{%" => "%}",
                "{#" => "#}",
                _ => {
                    at = start + 1;
                    continue;
                }
            };
            let inside = start + 2;
            let length = text[inside..].find(end).unwrap_or(text.len() - inside);
            at = inside + length;
            if end != "#}" {
                return Some(inside..inside + length);
            }
        }
    })
}

/// Dotted names in a tag, the first two parts of each: `site.urls` of `site.urls.search`. Not what stands in quotation marks.
fn paths(text: &str, tag: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let end_of = |mut at: usize| {
        while at < tag.end && word(at) {
            at += 1;
        }
        at
    };
    let mut found = Vec::new();
    let mut at = tag.start;
    while at < tag.end {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => {
                let rest = bytes[at + 1..tag.end].iter().position(|b| *b == quote);
                at = rest.map_or(tag.end, |length| at + length + 2);
            }
            _ if word(at) => {
                let end = end_of(at);
                let own = at == 0 || !matches!(bytes[at - 1], b'.' | b'@');
                let second = end_of(end + 1);
                if own && bytes.get(end) == Some(&b'.') && second > end + 1 {
                    found.push(at..second);
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

/// Words of the file `path` that neither its theme nor any template knows.
pub(super) fn unknown_words(
    (path, text): (&str, &str),
    own: &Strings,
    (strings, templates): (&Strings, &[Source]),
) -> Vec<Diagnostic> {
    let names = |text: &str, name: &str| {
        let rest = text.match_indices(name).map(|(at, _)| &text[at + name.len()..]);
        rest.into_iter()
            .any(|r| !r.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    };
    let known = |key: &str| {
        let printed = [format!("t.{key}"), format!("t[\"{key}\"]")];
        let by = |s: &Source| printed.iter().any(|name| names(&s.text, name));
        strings.contains_key(key) || templates.iter().any(by)
    };
    let unknown = own.keys().filter(|key| !known(key));
    let fault = |key: &String| {
        let near = did_you_mean(key, strings.keys().map(String::as_str));
        let at = line_of(text, key).unwrap_or_default();
        Diagnostic::new(&codes::UNKNOWN_WORD)
            .arg("key", key)
            .arg(
                "suggestion",
                near.map_or_else(|| "khobor theme show strings".to_owned(), |n| format!("`{n}`?")),
            )
            .at(Place::in_text(path, text, at))
    };
    unknown.map(fault).collect()
}

/// Where a key begins a line.
fn line_of(text: &str, key: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let rest = line.trim_start().trim_start_matches(['"', '\'']).strip_prefix(key);
        if rest.is_some_and(|r| r.trim_start_matches(['"', '\'']).trim_start().starts_with('=')) {
            return Some(start..start + key.len());
        }
        at += line.len();
    }
    None
}

/// Templates of the site that nothing prints: no page has their name, no story, section or page asks for one (`named`), no
/// other template mentions them, and they hold no component.
pub(super) fn unused(sources: &[Source], named: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let of_theme = |s: &Source| {
        s.name
            .strip_prefix('@')
            .and_then(|n| n.split_once('/'))
            .map(|(_, n)| n.to_owned())
    };
    let theirs: BTreeSet<String> = sources.iter().filter_map(of_theme).collect();
    let idle = sources.iter().filter(|own| {
        let mentioned = |s: &Source| s.name != own.name && s.text.contains(&format!("\"{}\"", own.name));
        !own.name.starts_with('@')
            && !theirs.contains(&own.name)
            && !named.contains(own.name.as_str())
            && !own.text.contains("{% component")
            && !own.text.contains("{%- component")
            && !sources.iter().any(mentioned)
    });
    let fault = |own: &Source| {
        let near = did_you_mean(&own.name, theirs.iter().map(String::as_str));
        Diagnostic::new(&codes::UNUSED_TEMPLATE)
            .arg("template", &own.path)
            .arg(
                "suggestion",
                near.map_or_else(String::new, |n| format!("`templates/{n}`?")),
            )
            .at(Place::file(&*own.path))
    };
    idle.map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{SiteFiles, resolve};

    #[test]
    fn built_in_templates_and_words_name_nothing_in_vain() {
        for name in ["base", "potrika", "shonghoti"] {
            for language in ["bn", "en"] {
                let (theme, faults) = resolve(name, &SiteFiles::new(), language);
                assert!(faults.is_empty(), "{faults:?}");
                let parts = parts(&theme.strings);
                let found: Vec<_> = theme.templates.iter().flat_map(|s| unknown(s, &parts)).collect();
                assert!(found.is_empty(), "{name} {language}: {found:?}");
            }
        }
    }

    #[test]
    fn names_are_found_in_tags_only() {
        let text =
            "site.a {# site.b #} {{ site.c }}{% if not ads.d and \"t.e\" %}{{ story.site.f | x(y=t.g) }}{{ @t.h }}";
        let found: Vec<&str> = tags(text)
            .flat_map(|tag| paths(text, tag))
            .map(|at| &text[at])
            .collect();
        assert_eq!(found, ["site.c", "ads.d", "story.site", "t.g"]);
    }
}
