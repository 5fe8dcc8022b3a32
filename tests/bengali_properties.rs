//! What must hold for any text, number and day, whatever the examples say.

use khobor::bengali::{
    Edition, bijoy, calendar, cluster, collate, date, date_parse, excerpt, fold, gate, number, sentence, slug, stem,
    word,
};
use proptest::prelude::*;
use std::cmp::Ordering;

/// Texts that hit the rules: Bengali in every encoding, joiners, marks, quotes, Latin, other scripts.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[কখগতদনমযরলশসহৎ্ািীুেোৌংঃঁ়অআই০৫।॥\u{09DC}\u{09DF}\u{09D7}\u{200C}\u{200D}\u{FEFF}\u{AD} ,.?!'\"|:’”\\-\na1Z]{0,40}",
        "\\PC{0,30}",
        proptest::collection::vec(any::<char>(), 0..20).prop_map(|letters| letters.into_iter().collect()),
    ]
}

/// Words of the shapes that slugs and keys are made from.
fn names() -> impl Strategy<Value = String> {
    "[কখগঘচজটডতদনপবমযরলশসহ][ািীুে]?(্[যরবলতদ])?[কতদনরলসয়][ািেো]?( [কবরন][ািীু]?[লশত]){0,3}"
}

fn is_cut_of(cut: &str, text: &str) -> bool {
    let kept = cut.strip_suffix('…').unwrap_or(cut);
    let mut ends = cluster::clusters(text).scan(0, |end, part| {
        *end += part.len();
        Some(*end)
    });
    text.starts_with(kept) && (kept.is_empty() || ends.any(|end| end == kept.len()))
}

