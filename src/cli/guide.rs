//! `khobor guide`: the Bengali manual, compiled in.

use super::exit;
use super::options::{Global, GuideArgs};
use super::output::Terminal;
use crate::diag::did_you_mean;
use serde_json::json;

include!(concat!(env!("OUT_DIR"), "/guide.rs"));

/// A page of the manual.
struct Topic {
    /// Its English name, that of its file: `writing`.
    name: &'static str,
    /// Its Bengali name, its first heading: লেখা.
    title: &'static str,
    text: &'static str,
}

fn topics() -> impl Iterator<Item = Topic> {
    TOPICS.iter().filter_map(|(file, text)| {
        let title = text.lines().find_map(|line| line.strip_prefix("# "))?;
        let name = file.strip_suffix(".md")?;
        Some(Topic { name, title, text })
    })
}

pub(super) fn run(global: &Global, args: &GuideArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let Some(asked) = args.topic.as_deref() else {
        list(&terminal, global.json);
        return Ok(exit::OK);
    };
    let Some(topic) = topics().find(|t| t.name.eq_ignore_ascii_case(asked) || t.title == asked.trim()) else {
        let all: Vec<Topic> = topics().collect();
        let near = did_you_mean(asked, all.iter().flat_map(|t| [t.name, t.title]));
        let near = near.map_or_else(String::new, |n| format!(" ({n}?)"));
        return Err(terminal.both(
            format!("এমন কোনো বিষয় নেই: {asked}{near}। তালিকা দেখতে: khobor guide"),
            format!("no such topic: {asked}{near}; `khobor guide` lists them"),
        ));
    };
    if global.json {
        let page = json!({ "topic": topic.name, "title": topic.title, "text": topic.text });
        terminal.json(true, page, &[]);
        return Ok(exit::OK);
    }
    terminal.result(topic.text.trim_end());
    Ok(exit::OK)
}

fn list(terminal: &Terminal, as_json: bool) {
    if as_json {
        let all: Vec<_> = topics().map(|t| json!({ "topic": t.name, "title": t.title })).collect();
        return terminal.json(true, json!({ "topics": all }), &[]);
    }
    topics().for_each(|topic| terminal.result(&format!("{:<18} {}", topic.name, topic.title)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_bengali_name_and_text() {
        let names: Vec<&str> = topics().map(|t| t.name).collect();
        for topic in ["writing", "pictures", "comments", "publishing", "look"] {
            assert!(names.contains(&topic), "{topic} of {names:?}");
        }
        assert_eq!(names.len(), TOPICS.len(), "each file has a first heading");
        for topic in topics() {
            assert!(
                topic.title.starts_with(|c| ('\u{980}'..'\u{A00}').contains(&c)),
                "{}",
                topic.title
            );
            assert!(topic.text.lines().count() > 10, "{}", topic.name);
        }
    }
}
