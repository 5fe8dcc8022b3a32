//! Where the headline of a page stands, and which sections are named above it.

use super::credits;
use super::furniture::{self, HOME, SEPARATORS};
use super::{Line, PageOptions};
use crate::bengali::{cluster, gate};

/// Lines among which the breadcrumb is looked for (menus may stand above it).
const BREADCRUMB_WITHIN: usize = 80;
/// Lines below the breadcrumb among which the headline is repeated.
const HEADLINE_WITHIN: usize = 20;
/// Lines among which a headline without a breadcrumb is looked for.
const TOP_WITHIN: usize = 40;
/// What stands before a breadcrumb.
const HERE: [&str; 5] = [
    "আপনি এখানে:",
    "আপনি এখানে :",
    "আপনি আছেন:",
    "You are here:",
    "You are here",
];

/// What the top of a page says.
pub(super) struct Top {
    pub(super) title: String,
    pub(super) sections: Vec<String>,
    /// The line of the breadcrumb, and that of the headline below it; the text begins behind it.
    pub(super) breadcrumb: usize,
    pub(super) headline: Option<usize>,
}

/// The top of a page: by a breadcrumb, by the headline that is given, by a headline that is repeated, or by the first line
/// above a date or byline.
pub(super) fn find(lines: &[Line], known: &[(&str, &str)], options: PageOptions<'_>) -> Option<Top> {
    let is_section = |name: &str| {
        known.iter().any(|(_, title)| gate::key(title) == gate::key(name)) || furniture::usual_slug(name).is_some()
    };
    if let Some(title) = options.title {
        return Some(given(lines, title, &is_section));
    }
    let crumbs = (0..lines.len().min(BREADCRUMB_WITHIN)).find_map(|at| breadcrumb(lines, at, options, &is_section));
    crumbs.or_else(|| without_crumbs(lines, options, &is_section))
}

/// The headline that the editor gives; the text begins behind its last line near the top.
fn given(lines: &[Line], title: &str, is_section: &impl Fn(&str) -> bool) -> Top {
    let key = gate::key(title);
    let mut found = lines
        .iter()
        .enumerate()
        .take(TOP_WITHIN)
        .filter(|(_, line)| gate::key(&line.text).ends_with(&key));
    let first = found.next().map(|(at, _)| at);
    let headline = found.next_back().map(|(at, _)| at).or(first);
    let above = lines.get(..first.unwrap_or(0)).unwrap_or_default();
    Top {
        title: title.to_owned(),
        sections: above
            .iter()
            .map(|l| trim(&l.text))
            .filter(|s| is_section(s))
            .map(str::to_owned)
            .collect(),
        breadcrumb: first.unwrap_or(0),

        headline,
    }
}

/// The top of the page, when line `at` is its breadcrumb.
fn breadcrumb(lines: &[Line], at: usize, options: PageOptions<'_>, is_section: &impl Fn(&str) -> bool) -> Option<Top> {
    let line = lines.get(at)?.text.as_str();
    let line = HERE
        .iter()
        .find_map(|here| line.strip_prefix(here))
        .unwrap_or(line)
        .trim_start();
    let rest = HOME.iter().find_map(|home| line.strip_prefix(home))?;
    let rest = trim(rest);
    if rest.is_empty() {
        return on_lines(lines, at, options, is_section);
    }
    let below = || lines.iter().enumerate().skip(at + 1).take(HEADLINE_WITHIN);
    let repeated = below()
        .filter(|(_, l)| rest.ends_with(l.text.as_str()) && !is_section(trim(&l.text)))
        .max_by_key(|(i, l)| (l.text.len(), usize::MAX - i));
    if let Some((headline, found)) = repeated {
        let between = trim(rest.strip_suffix(found.text.as_str())?);
        return Some(Top {
            title: found.text.clone(),
            sections: parts(between),
            breadcrumb: at,
            headline: Some(headline),
        });
    }
    cut_short(rest, at, below()).or_else(|| without_headline(line, rest, at, lines))
}

