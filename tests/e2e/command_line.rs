//! Commands and options.

use crate::harness::{NOW, Site};
use serde_json::Value;

fn site() -> Site {
    Site::new().story("a", "ক", "লেখা।")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("not one JSON object ({e}): {text}"))
}

#[test]
fn the_summary_is_in_the_language_of_the_run() {
    let site = site();
    assert!(site.run(&["build"]).ok().stdout.contains("1 story, "));
    let bengali = site.run(&["build", "--lang", "bn"]).ok().stdout;
    assert!(bengali.contains("১টি প্রতিবেদন"), "{bengali}");
    assert!(
        !bengali.lines().next().unwrap().contains(|c: char| c.is_ascii_digit()),
        "{bengali}"
    );
}

#[test]
fn quiet_says_nothing_but_errors() {
    let site = site();
    let run = site.run(&["build", "--quiet"]).ok();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    site.put("content/desh/b.md", b"+++\n+++\n");
    site.run(&["build", "--quiet"]).fails().says("KH0204");
}

#[test]
fn json_is_one_object_with_the_summary_and_every_diagnostic() {
    let site = site();
    let good = json(&site.run(&["build", "--json"]).ok().stdout);
    assert_eq!((&good["ok"], &good["stories"]), (&true.into(), &1.into()));
    for key in [
        "pages",
        "written",
        "unchanged",
        "deleted",
        "bytes",
        "seconds",
        "diagnostics",
    ] {
        assert!(!good[key].is_null(), "no {key}");
    }
    site.put("content/desh/b.md", "+++\nzzz = 1\n+++\n".as_bytes());
    let run = site.run(&["build", "--json"]).fails();
    assert_eq!(run.stderr, "");
    let bad = json(&run.stdout);
    assert_eq!(bad["ok"], false);
    let codes: Vec<&str> = bad["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|d| d["code"].as_str())
        .collect();
    assert!(codes.contains(&"KH0201") && codes.contains(&"KH0204"), "{codes:?}");
    let first = &bad["diagnostics"][0];
    assert_eq!(first["place"]["path"], "content/desh/b.md");
    assert!(first["place"]["line"].is_u64() && first["message"]["bn"].is_string() && first["help"]["en"].is_string());
}

#[test]
fn strict_makes_warnings_errors() {
    let site = Site::new().story("a", "ক", "[চাপুন](javascript:alert(1))");
    site.run(&["build"]).ok().says("warning KH0225");
    let other = Site::new().story("a", "ক", "[চাপুন](javascript:alert(1))");
    other.run(&["build", "--strict"]).fails().says("KH0225");
    assert!(!other.exists("public"));
}

#[test]
fn another_output_folder() {
    let site = site();
    let out = site.path("elsewhere/site");
    site.run(&["build", "--out", out.to_str().unwrap()]).ok();
    assert!(site.exists("elsewhere/site/desh/a/index.html") && !site.exists("public"));
}

#[test]
fn times_and_changes_are_printed_on_demand() {
    let site = site();
    let run = site.run(&["build", "--timings", "--why-changed"]).ok();
    assert!(
        run.stdout.contains(" ms") && run.stdout.contains("desh/a/index.html"),
        "{}",
        run.stdout
    );
}

#[test]
fn wrong_arguments_exit_with_two() {
    let site = site();
    for arguments in [
        &["biuld"][..],
        &["build", "--drafs"],
        &["build", "--lang", "fr"],
        &["build", "--jobs", "0"],
        &[],
    ] {
        assert_eq!(site.run(arguments).code, Some(2), "{arguments:?}");
    }
    let run = site.run(&["build", "--now", "yesterday"]);
    assert!(
        matches!(run.code, Some(1 | 2)) && run.stderr.contains("RFC 3339"),
        "{}",
        run.stderr
    );
}

#[test]
fn explain_knows_every_code_in_both_languages() {
    let site = Site::bare();
    for code in khobor::diag::codes::all() {
        for lang in ["en", "bn"] {
            let run = site.run(&["explain", code.id, "--lang", lang]);
            assert_eq!(run.code, Some(0), "{}", code.id);
            assert!(
                run.stdout.contains(code.id) && run.stdout.len() > 60,
                "{}: {}",
                code.id,
                run.stdout
            );
        }
    }
    assert_ne!(site.run(&["explain", "KH9999"]).code, Some(0));
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(Site::bare().run(&["completions", shell]).ok().stdout.contains("khobor"));
    }
}

