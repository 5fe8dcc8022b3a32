//! Readers' comments: recent ones, threads, safe markup. A comment's text is hostile until it has passed [`safe_markup`].
//!
//! Policy (reliability.md W6): `p br b strong i em a[href] blockquote code pre`, links to http and https only and marked
//! `nofollow ugc noopener noreferrer`; at most 16 KiB and 100 levels deep before it is parsed.

use crate::bengali::{excerpt, gate};
use crate::source::CommentSource;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Longest comment that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024;
/// Open tags that are let through to the sanitiser; it takes quadratic time on deeper ones.
const MAX_DEPTH: usize = 100;
/// Levels of a thread; deeper answers stand at the last one.
pub const MAX_LEVEL: usize = 5;

/// A comment among the recent ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent<'a> {
    /// Its story, as given.
    pub story: u32,
    /// The comment.
    pub comment: &'a str,
    /// The reader's name.
    pub name: &'a str,
    /// When.
    pub date: Timestamp,
    /// Its first words, plain text.
    pub excerpt: String,
}

/// Comments of one story in the list of recent ones at most.
const PER_STORY: usize = 2;

/// The newest approved comments, at most `per_reader` of one name and two of one story: by date, then story, then id. `length` is the
/// excerpt's, in clusters. `comments` are pairs of a story and a comment of it.
pub fn recent<'a>(
    comments: impl IntoIterator<Item = (u32, &'a CommentSource)>,
    limit: usize,
    per_reader: usize,
    length: usize,
) -> Vec<Recent<'a>> {
    let mut all: Vec<(u32, &CommentSource)> = comments.into_iter().filter(|(_, c)| c.approved).collect();
    all.sort_by(|a, b| (b.1.date, b.0, &b.1.id).cmp(&(a.1.date, a.0, &a.1.id)));
    let mut by_reader: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_story: BTreeMap<u32, usize> = BTreeMap::new();
    let mut found = Vec::with_capacity(limit);
    for (story, comment) in all {
        if found.len() >= limit {
            break;
        }
        let count = by_reader.entry(gate::key(comment.name.trim())).or_default();
        let text = plain_text(&comment.body);
        let of_story = by_story.entry(story).or_default();
        if *count >= per_reader || *of_story >= PER_STORY || text.is_empty() {
            continue;
        }
        *count += 1;
        *of_story += 1;
        let excerpt = excerpt::excerpt(&text, length).into_owned();
        found.push(Recent {
            story,
            comment: &comment.id,
            name: &comment.name,
            date: comment.date,
            excerpt,
        });
    }
    found
}

/// A comment in its thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread<'a> {
    /// The comment.
    pub comment: &'a CommentSource,
    /// The name that it answers, when nesting was cut above it.
    pub answers: Option<&'a str>,
    /// Answers, oldest first.
    pub replies: Vec<Thread<'a>>,
}

/// The threads of a story's approved comments, oldest first. An answer to a comment that is not there, or that answers
/// itself in a circle, stands at the top; answers below the fifth level stand at the fifth and name whom they answer.
pub fn threads(comments: &[CommentSource]) -> Vec<Thread<'_>> {
    let mut shown: Vec<&CommentSource> = comments.iter().filter(|c| c.approved).collect();
    shown.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, comment) in shown.iter().enumerate() {
        places.entry(&comment.id).or_insert(place);
    }
    let parents: Vec<Option<usize>> = shown
        .iter()
        .map(|c| places.get(c.parent.as_deref()?).copied())
        .collect();
    let parents = without_circles(parents);
    let levels = levels(&parents);
    let mut children: BTreeMap<Option<usize>, Vec<(usize, Option<usize>)>> = BTreeMap::new();
    for (place, parent) in parents.iter().enumerate() {
        let (shown_below, cut) = ancestor(place, &parents, &levels);
        children
            .entry(shown_below)
            .or_default()
            .push((place, parent.filter(|_| cut)));
    }
    branch(None, &shown, &children)
}

/// Parents without those that lead in a circle; each place is walked once.
fn without_circles(mut parents: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut done = BTreeSet::new();
    for start in 0..parents.len() {
        let (mut way, mut at) = (BTreeSet::new(), start);
        while done.insert(at) {
            way.insert(at);
            match parents.get(at).copied().flatten() {
                Some(next) if way.contains(&next) => {
                    if let Some(parent) = parents.get_mut(at) {
                        *parent = None;
                    }
                }
                Some(next) => at = next,
                None => break,
            }
        }
    }
    parents
}

/// How deep each comment is, from 0; each is walked once.
fn levels(parents: &[Option<usize>]) -> Vec<usize> {
    let mut levels: Vec<Option<usize>> = vec![None; parents.len()];
    for start in 0..parents.len() {
        let (mut way, mut at) = (Vec::new(), Some(start));
        while let Some(place) = at.filter(|p| levels.get(*p).copied().flatten().is_none()) {
            way.push(place);
            at = parents.get(place).copied().flatten();
        }
        let first = at.and_then(|p| levels.get(p).copied().flatten()).map_or(0, |l| l + 1);
        for (level, place) in (first..).zip(way.into_iter().rev()) {
            if let Some(of) = levels.get_mut(place) {
                *of = Some(level);
            }
        }
    }
    levels.into_iter().map(Option::unwrap_or_default).collect()
}

