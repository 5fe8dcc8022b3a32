use super::*;

fn read(text: &str, hint: CalendarHint) -> Result<String, DateParseError> {
    parse(text, hint).map(|date| date.to_string())
}

fn agree(hint: CalendarHint, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(read(text, hint).as_deref(), Ok(*expected), "{text}");
    }
}

#[test]
fn gregorian_dates_as_written() {
    agree(
        CalendarHint::Gregorian,
        &[
            ("৩ জুলাই ২০১৯", "2019-07-03"),
            ("৩রা জুলাই, ২০১৯", "2019-07-03"),
            ("৩ রা জুলাই ২০১৯ ইং", "2019-07-03"),
            ("জুলাই ৩, ২০১৯", "2019-07-03"),
            ("২০১৯ সালের ৩ জুলাই", "2019-07-03"),
            ("২০১৯ জুলাই ৩", "2019-07-03"),
            ("ঢাকা, বুধবার, ৩ জুলাই ২০১৯ খ্রিষ্টাব্দ।", "2019-07-03"),
            ("৩ জুলাই, বুধবার, ২০১৯", "2019-07-03"),
            ("চট্টগ্রাম প্রতিনিধি | ৩ জুলাই ২০১৯", "2019-07-03"),
            ("৩ জুলাই ২০১৯, সিলেট", "2019-07-03"),
            ("একুশে ফেব্রুয়ারী ১৯৫২", "1952-02-21"),
            ("৫-৯-২০১৮", "2018-09-05"),
            ("৫–৯–২০১৮ খ্রিঃ", "2018-09-05"),
            ("৫,৯,২০১৮", "2018-09-05"),
            ("2018/9/5", "2018-09-05"),
            ("তারিখঃ ০৫/০৯/২০১৮", "2018-09-05"),
            ("5 September 2018", "2018-09-05"),
            ("৫সেপ্টেম্বর২০১৮", "2018-09-05"),
            ("১৫ জানু\u{09DF}ারি ২০০৮", "2008-01-15"),
            ("২০ ভাদ্র ১৪২৫, ৫ সেপ্টেম্বর ২০১৮, ২৪ জিলহজ ১৪৩৯", "2018-09-05"),
            ("২০ ভাদ্র, ৫ সেপ্টেম্বর ২০১৮", "2018-09-05"),
        ],
    );
}

#[test]
fn times_of_day() {
    agree(
        CalendarHint::Gregorian,
        &[
            ("৫ মে ২০২১, ০৯:০৭", "2021-05-05T09:07"),
            ("৫ মে ২০২১ ০৯ঃ০৭", "2021-05-05T09:07"),
            ("2021-05-05T09:07", "2021-05-05T09:07"),
            ("2021-05-05 09:07:31", "2021-05-05T09:07:31"),
            ("০৯:০৭, ৫ মে ২০২১", "2021-05-05T09:07"),
            ("৫ মে ২০২১, ৯:০৭ পিএম", "2021-05-05T21:07"),
            ("৫ মে ২০২১, ৯:০৭ পি.এম.", "2021-05-05T21:07"),
            ("5 May 2021 9:07 a.m.", "2021-05-05T09:07"),
            ("৫ মে ২০২১, রাত ৯:০৭", "2021-05-05T21:07"),
            ("৫ মে ২০২১, রাত ১০.৩০", "2021-05-05T22:30"),
            ("৫ মে ২০২১, রাত ১২টা ১ মিনিট", "2021-05-05T00:01"),
            ("৫ মে ২০২১, রাত সাড়ে ১২টা", "2021-05-05T00:30"),
            ("৫ মে ২০২১, রাত পৌনে ১২টা", "2021-05-05T23:45"),
            ("৫ মে ২০২১, রাত পৌনে ১টা", "2021-05-05T00:45"),
            ("৫ মে ২০২১, দুপুর পৌনে একটা", "2021-05-05T12:45"),
            ("৫ মে ২০২১, সোয়া ৪টা বিকেল", "2021-05-05T16:15"),
            ("৫ মে ২০২১, সকাল সাড়ে দশটায়", "2021-05-05T10:30"),
            ("বেলা ১১টায়, ৫ মে ২০২১", "2021-05-05T11:00"),
            ("৫ মে ২০২১, সন্ধ্যা ৭ টা ২০ মিনিট", "2021-05-05T19:20"),
            ("৫ মে ২০২১, ১৯টা ২০ মিনিট", "2021-05-05T19:20"),
            ("প্রকাশ: ৫ মে ২০২১, ১০:০০ | আপডেট: ৬ মে ২০২১, ১১:০০", "2021-05-05T10:00"),
        ],
    );
}

