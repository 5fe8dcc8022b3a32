//! What the template engine reports, for diagnostics: each fault with the template and place it names, in both languages.

use super::Source;
use crate::diag::did_you_mean;
use tera::ErrorKind;

/// A fault that the template engine reports.
#[derive(Debug, PartialEq)]
pub(super) struct Report {
    /// Its words, one line.
    pub(super) message: String,
    /// The template's name and the bytes of its text that are at fault, where it says so.
    pub(super) at: Option<(String, std::ops::Range<usize>)>,
}

/// All faults that an error of the engine stands for. Those of compiling come as one text with a report for each.
pub(super) fn reports(error: &tera::Error, sources: &[Source]) -> Vec<Report> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![Report {
            message: first_line(report.message()),
            at: Some((report.filename().to_owned(), report.span().range.clone())),
        }],
        other => {
            let text = other.to_string();
            let mut reports: Vec<Report> = text.split("\n\n").filter_map(|part| located(part, sources)).collect();
            if reports.is_empty() {
                reports.push(Report {
                    message: first_line(&text),
                    at: None,
                });
            }
            reports
        }
    }
}

/// A report as the engine prints it: `error: WORDS`, `--> TEMPLATE:LINE:COLUMN`, the line, and carets below the words at fault.
fn located(report: &str, sources: &[Source]) -> Option<Report> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?.to_owned();
    let mut place = lines.next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
    let (column, line, name) = (place.next()?, place.next()?, place.next()?);
    let column = column.parse::<usize>().ok()?.checked_sub(1)?;
    let line = line.parse::<usize>().ok()?.checked_sub(1)?;
    let text = &sources.iter().find(|s| s.name == name)?.text;
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let start: usize = before + text[before..].chars().take(column).map(char::len_utf8).sum::<usize>();
    let width = report.matches('^').count();
    let end = start + text[start..].chars().take(width).map(char::len_utf8).sum::<usize>();
    Some(Report {
        message,
        at: Some((name.to_owned(), start..end)),
    })
}

pub(super) fn first_line(text: &str) -> String {
    text.lines()
        .find(|l| !l.trim().is_empty())
        .unwrap_or_default()
        .trim()
        .trim_start_matches("error: ")
        .to_owned()
}

/// The engine's words and what they mean; `{}` stands for the name that they hold. The first that is found counts.
const MEANINGS: [(&str, &str); 25] = [
    (
        "is not defined in any parent template",
        "`{}` নামে কোনো ব্লক নেই যার জায়গা নেওয়া যায়",
    ),
    ("Unknown filter", "`{}` নামে কোনো ফিল্টার নেই"),
    ("Unknown test", "`{}` নামে কোনো যাচাই নেই"),
    ("Unknown function", "`{}` নামে কোনো ফাংশন নেই"),
    ("Unknown component", "`{}` নামে কোনো অংশ নেই"),
    ("Component '", "`{}` নামে কোনো অংশ নেই"),
    ("Unknown template", "`{}` নামে কোনো টেমপ্লেট নেই"),
    ("is inheriting from", "`{}` যে টেমপ্লেটের ওপর দাঁড়িয়ে, সেটি নেই"),
    ("Template '", "`{}` নামে কোনো টেমপ্লেট নেই"),
    ("Circular extend", "`{}` ঘুরে নিজেরই ওপর দাঁড়িয়ে"),
    ("Circular include", "`{}` ঘুরে নিজেকেই নেয়"),
    ("Variable `", "`{}` নামে কোনো মান এখানে নেই"),
    ("Field `", "মানটিতে `{}` নামে কিছু নেই"),
    ("missing.", "`{}` মানটি দেওয়া হয়নি"),
    ("Missing keyword argument", "`{}` মানটি দেওয়া হয়নি"),
    ("more than once", "`{}` দুবার দেওয়া হয়েছে"),
    ("already contains a", "`{}` নামে একটি আগেই আছে"),
    ("is already extending", "টেমপ্লেটটি আগেই `{}`-এর ওপর দাঁড়িয়ে"),
    ("Unclosed component", "`{}` বন্ধ করা হয়নি"),
    ("Iteration not possible", "মানটি তালিকা নয়, একটি একটি করে নেওয়া যায় না"),
    ("Unexpected end of input", "লেখাটি মাঝপথে শেষ"),
    ("divide by 0", "শূন্য দিয়ে ভাগ করা যায় না"),
    ("Invalid type for the value", "মানটির ধরন অন্য"),
    ("only types allowed", "এখানে মানের ধরন লেখার কথা"),
    ("Found ", "এখানে অন্য কিছু লেখার কথা"),
];

/// What the engine's words mean, in Bengali; those that are not known are quoted.
///
/// The names in them are kept: "Unknown filter `bn_nubmer`" is "`bn_nubmer` নামে কোনো ফিল্টার নেই".
pub(super) fn bengali(message: &str) -> String {
    let name = message.split(['`', '\'']).nth(1).unwrap_or_default();
    match MEANINGS.iter().find(|(words, _)| message.contains(words)) {
        Some((_, meaning)) if meaning.contains("{}") => meaning.replace("{}", name),
        Some((_, meaning)) => format!("{meaning} (“{message}”)"),
        None => format!("লেখাটি চালানো গেল না (“{message}”)"),
    }
}