/// Below which comment one is shown, and whether that is not the one it answers. Deep chains are climbed once a comment,
/// at most as far as a chain of comments is deep; [`MAX_CLIMB`] bounds it.
fn ancestor(place: usize, parents: &[Option<usize>], levels: &[usize]) -> (Option<usize>, bool) {
    let mut at = parents.get(place).copied().flatten();
    let (mut cut, mut climbed) = (false, 0);
    while let Some(parent) = at.filter(|p| levels.get(*p).is_some_and(|l| *l >= MAX_LEVEL - 1)) {
        at = parents.get(parent).copied().flatten();
        cut = true;
        climbed += 1;
        if climbed > MAX_CLIMB {
            return (None, true);
        }
    }
    (at, cut)
}

/// Answers to answers deeper than this stand at the top.
const MAX_CLIMB: usize = 1000;

/// The comments below one; at most [`MAX_LEVEL`] deep.
fn branch<'a>(
    below: Option<usize>,
    shown: &[&'a CommentSource],
    children: &BTreeMap<Option<usize>, Vec<(usize, Option<usize>)>>,
) -> Vec<Thread<'a>> {
    let places = children.get(&below).map_or(&[][..], Vec::as_slice);
    let thread = |(place, answers): &(usize, Option<usize>)| {
        let answers = answers.and_then(|p| shown.get(p)).map(|c| c.name.as_str());
        Some(Thread {
            comment: shown.get(*place)?,
            answers,
            replies: branch(Some(*place), shown, children),
        })
    };
    places.iter().filter_map(thread).collect()
}

/// Turns a reader's text into markup that is safe to print. Blank lines part paragraphs, line ends become breaks.
///
/// ```
/// use khobor::relate::comments::safe_markup;
/// assert_eq!(safe_markup("ভালো লেখা।\nধন্যবাদ\n\n<b>আরও চাই</b>"), "<p>ভালো লেখা।<br>ধন্যবাদ</p>\n<p><b>আরও চাই</b></p>");
/// assert_eq!(safe_markup("<script>alert(1)</script><img src=x onerror=y>খবর"), "<p>খবর</p>");
/// assert_eq!(
///     safe_markup("<a href='https://example.org/' onclick=x>এখানে</a><a href='javascript:x'>না</a>"),
///     "<p><a href=\"https://example.org/\" rel=\"nofollow ugc noopener noreferrer\">এখানে</a><a rel=\"nofollow ugc noopener noreferrer\">না</a></p>"
/// );
/// ```
pub fn safe_markup(text: &str) -> String {
    let text = without_controls(cut(text));
    let text = if too_deep(&text) { escape(&text) } else { text };
    let safe = policy().clean(&with_paragraphs(&text)).to_string();
    safe.replace("<p></p>", "").trim().to_owned()
}

/// A comment as plain text, on one line.
pub fn plain_text(text: &str) -> String {
    let markup = safe_markup(text).replace("<br>", " ").replace("</p>", " ");
    let mut plain = String::with_capacity(markup.len());
    let mut rest = markup.as_str();
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        rest = rest[open..].find('>').map_or("", |close| &rest[open + close + 1..]);
    }
    plain.push_str(rest);
    let plain = plain
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A reader's name as it may be printed: plain text on one line without direction marks, at most 80 clusters.
pub fn safe_name(name: &str) -> String {
    let name = without_controls(cut(name)).replace(['\n', '\t'], " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::bengali::cluster::truncate(&name, 80).into_owned()
}

fn policy() -> ammonia::Builder<'static> {
    let mut policy = ammonia::Builder::empty();
    policy
        .add_tags(["p", "br", "b", "strong", "i", "em", "a", "blockquote", "code", "pre"])
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .add_clean_content_tags(["script", "style"])
        .url_schemes(["http", "https"].into_iter().collect())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener noreferrer"));
    policy
}

/// At most [`MAX_BYTES`], cut between characters.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Without control characters (but line feed and tab) and without marks that turn the direction of writing.
fn without_controls(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|c| (!c.is_control() || matches!(c, '\n' | '\t')) && !turns(*c))
        .collect()
}

