//! What a list must hold, on stories made of invented words.

use super::*;
use crate::relate::terms::{Vocabulary, terms};

/// A story of one subject: twelve words of its own, eight of the subject, numbered so that no stem falls together.
fn text(subject: usize, story: usize) -> String {
    let own = (0..12).map(|i| format!("{} ", 1_000_000 + story * 100 + i));
    let common = (0..8).map(|i| format!("{} ", 500_000 + subject * 100 + i));
    own.chain(common).collect()
}

fn vectors(texts: &[String]) -> Vec<TermVector> {
    texts
        .iter()
        .map(|t| terms::<&str>(&Vocabulary::new(), "", &[], t))
        .collect()
}

fn doc(terms: &TermVector, date: i64) -> RelatedDoc<'_> {
    RelatedDoc {
        date,
        section: 0,
        authors: &[],
        tags: &[],
        series: None,
        curated: &[],
        terms,
    }
}

fn docs(vectors: &[TermVector]) -> Vec<RelatedDoc<'_>> {
    vectors
        .iter()
        .enumerate()
        .map(|(i, v)| doc(v, i as i64 * 86_400))
        .collect()
}

fn ids(list: &[Neighbour]) -> Vec<u32> {
    list.iter().map(|n| n.id).collect()
}

/// Stories of ten subjects in turn.
fn site(stories: usize) -> Vec<TermVector> {
    vectors(&(0..stories).map(|i| text(i % 10, i)).collect::<Vec<_>>())
}

#[test]
fn stories_of_one_subject_find_each_other() {
    let vectors = site(60);
    let lists = related(&docs(&vectors), &Options::new(4, 0));
    for (story, list) in lists.iter().enumerate() {
        assert_eq!(list.len(), 4, "{story}");
        assert!(
            list.iter()
                .all(|n| n.id as usize % 10 == story % 10 && n.id as usize != story),
            "{story}: {list:?}"
        );
    }
}

#[test]
fn a_new_story_touches_few_lists() {
    let vectors = site(700);
    let options = Options::new(6, 600 * 86_400);
    let all = docs(&vectors);
    let before = related(&all[..699], &options);
    let after = related(&all, &options);
    let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    assert!(changed <= options.nearest, "{changed}");
}

#[test]
fn any_number_of_threads_gives_the_same_lists() {
    let vectors = site(300);
    let all = docs(&vectors);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| related(&all, &Options::new(6, 0)))
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn near_duplicates_stand_in_no_list_together() {
    let agency = text(3, 900);
    let mut texts: Vec<String> = (0..20).map(|i| text(i % 10, i)).collect();
    texts.extend([
        agency.clone(),
        format!("{agency} 7654321"),
        format!("1234567 {agency}"),
        text(3, 901),
    ]);
    let vectors = vectors(&texts);
    let lists = related(&docs(&vectors), &Options::new(6, 0));
    for (story, list) in lists.iter().enumerate() {
        let copies = list.iter().filter(|n| (20..=22).contains(&n.id)).count();
        assert!(copies <= usize::from(!(20..=22).contains(&story)), "{story}: {list:?}");
    }
    assert!(ids(&lists[23]).iter().any(|id| (20..=22).contains(id)));
}

#[test]
fn the_editor_comes_first_then_the_series() {
    let vectors = site(40);
    let mut all = docs(&vectors);
    for part in [5, 17, 29] {
        all[part].series = Some(0);
    }
    all[29].curated = &[33, 2, 29, 99, 2];
    let lists = related(&all, &Options::new(6, 0));
    assert_eq!(ids(&lists[29])[..4], [33, 2, 17, 5]);
    assert_eq!(ids(&lists[5])[..2], [17, 29]);
    assert_eq!(ids(&lists[17])[..2], [29, 5]);
    let grounds: Vec<Ground> = lists[29].iter().map(|n| n.why.ground).collect();
    assert_eq!(
        grounds[..4],
        [Ground::Curated, Ground::Curated, Ground::Series, Ground::Series]
    );
}

#[test]
fn two_of_an_author_and_missing_bylines_are_no_author() {
    let subject = |i: usize| if i >= 40 { 0 } else { i + 1 };
    let vectors = vectors(&(0..52).map(|i| text(subject(i), i)).collect::<Vec<_>>());
    let mut all = docs(&vectors);
    let mut options = Options::new(6, 0);
    options.net.least = 10_000;
    assert_eq!(related(&all, &options)[51].len(), 6);
    for (i, doc) in all.iter_mut().enumerate() {
        doc.authors = if i % 2 == 0 { &[4] } else { &[] };
    }
    let lists = related(&all, &options);
    assert_eq!(lists[51].len(), 6);
    assert!(
        lists
            .iter()
            .all(|list| list.iter().filter(|n| n.id % 2 == 0).count() <= 2)
    );
}

#[test]
fn tags_help_unless_everything_has_them() {
    let vectors = vectors(&(0..60).map(|i| text(i, i)).collect::<Vec<_>>());
    let mut all = docs(&vectors);
    all.iter_mut().for_each(|d| d.tags = &[0]);
    assert!(related(&all, &Options::new(6, 0)).iter().all(Vec::is_empty));
    all[50].tags = &[0, 1];
    all[8].tags = &[1, 0];
    let lists = related(&all, &Options::new(6, 0));
    assert_eq!(ids(&lists[50]), [8]);
    assert_eq!(ids(&lists[8]), [50]);
    assert!(lists[50][0].why.tags > 0 && lists[50][0].why.cosine == 0);
}

