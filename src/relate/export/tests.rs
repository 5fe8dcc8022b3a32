//! Each service's exports, as they write them, against counts made by hand.

use super::*;
use crate::relate::popular::PopularRecords;

fn options(map: &str) -> ExportOptions {
    ExportOptions {
        zone: TimeZone::get("Asia/Dhaka").unwrap(),
        now: "2026-11-22T09:00:00Z".parse().unwrap(),
        columns: map.parse().unwrap(),
        days: None,
    }
}

fn lookup(path: &str) -> Option<String> {
    match path.trim_matches('/') {
        "ঢাকা/পুরোনো" | "desh/a" => Some("/desh/a/".to_owned()),
        "desh/নদী" => Some("/desh/নদী/".to_owned()),
        _ => None,
    }
}

fn read_as(options: ExportOptions, text: &[u8]) -> (Exported, ExportReport, Found) {
    let mut tally = Tally::new(options, lookup);
    let found = tally.read(text).unwrap();
    let (exported, report) = tally.finish();
    (exported, report, found)
}

fn read(text: &str) -> (Exported, ExportReport, Found) {
    read_as(options(""), text.as_bytes())
}

type Count<'a> = (&'a str, Option<(u32, u32)>, u64);

/// Views by story and first hour, counted from the first hour of 20 November 2026 in Dhaka.
fn views(exported: &Exported) -> Vec<Count<'_>> {
    const DAY: u32 = 498_642;
    let hours = |h: Hours| (h.from.wrapping_sub(DAY), h.to.wrapping_sub(DAY));
    exported
        .spans
        .iter()
        .map(|s| (s.story.as_str(), s.hours.map(hours), s.views))
        .collect()
}

#[test]
fn goatcounter_in_both_layouts_and_spellings() {
    let rows = [
        ("/desh/a/", "false", "0", "s1", "1", "2026-11-20T09:10:00+06:00"),
        ("/desh/a/?utm=1", "false", "0", "s1", "0", "2026-11-20T09:20:00+06:00"),
        ("/desh/a/", "false", "0", "s2", "1", "2026-11-20T03:30:00Z"),
        ("/desh/a/", "false", "3", "s3", "1", "2026-11-20T09:30:00+06:00"),
        ("/desh/a/", "true", "0", "s4", "1", "2026-11-20T09:30:00+06:00"),
        (
            "/desh/%E0%A6%A8%E0%A6%A6%E0%A7%80/",
            "false",
            "0",
            "s1",
            "1",
            "2026-11-20T23:59:59+06:00",
        ),
        ("/desh/নদী/", "false", "0", "s1", "1", "2026-11-21T00:00:01+06:00"),
        ("/about/", "false", "0", "s1", "1", "2026-11-20T09:30:00+06:00"),
        ("/desh/a/", "false", "0", "", "1", "2026-11-20T10:00:00+06:00"),
        ("/desh/a/", "false", "0", "", "0", "2026-11-20T10:00:00+06:00"),
        ("/desh/a/", "false", "0", "s9", "1", "not a date"),
    ];
    let new = |first: &str| {
        let mut text = format!(
            "{first},Title,Event,UserAgent,Browser,System,Session,Bot,Referrer,Referrer scheme,Screen size,Location,FirstVisit,Date\n"
        );
        for (path, event, bot, session, visit, date) in rows {
            text += &format!(
                "{path},\"শিরোনাম, \"\"ক\"\"\",{event},,Firefox 1,Linux,{session},{bot},,o,\"1,2,3\",BD,{visit},{date}\n"
            );
        }
        text
    };
    let mut old =
        "1Path,Title,Event,Bot,Session,FirstVisit,Referrer,Referrer scheme,Browser,Screen size,Location,Date\r\n"
            .to_owned();
    for (path, event, bot, session, visit, date) in rows {
        let visit = if visit == "1" { "true" } else { "false" };
        old += &format!("{path},t,{event},{bot},{session},{visit},,o,Firefox,\"1,2,3\",BD,{date}\r\n");
    }
    for text in [new("2Path"), new("2,Path"), old.clone(), old.replace("1Path", "1,Path")] {
        let (exported, report, found) = read(&text);
        assert_eq!(found, Found::Export(Service::GoatCounter, String::new()));
        assert_eq!(
            views(&exported),
            [
                ("/desh/a/", Some((9, 10)), 2),
                ("/desh/a/", Some((10, 11)), 1),
                ("/desh/নদী/", Some((23, 24)), 1),
                ("/desh/নদী/", Some((24, 25)), 1),
            ]
        );
        let diagnostics = ExportReport {
            rows: 11,
            views: 5,
            counted: 5,
            repeated: 2,
            programs: 1,
            events: 1,
            other_pages: 1,
            unreadable: 1,
            ..ExportReport::default()
        };
        assert_eq!(report, diagnostics);
        assert_eq!(
            exported.newest.map(|t| t.to_string()).as_deref(),
            Some("2026-11-20T18:00:01Z")
        );
    }
}

