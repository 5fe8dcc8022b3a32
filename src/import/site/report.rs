//! What an import says it did: numbers and lists, as text for people and as JSON for programs. Names people by their display
//! names only.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Lists are cut at so many entries in the text form.
const LONGEST_LIST: usize = 200;

/// The numbers and lists of an import.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// The system: `WordPress`.
    pub system: String,
    /// Nothing was written.
    pub dry: bool,
    /// Stories that came.
    pub stories: usize,
    /// Pages that came.
    pub pages: usize,
    /// Of these, as drafts.
    pub drafts: usize,
    /// Items that did not come, by kind and status.
    pub left_out: BTreeMap<String, usize>,
    /// Files written, rewritten, unchanged, in conflict, deleted by an editor.
    pub files: BTreeMap<&'static str, usize>,
    /// Words of all texts.
    pub words: usize,
    /// Addresses that stay, and that lead on.
    pub addresses_kept: usize,
    /// Former addresses that lead on.
    pub redirects: usize,
    /// Addresses that no file can have.
    pub impossible: Vec<String>,
    /// Pictures and files that texts name.
    pub media: usize,
    /// Of these, copied.
    pub copied: usize,
    /// Of these, not found: name, story.
    pub missing: BTreeMap<String, String>,
    /// Pictures of other sites, which became links: address, story.
    pub foreign: BTreeMap<String, String>,
    /// Pictures without an alternative text.
    pub without_alt: usize,
    /// Films and posts, by kind.
    pub embeds: BTreeMap<String, usize>,
    /// Shortcodes that were shown.
    pub shortcodes: BTreeMap<String, usize>,
    /// Shortcodes that nobody knows: how often, an example.
    pub unknown_shortcodes: BTreeMap<String, (usize, String)>,
    /// Furniture of the old site that was left out.
    pub furniture: BTreeMap<String, usize>,
    /// Comments that readers see.
    pub comments: usize,
    /// Comments that wait.
    pub comments_waiting: usize,
    /// Pingbacks, spam and the like.
    pub comments_dropped: usize,
    /// Own links that lead nowhere: address, story.
    pub dead_links: BTreeMap<String, String>,
    /// Authors.
    pub authors: BTreeSet<String>,
    /// Names under which several logins wrote.
    pub authors_merged: Vec<String>,
    /// Sections: path and name.
    pub sections: BTreeMap<String, String>,
    /// Sections that got another path.
    pub sections_moved: Vec<(String, String)>,
    /// Tags that were one in two spellings.
    pub tags_merged: Vec<String>,
    /// Tags that got another name.
    pub tags_renamed: Vec<(String, String)>,
    /// Types of the old site's own that were not asked for.
    pub types_offered: BTreeMap<String, usize>,
    /// Samples of converted Bijoy: file, before, after.
    pub bijoy: Vec<(String, String, String)>,
    /// Stories that stayed on top of the old site.
    pub were_sticky: Vec<String>,
    /// Stories that only led to another site: file, address.
    pub lead_away: BTreeMap<String, String>,
    /// Reusable blocks that the export lacks: number, file.
    pub missing_blocks: BTreeMap<String, String>,
    /// Custom links of menus, which khobor's menu has not.
    pub menu_links: Vec<String>,
    /// Lines for khobor.toml of a site that exists.
    pub to_paste: Vec<String>,
}

/// A line of numbers in two languages.
struct Line {
    bn: &'static str,
    en: &'static str,
    value: String,
}

impl Report {
    /// Counts a shortcode that nobody knows; of the first the beginning is kept as an example.
    pub fn count_unknown(&mut self, name: &str, times: usize, example: &str) {
        let begin = || example.chars().take(120).collect();
        let entry = self.unknown_shortcodes.entry(name.to_owned());
        entry.or_insert_with(|| (0, begin())).0 += times;
    }

    /// Counts an outcome.
    pub fn count(&mut self, outcome: &'static str) {
        *self.files.entry(outcome).or_default() += 1;
    }