#[test]
fn time_takes_at_most_a_fifth() {
    let vectors = vectors(&[text(1, 1), text(1, 2), text(9, 3)]);
    let score = |days: i64| {
        let all = [
            doc(&vectors[0], 0),
            doc(&vectors[1], days * 86_400),
            doc(&vectors[2], days * 86_400),
        ];
        Comparison::new(&all, &Options::new(6, 0)).judge(1, 0).unwrap().score
    };
    let (near, year, far) = (score(0), score(365), score(200_000));
    assert!(near > year && year > far);
    assert!(u64::from(far) * 10 >= u64::from(near) * 8 - 10);
}

#[test]
fn nothing_to_compare() {
    let empty = TermVector::default();
    assert!(related(&[], &Options::new(6, 0)).is_empty());
    let all = [doc(&empty, 0), doc(&empty, 1)];
    assert!(related(&all, &Options::new(6, 0)).iter().all(Vec::is_empty));
    assert_eq!(Comparison::new(&all, &Options::new(6, 0)).judge(0, 9), None);
}

#[test]
fn the_words_in_common_are_reported() {
    let texts: Vec<String> = ["হালদা নদীতে মা মাছ ডিম ছেড়েছে", "সূচক কমেছে বাজারে", "হালদায় মাছের ডিম সংগ্রহ"]
        .map(str::to_owned)
        .to_vec();
    let vectors = vectors(&texts);
    let all = docs(&vectors);
    let comparison = Comparison::new(&all, &Options::new(6, 0));
    let words = comparison.shared_words(&Vocabulary::new(), &texts[2], 0, 9);
    let mut names: Vec<&str> = words.iter().map(|(w, _)| w.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["ডিম", "মাছের", "হালদায়"]);
    assert!(comparison.shared_words(&Vocabulary::new(), &texts[2], 1, 9).is_empty());
}

/// What a run finds with the memory of another must be what it finds without.
#[test]
fn memory_changes_no_list() {
    let vectors = site(720);
    let authors: Vec<[u32; 1]> = (0..720).map(|i| [i % 7]).collect();
    let curated = [[3u32], [715], [50]];
    let make = |order: &[usize]| -> (Vec<RelatedDoc<'_>>, Vec<u64>) {
        let doc = |(place, i): (usize, &usize)| RelatedDoc {
            authors: &authors[*i],
            series: (*i % 40 == 3).then_some(0),
            curated: if *i % 200 == 7 && place < 715 {
                &curated[*i % 3]
            } else {
                &[]
            },
            ..doc(&vectors[*i], *i as i64 * 86_400)
        };
        let docs = order.iter().enumerate().map(doc).collect();
        (docs, order.iter().map(|i| *i as u64 + 1).collect())
    };
    let options = Options::new(6, 600 * 86_400);
    let all: Vec<usize> = (0..720).collect();
    let edits: Vec<(Vec<usize>, Vec<usize>)> = vec![
        (all[..719].to_vec(), all.clone()),
        (all.clone(), all[..716].to_vec()),
        (all.clone(), all.iter().copied().filter(|i| *i != 650).collect()),
        (
            all.iter().copied().filter(|i| *i % 9 != 0 || *i < 610).collect(),
            all.clone(),
        ),
        (all.iter().copied().filter(|i| *i != 20).collect(), all.clone()),
        (all.clone(), all.clone()),
        (Vec::new(), all.clone()),
    ];
    for (number, (before, after)) in edits.iter().enumerate() {
        let (docs, signs) = make(before);
        let memory = related_since(&docs, &signs, &options, None);
        let (docs, signs) = make(after);
        let with = related_since(&docs, &signs, &options, Some(memory));
        let without = related_since(&docs, &signs, &options, None);
        assert_eq!(with.stories, without.stories, "edit {number}");
        assert_eq!(with.ground, without.ground, "edit {number}");
    }
    let (docs, signs) = make(&all);
    let memory = related_since(&docs, &signs, &options, None);
    let other = Options::new(4, 600 * 86_400);
    let with = related_since(&docs, &signs, &other, Some(memory));
    assert_eq!(with.into_lists(), related(&docs, &other));
}

#[test]
fn nothing_below_the_floor_is_listed() {
    let vectors = vectors(
        &(0..52)
            .map(|i| text(if i >= 40 { 0 } else { i + 1 }, i))
            .collect::<Vec<_>>(),
    );
    let lists = related(&docs(&vectors), &Options::new(6, 0));
    let least = Options::new(6, 0).net.least;
    assert!(lists.iter().flatten().all(|near| near.score >= least));
    let mut lax = Options::new(6, 0);
    lax.net.least = 0;
    let more = related(&docs(&vectors), &lax);
    assert!(
        more.iter().flatten().any(|near| near.score < least),
        "the floor is never met"
    );
    let (kept, all): (usize, usize) = (lists.iter().map(Vec::len).sum(), more.iter().map(Vec::len).sum());
    assert!(kept < all);
}
