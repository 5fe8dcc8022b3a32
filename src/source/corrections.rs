//! A correction that readers see, put behind those that a story has.

use super::article::parse_article;
use super::edit::{EditFault, yaml_lines};
use super::fields::one_line;
use super::front_matter::inside;
use super::quote::toml_string;
use super::types::{Correction, FrontMatter, ReadOptions, TextKind};
use crate::bengali::gate;
use jiff::Timestamp;
use toml_edit::{ArrayOfTables, Datetime, DocumentMut, Item, Table, value};

/// The text of a Markdown story with a correction more. Whatever else stands in it stays as it is, which is proved by reading
/// both texts.
///
/// ```
/// # use khobor::source::{Correction, ReadOptions, with_correction};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::get("Asia/Dhaka").unwrap(), edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let new = Correction { date: "2026-11-22T07:30:00+06:00".parse().unwrap(), text: "নামের বানান ঠিক করা হয়েছে।".to_owned() };
/// let changed = with_correction("+++\ntitle = \"নদী\" # ঠিক\n+++\nলেখা\n", &new, &options).unwrap();
/// assert_eq!(changed, "+++\ntitle = \"নদী\" # ঠিক\n\n[[corrections]]\ndate = 2026-11-22T07:30:00+06:00\ntext = \"নামের বানান ঠিক করা হয়েছে।\"\n+++\nলেখা\n");
/// ```
///
/// # Errors
/// [`EditFault`]: the story cannot be read, or its corrections are written so that none can be added.
pub fn with_correction(text: &str, new: &Correction, options: &ReadOptions) -> Result<String, EditFault> {
    let (mark, at) = inside(text).ok_or(EditFault::Unreadable)?;
    let written = text.get(at.clone()).ok_or(EditFault::Unreadable)?;
    let date = new
        .date
        .to_zoned(options.zone.clone())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string();
    let changed = match mark {
        "+++" => in_toml(written, &date, &new.text)?,
        _ => in_yaml(written, &date, &new.text)?,
    };
    let (before, after) = text
        .get(..at.start)
        .zip(text.get(at.end..))
        .ok_or(EditFault::Unreadable)?;
    let changed = format!("{before}{changed}{after}");
    // The body is the same text; where its parts stand in the file is another place now.
    let (old, mut now) = (front(text, options)?, front(&changed, options)?);
    let said = Correction {
        // Front matter says no part of a second, and is read through the text gate.
        date: Timestamp::from_second(new.date.as_second()).unwrap_or(new.date),
        text: one_line(&gate::clean(&new.text)).ok_or(EditFault::Unsafe)?,
    };
    let at = now.corrections.iter().rposition(|correction| *correction == said);
    now.corrections.remove(at.ok_or(EditFault::Unsafe)?);
    match now == old {
        true => Ok(changed),
        false => Err(EditFault::Unsafe),
    }
}

fn front(text: &str, options: &ReadOptions) -> Result<FrontMatter, EditFault> {
    let story = parse_article("", text, TextKind::Markdown, options).0;
    story.map(|story| story.front).ok_or(EditFault::Unreadable)
}

fn in_toml(written: &str, date: &str, text: &str) -> Result<String, EditFault> {
    let mut document: DocumentMut = written.parse().map_err(|_| EditFault::Unreadable)?;
    let mut table = Table::new();
    table.insert("date", value(date.parse::<Datetime>().map_err(|_| EditFault::Unsafe)?));
    table.insert("text", value(text));
    let there = document
        .entry("corrections")
        .or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    there.as_array_of_tables_mut().ok_or(EditFault::Unsafe)?.push(table);
    Ok(document.to_string())
}

fn in_yaml(written: &str, date: &str, text: &str) -> Result<String, EditFault> {
    let lines = yaml_lines(written, "corrections");
    let block = lines.clone().and_then(|at| written.get(at)).unwrap_or_default();
    let first = block.lines().find(|line| line.trim_start().starts_with("- "));
    let indent = first.map_or("", |line| {
        line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
    });
    let item = format!("{indent}- date: {date}\n{indent}  text: {}\n", toml_string(text));
    let line_end = |text: &str| {
        if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        }
    };
    match lines {
        Some(at) => {
            let (head, tail) = written
                .get(..at.end)
                .zip(written.get(at.end..))
                .ok_or(EditFault::Unreadable)?;
            Ok(format!("{head}{}{item}{tail}", line_end(head)))
        }
        None => Ok(format!("{written}{}corrections:\n{item}", line_end(written))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> ReadOptions {
        ReadOptions {
            zone: jiff::tz::TimeZone::get("Asia/Dhaka").unwrap(),
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 20,
        }
    }

    #[test]
    fn a_second_correction_stands_behind_the_first() {
        let new = |text: &str, at: &str| Correction {
            date: at.parse().unwrap(),
            text: text.to_owned(),
        };
        let first = new("“নদী”: \"খাল\" নয়", "2026-11-22T07:30:00.5+06:00");
        let second = new("তারিখ ঠিক করা হয়েছে", "2026-11-23T07:30:00+06:00");
        for text in [
            "+++\ntitle = \"নদী\"\n[extra]\nk = 1\n+++\n\nক\n\n{{<figure src=\"a.png\" />}}\n",
            "---\n# নোট\ntitle: নদী\n---\nক\n",
            "---\ntitle: নদী\ncorrections:\n  - date: 2026-11-01\n    text: আগের\ntags: [ক]\n---\nক\n",
        ] {
            let once = with_correction(text, &first, &options()).unwrap();
            let twice = with_correction(&once, &second, &options()).unwrap();
            let said = front(&twice, &options()).unwrap().corrections;
            assert_eq!(said.last().unwrap(), &second, "{twice}");
            assert!(said[said.len() - 2].text.contains("খাল"), "{twice}");
            let lines: Vec<&str> = twice.lines().collect();
            assert!(text.lines().all(|line| lines.contains(&line)), "{twice}");
        }
        for text in [
            "লেখা",
            "+++\ntitle = \"ক\"\ncorrections = []\n+++\n",
            "---\ntitle: ক\ncorrections: []\n---\n",
        ] {
            assert!(with_correction(text, &first, &options()).is_err(), "{text}");
        }
    }
}
