//! `khobor inbox` and `khobor comments pull` from outside: the real program on loopback, from a posted form to the built page,
//! and everything that must not come in.

#![cfg(all(feature = "inbox", feature = "deploy"))]

#[path = "inbox/durability.rs"]
mod durability;
#[allow(unused_imports, reason = "a part of the harness is used")]
mod harness;
#[path = "inbox/hostile.rs"]
mod hostile;
#[path = "inbox/markup.rs"]
mod markup;
#[path = "inbox/server.rs"]
mod server;
#[path = "inbox/services.rs"]
mod services;
#[path = "inbox/spam.rs"]
mod spam;
#[path = "inbox/views.rs"]
mod views;

use harness::Site;
use server::{Inbox, LONG, ORIGIN, TOKEN, form, percent};

/// A site whose form goes to an inbox.
pub(crate) fn site() -> Site {
    let config = format!(
        "{}[comments]\nendpoint = \"https://montobbo.kagoj.example/comment\"\nrecent = 50\nper_reader = 50\n",
        harness::CONFIG
    );
    Site::new()
        .file("khobor.toml", &config)
        .story("a", "খবর", "লেখা।")
        .story("b", "আরেক খবর", "লেখা।")
}

/// The comments of a site as `khobor comments list` has them.
pub(crate) fn comments(site: &Site) -> Vec<serde_json::Value> {
    let list = site.run(&["comments", "list", "--all", "--json"]).ok();
    let list: serde_json::Value = serde_json::from_str(&list.stdout).unwrap();
    list["comments"].as_array().unwrap().clone()
}

/// Approves everything.
pub(crate) fn approve_all(site: &Site) {
    let ids: Vec<String> = comments(site)
        .iter()
        .map(|c| c["id"].as_str().unwrap().to_owned())
        .collect();
    let words: Vec<&str> = ["comments", "approve"]
        .into_iter()
        .chain(ids.iter().map(String::as_str))
        .collect();
    site.run(&words).ok();
}

#[test]
fn a_comment_goes_from_the_form_to_the_page() {
    let site = site();
    site.build();
    // What the built page posts, read from the page itself.
    let page = site.read("public/desh/a/index.html");
    assert!(page.contains("action=\"https://montobbo.kagoj.example/comment\" method=\"post\""));
    let hidden = |name: &str| {
        let (_, rest) = page
            .split_once(&format!("type=\"hidden\" name=\"{name}\" value=\""))
            .unwrap();
        harness::html::decode(rest.split('"').next().unwrap())
    };
    let inbox = Inbox::open(&["--stories", site.path("public").to_str().unwrap()]);
    let fields = [
        ("story", hidden("story")),
        ("url", hidden("url")),
        ("comment", "ভালো লেখা।\r\n\r\n৩ < ৫ & <b>ঠিক</b>".to_owned()),
        ("name", "রহিমা খাতুন".to_owned()),
        ("email", "rahima@gopon.example".to_owned()),
        ("website", "https://rahima.example/".to_owned()),
        ("homepage", String::new()),
    ];
    let answer = inbox.post(&form(&fields.each_ref().map(|(n, v)| (*n, v.as_str()))));
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert_eq!(
        answer.header("location"),
        "https://kagoj.example/desh/a/?reply=pending#reply-sent"
    );
    assert!(page.contains("id=\"reply-sent\""), "the story thanks without a script");

    // Over the line, with the token.
    let pulled = inbox.pull_from(&site).ok();
    assert!(pulled.stdout.contains("1 new"), "{}", pulled.stdout);
    let file = site.read("data/comments/desh/a.toml");
    assert!(
        file.contains("approved = false") && file.contains("name = \"রহিমা খাতুন\"") && file.contains("&lt;b>"),
        "{file}"
    );
    site.build();
    assert!(
        !site.read("public/desh/a/index.html").contains("রহিমা"),
        "a pending comment is shown"
    );
    approve_all(&site);
    site.build();
    let page = site.read("public/desh/a/index.html");
    assert!(
        page.contains("<p>ভালো লেখা।</p>") && page.contains("৩ &lt; ৫ &amp; &lt;b&gt;ঠিক&lt;/b&gt;"),
        "{page}"
    );
    assert!(page.contains("href=\"https://rahima.example/\" rel=\"nofollow ugc noopener\""));
    let shown = site
        .run(&["comments", "show", comments(&site)[0]["id"].as_str().unwrap()])
        .ok();
    assert!(
        shown.stdout.contains("<b>ঠিক</b>"),
        "the editor sees what was typed: {}",
        shown.stdout
    );

    // Nothing is pulled twice; nothing is left; no e-mail anywhere.
    let before = site.tree("data");
    assert!(inbox.pull_from(&site).ok().stdout.contains("0 new"));
    assert_eq!(site.tree("data"), before);
    for trace in ["gopon", "127.0.0.1", "203.0.113"] {
        assert_eq!(inbox.files_with(&site, trace), Vec::<String>::new(), "{trace}");
    }
}

