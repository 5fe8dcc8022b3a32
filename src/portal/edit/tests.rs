//! A portal that was changed in place is the portal that arranging again gives.

use super::*;
use crate::portal::arrange;
use crate::source::{AuthorSource, Correction, SectionSource};
use jiff::ToSpan;
use std::fmt::Debug;
use std::sync::Arc;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn some(&mut self, of: &[&str], most: usize) -> Vec<String> {
        (0..self.roll(most + 1))
            .map(|_| of[self.roll(of.len())].to_owned())
            .collect()
    }
}

const NOW: &str = "2026-11-22T12:00:00Z";
const SECTIONS: [&str; 3] = ["bangladesh", "khela", "bangladesh/dhaka"];
const TAGS: [&str; 8] = ["ঢাকা", "নদী", "IPL", "ipl", "মুক্তিযুদ্ধ", "বাজেট", "র‍্যাব", "র্যাব"];
const AUTHORS: [&str; 4] = ["রহিমা খাতুন", "করিম", "সালমা", "নিজস্ব প্রতিবেদক"];

fn story(dice: &mut Dice, path: String, now: Timestamp) -> StoryFile {
    let mut file = StoryFile {
        path,
        ..StoryFile::default()
    };
    let front = &mut file.front;
    front.title = format!("শিরোনাম {}", dice.roll(100));
    front.date = now.checked_sub((dice.roll(30 * 24) as i64 - 4).hours()).ok();
    front.tags = dice.some(&TAGS, 3);
    front.authors = dice.some(&AUTHORS, 2);
    front.series = dice.some(&["ধারাবাহিক", "আরেকটি"], 1).pop();
    front.comments = dice.roll(2) == 0;
    front.ads = true;
    if dice.roll(8) == 0 {
        front.image = Some(["/a.jpg", "b.jpg", "absent.jpg"][dice.roll(3)].to_owned());
    }
    if dice.roll(8) == 0 {
        front.expires = now.checked_add((dice.roll(48) as i64 - 8).hours()).ok();
    }
    front.draft = dice.roll(12) == 0;
    for _ in 0..dice.roll(12).saturating_sub(9) {
        front.corrections.push(Correction {
            date: now - (dice.roll(20) as i64).hours(),
            text: format!("ঠিক করা হলো {}", dice.roll(9)),
        });
    }
    file
}

fn sorted<K: Ord + Debug, V: Debug>(map: impl IntoIterator<Item = (K, V)>) -> String {
    let mut list: Vec<(K, V)> = map.into_iter().collect();
    list.sort_by(|a, b| a.0.cmp(&b.0));
    format!("{list:?}")
}

/// Everything that a portal holds, in an order of its own.
fn read_back(portal: &Portal) -> [String; 10] {
    let terms = |t: &Terms| format!("{:?}", t.all);
    let mut taken: Vec<u64> = portal.taken.iter().copied().collect();
    taken.sort_unstable();
    [
        format!("{:?}", portal.articles),
        format!("{:?}", portal.sections),
        [&portal.tags, &portal.authors, &portal.series].map(terms).concat(),
        format!("{:?}", portal.archive),
        format!("{:?} {:?}", portal.files, portal.redirects),
        format!("{:?} {:?}", portal.comments, portal.profiles),
        sorted(portal.by_url.iter()),
        sorted(portal.names.iter()),
        format!("{:?} {:?} {taken:?}", portal.due, portal.next_comment),
        format!("{:?} {:?}", portal.notices, portal.corrections),
    ]
}

fn look_up(portal: &Portal) -> Vec<Option<TermId>> {
    let kinds = [(&portal.tags, &TAGS[..]), (&portal.authors, &AUTHORS[..])];
    kinds
        .iter()
        .flat_map(|(terms, names)| names.iter().map(|n| terms.find(n)))
        .collect()
}

fn sources() -> Sources {
    let section = |path: &&str| (format!("content/{path}/_index.md"), SectionSource::default());
    let mut sources = Sources {
        sections: SECTIONS.iter().map(section).collect(),
        assets: vec!["content/khela/n3/b.jpg".to_owned()],
        statics: vec!["static/a.jpg".to_owned()],
        ..Sources::default()
    };
    let salma = AuthorSource {
        name: AUTHORS[2].to_owned(),
        ..AuthorSource::default()
    };
    sources.authors.push(("content/authors/salma.md".to_owned(), salma));
    sources.sections.sort_by(|a, b| a.0.cmp(&b.0));
    sources
}

#[test]
fn a_change_in_place_is_an_arrangement() {
    let (site, _) = crate::config::parse("[site]\ntitle = \"খবর\"\nbase_url = \"https://example.org\"\n");
    let (site, now) = (site.unwrap(), NOW.parse::<Timestamp>().unwrap());
    let moment = Moment {
        now,
        drafts: false,
        future: false,
        expired: false,
    };
    let (mut planned, mut new, mut dice) = (0, 0, Dice(26));
    for _ in 0..6 {
        let mut sources = sources();
        let mut portal = arrange(&sources, &site, moment).0;
        for _ in 0..250 {
            let section = SECTIONS[dice.roll(3)];
            let name = dice.roll(60);
            let file = ["/index.md", ".md", ".md"][name % 3];
            let path = format!("content/{section}/n{name}{file}");
            let mut file = story(&mut dice, path, now);
            let stories = &mut sources.stories;
            if !stories.is_empty() && dice.roll(6) == 0 {
                file.front.related = vec![stories[dice.roll(stories.len())].path.clone()];
            }
            let old = match stories.binary_search_by(|s| s.path.cmp(&file.path)) {
                Ok(at) => {
                    // Half of the changes keep the date, as editors' do.
                    if dice.roll(2) == 0 {
                        file.front.date = stories[at].front.date;
                    }
                    Some(std::mem::replace(&mut stories[at], Arc::new(file.clone())))
                }
                Err(at) => {
                    stories.insert(at, Arc::new(file.clone()));
                    None
                }
            };
            let (fresh, _) = arrange(&sources, &site, moment);
            let plot = Plot {
                portal: &portal,
                sources: &sources,
                site: &site,
                moment,
            };
            match plot.plan(old.as_deref(), &file) {
                Some(edit) => {
                    planned += 1;
                    new += u32::from(old.is_none());
                    portal.edit(edit);
                    assert_eq!(portal.hidden, fresh.hidden);
                    assert_eq!(read_back(&portal), read_back(&fresh), "{file:?}");
                    assert_eq!(look_up(&portal), look_up(&fresh));
                }
                None => portal = fresh,
            }
        }
    }
    assert!(planned > 200 && new > 60, "{planned} {new}");
}
