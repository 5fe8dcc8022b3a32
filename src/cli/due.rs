//! `khobor due`: the moments at which the site changes by itself.

use super::options::{DueArgs, Global};
use super::output::Terminal;
use super::{exit, lang};
use crate::deploy::moments::{Clockwork, Moment, Story, Why, moments};
use crate::diag::{Diagnostic, Lang};
use crate::engine::{self, Loaded, Quiet, Request};
use crate::portal::{ArticleId, Due};
use crate::relate;
use crate::relate::popular::PopularRecords;
use crate::source::{FileKind, parse_comments};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(super) fn run(global: &Global, args: &DueArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let request = lang::request(global)?;
    let (found, diagnostics) = find(&request, i64::from(args.days), args.next);
    terminal.diagnostics(&diagnostics);
    let Some((zone, due)) = found else {
        terminal.json(false, json!({}), &diagnostics);
        return Ok(exit::FAULT);
    };
    for moment in &due {
        terminal.say(&line(&terminal, moment, &zone));
    }
    let due = due.iter().map(|m| as_json(m, &zone)).collect::<Vec<_>>();
    terminal.json(true, json!({ "due": due }), &diagnostics);
    Ok(exit::OK)
}

type Found = (jiff::tz::TimeZone, Vec<Moment>);

/// The moments of the next days; with `next` the first only.
pub(super) fn find(request: &Request, days: i64, next: bool) -> (Option<Found>, Vec<Diagnostic>) {
    // Stories to come are read as if they were published: what they do later counts too.
    let request = Request {
        future: true,
        ..request.clone()
    };
    let outcome = engine::load(&request, &Quiet);
    let Some(loaded) = outcome.value else {
        return (None, outcome.diagnostics);
    };
    let now = request.now;
    let until = now
        .checked_add(SignedDuration::from_hours(24 * days))
        .unwrap_or(Timestamp::MAX);
    let mut due = moments(&clockwork(&loaded, &request.root, until), &loaded.site.zone, now, until);
    if next {
        due.truncate(1);
    }
    (Some((loaded.site.zone.clone(), due)), outcome.diagnostics)
}

/// Takes the times out of the portal.
fn clockwork(loaded: &Loaded, root: &Path, until: Timestamp) -> Clockwork {
    let mut expires: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let mut dates: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let mut picks = Vec::new();
    for (at, why, source) in &loaded.portal.due {
        match why {
            Due::Publish => drop(dates.insert(source, *at)),
            Due::Expire => drop(expires.insert(source, *at)),
            Due::Pick => picks.push((*at, Why::Front, source.clone())),
        }
    }
    let story = |a: &crate::portal::Article| Story {
        source: a.source.to_string(),
        url: a.url.to_string(),
        date: a.date,
        expires: expires.get(a.source.as_ref() as &str).copied(),
        breaking_until: a.breaking_until(),
        featured_until: a.featured_until(loaded.site.featured_hours),
        retracted: false,
    };
    let mut stories: Vec<Story> = loaded.portal.articles.iter().map(story).collect();
    // What has a moment but is no article is withdrawn: its notice comes and goes.
    let known: BTreeSet<&str> = loaded.portal.articles.iter().map(|a| a.source.as_ref()).collect();
    let sources: BTreeSet<&str> = dates
        .keys()
        .chain(expires.keys())
        .copied()
        .filter(|s| !known.contains(s))
        .collect();
    stories.extend(sources.into_iter().map(|source| Story {
        source: source.to_owned(),
        url: String::new(),
        date: dates.get(source).copied().unwrap_or(loaded.now),
        expires: expires.get(source).copied(),
        breaking_until: None,
        featured_until: None,
        retracted: true,
    }));
    let mut others = ads(loaded);
    others.extend(picks);
    others.extend(comments(loaded, root, &stories));
    others.extend(popular(loaded, root, (&stories, until)));
    Clockwork { stories, others }
}

/// A file of the site's data, read again: the portal keeps only what counts now.
fn text(root: &Path, path: &str) -> Option<String> {
    crate::source::decode(path, &std::fs::read(root.join(path)).ok()?).ok()
}

