//! Files of comments: new ones are added, what editors decided stays.

use crate::import::wordpress::comments::ImportedComment;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// The file of a story's comments.
///
/// ```
/// assert_eq!(khobor::import::site::comments::path("/2019/06/11/নদী/"), "data/comments/2019/06/11/নদী.toml");
/// ```
pub fn path(address: &str) -> String {
    format!("data/comments/{}.toml", address.trim_matches('/'))
}

/// The file's text with what came added, or `None` when nothing changes. `seen` says which comments came before and
/// whether the old system showed them: what is gone from the file since was taken away by an editor and stays away.
pub fn merged(
    there: Option<&str>,
    came: &[ImportedComment],
    seen: &BTreeMap<String, bool>,
    zone: &TimeZone,
) -> Option<String> {
    let mut file = there.unwrap_or_default().parse::<DocumentMut>().ok()?;
    let mut tables = match file.get("comment") {
        Some(Item::ArrayOfTables(tables)) => tables.clone(),
        _ => ArrayOfTables::new(),
    };
    let mut changed = false;
    for comment in came {
        let known = seen.get(&comment.id);
        let place = tables
            .iter_mut()
            .find(|t| t.get("id").and_then(Item::as_str) == Some(comment.id.as_str()));
        match (known, place) {
            (None, None) => {
                tables.push(table(comment, zone));
                changed = true;
            }
            // It waited and the old system approved it; an editor here has not decided otherwise.
            (Some(false), Some(table)) if comment.approved && !is_approved(table) => {
                table.insert("approved", value(true));
                changed = true;
            }
            // The old system took it off the site.
            (Some(true), Some(table)) if !comment.approved && is_approved(table) => {
                table.insert("approved", value(false));
                changed = true;
            }
            _ => {}
        }
    }
    file.insert("comment", Item::ArrayOfTables(tables));
    changed.then(|| file.to_string())
}

fn is_approved(table: &Table) -> bool {
    table.get("approved").and_then(Item::as_bool) == Some(true)
}

fn table(comment: &ImportedComment, zone: &TimeZone) -> Table {
    let mut table = Table::new();
    table.insert("id", value(comment.id.as_str()));
    if let Some(parent) = &comment.parent {
        table.insert("parent", value(parent.as_str()));
    }
    table.insert("name", value(comment.name.as_str()));
    if let Some(site) = &comment.site {
        table.insert("site", value(site.as_str()));
    }
    let date = comment
        .date
        .to_zoned(zone.clone())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string();
    match date.parse::<toml_edit::Datetime>() {
        Ok(date) => table.insert("date", value(date)),
        Err(_) => table.insert("date", value(date)),
    };
    table.insert("approved", value(comment.approved));
    table.insert("body", value(comment.body.as_str()));
    table
}

#[cfg(test)]
mod tests {
    use super::merged;
    use crate::import::wordpress::comments::ImportedComment;
    use jiff::tz::TimeZone;
    use std::collections::BTreeMap;

    #[test]
    fn what_editors_decided_stays() {
        let one = |id: &str, approved| ImportedComment {
            id: id.into(),
            parent: None,
            name: "রহিম".into(),
            site: None,
            date: "2020-01-01T00:00:00Z".parse().unwrap(),
            approved,
            body: "ঠিক \"কথা\"".into(),
        };
        let zone = TimeZone::UTC;
        let first = merged(None, &[one("1", true), one("2", false)], &BTreeMap::new(), &zone).unwrap();
        assert!(first.contains("id = \"1\"") && first.contains("approved = false"));
        let seen = BTreeMap::from([("1".to_owned(), true), ("2".to_owned(), false)]);
        assert_eq!(
            merged(Some(&first), &[one("1", true), one("2", false)], &seen, &zone),
            None
        );
        let second = merged(
            Some(&first),
            &[one("1", true), one("2", true), one("3", true)],
            &seen,
            &zone,
        )
        .unwrap();
        assert!(!second.contains("approved = false") && second.contains("id = \"3\""));
        let third = merged(Some(&second), &[one("1", false)], &seen, &zone).unwrap();
        assert!(third.contains("approved = false"), "the old site took it off");
        // An editor took the first one away.
        assert_eq!(merged(Some(""), &[one("1", true)], &seen, &zone), None);
    }
}