#[test]
fn a_new_site_builds_at_once() {
    let site = Site::bare();
    let folder = site.path("kagoj");
    site.run(&["new", "site", folder.to_str().unwrap()]).ok();
    let root = folder.to_str().unwrap();
    site.run(&["build", "--root", root]).ok();
    assert!(site.exists("kagoj/public/index.html"));
    site.run(&["check", "--strict", "--root", root]).ok();
    assert_eq!(
        site.run(&["new", "site", root]).code,
        Some(1),
        "a second site in one folder"
    );
}

#[test]
fn a_new_article_is_named_by_its_headline_and_never_overwrites() {
    let site = site();
    site.run(&["new", "article", "হামাসকে মস্কোয় আমন্ত্রণ জানালেন পুতিন", "--section", "desh"])
        .ok();
    let names: Vec<String> = site
        .tree("content/desh")
        .into_keys()
        .filter(|n| n.starts_with("2026-11-22-"))
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(names[0].is_ascii() && names[0].ends_with(".md"), "{names:?}");
    let before = site.tree("content");
    assert_eq!(
        site.run(&["new", "article", "হামাসকে মস্কোয় আমন্ত্রণ জানালেন পুতিন", "--section", "desh"])
            .code,
        Some(1)
    );
    assert_eq!(before, site.tree("content"));
    site.run(&["build", "--drafts"]).ok();
    assert!(!site.traces("হামাসকে").is_empty());
    let unknown = site.run(&["new", "article", "ক", "--section", "deshh"]);
    assert!(
        unknown.code == Some(1) && unknown.stderr.contains("desh"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_new_article_keeps_bengali_where_the_site_wants_it() {
    let config = "[site]\ntitle = \"ক\"\nbase_url = \"https://k.example\"\n[url]\nslugs = \"native\"\n";
    let site = site().file("khobor.toml", config);
    site.run(&["new", "article", "নদীর \"খবর\" ও আমরা", "--section", "desh"])
        .ok();
    assert!(
        site.exists("content/desh/2026-11-22-নদীর-খবর-ও-আমরা.md"),
        "{:?}",
        site.tree("content").keys()
    );
    site.run(&["build", "--drafts"]).ok();
}

#[test]
fn a_new_section() {
    let site = site();
    site.run(&["new", "section", "desh/khulna", "--title", "খুলনা"]).ok();
    site.run(&["build"]).ok();
    assert!(site.read("public/desh/khulna/index.html").contains("<h1>খুলনা</h1>"));
    assert_eq!(site.run(&["new", "section", "../bairey"]).code, Some(1));
}

#[test]
fn related_prints_a_story_s_list_with_scores_and_reasons() {
    let site = Site::new()
        .story("a", "পদ্মায় ইলিশ ধরা", "পদ্মা নদীতে জেলেরা ইলিশ ধরছেন। ইলিশের দাম বেড়েছে।")
        .story("b", "ইলিশের দাম", "বাজারে ইলিশের দাম বেড়েছে। পদ্মার ইলিশ সবচেয়ে দামি।")
        .story("c", "ক্রিকেটে জয়", "মাঠে শেষ ওভারে জয় পেল দল।");
    let run = site.run(&["related", "desh/a"]).ok();
    assert!(run.stdout.contains("/desh/b/"), "{}", run.stdout);
    let why = site.run(&["related", "/desh/a/", "--why"]).ok();
    assert!(
        why.stdout.contains("/desh/b/") && why.stdout.len() > run.stdout.len(),
        "{}",
        why.stdout
    );
    let all = site.run(&["related", "--all", "--json", "--limit", "1"]).ok();
    let lines: Vec<Value> = all.stdout.lines().map(json).collect();
    assert_eq!(lines.len(), 3);
    let first = lines
        .iter()
        .find(|l| l["url"] == "/desh/a/")
        .expect("a line for /desh/a/");
    assert_eq!(first["related"][0]["url"], "/desh/b/");
    assert!(first["related"][0]["score"].is_number());
    let page = {
        site.build();
        site.read("public/desh/a/index.html")
    };
    assert!(page.contains("সম্পর্কিত"), "no heading for the related list");
    assert_eq!(site.run(&["related", "desh/nai"]).code, Some(1));
}

#[test]
fn an_article_page_of_another_portal_becomes_a_story() {
    let page = "Homeআন্তর্জাতিকমস্কোয় বৈঠকে বসবে ফিলিস্তিনি দলগুলো\n\nমস্কোয় বৈঠকে বসবে ফিলিস্তিনি দলগুলো\n\n\
                ফিলিস্তিনি দলগুলোকে মস্কোয় ডেকেছে রাশিয়া।বৈঠক শুরু ২৯ ফেব্রুয়ারি।\n\nদ্বিতীয় অনুচ্ছেদ।\n\nRELATED ARTICLES\nঅন্য খবর\n\n\
                LEAVE A REPLY\nPlease enter your comment!\n\nMost Popular\nআরেক খবর\n";
    let site = site().file("page.txt", page);
    let file = site.path("page.txt");
    let run = site
        .run(&[
            "import",
            "page",
            file.to_str().unwrap(),
            "--date",
            "2024-02-16T10:00:00+06:00",
        ])
        .ok();
    assert!(
        !format!("{}{}", run.stdout, run.stderr).is_empty(),
        "it says what it took"
    );
    site.build();
    let pages: Vec<String> = site.output().keys().filter(|p| p.ends_with(".html")).cloned().collect();
    let of = |word: &str| {
        pages
            .iter()
            .filter(|p| site.read(&format!("public/{p}")).contains(&format!("<h1>{word}")))
            .count()
    };
    assert_eq!(of("মস্কোয় বৈঠকে বসবে ফিলিস্তিনি দলগুলো"), 1);
    let (name, text) = site
        .output()
        .into_iter()
        .find(|(n, b)| {
            n.ends_with(".html") && (n.contains("moscow") || n.contains("mosko"))
                || String::from_utf8_lossy(b).contains("<h1>মস্কোয় বৈঠকে")
        })
        .expect("its page");
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("ডেকেছে রাশিয়া। বৈঠক শুরু"), "{name}: the dari has no space");
    assert!(text.contains(">আন্তর্জাতিক</a>"), "{name}: no breadcrumb");
    assert!(site.traces("LEAVE A REPLY").is_empty() && site.traces("আরেক খবর").is_empty());
}

#[test]
fn a_page_that_is_none_is_told_of() {
    let site = site().file("x.txt", "একটি লাইন\n");
    let file = site.path("x.txt");
    let run = site.run(&["import", "page", file.to_str().unwrap()]);
    assert!(run.code == Some(1) && run.stderr.contains("KH0807"), "{}", run.stderr);
}

#[test]
fn an_access_log_fills_most_popular_with_exact_counts() {
    let site = Site::new().story("a", "কম", "লেখা।").story("নদী", "বেশি", "লেখা।");
    let line = |host: u32, hour: u32, path: &str, status: u32, agent: &str| {
        format!(
            "10.0.0.{host} - - [22/Nov/2026:{hour:02}:00:00 +0600] \"GET {path} HTTP/1.1\" {status} 100 \"-\" \"{agent}\"\n"
        )
    };
    let people = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36";
    let mut log = String::new();
    for host in 1..=3 {
        log += &line(host, 9, "/desh/%E0%A6%A8%E0%A6%A6%E0%A7%80/", 200, people);
        log += &line(host, 10, "/desh/%e0%a6%a8%e0%a6%a6%e0%a7%80/?fbclid=1", 304, people);
    }
    log += &line(1, 9, "/desh/a/", 200, people);
    log += &line(2, 9, "/desh/a/", 404, people);
    log += &line(3, 9, "/desh/a/", 200, "Googlebot/2.1 (+http://www.google.com/bot.html)");
    log += &line(4, 9, "/assets/x.css", 200, people);
    log += "half a line";
    let site = site.file("access.log", &log);
    let file = site.path("access.log");
    site.run(&["import", "log", file.to_str().unwrap()]).ok();
    let data = site.read("data/popular.toml");
    assert!(data.contains('3') && data.contains("নদী"), "{data}");
    let before = data;
    site.run(&["import", "log", file.to_str().unwrap()]).ok();
    assert_eq!(before, site.read("data/popular.toml"), "a second import counts twice");
    site.build();
    let list = site.read("public/_fragments/popular.html");
    let (more, less) = (
        list.find("বেশি").expect("the story most read"),
        list.find("কম").expect("the other"),
    );
    assert!(more < less && list.contains("সর্বাধিক পঠিত"), "{list}");
    assert!(site.traces("10.0.0.").is_empty());
}

#[test]
fn check_tells_what_a_newsroom_wants_to_know() {
    let body = "লেখা| আরও লেখা। [মৃত](/desh/nai/) ও ৫ জন, 7 জন। ![](chhobi.svg)";
    let site = Site::new()
        .story("a", "একই শিরোনাম", body)
        .story("b", "একই শিরোনাম", "লেখা।")
        .file(
            "content/desh/chhobi.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"30\"/>",
        );
    let summary = "লম্বা ".repeat(80);
    site.put("content/desh/c.md", format!("+++\ntitle = 'গ'\ndate = 2026-11-01\nsummary = '{summary}'\nimage = 'chhobi.svg'\n+++\nৰাম গেল। \u{9be}ভাঙা কথা।\n").as_bytes());
    let run = site.run(&["check"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for code in [
        "KH0307", "KH0901", "KH0902", "KH0903", "KH0904", "KH0905", "KH0906", "KH0907", "KH0908",
    ] {
        assert!(
            run.diagnostics()
                .iter()
                .any(|t| t.code == code && t.place.contains(".md")),
            "{code} is not told:\n{}",
            run.stderr
        );
    }
    assert_eq!(site.run(&["check", "--strict"]).code, Some(1));
    assert!(!site.exists("public"), "check writes nothing");
}

#[test]
fn a_large_picture_is_told_of() {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"30\">");
    (0..20_000).for_each(|n| svg.push_str(&format!("<path d=\"M{n} {n}h30v30\"/>")));
    let site = Site::new()
        .file("content/desh/boro.svg", &(svg + "</svg>"))
        .story("a", "ক", "![বড়](boro.svg)");
    let run = site.run(&["check"]);
    assert!(run.diagnostics().iter().any(|t| t.code == "KH0502"), "{}", run.stderr);
}

#[test]
fn the_moment_may_come_from_the_environment() {
    let config = crate::harness::CONFIG;
    let story = "+++\ntitle = \"আগামী\"\ndate = 2026-11-23T00:00:00+06:00\n+++\nলেখা।\n";
    let now = "2026-11-22T23:59:59+06:00";
    let site = Site::new()
        .file("khobor.toml", config)
        .story("a", "ক", "লেখা।")
        .file("content/desh/b.md", story);
    site.run(&["build", "--now", now]).ok();
    assert!(!site.exists("public/desh/b"));
    site.run(&["build", "--now", "2026-11-23T00:00:00+06:00"]).ok();
    assert!(site.exists("public/desh/b/index.html"));
    assert_ne!(NOW, now);
}

#[test]
fn the_search_script_takes_less_than_ten_kilobytes() {
    use std::io::Write;
    let site = Site::new().story("a", "ক", "লেখা।");
    site.build();
    let output = site.output();
    let mut scripts = output
        .iter()
        .filter(|(path, _)| path.starts_with("assets/search.") && path.ends_with(".js"));
    let (path, script) = scripts.next().expect("the search script");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(script).expect("memory takes all");
    let size = packed.finish().expect("memory takes all").len();
    // KB as in the budget of pages, 1,024 bytes.
    assert!(size < 10 * 1024 && size > 5_000, "{path}: {size} bytes");
}

#[test]
fn search_says_how_many_stories_there_are_and_shows_as_many_as_asked() {
    let mut site = Site::new();
    for n in 0..130 {
        let text = if n % 2 == 0 {
            "নদীভাঙন চলছে।"
        } else {
            "নদীভাঙন ঠেকাতে বাঁধ চাই।"
        };
        site = site.story(&format!("s{n}"), &format!("খবর {n}"), text);
    }
    site.build();
    let ask = |words: &[&str]| json(&site.run(&[&["search", "--json"], words].concat()).ok().stdout);
    let many = ask(&["--limit", "1000", "নদীভাঙন", "বাঁধ"]);
    assert_eq!((many["total"].as_u64(), many["whole"].as_u64()), (Some(130), Some(65)));
    assert_eq!(
        (many["found"].as_array().unwrap().len(), many["more"].as_bool()),
        (130, Some(false))
    );
    let few = ask(&["নদীভাঙন", "বাঁধ"]);
    assert_eq!(
        (few["total"].as_u64(), few["found"].as_array().unwrap().len()),
        (Some(130), 10)
    );
    assert_eq!(few["more"], true);
    let said = site.run(&["search", "নদীভাঙন", "বাঁধ"]).ok().stdout;
    assert!(
        said.contains("65 stories with all words, 65 more with some; the first 10 are shown (--limit)"),
        "{said}"
    );
    assert_eq!(site.run(&["search", "--limit", "0", "নদী"]).code, Some(2));
}

#[test]
fn a_theme_of_the_command_line_that_is_not_there_is_no_fault_of_the_settings() {
    let site = site();
    for (lang, words) in [
        ("en", "no theme `potrica`\n  --> --theme\n"),
        ("bn", "থিম নেই\n  --> --theme\n"),
    ] {
        let run = site.run(&["build", "--theme", "potrica", "--lang", lang]).fails();
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}