/// Approved comments with a date to come, where their story stands by then.
fn comments(loaded: &Loaded, root: &Path, stories: &[Story]) -> Vec<(Timestamp, Why, String)> {
    let options = loaded.site.read_options();
    let by_source: BTreeMap<&str, &Story> = stories.iter().map(|s| (s.source.as_str(), s)).collect();
    let mut found = Vec::new();
    for file in loaded.tree.files.iter().filter(|f| f.kind == FileKind::Comments) {
        let name = file.path.strip_prefix("data/comments/").unwrap_or(&file.path);
        let id = loaded
            .portal
            .named(name.strip_suffix(".toml").unwrap_or(name))
            .flatten();
        let article = id.and_then(|id| loaded.portal.articles.get(id as usize));
        let Some(story) = article.and_then(|a| by_source.get(a.source.as_ref() as &str)) else {
            continue;
        };
        let list = text(root, &file.path)
            .map(|text| parse_comments(&file.path, &text, &options).0)
            .unwrap_or_default();
        let seen = list
            .into_iter()
            .filter(|c| c.approved && c.date > loaded.now && story.stands(c.date));
        found.extend(seen.map(|c| (c.date, Why::Comment, file.path.clone())));
    }
    found
}

/// The hours at which a window of the most popular stories shows other stories than before, and the moment at which the
/// views are too old to count.
fn popular(loaded: &Loaded, root: &Path, (stories, until): (&[Story], Timestamp)) -> Vec<(Timestamp, Why, String)> {
    let path = "data/popular.toml";
    let Some(text) = text(root, path) else {
        return Vec::new();
    };
    let views = crate::relate::popular_file::parse(path, &text).0;
    let days = loaded.site.popular_stale_days;
    let stale = views
        .newest
        .and_then(|t| Timestamp::from_second(t.as_second() + days.saturating_mul(86_400) + 1).ok());
    let hours = std::iter::successors(crate::relate::next_hour(loaded.now), |at| crate::relate::next_hour(*at));
    let moments = hours
        .take_while(|at| *at <= until)
        .chain(stale.filter(|at| *at > loaded.now && *at <= until));
    let by_source: BTreeMap<&str, &Story> = stories.iter().map(|s| (s.source.as_str(), s)).collect();
    let shown = |at: Timestamp| shown(loaded, &views, &by_source, at);
    let differs = |at: &Timestamp| {
        at.checked_sub(SignedDuration::from_nanos(1))
            .is_ok_and(|before| shown(before) != shown(*at))
    };
    moments
        .filter(differs)
        .map(|at| (at, Why::Popular, String::new()))
        .collect()
}

/// What the lists of the most popular stories show at a moment; nothing when newest stories stand in.
fn shown(
    loaded: &Loaded,
    views: &PopularRecords,
    stories: &BTreeMap<&str, &Story>,
    at: Timestamp,
) -> Option<relate::Popular> {
    let stands = |id: ArticleId| {
        let article = loaded.portal.articles.get(id as usize);
        let story = article.and_then(|a| stories.get(a.source.as_ref() as &str));
        story.is_some_and(|s| s.stands(at))
    };
    let popular = relate::most_popular(&loaded.portal, &loaded.site, (Some(views), at), &stands);
    popular.measured.then_some(popular)
}

/// The first moment of an advertisement's first day, and of the day after its last.
fn ads(loaded: &Loaded) -> Vec<(Timestamp, Why, String)> {
    let start = |day: jiff::civil::Date| day.to_zoned(loaded.site.zone.clone()).ok().map(|z| z.timestamp());
    let mut found = Vec::new();
    for ad in &loaded.site.ads {
        let after = ad.until.and_then(|day| day.tomorrow().ok());
        found.extend(
            [ad.from, after]
                .into_iter()
                .flatten()
                .filter_map(start)
                .map(|at| (at, Why::Ad, ad.name.clone())),
        );
    }
    found
}

fn line(terminal: &Terminal, moment: &Moment, zone: &jiff::tz::TimeZone) -> String {
    let words = |(why, about): &(Why, String)| {
        let (en, bn) = why.words();
        format!("{about} {}", if terminal.lang == Lang::Bn { bn } else { en })
            .trim()
            .to_owned()
    };
    let reasons = moment.why.iter().map(words).collect::<Vec<_>>().join("; ");
    format!("{}  {reasons}", stamp(moment.at, zone))
}

fn stamp(at: Timestamp, zone: &jiff::tz::TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn as_json(moment: &Moment, zone: &jiff::tz::TimeZone) -> serde_json::Value {
    let why = moment
        .why
        .iter()
        .map(|(why, about)| json!({ "kind": why.name(), "what": about }))
        .collect::<Vec<_>>();
    json!({ "at": stamp(moment.at, zone), "why": why })
}
