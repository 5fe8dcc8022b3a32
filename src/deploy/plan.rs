//! The change plan: what is new, changed, unchanged, to be deleted, and in which order it goes so that no reader ever
//! meets a page whose parts are missing.

use super::fault::{Result, fault};
use super::inventory::Inventory;
use super::record::Record;
use crate::diag::codes::deploy as codes;

/// The steps of a deploy in order. Every step ends before the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wave {
    /// Styles, scripts, pictures, fonts, data.
    Assets,
    /// Pages that nothing on the host leads to yet.
    NewPages,
    /// Pages that lead to the new ones, and fragments.
    Pages,
    /// The front page.
    Front,
    /// Feeds, sitemaps, redirects: what sends readers to pages.
    Feeds,
}

impl Wave {
    /// All of them in order.
    pub const ALL: [Wave; 5] = [Wave::Assets, Wave::NewPages, Wave::Pages, Wave::Front, Wave::Feeds];
}

/// A file to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its path.
    pub path: String,
    /// When it goes.
    pub wave: Wave,
    /// The host has no file of ours there.
    pub new: bool,
    /// Bytes.
    pub size: u64,
}

/// What a deploy will do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// In the order in which they go.
    pub uploads: Vec<Upload>,
    /// In the order in which they go: pages first, then what pages needed.
    pub deletes: Vec<String>,
    /// Files that stay.
    pub unchanged: usize,
    /// Files that the host holds of ours.
    pub held: usize,
}

impl Plan {
    /// Compares what shall be with what khobor knows to be on the host.
    pub fn new(wanted: &Inventory, known: &Record) -> Plan {
        let mut plan = Plan {
            held: known.files.len(),
            ..Plan::default()
        };
        for (path, file) in &wanted.files {
            let held = known.files.get(path);
            if held.is_some_and(|h| h.hash.as_ref() == Some(&file.hash)) {
                plan.unchanged += 1;
                continue;
            }
            let new = held.is_none();
            plan.uploads.push(Upload {
                path: path.clone(),
                wave: wave(path, new),
                new,
                size: file.size,
            });
        }
        plan.uploads.sort_by(|a, b| (a.wave, &a.path).cmp(&(b.wave, &b.path)));
        plan.deletes = known
            .files
            .keys()
            .filter(|path| !wanted.files.contains_key(*path))
            .cloned()
            .collect();
        plan.deletes.sort_by_key(|path| std::cmp::Reverse(wave(path, false)));
        plan
    }

    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.uploads.is_empty() && self.deletes.is_empty()
    }

    /// Bytes to send.
    pub fn bytes(&self) -> u64 {
        self.uploads.iter().map(|u| u.size).sum()
    }

    /// Stops a deploy that would take away much more than a newsroom does in a day.
    ///
    /// # Errors
    /// More deletes than max(256, 10 % of the files held), unless `allowed` says so.
    pub fn guard(&self, allowed: Option<usize>) -> Result<()> {
        let limit = allowed.unwrap_or_else(|| (self.held / 10).max(256));
        match self.deletes.len() > limit {
            false => Ok(()),
            true => Err(fault(
                &codes::MASS_DELETE,
                &[("count", &self.deletes.len()), ("held", &self.held), ("limit", &limit)],
            )),
        }
    }

    /// What will be done, one operation a line.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let put = |u: &Upload| format!("{} {} ({} B)", if u.new { "+" } else { "~" }, u.path, u.size);
        self.uploads
            .iter()
            .map(put)
            .chain(self.deletes.iter().map(|path| format!("- {path}")))
    }
}

/// When a file goes.
pub(super) fn wave(path: &str, new: bool) -> Wave {
    let plain = path
        .strip_suffix(".gz")
        .or_else(|| path.strip_suffix(".br"))
        .unwrap_or(path);
    let name = plain.rsplit('/').next().unwrap_or(plain);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let rules =
        matches!(name, "_redirects" | "_headers" | ".htaccess" | "vercel.json") || plain.starts_with("_server/");
    match ending {
        _ if plain == "index.html" => Wave::Front,
        _ if rules => Wave::Feeds,
        "html" | "htm" if new && !plain.starts_with("_fragments/") => Wave::NewPages,
        "html" | "htm" => Wave::Pages,
        "xml" | "rss" | "atom" => Wave::Feeds,
        "json" if name.starts_with("feed") => Wave::Feeds,
        "txt" if name == "robots.txt" => Wave::Feeds,
        _ => Wave::Assets,
    }
}

#[cfg(test)]
mod tests {
    use super::super::inventory::File;
    use super::super::record::Held;
    use super::*;

    fn inventory(files: &[(&str, &str)]) -> Inventory {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), File::made(*text)))
            .collect();
        Inventory {
            files,
            left_out: Vec::new(),
        }
    }

    fn record(files: &[(&str, &str)]) -> Record {
        let held = |text: &str| Held {
            size: text.len() as u64,
            hash: Some(super::super::inventory::hash(text.as_bytes())),
        };
        Record::whole(
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), held(text)))
                .collect(),
        )
    }

    #[test]
    fn what_pages_need_goes_first_and_leaves_last() {
        let known = record(&[
            ("index.html", "১"),
            ("old/index.html", "x"),
            ("old.css", "x"),
            ("same.css", "x"),
            ("tag/index.html", "১"),
        ]);
        let files = [
            ("index.html", "২"),
            ("new/index.html", "n"),
            ("a.css", "a"),
            ("same.css", "x"),
            ("rss.xml", "r"),
            ("tag/index.html", "২"),
        ];
        let plan = Plan::new(&inventory(&files), &known);
        let order: Vec<&str> = plan.uploads.iter().map(|u| u.path.as_str()).collect();
        assert_eq!(
            order,
            ["a.css", "new/index.html", "tag/index.html", "index.html", "rss.xml"]
        );
        assert_eq!(plan.deletes, ["old/index.html", "old.css"]);
        assert_eq!(plan.unchanged, 1);
    }

    #[test]
    fn a_mass_delete_stops() {
        let files: Vec<(String, Held)> = (0..3000)
            .map(|n| (format!("{n}.html"), Held { size: 1, hash: None }))
            .collect();
        let plan = Plan::new(
            &inventory(&[("index.html", "x")]),
            &Record::whole(files.into_iter().collect()),
        );
        assert_eq!(plan.guard(None).unwrap_err().code.id, "KH0710");
        assert!(plan.guard(Some(2999)).is_err());
        assert!(plan.guard(Some(3000)).is_ok());
    }
}