#[test]
fn plausible_files_and_answers() {
    let text = "\"date\",\"hostname\",\"page\",\"visits\",\"visitors\",\"pageviews\"\n\"2026-11-20\",\"kagoj.example\",\"/desh/a\",9,7,12\n\"2026-11-20\",\"www.kagoj.example\",\"/desh/a/\",1,1,1\n\"2026-11-21\",\"kagoj.example\",\"/desh/নদী\",3,2,4\n";
    let (exported, report, found) = read(text);
    assert_eq!(found, Found::Export(Service::Plausible, "visitors".to_owned()));
    assert_eq!(
        views(&exported),
        [("/desh/a/", Some((0, 24)), 8), ("/desh/নদী/", Some((24, 48)), 2)]
    );
    assert_eq!((report.rows, report.views), (3, 10));
    let (exported, ..) = read_as(options("views=pageviews"), text.as_bytes());
    assert_eq!(views(&exported).iter().map(|v| v.2).sum::<u64>(), 17);
    let answer = r#"{"results":[{"dimensions":["/desh/a/","2026-11-20 09:00:00"],"metrics":[5,9]},{"metrics":[2],"dimensions":["2026-11-20 10:00:00","/desh/a/"]}],"meta":{},"query":{"metrics":["visitors"]}}"#;
    assert_eq!(
        views(&read(answer).0),
        [("/desh/a/", Some((9, 10)), 5), ("/desh/a/", Some((10, 11)), 2)]
    );
    let old = r#"{"results":[{"page":"/desh/a/","visitors":3},{"page":"/","visitors":30}]}"#;
    let (exported, report, _) = read(old);
    assert_eq!(views(&exported), [("/desh/a/", None, 3)]);
    assert_eq!((report.undated, report.other_pages), (1, 1));
}