/// More open tags than are ever needed.
fn too_deep(text: &str) -> bool {
    let bytes = text.as_bytes();
    let opens = |w: &&[u8]| matches!(w, [b'<', next] if next.is_ascii_alphabetic());
    bytes.windows(2).filter(opens).count() > MAX_DEPTH
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Wraps text in paragraphs, unless the reader wrote block markup of their own.
fn with_paragraphs(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if ["<p", "<blockquote", "<pre"].iter().any(|block| lower.contains(block)) {
        return text.to_owned();
    }
    let text = text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let paragraphs = text
        .split("\n\n")
        .map(|p| p.trim_matches('\n'))
        .filter(|p| !p.is_empty());
    paragraphs
        .map(|p| format!("<p>{}</p>", p.replace('\n', "<br>")))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(id: &str, parent: Option<&str>, name: &str, second: i64) -> CommentSource {
        CommentSource {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            name: name.to_owned(),
            site: None,
            date: Timestamp::from_second(second).unwrap(),
            approved: true,
            body: format!("মন্তব্য {id}"),
        }
    }

    fn shape(threads: &[Thread<'_>]) -> String {
        let one = |t: &Thread<'_>| {
            format!(
                "{}{}{}",
                t.comment.id,
                t.answers.map_or(String::new(), |a| format!("@{a}")),
                if t.replies.is_empty() {
                    String::new()
                } else {
                    format!("({})", shape(&t.replies))
                }
            )
        };
        threads.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_comment_keeps_no_attribute_but_href() {
        let text = "<blockquote cite=\"javascript:alert(1)\" title=\"t\" lang=\"en\">ক</blockquote><a hreflang=\"en\" title=\"t\" href=\"https://e.example/\">খ</a><p id=\"a\" class=\"b\">গ</p>";
        let markup = safe_markup(text);
        assert!(
            markup.contains("<blockquote>") && markup.contains("href=\"https://e.example/\""),
            "{markup}"
        );
        for attribute in ["cite", "title", "lang", "id=", "class"] {
            assert!(!markup.contains(attribute), "{attribute}: {markup}");
        }
    }

    #[test]
    fn recent_ones_are_approved_and_shared_out() {
        let mut all: Vec<CommentSource> = (0..6)
            .map(|i| comment(&format!("c{i}"), None, if i > 1 { "রহিম" } else { "করিম" }, i))
            .collect();
        all[5].approved = false;
        let of = |story: u32| recent(all.iter().map(|c| (if c.id == "c1" { story } else { 7 }, c)), 3, 2, 40);
        let ids = |story: u32| of(story).iter().map(|r| r.comment.to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(8), ["c4", "c3", "c1"]);
        assert_eq!(ids(7), ["c4", "c3"], "two of one story are enough");
        let found = of(8);
        assert_eq!((found[0].story, found[0].excerpt.as_str()), (7, "মন্তব্য c4"));
    }

    #[test]
    fn threads_nest_and_are_cut_at_five_levels() {
        let mut all = vec![comment("a", None, "ক", 1)];
        for (i, id) in ["b", "c", "d", "e", "f", "g"].iter().enumerate() {
            let parent = all[i].id.clone();
            all.push(comment(id, Some(&parent), &format!("n{id}"), i as i64 + 2));
        }
        all.push(comment("h", Some("a"), "খ", 50));
        all.push(comment("i", Some("lost"), "গ", 60));
        assert_eq!(shape(&threads(&all)), "a(b(c(d(e f@ne g@nf))) h) i");
    }

    #[test]
    fn circles_and_deep_chains_end() {
        let circle = [
            comment("a", Some("b"), "ক", 1),
            comment("b", Some("a"), "খ", 2),
            comment("c", Some("c"), "গ", 3),
        ];
        assert_eq!(threads(&circle).len(), 2);
        let mut chain = vec![comment("c0", None, "ক", 0)];
        for i in 1..20_000 {
            chain.push(comment(&format!("c{i}"), Some(&format!("c{}", i - 1)), "ক", i));
        }
        let count = |t: &[Thread<'_>]| -> usize {
            fn n(t: &[Thread<'_>]) -> usize {
                t.iter().map(|t| 1 + n(&t.replies)).sum()
            }
            n(t)
        };
        assert_eq!(count(&threads(&chain)), 20_000);
    }

    #[test]
    fn markup_of_readers() {
        assert_eq!(safe_markup("১ < ২ & ৩"), "<p>১ &lt; ২ &amp; ৩</p>");
        assert_eq!(safe_markup("<p>ক</p><p>খ</p>"), "<p>ক</p><p>খ</p>");
        assert_eq!(
            safe_markup("<svg><set onbegin=x></svg><iframe src=//x></iframe><style>p{}</style>ক"),
            "<p>ক</p>"
        );
        assert_eq!(safe_markup("<b>খোলা"), "<p><b>খোলা</b></p>");
        assert!(!safe_markup("<a href=//evil.example>ক</a><a href=/x>খ</a>").contains("href"));
        assert_eq!(safe_markup(""), "");
        assert_eq!(safe_markup(" \n\n \n "), "");
        assert_eq!(plain_text("<b>এক</b> &lt;b&gt; \n\nদুই & তিন"), "এক <b> দুই & তিন");
        assert_eq!(safe_name("রহিম\u{202E}\u{0007}\n উদ্দিন"), "রহিম উদ্দিন");
    }

    #[test]
    fn hostile_comments_are_quick_and_closed() {
        for text in [
            "<div>".repeat(100_000),
            "<b>".repeat(9_000),
            "<".repeat(50_000),
            "<a href='".repeat(5_000),
            "&#".repeat(50_000),
        ] {
            let markup = safe_markup(&text);
            assert!(!markup.contains("<div") && markup.len() < 8 * MAX_BYTES);
        }
    }
}