#[test]
fn a_queue_on_the_same_machine_is_pulled_from_its_file() {
    let (site, inbox) = (site(), Inbox::open(&[]));
    assert_eq!(inbox.comment("desh/a", "ক", "এক").status, 303);
    assert_eq!(inbox.comment("/desh/b/", "খ", "দুই").status, 303);
    assert_eq!(inbox.comment("desh/nei", "গ", "তিন").status, 303);
    let pulled = inbox.pull_file(&site, &[]).ok();
    assert!(
        pulled.stdout.contains("2 new") && pulled.stderr.contains("desh/nei"),
        "{pulled:?}"
    );
    assert_eq!(comments(&site).len(), 2);
    assert!(!site.exists("data/comments/desh/nei.toml"));
    site.run(&["build", "--strict"]).ok();
    // What has no story waits on; the story may come. Then it is pulled, or dropped by request.
    let site = site.story("nei", "আছে", "লেখা।");
    assert!(inbox.pull_file(&site, &[]).ok().stdout.contains("1 new"));
    assert_eq!(inbox.comment("desh/kothao", "ঘ", "চার").status, 303);
    assert!(
        inbox
            .pull_file(&site, &["--drop-homeless"])
            .ok()
            .stderr
            .contains("dropped")
    );
    let last = inbox.pull_file(&site, &[]).ok();
    assert!(last.stdout.contains("0 new") && last.stderr.is_empty(), "{last:?}");
}

#[test]
fn stories_that_take_no_comments_get_none() {
    let closed = "+++\ntitle = \"বন্ধ\"\ndate = 2026-11-01\ncomments = false\n+++\nলেখা।\n";
    let draft = "+++\ntitle = \"খসড়া\"\ndate = 2026-11-01\ndraft = true\n+++\nলেখা।\n";
    let site = site()
        .file("content/desh/bondho.md", closed)
        .file("content/desh/khosra.md", draft);
    let inbox = Inbox::open(&[]);
    for story in ["desh/bondho", "desh/khosra", "desh", "content/desh/a.md"] {
        assert_eq!(inbox.comment(story, "ক", &format!("লেখা {story}")).status, 303);
    }
    let pulled = inbox.pull_file(&site, &[]).ok();
    assert!(pulled.stdout.contains("0 new"), "{}", pulled.stdout);
    assert!(!site.exists("data/comments/desh"));
}