/// A breadcrumb whose headline was cut: `Home › রাজনীতি › নতুন জোটের…`.
fn cut_short<'a>(rest: &str, at: usize, mut below: impl Iterator<Item = (usize, &'a Line)>) -> Option<Top> {
    let cut = rest
        .strip_suffix('…')
        .or_else(|| rest.strip_suffix("..."))?
        .trim_end_matches('.')
        .trim_end();
    below.find_map(|(headline, line)| {
        let mut heads = line
            .text
            .char_indices()
            .skip(6)
            .take(200)
            .filter_map(|(i, _)| line.text.get(..i));
        let between = heads.find_map(|head| cut.strip_suffix(head.trim_end()))?;
        Some(Top {
            title: line.text.clone(),
            sections: parts(trim(between)),
            breadcrumb: at,
            headline: Some(headline),
        })
    })
}

/// A breadcrumb of sections alone, with signs between: the headline is the next line that is no furniture.
fn without_headline(line: &str, rest: &str, at: usize, lines: &[Line]) -> Option<Top> {
    let signed = line.contains(['›', '»', '→', '>', '/']);
    let mut below = lines.iter().enumerate().skip(at + 1).take(4);
    let (headline, next) = below
        .find(|(_, l)| furniture::of_line(&l.text).is_none())
        .filter(|_| signed)?;
    let short = cluster::count(rest) <= 60 && !rest.ends_with(['…', '.']);
    short.then(|| Top {
        title: next.text.clone(),
        sections: parts(rest),
        breadcrumb: at,
        headline: Some(headline),
    })
}

/// A breadcrumb of which every part has its own line: the first line that is repeated soon is the headline, else the line
/// above byline and date.
fn on_lines(lines: &[Line], at: usize, options: PageOptions<'_>, is_section: &impl Fn(&str) -> bool) -> Option<Top> {
    for first in at + 1..(at + 6).min(lines.len()) {
        let title = &lines.get(first)?.text;
        let again = lines
            .iter()
            .enumerate()
            .skip(first + 1)
            .take(15)
            .take_while(|(_, l)| l.text == *title || !is_sentence(&l.text))
            .find(|(_, l)| l.text == *title);
        let named = is_section(trim(title)) || furniture::of_line(title).is_some();
        if let Some((headline, _)) = again.filter(|_| !named && !is_dated_name(lines, first, options)) {
            let above = lines.get(at + 1..first)?.iter().map(|l| trim(&l.text));
            let sections = above.filter(|s| is_section(s) || is_label(s)).map(str::to_owned);
            return Some(Top {
                title: title.clone(),
                sections: sections.filter(|s| !s.is_empty()).collect(),
                breadcrumb: at,
                headline: Some(headline),
            });
        }
    }
    let below = lines.iter().skip(at + 1);
    let crumbs = below
        .take_while(|l| trim(&l.text).is_empty() || is_section(trim(&l.text)))
        .count();
    let (headline, title) = above_credits(lines, at + 1 + crumbs, options)?;
    let below_crumbs = lines.get(at + 1..headline)?.iter().map(|l| trim(&l.text));
    let known = crumbs > 0;
    let sections: Vec<String> = below_crumbs
        .take(if known { crumbs } else { 1 })
        .filter(|s| !s.is_empty() && (known || is_label(s)))
        .map(str::to_owned)
        .collect();
    (!sections.is_empty() || options.section.is_some()).then_some(Top {
        title,
        sections,
        breadcrumb: at,
        headline: Some(headline),
    })
}

/// Whether a line may name a section that nobody knows: short, and no headline.
fn is_label(text: &str) -> bool {
    let plain = !text.contains(['।', '?', '!', '‘', '“', '"', ',']) && !text.chars().any(gate::is_digit);
    plain && cluster::count(text) <= 20 && text.split_whitespace().count() <= 3
}

/// Whether line `at` is a short name with a date below it: the reporter, who may be named again behind the story.
fn is_dated_name(lines: &[Line], at: usize, options: PageOptions<'_>) -> bool {
    let dated = |line: &Line| {
        let found = credits::read(&line.text, false, options.edition);
        found.is_some_and(|c| c.date.is_some() || c.updated.is_some())
    };
    let name = lines.get(at).is_some_and(|line| credits::is_short_name(&line.text));
    name && lines.get(at + 1).is_some_and(dated)
}

