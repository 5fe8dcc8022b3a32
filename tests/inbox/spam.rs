//! A corpus of advertising and one of honest comments, both of our own making: what gets in is pinned, so that a change of
//! the rules shows what it costs.

use crate::server::{Inbox, TOKEN, form};

struct Entry {
    robot: bool,
    name: String,
    site: String,
    text: String,
}

fn corpus(name: &str) -> Vec<Entry> {
    let path = format!("{}/tests/inbox/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let entry = |block: &str| {
        let (head, text) = block.split_once('\n').unwrap();
        let (name, site) = head.rsplit_once('|').unwrap();
        Entry {
            robot: name.starts_with('*'),
            name: name.trim_start_matches('*').trim().to_owned(),
            site: site.trim().to_owned(),
            text: text.trim().to_owned(),
        }
    };
    text.split("\n== ").skip(1).map(entry).collect()
}

/// Statuses of a corpus, each entry from an address of its own and to one of five stories.
fn statuses(corpus: &[Entry], trap: bool) -> Vec<u16> {
    let inbox = Inbox::with(&["--behind-proxy", "1"], Some(TOKEN));
    let one = |(n, entry): (usize, &Entry)| {
        let story = format!("desh/{}", n % 5);
        let trap = if trap && entry.robot {
            "https://robot.example"
        } else {
            ""
        };
        let fields = [
            ("story", story.as_str()),
            ("name", &entry.name),
            ("website", &entry.site),
            ("comment", &entry.text),
            ("homepage", trap),
        ];
        inbox
            .send(
                &[("X-Forwarded-For", &format!("203.0.{}.{}", n / 200, n % 200))],
                &form(&fields),
            )
            .status
    };
    corpus.iter().enumerate().map(one).collect()
}

#[test]
fn what_gets_in() {
    let (spam, honest) = (corpus("spam"), corpus("honest"));
    assert!(spam.len() >= 60 && honest.len() >= 60);
    let honest_status = statuses(&honest, true);
    let lost: Vec<&str> = honest
        .iter()
        .zip(&honest_status)
        .filter(|(_, s)| **s != 303)
        .map(|(e, _)| e.text.as_str())
        .collect();
    assert!(lost.is_empty(), "honest comments are kept out: {lost:#?}");
    let in_by = |statuses: &[u16]| -> Vec<usize> {
        let open = statuses.iter().enumerate().filter(|(_, s)| **s == 303);
        open.map(|(n, _)| n + 1).collect()
    };
    let (rules, all) = (in_by(&statuses(&spam, false)), in_by(&statuses(&spam, true)));
    println!("honest: {} of {} in", honest.len() - lost.len(), honest.len());
    println!(
        "spam, where no robot steps into the trap: {} of {} in",
        rules.len(),
        spam.len()
    );
    println!(
        "spam, where robots fill every field: {} of {} in",
        all.len(),
        spam.len()
    );
    for n in &all {
        println!(
            "  {n}. {}: {}",
            spam[n - 1].name,
            spam[n - 1].text.lines().next().unwrap_or_default()
        );
    }
    assert_eq!((rules.as_slice(), all.as_slice()), (&RULES[..], &ALL[..]));
}

/// Numbers of the spam that the rules alone let in.
const RULES: [usize; 27] = [
    1, 3, 8, 9, 11, 13, 20, 22, 24, 25, 28, 29, 30, 34, 36, 38, 42, 43, 45, 46, 48, 50, 52, 55, 56, 58, 63,
];
/// Numbers of the spam that gets in for an editor to see.
const ALL: [usize; 23] = [
    3, 8, 9, 11, 13, 20, 22, 24, 25, 28, 30, 34, 36, 38, 42, 43, 45, 48, 50, 52, 55, 58, 63,
];