#[test]
fn the_queue_is_opened_by_its_token_alone() {
    let site = site();
    let inbox = Inbox::open(&[]);
    assert_eq!(inbox.comment("desh/a", "ক", "গোপন অপেক্ষা").status, 303);
    for head in ["", "Authorization: Bearer wrong\r\n", "Authorization: Basic eDp5\r\n"] {
        for (method, path) in [("GET", "/pending"), ("GET", "/pending?after=0"), ("POST", "/taken")] {
            let answer = inbox.ask(&format!("{method} {path}"), head, "");
            assert_eq!(answer.status, 401, "{path} {head}");
            assert!(!answer.text.contains("গোপন"));
        }
    }
    let bearer = format!("Authorization: Bearer {TOKEN}\r\n");
    assert!(inbox.ask("GET /pending", &bearer, "").text.contains("গোপন অপেক্ষা"));
    for odd in [
        "/pending?after=x",
        "/pending?before=1",
        "/pending?after=99999999999999999999",
    ] {
        assert_eq!(inbox.ask(&format!("GET {odd}"), &bearer, "").status, 400, "{odd}");
    }
    for odd in ["", "{}", "[1]", "[\"a\"", "\u{0}"] {
        assert_eq!(inbox.ask("POST /taken", &bearer, odd).status, 400, "{odd}");
    }
    assert!(
        inbox
            .ask("POST /taken", &bearer, "[\"kichhu-na\"]")
            .text
            .contains("\"taken\":0")
    );
    // A wrong token, no token, a file open to others, a line that others read along.
    let wrong = site.run(&["comments", "pull", "--from", &inbox.address()]).fails();
    assert!(wrong.stderr.contains("KHOBOR_INBOX_TOKEN"), "{}", wrong.stderr);
    let secrets = site.path("secrets");
    std::fs::write(&secrets, format!("TOKEN={TOKEN}x\n")).unwrap();
    let with_file = |from: &str| {
        site.run(&[
            "comments",
            "pull",
            "--from",
            from,
            "--secrets",
            secrets.to_str().unwrap(),
        ])
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&secrets, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(with_file(&inbox.address()).fails().stderr.contains("chmod 600"));
        std::fs::set_permissions(&secrets, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(with_file(&inbox.address()).fails().stderr.contains("KH0820"));
    assert!(with_file("http://kagoj.example").fails().stderr.contains("https only"));
    std::fs::write(&secrets, format!("TOKEN={TOKEN}\n")).unwrap();
    assert!(with_file(&inbox.address()).ok().stdout.contains("1 new"));
    assert!(!inbox.printed().contains(TOKEN));
}

#[test]
fn an_inbox_without_a_token_serves_no_queue() {
    let inbox = Inbox::with(&[], None);
    let empty = inbox.ask("GET /pending", "Authorization: Bearer \r\n", "");
    assert_eq!(empty.status, 404);
    assert!(inbox.printed().contains("no token"));
    let short = Inbox::refuses(&[], Some("short"));
    assert!(short.contains("fewer than 16"), "{short}");
}

#[test]
fn every_refusal_is_told_in_bengali_with_its_status() {
    let site = site();
    site.build();
    let inbox = Inbox::open(&["--stories", site.path("public").to_str().unwrap(), "--links", "1"]);
    let good = |changes: &[(&str, &str)]| {
        let mut fields = vec![
            ("story", "desh/a"),
            ("name", "রহিমা"),
            ("comment", "ভালো লেখা।"),
            ("website", ""),
        ];
        for (name, value) in changes {
            fields.retain(|(n, _)| n != name);
            fields.push((name, value));
        }
        form(&fields)
    };
    let long_name = "ক্ষ".repeat(81);
    let long = "ক".repeat(5462);
    let fat = "x".repeat(70_000);
    let many: String = (0..40).map(|n| format!("f{n}=1&")).collect();
    let cases: Vec<(&str, String, u16, &str)> = vec![
        ("no name", good(&[("name", "")]), 422, "নাম ও মন্তব্য"),
        (
            "nothing to see",
            good(&[("comment", "\u{200b}\u{2060} ")]),
            422,
            "নাম ও মন্তব্য",
        ),
        ("long name", good(&[("name", &long_name)]), 422, "৮০ অক্ষর"),
        ("long text", good(&[("comment", &long)]), 413, "১৬ কিলোবাইট"),
        ("large form", good(&[("comment", &fat)]), 413, "১৬ কিলোবাইট"),
        ("site", good(&[("website", "javascript:alert(1)")]), 422, "https://"),
        ("trap", good(&[("homepage", "x")]), 422, "খালি রাখার কথা"),
        (
            "links",
            good(&[("comment", "দেখুন https://a.example www.b.example")]),
            422,
            "লিংক বেশি",
        ),
        (
            "foreign links",
            good(&[("comment", "look at https://a.example")]),
            422,
            "বাংলা ছাড়া",
        ),
        (
            "markup",
            good(&[("comment", "[url=https://a.example]ক[/url]")]),
            422,
            "কোড",
        ),
        ("name with an address", good(&[("name", "seo.com")]), 422, "নাম লিখুন"),
        ("no story", good(&[("story", "")]), 404, "প্রতিবেদন"),
        ("unknown story", good(&[("story", "desh/nei")]), 404, "প্রতিবেদন"),
        ("a path out", good(&[("story", "../../etc")]), 404, "প্রতিবেদন"),
        ("an absolute path", good(&[("story", "//etc/passwd")]), 404, "প্রতিবেদন"),
        (
            "not UTF-8",
            "name=%ff&comment=x&story=desh/a".to_owned(),
            400,
            "বোঝা গেল না",
        ),
        ("too many fields", many, 400, "বোঝা গেল না"),
    ];
    for (what, body, status, words) in &cases {
        let answer = inbox.post(body);
        assert_eq!(answer.status, *status, "{what}: {}", answer.text);
        assert!(
            answer.text.contains(words) && answer.text.contains("lang=\"bn\""),
            "{what}: {}",
            answer.text
        );
        assert!(
            answer.header("content-security-policy").contains("default-src 'none'"),
            "{what}"
        );
        assert!(answer.header("cache-control") == "no-store" && answer.header("x-content-type-options") == "nosniff");
    }
    // A script may ask for the same as JSON, and only the portal's.
    let answer = inbox.send(&[("Accept", "application/json")], &good(&[("name", "")]));
    let diagnostics: serde_json::Value = serde_json::from_str(answer.body()).unwrap();
    assert_eq!(
        (answer.status, diagnostics["code"].as_str(), diagnostics["ok"].as_bool()),
        (422, Some("empty"), Some(false))
    );
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    let answer = inbox.send(&[("Accept", "application/json")], &good(&[]));
    let diagnostics: serde_json::Value = serde_json::from_str(answer.body()).unwrap();
    assert_eq!((answer.status, diagnostics["ok"].as_bool()), (200, Some(true)));
    assert_eq!(
        diagnostics["location"],
        "https://kagoj.example/desh/a/?reply=pending#reply-sent"
    );
    // Only the one that was fit waits.
    assert!(inbox.pull_file(&site, &[]).ok().stdout.contains("1 new"));
    assert_eq!(comments(&site).len(), 1);
}

#[test]
fn a_text_comes_in_once() {
    let (site, inbox) = (site(), Inbox::open(&[]));
    assert_eq!(inbox.comment("desh/a", "রহিমা", LONG).status, 303);
    // The same reader pressed twice, or the answer was lost: no fault, and nothing more.
    assert_eq!(inbox.comment("desh/a", "রহিমা", &LONG.replace(' ', "  ")).status, 303);
    for (story, name) in [("desh/b", "রহিমা"), ("desh/a", "করিম")] {
        let answer = inbox.comment(story, name, LONG);
        assert!(
            answer.status == 409 && answer.text.contains("একটু আগেই"),
            "{}",
            answer.text
        );
    }
    // Anybody may say thanks.
    for name in ["রহিমা", "করিম"] {
        assert_eq!(inbox.comment("desh/a", name, "ধন্যবাদ").status, 303);
    }
    assert!(inbox.pull_file(&site, &[]).ok().stdout.contains("3 new"));
    // Also after it was pulled and the inbox was started again.
    let inbox = inbox.again();
    assert_eq!(inbox.comment("desh/a", "রহিমা", LONG).status, 303);
    assert!(inbox.pull_file(&site, &[]).ok().stdout.contains("0 new"));
}

#[test]
fn rates_are_counted_by_address_and_together() {
    let inbox = Inbox::with(
        &["--behind-proxy", "1", "--per-address", "3", "--per-minute", "8"],
        Some(TOKEN),
    );
    let from = |address: &str, n: usize| {
        let body = form(&[
            ("story", "desh/a"),
            ("name", "ক"),
            ("comment", &format!("{address} {n}")),
        ]);
        inbox.send(&[("X-Forwarded-For", address)], &body)
    };
    let status: Vec<u16> = (0..5).map(|n| from("198.51.100.1", n).status).collect();
    assert_eq!(status, [303, 303, 303, 429, 429]);
    let last = from("198.51.100.1", 9);
    let wait: u64 = last.header("retry-after").parse().unwrap();
    assert!((100..=200).contains(&wait) && last.text.contains("একটু পরে"), "{wait}");
    // What the client itself writes before what the proxy saw changes nothing.
    assert_eq!(from("1.2.3.4, 198.51.100.1", 10).status, 429);
    assert_eq!(from("2001:db8::1", 0).status, 303);
    let other: Vec<u16> = (2..9).map(|n| from(&format!("198.51.100.{n}"), n).status).collect();
    assert_eq!(other, [303, 303, 303, 303, 429, 429, 429]);
    // Wrong tokens cannot be tried out.
    let tries: Vec<u16> = (0..3)
        .map(|_| {
            inbox
                .ask(
                    "GET /pending",
                    "X-Forwarded-For: 198.51.100.77\r\nAuthorization: Bearer x\r\n",
                    "",
                )
                .status
        })
        .collect();
    assert!(tries.contains(&429), "{tries:?}");
    let counted = inbox.stop();
    assert!(counted.contains("kept 8") && counted.contains("often"), "{counted}");
}

#[test]
fn forms_of_several_portals_lead_back_to_their_own() {
    let inbox = Inbox::with(&["--portal", "https://খবর.বাংলা/paper/"], Some(TOKEN));
    let second = "https://xn--q5b8bm.xn--54b7fta0cc";
    let story = format!("/desh/{}/", percent("ঢাকা"));
    let post = |origin: &str, n: &str, url: &str| {
        inbox.send_as(
            origin,
            &[],
            &form(&[("story", "desh/ঢাকা"), ("name", "ক"), ("comment", n), ("url", url)]),
        )
    };
    for (n, url) in [
        ("1", "https://evil.example/"),
        ("2", "https://kagoj.example.evil.example/"),
        ("3", "/x"),
        ("4", ""),
    ] {
        let answer = post(ORIGIN, n, url);
        assert_eq!(
            answer.header("location"),
            format!("{ORIGIN}{story}?reply=pending#reply-sent"),
            "{url}"
        );
    }
    let answer = post(second, "5", &format!("{ORIGIN}/desh/a/"));
    assert_eq!(
        answer.header("location"),
        format!("{second}/paper{story}?reply=pending#reply-sent")
    );
    assert_eq!(post("https://other.example", "6", "").status, 403);
}

#[test]
fn an_inbox_whose_file_was_replaced_takes_nothing_and_says_so() {
    let inbox = Inbox::open(&[]);
    assert_eq!(inbox.comment("desh/a", "ক", "এক").status, 303);
    assert_eq!(inbox.ask("GET /health", "", "").status, 200);
    let aside = inbox.db().with_extension("aside");
    std::fs::rename(inbox.db(), &aside).unwrap();
    for there in [false, true] {
        if there {
            std::fs::copy(&aside, inbox.db()).unwrap();
        }
        assert_eq!(
            inbox.ask("GET /health", "", "").status,
            503,
            "another file there: {there}"
        );
        assert_eq!(inbox.comment("desh/a", "খ", &format!("দুই {there}")).status, 503);
    }
}

#[test]
fn a_silent_inbox_holds_a_pull_for_half_a_minute_at_most() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let kept = std::thread::spawn(move || listener.incoming().map_while(Result::ok).take(8).collect::<Vec<_>>());
    let site = site().env("KHOBOR_INBOX_TOKEN", TOKEN);
    let begun = std::time::Instant::now();
    let run = site.run(&["comments", "pull", "--from", &address]).fails();
    assert!(run.stderr.contains("KH0820"), "{}", run.stderr);
    assert!(begun.elapsed().as_secs() < 40, "{:?}", begun.elapsed());
    drop(kept);
}