/// The headline among the lines from `from` to the first date: bylines, and one name without a label, stand between.
fn above_credits(lines: &[Line], from: usize, options: PageOptions<'_>) -> Option<(usize, String)> {
    let near = lines.iter().enumerate().skip(from).take(12);
    let mut candidates: Vec<(usize, &Line)> = Vec::new();
    for (at, line) in near {
        let credit = credits::read(&line.text, false, options.edition);
        let dated = credit.as_ref().is_some_and(|c| c.date.is_some() || c.updated.is_some());
        if dated && candidates.is_empty() {
            // The date stands above the headline.
            continue;
        }
        if dated {
            let mut names = 0;
            while let Some((_, last)) = candidates.last().filter(|_| candidates.len() > 1) {
                let reporter = credits::byline(&last.text, false).is_some();
                if !reporter && (names > 0 || !credits::is_short_name(&last.text)) {
                    break;
                }
                names += usize::from(!reporter);
                candidates.pop();
            }
            break;
        }
        if is_sentence(&line.text) {
            candidates.truncate(1);
            break;
        }
        if furniture::of_line(&line.text).is_none() && credit.is_none_or(|_| !candidates.is_empty()) {
            candidates.push((at, line));
        }
    }
    let (at, line) = candidates.last()?;
    (cluster::count(&line.text) >= 5).then(|| (*at, line.text.clone()))
}

/// A page without `Home`: the headline is repeated near the top, or stands above the credits.
fn without_crumbs(lines: &[Line], options: PageOptions<'_>, is_section: &impl Fn(&str) -> bool) -> Option<Top> {
    let top = lines.get(..lines.len().min(TOP_WITHIN))?;
    let twice = |(at, line): &(usize, &Line)| {
        let mut below = top
            .iter()
            .skip(at + 1)
            .take_while(|l| l.text == line.text || !is_sentence(&l.text));
        let again = below.any(|other| other.text == line.text) && !is_dated_name(lines, *at, options);
        again && cluster::count(&line.text) >= 8 && !is_section(&line.text) && furniture::of_line(&line.text).is_none()
    };
    let repeated = top.iter().enumerate().find(twice);
    let (first, headline, title) = match repeated {
        Some((first, line)) => {
            let text = top.iter().position(|l| l.text != line.text && is_sentence(&l.text));
            let above = top.get(..text.filter(|text| *text > first).unwrap_or(top.len()))?;
            let again = above.iter().rposition(|other| other.text == line.text)?;
            (first, again, line.text.clone())
        }
        None => {
            let crumbs = top.iter().take_while(|l| is_crumbs(&l.text, is_section)).count();
            let (at, title) = above_credits(lines, crumbs, options)?;
            (at, at, title)
        }
    };
    let above = top
        .get(..first)?
        .iter()
        .filter(|l| is_crumbs(&l.text, is_section))
        .flat_map(|l| parts(&l.text));
    let sections: Vec<String> = above.collect();
    let begins = top.iter().position(|l| is_crumbs(&l.text, is_section)).unwrap_or(first);
    let placed = !sections.is_empty() || options.section.is_some();
    placed.then_some(Top {
        title,
        sections,
        breadcrumb: begins.min(first),
        headline: Some(headline),
    })
}

/// Whether a line names sections and nothing else, with signs between.
fn is_crumbs(line: &str, is_section: &impl Fn(&str) -> bool) -> bool {
    let parts = parts(line);
    !parts.is_empty() && parts.iter().all(|part| is_section(part))
}

/// Whether a line is a sentence of a story rather than a label or headline.
pub(super) fn is_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['”', '’', '"', '\'', ')', ' ']);
    bare.ends_with(['।', '?', '!', '॥', '…']) && line.split_whitespace().count() > 2 || cluster::count(line) > 110
}

pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c))
}

/// The parts between signs. A hyphen parts only with spaces around it (অর্থ-বাণিজ্য is one name).
fn parts(between: &str) -> Vec<String> {
    let marked = between.replace(" - ", "›").replace(" – ", "›");
    let split = marked.split(['›', '»', '/', '>', '|', '→', '\\', '•', '«', '‹']);
    split.map(|p| trim(p).to_owned()).filter(|p| !p.is_empty()).collect()
}