    fn lines(&self, number: &dyn Fn(usize) -> String) -> Vec<Line> {
        let file = |key: &str| number(self.files.get(key).copied().unwrap_or(0));
        let line = |bn, en, value| Line { bn, en, value };
        let mut lines = vec![
            line("প্রতিবেদন", "stories", number(self.stories)),
            line("পাতা", "pages", number(self.pages)),
            line("এর মধ্যে খসড়া", "of these drafts", number(self.drafts)),
            line("শব্দ", "words", number(self.words)),
            line("নতুন ফাইল", "new files", file("written")),
            line("বদলানো ফাইল", "changed files", file("rewritten")),
            line("অপরিবর্তিত", "unchanged", file("same")),
            line(
                "দুই দিকেই বদলেছে (আগের মতো রইল)",
                "changed on both sides (left)",
                file("conflict"),
            ),
            line(
                "সম্পাদক মুছেছেন (মোছাই রইল)",
                "deleted by an editor (left)",
                file("deleted"),
            ),
            line("একই ঠিকানায়", "addresses kept", number(self.addresses_kept)),
            line(
                "আগের ঠিকানা থেকে পাঠানো হবে",
                "former addresses that lead on",
                number(self.redirects),
            ),
            line("ছবি ও ফাইল", "pictures and files", number(self.media)),
            line("কপি হয়েছে", "copied", number(self.copied)),
            line("পাওয়া যায়নি", "missing", number(self.missing.len())),
            line(
                "বিকল্প-লেখা ছাড়া ছবি",
                "pictures without alternative text",
                number(self.without_alt),
            ),
            line("মন্তব্য", "comments", number(self.comments)),
            line("অপেক্ষমাণ মন্তব্য", "comments waiting", number(self.comments_waiting)),
            line(
                "বাদ যাওয়া মন্তব্য (পিংব্যাক, স্প্যাম)",
                "comments left out (pingbacks, spam)",
                number(self.comments_dropped),
            ),
        ];
        lines.retain(|l| !matches!(l.value.as_str(), "0" | "০"));
        lines
    }

    /// The summary for a terminal, a line each.
    pub fn summary(&self, bengali: bool, number: &dyn Fn(usize) -> String) -> Vec<String> {
        let lines = self.lines(number).into_iter();
        lines
            .map(|l| format!("{}: {}", if bengali { l.bn } else { l.en }, l.value))
            .collect()
    }

    /// The whole report as Markdown.
    pub fn markdown(&self, bengali: bool, number: &dyn Fn(usize) -> String) -> String {
        let word = |bn: &'static str, en: &'static str| if bengali { bn } else { en };
        let mut out = format!("# {} {}\n\n", self.system, word("থেকে আমদানি", "import"));
        for line in self.summary(bengali, number) {
            out.push_str(&format!("- {line}\n"));
        }
        self.lists(bengali, number)
            .into_iter()
            .for_each(|(title, list)| push_list(&mut out, title, &list, number));
        out.push_str(&self.hosts(bengali, number));
        out.push_str(word(
            "\n## এরপর\n\n1. `khobor build` চালান, `khobor serve` দিয়ে দেখুন।\n2. `khobor check` যা বলে, ঠিক করুন।\n3. ছবি বাকি থাকলে `--uploads` দিয়ে আবার আমদানি করুন; যা এসেছে, তা বদলাবে না।\n4. সব ঠিক হলে ডোমেইনের DNS নতুন হোস্টে পাঠান।\n",
            "\n## What next\n\n1. Run `khobor build`, look at it with `khobor serve`.\n2. Mend what `khobor check` says.\n3. Where pictures are missing, import again with `--uploads`; what came stays as it is.\n4. When all is well, point the domain to the new host.\n",
        ));
        out
    }