#[test]
fn umami_events_are_in_utc_and_lists_have_days_from_the_editor() {
    let text = "website_id,session_id,visit_id,event_id,hostname,url_path,url_query,page_title,event_type,event_name,created_at\n\
        w,s1,v1,e1,h,/desh/a/,x=1,t,1,,2026-11-20 03:30:00\n\
        w,s1,v2,e2,h,/desh/a,,t,1,,2026-11-20 05:30:00\n\
        w,s1,v3,e3,h,/desh/a/,,t,1,,2026-11-20 18:30:00\n\
        w,s2,v4,e4,h,/desh/a/,,t,2,click,2026-11-20 03:31:00\n";
    let (exported, report, found) = read(text);
    assert_eq!(found, Found::Export(Service::Umami, String::new()));
    assert_eq!(
        views(&exported),
        [("/desh/a/", Some((9, 10)), 1), ("/desh/a/", Some((24, 25)), 1)]
    );
    assert_eq!((report.repeated, report.events), (1, 1));
    let mut with_days = options("");
    with_days.days = moment::days("2026-11-20..2026-11-21");
    let (exported, ..) = read_as(with_days, br#"[{"x":"/desh/a/","y":46},{"x":"/","y":99}]"#);
    assert_eq!(views(&exported), [("/desh/a/", Some((0, 48)), 46)]);
}

#[test]
fn matomo_tables_in_utf16_and_nested_json() {
    let text = "label\tnb_visits\tnb_hits\tMetadata: url\ndesh\t9\t12\t\nঅন্য\t7\t9\thttps://kagoj.example/desh/a/?pk=1\n/desh/%E0%A6%A8%E0%A6%A6%E0%A7%80\t2\t3\thttps://kagoj.example/desh/%e0%a6%a8%e0%a6%a6%e0%a7%80/\n";
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let (exported, report, found) = read_as(options(""), &utf16);
    assert_eq!(found, Found::Export(Service::Matomo, "nb_visits".to_owned()));
    assert_eq!(views(&exported), [("/desh/a/", None, 7), ("/desh/নদী/", None, 2)]);
    assert_eq!(report.other_pages, 1);
    let json = r#"{"2026-11-20":[{"label":"desh","nb_visits":9,"nb_hits":12,"subtable":[{"label":"/a","nb_visits":7,"nb_hits":9,"url":"https:\/\/kagoj.example\/desh\/a\/"}]}],"2026-11-21":[{"label":"desh/a/index","nb_visits":1,"nb_hits":1}]}"#;
    assert_eq!(
        views(&read(json).0),
        [("/desh/a/", Some((0, 24)), 7), ("/desh/a/", Some((24, 48)), 1)]
    );
}

#[test]
fn google_analytics_files_and_answers() {
    let text = "# ----------------------------------------\n# Pages and screens: Page path and screen class\n# Account: কাগজ\n# ----------------------------------------\n#\n# Start date: 20261119\n# End date: 20261120\nNth day,Views\n0000,5\n0001,9\n\n# Start date: 20261120\n# End date: 20261121\nPage path and screen class,Views,Active users,Average engagement time\n,20,16,1\n/desh/a/,12,\"1,007\",33.5\nkagoj.example/desh/নদী/,4,3,1.5\n(not set),4,3,1.5\n";
    let (exported, report, found) = read(text);
    assert_eq!(found, Found::Export(Service::Ga4, "Active users".to_owned()));
    assert_eq!(
        views(&exported),
        [("/desh/a/", Some((0, 48)), 1007), ("/desh/নদী/", Some((0, 48)), 3)]
    );
    assert_eq!((report.rows, report.other_pages), (4, 2));
    let answer = r#"{"dimensionHeaders":[{"name":"pagePath"},{"name":"dateHour"}],"metricHeaders":[{"name":"screenPageViews","type":"TYPE_INTEGER"}],"rows":[{"dimensionValues":[{"value":"/desh/a/"},{"value":"2026112009"}],"metricValues":[{"value":"12"}]},{"dimensionValues":[{"value":"/"},{"value":"2026112009"}],"metricValues":[{"value":"99"}]}],"rowCount":2}"#;
    assert_eq!(views(&read(answer).0), [("/desh/a/", Some((9, 10)), 12)]);
}

#[test]
fn any_table_with_a_map() {
    let text = "লিংক;শিরোনাম;কতজন;কবে\nhttps://kagoj.example/%E0%A6%A2%E0%A6%BE%E0%A6%95%E0%A6%BE/পুরোনো/;ক;১,২৩৪;২০ নভেম্বর ২০২৬\n/desh/a/;খ;x;20261120\n/desh/a/;খ;5;\n";
    let (exported, report, found) = read_as(options("path=লিংক,views=কতজন,date=কবে"), text.as_bytes());
    assert_eq!(found, Found::Export(Service::Table, "কতজন".to_owned()));
    assert_eq!(
        views(&exported),
        [("/desh/a/", None, 5), ("/desh/a/", Some((0, 24)), 1234)]
    );
    assert_eq!((report.unreadable, report.undated), (1, 1));
    let lines = "{\"link\":\"/desh/a/\",\"n\":2,\"day\":\"2026-11-20\"}\n{\"link\":\"/desh/a/\",\"n\":3,\"day\":\"2026-11-20\"}\n";
    assert_eq!(
        views(&read_as(options("path=link,views=n"), lines.as_bytes()).0),
        [("/desh/a/", Some((0, 24)), 5)]
    );
}

#[test]
fn what_is_no_export_is_reported() {
    let names = |found: Found| match found {
        Found::Unknown(names) => names.join("|"),
        other => format!("{other:?}"),
    };
    assert_eq!(
        names(read("date,browser,visitors\n2026-11-20,Firefox,3\n").2),
        "date|browser|visitors"
    );
    assert_eq!(names(read("{\"a\":1,\"b\":[]}").2), "a");
    assert_eq!(names(read("").2), "");
    assert_eq!(read("PK\u{3}\u{4}xxxx").2, Found::Zip);
}

#[test]
fn hostile_files_are_bounded() {
    let head = "path,views,date\n";
    let texts = [
        format!("{head}\"{}", "x\n".repeat(400_000)),
        format!("{head}/desh/a/,{},2026-11-20\n", "9".repeat(60_000)),
        format!("{head}/desh/a/,-5,2026-11-20\n/desh/a/,NaN,2026-11-20\n/desh/a/,1e9,2026-11-20\n"),
        format!("{head}{},5,2026-11-20\n", "/..".repeat(20_000)),
        format!("{head}/desh/a/,5,{}\n", "২".repeat(20_000)),
        format!("[{{\"path\":{}", "[".repeat(90_000)),
        format!("[{{\"path\":\"/desh/a/\",\"views\":{}}}]", "9".repeat(60_000)),
        format!("[{}]", "{\"subtable\":[".repeat(60)),
        "\u{0}\u{1}\u{2}".repeat(50_000),
    ];
    for text in texts {
        let (exported, report, _) = read(&text);
        assert!(exported.spans.is_empty() && report.views == 0, "{report:?}");
    }
    let many: String = (0..50_000).map(|n| format!("/s/{n},1,2026-11-20\n")).collect();
    let (_, report, _) = read(&format!("{head}{many}"));
    assert_eq!((report.rows, report.other_pages), (50_000, 50_000));
}

#[test]
fn two_imports_of_a_growing_day_count_it_once() {
    let mut stored = PopularRecords::default();
    for visitors in [7, 7, 30] {
        let (exported, ..) = read(&format!("date,page,visitors\n2026-11-22,/desh/a/,{visitors}\n"));
        stored.merge_export(&exported);
    }
    assert_eq!(stored.total("/desh/a/"), 30);
    let now = jiff::Timestamp::from_second(498_642 * 3600 + 63 * 3600).unwrap();
    assert!(
        stored.stories["/desh/a/"]
            .hours
            .keys()
            .all(|h| i64::from(*h) * 3600 <= now.as_second())
    );
}