/// What to write instead, in Bengali and English: a block that is there, or a template that can be extended.
pub(super) fn suggestion(message: &str, child: &Source, sources: &[Source]) -> (String, String) {
    if message.starts_with("Block `") {
        let names = blocks(child, sources).join(", ");
        return (format!("যেসব ব্লক আছে: {names}"), format!("Blocks there: {names}"));
    }
    let missing = message
        .split_once("is inheriting from '")
        .and_then(|(_, rest)| rest.split('\'').next());
    let near = missing.and_then(|missing| extendable(missing, sources));
    let near = near.map_or_else(String::new, |name| format!("`{name}`?"));
    (near.clone(), near)
}

/// The template of a theme that somebody means who writes `potrika/article.html` or a file's path.
fn extendable<'s>(missing: &str, sources: &'s [Source]) -> Option<&'s str> {
    let names = || sources.iter().map(|s| s.name.as_str());
    let file = missing.rsplit('/').next().unwrap_or(missing);
    let of_theme =
        names().find(|name| name.starts_with('@') && name.split_once('/').is_some_and(|(_, rest)| rest == file));
    of_theme.or_else(|| did_you_mean(missing, names()))
}

/// The blocks of the templates that `child` extends, which it may take the place of.
pub(super) fn blocks(child: &Source, sources: &[Source]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut seen = vec![child.name.as_str()];
    let mut parent = parent_of(child, sources);
    while let Some(source) = parent.filter(|s| !seen.contains(&s.name.as_str())) {
        seen.push(&source.name);
        let tags = source.text.split("{%").skip(1);
        let blocks = tags.filter_map(|tag| tag.trim_start_matches(['-', ' ']).strip_prefix("block "));
        names.extend(blocks.filter_map(|rest| Some(rest.split([' ', '%', '-']).next()?.to_owned())));
        parent = parent_of(source, sources);
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The template that `source` extends. A name without a theme is looked up in the site, then in the chain of themes.
fn parent_of<'a>(source: &Source, sources: &'a [Source]) -> Option<&'a Source> {
    let (_, rest) = source.text.split_once("extends \"")?;
    let (name, _) = rest.split_once('"')?;
    let exact = sources.iter().find(|s| s.name == name);
    exact.or_else(|| {
        let ending = format!("/{name}");
        sources
            .iter()
            .find(|s| s.name.starts_with('@') && s.name.ends_with(&ending))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, text: &str) -> Source {
        Source {
            name: name.to_owned(),
            path: format!("templates/{name}"),
            text: text.to_owned(),
        }
    }

    #[test]
    fn every_fault_of_compiling_has_its_own_template_and_bytes() {
        let sources = [
            source(
                "mul.html",
                "<h1>{% block shuru %}{% endblock %}</h1>{% block madhya -%}{% endblock %}",
            ),
            source("ek.html", "{% extends \"mul.html\" %}\n{% block shesh %}{% endblock %}"),
            source(
                "dui.html",
                "{% extends \"mul.html\" %}{% block madhya %}{{ 'ক' | bn_nubmer }}{% endblock %}",
            ),
        ];
        let mut tera = tera::Tera::new();
        let all = sources.iter().map(|s| (s.name.as_str(), s.text.as_str()));
        let error = tera.add_raw_templates(all).unwrap_err();
        let found = reports(&error, &sources);
        let words: Vec<(&str, &str)> = found
            .iter()
            .map(|report| {
                let (name, at) = report.at.as_ref().unwrap();
                let text = &sources.iter().find(|s| s.name == *name).unwrap().text;
                (name.as_str(), &text[at.clone()])
            })
            .collect();
        assert_eq!(words, [("dui.html", "bn_nubmer"), ("ek.html", "shesh")]);
        assert_eq!(blocks(&sources[1], &sources), ["madhya", "shuru"]);
    }

    #[test]
    fn the_theme_s_template_is_offered_to_who_extends_a_path() {
        let sources = [
            source("@potrika/article.html", ""),
            source("article.html", "{% extends \"x\" %}"),
        ];
        for missing in [
            "potrika/templates/article.html",
            "potrika/article.html",
            "@potrkia/article.html",
        ] {
            let message =
                format!("Template 'article.html' is inheriting from '{missing}', which doesn't exist or isn't loaded.");
            let (_, en) = suggestion(&message, &sources[1], &sources);
            assert_eq!(en, "`@potrika/article.html`?", "{missing}");
        }
    }

    #[test]
    fn names_stay_and_words_are_bengali() {
        assert_eq!(bengali("Unknown filter `ক_খ`"), "`ক_খ` নামে কোনো ফিল্টার নেই");
        assert_eq!(bengali("Component 'yotube' not found"), "`yotube` নামে কোনো অংশ নেই");
        assert_eq!(
            bengali("Argument `id` (type: `string`) missing."),
            "`id` মানটি দেওয়া হয়নি"
        );
        assert_eq!(bengali("Odd."), "লেখাটি চালানো গেল না (“Odd.”)");
    }
}