    /// The lists of the report: what each says, and its entries.
    fn lists(&self, bengali: bool, number: &dyn Fn(usize) -> String) -> Vec<(&'static str, Vec<(String, String)>)> {
        let word = |bn: &'static str, en: &'static str| if bengali { bn } else { en };
        let counts =
            |map: &BTreeMap<String, usize>| map.iter().map(|(k, n)| (k.clone(), number(*n))).collect::<Vec<_>>();
        let map = |map: &BTreeMap<String, String>| map.iter().map(|(a, b)| (a.clone(), b.clone())).collect::<Vec<_>>();
        let list = |list: &[String]| list.iter().map(|a| (a.clone(), String::new())).collect::<Vec<_>>();
        let unknown = self
            .unknown_shortcodes
            .iter()
            .map(|(k, (n, e))| (format!("[{k}] × {}", number(*n)), e.clone()));
        vec![
            (word("যা পাওয়া যায়নি", "Missing files"), map(&self.missing)),
            (
                word("যে লিংক কোথাও যায় না", "Links that lead nowhere"),
                map(&self.dead_links),
            ),
            (
                word("অন্য সাইটের ছবি (লিংক হয়েছে)", "Pictures of other sites (now links)"),
                map(&self.foreign),
            ),
            (word("অচেনা শর্টকোড", "Unknown shortcodes"), unknown.collect()),
            (word("শর্টকোড", "Shortcodes"), counts(&self.shortcodes)),
            (word("বাদ যাওয়া অংশ", "Furniture left out"), counts(&self.furniture)),
            (word("ভিডিও ও পোস্ট", "Films and posts"), counts(&self.embeds)),
            (word("আনা হয়নি", "Not brought"), counts(&self.left_out)),
            (
                word(
                    "সাইটের নিজস্ব ধরন (--types দিয়ে আনা যায়)",
                    "Types of the site's own (bring them with --types)",
                ),
                counts(&self.types_offered),
            ),
            (
                word("বিজয় থেকে ইউনিকোড", "Bijoy to Unicode"),
                self.bijoy
                    .iter()
                    .map(|(f, a, b)| (f.clone(), format!("{a} → {b}")))
                    .collect(),
            ),
            (word("একই নামের লেখক", "Authors made one"), list(&self.authors_merged)),
            (word("এক করা ট্যাগ", "Tags made one"), list(&self.tags_merged)),
            (word("নাম বদলানো ট্যাগ", "Tags renamed"), self.tags_renamed.clone()),
            (
                word("ঠিকানা বদলানো বিভাগ", "Sections with another address"),
                self.sections_moved.clone(),
            ),
            (word("একসময় ওপরে ছিল", "Were on top"), list(&self.were_sticky)),
            (word("অন্য সাইটে যেত", "Led to another site"), map(&self.lead_away)),
            (
                word("যে ব্লক এক্সপোর্টে নেই", "Blocks that the export lacks"),
                map(&self.missing_blocks),
            ),
            (
                word("মেনুর নিজস্ব লিংক (আনা যায় না)", "Links of menus (not brought)"),
                list(&self.menu_links),
            ),
            (word("অসম্ভব ঠিকানা", "Impossible addresses"), list(&self.impossible)),
            (
                word("khobor.toml-এ বসান", "Paste into khobor.toml"),
                list(&self.to_paste),
            ),
        ]
    }

    /// Which hosts take so many redirects as rules. Stub pages work everywhere.
    fn hosts(&self, bengali: bool, number: &dyn Fn(usize) -> String) -> String {
        let limits = [
            ("Cloudflare", 2_000),
            ("Netlify", 10_000),
            ("Vercel", 1_024),
            ("GitLab", 1_000),
        ];
        let small: Vec<String> = limits
            .iter()
            .filter(|(_, most)| self.redirects > *most)
            .map(|(h, most)| format!("{h} ({})", number(*most)))
            .collect();
        if small.is_empty() {
            return String::new();
        }
        match bengali {
            true => format!(
                "\nএত ঠিকানা-বদল নিয়ম হিসেবে নেয় না: {}। পাতায় বসানো বদল সবখানে চলে।\n",
                small.join(", ")
            ),
            false => format!(
                "\nMore redirects than these hosts take as rules: {}. Stub pages work everywhere.\n",
                small.join(", ")
            ),
        }
    }
}

/// A list under its heading; nothing where it is empty.
fn push_list(out: &mut String, title: &str, list: &[(String, String)], number: &dyn Fn(usize) -> String) {
    if list.is_empty() {
        return;
    }
    out.push_str(&format!("\n## {title} ({})\n\n", number(list.len())));
    for (left, right) in list.iter().take(LONGEST_LIST) {
        let right = if right.is_empty() {
            String::new()
        } else {
            format!(": {}", plain(right))
        };
        out.push_str(&format!("- {}{right}\n", plain(left)));
    }
    if list.len() > LONGEST_LIST {
        out.push_str(&format!("- … {}\n", number(list.len() - LONGEST_LIST)));
    }
}

/// Text of the old site on one line of Markdown.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(200).collect();
    short
        .replace('<', "\\<")
        .replace('[', "\\[")
        .replace('*', "\\*")
        .replace('`', "\\`")
}