proptest! {
    #[test]
    fn gates_are_idempotent(text in texts()) {
        let canonical = gate::canonical(&text).into_owned();
        prop_assert_eq!(gate::canonical(&canonical), canonical.as_str());
        let clean = gate::clean(&text).into_owned();
        prop_assert_eq!(gate::clean(&clean), clean.as_str());
        prop_assert_eq!(gate::canonical(&clean), clean.as_str());
        let key = gate::key(&text);
        prop_assert_eq!(gate::key(&key), key.as_str());
        prop_assert_eq!(gate::key(&canonical), key.as_str());
    }

    #[test]
    fn other_encodings_have_the_same_key(name in names()) {
        use unicode_normalization::UnicodeNormalization;
        let decomposed: String = name.nfd().collect();
        let typed = name.replace("\u{09AF}\u{09BC}", "\u{09DF}");
        prop_assert_eq!(gate::key(&decomposed), gate::key(&name));
        prop_assert_eq!(gate::key(&typed), gate::key(&name));
    }

    #[test]
    fn cuts_never_fall_inside_a_cluster(text in texts(), limit in 0_usize..12) {
        let text = gate::canonical(&text);
        let line: Vec<&str> = text.trim().split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect();
        let line = line.join(" ");
        for cut in [cluster::truncate(&text, limit), excerpt::excerpt(text.trim(), limit)] {
            prop_assert!([line.as_str(), text.trim(), &text].iter().any(|text| is_cut_of(&cut, text)), "{cut}");
            let short = cluster::count(cut.strip_suffix('…').unwrap_or(&cut)) <= limit;
            prop_assert!(short || cut == text.trim() || cut == line);
        }
    }

    #[test]
    fn sentences_and_words_are_slices_in_order(text in texts()) {
        let mut last = 0;
        for span in sentence::spans(&text) {
            prop_assert!(span.start >= last && span.end > span.start && text.get(span.clone()).is_some());
            last = span.end;
        }
        let visible: String = text.split_whitespace().collect();
        let said: String = sentence::sentences(&text).flat_map(str::split_whitespace).collect();
        prop_assert_eq!(said, visible);
        prop_assert!(word::words(&text).all(|word| !word.is_empty() && !word.contains([' ', '\n'])));
    }

    #[test]
    fn order_is_total_and_antisymmetric(a in texts(), b in texts(), c in texts()) {
        prop_assert_eq!(collate::compare(&a, &b), collate::compare(&b, &a).reverse());
        prop_assert_eq!(collate::compare(&a, &a), Ordering::Equal);
        let mut three = [&a, &b, &c];
        three.sort_by(|x, y| collate::compare(x, y));
        prop_assert_ne!(collate::compare(three[0], three[2]), Ordering::Greater);
    }

    #[test]
    fn no_function_fails_on_any_text(text in texts()) {
        bijoy::to_unicode(&text);
        bijoy::looks_like(&text);
        collate::initial(&text);
        fold::fold(&text);
        stem::stem(&text);
        date_parse::parse(&text, date_parse::CalendarHint::BanglaBd).ok();
        number::parse(&text).ok();
    }

    #[test]
    fn slugs_are_idempotent(name in names()) {
        let latin = slug::latin(&name);
        prop_assert_eq!(slug::latin(&latin), latin.as_str());
        let native = slug::native(&name);
        prop_assert_eq!(slug::native(&native), native.as_str());
        let id = slug::heading_id(&name);
        prop_assert_eq!(slug::heading_id(&id), id.as_str());
    }

    #[test]
    fn digits_go_there_and_back(n in any::<u64>()) {
        let plain = n.to_string();
        let bengali = number::digits(&plain).into_owned();
        prop_assert!(bengali.chars().all(|digit| ('০'..='৯').contains(&digit)));
        prop_assert_eq!(number::ascii_digits(&bengali), plain.as_str());
        let grouped = number::group(&plain).expect("a number can be grouped");
        prop_assert_eq!(number::parse(&grouped).expect("a grouped number can be read").to_string(), plain);
    }

    #[test]
    fn days_go_there_and_back(days in 0_i32..73_414) {
        let day = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).expect("to 2100");
        for edition in [Edition::Bd, Edition::Wb] {
            let Ok(bangla) = calendar::bangla(day, edition) else { continue };
            let back = calendar::from_bangla(bangla.year, bangla.month, bangla.day, edition);
            prop_assert_eq!(back.ok(), Some(day), "{:?} {}", edition, bangla);
        }
        let printed = date::format(day.at(0, 0, 0, 0), date::DateStyle::DateWeekday, Edition::Bd);
        let read = date_parse::parse(&printed, date_parse::CalendarHint::Gregorian);
        prop_assert_eq!(read.ok().map(|found| found.date), Some(day), "{}", printed);
    }
}

/// Patterns that make a careless scanner start over and over; a quadratic one would not come back from 200 KB of each.
#[test]
fn hostile_texts_come_back() {
    let patterns = [
        "ক\u{200D}",
        "্\u{200D}",
        "\u{09DC}",
        "\u{09C7}\u{09BE}",
        "়্",
        "\u{0301}\u{0338}",
        "ত্\u{200D}",
        "`",
        "``` ",
        "<a",
        "](",
        "'",
        "\"",
        "|",
        " ।",
        "ঃ ৫",
        "a.",
        "ড. ",
        "১.",
        "’",
        "a’",
        "১’র",
        "- ",
        "http://",
        "a@",
        "(?",
        "…",
        "“ক।” বলে ",
        "“কখগ।”",
        "†",
        "©",
        "†Kv",
        "&",
        "র্",
        "\r",
        "é’",
        "\u{1F468}\u{200D}",
        "ক্",
        "\u{FEFF}",
        ".\u{0903}",
        " ",
        "৷",
        "ক ",
    ];
    for pattern in patterns {
        let text = pattern.repeat(200_000 / pattern.len());
        let clean = gate::clean(&text);
        gate::key(&text);
        word::count(&text);
        sentence::sentences(&text).count();
        excerpt::excerpt(&clean, 50_000);
        cluster::truncate(&text, 50_000);
        collate::compare(&text, &clean);
        bijoy::looks_like(&text);
    }
}