#[test]
fn bangla_and_hijri_dates_need_the_hint() {
    agree(
        CalendarHint::BanglaBd,
        &[
            ("পহেলা বৈশাখ ১৪৩১", "2024-04-14"),
            ("৮ই ফাল্গুন ১৪৩০ বঙ্গাব্দ", "2024-02-21"),
            ("১৪৩০ সনের ৮ ফাল্গুন", "2024-02-21"),
            ("১/১/১৪৩১", "2024-04-14"),
            ("৩ মে ২০২৪", "2024-05-03"),
        ],
    );
    agree(
        CalendarHint::BanglaWb,
        &[("১লা বৈশাখ ১৪৩২", "2025-04-15"), ("৩২ জ্যৈষ্ঠ ১৪৩১", "2024-06-15")],
    );
    agree(
        CalendarHint::HijriBd,
        &[
            ("১০ যিলহজ্জ ১৪৪৫ হিজরী", "2024-06-17"),
            ("২৬ রবিউস সানী ১৪৪৭", "2025-10-19"),
            ("১২ রবিউল আওয়াল ১৪৪৬", "2024-09-16"),
        ],
    );
    for other in ["৮ ফাল্গুন ১৪৩০", "১ রমজান ১৪৪৭"] {
        assert!(
            matches!(
                read(other, CalendarHint::Gregorian),
                Err(DateParseError::OtherCalendar(_))
            ),
            "{other}"
        );
    }
}

#[test]
fn what_is_no_date_says_why() {
    use DateParseError as Error;
    let gregorian = |text| read(text, CalendarHint::Gregorian);
    assert_eq!(gregorian(" \u{FEFF} "), Err(Error::Empty));
    assert_eq!(gregorian("আজকের খবর"), Err(Error::NoDate));
    assert_eq!(gregorian("নভেম্বর ২০২৬"), Err(Error::NoDay("নভেম্বর".into())));
    assert_eq!(gregorian("২২ নভেম্বর"), Err(Error::NoYear("নভেম্বর".into())));
    assert_eq!(gregorian("২২ নভেম্বর ২৬"), Err(Error::NoYear("নভেম্বর".into())));
    assert_eq!(gregorian("২২/১১/২৬"), Err(Error::ShortYear("২২/১১/২৬".into())));
    assert_eq!(gregorian("৩০/০২/২০২৬"), Err(Error::NoSuchDate("৩০/০২/২০২৬".into())));
    assert_eq!(
        gregorian("৩০ ফেব্রুয়ারি ২০২৬"),
        Err(Error::NoSuchDate("৩০ ফেব্রুয়ারি ২০২৬".into()))
    );
    assert_eq!(gregorian("২২ নভেম্বর ১৪৩৩"), Err(Error::YearOutOfRange(1433)));
    assert_eq!(
        gregorian("২২ নভেম্বর ২০২৬ সালে তিনি"),
        Err(Error::Unexpected("তিনি".into()))
    );
    assert_eq!(gregorian("২২ নভেম্বর ২০২৬ ১২৩৪"), Err(Error::Unexpected("১২৩৪".into())));
    assert!(matches!(
        gregorian("২২ নভেম্বর ২০২৬, ২৩ নভেম্বর ২০২৬"),
        Err(Error::TwoDates(..))
    ));
    assert!(matches!(gregorian("২২ নভেম্বর ২০২৬, ২৫:০০"), Err(Error::BadTime(_))));
    assert!(matches!(gregorian("২২ নভেম্বর ২০২৬, ১০:৭০"), Err(Error::BadTime(_))));
    assert!(matches!(gregorian("২২ নভেম্বর ২০২৬, ভোর ১১টা"), Err(Error::BadTime(_))));
    assert!(matches!(gregorian("২২ নভেম্বর ২০২৬, ৩টা"), Err(Error::HalfUnknown(_))));
    for bad in [
        "৩১ কার্তিক ১৪৩৩",
        "৩০ ফাল্গুন ১৪৩২",
        "০ বৈশাখ ১৪৩৩",
        "১/১৩/১৪৩১",
        "১ বৈশাখ ৯৯৯৯",
    ] {
        assert!(
            matches!(read(bad, CalendarHint::BanglaBd), Err(Error::Calendar(_))),
            "{bad}"
        );
    }
}

#[test]
fn hostile_text_is_only_an_error() {
    let texts = [
        "মে ".repeat(20_000),
        "১/".repeat(20_000),
        "৯".repeat(100_000),
        ":".repeat(50_000),
        "রাত ".repeat(20_000),
        "\u{9BE}\u{9CD}ঃ’".repeat(9_000),
    ];
    for text in &texts {
        assert!(read(text, CalendarHint::BanglaWb).is_err());
    }
}
